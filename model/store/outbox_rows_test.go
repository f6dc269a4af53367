package store

import (
	"encoding/json"
	"fmt"
	"testing"

	"ringkeeper/model"
)

func TestTheOutboxIsListedByStateReaderChatKindSubjectAndTime(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre))
	o.bind(p[0], 21)
	queue := func(on model.Day, notices ...model.Notice) {
		must[int](t)(o.Queue(ctx, notices, instant(on)))
	}
	queue(firstDay,
		model.Notice{Key: "digest 1", Kind: "digest", CadreID: p[0], Priority: model.PriorityDigest},
		model.Notice{Key: "alert 1", Kind: "alert", ChatID: -5, Subject: "emergency 1"})
	queue(firstDay+1,
		model.Notice{Key: "digest 2", Kind: "digest", CadreID: p[1], Priority: model.PriorityDigest},
		model.Notice{Key: "alert 2", Kind: "alert", ChatID: -6, Subject: "emergency 1"})
	for _, d := range o.due(instant(firstDay + 1)) {
		if d.Notice.CadreID == p[0] {
			o.sent(d, 100, "第一部分", "第二部分")
		}
	}
	for _, c := range []struct {
		name   string
		filter OutboxFilter
		want   string
	}{
		{"all, the newest first", OutboxFilter{}, "[alert 2 digest 2 alert 1 digest 1]"},
		{"the newest two", OutboxFilter{Limit: 2}, "[alert 2 digest 2]"},
		{"pending", OutboxFilter{States: []model.DeliveryState{model.DeliveryPending}}, "[alert 2 alert 1]"},
		{"sent or failed", OutboxFilter{States: []model.DeliveryState{model.DeliverySent, model.DeliveryFailed}}, "[digest 2 digest 1]"},
		{"of a cadre", OutboxFilter{CadreID: p[1]}, "[digest 2]"},
		{"in a group", OutboxFilter{ChatID: -5}, "[alert 1]"},
		{"in a private chat, once it is known", OutboxFilter{ChatID: 21}, "[digest 1]"},
		{"of a kind", OutboxFilter{Kind: "alert"}, "[alert 2 alert 1]"},
		{"about a case", OutboxFilter{Subject: "emergency 1"}, "[alert 2 alert 1]"},
		{"queued since", OutboxFilter{Since: instant(firstDay + 1)}, "[alert 2 digest 2]"},
		{"all together", OutboxFilter{Subject: "emergency 1", Since: instant(firstDay + 1), Kind: "alert", ChatID: -6}, "[alert 2]"},
	} {
		var got []string
		for _, r := range must[[]OutboxRow](t)(o.OutboxRows(ctx, c.filter)) {
			got = append(got, r.Key)
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
	row := must[[]OutboxRow](t)(o.OutboxRows(ctx, OutboxFilter{CadreID: p[0]}))[0]
	if row.Cadre != "王" || row.ChatID != 21 || row.Text != "第一部分\n第二部分" || row.CreatedAt != instant(firstDay) || row.SentAt != instant(firstDay) {
		t.Errorf("row %+v", row)
	}
}

func TestTheLastDigestOfEveryCadreIsKnownQueuedAndSent(t *testing.T) {
	o := newOffice(t)
	for day := range model.Day(3) {
		for cadre := range int64(2) {
			must[int](t)(o.Queue(ctx, []model.Notice{{Kind: "digest", CadreID: cadre + 1, ChatID: 7, Priority: model.PriorityDigest}}, instant(firstDay+day)))
		}
	}
	must[int](t)(o.Queue(ctx, []model.Notice{{Kind: "answer", CadreID: 1, ChatID: 7, Priority: model.PriorityAnswer}}, instant(firstDay+9)))
	rows := o.due(instant(firstDay + 30)) // the answer, then the digests in order
	for i, d := range rows[1:4] {
		o.begin(d, Rendered{}, "一")
		state := []model.DeliveryState{model.DeliverySent, model.DeliveryAmbiguous, model.DeliverySent}[i]
		o.ok(o.Finish(ctx, d.ID, Finish{State: state, At: instant(firstDay + model.Day(i))}))
	}
	queued, sent, err := o.LastDigests(ctx, instant(firstDay))
	o.ok(err)
	if queued[1] != instant(firstDay+2) || queued[2] != instant(firstDay+2) || sent[1] != instant(firstDay+2) || len(sent) != 1 {
		t.Errorf("queued %v, sent %v", queued, sent)
	}
	if queued, sent, err = o.LastDigests(ctx, instant(firstDay+3)); len(queued)+len(sent) != 0 || err != nil {
		t.Errorf("since a day on which there was none: %v, %v, %v", queued, sent, err)
	}
}

func TestANoticeComesBackAsItWasQueued(t *testing.T) {
	o := newOffice(t)
	n := model.Notice{Key: "a", Subject: "b", Priority: model.PriorityAnswer, Kind: "c", CadreID: 3, ChatID: -4, ReplyTo: 5, Data: json.RawMessage(`{"名":"六"}`), NotBefore: 7}
	o.queued(n)
	d := o.theOne()
	if got, want := fmt.Sprintf("%+v", d.Notice), fmt.Sprintf("%+v", n); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if d.Attempts != 0 || d.Begun || d.Resend || d.Edit || len(d.Parts) != 0 {
		t.Errorf("a fresh delivery %+v", d)
	}
}

// An edit goes by the priority of what it edits, among what is new; that of an
// emergency behind new ones, of which somebody has yet to hear.
func TestEditsAndNewMessagesStandInOneOrder(t *testing.T) {
	o := newOffice(t)
	for _, p := range []model.Priority{model.PriorityDigest, model.PriorityEmergency} {
		o.queued(model.Notice{Kind: "shown", ChatID: 7, Subject: "x", Priority: p})
		o.sent(o.theOne(), 100+int(p), "一")
	}
	tn := turn(firstDay)
	tn.Refresh = []string{"x"}
	tn.Notices = []model.Notice{{Kind: "new", ChatID: 7, Priority: model.PriorityAnswer}, {Kind: "new", ChatID: 7, Priority: model.PriorityDigest}, {Kind: "new", ChatID: 7, Priority: model.PriorityEmergency}}
	o.ok(o.Commit(ctx, tn))
	var order []string
	for _, d := range o.due(instant(firstDay)) {
		order = append(order, fmt.Sprintf("%s %d", d.Notice.Kind, d.Notice.Priority))
	}
	if got, want := fmt.Sprint(order), "[new 0 shown 0 new 1 shown 2 new 2]"; got != want {
		t.Errorf("order %s, want %s", got, want)
	}
	if few := must[[]Delivery](t)(o.DueDeliveries(ctx, instant(firstDay), 2)); len(few) != 2 || few[0].Edit || !few[1].Edit {
		t.Errorf("the first two: %+v", few)
	}
}
