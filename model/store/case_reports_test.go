package store

import (
	"errors"
	"slices"
	"testing"

	"ringkeeper/model"
)

// TestAnotherReportOfAFamilyIsNoCaseOfItsOwn: whoever decided before the first was
// kept decides anew.
func TestAnotherReportOfAFamilyIsNoCaseOfItsOwn(t *testing.T) {
	o := newOffice(t)
	people := o.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre))
	h := o.roster(family("1", model.Red, people[1]))[0]
	sun := model.Emergency{Source: "b", Family: "孙有财", Village: "东村", ReportedBy: people[0]}
	file := func(e model.Emergency, with ...model.Effect) error {
		return o.Commit(ctx, turn(firstDay, append(with, model.FileEmergency{Emergency: e})...))
	}
	o.ok(file(model.Emergency{Source: "a", HouseholdID: h, ReportedBy: people[0]}))
	o.ok(file(sun))
	for _, e := range []model.Emergency{{Source: "c", HouseholdID: h, ReportedBy: people[1]}, {Source: "d", Family: "孙有财", Village: "东村", ReportedBy: people[1]}} {
		open := must[model.Emergency](t)(o.CaseThatTakes(ctx, e, instant(firstDay)))
		if open.HouseholdID != e.HouseholdID || open.ID == 0 {
			t.Errorf("%s is taken by %+v", e.Source, open)
		}
		if err := file(e); !errors.Is(err, model.ErrConflict) {
			t.Errorf("%s: %v", e.Source, err)
		}
	}
	if open := must[model.Emergency](t)(o.CaseThatTakes(ctx, model.Emergency{}, instant(firstDay))); open.ID != 0 {
		t.Errorf("what names nobody is taken by %d", open.ID)
	}
	o.ok(file(model.Emergency{Source: "e", ReportedBy: people[1]}))
	// The first is withdrawn for one that says it better.
	o.ok(file(model.Emergency{Source: "f", HouseholdID: h, ReportedBy: people[0]}, model.AdvanceEmergency{ID: 1, Status: model.Withdrawn}))
}

// TestWhoReportedACase: the first of them, and everybody whose addition stands.
func TestWhoReportedACase(t *testing.T) {
	o := newOffice(t)
	people := o.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre), person("周", model.RoleOffice))
	act := func(by int64, e ...model.Effect) {
		t.Helper()
		tn := turn(firstDay, e...)
		tn.Actor = by
		o.ok(o.Commit(ctx, tn))
	}
	act(people[1], model.FileEmergency{Emergency: model.Emergency{Source: "a", Family: "孙有财", Village: "东村"}})
	act(people[2], model.JoinReport{ID: 1, Source: "b", Text: "进水"})
	act(people[0], model.JoinReport{ID: 1, Source: "c", Text: "塌了"})
	act(people[2], model.JoinReport{ID: 1, Source: "d", Text: "断粮"})
	who := func() []int64 { return must[[]int64](t)(o.CaseReporters(ctx, 1)) }
	if got := who(); !slices.Equal(got, []int64{people[1], people[2], people[0]}) {
		t.Errorf("reported by %v", got)
	}
	said := must[[]model.CaseEvent](t)(o.JoinedReports(ctx, people[2], instant(firstDay)))
	if len(said) != 2 || said[0].Text != "断粮" || said[0].Detail.Source != "d" || said[1].Text != "进水" {
		t.Errorf("joined %+v", said)
	}
	if made := must[[]model.Owner](t)(o.NewestMade(ctx, people[0], instant(firstDay))); !slices.Equal(made, []model.Owner{{CaseSource: "a"}}) {
		t.Errorf("what was made last: %+v", made)
	}
	third := must[[]model.CaseEvent](t)(o.JoinedReports(ctx, people[0], 0))[0]
	if v := must[model.CaseEvent](t)(o.CaseEvent(ctx, third.ID)); v.Text != "塌了" || v.EmergencyID != 1 {
		t.Errorf("the line is %+v", v)
	}
	act(people[0], model.UnjoinReport{EventID: third.ID})
	if got := who(); !slices.Equal(got, people[1:3]) {
		t.Errorf("reported by %v", got)
	}
	if made := must[[]model.Owner](t)(o.NewestMade(ctx, people[0], instant(firstDay))); len(made) != 0 {
		t.Errorf("what was made last: %+v", made)
	}
	if left := must[[]model.CaseEvent](t)(o.JoinedReports(ctx, people[0], 0)); len(left) != 0 {
		t.Errorf("joined %+v", left)
	}
}

// TestAFamilyOffTheRosterIsPlaced too.
func TestAFamilyOffTheRosterIsPlaced(t *testing.T) {
	o := newOffice(t)
	people := o.cadres(person("王", model.RoleCadre))
	h := o.roster(family("1", model.Red, people[0]))[0]
	township := must[model.Household](t)(o.Household(ctx, h)).TownshipID
	o.ok(o.Commit(ctx, turn(firstDay, model.FileEmergency{Emergency: model.Emergency{Source: "a", ReportedBy: people[0]}})))
	o.ok(o.Commit(ctx, turn(firstDay, model.PlaceEmergency{ID: 1, Family: "孙有财", Village: "东村", TownshipID: township})))
	if e := must[model.Emergency](t)(o.Emergency(ctx, 1)); e.Family != "孙有财" || e.Village != "东村" || e.TownshipID != township || e.HouseholdID != 0 {
		t.Errorf("placed at %+v", e)
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.PlaceEmergency{ID: 1, HouseholdID: h})))
	if e := must[model.Emergency](t)(o.Emergency(ctx, 1)); e.Family != "" || e.HouseholdID != h {
		t.Errorf("placed at %+v", e)
	}
}
