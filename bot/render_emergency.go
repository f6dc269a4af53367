package bot

import (
	"context"
	"strings"

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
	// A message bears the date of its first sending: what goes on for days is dated.
	if day := model.DayOf(e.ReportedAt.In(w.bot.config.Zone.Location), w.bot.config.Zone.Location); w.today != day {
		w.say = w.say.On(day - 1)
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
		lines = append(lines, w.say.Say("emergency.text", model.Args{"text": w.excerpt(e.Text, e.ID)}))
	}
	if e.Unconfirmed {
		lines = append(lines, w.say.Say("emergency.unconfirmed", nil))
	}
	reported, err := w.reported(ctx, e, reporter)
	if err != nil {
		return text.Page{}, err
	}
	lines = append(lines, reported)
	added, err := w.additions(ctx, e)
	if err != nil {
		return text.Page{}, err
	}
	lines = append(lines, added...)
	attached, err := w.store.Attachments(ctx, store.AttachmentFilter{CaseSource: e.Source})
	if err != nil {
		return text.Page{}, err
	}
	if kept := w.count(attached); kept != "" {
		lines = append(lines, w.say.Say("emergency.attached", model.Args{"kept": kept}))
	}
	steps, err := w.progress(ctx, e)
	if err != nil {
		return text.Page{}, err
	}
	lines = append(lines, steps...)
	if e.Status == model.Reported {
		lines = append(lines, w.say.Say("emergency.at_once", nil))
	}
	page := text.Page{Rows: text.Rows(lines...)}
	page.Keyboard, err = w.caseButtons(ctx, e)
	return page, err
}

// excerptOf is how much of somebody's words an alert shows, in characters, so that it
// stays one message with its buttons; all of them stand in /case.
const excerptOf = 500

func (w *wording) excerpt(words string, id int64) string {
	r := []rune(model.StrikeIDs(words))
	if len(r) <= excerptOf {
		return string(r)
	}
	return string(r[:excerptOf]) + text.Plain(w.say.Say("emergency.more", model.Args{"id": id}))
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
		case e.HouseholdID == 0 && e.Village == "":
			lines = append(lines, w.say.Say("emergency.say_village", nil))
		case e.HouseholdID == 0 && e.Family == "":
			lines = append(lines, w.say.Say("emergency.say_who", nil))
		case namesOnly(e.Text, familyOf(e.Text)):
			lines = append(lines, w.say.Say("emergency.say_more", nil))
		}
	}
	reached, err := w.reached(ctx, e, d.Told)
	if err != nil {
		return text.Page{}, err
	}
	lines = append(lines, w.whoWasReached(e, reached, d.Short)...)
	if !w.group && e.HouseholdID == 0 && e.Family != "" && e.Village != "" && w.bot.config.Platform != "" && e.Status != model.Withdrawn {
		lines = append(lines, w.say.Say("emergency.platform", model.Args{"platform": w.bot.config.Platform}))
	}
	page := text.Page{}
	switch {
	case e.Status == model.Withdrawn:
		said, err := w.withdrawn(ctx, e)
		if err != nil {
			return text.Page{}, err
		}
		lines = append(lines, said)
		if !w.group && e.Reason == string(model.NoEmergency) {
			page.Keyboard = [][]text.Button{w.reasonButtons(e)}
			lines = append(lines, w.say.Say("withdraw.say_why", nil))
		}
	case !w.group && !e.Status.Over():
		if page.Keyboard, err = w.ownButtons(ctx, e); err != nil {
			return text.Page{}, err
		}
	}
	page.Rows = text.Rows(lines...)
	return page, nil
}

func renderAgain(ctx context.Context, w *wording, d filed) (text.Page, error) {
	e, err := w.store.EmergencyBySource(ctx, d.Source)
	return text.Page{Rows: text.Rows(w.say.Say("emergency.again", model.Args{"id": e.ID, "status": e.Status}))}, err
}
