package store

import (
	"fmt"
	"testing"

	"ringkeeper/model"
)

// diary is a household whose records come and go with updates.
type diary struct {
	*office
	household int64
}

func (d diary) record(update int64, on model.Day, corrects int64) int64 {
	d.t.Helper()
	e := called(d.household, on)
	e.Record.UpdateID, e.Record.Corrects = update, corrects
	d.ok(d.Commit(ctx, turn(firstDay+60, e)))
	records := must[[]model.ContactRecord](d.t)(d.ContactsOfUpdate(ctx, update))
	return records[len(records)-1].ID
}

func (d diary) withdraw(update int64) {
	d.t.Helper()
	d.ok(d.Commit(ctx, turn(firstDay+60, model.WithdrawContacts{UpdateID: update})))
}

// counts lists the updates whose records count, oldest first.
func (d diary) counts() string {
	d.t.Helper()
	var updates []int64
	d.ok(d.query(ctx).find("standing", &updates, `SELECT update_id FROM contacts WHERE withdrawn_at = 0 ORDER BY id`))
	return fmt.Sprint(updates)
}

func TestWhatCountsAfterCorrectionsAndWithdrawals(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(diary)
		want string
	}{
		{"a record counts", func(d diary) { d.record(1, firstDay, 0) }, "[1]"},
		{"a correction takes the place of its record", func(d diary) { d.record(2, firstDay+1, d.record(1, firstDay, 0)) }, "[2]"},
		{"a withdrawn correction lets the record count again", func(d diary) { d.record(2, firstDay+1, d.record(1, firstDay, 0)); d.withdraw(2) }, "[1]"},
		{"a withdrawn record stays withdrawn when its correction is", func(d diary) {
			d.record(2, firstDay+1, d.record(1, firstDay, 0))
			d.withdraw(1)
			d.withdraw(2)
		}, "[]"},
		{"of two corrections of one record the later counts", func(d diary) {
			a := d.record(1, firstDay, 0)
			d.record(2, firstDay+1, a)
			d.record(3, firstDay+2, a)
		}, "[3]"},
		{"a correction of a correction counts alone", func(d diary) {
			d.record(3, firstDay+2, d.record(2, firstDay+1, d.record(1, firstDay, 0)))
		}, "[3]"},
		{"the middle of a chain withdrawn changes nothing", func(d diary) {
			d.record(3, firstDay+2, d.record(2, firstDay+1, d.record(1, firstDay, 0)))
			d.withdraw(2)
		}, "[3]"},
		{"with the end of such a chain the first counts again", func(d diary) {
			d.record(3, firstDay+2, d.record(2, firstDay+1, d.record(1, firstDay, 0)))
			d.withdraw(2)
			d.withdraw(3)
		}, "[1]"},
		{"what a later withdrawn correction corrected comes back, not the first", func(d diary) {
			d.record(3, firstDay+2, d.record(2, firstDay+1, d.record(1, firstDay, 0)))
			d.withdraw(3)
		}, "[2]"},
		{"all of one update is taken back together", func(d diary) {
			d.record(1, firstDay, 0)
			d.record(1, firstDay+1, 0)
			d.record(2, firstDay, 0)
			d.withdraw(1)
		}, "[2]"},
		{"a withdrawal twice is one", func(d diary) { d.record(1, firstDay, 0); d.withdraw(1); d.withdraw(1) }, "[]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			d := diary{o, o.roster(family("1", model.Red, 0))[0]}
			c.do(d)
			if got := d.counts(); got != c.want {
				t.Errorf("records of updates %s count, want %s", got, c.want)
			}
			h := must[model.History](t)(o.History(ctx, d.household))
			if got, want := o.household(d.household).ContactDue, model.DefaultPolicy().Due(model.Contact, h, firstDay+60).On; got != want {
				t.Errorf("contact due %s, want %s", got, want)
			}
		})
	}
}

func TestARecordTakenBackMovesTheDueDayBack(t *testing.T) {
	o := newOffice(t)
	d := diary{o, o.roster(family("1", model.Red, 0))[0]}
	before := o.household(d.household)
	d.record(1, firstDay+1, 0)
	if got := o.household(d.household).ContactDue; got != model.Date(2026, 4, 30) {
		t.Errorf("due %s after the call", got)
	}
	d.withdraw(1)
	if got := o.household(d.household); got.ContactDue != before.ContactDue || got.Version <= before.Version {
		t.Errorf("due %s in version %d, want %s again", got.ContactDue, got.Version, before.ContactDue)
	}
}

func TestRecordsOfAnUpdateIDThatWasUsedLongAgoStay(t *testing.T) {
	o := newOffice(t)
	d := diary{o, o.roster(family("1", model.Red, 0))[0]}
	old := called(d.household, firstDay)
	old.Record.UpdateID = 1
	o.ok(o.Commit(ctx, turn(firstDay, old)))
	d.record(1, firstDay+50, 0)
	d.withdraw(1)
	if got := d.counts(); got != "[1]" {
		t.Errorf("records of updates %s count, want the old one", got)
	}
}

func TestARecordGetsFromItsTurnWhatItLeavesOpen(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Red, 0))[0]
	o.received(5)
	tn := turn(firstDay+3, model.RecordContact{Record: model.ContactRecord{HouseholdID: id, Outcome: model.Change, Causes: []model.Cause{model.CauseIllness}}})
	tn.UpdateID, tn.Actor = 5, 12
	o.ok(o.Commit(ctx, tn))
	got := must[[]model.ContactRecord](t)(o.ContactsOfUpdate(ctx, 5))[0]
	if got.HappenedOn != firstDay+3 || got.RecordedAt != tn.At || got.ByID != 12 || got.Means != model.Unspecified ||
		got.IncomeChange != model.IncomeUnknown || len(got.Causes) != 1 {
		t.Errorf("record %+v", got)
	}
	if h := o.household(id); h.VisitDue != model.Date(2026, 6, 30) || h.ContactDue != model.Date(2026, 4, 30) {
		t.Errorf("an unspecified contact: contact due %s, visit due %s", h.ContactDue, h.VisitDue)
	}
}

func TestACorrectionToAnotherHouseholdMovesTheDueDaysOfBoth(t *testing.T) {
	o := newOffice(t)
	ids := o.roster(family("1", model.Red, 0), family("2", model.Red, 0))
	meant, taken := diary{o, ids[1]}, diary{o, ids[0]}
	march, april := model.Date(2026, 3, 31), model.Date(2026, 4, 30)
	want := func(when string, first, second model.Day) {
		t.Helper()
		if a, b := o.household(ids[0]).ContactDue, o.household(ids[1]).ContactDue; a != first || b != second {
			t.Errorf("%s: due %s and %s, want %s and %s", when, a, b, first, second)
		}
	}
	wrong := taken.record(1, firstDay, 0)
	want("recorded for the wrong one", april, march)
	meant.record(2, firstDay, wrong)
	want("corrected", march, april)
	meant.withdraw(2)
	want("the correction taken back", april, march)
}
