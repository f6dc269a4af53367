package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var (
	aDay  = rapid.Custom(func(t *rapid.T) Day { return Date(2023, 1, 1) + Day(rapid.IntRange(0, 1500).Draw(t, "day")) })
	aPace = rapid.SampledFrom([]Ring{Red, Orange, Yellow, Blue})
	aKind = rapid.SampledFrom(Kinds)
)

// aPolicy is any policy that Validate takes: other cadences and graces than
// the published ones must keep the same promises.
var aPolicy = rapid.Custom(func(t *rapid.T) Policy {
	p := DefaultPolicy()
	for _, k := range []Kind{Contact, Visit} {
		looser := Month
		for _, r := range []Ring{Red, Orange, Yellow, Blue} {
			looser = Cadence(rapid.IntRange(int(looser), int(Year)).Draw(t, string(r)+" "+string(k)))
			p.Cadence[r][k] = looser
		}
		p.Grace[k] = rapid.IntRange(0, p.Cadence[Red][k].shortest()).Draw(t, "grace")
	}
	return p
})

// aHistory is the history of a household with duties, all of it before today.
var aHistory = rapid.Custom(func(t *rapid.T) History {
	day := aDay.Draw(t, "roster")
	h := History{Spells: []Spell{{From: day, Pace: aPace.Draw(t, "pace")}}}
	paces := rapid.SampledFrom([]Ring{Red, Orange, Yellow, Blue, NoRing})
	for range rapid.IntRange(0, 4).Draw(t, "moves") {
		day += Day(rapid.IntRange(0, 200).Draw(t, "later"))
		h.Spells = append(h.Spells, Spell{From: day, Pace: paces.Draw(t, "pace")})
	}
	if h.Spells[len(h.Spells)-1].Pace == NoRing {
		h.Spells[len(h.Spells)-1].Pace = aPace.Draw(t, "pace today")
	}
	if rapid.Bool().Draw(t, "paused") {
		from := aDay.Draw(t, "pause")
		h.Blocks = []Block{{Kind: aKind.Draw(t, "paused kind"), From: from, Until: from + Day(rapid.IntRange(0, 90).Draw(t, "pause days"))}}
	}
	maybe := rapid.OneOf(rapid.Just(Day(0)), aDay)
	h.LastContact, h.LastVisit, h.LastAssessment = maybe.Draw(t, "contact"), maybe.Draw(t, "visit"), maybe.Draw(t, "assessment")
	return h
})

func lastOf(h History) Day { return h.Spells[len(h.Spells)-1].From }

func TestEveryHouseholdWhateverItsFactsStandsInExactlyOneRing(t *testing.T) {
	answers := rapid.SampledFrom([]Answer{Unknown, Yes, No})
	labour := rapid.SampledFrom([]Labour{LabourUnknown, LabourSkilled, LabourCommon, LabourWeak, LabourLost, LabourNone})
	rapid.Check(t, func(t *rapid.T) {
		f := Facts{
			Category:       rapid.SampledFrom([]Category{Lifted, Ordinary, CategoryUnknown}).Draw(t, "category"),
			Monitored:      rapid.SampledFrom([]Monitored{NotMonitored, Unstable, Marginal, Sudden}).Draw(t, "monitored"),
			RiskEliminated: rapid.Bool().Draw(t, "risk eliminated"),
			SafetyNet:      rapid.Bool().Draw(t, "safety net"),
			Income: Income{
				Fen:   Fen(rapid.OneOf(rapid.Int64Range(-500_000, 3_000_000), rapid.SampledFrom([]int64{999_999, 1_000_000, 1_000_001, 870_000})).Draw(t, "fen")),
				Known: rapid.Bool().Draw(t, "known"),
			},
			Labour: answers.Draw(t, "labour"),
		}
		for _, l := range rapid.SliceOfN(labour, 0, 4).Draw(t, "members") {
			f.Members = append(f.Members, Member{Labour: l})
		}
		p, year := DefaultPolicy(), rapid.IntRange(2000, 2100).Draw(t, "year")
		j := p.Judge(f, year)
		if !slices.Contains(Rings, j.Ring) {
			t.Fatalf("ring %q", j.Ring)
		}
		if j.Ring != Undecided && j.Pace != j.Ring {
			t.Fatalf("%s is worked at %s's pace", j.Ring, j.Pace)
		}
		if j.Reason.Key == "" {
			t.Fatal("nobody says why")
		}
		// Only an ordinary farmer who was never monitored is owed nothing.
		if j.Pace == NoRing && (f.Category == Lifted || f.Monitored != NotMonitored) {
			t.Fatalf("%+v is forgotten", f)
		}
		// Nothing is guessed upward: blue and yellow have a known income above the line.
		if (j.Ring == Blue || j.Ring == Yellow) && (!f.Income.Known || f.Income.Fen <= p.RingLine.Of(year)) {
			t.Fatalf("%+v stands in %s", f, j.Ring)
		}
	})
}

func TestALaterRecordNeverMakesADutyDueEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, h, k := aPolicy.Draw(t, "policy"), aHistory.Draw(t, "household"), aKind.Draw(t, "kind")
		at := lastOf(h) + Day(rapid.IntRange(0, 400).Draw(t, "today"))
		before := p.Due(k, h, at)
		later := aDay.Draw(t, "record")
		for _, last := range []*Day{&h.LastContact, &h.LastVisit, &h.LastAssessment} {
			*last = max(*last, later)
		}
		if after := p.Due(k, h, at); after.On < before.On {
			t.Fatalf("%s: a record of %v moved %v back to %v", k, later, before.On, after.On)
		}
	})
}

func TestAMoveToAStricterRingNeverForgives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, h, k := aPolicy.Draw(t, "policy"), aHistory.Draw(t, "household"), aKind.Draw(t, "kind")
		day := lastOf(h) + Day(rapid.IntRange(0, 300).Draw(t, "move"))
		at := day + Day(rapid.IntRange(0, 60).Draw(t, "seen"))
		before := p.Due(k, h, at)
		rings := []Ring{Red, Orange, Yellow, Blue}
		pace := slices.Index(rings, h.Spells[len(h.Spells)-1].Pace)
		h.Spells = append(slices.Clone(h.Spells), Spell{From: day, Pace: rings[rapid.IntRange(0, pace).Draw(t, "stricter")]})
		if after := p.Due(k, h, at); after.On > before.On {
			t.Fatalf("%s: moved on %v, due %v instead of %v", k, day, after.On, before.On)
		}
	})
}

func TestTheGraceNeverOutlastsTheNextPeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, h, k := aPolicy.Draw(t, "policy"), aHistory.Draw(t, "household"), aKind.Draw(t, "kind")
		due := p.Due(k, h, lastOf(h)+500)
		if due.On < due.Period.End() || due.On > due.Period.Next().End() {
			t.Fatalf("%s: due %v, for the period from %v", k, due.On, due.Period.Start)
		}
	})
}

func TestARecordOfTodaySettlesWhatWasOwedToday(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, h := aPolicy.Draw(t, "policy"), aHistory.Draw(t, "household")
		today := max(lastOf(h), h.LastContact, h.LastVisit) + Day(rapid.IntRange(0, 400).Draw(t, "today"))
		h.LastContact, h.LastVisit = today, today
		for _, k := range []Kind{Contact, Visit} {
			if due := p.Due(k, h, today); due.On <= today || due.DaysOverdue(today) != 0 || due.PeriodsMissed(today) != 0 {
				t.Fatalf("%s of %v: due again on %v", k, today, due.On)
			}
		}
	})
}

func TestTimeAloneMovesNoDueDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, h, k := aPolicy.Draw(t, "policy"), aHistory.Draw(t, "household"), aKind.Draw(t, "kind")
		day := aDay.Draw(t, "day")
		until := day + Day(rapid.IntRange(0, 300).Draw(t, "later"))
		if next := h.NextChange(day); next != 0 && next <= until {
			until = next - 1
		}
		a, b := p.Due(k, h, day), p.Due(k, h, until)
		if a.On != b.On || a.Period != b.Period {
			t.Fatalf("%s: due %v on %v, and %v on %v", k, a.On, day, b.On, until)
		}
		if a.PeriodsMissed(day) > a.PeriodsMissed(until) {
			t.Fatal("a missed period was forgotten")
		}
		if (a.PeriodsMissed(until) > 0) != (a.DaysOverdue(until) > 0) {
			t.Fatal("overdue without a missed period, or the other way round")
		}
	})
}

func TestTheNewestStepNeverGoesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, h, k := aPolicy.Draw(t, "policy"), aHistory.Draw(t, "household"), aKind.Draw(t, "kind")
		due := p.Due(k, h, lastOf(h))
		day := due.On - 200 + Day(rapid.IntRange(0, 300).Draw(t, "day"))
		w, s := week{}, DefaultSteps()
		for d := day; d < day+20; d++ {
			today, tomorrow := s.Newest(k, due, d, w), s.Newest(k, due, d+1, w)
			if tomorrow < today || today > d {
				t.Fatalf("due %v: the newest step of %v is %v, of the day after %v", due.On, d, today, tomorrow)
			}
			if today != 0 && !w.Workday(today) {
				t.Fatalf("a step on %v, a rest day", today)
			}
		}
	})
}
