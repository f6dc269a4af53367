package bot

import (
	"context"

	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// me answers /me: how the person's own households fared. Nobody else is told,
// and nobody is compared with anybody.
func (b *Bot) me(_ context.Context, r *request) error {
	r.reply(kindMe, "", struct{}{})
	return nil
}

func renderMe(ctx context.Context, w *wording, _ struct{}) (text.Page, error) {
	reader, err := w.store.Cadre(ctx, w.reader.CadreID)
	if err != nil {
		return text.Page{}, err
	}
	own, err := w.store.Timelines(ctx, reader.ID)
	if err != nil {
		return text.Page{}, err
	}
	month, half := model.Month.Period(w.today), model.HalfYear.Period(w.today)
	lines := []string{w.say.Say("me.title", nil)}
	if len(own) == 0 {
		lines = append(lines, w.say.Say("today.nobody", nil))
	} else {
		lines = append(lines,
			w.say.Say("me.month", model.Args{"start": month.Start, "kept": w.kept(own, month)}),
			w.say.Say("me.half_year", model.Args{"start": half.Start, "kept": w.kept(own, half)}),
			w.unsettled(own))
	}
	since := model.InstantOf(month.Start.At(0, 0, w.bot.config.Zone.Location))
	all, reminders, err := w.store.Received(ctx, reader.TelegramID, since)
	if err != nil {
		return text.Page{}, err
	}
	lines = append(lines, w.say.Say("me.received", model.Args{"n": all, "reminders": reminders}))
	return text.Page{Rows: text.Rows(lines...)}, nil
}

// metKinds are the kinds of duty that records settle.
var metKinds = []model.Kind{model.Contact, model.Visit}

// kept tells what was settled in a period so far, and how much of it on time.
func (w *wording) kept(own []store.Timeline, period model.Period) text.HTML {
	var kinds []string
	for _, k := range metKinds {
		var all model.Kept
		for _, t := range own {
			one := w.bot.config.Policy.Kept(k, t.History, t.Records, period.Start, w.today)
			all.Settled += one.Settled
			all.OnTime += one.OnTime
		}
		if all.Settled > 0 {
			kinds = append(kinds, w.say.Say("me.kept", model.Args{"kind": k, "n": all.Settled, "on_time": all.OnTime}))
		}
	}
	if len(kinds) == 0 {
		return text.HTML(w.say.Say("me.none_kept", nil))
	}
	return text.HTML(w.say.Clauses(kinds))
}

// unsettled tells what is open of the periods that have begun.
func (w *wording) unsettled(own []store.Timeline) string {
	var kinds []string
	for _, k := range metKinds {
		n, overdue := 0, 0
		for _, t := range own {
			if due := t.Household.Due(k); due.On != 0 && due.Period.Start <= w.today {
				n++
				overdue += sign(due.DaysOverdue(w.today))
			}
		}
		switch {
		case overdue > 0:
			kinds = append(kinds, w.say.Say("me.open_overdue", model.Args{"kind": k, "n": n, "overdue": overdue}))
		case n > 0:
			kinds = append(kinds, w.say.Say("me.open", model.Args{"kind": k, "n": n}))
		}
	}
	if len(kinds) == 0 {
		return w.say.Say("me.nothing_open", nil)
	}
	return w.say.Say("me.still_open", model.Args{"open": text.HTML(w.say.Clauses(kinds))})
}
