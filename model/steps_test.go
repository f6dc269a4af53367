package model

import (
	"strings"
	"testing"
	"time"
)

// week is a calendar whose weekends are free, but for what is said otherwise:
// true for a workday, false for a rest day.
type week map[string]bool

func (w week) Workday(d Day) bool {
	if said, ok := w[d.String()]; ok {
		return said
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

func TestAStepOnARestDayMovesToTheWorkdayBefore(t *testing.T) {
	// Contact due on Monday 30 November 2026: steps on Friday 20 November,
	// Friday 27 November and Monday 30 November.
	due := Due{On: on("2026-11-30"), Period: Month.Period(on("2026-11-01"))}
	// Due on Saturday 31 October: steps on Wednesday 21 October, on Wednesday
	// 28 October, and on Friday 30 October for the last day.
	weekend := Due{On: on("2026-10-31"), Period: Month.Period(on("2026-10-01"))}
	festival := week{}
	for d := on("2026-11-16"); d <= on("2026-11-22"); d++ {
		festival[d.String()] = false
	}
	for _, c := range []struct {
		what   string
		due    Due
		days   week
		today  string
		newest string
	}{
		{"eleven days before nobody is reminded", due, nil, "2026-11-19", ""},
		{"ten days before", due, nil, "2026-11-20", "2026-11-20"},
		{"between two steps the earlier holds", due, nil, "2026-11-26", "2026-11-20"},
		{"three days before", due, nil, "2026-11-27", "2026-11-27"},
		{"over the weekend", due, nil, "2026-11-29", "2026-11-27"},
		{"on the day itself", due, nil, "2026-11-30", "2026-11-30"},
		{"the last day is a Saturday", weekend, nil, "2026-10-30", "2026-10-30"},
		{"on that Saturday nothing new comes", weekend, nil, "2026-10-31", "2026-10-30"},
		{"a make-up workday is a workday", weekend, week{"2026-10-31": true}, "2026-10-31", "2026-10-31"},
		{"the step falls into a festival and comes before it", due, festival, "2026-11-13", "2026-11-13"},
		{"nothing owed, nothing to remind of", Due{}, nil, "2026-11-24", ""},
	} {
		if got := DefaultSteps().Newest(Contact, c.due, on(c.today), c.days); got != on(c.newest) {
			t.Errorf("%s: %v, want %q", c.what, got, c.newest)
		}
	}
}

func TestAnOverdueDutyIsNamedTheNextWorkdayThenEveryThird(t *testing.T) {
	// Due on Saturday 31 October 2026. Workdays after: Mon 2, Tue 3, Wed 4,
	// Thu 5, Fri 6, Mon 9, Tue 10.
	due := Due{On: on("2026-10-31"), Period: Month.Period(on("2026-10-01"))}
	for _, c := range [][2]string{
		{"2026-11-01", "2026-10-30"},
		{"2026-11-02", "2026-11-02"},
		{"2026-11-04", "2026-11-02"},
		{"2026-11-05", "2026-11-05"},
		{"2026-11-09", "2026-11-05"},
		{"2026-11-10", "2026-11-10"},
	} {
		if got := DefaultSteps().Newest(Contact, due, on(c[0]), week{}); got != on(c[1]) {
			t.Errorf("on %s the newest step is %v, want %s", c[0], got, c[1])
		}
	}
	// A holiday on Monday moves the first one to Tuesday.
	if got := DefaultSteps().Newest(Contact, due, on("2026-11-03"), week{"2026-11-02": false}); got != on("2026-11-03") {
		t.Errorf("after the holiday: %v", got)
	}
	// An assessment has no steps before, yet is named once it is overdue.
	late := Due{On: on("2026-12-31"), Period: Year.Period(on("2026-01-01"))}
	if got := DefaultSteps().Newest(Assessment, late, on("2026-12-31"), week{}); got != 0 {
		t.Errorf("an assessment is named on %v", got)
	}
	if got := DefaultSteps().Newest(Assessment, late, on("2027-01-01"), week{}); got != on("2027-01-01") {
		t.Errorf("an overdue assessment is named on %v", got)
	}
}

func TestADigestLooksAsFarAheadAsTheLongestStep(t *testing.T) {
	s := DefaultSteps()
	for _, c := range []struct {
		kind Kind
		c    Cadence
		want int
	}{{Contact, Month, 10}, {Contact, HalfYear, 30}, {Visit, HalfYear, 45}, {Visit, Year, 60}, {Assessment, Year, 0}} {
		if got := s.Longest(c.kind, c.c); got != c.want {
			t.Errorf("%s once a %v: %d days, want %d", c.kind, c.c, got, c.want)
		}
	}
}

func TestEveryFaultOfTheStepsIsToldAtOnce(t *testing.T) {
	s := Steps{
		Before: map[Kind]map[Cadence][]int{
			Contact: {Month: {3, 10}, HalfYear: {200}},
			Visit:   {Year: {-1}},
		},
		OverdueEvery: 0,
	}
	err := s.Validate()
	if err == nil {
		t.Fatal("taken as they are")
	}
	for _, want := range []string{"before.contact.month", "before.contact.half_year", "before.visit.year", "overdue_every"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("does not name %s: %v", want, err)
		}
	}
}
