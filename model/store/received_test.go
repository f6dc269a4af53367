package store

import (
	"fmt"
	"testing"

	"ringkeeper/model"
)

func update(id int64, at model.Instant) Update {
	return Update{ID: id, Chat: 7, Raw: []byte(fmt.Sprint(id)), ReceivedAt: at}
}

// Telegram may begin anew at any number after a quiet week, a smaller one too.
func TestUpdatesNumberedAnewAreHandledInTheOrderInWhichTheyCame(t *testing.T) {
	o := newOffice(t)
	o.ok(o.Receive(ctx, []Update{update(900, instant(firstDay)), update(901, instant(firstDay))}, 902))
	for _, id := range []int64{900, 901} {
		tn := turn(firstDay)
		tn.UpdateID = id
		o.ok(o.Commit(ctx, tn))
	}
	last := must[Update](t)(o.Update(ctx, 901)).Seq
	later := instant(firstDay + 9)
	o.ok(o.Receive(ctx, []Update{update(902, later), update(3, later), update(900, later), update(2, later), update(3, later)}, 4))
	if got := o.waiting(last); got != "[902 3 900 2]" {
		t.Errorf("waiting: %s", got)
	}
	if at := must[int64](t)(o.Offset(ctx)); at != 4 {
		t.Errorf("offset %d, want the one that the poll gave", at)
	}
	if u := must[Update](t)(o.Update(ctx, 900)); u.ReceivedAt != later || u.State != UpdateNew {
		t.Errorf("the new 900: %+v", u)
	}
}

// What an operator has still to look at is never replaced.
func TestAnUpdateThatWasSetAsideStaysWhenItsNumberComesAgain(t *testing.T) {
	o := newOffice(t)
	o.ok(o.Receive(ctx, []Update{update(900, instant(firstDay))}, 901))
	o.ok(o.SetAside(ctx, 900, "cannot be read", instant(firstDay)))
	seq := must[Update](t)(o.Update(ctx, 900)).Seq
	o.ok(o.Receive(ctx, []Update{update(900, instant(firstDay)+1)}, 901)) // Telegram's again, within the day
	if got := o.waiting(0); got != "[]" {
		t.Errorf("the same update waits again: %s", got)
	}
	later := instant(firstDay + 9)
	o.ok(o.Receive(ctx, []Update{update(900, later)}, 901))
	if got := o.waiting(0); got != "[900]" {
		t.Errorf("waiting: %s", got)
	}
	aside := must[[]Update](t)(o.Updates(ctx, UpdateAside, 0))
	if len(aside) != 1 || aside[0].Seq != seq || aside[0].Error != "cannot be read" {
		t.Fatalf("set aside: %+v", aside)
	}
	o.ok(o.SetAside(ctx, 900, "this one neither", later))
	if n := len(must[[]Update](t)(o.Updates(ctx, UpdateAside, 0))); n != 2 {
		t.Errorf("%d are set aside, want both", n)
	}
}

func TestWhatIsNewIsToldByItsPlaceInTheInbox(t *testing.T) {
	o := newOffice(t)
	first := []Update{update(5, 1), update(6, 1)}
	o.ok(o.Receive(ctx, first, 7))
	again := []Update{update(6, 2), update(7, 2), update(7, 2), update(8, 2)}
	o.ok(o.Receive(ctx, again, 9))
	for _, u := range append(first, again[1], again[3]) {
		if kept := must[Update](t)(o.Update(ctx, u.ID)); u.Seq == 0 || kept.Seq != u.Seq {
			t.Errorf("update %d is told to stand at %d and stands at %d", u.ID, u.Seq, kept.Seq)
		}
	}
	if again[0].Seq != 0 || again[2].Seq != 0 {
		t.Errorf("what was there is told as new: %+v", again)
	}
}

// A webhook gives no offset; what the poller had stays.
func TestAnUpdateOfAWebhookLeavesTheOffsetAlone(t *testing.T) {
	o := newOffice(t)
	o.ok(o.Receive(ctx, nil, 12))
	o.ok(o.Receive(ctx, []Update{update(99, instant(firstDay))}, 0))
	if at := must[int64](t)(o.Offset(ctx)); at != 12 {
		t.Errorf("offset %d, want 12", at)
	}
}

func TestWhatIsSetAsideIsListedAndAudited(t *testing.T) {
	o := newOffice(t)
	o.received(10, 11, 12)
	for range 2 {
		o.ok(o.SetAside(ctx, 11, "cannot be read", instant(firstDay)))
	}
	o.ok(o.NoteAttempt(ctx, 11, "too late"))
	if n := len(must[[]Update](t)(o.Updates(ctx, "", 0))); n != 3 {
		t.Errorf("%d updates are listed, want all 3", n)
	}
	if n := len(must[[]Update](t)(o.Updates(ctx, "", 2))); n != 2 {
		t.Errorf("%d updates are listed, want 2", n)
	}
	aside := must[[]Update](t)(o.Updates(ctx, UpdateAside, 0))
	if len(aside) != 1 || aside[0].ID != 11 || aside[0].Attempts != 1 || aside[0].Error != "cannot be read" {
		t.Errorf("aside: %+v", aside)
	}
	if lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditUpdateSetAside}, 0)); len(lines) != 1 || lines[0].Subject != "update 11" {
		t.Errorf("audit %+v", lines)
	}
	if got := o.waiting(0); got != "[10 12]" {
		t.Errorf("waiting: %s", got)
	}
}

// What cannot be stored must not be confirmed to Telegram.
func TestABatchOfUpdatesIsStoredWholeWithItsOffsetOrNotAtAll(t *testing.T) {
	o := newOffice(t)
	broken := update(11, instant(firstDay))
	broken.Raw = nil
	if err := o.Receive(ctx, []Update{update(10, instant(firstDay)), broken}, 12); err == nil {
		t.Error("an update without content was stored")
	}
	if got, at := o.waiting(0), must[int64](t)(o.Offset(ctx)); got != "[]" || at != 0 {
		t.Errorf("waiting %s, offset %d", got, at)
	}
}
