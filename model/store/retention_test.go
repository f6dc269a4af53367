package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ringkeeper/model"
)

// found tells which words stand anywhere in the bytes of the database, in free
// pages and in the write-ahead log too.
func (o *office) found(words ...string) (left []string) {
	o.t.Helper()
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(o.path + suffix)
		o.ok(err)
		for _, w := range words {
			if n := bytes.Count(b, []byte(w)); n > 0 {
				left = append(left, fmt.Sprintf("%q %d times in %q", w, n, filepath.Base(o.path+suffix)))
			}
		}
	}
	return left
}

// spoke is a day in which somebody wrote a text and was answered, asked something
// and never came back.
func (o *office) spoke(update int64, day model.Day, text string) {
	o.t.Helper()
	at, chat := instant(day), 40+update%7
	o.ok(o.Receive(ctx, []Update{{ID: update, Chat: chat, Raw: fmt.Appendf(nil, `{"text":%q}`, text), ReceivedAt: at}}, update+1))
	data := json.RawMessage(fmt.Sprintf(`{"text":%q}`, text))
	talk := must[model.Talk](o.t)(o.Talk(ctx, chat, chat, at))
	o.ok(o.Commit(ctx, model.Turn{UpdateID: update, At: at,
		Talk: &model.Talk{ChatID: chat, PersonID: chat, State: data, ExpiresAt: at + 1000, Version: talk.Version},
		Notices: []model.Notice{
			{Kind: "say", Priority: model.PriorityAnswer, ChatID: chat, Data: data},
			{Kind: "recorded", Subject: fmt.Sprintf("update:%d", update), Priority: model.PriorityAnswer, ChatID: chat, Data: json.RawMessage(`{"update":1}`)},
		}}))
	for _, d := range o.due(at) {
		o.begin(d, Rendered{}, "您说："+text)
		o.ok(o.FinishSent(ctx, d.ID, 1, PartOutcome{State: model.DeliverySent, MessageID: int(d.ID), At: at}))
	}
}

func TestRawTextIsGoneAfterItsDays(t *testing.T) {
	o := newOffice(t)
	const old, young = "旧话旧话旧话", "新话新话新话"
	for i := range int64(300) { // more than one batch
		o.spoke(i+1, firstDay, fmt.Sprintf("%s %0*d", old, 20+i*7%900, i))
	}
	for i := range int64(10) {
		o.spoke(i+1001, firstDay+20, young)
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.NoteStranger{TelegramID: 5})))
	rows := func() string {
		var n []int
		o.ok(o.query(ctx).find("rows", &n, `SELECT COUNT(*) FROM inbox UNION ALL SELECT COUNT(*) FROM outbox WHERE state = 'sent' UNION ALL SELECT COUNT(*) FROM outbox_messages
			WHERE message_id <> 0 UNION ALL SELECT COUNT(*) FROM talks UNION ALL SELECT COUNT(*) FROM audit UNION ALL SELECT COUNT(*) FROM outbox WHERE subject <> '' AND data IS NOT NULL`))
		return fmt.Sprint(n)
	}
	before := rows()
	if len(o.found(old, young)) == 0 {
		t.Fatal("nothing was kept in the first place")
	}
	got := must[Cleared](t)(o.ClearRaw(ctx, 30, morning(firstDay+40)))
	if want := (Cleared{Updates: 300, Messages: 600, Data: 300, Talks: 7, Strangers: 1}); got != want {
		t.Errorf("cleared %+v, want %+v", got, want)
	}
	if left := o.found(old); left != nil {
		t.Errorf("left over: %s", left)
	}
	if after := rows(); after != before {
		t.Errorf("rows %s became %s", before, after)
	}
	if len(o.found(young)) == 0 {
		t.Error("young text went too")
	}
	if again := must[Cleared](t)(o.ClearRaw(ctx, 30, morning(firstDay+40))); again != (Cleared{}) {
		t.Errorf("the second time %+v", again)
	}
}

func TestWhatIsStillToBeDoneKeepsItsWords(t *testing.T) {
	o := newOffice(t)
	o.received(1, 2)
	o.ok(o.SetAside(ctx, 2, "no", instant(firstDay)))
	o.queued(model.Notice{Kind: "say", ChatID: 7, Data: json.RawMessage(`{"a":1}`)})
	waiting := o.theOne()
	o.queued(model.Notice{Kind: "emergency", ChatID: 8, Subject: "emergency:a", Data: json.RawMessage(`{"a":2}`)})
	o.sent(o.due(instant(firstDay))[1], 100, "一")
	tn := turn(firstDay)
	tn.Refresh = []string{"emergency:a"}
	o.ok(o.Commit(ctx, tn))
	got := must[Cleared](t)(o.ClearRaw(ctx, 30, morning(firstDay+90)))
	if want := (Cleared{Updates: 1}); got != want {
		t.Errorf("cleared %+v, want only the update set aside", got)
	}
	for _, d := range o.due(instant(firstDay + 90)) {
		if d.ID == waiting.ID && string(d.Notice.Data) != `{"a":1}` || d.ID != waiting.ID && (d.Parts[0].HTML != "一" || !d.Edit) {
			t.Errorf("delivery %+v", d)
		}
	}
	aside := must[[]Update](t)(o.Updates(ctx, UpdateAside, 0))
	if fresh := must[[]Update](t)(o.NewUpdates(ctx, 0, 9)); len(fresh) != 1 || string(fresh[0].Raw) != "{}" || len(aside) != 1 || len(aside[0].Raw) != 0 {
		t.Errorf("waiting %+v, aside %+v", fresh, aside)
	}
}

// patient opens the database once more, as the program does: it waits five
// seconds for others.
func (o *office) patient() *Store {
	st := must[*Store](o.t)(Open(ctx, o.path, Options{Policy: model.DefaultPolicy(), Zone: shanghai}))
	o.t.Cleanup(func() { st.Close() })
	return st
}

// TestClearingHoldsUpNobodyWhoWrites, here or in another process, while somebody
// reads: it would wait for the reader with the lock for writing in its hand.
func TestClearingHoldsUpNobodyWhoWrites(t *testing.T) {
	o := newOffice(t)
	number := "530300000001"
	o.roster(family(number, model.Red, 0))
	o.received(1)
	o.ok(o.Commit(ctx, model.Turn{UpdateID: 1, At: instant(firstDay)}))
	serve, other := o.patient(), o.patient()
	for what, clear := range map[string]func() error{
		"the nightly clearing": func() error { _, err := serve.ClearRaw(ctx, 30, morning(firstDay+90)); return err },
		"forgetting": func() error {
			f, err := other.Forget(ctx, number, morning(firstDay+90), "test", false)
			if err == nil && !f.Lingers {
				err = errors.New("it does not tell that the log could not be emptied")
			}
			return err
		},
	} {
		reader := o.reads.Begin()
		var n int
		o.ok(reader.Raw(`SELECT COUNT(*) FROM households`).Scan(&n).Error)
		ended := make(chan error, 1)
		go func() { ended <- clear() }()
		longest := time.Duration(0)
		for working := true; working; {
			began := time.Now()
			o.ok(serve.SetMeta(ctx, "a", began.String()))
			longest = max(longest, time.Since(began))
			select {
			case err := <-ended:
				o.ok(err)
				working = false
			default:
			}
		}
		t.Logf("beside %s a write took %s at most", what, longest)
		if longest > 3*time.Second {
			t.Errorf("beside %s a write took %s", what, longest)
		}
		o.ok(reader.Rollback().Error)
	}
	// Once nobody reads, the log is emptied.
	must[Cleared](t)(o.ClearRaw(ctx, 30, morning(firstDay+91)))
	if info := must[os.FileInfo](t)(os.Stat(o.path + "-wal")); info.Size() > 0 {
		t.Errorf("%d bytes are left in the log", info.Size())
	}
}

// A message without its words can still be shown anew, replied to, and told from
// one that came before.
func TestAClearedMessageIsShownAnewAndRepliedTo(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Red, 0))[0]
	o.queued(model.Notice{Kind: "recorded", ChatID: 7, Subject: "update:1", Data: json.RawMessage(`{"update":1}`)})
	d := o.theOne()
	o.begin(d, Rendered{Lines: []Line{{N: 3, HouseholdID: id, Part: 1}}}, "一")
	o.ok(o.FinishSent(ctx, d.ID, 1, PartOutcome{State: model.DeliverySent, MessageID: 100, At: instant(firstDay)}))
	o.received(1)
	o.ok(o.Commit(ctx, model.Turn{UpdateID: 1, At: instant(firstDay)}))
	must[Cleared](t)(o.ClearRaw(ctx, 30, morning(firstDay+31)))
	if r := o.outboxState(d.ID); r.Text != "" || r.State != model.DeliverySent {
		t.Errorf("row %+v", r)
	}
	if lines, _, _, _, err := o.HouseholdsInMessage(ctx, 7, 100); err != nil || len(lines) != 1 || lines[0].N != 3 {
		t.Errorf("number 3 is %v, %v", lines, err)
	}
	tn := turn(firstDay + 1)
	tn.Refresh = []string{"update:1"}
	o.ok(o.Commit(ctx, tn))
	if d = o.theOne(); !d.Edit || string(d.Notice.Data) != `{"update":1}` || d.Parts[0].MessageID != 100 {
		t.Errorf("to be shown anew: %+v", d)
	}
	o.received(1)
	if fresh := must[[]Update](t)(o.NewUpdates(ctx, 0, 9)); len(fresh) != 0 {
		t.Errorf("an update that came before is new: %+v", fresh)
	}
}

// Others may read a database that was copied without care, until it is opened.
func TestADatabaseThatOthersMayReadIsNarrowed(t *testing.T) {
	o := newOffice(t)
	o.ok(os.Chmod(o.path, 0o644))
	o.ok(os.Chmod(o.path+"-wal", 0o664))
	o.ok(open(o.path))
	for _, suffix := range []string{"", "-wal"} {
		if info := must[os.FileInfo](t)(os.Stat(o.path + suffix)); info.Mode().Perm() != 0o600 {
			t.Errorf("mode of %q is %o", suffix, info.Mode().Perm())
		}
	}
}
