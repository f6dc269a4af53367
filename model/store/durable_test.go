package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"ringkeeper/model"
)

// cut copies the database as it lies on the disk at this moment, as a program
// finds it that starts after the plug was pulled.
func (o *office) cut() *office {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), "ringkeeper.db")
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(o.path + suffix)
		o.ok(err)
		o.ok(os.WriteFile(path+suffix, b, 0o600))
	}
	return openOffice(o.t, path, model.DefaultPolicy())
}

func TestWhatWasReceivedButNotHandledWaitsAfterTheNextStart(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Red, 0))[0]
	o.received(10, 11, 12)
	tn := turn(firstDay, called(id, firstDay))
	tn.UpdateID = 11
	o.ok(o.Commit(ctx, tn))
	again := o.cut()
	if got := again.waiting(0); got != "[10 12]" {
		t.Errorf("waiting: %s", got)
	}
	if at := must[int64](t)(again.Offset(ctx)); at != 13 {
		t.Errorf("offset %d: Telegram would send again, or keep back", at)
	}
	tn.UpdateID = 10
	again.ok(again.Commit(ctx, tn))
	if got := again.waiting(0); got != "[12]" {
		t.Errorf("waiting: %s", got)
	}
}

func TestEveryCommitThatReturnedIsThereAfterThePlugIsPulled(t *testing.T) {
	o := newOffice(t)
	const n = 200
	var updates []int64
	for i := range n {
		updates = append(updates, int64(i+1))
	}
	id := o.roster(family("1", model.Red, 0))[0]
	o.received(updates...)
	var all sync.WaitGroup
	for _, u := range updates {
		all.Go(func() {
			tn := turn(firstDay, called(id, firstDay))
			tn.UpdateID = u
			tn.Notices = []model.Notice{{Key: fmt.Sprint("answer ", u), Kind: "answer", ChatID: u}}
			if err := o.Commit(ctx, tn); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	again := o.cut()
	if got := again.waiting(0); got != "[]" {
		t.Errorf("updates %s wait", got)
	}
	if rows := must[[]ContactRow](t)(again.Contacts(ctx, ContactFilter{})); len(rows) != n {
		t.Errorf("%d records, want %d", len(rows), n)
	}
	if rows := must[[]OutboxRow](t)(again.OutboxRows(ctx, OutboxFilter{})); len(rows) != n {
		t.Errorf("%d answers, want %d", len(rows), n)
	}
	if got, want := again.household(id).Version, o.household(id).Version; got != want || want != n+1 {
		t.Errorf("version %d, before the cut %d", got, want)
	}
	var report string
	o.ok(again.query(ctx).find("check", &report, `PRAGMA integrity_check`))
	if strings.TrimSpace(report) != "ok" {
		t.Error(report)
	}
}
