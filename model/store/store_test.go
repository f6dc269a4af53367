package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gorm.io/gorm/schema"
	"sync"

	"ringkeeper/model"
)

func TestADatabaseIsForItsOwnerAlone(t *testing.T) {
	o := newOffice(t)
	o.roster(family("1", model.Red, 0))
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(o.path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("mode of %q is %o, want 600", suffix, mode)
		}
	}
}

func TestAPathWithCharactersOfAURIIsTakenLiterally(t *testing.T) {
	path := filepath.Join(t.TempDir(), "圈层 100%?a=b#c.db")
	openOffice(t, path, model.DefaultPolicy())
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ringkeeper.db")
	o := openOffice(t, path, model.DefaultPolicy())
	o.ok(o.writes.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`).Error)
	if _, err := Open(ctx, path, Options{Policy: model.DefaultPolicy()}); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v, want ErrNewer", err)
	}
}

func TestAFileOfAnotherKindIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ringkeeper.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("户编号,姓名\n", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, path, Options{Policy: model.DefaultPolicy()}); !errors.Is(err, ErrNotDatabase) {
		t.Errorf("got %v, want ErrNotDatabase", err)
	}
}

func TestALockedDatabaseSaysSo(t *testing.T) {
	o := newOffice(t)
	other, err := sql.Open("sqlite3", "file:"+o.path+"?_txlock=immediate")
	o.ok(err)
	defer other.Close()
	held, err := other.Begin()
	o.ok(err)
	defer held.Rollback()
	if err := o.SetMeta(ctx, "a", "b"); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v, want ErrBusy", err)
	}
}

func TestAFullDiskSaysSoAndKeepsNothingOfTheWrite(t *testing.T) {
	o := newOffice(t)
	o.ok(o.writes.Exec(`PRAGMA max_page_count = 1`).Error) // SQLite takes the present size
	big := strings.Repeat("x", 1<<20)
	if err := o.SetMeta(ctx, "big", big); !errors.Is(err, ErrFull) {
		t.Errorf("got %v, want ErrFull", err)
	}
	o.ok(o.writes.Exec(`PRAGMA max_page_count = 1000000`).Error)
	o.ok(o.SetMeta(ctx, "big", "small"))
	if got := must[string](t)(o.Meta(ctx, "big")); got != "small" {
		t.Errorf("got %q", got)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	o := newOffice(t)
	if err := o.query(ctx).exec("meta", `INSERT INTO meta VALUES ('a', 'b')`); err == nil {
		t.Error("a reader wrote")
	}
}

func TestOpeningAnUpToDateDatabaseChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ringkeeper.db")
	before := schemaOf(t, openOffice(t, path, model.DefaultPolicy()))
	after := schemaOf(t, openOffice(t, path, model.DefaultPolicy()))
	if before != after {
		t.Errorf("schema changed:\n%s\nto\n%s", before, after)
	}
}

func schemaOf(t *testing.T, o *office) string {
	var statements []string
	o.ok(o.query(ctx).find("schema", &statements, `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name`))
	return strings.Join(statements, "\n")
}

// A field of the model without a column would be lost without an error.
func TestEveryFieldOfTheModelHasItsColumn(t *testing.T) {
	o := newOffice(t)
	var cache sync.Map
	for table, row := range map[string]any{
		"households": model.Household{}, "cadres": model.Cadre{}, "groups": model.Group{}, "talks": model.Talk{},
		"contacts": model.ContactRecord{}, "emergencies": model.Emergency{}, "attachments": model.Attachment{}, "members": model.Member{}, "items": model.Item{}, "blocks": BlockRow{},
		"areas": Area{}, "audit": AuditLine{}, "inbox": Update{}, "outbox_messages": Part{}, "outbox_lines": Line{}, "named_duties": Named{},
	} {
		var columns []string
		o.ok(o.query(ctx).find("columns", &columns, `SELECT name FROM pragma_table_info(?)`, table))
		has := map[string]bool{}
		for _, c := range columns {
			has[c] = true
		}
		parsed, err := schema.Parse(row, &cache, schema.NamingStrategy{})
		o.ok(err)
		for _, name := range parsed.DBNames {
			if !has[name] {
				t.Errorf("table %s has no column %s", table, name)
			}
		}
	}
}

func TestTheStoreWorksInABubbleOfFakeTime(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s, err := Open(context.Background(), filepath.Join(dir, "ringkeeper.db"), Options{Policy: model.DefaultPolicy(), Zone: shanghai})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		began := time.Now()
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				if err := s.SetMeta(context.Background(), string(rune('a'+i)), "x"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if waited := time.Since(began); waited != 0 {
			t.Errorf("writes slept %s", waited)
		}
	})
}

// TestAWriteBearsTheLongestOfOthers: an import writes for ten seconds, and serve
// beside it neither complains nor puts anything off to the next hour.
func TestAWriteBearsTheLongestOfOthers(t *testing.T) {
	s := must[*Store](t)(Open(ctx, filepath.Join(t.TempDir(), "x.db"), Options{}))
	defer s.Close()
	var milliseconds int
	if err := s.writes.Raw("PRAGMA busy_timeout").Scan(&milliseconds).Error; err != nil || milliseconds < 20_000 {
		t.Errorf("a write waits %d ms, %v", milliseconds, err)
	}
}
