package model

import (
	"slices"
	"testing"
)

var opened = Date(2026, 11, 20)

// run is a procedure that was opened on a day and whose steps were made on days
// after it.
func run(after ...int) Procedure {
	p := Procedure{ID: 3, Kind: IdentifyMonitored, OpenedOn: opened, Status: ProcedureRunning}
	for i, n := range after {
		p.Made = append(p.Made, MadeStep{Step: ProcedureSteps[i], OnDay: opened + Day(n)})
	}
	return p
}

func TestOneStepFollowsTheOtherAndNoneBeforeItsDay(t *testing.T) {
	l := DefaultCaseLimits()
	for _, c := range []struct {
		p        Procedure
		next     ProcedureStep
		earliest int // days after the opening
	}{
		{run(), StepChecked, 0},
		{run(1), StepPosted, 1},
		{run(1, 2), StepTownship, 7}, // posted for five days
		{run(1, 2, 9), StepCounty, 9},
		{run(1, 2, 9, 11), StepEntered, 11},
	} {
		if got := c.p.Next(); got != c.next {
			t.Errorf("after %d steps comes %q, want %q", len(c.p.Made), got, c.next)
		}
		if got := c.p.Earliest(c.next, l); got != opened+Day(c.earliest) {
			t.Errorf("%s can be made on %s, want %s", c.next, got, opened+Day(c.earliest))
		}
	}
	refused := run(1)
	refused.Status = ProcedureRefused
	if got := refused.Next(); got != "" {
		t.Errorf("after it was refused comes %q", got)
	}
	// A step that was made is corrected by what holds for it, not for the next.
	if got := run(1, 2, 9).Earliest(StepTownship, l); got != opened+7 {
		t.Errorf("the township's step may be dated to %s", got)
	}
	if got := run().Deadline(l); got != opened+15 {
		t.Errorf("it should end on %s", got)
	}
	if l.Identify.Hours = 25; run().Deadline(l) != opened+2 {
		t.Errorf("within 25 hours it should end on %s", run().Deadline(l))
	}
}

func TestWhoMayMakeWhichStep(t *testing.T) {
	for maker, want := range map[Maker][]ProcedureStep{
		MakerResponsible: {StepChecked, StepPosted},
		MakerHandler:     {StepChecked, StepPosted},
		MakerLeader:      {StepChecked, StepPosted},
		MakerTownship:    {StepTownship},
		MakerOffice:      ProcedureSteps,
		"":               nil,
	} {
		var may []ProcedureStep
		for _, s := range ProcedureSteps {
			if s.MadeBy([]Maker{maker}) {
				may = append(may, s)
			}
		}
		if !slices.Equal(may, want) {
			t.Errorf("%q makes %v, want %v", maker, may, want)
		}
	}
	if ProcedureStep("").MadeBy([]Maker{MakerOffice}) {
		t.Error("the office makes a step of what has ended")
	}
}

func TestHelpGoesFirstInDisasterAndAccident(t *testing.T) {
	for cause, want := range map[Cause]bool{CauseDisaster: true, CauseAccident: true, CauseIllness: false} {
		p := run()
		p.Causes = []Cause{CauseHousing, cause}
		if p.HelpFirst() != want {
			t.Errorf("%s: help first is %v", cause, !want)
		}
		if p.Kind = EliminateRisk; p.HelpFirst() {
			t.Errorf("%s: an elimination says so too", cause)
		}
	}
}

func TestOnlyWhatNobodyHasSaidIsAskedFor(t *testing.T) {
	p := run()
	for _, c := range []struct {
		want Missing
		then func()
	}{
		{MissingSubtype, func() { p.Subtype = Sudden }},
		{MissingCause, func() { p.Causes = []Cause{CauseIllness} }},
		{MissingVillage, func() { p.TownshipID = 1 }},
		{MissingHead, func() { p.Family = "孙有财" }},
		{MissingNumber, func() { p.Number = p.Provisional() }},
		{MissingCadre, func() { p.ResponsibleID = 7 }},
		{"", func() {}},
	} {
		if got := p.Missing(); got != c.want {
			t.Errorf("asks for %q, want %q", got, c.want)
		}
		c.then()
	}
	known := Procedure{Kind: IdentifyMonitored, HouseholdID: 5, Subtype: Sudden, Causes: []Cause{CauseIllness}, ResponsibleID: 7}
	if got := known.Missing(); got != "" {
		t.Errorf("of a household of the roster it asks for %q", got)
	}
	if got := (Procedure{Kind: EliminateRisk}).Missing(); got != "" {
		t.Errorf("an elimination asks for %q", got)
	}
}

func TestSubtypesFitTheCategory(t *testing.T) {
	for c, want := range map[Category][]Monitored{
		Lifted: {Unstable, Sudden}, Ordinary: {Marginal, Sudden}, CategoryUnknown: {Unstable, Marginal, Sudden},
	} {
		if got := Subtypes(c); !slices.Equal(got, want) {
			t.Errorf("%q is offered %v, want %v", c, got, want)
		}
	}
	for m, want := range map[Monitored]Category{Unstable: Lifted, Marginal: Ordinary, Sudden: CategoryUnknown} {
		if got := CategoryOf(m); got != want {
			t.Errorf("a new household that is %s is %q, want %q", m, got, want)
		}
	}
}

func TestAProvisionalNumberIsToldFromOthers(t *testing.T) {
	for number, want := range map[string]bool{
		Procedure{ID: 12}.Provisional(): true, "P-": false, "P-1a": false, "53030200010001": false, "X-4": false,
	} {
		if IsProvisional(number) != want {
			t.Errorf("%q is provisional: %v", number, !want)
		}
	}
}

func TestAReasonIsKnownWhereItIsOffered(t *testing.T) {
	for _, k := range []ProcedureKind{IdentifyMonitored, EliminateRisk} {
		for _, r := range RefusalReasons(k) {
			if !r.Known() {
				t.Errorf("%s: %s is not known", k, r)
			}
		}
	}
	if RefusalReason("家里有车").Known() {
		t.Error("words of somebody's own are taken for a reason of ours")
	}
}
