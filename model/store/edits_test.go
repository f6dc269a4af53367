package store

import (
	"testing"

	"ringkeeper/model"
)

func (o *office) refresh(subject string) {
	o.t.Helper()
	tn := turn(firstDay)
	tn.Refresh = []string{subject}
	o.ok(o.Commit(ctx, tn))
}

// Rendering shows the state of the minute, whatever was asked for before.
func TestWhatWasAskedForBeforeTheFirstRenderingNeedsNoEdit(t *testing.T) {
	o := newOffice(t)
	o.queued(model.Notice{Kind: "case", Subject: "x", ChatID: 7})
	o.refresh("x")
	o.refresh("x")
	o.sent(o.theOne(), 100, "一")
	if due := o.due(instant(firstDay + 30)); len(due) != 0 {
		t.Errorf("an edit that shows nothing new: %+v", due)
	}
}

// Asked for after the delivery was read and before it was begun, it is shown by
// an edit, since the rendering came from what was read.
func TestWhatWasAskedForBetweenReadingAndBeginningIsShownByAnEdit(t *testing.T) {
	o := newOffice(t)
	o.queued(model.Notice{Kind: "case", Subject: "x", ChatID: 7})
	read := o.theOne()
	o.refresh("x")
	o.sent(read, 100, "一")
	d := o.theOne()
	if !d.Edit {
		t.Fatalf("no edit: %+v", d)
	}
	o.begin(d, Rendered{}, "二")
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliverySent, At: instant(firstDay)}))
	if due := o.due(instant(firstDay + 30)); len(due) != 0 {
		t.Errorf("once more: %+v", due)
	}
}

// A message of the first try may show an older state than the second try's.
func TestWhatWasAskedForBetweenTwoTriesIsShownInTheMessagesOfTheFirst(t *testing.T) {
	for arrived, edit := range map[int]bool{0: false, 1: true} {
		o := newOffice(t)
		o.queued(model.Notice{Kind: "case", Subject: "x", ChatID: 7})
		d := o.theOne()
		o.begin(d, Rendered{}, "一", "二")
		for n := range arrived {
			o.arrived(d, n+1, 100)
		}
		o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryPending}))
		o.refresh("x")
		d = o.theOne()
		o.begin(d, Rendered{}, "三", "四")
		o.ok(o.FinishSent(ctx, d.ID, 2, PartOutcome{State: model.DeliverySent, MessageID: 101, At: instant(firstDay)}))
		due := o.due(instant(firstDay + 30))
		if (len(due) == 1 && due[0].Edit) != edit || len(due) > 1 {
			t.Errorf("with %d messages of the first try: due %+v", arrived, due)
		}
	}
}

// What is stale, failed or of nobody knows is not shown anew.
func TestOnlyWhatWasSentOrWillBeIsShownAnew(t *testing.T) {
	for _, state := range []model.DeliveryState{model.DeliveryStale, model.DeliveryFailed, model.DeliveryAmbiguous} {
		o := newOffice(t)
		o.queued(model.Notice{Kind: "case", Subject: "x", ChatID: 7})
		d := o.theOne()
		o.begin(d, Rendered{}, "一")
		o.ok(o.Finish(ctx, d.ID, Finish{State: state}))
		o.refresh("x")
		if due := o.due(instant(firstDay + 30)); len(due) != 0 {
			t.Errorf("%s: %+v", state, due)
		}
		if _, waits, err := o.NextDelivery(ctx); waits || err != nil {
			t.Errorf("%s: something waits, %v", state, err)
		}
	}
}

// TestAnEditThatShowsNothingIsDoneWith: it must not be tried for ever, in front
// of all else that goes to the chat.
func TestAnEditThatShowsNothingIsDoneWith(t *testing.T) {
	o := newOffice(t)
	o.queued(model.Notice{Kind: "case", Subject: "x", ChatID: 7})
	o.sent(o.theOne(), 100, "一")
	o.refresh("x")
	d := o.theOne()
	o.refresh("x") // meanwhile
	drop := Finish{State: model.DeliveryStale, At: instant(firstDay), Error: "no longer", Wanted: d.Wanted}
	o.ok(o.Finish(ctx, d.ID, drop))
	d = o.theOne()
	drop.Wanted = d.Wanted
	o.ok(o.Finish(ctx, d.ID, drop))
	if due := o.due(instant(firstDay + 30)); len(due) != 0 {
		t.Errorf("still due: %+v", due)
	}
}
