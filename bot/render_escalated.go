package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// escalation is what the clock hands over of a case that waits too long.
type escalation struct {
	Source string          `json:"source"`
	Step   model.CaseStep  `json:"step"`
	Level  model.CaseLevel `json:"level"`
	Holder int64           `json:"holder"` // who has it in hand and gets no messages
}

// missed are the sentences about a step that was not taken.
var missed = map[model.CaseStep]string{
	model.StepAcknowledge: "escalated.acknowledge", model.StepOnSite: "escalated.on_site", model.StepClose: "escalated.close",
	model.StepStrikeOff: "escalated.strike_off", model.StepIdentify: "escalated.identify",
}

// renderEscalated says what waits, and who heard of it before, above the alert as it
// stands now. Once the step was taken the alert alone is shown.
func renderEscalated(ctx context.Context, w *wording, d escalation) (text.Page, error) {
	e, err := w.store.EmergencyBySource(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	waits, err := w.waits(ctx, e, d)
	if err != nil {
		return text.Page{}, err
	}
	if !waits && !w.edit {
		w.drop = "the step was taken meanwhile"
		return text.Page{}, nil
	}
	page, err := renderAlert(ctx, w, filed{Source: d.Source})
	if err != nil || !waits {
		return page, err
	}
	var lines []string
	if d.Holder != 0 {
		c, err := w.store.Cadre(ctx, d.Holder)
		if err != nil {
			return text.Page{}, err
		}
		lines = []string{w.say.Say("escalated.holder", model.Args{"id": e.ID, "name": c.Name})}
		page.Keyboard = append(page.Keyboard, []text.Button{w.button("button.take_over", talk.Tap{Do: talk.TapTakeOver, ID: e.ID})})
	} else {
		heard, err := w.heardBefore(ctx, e, d)
		if err != nil {
			return text.Page{}, err
		}
		lines = append([]string{w.say.Say(missed[d.Step], model.Args{"id": e.ID, "age": w.age(e)})}, heard...)
	}
	page.Rows = append(text.Rows(lines...), page.Rows...)
	return page, nil
}

// waits says whether what an escalation tells is still so.
func (w *wording) waits(ctx context.Context, e model.Emergency, d escalation) (bool, error) {
	if !slices.Contains(e.Status.Steps(), d.Step) {
		return false, nil
	}
	if d.Holder == 0 {
		return true, nil
	}
	c, err := w.store.Cadre(ctx, d.Holder)
	return e.AcknowledgedBy == d.Holder && c.Blocked, err
}

// heardBefore says who heard at the levels below that the step was not taken, and
// whom no message about the case has reached.
func (w *wording) heardBefore(ctx context.Context, e model.Emergency, d escalation) (lines []string, err error) {
	chain, err := w.store.CaseChain(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	events, err := w.store.CaseEvents(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	lost, err := w.lost(ctx, e)
	if err != nil {
		return nil, err
	}
	var told, missing []string
	named := map[model.CaseLink]bool{}
	for _, level := range d.Step.Levels(chain) {
		if level == d.Level {
			break
		}
		var at model.Instant
		for _, v := range events {
			if v.Kind == model.CaseEscalated && v.Detail.Step == d.Step && v.Detail.Level == level {
				at = v.At
			}
		}
		for _, l := range e.Hearers(chain, level) {
			who := model.CaseLink{CadreID: l.CadreID, ChatID: l.ChatID}
			if named[who] { // at a level below
				continue
			}
			named[who] = true
			name, err := w.hearer(ctx, e, l)
			if err != nil {
				return nil, err
			}
			switch {
			case lost(l):
				missing = append(missing, name)
			case at != 0:
				told = append(told, w.say.Say("escalated.one", model.Args{"who": text.HTML(name), "at": at}))
			}
		}
	}
	if len(told) > 0 {
		lines = append(lines, w.say.Say("escalated.told", model.Args{"names": text.HTML(w.say.List(told))}))
	}
	if len(missing) > 0 {
		lines = append(lines, w.say.Say("emergency.not_bound", model.Args{"names": text.HTML(w.say.List(missing))}))
	}
	return lines, nil
}

// lost returns whether every message about a case to somebody failed.
func (w *wording) lost(ctx context.Context, e model.Emergency) (func(model.CaseLink) bool, error) {
	rows, err := w.bot.alerts(ctx, e.Source)
	return func(l model.CaseLink) bool {
		failed := false
		for _, r := range rows {
			if r.CadreID == l.CadreID && (l.CadreID != 0 || r.ChatID == l.ChatID) {
				if r.State != model.DeliveryFailed {
					return false
				}
				failed = true
			}
		}
		return failed
	}, err
}

// hearer names one of a case's chain by what they have to do with it.
func (w *wording) hearer(ctx context.Context, e model.Emergency, l model.CaseLink) (string, error) {
	if l.CadreID == 0 {
		g, err := w.store.Group(ctx, l.ChatID)
		return w.say.Say("told.group", model.Args{"name": g.Title}), err
	}
	c, err := w.store.Cadre(ctx, l.CadreID)
	if err != nil {
		return "", err
	}
	as := ""
	switch l.Level {
	case model.LevelLeader:
		as = "told.leader"
	case model.LevelOffice:
		as = "told.office"
	default:
		h, err := w.store.Household(ctx, e.HouseholdID)
		if err != nil {
			return "", err
		}
		switch c.ID {
		case e.AcknowledgedBy:
			as = "told.in_hand"
		case h.ResponsibleID:
			as = "told.responsible"
		case e.ReportedBy:
			as = "told.reporter"
		default:
			as = "told.stand_in"
		}
	}
	return w.say.Say(as, model.Args{"name": c.Name}), nil
}

// age says for how long a case, or its identification, has been open.
func (w *wording) age(e model.Emergency) text.HTML {
	since := e.ReportedAt
	if e.Status == model.Identifying {
		since = e.IdentifyingAt
	}
	return w.span(since, model.InstantOf(w.at))
}
