package reminders

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// village is a year's worth of households and of people who answer their
// digests, or do not. Chance is seeded, so that a year can be lived again.
type village struct {
	*fake
	chance *rand.Rand
	down   map[model.Day]bool // days without the program
	told   map[int64]map[model.Day]int
}

func newVillage(t *testing.T, seed uint64) *village {
	v := &village{fake: newFake(), chance: rand.New(rand.NewPCG(seed, 1)), down: map[model.Day]bool{}, told: map[int64]map[model.Day]int{}}
	for id := int64(1); id <= 6; id++ {
		v.cadres = append(v.cadres, bound(id, model.RoleCadre))
		v.told[id] = map[model.Day]int{}
	}
	for id := int64(1); id <= 40; id++ {
		h := red(v.fake, id, 1+id%6, "2025-01-01", "2025-12-10")
		h.history.LastVisit = on("2025-12-10")
		if id%3 == 0 {
			h.history.Spells[0].Pace = model.Blue
		}
		v.keep(h, on("2026-01-01"))
	}
	v.lost = func(model.Notice) bool { return v.chance.IntN(20) == 0 } // cut off on the way
	v.onSent = func(n model.Notice, duties []store.Duty) {
		day := digestOf(n).Day
		v.told[n.CadreID][day]++
		if len(duties) == 0 {
			t.Errorf("%s: an empty digest to cadre %d", day, n.CadreID)
		}
		for _, d := range duties {
			if v.chance.IntN(3) > 0 {
				continue
			}
			h := v.households[d.Household.ID-1]
			h.history.LastContact = day
			if d.Kind == model.Visit {
				h.history.LastVisit = day
			}
			v.keep(h, day)
		}
	}
	return v
}

// unheard returns the duties whose newest step has come by a day on which the
// program ran, and that no digest of that step or later has named, although the
// cadre's digests arrived.
func (v *village) unheard(p *Planner, day model.Day) (missed []naming) {
	for _, h := range v.households {
		for _, k := range []model.Kind{model.Contact, model.Visit} {
			n := naming{h.ID, k, h.Due(k).On, h.ResponsibleID}
			step := p.Steps.Newest(k, h.Due(k), day, p.Calendar)
			if step != 0 && v.named[n] < step && v.sent[h.ResponsibleID] == v.queued[h.ResponsibleID] {
				missed = append(missed, n)
			}
		}
	}
	return missed
}

func TestAYearIsLivedThroughAndNoDutyIsForgotten(t *testing.T) {
	for seed := range uint64(3) {
		synctest.Test(t, func(t *testing.T) { liveThrough2026(t, seed) })
	}
}

func liveThrough2026(t *testing.T, seed uint64) {
	v := newVillage(t, seed)
	p := office(t, v.fake)
	v.until("2025-12-31 22:00")
	stop := run(t, p, time.Now, nil)
	delayed, caught := 0, 0
	for day := on("2026-01-01"); day <= on("2026-12-31"); day++ {
		if v.chance.IntN(25) == 0 { // a power cut of a day or two
			stop()
			day += model.Day(v.chance.IntN(2))
			delayed += len(v.unheard(p, day))
			v.until(day.String() + " 23:30")
			v.down[day] = true
			stop = run(t, p, time.Now, nil)
			continue
		}
		if v.chance.IntN(10) == 0 { // restarted around noon
			v.until(day.String() + " 12:00")
			stop()
			stop = run(t, p, time.Now, nil)
		}
		v.until(day.String() + " 23:00")
		if !p.Calendar.Workday(day) {
			continue
		}
		if missed := v.unheard(p, day); len(missed) > 0 {
			t.Fatalf("%s: nobody heard of %v", day, missed)
		}
		if v.down[day-1] {
			caught++
		}
	}
	stop()
	if delayed == 0 || caught == 0 {
		t.Error("no power cut delayed anything: the year proves too little")
	}
	digests := 0
	for cadre, days := range v.told {
		for day, n := range days {
			digests += n
			if n > 1 {
				t.Errorf("cadre %d got %d digests on %s", cadre, n, day)
			}
			if !p.Calendar.Workday(day) {
				t.Errorf("cadre %d got a digest on %s, a rest day", cadre, day)
			}
		}
	}
	for _, n := range v.notices {
		if hour := n.NotBefore.In(zone).Hour(); hour < 8 || hour >= 20 {
			t.Errorf("a digest at %v", n.NotBefore.In(zone))
		}
	}
	if digests < 200 {
		t.Errorf("%d digests in a year: too few to prove anything", digests)
	}
}

func TestTheSameYearIsLivedTheSameWayTwice(t *testing.T) {
	var lived [2][]string
	for i := range lived {
		synctest.Test(t, func(t *testing.T) {
			v := newVillage(t, 7)
			v.until("2025-12-31 22:00")
			stop := run(t, office(t, v.fake), time.Now, nil)
			v.until("2026-03-31 23:00")
			stop()
			for _, n := range v.notices {
				lived[i] = append(lived[i], n.Key)
			}
		})
	}
	if len(lived[0]) == 0 || len(lived[0]) != len(lived[1]) {
		t.Fatalf("%d and %d digests", len(lived[0]), len(lived[1]))
	}
	for i := range lived[0] {
		if lived[0][i] != lived[1][i] {
			t.Fatalf("%s, then %s", lived[0][i], lived[1][i])
		}
	}
}
