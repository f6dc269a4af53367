package store

import (
	"testing"
	"time"

	"ringkeeper/model"
)

func (o *office) blocks(household int64, at model.Day) []BlockRow {
	o.t.Helper()
	return must[[]BlockRow](o.t)(o.BlocksInForce(ctx, household, at))
}

// TestAnExcuseMovesTheDueDayAndEndedOneMovesItBack: what was given and when it was
// ended both stay.
func TestAnExcuseMovesTheDueDayAndEndedOneMovesItBack(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Red, 0))[0]
	before := o.household(id)
	excuse := model.BlockDuty{HouseholdID: id, Block: model.Block{Kind: model.Contact, Until: firstDay + 40}, Why: model.WorkingAway}
	o.ok(o.Commit(ctx, turn(firstDay+1, excuse)))
	h, given := o.household(id), o.blocks(id, firstDay+1)
	if h.ContactDue != model.Date(2026, time.April, 30) || h.VisitDue != before.VisitDue {
		t.Errorf("contact due %s, visit due %s", h.ContactDue, h.VisitDue)
	}
	if len(given) != 1 || given[0].FromDay != firstDay+1 || given[0].Until() != firstDay+40 || given[0].Why != model.WorkingAway {
		t.Fatalf("%+v", given)
	}
	o.ok(o.Commit(ctx, turn(firstDay+1, model.EndBlock{ID: given[0].ID})))
	if h := o.household(id); h.ContactDue != before.ContactDue {
		t.Errorf("taken back on its day: due %s, want %s", h.ContactDue, before.ContactDue)
	}
	if left := o.blocks(id, firstDay+1); len(left) != 0 {
		t.Errorf("%+v", left)
	}

	excuse.Block.Until = firstDay + 80
	o.ok(o.Commit(ctx, turn(firstDay+2, excuse)))
	if h := o.household(id); h.ContactDue != model.Date(2026, time.June, 6) {
		t.Errorf("due %s", h.ContactDue)
	}
	second := o.blocks(id, firstDay+2)[0]
	o.ok(o.Commit(ctx, turn(firstDay+20, model.EndBlock{ID: second.ID})))
	o.ok(o.Commit(ctx, turn(firstDay+30, model.EndBlock{ID: second.ID}))) // has ended
	// From 22 March the contact is owed anew: the month's end, and 15 days at least.
	if h := o.household(id); h.ContactDue != model.Date(2026, time.April, 6) {
		t.Errorf("ended early: due %s", h.ContactDue)
	}
	second = must[BlockRow](t)(o.Block(ctx, second.ID))
	if second.UntilDay != firstDay+80 || second.EndedOn != firstDay+19 || second.EndedAt != instant(firstDay+20) {
		t.Errorf("%+v", second)
	}
	changed := 0
	o.ok(o.differing(o.query(ctx), []int64{id}, firstDay+30, func(_, _ model.Household) error { changed++; return nil }))
	if changed != 0 {
		t.Error("the due days are not what the history makes them")
	}
}

func TestLeadersSeeWhatIsExcusedInTheirScopeOnly(t *testing.T) {
	o := newOffice(t)
	c := o.cadres(person("甲", model.RoleCadre), person("乙", model.RoleCadre))
	ids := o.roster(family("1", model.Red, c[0]), family("2", model.Red, c[0]), family("3", model.Red, c[1]), family("4", model.Red, 0))
	for _, id := range ids {
		o.ok(o.Commit(ctx, turn(firstDay, model.BlockDuty{HouseholdID: id, Block: model.Block{Kind: model.Contact, Until: firstDay + 9}, Why: model.Refused})))
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.BlockDuty{HouseholdID: ids[0], Block: model.Block{Kind: model.Visit, Until: firstDay + 5}, Why: model.InHospital})))
	o.ok(o.Commit(ctx, turn(firstDay, model.EndBlock{ID: o.blocks(ids[3], firstDay)[0].ID})))
	page := func(sc model.Scope, on model.Day, page, size int) ExcusedPage {
		t.Helper()
		return must[ExcusedPage](t)(o.Excused(ctx, sc, on, page, size))
	}
	all := model.Scope{All: true}
	if p := page(all, firstDay, 0, 0); p.Households != 3 || p.Rows != nil {
		t.Errorf("%+v", p)
	}
	if p := page(model.Scope{CadreID: c[0]}, firstDay, 0, 20); p.Households != 2 || len(p.Rows) != 3 || p.Rows[0].Responsible != "甲" || p.Rows[0].Household.ID != ids[0] {
		t.Errorf("%+v", p)
	}
	if p := page(all, firstDay, 7, 3); p.Page != 1 || p.Pages != 2 || len(p.Rows) != 1 || p.Rows[0].Household.ID == 0 {
		t.Errorf("%+v", p)
	}
	if p := page(all, firstDay+6, 0, 20); p.Households != 3 || len(p.Rows) != 3 {
		t.Errorf("the visit's ended: %+v", p)
	}
	if p := page(all, firstDay+10, 0, 20); p.Households != 0 || len(p.Rows) != 0 {
		t.Errorf("all ended: %+v", p)
	}
	if p := page(model.Scope{}, firstDay, 0, 20); p.Households != 0 {
		t.Errorf("a scope that holds nothing: %+v", p)
	}
}
