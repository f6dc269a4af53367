package store

import (
	"time"

	"ringkeeper/model"
)

// ledger is what happened to one household, in the order in which it was told,
// kept apart from the store. It judges day by day and by the calendar alone, so
// that it shares no thought with the policy's own function.
type ledger struct {
	rings    []ringFrom
	assigned []assignedFrom
	blocks   []model.Block
	archived model.Day
}

// told is one record; the chain it stands in is that of what it corrects.
type told struct {
	household int64
	update    int64
	means     model.Means
	outcome   model.Outcome
	on        model.Day
	chain     int
	takenBack bool
}

// figures are the method's figures, in months and days.
type figures struct {
	contact, visit           map[model.Ring]int
	graceContact, graceVisit int
	visitSettlesACall        bool
}

// figure is a cadence in months.
var figure = map[model.Cadence]int{model.Month: 1, model.HalfYear: 6, model.Year: 12}

func figuresOf(p model.Policy) figures {
	f := figures{contact: map[model.Ring]int{}, visit: map[model.Ring]int{}, graceContact: p.Grace[model.Contact], graceVisit: p.Grace[model.Visit],
		visitSettlesACall: p.VisitSettlesContact}
	for ring, cadences := range p.Cadence {
		f.contact[ring], f.visit[ring] = figure[cadences[model.Contact]], figure[cadences[model.Visit]]
	}
	return f
}

func (f figures) months(kind model.Kind, pace model.Ring) int {
	switch {
	case kind == model.Contact:
		return f.contact[pace]
	case kind == model.Visit:
		return f.visit[pace]
	case f.contact[pace] != 0:
		return 12
	}
	return 0
}

// holding returns the last of what was told that began on or before a day: of
// two of one day the one told later.
func holding[T any](all []T, from func(T) model.Day, day model.Day) (now T) {
	began := model.Day(0)
	for _, x := range all {
		if d := from(x); d <= day && d >= began {
			now, began = x, d
		}
	}
	return now
}

func (l ledger) ring(day model.Day) ringFrom {
	r := holding(l.rings, func(r ringFrom) model.Day { return r.from }, day)
	if r.ring == "" {
		r.ring = model.Undecided
	}
	return r
}

func (l ledger) cadre(day model.Day) assignedFrom {
	return holding(l.assigned, func(a assignedFrom) model.Day { return a.from }, day)
}

// nextChange is the first day after today that anything told is dated.
func (l ledger) nextChange(today model.Day) (next model.Day) {
	var days []model.Day
	for _, r := range l.rings {
		days = append(days, r.from)
	}
	for _, a := range l.assigned {
		days = append(days, a.from)
	}
	for _, b := range l.blocks {
		days = append(days, b.From)
	}
	for _, d := range append(days, l.archived) {
		if d > today && (next == 0 || d < next) {
			next = d
		}
	}
	return next
}

// due is the due day of a kind and the first day of the period it stands for.
func (l ledger) due(f figures, kind model.Kind, last, today model.Day) (due, start model.Day, months int) {
	own := f.months(kind, l.ring(today).pace)
	if own == 0 || l.archived != 0 && l.archived <= today {
		return 0, 0, 0
	}
	for _, n := range []int{1, 6, 12} {
		if n < own {
			continue
		}
		since := today
		for m := f.months(kind, l.ring(since-1).pace); m != 0 && m <= n; m = f.months(kind, l.ring(since-1).pace) {
			since--
		}
		for _, b := range l.blocks {
			if b.Kind == kind && b.From <= today && b.Until >= since {
				since = b.Until + 1
			}
		}
		if kind == model.Assessment {
			return model.Date(since.Year(), time.December, 31), 0, 0
		}
		period := number(since, n)
		if last != 0 && number(last, n)+1 > period {
			period = number(last, n) + 1
		}
		end := firstOf(period+1, n) - 1
		if grace := map[model.Kind]int{model.Contact: f.graceContact, model.Visit: f.graceVisit}[kind]; period == number(since, n) {
			end = max(end, since+model.Day(grace))
		}
		if due == 0 || end < due {
			due, start, months = end, firstOf(period, n), n
		}
	}
	return due, start, months
}

// number counts periods of n months; firstOf is a period's first day.
func number(d model.Day, n int) int {
	y, m, _ := d.Date()
	return (y*12 + int(m) - 1) / n
}

func firstOf(period, n int) model.Day {
	return model.Date(period*n/12, time.Month(period*n%12+1), 1)
}

// standing says which records count: the last of each chain that was not taken
// back.
func standing(all []told) []told {
	last := map[int]int{}
	for i, r := range all {
		if !r.takenBack {
			last[r.chain] = i
		}
	}
	var out []told
	for i, r := range all {
		if j, ok := last[r.chain]; ok && i == j {
			out = append(out, r)
		}
	}
	return out
}

// newest returns the newest days of records of a household that settle a
// contact and a visit.
func (f figures) newest(all []told, household int64) (contact, visit model.Day) {
	for _, r := range standing(all) {
		if r.household != household || r.outcome == model.Unreached {
			continue
		}
		if r.means != model.ByVisit || f.visitSettlesACall {
			contact = max(contact, r.on)
		}
		if r.means == model.ByVisit {
			visit = max(visit, r.on)
		}
	}
	return contact, visit
}
