package store

import (
	"fmt"
	"testing"

	"ringkeeper/model"
)

// names is a record of an update whose words name something.
func names(household, update, corrects int64, on model.Day, items ...model.Named) model.RecordContact {
	e := called(household, on)
	e.Record.UpdateID, e.Record.Corrects, e.Items = update, corrects, items
	return e
}

var (
	pump = model.Named{Kind: model.Difficulty, Text: "差一台抽水机"}
	dole = model.Named{Kind: model.Need, Text: "想申请低保"}
)

// open is what is open of a household, by kind and words.
func (o *office) open(household int64) string {
	o.t.Helper()
	var all []string
	for _, i := range must[[]ItemRow](o.t)(o.OpenItems(ctx, []int64{household})) {
		all = append(all, fmt.Sprintf("%s %s %s", i.OpenedOn, i.Kind, i.Text))
	}
	return fmt.Sprint(all)
}

func (o *office) item(household int64, n model.Named) ItemRow {
	o.t.Helper()
	for _, i := range must[[]ItemRow](o.t)(o.ItemsOf(ctx, household)) {
		if i.Kind == n.Kind && i.Text == n.Text && i.Stands {
			return i
		}
	}
	o.t.Fatalf("no item %v", n)
	return ItemRow{}
}

func TestAnItemStandsAsLongAsItsRecord(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Red, 0))[0]
	o.ok(o.Commit(ctx, turn(firstDay, names(id, 1, 0, firstDay, pump, dole, pump))))
	if got := o.open(id); got != "[2026-03-02 difficulty 差一台抽水机 2026-03-02 need 想申请低保]" {
		t.Error(got)
	}
	first := must[[]model.ContactRecord](t)(o.ContactsOfUpdate(ctx, 1))[0].ID
	o.ok(o.Commit(ctx, turn(firstDay+1, model.SettleItem{ID: o.item(id, dole).ID, Status: model.ItemSolved, Outcome: "办下来了"})))
	o.ok(o.Commit(ctx, turn(firstDay+2, names(id, 2, first, firstDay, dole))))
	if got := o.open(id); got != "[]" {
		t.Errorf("a correction without the one and with the other, which is settled: %s", got)
	}
	if i := o.item(id, dole); i.Status != model.ItemSolved || i.Outcome != "办下来了" {
		t.Errorf("%+v", i)
	}
	o.ok(o.Commit(ctx, turn(firstDay+3, model.WithdrawContacts{UpdateID: 2})))
	if got := o.open(id); got != "[2026-03-02 difficulty 差一台抽水机]" {
		t.Errorf("the correction taken back: %s", got)
	}
	o.ok(o.Commit(ctx, turn(firstDay+3, model.WithdrawContacts{UpdateID: 1})))
	if got := o.open(id); got != "[]" {
		t.Errorf("the record taken back: %s", got)
	}
}

func TestWhatIsSaidTwiceIsOpenOnceAndSettledOnce(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Red, 0))[0]
	o.ok(o.Commit(ctx, turn(firstDay, names(id, 1, 0, firstDay, pump))))
	o.ok(o.Commit(ctx, turn(firstDay+30, names(id, 2, 0, firstDay+30, pump))))
	if got := o.open(id); got != "[2026-03-02 difficulty 差一台抽水机]" {
		t.Error(got)
	}
	o.ok(o.Commit(ctx, turn(firstDay+31, model.WithdrawContacts{UpdateID: 1})))
	if got := o.open(id); got != "[2026-04-01 difficulty 差一台抽水机]" {
		t.Errorf("the first taken back: %s", got)
	}
	o.ok(o.Commit(ctx, turn(firstDay+32, names(id, 3, 0, firstDay+32, pump))))
	settle := model.SettleItem{ID: o.item(id, pump).ID, Status: model.ItemUnsolvable, Outcome: "没有水源"}
	o.ok(o.Commit(ctx, turn(firstDay+33, settle)))
	if got := o.open(id); got != "[]" {
		t.Errorf("settled: %s", got)
	}
	settle.Status, settle.Outcome = model.ItemOpen, ""
	o.ok(o.Commit(ctx, turn(firstDay+34, settle)))
	if i := o.item(id, pump); i.Status != model.ItemOpen || i.Outcome != "" || i.SettledAt != 0 {
		t.Errorf("opened again: %+v", i)
	}
}

// TestWhatWaitsIsCountedForWhoAnswersForItNow: an item goes with its household.
func TestWhatWaitsIsCountedForWhoAnswersForItNow(t *testing.T) {
	o := newOffice(t)
	c := o.cadres(person("甲", model.RoleCadre), person("乙", model.RoleCadre))
	ids := o.roster(family("1", model.Red, c[0]), family("2", model.Red, c[0]), family("3", model.Red, 0))
	for i, id := range ids {
		o.ok(o.Commit(ctx, turn(firstDay, names(id, int64(i+1), 0, firstDay, pump, dole))))
	}
	o.ok(o.Commit(ctx, turn(firstDay+1, model.AssignCadre{HouseholdID: ids[1], CadreID: c[1]},
		model.SettleItem{ID: o.item(ids[1], dole).ID, Status: model.ItemMisread})))
	want := func(on model.Day, first, second int) {
		t.Helper()
		got := must[map[int64]int](t)(o.ItemsWaiting(ctx, on))
		if got[c[0]] != first || got[c[1]] != second || len(got) > 2 {
			t.Errorf("%s: %v", on, got)
		}
	}
	want(firstDay-1, 0, 0)
	want(firstDay, 2, 1)
	o.ok(o.Commit(ctx, turn(firstDay+2, model.ArchiveHousehold{HouseholdID: ids[0]})))
	want(firstDay+2, 0, 1)
}
