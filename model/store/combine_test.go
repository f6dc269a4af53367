package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"ringkeeper/model"
)

// together starts writes that meet in one batch: a first one holds the lead
// until all the others wait.
func (o *office) inOneBatch(writes ...func(session) error) []error {
	errs := make([]error, len(writes))
	var all sync.WaitGroup
	err := o.write(ctx, func(session) error {
		for i, f := range writes {
			all.Go(func() {
				defer func() {
					if p := recover(); p != nil {
						errs[i] = fmt.Errorf("panic: %v", p)
					}
				}()
				errs[i] = o.write(ctx, f)
			})
		}
		for waiting := 0; waiting < len(writes); {
			o.writing.mu.Lock()
			waiting = len(o.writing.queue)
			o.writing.mu.Unlock()
		}
		return nil
	})
	o.ok(err)
	all.Wait()
	return errs
}

func put(name string) func(session) error {
	return func(q session) error { return q.setMeta(name, "there") }
}

func (o *office) has(name string) bool {
	return must[string](o.t)(o.Meta(ctx, name)) == "there"
}

func TestAWriteThatFailsTakesBackOnlyItself(t *testing.T) {
	o := newOffice(t)
	broken := errors.New("broken")
	errs := o.inOneBatch(put("a"), func(q session) error { return errors.Join(put("b")(q), broken) }, put("c"))
	if errs[0] != nil || !errors.Is(errs[1], broken) || errs[2] != nil {
		t.Errorf("errors %v", errs)
	}
	if !o.has("a") || o.has("b") || !o.has("c") {
		t.Error("the failing write kept something, or took others with it")
	}
}

func TestAPanicReachesItsOwnCallerAndNobodyElse(t *testing.T) {
	o := newOffice(t)
	errs := o.inOneBatch(put("a"), func(q session) error { put("b")(q); panic("oops") }, put("c"))
	if errs[0] != nil || errs[1] == nil || !strings.Contains(errs[1].Error(), "oops") || errs[2] != nil {
		t.Errorf("errors %v", errs)
	}
	if !o.has("a") || o.has("b") || !o.has("c") {
		t.Error("the panic kept something, or took others with it")
	}
	o.ok(o.SetMeta(ctx, "d", "there")) // the lead was handed back
}

func TestAWriteWhoseCallerGaveUpIsNotDone(t *testing.T) {
	o := newOffice(t)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := o.SetMeta(gone, "a", "there"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if o.has("a") {
		t.Error("it was written")
	}
}

func TestAFailingCommitIsToldToEverybody(t *testing.T) {
	o := newOffice(t)
	// A foreign key that is checked at commit lets the commit itself fail.
	bad := func(q session) error {
		return errors.Join(q.exec("defer", `PRAGMA defer_foreign_keys = on`),
			q.exec("invite", `INSERT INTO invites (hash, cadre_id, created_at, expires_at) VALUES ('x', 99, 1, 1)`))
	}
	errs := o.inOneBatch(put("a"), bad, put("c"))
	for i, err := range errs {
		if err == nil {
			t.Errorf("write %d was told that it is committed", i)
		}
	}
	if o.has("a") || o.has("c") {
		t.Error("something was kept")
	}
	o.ok(o.SetMeta(ctx, "d", "there"))
}

func TestAGoroutineThatEndsInsideItsWriteLeavesNoLock(t *testing.T) {
	o := newOffice(t)
	var ended sync.WaitGroup
	ended.Go(func() {
		_ = o.write(ctx, func(q session) error {
			put("a")(q)
			runtime.Goexit()
			return nil
		})
	})
	ended.Wait()
	o.ok(o.SetMeta(ctx, "b", "there"))
	if o.has("a") {
		t.Error("it was written")
	}
}

func TestTwoHundredTurnsAtOnceAreAllCommitted(t *testing.T) {
	o := newOffice(t)
	const n = 200
	var sheet []RosterHousehold
	var updates []int64
	for i := range n {
		sheet = append(sheet, family(fmt.Sprint(1000+i), model.Red, 0))
		updates = append(updates, int64(i+1))
	}
	ids := o.roster(sheet...)
	o.received(updates...)
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() {
			tn := turn(firstDay, called(id, firstDay))
			tn.UpdateID = updates[i]
			tn.Notices = []model.Notice{{Kind: "answer", Priority: model.PriorityAnswer, ChatID: int64(i + 1)}}
			if err := o.Commit(ctx, tn); err != nil {
				t.Error(err)
			}
			if err := o.Commit(ctx, tn); !errors.Is(err, model.ErrHandled) {
				t.Errorf("handled twice: %v", err)
			}
		})
	}
	all.Wait()
	if left := must[[]Update](t)(o.NewUpdates(ctx, 0, n)); len(left) != 0 {
		t.Errorf("%d updates still wait", len(left))
	}
	if due := must[[]Delivery](t)(o.DueDeliveries(ctx, instant(firstDay), 2*n)); len(due) != n {
		t.Errorf("%d answers, want %d", len(due), n)
	}
	for _, id := range ids {
		if got, want := o.household(id).ContactDue, model.Date(2026, 4, 30); got != want {
			t.Fatalf("contact due %s, want %s", got, want)
		}
	}
}
