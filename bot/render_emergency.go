package bot

import (
	"context"
	"strings"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// renderAlert tells who is to act. A group sees number, village and causes,
// never the words; every copy shows the present state.
func renderAlert(ctx context.Context, w *wording, d filed) (text.Page, error) {
	e, err := w.store.EmergencyBySource(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	if !w.edit && e.Status == model.Withdrawn {
		w.drop = "it was withdrawn before it was told"
		return text.Page{}, nil
	}
	where, err := w.where(ctx, e)
	if err != nil {
		return text.Page{}, err
	}
	lines := []string{w.say.Say("emergency.title", model.Args{"id": e.ID, "status": e.Status}), where}
	if len(e.Causes) > 0 {
		lines = append(lines, w.say.Say("emergency.causes", model.Args{"causes": text.HTML(w.say.Causes(e.Causes))}))
	}
	reporter, err := w.store.Cadre(ctx, e.ReportedBy)
	if err != nil {
		return text.Page{}, err
	}
	if !w.group && e.Text != "" {
		lines = append(lines, w.say.Say("emergency.text", model.Args{"text": model.StrikeIDs(e.Text)}))
	}
	if e.Unconfirmed {
		lines = append(lines, w.say.Say("emergency.unconfirmed", nil))
	}
	reported, err := w.reported(ctx, e, reporter)
	if err != nil {
		return text.Page{}, err
	}
	lines = append(lines, reported)
	if e.AcknowledgedBy != 0 {
		by, err := w.store.Cadre(ctx, e.AcknowledgedBy)
		if err != nil {
			return text.Page{}, err
		}
		lines = append(lines, w.say.Say("emergency.acknowledged", model.Args{"name": by.Name, "at": e.AcknowledgedAt}))
	}
	var page text.Page
	switch e.Status {
	case model.Reported:
		page.Keyboard = [][]text.Button{{w.button("button.acknowledge", talk.Tap{Do: talk.TapAcknowledge, ID: e.ID})}}
		lines = append(lines, w.say.Say("emergency.at_once", nil))
	case model.OnSite, model.Solved:
		if !w.group {
			page.Keyboard = [][]text.Button{{w.button("button.identify", talk.Tap{Do: talk.TapIdentify, ID: e.ID})}}
		}
	case model.Withdrawn:
		lines = append(lines, w.say.Say("emergency.withdrawn", nil))
	}
	page.Rows = text.Rows(lines...)
	return page, nil
}

// where says which family it is: of the roster the masked head, village, ring
// and number; of any other what was reported. A group sees the village alone.
func (w *wording) where(ctx context.Context, e model.Emergency) (string, error) {
	if e.HouseholdID != 0 {
		h, err := w.store.Household(ctx, e.HouseholdID)
		if err != nil {
			return "", err
		}
		if w.group {
			return w.say.Say("emergency.place", model.Args{"township": h.Township, "village": h.Village}), nil
		}
		return w.say.Say("emergency.household", model.Args{
			"village": h.Village, "head": model.MaskName(h.Head), "ring": h.Ring, "number": h.Number,
		}), nil
	}
	if e.Village == "" && (e.Family == "" || w.group) {
		return w.say.Say("emergency.unlocated", nil), nil
	}
	parts := []string{e.Village}
	if e.TownshipID != 0 {
		township, err := w.store.Area(ctx, e.TownshipID)
		if err != nil {
			return "", err
		}
		parts = []string{township.Name, e.Village}
	}
	if !w.group {
		parts = append(parts, model.MaskName(model.StrikeIDs(e.Family)))
	}
	return text.Escape(strings.TrimSpace(strings.Join(parts, " "))), nil
}

// renderFiled tells the reporter the case number and who was told.
func renderFiled(ctx context.Context, w *wording, d filed) (text.Page, error) {
	e, err := w.store.EmergencyBySource(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	if !w.edit && e.Status == model.Withdrawn {
		w.drop = "it was withdrawn before it was filed"
		return text.Page{}, nil
	}
	where, err := w.where(ctx, e)
	if err != nil {
		return text.Page{}, err
	}
	lines := []string{w.say.Say("emergency.filed", model.Args{"id": e.ID, "where": text.HTML(where)})}
	if e.Unconfirmed && e.Status != model.Withdrawn {
		lines = append(lines, w.say.Say("emergency.not_answered", nil))
	}
	if e.Status != model.Withdrawn {
		switch {
		case e.Text == "":
			lines = append(lines, w.say.Say("emergency.say_what", nil))
		case e.HouseholdID == 0 && e.Village == "" && e.Family == "":
			lines = append(lines, w.say.Say("emergency.say_where", nil))
		}
	}
	failed, err := w.unreached(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	var told, unbound []string
	for _, t := range d.Told {
		name := w.say.Say(t.As, model.Args{"name": t.Name})
		if t.Unbound || failed[t.Alert] {
			unbound = append(unbound, name)
		} else {
			told = append(told, name)
		}
	}
	switch {
	case len(told) > 0 && d.Short:
	case len(told) > 0:
		lines = append(lines, w.say.Say("emergency.told", model.Args{"names": text.HTML(w.say.List(told))}))
	default:
		lines = append(lines, w.say.Say("emergency.nobody", nil))
	}
	if len(unbound) > 0 && !d.Short {
		lines = append(lines, w.say.Say("emergency.not_bound", model.Args{"names": text.HTML(w.say.List(unbound))}))
	}
	page := text.Page{}
	switch {
	case e.Status == model.Withdrawn:
		lines = append(lines, w.say.Say("emergency.withdrawn", nil))
	case !w.group:
		page.Keyboard = [][]text.Button{{w.button("button.not_emergency", talk.Tap{Do: talk.TapCallOff, ID: e.ID})}}
	}
	page.Rows = text.Rows(lines...)
	return page, nil
}

// unreached are the alerts of a case that did not arrive, by their keys: whoever
// reported it believes nobody told who was not.
func (w *wording) unreached(ctx context.Context, source string) (map[string]bool, error) {
	rows, err := w.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(source), Kind: kindAlert, States: []model.DeliveryState{model.DeliveryFailed}})
	failed := map[string]bool{}
	for _, r := range rows {
		failed[r.Key] = true
	}
	return failed, err
}

func renderAgain(ctx context.Context, w *wording, d filed) (text.Page, error) {
	return w.aboutCase(ctx, d.Source, "emergency.again")
}

func renderAcknowledged(ctx context.Context, w *wording, d filed) (text.Page, error) {
	return w.aboutCase(ctx, d.Source, "emergency.to_reporter")
}

func renderCalledOff(ctx context.Context, w *wording, d filed) (text.Page, error) {
	return w.aboutCase(ctx, d.Source, "emergency.called_off")
}

// aboutCase says one sentence about a case as it stands now.
func (w *wording) aboutCase(ctx context.Context, source, key string) (text.Page, error) {
	e, err := w.store.EmergencyBySource(ctx, source)
	if err != nil {
		return text.Page{}, err
	}
	args := model.Args{"id": e.ID, "status": e.Status}
	if e.AcknowledgedBy != 0 {
		by, err := w.store.Cadre(ctx, e.AcknowledgedBy)
		if err != nil {
			return text.Page{}, err
		}
		args["name"], args["unit"], args["at"] = by.Name, by.Unit, e.AcknowledgedAt
	}
	return text.Page{Rows: text.Rows(w.say.Say(key, args))}, nil
}
