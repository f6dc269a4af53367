package report

import (
	"cmp"
	"math"
	"slices"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// What emergencies are counted by.
const (
	ByAll      = "all"
	ByCause    = "cause"    // one of several causes counts in each
	ByTownship = "township" // in which the family lives
	ByMonth    = "month"    // in which it was reported
)

// CaseSteps are the steps whose time is told. Solved is also when a case went on as
// an identification.
var CaseSteps = []model.EmergencyStatus{model.Acknowledged, model.OnTheWay, model.OnSite, model.Solved, model.Closed}

// CaseFigure tells how some emergencies were dealt with. Those that were withdrawn,
// and those of which nobody said whether they are one, are counted apart: they are
// none of Cases, and their times count nowhere.
type CaseFigure struct {
	By, Name    string // Name is the value of By, empty where it is not known
	Cases       int
	Open        int
	Late        int // with a step that was missed
	Withdrawn   int
	Unconfirmed int
	Took        map[model.EmergencyStatus]Took
}

// Took is how long it took from the report to a step, in those cases that got
// there, by nearest rank: the shortest time within which so many of them had.
type Took struct {
	N           int
	Median, P90 time.Duration
}

// CaseFigures counts emergencies as of an instant: all, then by cause, by township
// and by month, each in its natural order and never in that of who did better.
func CaseFigures(rows []store.EmergencyRow, limits model.CaseLimits, at model.Instant, zone *time.Location) []CaseFigure {
	type group struct{ by, name string }
	groups := map[group][]store.EmergencyRow{{ByAll, ""}: nil}
	add := func(by, name string, r store.EmergencyRow) {
		groups[group{by, name}] = append(groups[group{by, name}], r)
	}
	for _, r := range rows {
		add(ByAll, "", r)
		for _, c := range r.Causes {
			add(ByCause, string(c), r)
		}
		if len(r.Causes) == 0 {
			add(ByCause, "", r)
		}
		add(ByTownship, r.Township, r)
		add(ByMonth, r.ReportedAt.In(zone).Format("2006-01"), r)
	}
	var figures []CaseFigure
	for g, of := range groups {
		figures = append(figures, caseFigure(g.by, g.name, of, limits, at))
	}
	order := []string{ByAll, ByCause, ByTownship, ByMonth}
	place := func(f CaseFigure) int {
		if f.Name == "" {
			return math.MaxInt // what is not known comes last
		}
		return slices.Index(model.Causes, model.Cause(f.Name))
	}
	slices.SortFunc(figures, func(a, b CaseFigure) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.By), slices.Index(order, b.By)), cmp.Compare(place(a), place(b)), cmp.Compare(a.Name, b.Name))
	})
	return figures
}

func caseFigure(by, name string, rows []store.EmergencyRow, limits model.CaseLimits, at model.Instant) CaseFigure {
	f := CaseFigure{By: by, Name: name, Took: map[model.EmergencyStatus]Took{}}
	times := map[model.EmergencyStatus][]time.Duration{}
	for _, r := range rows {
		switch {
		case r.Status == model.Withdrawn:
			f.Withdrawn++
			continue
		case r.Unconfirmed && r.AcknowledgedAt == 0:
			f.Unconfirmed++
			continue
		}
		f.Cases++
		if !r.Status.Over() {
			f.Open++
		}
		if len(limits.Missed(r.Emergency, at)) > 0 {
			f.Late++
		}
		for _, s := range CaseSteps {
			if reached := reachedAt(r.Emergency, s); reached != 0 {
				times[s] = append(times[s], time.Duration(reached-r.ReportedAt)*time.Millisecond)
			}
		}
	}
	for s, of := range times {
		slices.Sort(of)
		f.Took[s] = Took{len(of), nearestRank(of, 50), nearestRank(of, 90)}
	}
	return f
}

// reachedAt is when a case got to a step, 0 where it did not, or passed it over.
func reachedAt(e model.Emergency, s model.EmergencyStatus) model.Instant {
	switch s {
	case model.Acknowledged:
		return e.AcknowledgedAt
	case model.OnTheWay:
		return e.OnTheWayAt
	case model.OnSite:
		return e.OnSiteAt
	case model.Solved:
		return cmp.Or(e.SolvedAt, e.IdentifyingAt)
	}
	return e.ClosedAt
}

// nearestRank is the smallest of sorted values that so many percent of them do not
// exceed.
func nearestRank(sorted []time.Duration, percent int) time.Duration {
	return sorted[(len(sorted)*percent+99)/100-1]
}
