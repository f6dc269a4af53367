package store

import (
	"fmt"
	"testing"

	"ringkeeper/model"
)

func (o *office) waiting(after int64) string {
	o.t.Helper()
	var ids []int64
	for _, u := range must[[]Update](o.t)(o.NewUpdates(ctx, after, 99)) {
		ids = append(ids, u.ID)
	}
	return fmt.Sprint(ids)
}

func TestUpdatesAreStoredOnceWithTheOffset(t *testing.T) {
	o := newOffice(t)
	if at := must[int64](t)(o.Offset(ctx)); at != 0 {
		t.Errorf("offset %d before the first poll", at)
	}
	o.received(10, 11)
	o.received(11, 12)
	if got := o.waiting(0); got != "[10 11 12]" {
		t.Errorf("waiting: %s", got)
	}
	if at := must[int64](t)(o.Offset(ctx)); at != 13 {
		t.Errorf("offset %d, want 13", at)
	}
	first := must[[]Update](t)(o.NewUpdates(ctx, 0, 1))[0]
	if string(first.Raw) != `{}` || first.Chat != 7 || first.ReceivedAt != instant(firstDay) {
		t.Errorf("update %+v", first)
	}
	if got := o.waiting(first.Seq); got != "[11 12]" {
		t.Errorf("waiting after the first: %s", got)
	}
}

func TestAnIDUsedAnewAfterAQuietWeekIsANewUpdate(t *testing.T) {
	o := newOffice(t)
	receive := func(id int64, at model.Instant) {
		o.ok(o.Receive(ctx, []Update{{ID: id, Chat: 7, Raw: []byte(`{"n":1}`), ReceivedAt: at}}, id+1))
	}
	handle := func(id int64, on model.Day) error {
		tn := turn(on)
		tn.UpdateID = id
		return o.Commit(ctx, tn)
	}
	receive(900, instant(firstDay))
	receive(10, instant(firstDay))
	o.ok(handle(10, firstDay))
	receive(10, instant(firstDay)+1000)
	if got := o.waiting(0); got != "[900]" {
		t.Errorf("the same update a second later: %s wait", got)
	}
	receive(10, instant(firstDay+8))
	if got := o.waiting(0); got != "[900 10]" {
		t.Errorf("after a quiet week: %s wait", got)
	}
	o.ok(handle(10, firstDay+8))
	receive(900, instant(firstDay+8)) // never handled: it is not overwritten
	if u := must[Update](t)(o.Update(ctx, 900)); u.ReceivedAt != instant(firstDay) {
		t.Errorf("an update that waits was overwritten")
	}
}

func TestAnUpdateThatCannotBeHandledIsSetAsideAndSeen(t *testing.T) {
	o := newOffice(t)
	o.received(10)
	o.ok(o.NoteAttempt(ctx, 10, "panic: nil"))
	o.ok(o.SetAside(ctx, 10, "panic: nil", instant(firstDay)))
	if got := o.waiting(0); got != "[]" {
		t.Errorf("waiting: %s", got)
	}
	aside := must[[]Update](t)(o.Updates(ctx, UpdateAside, 9))
	if len(aside) != 1 || aside[0].Error != "panic: nil" || aside[0].Attempts != 2 {
		t.Errorf("aside: %+v", aside)
	}
}
