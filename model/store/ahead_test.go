package store

import (
	"context"
	"database/sql"
	"testing"

	"ringkeeper/model"
)

// A household that is archived on a later day is worked until then, and stands
// in every list that those who work it look at.
func TestAHouseholdThatIsArchivedOnALaterDayStaysUntilThen(t *testing.T) {
	o := newOffice(t)
	cadre := o.cadres(person("王", model.RoleCadre))[0]
	undecided := family("1", model.Undecided, cadre)
	undecided.Pace = model.Orange
	id := o.roster(undecided)[0]
	all, leaves := model.Scope{All: true}, firstDay+20
	o.ok(o.Commit(ctx, turn(firstDay, model.ArchiveHousehold{HouseholdID: id, On: leaves},
		model.ChangeRing{HouseholdID: id, Ring: model.Undecided, Pace: model.Orange, From: leaves + 10})))
	lists := func() []int {
		return []int{
			len(must[[]HouseholdRow](t)(o.Households(ctx, HouseholdFilter{Scope: all}))),
			len(must[[]model.Household](t)(o.HouseholdsOf(ctx, cadre))),
			len(must[[]model.Household](t)(o.FindHouseholds(ctx, all, "张1", ""))),
			len(must[[]model.Household](t)(o.HouseholdsOfHeads(ctx, []string{"李四", "张1"}))),
			must[int](t)(o.CountUndecided(ctx)),
		}
	}
	for i, day := range []model.Day{leaves - 1, leaves, leaves + 30} {
		want := []int{1, 0, 0}[i]
		must[int](t)(o.CatchUp(ctx, morning(day)))
		for i, n := range lists() {
			if n != want {
				t.Errorf("on %s list %d holds %d, want %d", day, i, n, want)
			}
		}
		if h := o.household(id); h.ArchivedOn != leaves || (h.AssessmentDue != 0) != (want == 1) {
			t.Errorf("on %s: %+v", day, h)
		}
	}
	if rows := must[[]HouseholdRow](t)(o.Households(ctx, HouseholdFilter{Scope: all, Archived: true})); len(rows) != 1 {
		t.Errorf("%d with the archived, want 1", len(rows))
	}
}

// While another process writes, a look that finds nothing to do does not wait.
func TestCatchingUpWithNothingToDoWritesNothing(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Blue, 0))[0]
	o.ok(o.Commit(ctx, turn(firstDay, model.ChangeRing{HouseholdID: id, Ring: model.Red, Pace: model.Red, From: firstDay + 9})))
	must[int](t)(o.CatchUp(ctx, morning(firstDay)))
	other, err := sql.Open("sqlite3", "file:"+o.path+"?_txlock=immediate")
	o.ok(err)
	defer other.Close()
	held, err := other.BeginTx(context.Background(), nil)
	o.ok(err)
	if n, err := o.CatchUp(ctx, morning(firstDay+8)); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := o.CatchUp(ctx, morning(firstDay+9)); err == nil {
		t.Error("a change was kept although another process holds the database")
	}
	if o.household(id).Ring != model.Blue {
		t.Error("a change was half made")
	}
	o.ok(held.Rollback())
	if n := must[int](t)(o.CatchUp(ctx, morning(firstDay+9))); n != 1 || o.household(id).Ring != model.Red {
		t.Errorf("%d households changed afterwards", n)
	}
}

// Another policy and what takes effect today are one transaction, one line.
func TestAnotherPolicyIsAppliedWithWhatTakesEffectThatDay(t *testing.T) {
	o := newOffice(t)
	var sheet []RosterHousehold
	for i := range atOnce + 20 {
		sheet = append(sheet, family(string(rune('一'+i)), model.Blue, 0))
	}
	ids := o.roster(sheet...)
	last := ids[len(ids)-1]
	o.ok(o.Commit(ctx, turn(firstDay, model.ChangeRing{HouseholdID: last, Ring: model.Red, Pace: model.Red, From: firstDay + 9})))
	must[int](t)(o.CatchUp(ctx, morning(firstDay)))
	version := o.household(ids[0]).Version
	p := model.DefaultPolicy()
	p.Cadence[model.Blue][model.Contact] = model.Month
	again := openOffice(t, o.path, p)
	if n := must[int](t)(again.CatchUp(ctx, morning(firstDay+9))); n != len(ids) {
		t.Errorf("%d households changed, want %d", n, len(ids))
	}
	for _, id := range ids {
		h, history := again.household(id), must[model.History](t)(again.History(ctx, id))
		if want := p.Due(model.Contact, history, firstDay+9); h.ContactDue != want.On || h.ContactPeriod != want.Period {
			t.Fatalf("contact due %s for %v, want %s for %v", h.ContactDue, h.ContactPeriod, want.On, want.Period)
		}
	}
	if h := again.household(last); h.Ring != model.Red || h.NextChange != 0 {
		t.Errorf("ring %s, next change %q", h.Ring, h.NextChange)
	}
	if got := again.household(ids[0]).Version; got != version+1 {
		t.Errorf("version %d, want %d: who read it before must be told", got, version+1)
	}
	if lines := must[[]AuditLine](t)(again.AuditSince(ctx, []string{AuditPolicyChanged, AuditChangesTookEffect}, 0)); len(lines) != 1 || lines[0].At != instant(firstDay+9) {
		t.Errorf("audit %+v", lines)
	}
}
