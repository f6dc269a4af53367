package store

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"ringkeeper/model"
)

const (
	alertsOfHook = "emergency:7/1"
	patience     = 5 * time.Minute
)

// reports files a case with an alert under way, of which a hook is to be told that
// is called where the alert does not arrive, and one that always is.
func (o *office) reports(e model.Emergency) {
	o.t.Helper()
	e.Source = "7/1"
	t := turn(firstDay, model.FileEmergency{Emergency: e})
	hooks := []model.Hook{{Name: "robot", When: model.HookAlways}, {Name: "sms", When: model.HookUnreached, After: patience}}
	t.Effects = append(t.Effects, model.CallsOfReport(hooks, e.Source, alertsOfHook, t.At)...)
	t.Notices = []model.Notice{{ChatID: 7, Kind: "alert", Priority: model.PriorityEmergency, Subject: alertsOfHook}}
	o.ok(o.Commit(ctx, t))
}

// dueHooks are the calls that are due some time after the first morning: step,
// attempts, and whether Telegram reached somebody.
func (o *office) dueHooks(hook string, after time.Duration) (due []string) {
	o.t.Helper()
	for _, c := range must[[]HookCall](o.t)(o.DueHookCalls(ctx, hook, instant(firstDay).Add(after), 9)) {
		due = append(due, fmt.Sprintf("#%d %s %s %d %v %v", c.ID, c.Step, c.Village, c.Attempts, c.Unreached, c.Reached))
	}
	return due
}

func (o *office) expectHooks(what string, got []string, want ...string) {
	o.t.Helper()
	if !reflect.DeepEqual(got, want) {
		o.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestAHookIsToldOnceAndAtItsTime(t *testing.T) {
	o := newOffice(t)
	o.reports(model.Emergency{Village: "新村"})
	again := model.CallHook{Hook: "robot", Source: "7/1", Step: model.HookReported, At: instant(firstDay)}
	o.ok(o.Commit(ctx, turn(firstDay, again)))
	o.expectHooks("at once", o.dueHooks("robot", 0), "#1 reported 新村 0 false false")
	o.expectHooks("before its time", o.dueHooks("sms", patience-time.Millisecond))
	o.expectHooks("at its time", o.dueHooks("sms", patience), "#1 reported 新村 0 true false")
	o.ok(o.Commit(ctx, turn(firstDay, model.CallsOfEscalation([]model.Hook{{Name: "robot", When: model.HookAlways}}, "7/1", "acknowledge:office", instant(firstDay+1))...)))
	o.expectHooks("an escalation", o.dueHooks("robot", 24*time.Hour), "#1 reported 新村 0 false false", "#1 acknowledge:office 新村 0 false false")
	unknown := turn(firstDay, model.CallHook{Hook: "robot", Source: "8/1", Step: model.HookReported})
	if err := o.Commit(ctx, unknown); !errors.Is(err, ErrUnknown) {
		t.Errorf("of a case that is not there: %v", err)
	}
	o.ok(o.SetMeta(ctx, metaHeld, "1"))
	o.expectHooks("held", o.dueHooks("robot", time.Hour))
}

func TestAHookLearnsWhatBecameOfTheAlerts(t *testing.T) {
	for state, want := range map[model.DeliveryState]struct{ early, late []string }{
		model.DeliveryPending:   {nil, []string{"#1 reported  0 true false"}},
		model.DeliverySending:   {nil, []string{"#1 reported  0 true false"}},
		model.DeliverySent:      {[]string{"#1 reported  0 true true"}, []string{"#1 reported  0 true true"}},
		model.DeliveryFailed:    {[]string{"#1 reported  0 true false"}, []string{"#1 reported  0 true false"}},
		model.DeliveryAmbiguous: {[]string{"#1 reported  0 true false"}, []string{"#1 reported  0 true false"}},
	} {
		o := newOffice(t)
		o.reports(model.Emergency{})
		o.queued(model.Notice{ChatID: 8, Kind: "filed", Priority: model.PriorityAnswer, Subject: alertsOfHook}) // which is no alert
		o.ok(o.writes.Exec(`UPDATE outbox SET state = 'sent' WHERE priority = 1`).Error)
		o.ok(o.writes.Exec(`UPDATE outbox SET state = ? WHERE priority = 0`, state).Error)
		o.expectHooks(string(state)+" early", o.dueHooks("sms", time.Second), want.early...)
		o.expectHooks(string(state)+" late", o.dueHooks("sms", patience), want.late...)
	}
}

func TestADoubtThatEndsHastensTheHooks(t *testing.T) {
	o := newOffice(t)
	file := model.FileEmergency{Emergency: model.Emergency{Source: "7/1", Unconfirmed: true}}
	goesOut := instant(firstDay).Add(model.ConfirmWithin)
	hooks := []model.Hook{{Name: "sms", When: model.HookUnreached, After: patience}, {Name: "robot", When: model.HookAlways}}
	o.ok(o.Commit(ctx, turn(firstDay, append([]model.Effect{file}, model.CallsOfReport(hooks, "7/1", alertsOfHook, goesOut)...)...)))
	// There is no alert at all, but nobody has said yet that it is to go out.
	o.expectHooks("in doubt", o.dueHooks("sms", model.ConfirmWithin-time.Second))
	o.expectHooks("in doubt", o.dueHooks("robot", model.ConfirmWithin-time.Second))
	o.expectHooks("it goes out", o.dueHooks("sms", model.ConfirmWithin), "#1 reported  0 true false")
	sure := turn(firstDay, model.ConfirmEmergency{ID: 1, Subject: alertsOfHook})
	sure.At = instant(firstDay).Add(time.Minute)
	o.ok(o.Commit(ctx, sure))
	o.expectHooks("beyond doubt", o.dueHooks("sms", time.Minute), "#1 reported  0 true false")
	o.expectHooks("beyond doubt", o.dueHooks("robot", time.Minute), "#1 reported  0 false false")
}

func TestACallIsTriedAgainAtItsTimeAndAfterACrash(t *testing.T) {
	o := newOffice(t)
	o.reports(model.Emergency{})
	o.ok(o.writes.Exec(`UPDATE outbox SET state = 'failed'`).Error)
	c := must[[]HookCall](t)(o.DueHookCalls(ctx, "sms", instant(firstDay), 9))[0]
	if c.QueuedAt != instant(firstDay) {
		t.Errorf("queued at %d", c.QueuedAt)
	}
	o.ok(o.BeginHookCalls(ctx, []int64{c.CallID}))
	o.expectHooks("being made", o.dueHooks("sms", time.Hour))
	o.ok(o.RecoverHookCalls(ctx, "robot"))
	o.expectHooks("another's", o.dueHooks("sms", time.Hour))
	o.ok(o.RecoverHookCalls(ctx, "sms"))
	o.expectHooks("cut off", o.dueHooks("sms", time.Hour), "#1 reported  1 true false")
	o.ok(o.FinishHookCall(ctx, c.CallID, HookOutcome{State: model.DeliveryPending, Error: "status 502", NotBefore: instant(firstDay).Add(time.Minute)}))
	o.expectHooks("too early", o.dueHooks("sms", time.Minute-time.Millisecond))
	o.expectHooks("again", o.dueHooks("sms", time.Minute), "#1 reported  1 true false")
	o.ok(o.FinishHookCall(ctx, c.CallID, HookOutcome{State: model.DeliverySent, At: instant(firstDay).Add(time.Minute)}))
	o.expectHooks("done", o.dueHooks("sms", time.Hour))
}

func TestHooksThatDoNotGetThroughAreCounted(t *testing.T) {
	o := newOffice(t)
	o.reports(model.Emergency{})
	at := instant(firstDay)
	troubles := func(waiting, failed model.Instant) map[string]HookTrouble {
		return must[map[string]HookTrouble](t)(o.HookTroubles(ctx, waiting, failed))
	}
	want := func(what string, got, want map[string]HookTrouble) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v", what, got)
		}
	}
	want("both are new", troubles(at, 0), map[string]HookTrouble{})
	want("one has waited", troubles(at.Add(time.Millisecond), 0), map[string]HookTrouble{"robot": {Calls: 1}})
	o.ok(o.FinishHookCall(ctx, 1, HookOutcome{State: model.DeliveryFailed, Error: "status 502"}))
	o.ok(o.FinishHookCall(ctx, 2, HookOutcome{State: model.DeliverySent, At: at}))
	want("one failed", troubles(at.Add(time.Hour), at), map[string]HookTrouble{"robot": {1, "status 502"}})
	want("long ago", troubles(at.Add(time.Hour), at+1), map[string]HookTrouble{})
	o.ok(o.Commit(ctx, turn(firstDay, model.CallHook{Hook: "robot", Source: "7/1", Step: "late", At: at})))
	o.ok(o.FinishHookCall(ctx, 3, HookOutcome{State: model.DeliveryPending, Error: "errcode 310000", NotBefore: at}))
	want("the newest tells why", troubles(at.Add(time.Hour), at), map[string]HookTrouble{"robot": {2, "errcode 310000"}})
}
