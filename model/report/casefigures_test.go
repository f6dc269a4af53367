package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// TestEmergenciesAreCountedByCauseTownshipAndMonth: one with two causes in each,
// those withdrawn or in doubt apart, none ahead of others for having done better.
func TestEmergenciesAreCountedByCauseTownshipAndMonth(t *testing.T) {
	began := model.InstantOf(time.Date(2026, 10, 31, 16, 0, 0, 0, time.UTC)) // November in the district
	reported := func(township string, status model.EmergencyStatus, e model.Emergency, causes ...model.Cause) store.EmergencyRow {
		e.Status, e.Causes, e.ReportedAt = status, causes, began
		if status == model.Closed || status == model.Withdrawn {
			e.ClosedAt = began.Add(30 * time.Hour)
		}
		return store.EmergencyRow{Emergency: e, Township: township}
	}
	after := func(d time.Duration) model.Instant { return began.Add(d) }
	rows := []store.EmergencyRow{
		reported("越州镇", model.Closed, model.Emergency{AcknowledgedAt: after(10 * time.Minute), OnSiteAt: after(2 * time.Hour), SolvedAt: after(5 * time.Hour)}, model.CauseIllness, model.CauseWater),
		reported("东山镇", model.Identifying, model.Emergency{AcknowledgedAt: after(3 * time.Hour), OnSiteAt: after(4 * time.Hour), IdentifyingAt: after(6 * time.Hour)}, model.CauseIllness),
		reported("", model.Reported, model.Emergency{}),
		reported("东山镇", model.Withdrawn, model.Emergency{AcknowledgedAt: after(time.Minute)}, model.CauseAccident),
		reported("东山镇", model.Reported, model.Emergency{Unconfirmed: true}, model.CauseOther),
		reported("东山镇", model.Acknowledged, model.Emergency{Unconfirmed: true, AcknowledgedAt: after(20 * time.Minute)}, model.CauseOther),
	}
	rows[5].ReportedAt = began - 1 // in October
	rows[5].AcknowledgedAt--
	var got []string
	for _, f := range CaseFigures(rows, model.DefaultCaseLimits(), after(time.Hour), zone) {
		got = append(got, fmt.Sprintf("%s %s: %d open %d late %d withdrawn %d doubted %d", f.By, f.Name, f.Cases, f.Open, f.Late, f.Withdrawn, f.Unconfirmed))
	}
	want := []string{
		"all : 4 open 3 late 1 withdrawn 1 doubted 1",
		"cause illness: 2 open 1 late 1 withdrawn 0 doubted 0", "cause accident: 0 open 0 late 0 withdrawn 1 doubted 0",
		"cause water: 1 open 0 late 0 withdrawn 0 doubted 0", "cause other: 1 open 1 late 0 withdrawn 0 doubted 1", "cause : 1 open 1 late 0 withdrawn 0 doubted 0",
		"township 东山镇: 2 open 2 late 1 withdrawn 1 doubted 1", "township 越州镇: 1 open 0 late 0 withdrawn 0 doubted 0", "township : 1 open 1 late 0 withdrawn 0 doubted 0",
		"month 2026-10: 1 open 1 late 0 withdrawn 0 doubted 0", "month 2026-11: 3 open 2 late 1 withdrawn 1 doubted 1",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	all := CaseFigures(rows, model.DefaultCaseLimits(), after(time.Hour), zone)[0]
	for s, want := range map[model.EmergencyStatus]Took{
		model.Acknowledged: {3, 20 * time.Minute, 3 * time.Hour}, model.OnSite: {2, 2 * time.Hour, 4 * time.Hour},
		model.Solved: {2, 5 * time.Hour, 6 * time.Hour}, model.Closed: {1, 30 * time.Hour, 30 * time.Hour}, model.OnTheWay: {},
	} {
		if all.Took[s] != want {
			t.Errorf("to %s it took %v, want %v", s, all.Took[s], want)
		}
	}
	if none := CaseFigures(nil, model.DefaultCaseLimits(), began, zone); len(none) != 1 || none[0].Cases != 0 {
		t.Errorf("of nothing: %+v", none)
	}
}

// TestAPercentileIsOneOfTheTimes: that of the nearest rank.
func TestAPercentileIsOneOfTheTimes(t *testing.T) {
	for _, c := range []struct{ n, median, p90 int }{{1, 1, 1}, {2, 1, 2}, {3, 2, 3}, {10, 5, 9}, {11, 6, 10}, {100, 50, 90}} {
		sorted := make([]time.Duration, c.n)
		for i := range sorted {
			sorted[i] = time.Duration(i + 1)
		}
		if m, p := nearestRank(sorted, 50), nearestRank(sorted, 90); m != time.Duration(c.median) || p != time.Duration(c.p90) {
			t.Errorf("of 1 … %d: %d and %d, want %d and %d", c.n, m, p, c.median, c.p90)
		}
	}
}
