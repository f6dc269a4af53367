package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// cover is somebody for whom the reader stands in.
type cover struct {
	model.StandIn
	name string
}

// covers are those for whom the reader stands in today, each once, and whether
// the reader is on leave.
func (w *wording) covers(ctx context.Context) (covers []cover, away bool, err error) {
	own, err := w.store.StandIns(ctx, store.StandInFilter{ForID: w.reader.CadreID, On: w.today})
	if err != nil {
		return nil, false, err
	}
	others, err := w.store.StandIns(ctx, store.StandInFilter{ByID: w.reader.CadreID, On: w.today})
	if err != nil {
		return nil, false, err
	}
	for _, s := range own {
		away = away || s.Leave
	}
	for _, s := range others {
		if n := len(covers); n > 0 && covers[n-1].ForID == s.ForID { // a delegate, and for a leave as well
			if s.Leave {
				covers[n-1].StandIn = s
			}
			continue
		}
		responsible, err := w.store.Cadre(ctx, s.ForID)
		if err != nil {
			return nil, false, err
		}
		covers = append(covers, cover{s, responsible.Name})
	}
	return covers, away, nil
}

// onBehalf says for whom a stand-in recorded something, nothing where it was
// recorded by the responsible cadre.
func (w *wording) onBehalf(ctx context.Context, c model.ContactRecord) (string, error) {
	if c.OnBehalfOfID == 0 {
		return "", nil
	}
	responsible, err := w.store.Cadre(ctx, c.OnBehalfOfID)
	return w.say.Say("recorded.for", model.Args{"name": responsible.Name}), err
}

// reported says who reported an emergency, and for whom where it was a stand-in
// of the household's responsible cadre at that moment.
func (w *wording) reported(ctx context.Context, e model.Emergency, reporter model.Cadre) (string, error) {
	args := model.Args{"name": reporter.Name, "unit": reporter.Unit, "at": e.ReportedAt}
	key := "emergency.reported"
	if e.HouseholdID != 0 {
		h, err := w.store.Household(ctx, e.HouseholdID)
		if err != nil || h.ResponsibleID == 0 {
			return w.say.Say(key, args), err
		}
		standIns, err := w.store.StandIns(ctx, store.StandInFilter{ForID: h.ResponsibleID, ByID: reporter.ID})
		if err != nil {
			return "", err
		}
		zone := w.bot.config.Zone.Location
		day := model.DayOf(e.ReportedAt.In(zone), zone)
		if slices.ContainsFunc(standIns, func(s model.StandIn) bool { return s.Held(day, e.ReportedAt) }) {
			responsible, err := w.store.Cadre(ctx, h.ResponsibleID)
			if err != nil {
				return "", err
			}
			key, args["for"] = "emergency.reported_for", responsible.Name
		}
	}
	return w.say.Say(key, args), nil
}

// leavesBy tells by cadre who is on leave today.
func (w *wording) leavesBy(ctx context.Context) (map[int64]model.StandIn, error) {
	all, err := w.store.StandIns(ctx, store.StandInFilter{On: w.today})
	of := map[int64]model.StandIn{}
	for _, s := range all {
		if s.Leave {
			of[s.ForID] = s
		}
	}
	return of, err
}

// away adds to the line of a cadre that the cadre is on leave, and who stands in.
func (w *wording) away(ctx context.Context, line string, s model.StandIn) (string, error) {
	args := model.Args{"who": text.HTML(line), "until": s.UntilDay}
	if s.Pause() {
		return w.say.Say("overdue.away_paused", args), nil
	}
	by, err := w.store.Cadre(ctx, s.ByID)
	args["name"] = by.Name
	return w.say.Say("overdue.away", args), err
}
