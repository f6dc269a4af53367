package model

import (
	"testing"
	"time"
)

// TestAReportIsAddedOnlyToTheOpenCaseOfTheSameFamily: never by half a name, and not
// after two days.
func TestAReportIsAddedOnlyToTheOpenCaseOfTheSameFamily(t *testing.T) {
	const at = Instant(1_000_000_000)
	roster := Emergency{HouseholdID: 7, Village: "河湾村", TownshipID: 3, Status: Reported, ReportedAt: at}
	other := Emergency{Family: "孙有财", Village: "东村", TownshipID: 3, Status: OnSite, ReportedAt: at}
	with := func(e Emergency, change func(*Emergency)) Emergency { change(&e); return e }
	for name, c := range map[string]struct {
		open, report Emergency
		after        time.Duration
		takes        bool
	}{
		"the same household":              {roster, Emergency{HouseholdID: 7}, time.Hour, true},
		"after two days":                  {roster, Emergency{HouseholdID: 7}, JoinWithin, true},
		"after more than two days":        {roster, Emergency{HouseholdID: 7}, JoinWithin + time.Millisecond, false},
		"another household":               {roster, Emergency{HouseholdID: 8, Village: "河湾村", TownshipID: 3}, 0, false},
		"no household":                    {roster, Emergency{}, 0, false},
		"the head of a household by name": {roster, Emergency{Family: "张春明", Village: "河湾村", TownshipID: 3}, 0, false},
		"the same head and village":       {other, other, time.Hour, true},
		"another head":                    {other, with(other, func(e *Emergency) { e.Family = "孙有才" }), 0, false},
		"another village":                 {other, with(other, func(e *Emergency) { e.Village = "西村" }), 0, false},
		"a village of the name elsewhere": {other, with(other, func(e *Emergency) { e.TownshipID = 4 }), 0, false},
		"a household, of a family":        {other, with(other, func(e *Emergency) { e.HouseholdID = 7 }), 0, false},
		"a head, of nobody knows where":   {with(other, func(e *Emergency) { e.Village = "" }), with(other, func(e *Emergency) { e.Village = "" }), 0, false},
		"a village, of nobody knows whom": {with(other, func(e *Emergency) { e.Family = "" }), with(other, func(e *Emergency) { e.Family = "" }), 0, false},
		"nobody":                          {Emergency{Status: Reported, ReportedAt: at}, Emergency{}, 0, false},
		"a solved one":                    {with(roster, func(e *Emergency) { e.Status = Solved }), Emergency{HouseholdID: 7}, 0, true},
		"one being identified":            {with(roster, func(e *Emergency) { e.Status = Identifying }), Emergency{HouseholdID: 7}, 0, true},
		"a closed one":                    {with(roster, func(e *Emergency) { e.Status = Closed }), Emergency{HouseholdID: 7}, 0, false},
		"a withdrawn one":                 {with(roster, func(e *Emergency) { e.Status = Withdrawn }), Emergency{HouseholdID: 7}, 0, false},
	} {
		if got := c.open.Takes(c.report, at.Add(c.after)); got != c.takes {
			t.Errorf("%s: taken %v", name, got)
		}
	}
}
