package store

import (
	"reflect"
	"testing"
	"time"

	"ringkeeper/model"
)

func TestTheFiguresCountWhatWaitsAndWhatIsDue(t *testing.T) {
	o := newOffice(t)
	at := morning(firstDay)
	now := model.InstantOf(at)
	empty := must[Figures](t)(o.Figures(ctx, at))
	if empty.InboxOldest != 0 || len(empty.Outbox)+len(empty.Overdue) != 0 {
		t.Errorf("of nothing: %+v", empty)
	}
	ids := o.roster(family("1", model.Red, 0), family("2", model.Red, 0), family("3", model.Blue, 0))
	for i, due := range []model.Day{firstDay - 1, firstDay, firstDay + soon + 1} {
		o.ok(o.writes.Exec(`UPDATE households SET contact_due = ?, visit_due = ?, assessment_due = NULL WHERE id = ?`, due, firstDay-5, ids[i]).Error)
	}
	o.received(1, 2)
	for _, n := range []model.Notice{
		{Kind: "a", Priority: model.PriorityAnswer, ChatID: 1},
		{Kind: "b", Priority: model.PriorityDigest, ChatID: 1, NotBefore: now.Add(time.Hour)}, // its time has not come
		{Kind: "c", Priority: model.PriorityDigest, ChatID: 1, NotBefore: now.Add(-time.Minute)},
		{Kind: "d", Priority: model.PriorityDigest, ChatID: 1},
	} {
		must[int](t)(o.Queue(ctx, []model.Notice{n}, now.Add(-10*time.Second)))
	}
	// A try that failed waits for the next one, and has waited all the time.
	o.ok(o.writes.Exec(`UPDATE outbox SET attempts = 1, not_before = ? WHERE kind = 'd'`, now.Add(time.Minute)).Error)
	o.ok(o.SetMeta(ctx, metaHeld, "1"))
	o.ok(o.RememberBackup(ctx, LastBackup{"a.db", 1, now.Add(-time.Hour)}))
	got := must[Figures](t)(o.Figures(ctx, at))
	first := must[Update](t)(o.Update(ctx, 1))
	want := Figures{
		InboxOldest: first.ReceivedAt,
		Outbox: map[model.Priority]Waiting{
			model.PriorityAnswer: {1, now.Add(-10 * time.Second)}, model.PriorityDigest: {2, now.Add(-10 * time.Second)},
		},
		Due:     map[model.Kind]int{model.Contact: 1, model.Visit: 0, model.Assessment: 0},
		Overdue: map[model.Ring]map[model.Kind]int{model.Red: {model.Contact: 1, model.Visit: 2}, model.Blue: {model.Visit: 1}},
		Held:    true,
		Backup:  now.Add(-time.Hour),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestAnExaminationFindsWhatAnOperatorShouldKnow(t *testing.T) {
	o := newOffice(t)
	at := instant(firstDay)
	people := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre))
	o.ok(o.writes.Exec(`UPDATE cadres SET tier = ? WHERE id = ?`, model.TierPairedCadre, people[1]).Error)
	o.roster(family("1", model.Red, people[1]), family("2", model.Blue, people[1]), family("3", model.Undecided, 0))
	o.received(1)
	o.ok(o.SetAside(ctx, 1, "a fault", at))
	for i, state := range []model.DeliveryState{model.DeliveryFailed, model.DeliveryAmbiguous, model.DeliveryAmbiguous, model.DeliverySent} {
		must[int](t)(o.Queue(ctx, []model.Notice{{Kind: "a", ChatID: int64(i)}}, at))
		o.ok(o.writes.Exec(`UPDATE outbox SET state = ? WHERE chat_id = ?`, state, i).Error)
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.FileEmergency{Emergency: model.Emergency{Source: "a", ReportedBy: people[1]}})))
	filed := must[[]EmergencyRow](t)(o.Emergencies(ctx, EmergencyFilter{}))[0].ReportedAt
	for _, c := range []struct {
		at   model.Instant
		late int
	}{{filed.Add(2 * time.Hour), 0}, {filed.Add(2*time.Hour) + 1, 1}} {
		got := must[Findings](t)(o.Examine(ctx, c.at, at))
		want := Findings{Households: 3, Undecided: 1, Unassigned: 1, Unfit: 1, Unbound: 1, Failed: 1, Ambiguous: 2, Aside: 1, Late: c.late, Newest: got.Newest}
		if got != want || got.Newest < at {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	if got := must[Findings](t)(o.Examine(ctx, at, at+1)); got.Failed+got.Ambiguous != 0 {
		t.Errorf("older messages count: %+v", got)
	}
}
