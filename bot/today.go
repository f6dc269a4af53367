package bot

import (
	"cmp"
	"context"
	"slices"

	"ringkeeper/model"
)

// today answers /today: the person's households, ordered for a trip.
func (b *Bot) today(_ context.Context, r *request) error {
	r.reply(kindToday, "", struct{}{})
	return nil
}

// trip is a village with the households that owe something there.
type trip struct {
	township, village string
	overdue           int // households
	stops             []stop
}

// stop is a household with what it owes by now, and what else could be settled
// on the way: what is due later, in a period that has begun.
type stop struct {
	household  model.Household
	owed, more []model.Kind
	overdue    int // days, of the duty that waits longest
	first      model.Day
}

// trips order households for the road: the villages with what is overdue first,
// then those with what is owed now; within a village what waits longest first
// and what could be settled on the way last.
func trips(own []model.Household, steps model.Steps, today model.Day) (all []trip, idle int) {
	at := map[[2]string]int{}
	for _, h := range own {
		s := stopAt(h, steps, today)
		if len(s.owed)+len(s.more) == 0 {
			idle++
			continue
		}
		place := [2]string{h.Township, h.Village}
		i, ok := at[place]
		if !ok {
			i = len(all)
			at[place] = i
			all = append(all, trip{township: h.Township, village: h.Village})
		}
		all[i].stops = append(all[i].stops, s)
		all[i].overdue += sign(s.overdue)
	}
	for _, t := range all {
		slices.SortStableFunc(t.stops, func(a, b stop) int {
			return cmp.Or(cmp.Compare(sign(len(b.owed)), sign(len(a.owed))), cmp.Compare(b.overdue, a.overdue), cmp.Compare(a.first, b.first),
				cmp.Compare(a.household.Number, b.household.Number))
		})
	}
	slices.SortStableFunc(all, func(a, b trip) int {
		x, y := a.stops[0], b.stops[0]
		return cmp.Or(cmp.Compare(sign(y.overdue), sign(x.overdue)), cmp.Compare(sign(len(y.owed)), sign(len(x.owed))),
			cmp.Compare(a.township, b.township), cmp.Compare(x.first, y.first), cmp.Compare(a.village, b.village))
	})
	return all, idle
}

// stopAt sorts what a household owes into what reminders tell of by now and
// what is still to come in the running period.
func stopAt(h model.Household, steps model.Steps, today model.Day) stop {
	s := stop{household: h}
	for _, k := range metKinds {
		due := h.Due(k)
		switch {
		case due.On == 0:
			continue
		case due.On-model.Day(steps.Longest(k, due.Period.Cadence)) <= today:
			s.owed = append(s.owed, k)
			s.overdue = max(s.overdue, due.DaysOverdue(today))
		case due.Period.Start <= today:
			s.more = append(s.more, k)
		default:
			continue
		}
		if s.first == 0 || due.On < s.first {
			s.first = due.On
		}
	}
	return s
}
