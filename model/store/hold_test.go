package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ringkeeper/model"
)

// restored prepares a copy of the office's database as a restore does, and opens
// it.
func (o *office) restored(at time.Time) *office {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), "ringkeeper.db")
	o.ok(os.WriteFile(path, nil, 0o600))
	_, err := Copy(ctx, o.path, path)
	o.ok(err)
	o.ok(PrepareRestored(ctx, path, "a.db", LastBackup{}, Options{Policy: model.DefaultPolicy(), Zone: shanghai}, model.InstantOf(at)))
	return openOffice(o.t, path, model.DefaultPolicy())
}

// states lists what became of what was queued, in its order.
func (o *office) states() (states []string) {
	o.t.Helper()
	rows := must[[]OutboxRow](o.t)(o.OutboxRows(ctx, OutboxFilter{}))
	for i := len(rows) - 1; i >= 0; i-- {
		states = append(states, string(rows[i].Kind)+" "+string(rows[i].State))
	}
	return states
}

func TestAfterARestoreNothingIsSentUntilItIsConfirmed(t *testing.T) {
	o := newOffice(t)
	at := time.Date(2026, 11, 24, 8, 30, 0, 0, shanghai)
	queue := func(o *office, kinds ...string) {
		for i, k := range kinds {
			p := map[string]model.Priority{"emergency": model.PriorityEmergency, "answer": model.PriorityAnswer, "digest": model.PriorityDigest}[k]
			must[int](t)(o.Queue(ctx, []model.Notice{{Kind: model.NoticeKind(k), Priority: p, ChatID: int64(7 + i)}}, model.InstantOf(at)))
		}
	}
	queue(o, "emergency", "answer", "digest", "answer", "digest")
	begin := func(id int64) {
		o.ok(o.BeginDelivery(ctx, Begun{ID: id, ChatID: 7, Rendered: Rendered{Parts: []Part{{N: 1, HTML: "x"}}}}, model.InstantOf(at)))
	}
	begin(4)
	begin(5)
	r := o.restored(at)
	if due := must[[]Delivery](t)(r.DueDeliveries(ctx, model.InstantOf(at), 10)); len(due) > 0 {
		t.Errorf("held, and to be sent: %v", due)
	}
	if _, waits, err := r.NextDelivery(ctx); waits || err != nil {
		t.Errorf("held, and something is awaited: %v", err)
	}
	due, err := r.Conclude(ctx, model.Turn{At: model.InstantOf(at), Notices: []model.Notice{{Kind: "answer", Priority: model.PriorityAnswer, ChatID: 7}}})
	if err != nil || len(due) > 0 { // to somebody who writes meanwhile
		t.Errorf("held, and handed to the sender: %v, %v", due, err)
	}
	later := at.Add(time.Hour)
	waiting, again, err := r.Confirm(ctx, model.InstantOf(later))
	if err != nil || waiting != 4 || again != 3 {
		t.Errorf("%d wait, %d of them again, %v", waiting, again, err)
	}
	if got, want := r.states(), []string{"emergency pending", "answer pending", "digest stale", "answer pending", "digest ambiguous", "answer pending"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	due = must[[]Delivery](t)(r.DueDeliveries(ctx, model.InstantOf(later), 10))
	for i, d := range due {
		if d.Resend != (i < 3) {
			t.Errorf("delivery %d (%s): marked %v", d.ID, d.Notice.Kind, d.Resend)
		}
	}
	if len(due) != 4 {
		t.Errorf("%d are to be sent", len(due))
	}
	if h := must[Hold](t)(r.Hold(ctx)); h.Held || h.Restored != model.InstantOf(at) {
		t.Errorf("%+v", h)
	}
	if _, _, err := r.Confirm(ctx, model.InstantOf(later)); !errors.Is(err, ErrNotHeld) {
		t.Errorf("confirmed twice: %v", err)
	}
	lines := must[[]AuditLine](t)(r.Audit(ctx, AuditFilter{Actions: []string{AuditRestored, AuditRestoreConfirmed}}))
	if len(lines) != 2 || lines[0].Subject != "backup a.db" || lines[0].Actor != "operator" {
		t.Errorf("audit log: %+v", lines)
	}
}

// TestABackupOfTheFirstProgramIsBroughtUpToDate restores a database that knows
// the first schema alone.
func TestABackupOfTheFirstProgramIsBroughtUpToDate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	db, err := connect(path, "")
	if err != nil {
		t.Fatal(err)
	}
	first, err := fs.ReadFile(migrations, "migrations/sqlite/00001_start.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{string(first),
		`CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')))`,
		`INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1)`} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := PrepareRestored(ctx, path, "old.db", LastBackup{}, Options{Policy: model.DefaultPolicy()}, 1); err != nil {
		t.Fatal(err)
	}
	newest, err := newestMigration()
	if c := must[Contents](t)(Inspect(ctx, path)); err != nil || c.Version != newest {
		t.Errorf("schema %d, want %d, %v", c.Version, newest, err)
	}
}
