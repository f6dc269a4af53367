package store

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"

	"ringkeeper/model"
)

func TestAfterAStopWhatWasBeingSentIsSortedOut(t *testing.T) {
	o := newOffice(t)
	start := func(kind model.NoticeKind, p model.Priority, arrived int) Delivery {
		o.queued(model.Notice{Kind: kind, ChatID: 7, Priority: p, Subject: string(kind)})
		d := o.theOne()
		o.begin(d, Rendered{}, "一", "二")
		for n := 1; n <= arrived; n++ {
			o.arrived(d, n, int(d.ID)*100+n)
		}
		return d
	}
	emergency := start("emergency", model.PriorityEmergency, 1)
	answer := start("answer", model.PriorityAnswer, 0)
	digest := start("digest", model.PriorityDigest, 1)
	whole := start("whole", model.PriorityDigest, 2)
	shown := start("shown", model.PriorityAnswer, 2)
	o.ok(o.Finish(ctx, shown.ID, Finish{State: model.DeliverySent, At: instant(firstDay)}))
	tn := turn(firstDay)
	tn.Refresh = []string{"shown"}
	o.ok(o.Commit(ctx, tn))
	o.begin(o.theOne(), Rendered{}, "三", "四")

	again := openOffice(t, o.path, model.DefaultPolicy())
	if n := must[int](t)(again.Recover(ctx, instant(firstDay+1))); n != 3 {
		t.Errorf("%d were cut off, want 3", n)
	}
	for id, want := range map[int64]model.DeliveryState{
		emergency.ID: model.DeliveryPending, answer.ID: model.DeliveryPending,
		digest.ID: model.DeliveryAmbiguous, whole.ID: model.DeliverySent, shown.ID: model.DeliverySent,
	} {
		if got := again.outboxState(id); got.State != want {
			t.Errorf("%s is %s, want %s", got.Kind, got.State, want)
		}
	}
	if r := again.outboxState(whole.ID); r.SentAt != instant(firstDay) {
		t.Errorf("sent at %d, its messages at %d", r.SentAt, instant(firstDay))
	}
	due := again.due(instant(firstDay + 1))
	if len(due) != 3 || due[0].ID != emergency.ID || !due[0].Resend || due[0].Parts[0].MessageID == 0 || due[0].Parts[1].MessageID != 0 ||
		due[1].ID != answer.ID || !due[1].Resend || due[2].ID != shown.ID || !due[2].Edit {
		t.Errorf("due after the stop: %+v", due)
	}
	if n := must[int](t)(again.Recover(ctx, instant(firstDay+1))); n != 0 {
		t.Errorf("a second look found %d", n)
	}
}

func TestWhoBlockedTheBotIsKnownFromThenOn(t *testing.T) {
	o := newOffice(t)
	cadre := o.cadres(person("王", model.RoleOffice))[0]
	o.bind(cadre, 21)
	o.queued(model.Notice{Kind: "digest", CadreID: cadre, Priority: model.PriorityDigest})
	d := o.theOne()
	o.begin(d, Rendered{}, "一")
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryFailed, Error: "403", Gone: true, At: instant(firstDay)}))
	if c := must[model.Cadre](t)(o.Cadre(ctx, cadre)); !c.Blocked {
		t.Error("not known as one who blocked the bot")
	}
	if chats := must[[]OfficeChat](t)(o.OfficeChats(ctx)); len(chats) != 0 {
		t.Errorf("office chats: %+v", chats)
	}
	o.bind(cadre, 21)
	if c := must[model.Cadre](t)(o.Cadre(ctx, cadre)); c.Blocked {
		t.Error("still blocked after binding anew")
	}
}

func TestAGroupThatThrewTheBotOutIsForgotten(t *testing.T) {
	o := newOffice(t)
	o.ok(o.Commit(ctx, turn(firstDay, model.BindGroup{Group: model.Group{ChatID: -5, Office: true, Scope: model.Scope{All: true}}})))
	o.queued(model.Notice{Kind: "emergency", ChatID: -5})
	d := o.theOne()
	o.begin(d, Rendered{}, "一")
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryFailed, Error: "kicked", Gone: true, At: instant(firstDay)}))
	if g := must[model.Group](t)(o.Group(ctx, -5)); g.ChatID != 0 {
		t.Errorf("group %+v", g)
	}
	if lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditGroupUnbound}, 0)); len(lines) != 1 || lines[0].Detail != `{"error":"kicked"}` {
		t.Errorf("audit %+v", lines)
	}
}

func TestAGroupThatBecameASupergroupIsFollowedEverywhere(t *testing.T) {
	o := newOffice(t)
	tn := turn(firstDay, model.BindGroup{Group: model.Group{ChatID: -5, Title: "东山镇", Scope: model.Scope{TownshipID: 3, Unit: "x"}}})
	tn.Talk = &model.Talk{ChatID: -5, PersonID: 8, State: json.RawMessage(`{}`)}
	tn.Notices = []model.Notice{{Kind: "a", ChatID: -5}, {Kind: "b", ChatID: -5, NotBefore: instant(firstDay + 60)}}
	o.ok(o.Commit(ctx, tn))
	d := o.theOne()
	o.begin(d, Rendered{}, "一")
	o.ok(o.Finish(ctx, d.ID, Finish{MigratedTo: -100, At: instant(firstDay)}))
	for _, d := range o.due(instant(firstDay + 90)) {
		if d.Notice.ChatID != -100 {
			t.Errorf("%s still goes to %d", d.Notice.Kind, d.Notice.ChatID)
		}
	}
	if g := must[model.Group](t)(o.Group(ctx, -100)); g.Title != "东山镇" || g.Scope != (model.Scope{TownshipID: 3, Unit: "x"}) {
		t.Errorf("group %+v", g)
	}
	if talk := must[model.Talk](t)(o.Talk(ctx, -100, 8, instant(firstDay))); string(talk.State) != `{}` {
		t.Errorf("talk %+v", talk)
	}
}

func TestOneProcessSends(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ringkeeper.db")
	release, err := LockSender(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LockSender(path); !errors.Is(err, ErrSenderBusy) {
		t.Fatalf("a second holder: %v, want ErrSenderBusy", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	release, err = LockSender(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
}
