package bot

import (
	"context"

	"ringkeeper/bot/text"
	"ringkeeper/model"
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
	lines := []string{w.say.Say("me.title", nil)}
	own, err := w.store.Timelines(ctx, reader.ID)
	if err != nil {
		return text.Page{}, err
	}
	policy := w.bot.config.Policy
	for _, span := range []struct {
		key string
		of  model.Period
	}{{"me.month", model.Month.Period(w.today)}, {"me.half_year", model.HalfYear.Period(w.today)}} {
		if len(own) == 0 {
			break
		}
		var kinds []string
		for _, k := range []model.Kind{model.Contact, model.Visit} {
			var kept model.Kept
			for _, t := range own {
				one := policy.Kept(k, t.History, t.Records, span.of.Start, min(span.of.End(), w.today))
				kept.Settled += one.Settled
				kept.OnTime += one.OnTime
			}
			if kept.Settled > 0 {
				kinds = append(kinds, w.say.Say("me.kept", model.Args{"kind": k, "n": kept.Settled, "on_time": kept.OnTime}))
			}
		}
		if len(kinds) == 0 {
			kinds = []string{w.say.Say("me.none_kept", nil)}
		}
		lines = append(lines, w.say.Say(span.key, model.Args{"start": span.of.Start, "end": span.of.End(), "kept": text.HTML(w.say.Clauses(kinds))}))
	}
	var open []string
	for _, k := range []model.Kind{model.Contact, model.Visit} {
		n, overdue := 0, 0
		for _, t := range own {
			due := t.Household.Due(k)
			if due.On != 0 && due.Period.Start <= w.today {
				n++
				overdue += sign(due.DaysOverdue(w.today))
			}
		}
		switch {
		case overdue > 0:
			open = append(open, w.say.Say("me.open_overdue", model.Args{"kind": k, "n": n, "overdue": overdue}))
		case n > 0:
			open = append(open, w.say.Say("me.open", model.Args{"kind": k, "n": n}))
		}
	}
	switch {
	case len(own) == 0:
		lines = append(lines, w.say.Say("today.nobody", nil))
	case len(open) == 0:
		lines = append(lines, w.say.Say("me.nothing_open", nil))
	default:
		lines = append(lines, w.say.Say("me.still_open", model.Args{"open": text.HTML(w.say.Clauses(open))}))
	}
	month := model.InstantOf(model.Month.Period(w.today).Start.At(0, 0, w.bot.config.Zone.Location))
	all, reminders, err := w.store.Received(ctx, reader.TelegramID, month)
	if err != nil {
		return text.Page{}, err
	}
	lines = append(lines, w.say.Say("me.received", model.Args{"n": all, "reminders": reminders}))
	return text.Page{Rows: text.Rows(lines...)}, nil
}
