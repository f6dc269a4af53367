package reminders

import (
	"context"
	"maps"
	"slices"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// decideAll decides a workday, as of a moment of it, person by person, and reads only about those of
// whom there is something to decide: who owes something, who has something below
// them, whose digest of the day is in the outbox, and the office.
func (p *Planner) decideAll(ctx context.Context, at time.Time, day model.Day, see func(Decision) error) error {
	earliest := p.midnight(day - lookback)
	queued, sent, err := p.Store.LastDigests(ctx, earliest)
	if err != nil {
		return err
	}
	office, err := p.Store.Cadres(ctx, store.CadreFilter{Roles: []model.Role{model.RoleOffice}})
	if err != nil {
		return err
	}
	open := store.OpenQuery{At: day, Steps: p.Steps, Ahead: restAfter(p.Calendar, day)}
	covers, err := p.covers(ctx, open)
	if err != nil {
		return err
	}
	waiting, err := p.Store.ItemsWaiting(ctx, day-itemsAlone)
	if err != nil {
		return err
	}
	rules, stands, backlogs := rulesOf(p.Steps, p.Calendar, day), OfficeNews{}, p.backlogs(day)
	read := func(c model.Cadre, own []store.Owed) reader {
		return reader{
			cadre: c, duties: slices.Concat(own, covers.owed[c.ID]), away: covers.away[c.ID],
			planned: queued[c.ID] >= p.midnight(day),
			heard:   sent[c.ID] >= p.midnight(monday(day)),
			items:   waiting[c.ID] > 0 && sent[c.ID] < p.midnight(day-itemsAlone),
		}
	}
	decide := func(r reader) error {
		d := rules.decide(r)
		if (d.Reason == NotBound || d.Reason == Blocked) && d.Open > 0 {
			stands.Unreached++
		}
		return see(d)
	}
	later := map[int64][]store.Owed{}
	for id, at := range queued {
		if at >= p.midnight(day) {
			later[id] = nil
		}
	}
	for id := range waiting {
		later[id] = nil
	}
	for id := range covers.owed { // who owes something too is decided with it
		later[id] = nil
	}
	open.Unassigned = true
	err = p.Store.EachOwing(ctx, open, func(c model.Cadre, duties []store.Owed) error {
		backlogs.add(c, duties)
		switch {
		case c.ID == 0:
			lost := Decision{Reason: NobodyResponsible, Open: count(duties), Due: rules.due(duties)}
			stands.Unassigned = len(households(lost.Due))
			return see(lost)
		case seesOthers(c): // and is decided when all below is counted
			later[c.ID] = duties
			return nil
		}
		delete(later, c.ID)
		return decide(read(c, duties))
	})
	if err != nil {
		return err
	}
	above, err := backlogs.above(ctx, p.Store)
	if err != nil {
		return err
	}
	for id := range above.told() {
		if _, owes := later[id]; !owes {
			later[id] = nil
		}
	}
	cadres, err := p.Store.CadresOf(ctx, slices.Sorted(maps.Keys(later)))
	if err != nil {
		return err
	}
	for _, c := range cadres {
		if c.Role == model.RoleOffice {
			continue // hears of those whom no digest reaches, so it is decided last
		}
		r := read(c, later[c.ID])
		r.below = above.of(c)
		if err := decide(r); err != nil {
			return err
		}
	}
	if len(office) == 0 {
		return nil
	}
	stands.MissingYear, _ = p.Calendar.MissingYear(day)
	oldest := sent[office[0].ID]
	for _, c := range office {
		oldest = min(oldest, sent[c.ID])
	}
	facts, err := p.gatherOffice(ctx, day, stands, max(oldest, earliest), model.InstantOf(at))
	if err != nil {
		return err
	}
	for _, c := range office {
		r := read(c, later[c.ID])
		r.below, r.office = above.of(c), p.newsFor(facts, sent[c.ID])
		if err := see(rules.decide(r)); err != nil {
			return err
		}
	}
	return nil
}

func (p *Planner) midnight(day model.Day) model.Instant { return model.InstantOf(day.At(0, 0, p.Zone)) }

// count counts duties.
func count(duties []store.Owed) (n int) {
	for _, d := range duties {
		n += len(d.Households)
	}
	return n
}

// households are those to which something is due, each once.
func households(due []Due) (ids []int64) {
	for _, d := range due {
		ids = append(ids, d.Households...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
