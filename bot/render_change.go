package bot

import (
	"context"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// renderChange asks what is to be changed in a record, which it shows as it
// stands now; or which of several records it is to be.
func renderChange(ctx context.Context, w *wording, d changing) (text.Page, error) {
	if d.Update != 0 {
		return w.chooseRecord(ctx, d.Update)
	}
	c, err := w.bot.newest(ctx, d.Record)
	if err != nil {
		return text.Page{}, err
	}
	if c.WithdrawnAt != 0 || c.ID == 0 {
		return text.Page{Rows: text.Rows(w.say.Say("change.over", nil))}, nil
	}
	h, err := w.store.Household(ctx, c.HouseholdID)
	if err != nil {
		return text.Page{}, err
	}
	page := text.Page{Rows: []text.Row{
		{HTML: w.say.Say("change.question", nil)},
		{HTML: w.recordedRow(told{ContactRecord: c, household: h}, ""), N: 1, HouseholdID: h.ID},
		{HTML: w.say.Say("change.how", nil)},
	}}
	amend := func(key string, t talk.Tap) text.Button {
		t.Do, t.ID = talk.TapAmend, c.ID
		return w.button(key, t)
	}
	var outcomes, means, days []text.Button
	for _, o := range []model.Outcome{model.Normal, model.Change, model.Unreached, model.EmergencyFound} {
		// Whether it was an emergency is said where the emergency stands.
		if o != c.Outcome && c.Outcome != model.EmergencyFound {
			outcomes = append(outcomes, amend("outcome."+string(o), talk.Tap{Outcome: o}))
		}
	}
	for _, m := range []model.Means{model.ByPhone, model.ByWeChat, model.ByVisit} {
		if m != c.Means {
			means = append(means, amend("means."+string(m), talk.Tap{Means: m}))
		}
	}
	for i, word := range []string{talk.WordToday, talk.WordYesterday, talk.WordBefore} {
		if w.today-model.Day(i) != c.HappenedOn {
			days = append(days, amend("day."+word, talk.Tap{Word: word}))
		}
	}
	for _, row := range [][]text.Button{outcomes, means, days} {
		if len(row) > 0 {
			page.Keyboard = append(page.Keyboard, row)
		}
	}
	return page, nil
}

// chooseRecord asks which of an update's records is to be changed.
func (w *wording) chooseRecord(ctx context.Context, update int64) (text.Page, error) {
	records, err := w.told(ctx, update)
	if err != nil {
		return text.Page{}, err
	}
	page := text.Page{Rows: text.Rows(w.say.Say("change.which", nil))}
	var households []model.Household
	for _, c := range records {
		households = append(households, c.household)
	}
	alike := alike(households)
	for _, c := range records {
		if c.WithdrawnAt != 0 {
			continue
		}
		label := w.say.Say("change.record", model.Args{
			"head": model.MaskName(c.household.Head), "village": w.place(c.household, alike), "outcome": c.Outcome,
		})
		page.Keyboard = append(page.Keyboard, []text.Button{{Label: text.Plain(label), Data: talk.Tap{Do: talk.TapChange, ID: c.ID}.String()}})
	}
	return page, nil
}

// renderDoubt asks whether words tell of an emergency.
func renderDoubt(ctx context.Context, w *wording, d filed) (text.Page, error) {
	e, err := w.store.EmergencyBySource(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	where, err := w.where(ctx, e)
	if err != nil {
		return text.Page{}, err
	}
	page := text.Page{Rows: text.Rows(w.say.Say("doubt.question", model.Args{"where": text.HTML(where)}))}
	otherwise := "doubt.else"
	if d.Alone {
		otherwise = "doubt.else_alone"
	}
	placed := false
	if e.Status == model.Withdrawn && e.HouseholdID == 0 {
		now, err := w.store.SimilarEmergency(ctx, e.ReportedBy, e.Text, e.ReportedAt)
		if err != nil {
			return text.Page{}, err
		}
		placed = now.ReportedAt == e.ReportedAt && now.ID > e.ID
	}
	switch {
	case placed:
		page.Rows = append(page.Rows, text.Rows(w.say.Say("doubt.placed", nil))...)
	case e.Status == model.Withdrawn:
		page.Rows = append(page.Rows, text.Rows(w.say.Say("emergency.dropped", nil))...)
	case !e.Unconfirmed:
		page.Rows = append(page.Rows, text.Rows(w.say.Say("emergency.confirmed", nil))...)
	default:
		page.Rows = append(page.Rows, text.Rows(w.say.Say(otherwise, model.Args{"at": e.ReportedAt.Add(model.ConfirmWithin)}))...)
		page.Keyboard = [][]text.Button{
			{w.button("button.confirm", talk.Tap{Do: talk.TapConfirm, ID: e.ID})},
			{w.button("button.not_emergency", talk.Tap{Do: talk.TapCallOff, ID: e.ID})},
		}
	}
	return page, nil
}
