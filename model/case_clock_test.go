package model

import (
	"slices"
	"testing"
	"time"
)

// TestWhenACaseGoesUp: each level of the chain once, and anew for every step.
func TestWhenACaseGoesUp(t *testing.T) {
	l := DefaultCaseLimits()
	const began = Instant(1_000_000_000)
	e := Emergency{Status: Reported, ReportedAt: began}
	chain := []CaseLink{{LevelCadre, 1, 0}, {LevelLeader, 2, 0}, {LevelOffice, 3, 0}, {LevelLeadingGroup, 0, -9}}
	hours := func(n int) Instant { return began.Add(time.Duration(n) * time.Hour) }
	for _, c := range []struct {
		what   string
		change func()
		levels int // of the chain
		want   Instant
	}{
		{"filed", func() {}, 4, hours(2)},
		{"the cadre heard", func() { e.Escalated = 1 }, 4, hours(3)},
		{"the office heard", func() { e.Escalated = 3 }, 4, hours(5)},
		{"all heard that nobody took it on: the limit of the home runs", func() { e.Escalated = 4 }, 4, hours(24)},
		{"the cadre heard", func() { e.Escalated = 1 }, 4, hours(27)},
		{"taken on late: some hours to get there, and who heard hears no second time", func() { e.Status, e.AcknowledgedAt = Acknowledged, hours(30) }, 4, hours(36)},
		{"taken on in time", func() { e.AcknowledgedAt = hours(1) }, 4, hours(27)},
		{"all heard: that of its closing", func() { e.Escalated = 4 }, 4, hours(240)},
		{"the home again", func() { e.Step, e.Escalated = StepOnSite, 1 }, 4, hours(27)},
		{"on the way: the same step", func() { e.Status = OnTheWay }, 4, hours(27)},
		{"at the home", func() { e.Status = OnSite }, 4, hours(240)},
		{"the leader heard", func() { e.Escalated = 2 }, 4, hours(288)},
		{"solved: the office has to close it", func() { e.Status = Solved }, 4, hours(240)},
		{"the office heard", func() { e.Escalated = 1 }, 4, hours(264)},
		{"the leading group heard", func() { e.Escalated = 2 }, 4, 0},
		{"a chain of nobody", func() {}, 0, 0},
		{"goes on as an identification", func() { e.Status, e.IdentifyingAt = Identifying, hours(30) }, 3, hours(390)},
		{"closed", func() { e.Status = Closed }, 3, 0},
	} {
		c.change()
		if l.Wind(&e, chain[:c.levels]); e.EscalateAt != c.want {
			t.Errorf("%s: goes up at %v after the report, want %v", c.what, e.EscalateAt-began, c.want-began)
		}
	}
}

func TestACaseIsLateAfterTheLimitOfItsStep(t *testing.T) {
	l := DefaultCaseLimits()
	const began = Instant(1_000_000_000)
	for _, c := range []struct {
		status EmergencyStatus
		hours  int
	}{{Reported, 2}, {Acknowledged, 24}, {OnTheWay, 24}, {OnSite, 240}, {Solved, 240}, {Identifying, 360}} {
		e := Emergency{Status: c.status, ReportedAt: began, IdentifyingAt: began}
		limit := began.Add(time.Duration(c.hours) * time.Hour)
		if l.Late(e, limit) || !l.Late(e, limit+1) {
			t.Errorf("%s is not late exactly after %d hours", c.status, c.hours)
		}
	}
	for _, over := range []EmergencyStatus{Closed, Withdrawn} {
		if l.Late(Emergency{Status: over, ReportedAt: began}, began.Add(1000*time.Hour)) {
			t.Errorf("%s is late", over)
		}
	}
}

// TestWhoHearsOfAStepThatWasNotTaken: whoever has the case in hand beside those of
// its chain.
func TestWhoHearsOfAStepThatWasNotTaken(t *testing.T) {
	cadre, standIn := CaseLink{LevelCadre, 1, 0}, CaseLink{LevelCadre, 5, 0}
	leader, office, group := CaseLink{LevelLeader, 2, 0}, CaseLink{LevelOffice, 3, 0}, CaseLink{LevelLeadingGroup, 0, -9}
	chain := []CaseLink{group, standIn, cadre, leader, office}
	holder := func(id int64) CaseLink { return CaseLink{LevelCadre, id, 0} }
	for _, c := range []struct {
		what   string
		status EmergencyStatus
		by     int64 // has it in hand
		chain  []CaseLink
		want   [][]CaseLink // level by level
	}{
		{"nobody took it on", Reported, 0, chain, [][]CaseLink{{standIn, cadre}, {leader}, {office}, {group}}},
		{"nobody is at the home", Acknowledged, 2, chain, [][]CaseLink{{standIn, cadre, holder(2)}, {leader}, {office}, {group}}},
		{"the cadre took it on", OnTheWay, 1, chain, [][]CaseLink{{standIn, cadre}, {leader}, {office}, {group}}},
		{"it is not closed", OnSite, 2, chain, [][]CaseLink{{holder(2)}, {leader}, {office}, {group}}},
		{"the office has to close it", Solved, 2, chain, [][]CaseLink{{office}, {group}}},
		{"there is no office", Solved, 2, chain[:4], [][]CaseLink{{group}}},
		{"nor a leading group", Solved, 2, chain[1:4], [][]CaseLink{{standIn, cadre, holder(2)}, {leader}}},
		{"an identification", Identifying, 2, chain, [][]CaseLink{{standIn, cadre, holder(2)}, {leader}, {office}, {group}}},
	} {
		e := Emergency{Status: c.status, AcknowledgedBy: c.by}
		var got [][]CaseLink
		for _, l := range c.status.NextStep().Levels(c.chain) {
			got = append(got, e.Hearers(c.chain, l))
		}
		if !slices.EqualFunc(got, c.want, slices.Equal) {
			t.Errorf("%s: %v hear, want %v", c.what, got, c.want)
		}
	}
}
