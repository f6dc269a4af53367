package bot

import (
	"context"
	"strings"
	"time"

	"ringkeeper/bot/text"
	"ringkeeper/model"
	ledger "ringkeeper/model/report"
	"ringkeeper/model/store"
)

// renderCaseFigures tells how this year's emergencies of a scope were dealt with.
func renderCaseFigures(ctx context.Context, w *wording, d casesPage) (text.Page, error) {
	zone := w.bot.config.Zone.Location
	year := model.Date(w.today.Year(), 1, 1)
	rows, err := w.store.Emergencies(ctx, store.EmergencyFilter{Scope: d.Scope, Since: model.InstantOf(year.At(0, 0, zone))})
	if err != nil {
		return text.Page{}, err
	}
	figures := ledger.CaseFigures(rows, w.bot.config.Emergencies, model.InstantOf(w.at), zone)
	all := figures[0]
	lines := []string{
		w.say.Say("figures.title", model.Args{"scope": w.casesOf(d), "from": year, "until": w.today}),
		w.say.Say("figures.counts", model.Args{"n": all.Cases, "open": all.Open, "late": all.Late, "withdrawn": all.Withdrawn, "unconfirmed": all.Unconfirmed}),
	}
	for _, s := range ledger.CaseSteps {
		if t, ok := all.Took[s]; ok {
			lines = append(lines, w.say.Say("figures.took", model.Args{"step": s, "n": t.N, "median": w.roughly(t.Median), "most": w.roughly(t.P90)}))
		}
	}
	for _, by := range []struct{ by, key, unknown string }{
		{ledger.ByCause, "figures.causes", "figures.no_cause"}, {ledger.ByTownship, "figures.townships", "figures.no_township"},
	} {
		var counts []string
		for _, f := range figures {
			if f.By == by.by && f.Cases > 0 {
				counts = append(counts, w.caseCount(f, by.unknown))
			}
		}
		if len(counts) > 0 {
			lines = append(lines, w.say.Say(by.key, model.Args{"counts": text.HTML(w.say.List(counts))}))
		}
	}
	return text.Page{Rows: text.Rows(strings.Join(lines, "\n"))}, nil
}

// roughly words a time to the nearest minute, hour or day.
func (w *wording) roughly(d time.Duration) text.HTML {
	half := 12 * time.Hour
	switch {
	case d < time.Hour:
		half = time.Minute / 2
	case d < 47*time.Hour+30*time.Minute:
		half = time.Hour / 2
	}
	return w.lasting(d + half)
}

// caseCount counts the cases of a group, and those that were late.
func (w *wording) caseCount(f ledger.CaseFigure, unknown string) string {
	var name any = f.Name
	switch {
	case f.Name == "":
		name = text.HTML(w.say.Say(unknown, nil))
	case f.By == ledger.ByCause:
		name = model.Cause(f.Name)
	}
	key := "overdue.count"
	if f.Late > 0 {
		key = "figures.count_late"
	}
	return w.say.Say(key, model.Args{"what": name, "n": f.Cases, "late": f.Late})
}
