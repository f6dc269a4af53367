package store

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ringkeeper/model"
)

func open(path string) error {
	s, err := Open(ctx, path, Options{Policy: model.DefaultPolicy(), BusyTimeout: 20 * time.Millisecond})
	if err != nil {
		return err
	}
	return s.Close()
}

func TestANewDatabaseThatAnotherProcessHoldsIsBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ringkeeper.db")
	other, err := sql.Open("sqlite3", "file:"+path+"?_txlock=exclusive")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	held, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if err := open(path); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v, want ErrBusy", err)
	}
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := open(path); err != nil {
		t.Errorf("once it is free: %v", err)
	}
}

// One that is up to date can be read while another process writes.
func TestADatabaseThatIsUpToDateOpensWhileAnotherProcessWrites(t *testing.T) {
	o := newOffice(t)
	err := o.write(ctx, func(q session) error { return errors.Join(q.setMeta("a", "b"), open(o.path)) })
	if err != nil {
		t.Error(err)
	}
}

func TestADamagedDatabaseIsToldFromAGoodOne(t *testing.T) {
	for name, damage := range map[string]func(path string) error{
		"the beginning overwritten": func(path string) error { return writeAt(path, 0, "Excel") },
		"the schema overwritten":    func(path string) error { return writeAt(path, 100, "\x07\x07\x07\x07\x07\x07\x07\x07") },
		"cut off":                   func(path string) error { return os.Truncate(path, 700) },
	} {
		path := filepath.Join(t.TempDir(), "ringkeeper.db")
		if err := errors.Join(open(path), damage(path)); err != nil {
			t.Fatal(err)
		}
		if err := open(path); !errors.Is(err, ErrNotDatabase) {
			t.Errorf("%s: got %v, want ErrNotDatabase", name, err)
		}
	}
}

func writeAt(path string, at int64, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt([]byte(text), at)
	return errors.Join(err, f.Close())
}

func TestWhereNoDatabaseCanBeTheErrorNamesThePath(t *testing.T) {
	folder := t.TempDir()
	for _, path := range []string{folder, filepath.Join(folder, "missing", "ringkeeper.db")} {
		if err := open(path); err == nil || !errors.Is(err, os.ErrNotExist) && path != folder {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// The newest schema that this program knows stays readable for it, and the
// version of a newer one is told.
func TestTheErrorOfANewerDatabaseNamesBothVersions(t *testing.T) {
	o := newOffice(t)
	var known int64
	o.ok(o.query(ctx).find("schema version", &known, `SELECT MAX(version_id) FROM goose_db_version`))
	o.ok(o.writes.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`).Error)
	err := open(o.path)
	if want := fmt.Sprintf("database %s: %v: its schema is version 99, this program knows %d", o.path, ErrNewer, known); err == nil || err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	o.ok(o.writes.Exec(`DELETE FROM goose_db_version WHERE version_id = 99`).Error)
	if err := open(o.path); err != nil {
		t.Error(err)
	}
}

// Every connection keeps what a power cut must not take, and whose rows belong
// together.
func TestEveryConnectionIsDurableAndHoldsForeignKeys(t *testing.T) {
	o := newOffice(t)
	settings := func(q session) (got string, err error) {
		for _, pragma := range []string{"journal_mode", "synchronous", "foreign_keys", "query_only"} {
			var value string
			if err := q.find(pragma, &value, `PRAGMA `+pragma); err != nil {
				return "", err
			}
			got += value + " "
		}
		return got, nil
	}
	reader, err := settings(o.query(ctx))
	o.ok(err)
	writer := ""
	o.ok(o.write(ctx, func(q session) (err error) { writer, err = settings(q); return err }))
	if writer != "wal 2 1 0 " || reader != "wal 2 1 1 " {
		t.Errorf("writer %s, reader %s", writer, reader)
	}
}
