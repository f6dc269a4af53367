package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"ringkeeper/model"
)

func TestASheetAppliedTwiceChangesNothing(t *testing.T) {
	o := newOffice(t)
	cadre := o.cadres(person("王", model.RoleCadre))[0]
	a := family("1", model.Red, cadre)
	a.Flags = []model.Flag{model.FlagBoundary}
	sheet := []RosterHousehold{a, family("2", model.Undecided, 0)}
	o.roster(sheet...)
	count := func() string {
		var n []int
		o.ok(o.query(ctx).find("rows", &n, `SELECT COUNT(*) FROM household_versions UNION ALL SELECT COUNT(*) FROM members
			UNION ALL SELECT COUNT(*) FROM ring_spells UNION ALL SELECT COUNT(*) FROM assignments UNION ALL SELECT COUNT(*) FROM audit
			UNION ALL SELECT SUM(version) FROM households`))
		return fmt.Sprint(n)
	}
	before := count()
	o.ok(o.ApplyRoster(ctx, sheet, morning(firstDay+20), "office"))
	if after := count(); after != before {
		t.Errorf("rows %s became %s", before, after)
	}
	known := must[map[string]Known](t)(o.RosterState(ctx))
	k := known["1"]
	if len(known) != 2 || k.FactsHash != FactsHash(a.Facts) || k.ResponsibleID != cadre || k.Ring != model.Red || len(k.Flags) != 1 {
		t.Errorf("state %+v", known)
	}
}

func TestAChangedSheetMakesAVersionAndKeepsTheRingUnlessToldOtherwise(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre))
	id := o.roster(family("1", model.Blue, p[0]))[0]
	changed := family("1", model.Red, p[1])
	changed.Facts.Head, changed.SetRing = "李四", false
	o.ok(o.ApplyRoster(ctx, []RosterHousehold{changed}, morning(firstDay+10), "office"))
	h := o.household(id)
	if h.Head != "李四" || h.Ring != model.Blue || h.SuggestedRing != model.Red || h.ResponsibleID != p[1] || h.AssignedOn != firstDay+10 {
		t.Errorf("household %+v", h)
	}
	changed.SetRing, changed.ResponsibleID = true, 0
	o.ok(o.ApplyRoster(ctx, []RosterHousehold{changed}, morning(firstDay+11), "office"))
	if h = o.household(id); h.Ring != model.Red || h.ResponsibleID != p[1] || h.ContactDue != model.Date(2026, 3, 31) {
		t.Errorf("household %+v", h)
	}
	w := must[Why](t)(o.Why(ctx, id))
	if len(w.Rings) != 2 || len(w.Assignments) != 2 || w.Responsible.Name != "李" || w.Facts.Head != "李四" {
		t.Errorf("why: %+v", w)
	}
	if m := w.Facts.Members; len(m) != 1 || m[0].IDNumber != "" || m[0].Labour != model.LabourCommon {
		t.Errorf("members shown: %+v", m)
	}
	if lines := must[[]AuditLine](t)(o.Audit(ctx, AuditFilter{Subject: "household 1"})); len(lines) != 2 {
		t.Errorf("%d audit lines of the household, want 2", len(lines))
	}
}

// TestANumberIsGivenOnlyToWhoStillWaitsForIt.
func TestANumberIsGivenOnlyToWhoStillWaitsForIt(t *testing.T) {
	o := newOffice(t)
	o.roster(family("P-1", model.Red, 0), family("7", model.Red, 0))
	for _, c := range []struct{ provisional, number string }{{"P-1", "7"}, {"P-2", "8"}} {
		r := family(c.number, model.Red, 0)
		r.Provisional = c.provisional
		if err := o.ApplyRoster(ctx, []RosterHousehold{r}, morning(firstDay), "office"); !errors.Is(err, ErrMoved) {
			t.Errorf("%s for %s: %v", c.number, c.provisional, err)
		}
	}
}

func TestTheSameNumberTwiceInASheetIsOneHousehold(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleCadre))
	again := family("1", model.Red, p[0])
	again.Facts.Head = "李四"
	o.roster(family("1", model.Blue, 0), again)
	if h := o.byNumber("1"); h.Head != "李四" || h.Ring != model.Red || h.ResponsibleID != p[0] {
		t.Errorf("household %+v", h)
	}
}

func TestARosterOfTheDistrictIsAppliedInOneGo(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleCadre))
	sheet := make([]RosterHousehold, 3750)
	for i := range sheet {
		sheet[i] = family(fmt.Sprintf("5303%06d", i), model.Blue, p[0])
		for n := range 3 {
			sheet[i].Facts.Members = append(sheet[i].Facts.Members, model.Member{Name: fmt.Sprint("家人", n)})
		}
	}
	began := time.Now()
	o.ok(o.ApplyRoster(ctx, sheet, morning(firstDay), "office"))
	t.Logf("applied in %s", time.Since(began))
	if n := len(must[map[string]Known](t)(o.RosterState(ctx))); n != len(sheet) {
		t.Errorf("%d households, want %d", n, len(sheet))
	}
	if n := must[int](t)(o.CatchUp(ctx, morning(firstDay))); n != 0 {
		t.Errorf("the import left %d due days wrong", n)
	}
}

func TestHouseholdsAreFoundByTheirHeadAndPlaceWithinAScope(t *testing.T) {
	o := newOffice(t)
	a, b := family("1", model.Red, 0), family("2", model.Red, 0)
	a.Facts.Head, b.Facts.Head, b.Facts.Village = "张三", "张三", "老村"
	ids := o.roster(a, b)
	all := model.Scope{All: true}
	for place, want := range map[string]int{"": 2, "新": 1, "老村": 1, "东山": 2, "村": 0} {
		if got := must[[]model.Household](t)(o.FindHouseholds(ctx, all, "张三", place)); len(got) != want {
			t.Errorf("张三 in %q: %d, want %d", place, len(got), want)
		}
	}
	if got := must[[]model.Household](t)(o.FindHouseholds(ctx, model.Scope{CadreID: 9}, "张三", "")); len(got) != 0 {
		t.Errorf("%d outside the scope", len(got))
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.ArchiveHousehold{HouseholdID: ids[0]})))
	if got := must[[]model.Household](t)(o.FindHouseholds(ctx, all, "张三", "")); len(got) != 1 || got[0].ContactDue == 0 {
		t.Errorf("with one archived: %+v", got)
	}
}
