package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"ringkeeper/model"
)

// Whatever row a decision rests on: when it changed since, the Turn is refused;
// of a row that is not there, the version is 0.
func TestATurnIsRefusedWhenAnyRowItReadHasChanged(t *testing.T) {
	o := newOffice(t)
	cadre := o.cadres(person("王", model.RoleCadre))[0]
	household := o.roster(family("1", model.Red, cadre))[0]
	group := model.BindGroup{Group: model.Group{ChatID: -5, Scope: model.Scope{All: true}}}
	o.ok(o.Commit(ctx, turn(firstDay, model.FileEmergency{Emergency: model.Emergency{Source: "a"}}, group)))
	emergency := must[model.Emergency](t)(o.EmergencyBySource(ctx, "a")).ID
	for _, c := range []struct {
		read    model.Ref
		version func() int64
		change  model.Effect
	}{
		{model.Ref{Table: "households", ID: household}, func() int64 { return o.household(household).Version }, called(household, firstDay)},
		{model.Ref{Table: "cadres", ID: cadre}, func() int64 { return must[model.Cadre](t)(o.Cadre(ctx, cadre)).Version }, model.SetLanguage{CadreID: cadre, Language: "en"}},
		{model.Ref{Table: "groups", ID: -5}, func() int64 { return must[model.Group](t)(o.Group(ctx, -5)).Version }, group},
		{model.Ref{Table: "emergencies", ID: emergency}, func() int64 { return must[model.Emergency](t)(o.Emergency(ctx, emergency)).Version }, model.AdvanceEmergency{ID: emergency, Status: model.Acknowledged}},
		{model.Ref{Table: "groups", ID: -6}, func() int64 { return must[model.Group](t)(o.Group(ctx, -6)).Version }, model.BindGroup{Group: model.Group{ChatID: -6}}},
	} {
		c.read.Version = c.version()
		tn := turn(firstDay)
		tn.Reads = []model.Ref{c.read}
		if err := o.Commit(ctx, tn); err != nil {
			t.Errorf("%s as it was read: %v", c.read.Table, err)
		}
		o.ok(o.Commit(ctx, turn(firstDay, c.change)))
		if err := o.Commit(ctx, tn); !errors.Is(err, model.ErrConflict) {
			t.Errorf("%s %d: got %v, want ErrConflict", c.read.Table, c.read.ID, err)
		}
	}
	tn := turn(firstDay)
	tn.Reads = []model.Ref{{Table: "outbox", ID: 1}}
	if err := o.Commit(ctx, tn); err == nil || errors.Is(err, model.ErrConflict) {
		t.Errorf("a table whose versions nobody compares: %v", err)
	}
}

// What takes effect by itself is a change like any other.
func TestWhatTookEffectMeanwhileIsAConflictToo(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Blue, 0))[0]
	o.ok(o.Commit(ctx, turn(firstDay, model.ChangeRing{HouseholdID: id, Ring: model.Red, Pace: model.Red, From: firstDay + 10})))
	tn := turn(firstDay+10, called(id, firstDay+10))
	tn.Reads = []model.Ref{{Table: "households", ID: id, Version: o.household(id).Version}}
	must[int](t)(o.CatchUp(ctx, morning(firstDay+10)))
	if err := o.Commit(ctx, tn); !errors.Is(err, model.ErrConflict) {
		t.Errorf("got %v, want ErrConflict", err)
	}
}

func TestAmongConcurrentTurnsOnlyTheOneThatFailsIsTakenBack(t *testing.T) {
	o := newOffice(t)
	const n, bad = 40, 17
	var sheet []RosterHousehold
	var updates []int64
	for i := range n {
		sheet = append(sheet, family(fmt.Sprint(100+i), model.Red, 0))
		updates = append(updates, int64(i+1))
	}
	ids := o.roster(sheet...)
	o.received(updates...)
	errs := make([]error, n)
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() {
			tn := turn(firstDay, called(id, firstDay))
			tn.UpdateID = updates[i]
			if i == bad {
				tn.Effects = append(tn.Effects, called(9999, firstDay))
			}
			errs[i] = o.Commit(ctx, tn)
		})
	}
	all.Wait()
	for i, err := range errs {
		if (err != nil) != (i == bad) {
			t.Errorf("turn %d: %v", i, err)
		}
		if records := len(must[[]model.ContactRecord](t)(o.ContactsOfUpdate(ctx, updates[i]))); (records == 0) != (i == bad) {
			t.Errorf("turn %d left %d records", i, records)
		}
	}
	if got := o.waiting(0); got != fmt.Sprint([]int64{updates[bad]}) {
		t.Errorf("updates %s wait, want the one whose turn failed", got)
	}
}

func TestAWriteWhoseCallerGivesUpWhileItWaitsHurtsNobody(t *testing.T) {
	o := newOffice(t)
	gone, cancel := context.WithCancel(ctx)
	var given, other error
	var all sync.WaitGroup
	o.ok(o.write(ctx, func(session) error {
		all.Go(func() { given = o.SetMeta(gone, "a", "there") })
		for waiting := 0; waiting == 0; {
			o.writing.mu.Lock()
			waiting = len(o.writing.queue)
			o.writing.mu.Unlock()
		}
		all.Go(func() { other = o.SetMeta(ctx, "b", "there") })
		cancel()
		return nil
	}))
	all.Wait()
	if !errors.Is(given, context.Canceled) || other != nil || o.has("a") || !o.has("b") {
		t.Errorf("given up: %v, written %t; the other written %t", given, o.has("a"), o.has("b"))
	}
}

// A message that is handled late counts its days from its own day, and yet does
// not undo what has taken effect meanwhile.
func TestAMessageOfYesterdayDoesNotUndoWhatTookEffectToday(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Blue, 0))[0]
	today := firstDay + 10
	o.ok(o.Commit(ctx, turn(firstDay, model.ChangeRing{HouseholdID: id, Ring: model.Red, Pace: model.Red, From: today})))
	must[int](t)(o.CatchUp(ctx, morning(today)))
	tn := turn(today, model.RecordContact{Record: model.ContactRecord{HouseholdID: id, Means: model.ByPhone, Outcome: model.Normal}})
	tn.Today = today - 1
	o.ok(o.Commit(ctx, tn))
	h := o.household(id)
	if record := must[[]ContactRow](t)(o.Contacts(ctx, ContactFilter{}))[0]; record.HappenedOn != today-1 {
		t.Errorf("the call counts for %s", record.HappenedOn)
	}
	if h.Ring != model.Red || h.NextChange != 0 || h.ContactDue != model.Date(2026, 4, 30) {
		t.Errorf("ring %s, next change %q, contact due %s", h.Ring, h.NextChange, h.ContactDue)
	}
}
