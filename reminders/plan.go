package reminders

import (
	"context"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// decideAll reads what a workday's decisions need, once for everybody, and
// decides person by person.
func (p *Planner) decideAll(ctx context.Context, cadres []model.Cadre, day model.Day) ([]Decision, error) {
	duties, err := p.Store.OpenDuties(ctx, store.OpenQuery{
		At: day, Steps: p.Steps, Ahead: restAfter(p.Calendar, day), Unassigned: true,
	})
	if err != nil {
		return nil, err
	}
	earliest := p.midnight(day - lookback)
	queued, sent, err := p.Store.LastDigests(ctx, earliest)
	if err != nil {
		return nil, err
	}
	rules, of, above := rulesOf(p.Steps, p.Calendar, day), byCadre(duties), p.above(cadres, duties, day)
	read := func(c model.Cadre) reader {
		return reader{
			cadre: c, duties: of[c.ID], below: above.of(c.ID),
			planned: queued[c.ID] >= p.midnight(day),
			heard:   sent[c.ID] >= p.midnight(monday(day)),
		}
	}
	// The office hears of those whom no digest reaches, so it is decided last.
	decisions := make([]Decision, len(cadres))
	var office []int
	var stands OfficeNews
	for i, c := range cadres {
		if c.Role == model.RoleOffice {
			office = append(office, i)
			continue
		}
		decisions[i] = rules.decide(read(c))
		if r := decisions[i].Reason; (r == NotBound || r == Blocked) && decisions[i].Open > 0 {
			stands.Unreached++
		}
	}
	if lost := rules.withoutCadre(cadres, duties); lost.Open > 0 {
		decisions = append(decisions, lost)
		stands.Unassigned = households(lost.Due)
	}
	if len(office) == 0 {
		return decisions, nil
	}
	stands.MissingYear, _ = p.Calendar.MissingYear(day)
	oldest := sent[cadres[office[0]].ID]
	for _, i := range office {
		oldest = min(oldest, sent[cadres[i].ID])
	}
	facts, err := p.gatherOffice(ctx, stands, max(oldest, earliest))
	if err != nil {
		return nil, err
	}
	for _, i := range office {
		r := read(cadres[i])
		r.office = p.newsFor(facts, sent[cadres[i].ID])
		decisions[i] = rules.decide(r)
	}
	return decisions, nil
}

func (p *Planner) midnight(day model.Day) model.Instant { return model.InstantOf(day.At(0, 0, p.Zone)) }

func byCadre(duties []store.Duty) map[int64][]store.Duty {
	of := map[int64][]store.Duty{}
	for _, d := range duties {
		of[d.Household.ResponsibleID] = append(of[d.Household.ResponsibleID], d)
	}
	return of
}

func households(due []Due) int {
	seen := map[int64]bool{}
	for _, d := range due {
		seen[d.Household.ID] = true
	}
	return len(seen)
}

// above counts for the leaders what has been overdue long enough by the first
// workday of the week. Counting as of that day keeps the summary weekly, and a
// week that began without the program is made up for on its next day.
func (p *Planner) above(cadres []model.Cadre, duties []store.Duty, day model.Day) *leaders {
	l, latest := newLeaders(cadres), overdueFor(p.Calendar, firstWorkday(p.Calendar, day), p.LeaderAfter)
	for _, d := range duties {
		if d.Due.On != 0 && d.Due.On <= latest {
			l.count(d, inHandover(d.Household, day, p.Handover))
		}
	}
	return l
}

// withoutCadre decides for the duties of which nobody on the cadres' list hears.
func (r rules) withoutCadre(cadres []model.Cadre, duties []store.Duty) Decision {
	listed := make(map[int64]bool, len(cadres))
	for _, c := range cadres {
		listed[c.ID] = true
	}
	var lost []store.Duty
	for _, d := range duties {
		if !listed[d.Household.ResponsibleID] {
			lost = append(lost, d)
		}
	}
	return Decision{Reason: NobodyResponsible, Open: len(lost), Due: r.due(lost)}
}
