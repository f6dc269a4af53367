package report

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// PrintCaseFigures prints how emergencies were dealt with: for people how many, then
// how long it took; for scripts an object for each group.
func PrintCaseFigures(ctx context.Context, q Query, c Cases, limits model.CaseLimits) error {
	rows, err := q.Store.Emergencies(ctx, c.filter(q))
	if err != nil {
		return err
	}
	figures := CaseFigures(rows, limits, model.InstantOf(q.Time), q.Zone)
	counts, times := make([]caseCount, len(figures)), make([]caseTimes, len(figures))
	for i, f := range figures {
		counts[i], times[i] = countOf(f), caseTimes{f}
	}
	if err := List(q.Printer, caseCountColumns, counts); err != nil || q.JSON {
		return err
	}
	if err := q.lines("", q.Say("emergencies.took", nil)); err != nil {
		return err
	}
	return List(q.Printer, caseTimeColumns, times)
}

var (
	caseCountColumns = []string{"figure", "cases", "open_cases", "late", "withdrawn", "unconfirmed"}
	caseTimeColumns  = []string{"figure", "acknowledged", "on_the_way", "on_site", "solved", "closed"}
)

// caseCount is a row of `ringkeeper emergencies --figures`.
type caseCount struct {
	By           string    `json:"by"`
	Name         *string   `json:"name"`
	Cases        int       `json:"cases"`
	Open         int       `json:"open"`
	Late         int       `json:"late"`
	Withdrawn    int       `json:"withdrawn"`
	Unconfirmed  int       `json:"unconfirmed"`
	Acknowledged *caseTook `json:"acknowledged"`
	OnTheWay     *caseTook `json:"on_the_way"`
	OnSite       *caseTook `json:"on_site"`
	Solved       *caseTook `json:"solved"`
	Closed       *caseTook `json:"closed"`

	figure CaseFigure
}

// caseTook is a Took in minutes, null where no case got there.
type caseTook struct {
	N      int `json:"n"`
	Median int `json:"median_minutes"`
	P90    int `json:"p90_minutes"`
}

func countOf(f CaseFigure) caseCount {
	took := func(s model.EmergencyStatus) *caseTook {
		t, ok := f.Took[s]
		if !ok {
			return nil
		}
		return &caseTook{t.N, int(t.Median / time.Minute), int(t.P90 / time.Minute)}
	}
	return caseCount{
		By: f.By, Name: orNull(f.Name), Cases: f.Cases, Open: f.Open, Late: f.Late, Withdrawn: f.Withdrawn, Unconfirmed: f.Unconfirmed,
		Acknowledged: took(model.Acknowledged), OnTheWay: took(model.OnTheWay), OnSite: took(model.OnSite), Solved: took(model.Solved), Closed: took(model.Closed),
		figure: f,
	}
}

func (c caseCount) cells(p Printer) []string {
	return append([]string{c.figure.heading(p)}, c.figure.counts()...)
}

func (f CaseFigure) counts() []string {
	var cells []string
	for _, n := range []int{f.Cases, f.Open, f.Late, f.Withdrawn, f.Unconfirmed} {
		cells = append(cells, strconv.Itoa(n))
	}
	return cells
}

// heading names the group.
func (f CaseFigure) heading(p Printer) string {
	switch {
	case f.By == ByAll:
		return p.Say("emergencies.all", nil)
	case f.Name == "" && f.By == ByCause:
		return p.Say("emergencies.unknown_cause", nil)
	case f.Name == "":
		return p.Say("emergencies.unknown_township", nil)
	case f.By == ByCause:
		return p.Word(model.Cause(f.Name))
	}
	return f.Name
}

// caseTimes is the same group with its times.
type caseTimes struct{ CaseFigure }

func (t caseTimes) cells(p Printer) []string { return append([]string{t.heading(p)}, t.times()...) }

// times writes median and 90th percentile of each step, in hours and minutes.
func (f CaseFigure) times() []string {
	cells := make([]string, len(CaseSteps))
	for i, s := range CaseSteps {
		if t, ok := f.Took[s]; ok {
			cells[i] = hours(t.Median) + " / " + hours(t.P90)
		}
	}
	return cells
}

// hours writes a time in hours and minutes.
func hours(d time.Duration) string {
	return fmt.Sprintf("%d:%02d", d/time.Hour, d%time.Hour/time.Minute)
}

// took is how long after the report something was, blank where it was not.
func took(r store.EmergencyRow, at model.Instant) string {
	if at == 0 {
		return ""
	}
	return hours(time.Duration(at-r.ReportedAt) * time.Millisecond)
}
