package model

import (
	"testing"
	"time"
)

// TestWhenACaseGoesUp: each level of the chain once, and anew for every step.
func TestWhenACaseGoesUp(t *testing.T) {
	l := DefaultCaseLimits()
	const began = Instant(1_000_000_000)
	e := Emergency{Status: Reported, ReportedAt: began}
	hours := func(n int) Instant { return began.Add(time.Duration(n) * time.Hour) }
	for _, c := range []struct {
		what   string
		change func()
		levels int
		want   Instant
	}{
		{"filed", func() {}, 4, hours(2)},
		{"the cadre heard", func() { e.Escalated = 1 }, 4, hours(3)},
		{"the office heard", func() { e.Escalated = 3 }, 4, hours(5)},
		{"all heard", func() { e.Escalated = 4 }, 4, 0},
		{"taken on: the next step begins at the first level", func() { e.Status = Acknowledged }, 4, hours(24)},
		{"the cadre heard", func() { e.Escalated = 1 }, 4, hours(27)},
		{"on the way: the same step", func() { e.Status = OnTheWay }, 4, hours(27)},
		{"at the home", func() { e.Status = OnSite }, 4, hours(240)},
		{"solved: still to be closed", func() { e.Status = Solved }, 4, hours(240)},
		{"a chain of nobody", func() {}, 0, 0},
		{"goes on as an identification", func() { e.Status, e.IdentifyingAt = Identifying, hours(30) }, 3, hours(390)},
		{"closed", func() { e.Status = Closed }, 3, 0},
	} {
		c.change()
		if l.Wind(&e, c.levels); e.EscalateAt != c.want {
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
