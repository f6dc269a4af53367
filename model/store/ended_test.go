package store

import (
	"errors"
	"testing"

	"ringkeeper/model"
)

func TestWhatEndedForGoodStaysAsItEnded(t *testing.T) {
	for _, state := range []model.DeliveryState{model.DeliverySent, model.DeliveryAmbiguous, model.DeliveryFailed, model.DeliveryStale} {
		o := newOffice(t)
		o.queued(model.Notice{Kind: "digest", ChatID: 7, Priority: model.PriorityDigest})
		d := o.theOne()
		if state != model.DeliveryStale { // dropped before it was begun
			o.begin(d, Rendered{}, "一")
		}
		o.ok(o.Finish(ctx, d.ID, Finish{State: state, Error: "why", At: instant(firstDay)}))
		ended := o.outboxState(d.ID)
		if ended.State != state || ended.Error != "why" || (ended.SentAt != 0) != (state == model.DeliverySent) {
			t.Errorf("%s: %+v", state, ended)
		}
		late := PartOutcome{State: model.DeliverySent, MessageID: 5, At: instant(firstDay + 1)}
		for _, err := range []error{
			o.Finish(ctx, d.ID, Finish{State: model.DeliveryPending, Resend: true}),
			o.FinishSent(ctx, d.ID, 9, late),
		} {
			o.ok(err)
		}
		if state != model.DeliverySent { // which may be shown anew
			for _, edit := range []bool{false, true} {
				again := Begun{ID: d.ID, ChatID: 7, Edit: edit, Rendered: Rendered{Parts: []Part{{N: 1, HTML: "二"}}}}
				if err := o.BeginDelivery(ctx, again, instant(firstDay)); !errors.Is(err, ErrOver) {
					t.Errorf("%s is begun again: %v", state, err)
				}
			}
		}
		if err := o.ResumePart(ctx, d.ID, 1); !errors.Is(err, ErrOver) {
			t.Errorf("%s goes on: %v", state, err)
		}
		must[int](t)(o.Recover(ctx, instant(firstDay+1)))
		now := o.outboxState(d.ID)
		if now.State != state || now.SentAt != ended.SentAt || now.Text != ended.Text || len(o.due(instant(firstDay+30))) != 0 {
			t.Errorf("%s became %+v", state, now)
		}
	}
}

func TestFinishingWhatDoesNotExistIsTold(t *testing.T) {
	o := newOffice(t)
	if err := o.Finish(ctx, 99, Finish{State: model.DeliverySent}); !errors.Is(err, ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
	}
}

func TestATryThatMayHaveArrivedMarksTheNextOneOnly(t *testing.T) {
	o := newOffice(t)
	o.queued(model.Notice{Kind: "emergency", ChatID: 7})
	d := o.theOne()
	o.begin(d, Rendered{}, "一")
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryPending, Resend: true, Error: "504"}))
	if d = o.theOne(); !d.Resend || d.Attempts != 1 {
		t.Errorf("second try %+v", d)
	}
	o.begin(d, Rendered{}, "一（重发）")
	o.ok(o.FinishSent(ctx, d.ID, 1, PartOutcome{State: model.DeliverySent, MessageID: 100, At: instant(firstDay)}))
	if r := o.outboxState(d.ID); r.State != model.DeliverySent || r.Error != "" || r.SentAt != instant(firstDay) {
		t.Errorf("row %+v", r)
	}
	tn := turn(firstDay)
	tn.Redraws = []model.Redraw{{ChatID: 7, MessageID: 100}}
	o.ok(o.Commit(ctx, tn))
	if d = o.theOne(); !d.Edit || d.Resend {
		t.Errorf("its edit %+v", d)
	}
}

// A known id is never lost, whatever becomes of edits or of a late answer.
func TestAMessageThatIsKnownToBeSentStaysSo(t *testing.T) {
	o := newOffice(t)
	o.queued(model.Notice{Kind: "emergency", ChatID: 7, Subject: "emergency 1"})
	d := o.theOne()
	o.begin(d, Rendered{}, "一", "二")
	o.arrived(d, 1, 100)
	o.ok(o.MarkPart(ctx, d.ID, 1, PartOutcome{State: model.DeliveryAmbiguous}))
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryPending, Resend: true}))
	d = o.theOne()
	if p := d.Parts[0]; p.MessageID != 100 || p.State != model.DeliverySent {
		t.Errorf("first message %+v", p)
	}
	// The next rendering is shorter: what was sent of the first remains.
	o.arrived(d, 2, 101)
	d = o.theOne()
	o.begin(d, Rendered{}, "三")
	o.ok(o.FinishSent(ctx, d.ID, 1, PartOutcome{State: model.DeliverySent, At: instant(firstDay)}))
	for _, message := range []int{100, 101} {
		if _, id, _, subject, err := o.HouseholdsInMessage(ctx, 7, message); id != d.ID || subject != "emergency 1" || err != nil {
			t.Errorf("message %d is of delivery %d about %q, %v", message, id, subject, err)
		}
	}
}

func TestAnEditThatReachesNobodyIsDoneWith(t *testing.T) {
	for name, f := range map[string]Finish{
		"the group moved":      {MigratedTo: -100},
		"the bot was blocked":  {State: model.DeliveryFailed, Gone: true, Error: "403"},
		"the message is gone":  {State: model.DeliveryFailed, Error: "400"},
		"nothing is different": {State: model.DeliverySent},
	} {
		o := newOffice(t)
		o.queued(model.Notice{Kind: "emergency", ChatID: -5, Subject: "emergency 1"})
		o.sent(o.theOne(), 100, "一")
		tn := turn(firstDay)
		tn.Refresh = []string{"emergency 1", ""}
		o.ok(o.Commit(ctx, tn))
		d := o.theOne()
		o.begin(d, Rendered{}, "二")
		f.At = instant(firstDay)
		o.ok(o.Finish(ctx, d.ID, f))
		if due := o.due(instant(firstDay + 30)); len(due) != 0 {
			t.Errorf("%s: due again: %+v", name, due)
		}
		if r := o.outboxState(d.ID); r.State != model.DeliverySent || r.Error != f.Error {
			t.Errorf("%s: row %+v", name, r)
		}
	}
}

func TestAnEditThatMayHaveArrivedIsMadeAgain(t *testing.T) {
	o := newOffice(t)
	o.queued(model.Notice{Kind: "digest", ChatID: 7, Subject: "x", Priority: model.PriorityDigest})
	o.sent(o.theOne(), 100, "一")
	tn := turn(firstDay)
	tn.Refresh = []string{"x"}
	o.ok(o.Commit(ctx, tn))
	d := o.theOne()
	o.begin(d, Rendered{}, "二")
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryAmbiguous, NotBefore: instant(firstDay + 1)}))
	if len(o.due(instant(firstDay))) != 0 || len(o.due(instant(firstDay+1))) != 1 {
		t.Error("it is not made again at its time")
	}
	o.begin(o.theOne(), Rendered{}, "三")
	must[int](t)(o.Recover(ctx, instant(firstDay)))
	if d := o.theOne(); !d.Edit {
		t.Errorf("after a stop: %+v", d)
	}
}

// Who was bound to another account is not the one who blocked the bot.
func TestAnOldAccountThatBlockedTheBotDoesNotSilenceTheNewOne(t *testing.T) {
	o := newOffice(t)
	cadre := o.cadres(person("王", model.RoleCadre))[0]
	o.bind(cadre, 21)
	o.queued(model.Notice{Kind: "digest", CadreID: cadre, Priority: model.PriorityDigest})
	d := o.theOne()
	o.begin(d, Rendered{}, "一")
	o.bind(cadre, 22)
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryFailed, Gone: true, Error: "403", At: instant(firstDay)}))
	if c := must[model.Cadre](t)(o.Cadre(ctx, cadre)); c.Blocked || c.TelegramID != 22 {
		t.Errorf("cadre %+v", c)
	}
}
