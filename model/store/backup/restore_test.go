package backup

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// more adds households to the place's database.
func (p *place) more(n int) {
	p.Helper()
	st := p.open(p.database)
	defer st.Close()
	var families []store.RosterHousehold
	for i := range n {
		families = append(families, store.RosterHousehold{
			Number: fmt.Sprintf("5304%06d", i), Ring: model.Blue, Pace: model.Blue, Suggested: model.Blue, SetRing: true,
			Facts: model.Facts{Head: "新户", Township: "越州镇", Village: "东村", Category: model.Lifted},
		})
	}
	p.ok(st.ApplyRoster(p.Context(), families, begun.Add(1), "test"))
}

func (p *place) exec(path, statement string) {
	p.Helper()
	db, err := sql.Open("sqlite3", path)
	p.ok(err)
	defer db.Close()
	_, err = db.Exec(statement)
	p.ok(err)
}

func TestARestorePutsTheBackupInPlaceAndKeepsTheDatabaseOfBefore(t *testing.T) {
	p := newPlace(t, 5)
	if _, err := p.backup("a.db"); err != nil {
		t.Fatal(err)
	}
	p.more(2)
	p.exec(p.database, `INSERT INTO inbox (update_id, raw, received_at) VALUES (1, x'', 9000000000000), (2, x'', 9000000000000)`)
	// A program that has just opened the database and not read it yet.
	opened, err := os.Open(p.database)
	p.ok(err)
	defer opened.Close()
	done, err := p.restore("a.db", "")
	if err != nil || done.Later != (store.Later{Updates: 2}) || done.Unread || done.Households != 5 {
		t.Fatalf("%+v, %v", done, err)
	}
	head := make([]byte, 16)
	if _, err := opened.Read(head); err != nil || bytes.HasPrefix(head, []byte("SQLite")) {
		t.Errorf("it could still work with the database of before, beside the files of the present one: %q, %v", head, err)
	}
	if now, before := p.households(p.database), p.households(done.Kept); now != 5 || before != 7 {
		t.Errorf("%d households in place, %d kept", now, before)
	}
	if got := p.files(); got != "a.db ringkeeper.db ringkeeper.db.before ringkeeper.db.sender" {
		t.Errorf("in the folder: %s", got)
	}
	undone, err := p.restore(strings.TrimPrefix(done.Kept, p.folder+"/"), "")
	if err != nil || p.households(p.database) != 7 || undone.Kept == done.Kept {
		t.Errorf("undone: %+v, %v", undone, err)
	}
}

// TestWhatRootRestoresBelongsToTheService: to whom the database of before
// belongs, or where there is none the folder, and all that the restore makes.
func TestWhatRootRestoresBelongsToTheService(t *testing.T) {
	p := newPlace(t, 1)
	if _, err := p.backup("a.db"); err != nil {
		t.Fatal(err)
	}
	p.ok(os.Rename(p.path("a.db"), p.path("../a.db")))
	owner := os.Getuid()
	give := func(path string) {
		if owner == 12345 {
			p.ok(os.Chown(path, owner, 54321))
		}
	}
	if owner == 0 { // anybody else makes nothing but their own
		owner = 12345
	}
	belong := func(want string) {
		t.Helper()
		if got := p.files(); got != want {
			t.Errorf("in the folder: %s", got)
		}
		entries, err := os.ReadDir(p.folder)
		p.ok(err)
		for _, e := range entries {
			info, err := e.Info()
			p.ok(err)
			if got := int(info.Sys().(*syscall.Stat_t).Uid); got != owner {
				t.Errorf("%s belongs to %d, want %d", e.Name(), got, owner)
			}
		}
	}
	give(p.database)
	done, err := p.restore("../a.db", "")
	p.ok(err)
	belong("ringkeeper.db ringkeeper.db.before ringkeeper.db.sender")

	give(p.folder)
	for _, path := range []string{p.database, done.Kept, p.path("ringkeeper.db.sender")} {
		p.ok(os.Remove(path))
	}
	_, err = p.restore("../a.db", "")
	p.ok(err)
	belong("ringkeeper.db ringkeeper.db.sender")
}

// TestARestoreReplacesNothingButADatabase, nor does it leave anything beside
// what it refuses.
func TestARestoreReplacesNothingButADatabase(t *testing.T) {
	p := newPlace(t, 5)
	if _, err := p.backup("a.db"); err != nil {
		t.Fatal(err)
	}
	restore := func(name string) error {
		_, err := Restore{File: p.path("a.db"), Database: p.path(name), Options: options(), At: 1}.Run(t.Context())
		return err
	}
	p.ok(syscall.Mkfifo(p.path("pipe"), 0o600))
	p.ok(os.Mkdir(p.path("folder"), 0o600))
	contents := map[string]string{"h.xlsx": "PK\x03\x04" + strings.Repeat("x", 8188), "letter.txt": "dear all", "no beginning.db": strings.Repeat("\x00", 8192), "almost.db": "SQLite format 4\x00"}
	for name, content := range contents {
		p.ok(os.WriteFile(p.path(name), []byte(content), 0o600))
	}
	before := p.files()
	for _, name := range []string{"pipe", "folder", "h.xlsx", "letter.txt", "no beginning.db", "almost.db"} {
		if err := restore(name); !errors.Is(err, ErrTarget) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after := p.files(); after != before {
		t.Errorf("in the folder: %s, was %s", after, before)
	}
	for name, content := range contents {
		if b, err := os.ReadFile(p.path(name)); err != nil || string(b) != content {
			t.Errorf("%s was changed, %v", name, err)
		}
	}
	p.ok(os.WriteFile(p.path("empty.db"), nil, 0o600))
	if err := restore("empty.db"); err != nil || p.households(p.path("empty.db")) != 5 {
		t.Errorf("in place of an empty file: %v", err)
	}
}

func TestARestoreWhereNoDatabaseIs(t *testing.T) {
	p, elsewhere := newPlace(t, 5), newPlace(t, 1)
	if _, err := p.backup("a.db"); err != nil {
		t.Fatal(err)
	}
	p.ok(os.Remove(elsewhere.database))
	// What is left of another database would be played into this one.
	p.ok(os.WriteFile(elsewhere.database+"-wal", bytes.Repeat([]byte("x"), 9000), 0o600))
	done, err := Restore{File: p.path("a.db"), Database: elsewhere.database, Options: options(), At: 1}.Run(t.Context())
	if err != nil || done.Kept != "" || elsewhere.households(elsewhere.database) != 5 {
		t.Errorf("%+v, %v", done, err)
	}
}

func TestADatabaseThatCannotBeReadIsKeptAsItIs(t *testing.T) {
	p := newPlace(t, 5)
	if _, err := p.backup("a.db"); err != nil {
		t.Fatal(err)
	}
	garbage := append([]byte("SQLite format 3\x00"), bytes.Repeat([]byte("no database "), 1000)...)
	p.ok(os.WriteFile(p.database, garbage, 0o600))
	p.ok(os.WriteFile(p.database+"-wal", garbage, 0o600))
	done, err := p.restore("a.db", "")
	if err != nil || !done.Unread || p.households(p.database) != 5 {
		t.Fatalf("%+v, %v", done, err)
	}
	if kept, err := os.ReadFile(done.Kept); err != nil || !bytes.Equal(kept, garbage) {
		t.Errorf("it was not kept: %v", err)
	}
}

func TestWhatIsNoGoodBackupChangesNothing(t *testing.T) {
	p, id := newPlace(t, 300), identity(t)
	for name, keys := range map[string]bool{"a.db": false, "a.age": true} {
		var err error
		if keys {
			_, err = p.backup(name, id.Recipient())
		} else {
			_, err = p.backup(name)
		}
		p.ok(err)
	}
	plain, err := os.ReadFile(p.path("a.db"))
	p.ok(err)
	sealed, err := os.ReadFile(p.path("a.age"))
	p.ok(err)
	write := func(name string, b []byte) string {
		p.ok(os.WriteFile(p.path(name), b, 0o600))
		return name
	}
	write("damaged.db", plain)
	damage(p, p.path("damaged.db"))
	write("newer.db", plain)
	p.exec(p.path("newer.db"), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)
	write("orphan.db", plain)
	p.exec(p.path("orphan.db"), `INSERT INTO ring_spells (household_id, from_day, ring, pace, recorded_at) VALUES (9999, '2026-01-01', 'red', 'red', 0)`)
	p.exec(p.path("other.db"), `CREATE TABLE letters (words TEXT)`)
	p.ok(os.Chmod(p.path("other.db"), 0o600))
	write("inuse.db", plain)
	write("inuse.db-wal", []byte("x"))
	changed := bytes.Clone(sealed)
	changed[len(changed)/2] ^= 1
	before := p.files()
	for name, want := range map[string]error{
		write("cut.db", plain[:len(plain)/2]):            store.ErrDamaged,
		write("cut.age", sealed[:len(sealed)/2]):         ErrBroken,
		write("header.age", sealed[:60]):                 ErrBroken,
		write("changed.age", changed):                    ErrBroken,
		write("letter.txt", []byte("dear all, so long")): store.ErrNotDatabase,
		write("empty.db", nil):                           store.ErrNotDatabase,
		"damaged.db":                                     store.ErrDamaged,
		"orphan.db":                                      store.ErrDamaged,
		"newer.db":                                       store.ErrNewer,
		"other.db":                                       store.ErrNotDatabase,
		"inuse.db":                                       ErrInUse,
		"ringkeeper.db":                                  ErrInUse,
		"none.db":                                        os.ErrNotExist,
	} {
		_, err := p.restore(name, id.String())
		var bad *FileError
		if !errors.Is(err, want) || !errors.As(err, &bad) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	if n := p.households(p.database); n != 300 {
		t.Errorf("%d households", n)
	}
	for _, name := range []string{"cut.db", "cut.age", "header.age", "changed.age", "letter.txt", "empty.db", "ringkeeper.db.sender"} {
		p.ok(os.Remove(p.path(name)))
	}
	if after := p.files(); after != before {
		t.Errorf("left behind: %s, was %s", after, before)
	}
}

func TestADatabaseInUseIsNotReplaced(t *testing.T) {
	p := newPlace(t, 5)
	if _, err := p.backup("a.db"); err != nil {
		t.Fatal(err)
	}
	release, err := store.LockSender(p.database)
	p.ok(err)
	if _, err := p.restore("a.db", ""); !errors.Is(err, store.ErrSenderBusy) {
		t.Errorf("beside a serve: %v", err)
	}
	p.ok(release())
	st := p.open(p.database)
	if _, err := p.restore("a.db", ""); !errors.Is(err, store.ErrBusy) {
		t.Errorf("beside an import: %v", err)
	}
	p.ok(st.SetMeta(t.Context(), "a", "b"))
	p.ok(st.Close())
	if _, err := p.restore("a.db", ""); err != nil {
		t.Error(err)
	}
}
