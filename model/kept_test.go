package model

import (
	"testing"
	"time"
)

// TestAContactThatCameOnTopMeetsNothing: of three contacts in two months two
// met what was owed, one of them late.
func TestAContactThatCameOnTopMeetsNothing(t *testing.T) {
	day := func(m time.Month, d int) Day { return Date(2026, m, d) }
	red := History{Spells: []Spell{{From: day(time.September, 1), Pace: Red}}}
	record := func(on Day, means Means, outcome Outcome) ContactRecord {
		return ContactRecord{HappenedOn: on, Means: means, Outcome: outcome}
	}
	records := []ContactRecord{
		record(day(time.September, 10), ByPhone, Normal),  // September's
		record(day(time.October, 31), ByPhone, Unreached), // a try
		record(day(time.November, 4), ByPhone, Normal),    // October's, late, and November's with it
		record(day(time.November, 20), ByVisit, Normal),   // the half-year's visit
		record(day(time.December, 31), ByWeChat, Change),  // December's
		record(day(time.December, 31), ByPhone, Normal),   // on top
		record(Date(2027, time.January, 5), ByPhone, Normal),
	}
	for _, c := range []struct {
		kind        Kind
		from, until Day
		want        Kept
	}{
		{Contact, day(time.November, 1), day(time.November, 30), Kept{Settled: 1}},
		{Contact, day(time.December, 1), day(time.December, 31), Kept{Settled: 1, OnTime: 1}},
		{Contact, day(time.July, 1), day(time.December, 31), Kept{Settled: 3, OnTime: 2}},
		{Visit, day(time.July, 1), day(time.December, 31), Kept{Settled: 1, OnTime: 1}},
		{Visit, day(time.December, 1), day(time.December, 31), Kept{}},
	} {
		if got := DefaultPolicy().Kept(c.kind, red, records, c.from, c.until); got != c.want {
			t.Errorf("%s %v–%v: %+v, want %+v", c.kind, c.from, c.until, got, c.want)
		}
	}
}
