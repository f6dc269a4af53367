package store

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"ringkeeper/model"
)

// queued puts one notice into the outbox.
func (o *office) queued(n model.Notice) {
	o.t.Helper()
	must[int](o.t)(o.Queue(ctx, []model.Notice{n}, instant(firstDay)))
}

func (o *office) due(at model.Instant) []Delivery {
	o.t.Helper()
	return must[[]Delivery](o.t)(o.DueDeliveries(ctx, at, 99))
}

// theOne is the only delivery that is due.
func (o *office) theOne() Delivery {
	o.t.Helper()
	due := o.due(instant(firstDay + 30))
	if len(due) != 1 {
		o.t.Fatalf("%d deliveries are due, want 1", len(due))
	}
	return due[0]
}

// begin renders a delivery as messages and is about to send them.
func (o *office) begin(d Delivery, r Rendered, texts ...string) {
	o.t.Helper()
	for i, text := range texts {
		r.Parts = append(r.Parts, Part{N: i + 1, HTML: text})
	}
	b := Begun{ID: d.ID, ChatID: d.Notice.ChatID, Wanted: d.Wanted, Edit: d.Edit, Again: d.Begun, Rendered: r}
	o.ok(o.BeginDelivery(ctx, b, instant(firstDay)))
}

func (o *office) arrived(d Delivery, n, message int) {
	o.t.Helper()
	o.ok(o.MarkPart(ctx, d.ID, n, PartOutcome{State: model.DeliverySent, MessageID: message, At: instant(firstDay)}))
}

func (o *office) sent(d Delivery, message int, texts ...string) {
	o.t.Helper()
	o.begin(d, Rendered{}, texts...)
	for i := range texts {
		o.arrived(d, i+1, message+i)
	}
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliverySent, At: instant(firstDay)}))
}

func (o *office) outboxState(id int64) OutboxRow {
	o.t.Helper()
	for _, r := range must[[]OutboxRow](o.t)(o.OutboxRows(ctx, OutboxFilter{})) {
		if r.ID == id {
			return r
		}
	}
	o.t.Fatalf("no outbox row %d", id)
	return OutboxRow{}
}

func TestADeliveryGoesFromPendingToSent(t *testing.T) {
	o := newOffice(t)
	o.queued(model.Notice{Kind: "answer", ChatID: 7, Priority: model.PriorityAnswer, Data: json.RawMessage(`{"a":1}`)})
	d := o.theOne()
	if d.Notice.ChatID != 7 || string(d.Notice.Data) != `{"a":1}` || d.Edit || d.Resend {
		t.Errorf("delivery %+v", d)
	}
	o.begin(d, Rendered{}, "一", "二")
	if due := o.due(instant(firstDay + 30)); len(due) != 0 {
		t.Errorf("due again while it is being sent: %+v", due)
	}
	o.arrived(d, 1, 100)
	o.arrived(d, 2, 101)
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliverySent, At: instant(firstDay)}))
	if r := o.outboxState(d.ID); r.State != model.DeliverySent || r.SentAt != instant(firstDay) || r.Text != "一\n二" || r.ChatID != 7 {
		t.Errorf("row %+v", r)
	}
	if due := o.due(instant(firstDay + 30)); len(due) != 0 {
		t.Errorf("due after it was sent: %+v", due)
	}
}

func TestWhatMattersMostGoesFirstAndNothingBeforeItsTime(t *testing.T) {
	o := newOffice(t)
	at := instant(firstDay)
	if _, waits, err := o.NextDelivery(ctx); waits || err != nil {
		t.Errorf("an empty outbox waits: %v", err)
	}
	o.queued(model.Notice{Kind: "digest", ChatID: 1, Priority: model.PriorityDigest, NotBefore: at})
	o.queued(model.Notice{Kind: "answer", ChatID: 1, Priority: model.PriorityAnswer, NotBefore: at + 1000})
	o.queued(model.Notice{Kind: "emergency", ChatID: 1, Priority: model.PriorityEmergency, NotBefore: at})
	if next, waits, err := o.NextDelivery(ctx); next != at || !waits || err != nil {
		t.Errorf("next at %d (%t, %v), want %d", next, waits, err, at)
	}
	var kinds []model.NoticeKind
	for _, d := range append(o.due(at), o.due(at+1000)...) {
		kinds = append(kinds, d.Notice.Kind)
	}
	if got, want := fmt.Sprint(kinds), "[emergency digest emergency answer digest]"; got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
}

func TestWhoCannotBeReachedNeverBlocksTheOutbox(t *testing.T) {
	o := newOffice(t)
	people := o.cadres(person("未绑", model.RoleCadre), person("拉黑", model.RoleCadre), person("在线", model.RoleCadre))
	o.bind(people[1], 21)
	o.bind(people[2], 22)
	o.ok(o.Commit(ctx, turn(firstDay, model.SetBlocked{CadreID: people[1], Blocked: true})))
	for _, id := range people {
		o.queued(model.Notice{Kind: "digest", CadreID: id, Priority: model.PriorityDigest})
	}
	due := must[[]Delivery](t)(o.DueDeliveries(ctx, instant(firstDay), 1))
	if len(due) != 1 || due[0].Notice.ChatID != 22 || due[0].Language != "zh" {
		t.Fatalf("due: %+v", due)
	}
	for i, want := range []string{ErrorNotBound, ErrorBlocked, ""} {
		r := must[[]OutboxRow](t)(o.OutboxRows(ctx, OutboxFilter{CadreID: people[i]}))[0]
		if r.Error != want || (r.State == model.DeliveryFailed) != (want != "") {
			t.Errorf("%s: %s, %q", r.Cadre, r.State, r.Error)
		}
	}
}

func TestATryThatFailedWaitsForItsTimeAndIsCounted(t *testing.T) {
	o := newOffice(t)
	o.queued(model.Notice{Kind: "answer", ChatID: 7, Priority: model.PriorityAnswer})
	d := o.theOne()
	o.begin(d, Rendered{}, "一", "二")
	o.arrived(d, 1, 100)
	later := instant(firstDay + 1)
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryPending, NotBefore: later, Error: "429"}))
	if due := o.due(later - 1); len(due) != 0 {
		t.Errorf("due before its time")
	}
	d = o.due(later)[0]
	if d.Attempts != 1 || d.Resend || len(d.Parts) != 2 || d.Parts[0].MessageID != 100 || d.Parts[1].MessageID != 0 {
		t.Errorf("second try: %+v", d)
	}
	o.ok(o.MarkPart(ctx, d.ID, 2, PartOutcome{State: model.DeliveryAmbiguous}))
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryPending, NotBefore: later}))
	if d = o.due(later)[0]; !d.Resend {
		t.Error("a message that may have arrived is not marked when it is sent again")
	}
}

func TestAnEditAskedForMeanwhileIsNotLost(t *testing.T) {
	o := newOffice(t)
	o.queued(model.Notice{Kind: "case", Subject: "emergency 1", ChatID: 7})
	refresh := func() {
		tn := turn(firstDay)
		tn.Refresh = []string{"emergency 1"}
		o.ok(o.Commit(ctx, tn))
	}
	refresh() // not rendered yet: it will show the state of the minute
	d := o.theOne()
	o.begin(d, Rendered{}, "一")
	refresh() // too late for this rendering
	o.arrived(d, 1, 100)
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliverySent, At: instant(firstDay)}))
	if d = o.theOne(); !d.Edit || d.Parts[0].MessageID != 100 || d.Notice.ChatID != 7 {
		t.Fatalf("edit: %+v", d)
	}
	refresh() // after it was read, before it was begun
	o.begin(d, Rendered{}, "二")
	if len(o.due(instant(firstDay))) != 0 {
		t.Error("an edit that is being made is due again")
	}
	refresh() // while it was being made
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliverySent, At: instant(firstDay)}))
	d = o.theOne()
	o.begin(d, Rendered{}, "三")
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryPending, NotBefore: instant(firstDay + 1)}))
	if len(o.due(instant(firstDay))) != 0 {
		t.Error("a failed edit is due before its time")
	}
	if next, waits, _ := o.NextDelivery(ctx); !waits || next != instant(firstDay+1) {
		t.Errorf("next at %d", next)
	}
	d = o.theOne()
	o.begin(d, Rendered{}, "四")
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliverySent, At: instant(firstDay)}))
	if len(o.due(instant(firstDay+30))) != 0 {
		t.Error("done with, yet due")
	}
	if r := o.outboxState(d.ID); r.Text != "四" || r.State != model.DeliverySent {
		t.Errorf("row %+v", r)
	}
}

func TestARedrawShowsOurMessageWithOtherDataAndIgnoresOthers(t *testing.T) {
	o := newOffice(t)
	o.queued(model.Notice{Kind: "list", ChatID: 7, Data: json.RawMessage(`{"page":1}`)})
	o.sent(o.theOne(), 100, "第一页")
	tn := turn(firstDay)
	tn.Redraws = []model.Redraw{{ChatID: 7, MessageID: 100, Data: json.RawMessage(`{"page":2}`)}, {ChatID: 7, MessageID: 999}, {ChatID: 8, MessageID: 100}}
	o.ok(o.Commit(ctx, tn))
	if d := o.theOne(); !d.Edit || string(d.Notice.Data) != `{"page":2}` {
		t.Errorf("edit: %+v", d)
	}
}

func TestWhatWasTriedOrIsForLaterIsNotUntried(t *testing.T) {
	o := newOffice(t)
	now := instant(firstDay)
	o.queued(model.Notice{Kind: "digest", ChatID: 7})
	o.queued(model.Notice{Kind: "digest", ChatID: 8, NotBefore: now + 1})
	untried := func() int { return must[int](t)(o.Untried(ctx, now)) }
	if n := untried(); n != 1 {
		t.Errorf("%d before anything is sent, want 1", n)
	}
	d := must[[]Delivery](t)(o.DueDeliveries(ctx, now, 9))[0]
	o.begin(d, Rendered{}, "一")
	if n := untried(); n != 1 {
		t.Errorf("%d while it is sent, want 1", n)
	}
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryPending, At: now, NotBefore: now}))
	if n := untried(); n != 0 {
		t.Errorf("%d when it was tried in vain, want 0", n)
	}
}

func TestAReplyFindsTheHouseholdsOfItsMessage(t *testing.T) {
	o := newOffice(t)
	ids := o.roster(family("1", model.Red, 0), family("2", model.Red, 0), family("3", model.Red, 0))
	digest := func(on model.Day, lines ...Line) Delivery {
		must[int](t)(o.Queue(ctx, []model.Notice{{Kind: "digest", Subject: on.String(), ChatID: 7, Priority: model.PriorityDigest}}, instant(on)))
		d := o.theOne()
		o.ok(o.BeginDelivery(ctx, Begun{ID: d.ID, ChatID: 7, Rendered: Rendered{Lines: lines, Parts: []Part{{N: 1, HTML: "一"}, {N: 2, HTML: "二"}}}}, instant(on)))
		return d
	}
	monday := []Line{{1, ids[0], 1}, {2, ids[1], 2}}
	first := digest(firstDay, monday...)
	reply := func(message int) ([]Line, int64) {
		t.Helper()
		lines, id, kind, _, err := o.HouseholdsInMessage(ctx, 7, message)
		o.ok(err)
		if id != 0 && kind != "digest" {
			t.Errorf("kind %s", kind)
		}
		return lines, id
	}
	if lines, id := reply(100); id != first.ID || !reflect.DeepEqual(lines, monday) {
		t.Errorf("a reply that overtakes the answer of the API: %v of %d", lines, id)
	}
	o.arrived(first, 1, 100)
	o.arrived(first, 2, 101)
	o.ok(o.Finish(ctx, first.ID, Finish{State: model.DeliverySent, At: instant(firstDay)}))
	second := digest(firstDay+1, Line{1, ids[2], 1})
	o.ok(o.FinishSent(ctx, second.ID, 1, PartOutcome{State: model.DeliverySent, MessageID: 200, At: instant(firstDay + 1)}))
	for message, want := range map[int]int64{100: first.ID, 101: first.ID, 200: second.ID, 555: second.ID, 0: second.ID} {
		if _, id := reply(message); id != want {
			t.Errorf("reply to %d means delivery %d, want %d", message, id, want)
		}
	}
	if lines, id, _, _, err := o.HouseholdsInMessage(ctx, 8, 100); id != 0 || lines != nil || err != nil {
		t.Errorf("another chat: %v of %d, %v", lines, id, err)
	}
}
