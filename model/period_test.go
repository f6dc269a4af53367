package model

import "testing"

func TestPeriodsFollowTheCalendar(t *testing.T) {
	for _, c := range []struct {
		day        string
		cadence    Cadence
		start, end string
		next       string
	}{
		{"2026-11-24", Month, "2026-11-01", "2026-11-30", "2026-12-01"},
		{"2026-12-31", Month, "2026-12-01", "2026-12-31", "2027-01-01"},
		{"2026-01-31", Month, "2026-01-01", "2026-01-31", "2026-02-01"},
		{"2024-02-01", Month, "2024-02-01", "2024-02-29", "2024-03-01"},
		{"2026-06-30", HalfYear, "2026-01-01", "2026-06-30", "2026-07-01"},
		{"2026-07-01", HalfYear, "2026-07-01", "2026-12-31", "2027-01-01"},
		{"2026-11-24", Year, "2026-01-01", "2026-12-31", "2027-01-01"},
	} {
		p := c.cadence.Period(on(c.day))
		if p.Start != on(c.start) || p.End() != on(c.end) || p.Next().Start != on(c.next) {
			t.Errorf("the %v of %s: %v to %v, then %v", c.cadence, c.day, p.Start, p.End(), p.Next().Start)
		}
	}
}

func TestPeriodsMissed(t *testing.T) {
	month := Due{On: on("2026-10-31"), Period: Month.Period(on("2026-10-01"))}
	grace := Due{On: on("2026-11-12"), Period: Month.Period(on("2026-10-01"))}
	half := Due{On: on("2026-06-30"), Period: HalfYear.Period(on("2026-01-01"))}
	for _, c := range []struct {
		what string
		due  Due
		seen string
		want int
	}{
		{"on the due day", month, "2026-10-31", 0},
		{"the day after", month, "2026-11-01", 1},
		{"while November runs", month, "2026-11-30", 1},
		{"once November has passed too", month, "2026-12-01", 2},
		{"over the turn of the year", month, "2027-02-01", 4},
		{"the month has passed, yet the grace runs", grace, "2026-11-12", 0},
		{"the grace has passed", grace, "2026-11-13", 1},
		{"the grace and the next month have passed", grace, "2026-12-01", 2},
		{"a half-year", half, "2026-07-01", 1},
		{"a half-year, until the next one ends", half, "2026-12-31", 1},
		{"two half-years", half, "2027-01-01", 2},
		{"nothing owed", Due{}, "2026-11-24", 0},
	} {
		if got := c.due.PeriodsMissed(on(c.seen)); got != c.want {
			t.Errorf("%s: %d missed, want %d", c.what, got, c.want)
		}
	}
}
