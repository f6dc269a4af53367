package backup

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"filippo.io/age"

	"ringkeeper/model"
)

func TestDailyBackupsAreKeptForAsManyDaysAsWanted(t *testing.T) {
	p := newPlace(t, 3)
	folder := t.TempDir()
	st := p.open(p.database)
	defer st.Close()
	d := Daily{Database: p.database, Folder: folder, Keep: 3, Zone: shanghai, Kept: st}
	for _, name := range []string{"ringkeeper-2026-11-01.db.partial", "ringkeeper-notes.txt", "ringkeeper-2026-11-01.db.bak", "old.db", "ringkeeper-2027-01-04.db", "ringkeeper-2026-13-45.db"} {
		p.ok(os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600))
	}
	others := []string{"old.db", "ringkeeper-2026-11-01.db.bak", "ringkeeper-2026-13-45.db", "ringkeeper-2027-01-04.db", "ringkeeper-notes.txt"}
	day := func(n int) time.Time { return time.Date(2026, 11, n, 2, 30, 0, 0, shanghai) }
	expect := func(want ...string) {
		t.Helper()
		want = append(want, others...)
		slices.Sort(want)
		entries, err := os.ReadDir(folder)
		p.ok(err)
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if !slices.Equal(names, want) {
			t.Errorf("in the folder: %q, want %q", names, want)
		}
	}
	for n := 20; n < 25; n++ {
		p.ok(d.Run(t.Context(), day(n)))
	}
	expect("ringkeeper-2026-11-22.db", "ringkeeper-2026-11-23.db", "ringkeeper-2026-11-24.db")
	p.ok(d.Run(t.Context(), day(24))) // again on the same day
	d.Recipients = []age.Recipient{identity(t).Recipient()}
	p.ok(d.Run(t.Context(), day(25)))
	expect("ringkeeper-2026-11-23.db", "ringkeeper-2026-11-24.db", "ringkeeper-2026-11-25.db.age")
	open := d
	open.Recipients = nil
	p.ok(open.Run(t.Context(), day(25)))
	expect("ringkeeper-2026-11-23.db", "ringkeeper-2026-11-24.db", "ringkeeper-2026-11-25.db", "ringkeeper-2026-11-25.db.age")
	p.ok(os.Remove(filepath.Join(folder, "ringkeeper-2026-11-25.db")))
	// One that fails removes nothing.
	damaged := newPlace(t, 300)
	damage(damaged, damaged.database)
	d.Database = damaged.database
	if err := d.Run(t.Context(), day(26)); err == nil {
		t.Error("a damaged database was backed up")
	}
	expect("ringkeeper-2026-11-23.db", "ringkeeper-2026-11-24.db", "ringkeeper-2026-11-25.db.age")
	if err := (Daily{Database: p.database, Folder: folder + "/unplugged", Keep: 1, Zone: shanghai, Kept: st}).Run(t.Context(), day(26)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestTheBackupJustTakenStaysWhateverElseIsInTheFolder(t *testing.T) {
	p := newPlace(t, 3)
	st := p.open(p.database)
	defer st.Close()
	folder := t.TempDir()
	for _, name := range []string{"ringkeeper-2026-13-45.db", "ringkeeper-9999-99-99.db.age", "ringkeeper-2027-01-04.db", "ringkeeper-2026-11-24.db"} {
		p.ok(os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600))
	}
	at := time.Date(2026, 11, 25, 2, 30, 0, 0, shanghai)
	p.ok((Daily{Database: p.database, Folder: folder, Keep: 1, Zone: shanghai, Kept: st}).Run(t.Context(), at))
	if n := p.households(filepath.Join(folder, "ringkeeper-2026-11-25.db")); n != 3 {
		t.Errorf("%d households", n)
	}
	if _, err := os.Stat(filepath.Join(folder, "ringkeeper-2026-11-24.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the day before: %v", err)
	}
}

// TestOnlyWhatThisDatabaseTookCountsAsItsBackup: neither an empty file nor that
// of another district does, and none is overwritten.
func TestOnlyWhatThisDatabaseTookCountsAsItsBackup(t *testing.T) {
	ours, theirs := newPlace(t, 3), newPlace(t, 5)
	folder := t.TempDir()
	day := func(n int) time.Time { return time.Date(2026, 11, n, 2, 30, 0, 0, shanghai) }
	daily := func(p *place) Daily {
		st := p.open(p.database)
		t.Cleanup(func() { st.Close() })
		return Daily{Database: p.database, Folder: folder, Keep: 3, Zone: shanghai, Kept: st}
	}
	us, them := daily(ours), daily(theirs)
	look := func(d Daily, at time.Time, want Standing) {
		t.Helper()
		if is, err := d.Look(t.Context(), at); err != nil || is != want {
			t.Errorf("standing: %+v, %v, want %+v", is, err, want)
		}
	}
	look(us, day(20), Standing{})
	ours.ok(us.Run(t.Context(), day(20)))
	ours.ok(us.Run(t.Context(), day(20))) // as after a kill
	look(us, day(21), Standing{Newest: model.Date(2026, time.November, 20)})

	if err := them.Run(t.Context(), day(20)); !errors.Is(err, ErrExists) {
		t.Errorf("a second district in the folder: %v", err)
	}
	look(them, day(20), Standing{InTheWay: "ringkeeper-2026-11-20.db"})
	file := filepath.Join(folder, "ringkeeper-2026-11-20.db")
	if n := ours.households(file); n != 3 {
		t.Errorf("the first one's has %d households", n)
	}

	ours.ok(os.Truncate(file, 0))
	if err := us.Run(t.Context(), day(20)); !errors.Is(err, ErrExists) {
		t.Errorf("emptied: %v", err)
	}
	look(us, day(20), Standing{Newest: model.Date(2026, time.November, 20), Missing: "ringkeeper-2026-11-20.db"})
	ours.ok(os.WriteFile(filepath.Join(folder, "ringkeeper-2026-11-21.db"), nil, 0o600))
	if err := us.Run(t.Context(), day(21)); !errors.Is(err, ErrExists) {
		t.Errorf("an empty file: %v", err)
	}
	us.Folder = folder + "/unplugged"
	if _, err := us.Look(t.Context(), day(20)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestADatabaseKnowsTheBackupFromWhichItWasRestored, since that was made before
// it was remembered.
func TestADatabaseKnowsTheBackupFromWhichItWasRestored(t *testing.T) {
	p := newPlace(t, 3)
	at := time.Date(2026, 11, 20, 2, 30, 0, 0, shanghai)
	st := p.open(p.database)
	p.ok(Daily{Database: p.database, Folder: p.folder, Keep: 3, Zone: shanghai, Kept: st}.Run(t.Context(), at))
	p.ok(st.Close())
	if _, err := p.restore("ringkeeper-2026-11-20.db", ""); err != nil {
		t.Fatal(err)
	}
	st = p.open(p.database)
	defer st.Close()
	d := Daily{Database: p.database, Folder: p.folder, Keep: 3, Zone: shanghai, Kept: st}
	p.ok(d.Run(t.Context(), at))
	if is, err := d.Look(t.Context(), at); err != nil || is != (Standing{Newest: model.Date(2026, time.November, 20)}) {
		t.Errorf("standing: %+v, %v", is, err)
	}
}
