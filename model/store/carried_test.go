package store

import (
	"fmt"
	"testing"

	"ringkeeper/model"
)

// alerts queues so many emergencies for one chat.
func (o *office) alerts(n int) {
	o.t.Helper()
	for i := range n {
		o.queued(model.Notice{Kind: "alert", Subject: fmt.Sprint("case ", i), ChatID: 7, Data: []byte(fmt.Sprint(i))})
	}
}

// together begins the one delivery that is due, with all that goes with it.
func (o *office) together() Delivery {
	o.t.Helper()
	d := o.theOne()
	d.Carried = must[[]Carried](o.t)(o.Companions(ctx, d.ID, instant(firstDay+30), 99))
	o.beginTogether(d)
	return d
}

func (o *office) beginTogether(d Delivery) {
	o.t.Helper()
	o.ok(o.BeginDelivery(ctx, Begun{ID: d.ID, ChatID: 7, Wanted: d.Wanted, Again: d.Begun, Carried: d.Carried,
		Rendered: Rendered{Parts: []Part{{N: 1, HTML: "五件"}}}}, instant(firstDay)))
}

func (o *office) finishedTogether(d Delivery) {
	o.t.Helper()
	o.ok(o.FinishSent(ctx, d.ID, 1, PartOutcome{State: model.DeliverySent, MessageID: 100, At: instant(firstDay), Carries: true}))
}

// fates are the states of the outbox, the oldest first, and whether each goes marked.
func (o *office) fates() (all string) {
	o.t.Helper()
	var rows []outboxRow
	o.ok(o.query(ctx).find("outbox", &rows, outboxRows+`ORDER BY o.id`))
	for _, r := range rows {
		all += " " + string(r.State)
		if r.Resend {
			all += "!"
		}
	}
	return all
}

func TestOneMessageTellsOfAllThatWaitsForAChatAndIsShownAnewForEach(t *testing.T) {
	o := newOffice(t)
	o.alerts(5)
	o.queued(model.Notice{Kind: "alert", ChatID: 8, NotBefore: instant(firstDay + 90)})
	d := o.together()
	if len(d.Carried) != 4 || string(d.Carried[3].Data) != "4" {
		t.Fatalf("it goes with %+v", d.Carried)
	}
	if due := o.due(instant(firstDay + 30)); len(due) != 0 {
		t.Errorf("due while it is told: %+v", due)
	}
	o.refresh("case 2") // while it is being sent
	o.finishedTogether(d)
	if got := o.fates(); got != " sent sent sent sent sent pending" {
		t.Errorf("states:%s", got)
	}
	for _, r := range must[[]OutboxRow](t)(o.OutboxRows(ctx, OutboxFilter{Subject: "case 3", Kind: "alert"})) {
		if r.Text != "五件" || r.ChatID != 7 || r.SentAt != instant(firstDay) {
			t.Errorf("of a case that was told with others: %+v", r)
		}
	}
	if due := o.due(instant(firstDay).Add(summaryRest - 1)); len(due) != 0 {
		t.Errorf("it has no rest: %+v", due)
	}
	o.refresh("case 3")
	o.refresh("case 0")
	edit := o.due(instant(firstDay).Add(summaryRest))
	if len(edit) != 1 || edit[0].ID != d.ID || !edit[0].Edit || len(edit[0].Carried) != 4 || len(edit[0].Parts) != 1 {
		t.Fatalf("shown anew: %+v", edit)
	}
	o.begin(edit[0], Rendered{}, "五件，已受理两件")
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliverySent, At: instant(firstDay + 1)}))
	o.refresh("case 4")
	if due := o.due(instant(firstDay + 1)); len(due) != 0 {
		t.Errorf("it is shown anew at once: %+v", due)
	}
	if due := o.due(instant(firstDay + 1).Add(summaryRest)); len(due) != 1 || due[0].ID != d.ID {
		t.Errorf("it is not shown anew: %+v", due)
	}
	// A reply to it is about none of its cases more than about another.
	_, _, kind, subject, err := o.HouseholdsInMessage(ctx, 7, 100)
	if o.ok(err); kind != "alert" || subject != "" {
		t.Errorf("a reply is about %q", subject)
	}
}

func TestACaseThatChangedBeforeItWasToldWithOthersIsShownAnew(t *testing.T) {
	for _, changes := range []bool{false, true} {
		o := newOffice(t)
		o.alerts(4)
		d := o.theOne()
		d.Carried = must[[]Carried](t)(o.Companions(ctx, d.ID, instant(firstDay+30), 99))
		if changes {
			o.refresh("case 3")
		}
		o.beginTogether(d)
		o.finishedTogether(d)
		if due := o.due(instant(firstDay + 30)); len(due) == 1 != changes {
			t.Errorf("changed %t, shown anew: %+v", changes, due)
		}
	}
}

func TestWhatIsToldWithOthersSharesTheirFate(t *testing.T) {
	for name, c := range map[string]struct {
		finish Finish
		want   string
	}{
		"refused for now": {Finish{State: model.DeliveryPending, NotBefore: instant(firstDay + 1)}, " pending pending pending pending"},
		"ambiguous":       {Finish{State: model.DeliveryPending, Resend: true}, " pending! pending! pending! pending!"},
		"failed":          {Finish{State: model.DeliveryFailed, Error: "gone"}, " failed failed failed failed"},
	} {
		o := newOffice(t)
		o.alerts(4)
		d := o.together()
		o.ok(o.Finish(ctx, d.ID, c.finish))
		if got := o.fates(); got != c.want {
			t.Errorf("%s:%s", name, got)
		}
		if c.finish.State == model.DeliveryFailed {
			continue
		}
		// The same go once more, and nothing else that was never tried goes marked.
		o.queued(model.Notice{Kind: "alert", ChatID: 7})
		if again := o.together(); again.ID != d.ID || again.Attempts != 1 || len(again.Carried) != 3 && c.finish.Resend {
			t.Errorf("%s: once more %+v", name, again)
		}
	}
}

func TestWhoBelievesThemToldLearnsThatNoneOfThemWas(t *testing.T) {
	o := newOffice(t)
	o.queued(model.Notice{Kind: "filed", Subject: "case 3", ChatID: 9, Priority: model.PriorityAnswer})
	o.sent(o.theOne(), 200, "已上报")
	o.alerts(4)
	d := o.together()
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryFailed, Error: "gone"}))
	if edit := o.theOne(); !edit.Edit || edit.Notice.ChatID != 9 {
		t.Errorf("shown anew: %+v", edit)
	}
}

func TestAfterAStopAllThatWasBeingToldTogetherIsToldOnceMore(t *testing.T) {
	o := newOffice(t)
	o.alerts(4)
	d := o.together()
	again := openOffice(t, o.path, model.DefaultPolicy())
	if n := must[int](t)(again.Recover(ctx, instant(firstDay+1))); n != 1 {
		t.Errorf("%d messages were cut off", n)
	}
	if got := again.fates(); got != " pending! pending! pending! pending!" {
		t.Errorf("states:%s", got)
	}
	if once := again.together(); once.ID != d.ID || !once.Resend || len(once.Carried) != 3 {
		t.Errorf("once more %+v", once)
	}
}

// A delivery of which nobody can say any more that it waits is left to a later look.
func TestNothingIsToldTwiceWithOthers(t *testing.T) {
	o := newOffice(t)
	o.alerts(3)
	d := o.theOne()
	d.Carried = must[[]Carried](t)(o.Companions(ctx, d.ID, instant(firstDay+30), 99))
	o.sent(Delivery{ID: d.Carried[0].ID, Notice: d.Notice}, 300, "一")
	err := o.BeginDelivery(ctx, Begun{ID: d.ID, ChatID: 7, Carried: d.Carried}, instant(firstDay))
	if err != ErrOver {
		t.Errorf("it is told again: %v", err)
	}
	if got := o.fates(); got != " pending sent pending" {
		t.Errorf("states:%s", got)
	}
}

// What has a message of its own already, or is no emergency, goes alone; of several
// chats a look finds the first for each.
func TestAThousandAlertsForOneChatHideNoneForOthers(t *testing.T) {
	o := newOffice(t)
	o.alerts(100)
	o.queued(model.Notice{Kind: "alert", ChatID: 8})
	o.queued(model.Notice{Kind: "answer", ChatID: 7, Priority: model.PriorityAnswer})
	due := must[[]Delivery](t)(o.DueDeliveries(ctx, instant(firstDay), 3))
	if len(due) != 3 || due[0].Notice.ChatID != 7 || due[1].Notice.ChatID != 8 || due[2].Notice.Kind != "answer" {
		t.Errorf("due: %+v", due)
	}
	if with := must[[]Carried](t)(o.Companions(ctx, due[0].ID, instant(firstDay), 50)); len(with) != 50 {
		t.Errorf("%d go with it", len(with))
	}
	for _, alone := range due[1:] {
		if with := must[[]Carried](t)(o.Companions(ctx, alone.ID, instant(firstDay), 50)); len(with) != 0 {
			t.Errorf("%+v goes with %+v", alone, with)
		}
	}
	// One of which a part arrived goes on with its own parts.
	second := Delivery{ID: due[0].ID + 1, Notice: due[0].Notice}
	o.begin(second, Rendered{}, "一", "二")
	o.arrived(second, 1, 100)
	o.ok(o.Finish(ctx, second.ID, Finish{State: model.DeliveryPending}))
	with := must[[]Carried](t)(o.Companions(ctx, due[0].ID, instant(firstDay), 1))
	if len(with) != 1 || with[0].ID == second.ID {
		t.Errorf("what was begun goes with others: %+v", with)
	}
}

// All of them are given up at one look, not one after the other.
func TestAlertsForWhoCannotBeReachedAreAllGivenUp(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice))
	for range 3 {
		o.queued(model.Notice{Kind: "alert", CadreID: p[0]})
	}
	if due := o.due(instant(firstDay)); len(due) != 0 {
		t.Errorf("due: %+v", due)
	}
	if got := o.fates(); got != " failed failed failed" {
		t.Errorf("states:%s", got)
	}
}
