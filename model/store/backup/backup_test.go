package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

var (
	shanghai = time.FixedZone("CST", 8*3600)
	begun    = time.Date(2026, 10, 1, 9, 0, 0, 0, shanghai)
)

func options() store.Options { return store.Options{Policy: model.DefaultPolicy(), Zone: shanghai} }

// place is a folder with a database of some red households.
type place struct {
	*testing.T
	folder, database string
}

func newPlace(t *testing.T, households int) *place {
	p := &place{t, t.TempDir(), ""}
	p.database = p.path("ringkeeper.db")
	st := p.open(p.database)
	defer st.Close()
	var families []store.RosterHousehold
	for i := range households {
		families = append(families, store.RosterHousehold{
			Number: fmt.Sprintf("5303%06d", i), Ring: model.Red, Pace: model.Red, Suggested: model.Red, SetRing: true,
			Facts: model.Facts{Head: fmt.Sprintf("户主%d", i), Township: "越州镇", Village: "河湾村", Category: model.Lifted},
		})
	}
	p.ok(st.ApplyRoster(t.Context(), families, begun, "test"))
	_, err := st.CatchUp(t.Context(), begun)
	p.ok(err)
	return p
}

func (p *place) path(name string) string { return filepath.Join(p.folder, name) }

func (p *place) ok(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func (p *place) open(path string) *store.Store {
	p.Helper()
	st, err := store.Open(p.Context(), path, options())
	p.ok(err)
	return st
}

func (p *place) backup(name string, keys ...age.Recipient) (Taken, error) {
	return Backup{Database: p.database, File: p.path(name), Recipients: keys}.Run(p.Context())
}

func (p *place) restore(name string, key string) (Restored, error) {
	r := Restore{File: p.path(name), Database: p.database, Options: options(), At: model.InstantOf(begun.Add(48 * time.Hour))}
	if key != "" {
		r.Identity = strings.NewReader(key)
	}
	return r.Run(p.Context())
}

// files lists what lies in the folder, the times in names left out, and that all
// of it is for its owner alone.
func (p *place) files() string {
	p.Helper()
	entries, err := os.ReadDir(p.folder)
	p.ok(err)
	var names []string
	for _, e := range entries {
		info, err := e.Info()
		p.ok(err)
		if info.Mode().Perm() != 0o600 {
			p.Errorf("mode of %s is %o", e.Name(), info.Mode().Perm())
		}
		name, _, _ := strings.Cut(e.Name(), "-restore-")
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func (p *place) households(path string) int {
	p.Helper()
	st := p.open(path)
	defer st.Close()
	rows, err := st.Households(p.Context(), store.HouseholdFilter{Scope: model.Scope{All: true}})
	p.ok(err)
	return len(rows)
}

func identity(t *testing.T) *age.X25519Identity {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestABackupHoldsWhatTheDatabaseHeldAtOneMoment(t *testing.T) {
	p := newPlace(t, 200)
	st := p.open(p.database)
	defer st.Close()
	// Each write keeps two rows that belong together; a copy of more than one
	// moment would hold one without the other.
	ctx, stop := context.WithCancel(t.Context())
	var load sync.WaitGroup
	written := 0
	load.Go(func() {
		for ; ctx.Err() == nil; written++ {
			turn := model.Turn{At: model.InstantOf(begun), Actor: 1, Effects: []model.Effect{
				model.RecordContact{Record: model.ContactRecord{HouseholdID: 1 + int64(written%200), Means: model.ByPhone, Outcome: model.Normal, HappenedOn: model.DayOf(begun, shanghai)}},
			}, Notices: []model.Notice{{Kind: "answer", ChatID: 7}}}
			if err := st.Apply(context.WithoutCancel(ctx), turn); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for i := range 10 {
		taken, err := p.backup(fmt.Sprintf("%d.db", i))
		if err != nil {
			t.Fatal(err)
		}
		copied := p.open(p.path(fmt.Sprintf("%d.db", i)))
		contacts, err := copied.Contacts(t.Context(), store.ContactFilter{})
		p.ok(err)
		notices, err := copied.OutboxRows(t.Context(), store.OutboxFilter{})
		p.ok(err)
		p.ok(copied.Close())
		if len(contacts) != len(notices) || taken.Households != 200 {
			t.Errorf("backup %d: %d records, %d notices, %d households", i, len(contacts), len(notices), taken.Households)
		}
	}
	stop()
	load.Wait()
	if written < 10 {
		t.Errorf("only %d writes went on beside the backups", written)
	}
}

func TestASealedBackupIsOpenedByItsKeyAlone(t *testing.T) {
	p, id, other := newPlace(t, 3), identity(t), identity(t)
	pq, err := age.GenerateHybridIdentity()
	p.ok(err)
	if _, err := p.backup("a.age", id.Recipient()); err != nil {
		t.Fatal(err)
	}
	if _, err := p.backup("pq.age", pq.Recipient()); err != nil {
		t.Fatal(err)
	}
	if got := p.files(); got != "a.age pq.age ringkeeper.db" {
		t.Errorf("in the folder: %s", got)
	}
	sealed, err := os.ReadFile(p.path("a.age"))
	p.ok(err)
	if bytes.Contains(sealed, []byte("户主")) || bytes.Count(sealed[:200], []byte("-> X25519")) != 1 {
		t.Errorf("the sealed file begins %q", sealed[:200])
	}
	for key, want := range map[string]error{"": ErrSealed, other.String(): ErrWrongKey, "dear all": ErrNoKey, "# nobody\n": ErrNoKey} {
		if _, err := p.restore("a.age", key); !errors.Is(err, want) {
			t.Errorf("with %.20q: %v, want %v", key, err, want)
		}
	}
	for name, key := range map[string]string{"a.age": "# mine\n" + id.String() + "\n", "pq.age": pq.String()} {
		if done, err := p.restore(name, key); err != nil || done.Households != 3 {
			t.Errorf("%s: %+v, %v", name, done, err)
		}
	}
}

func TestNothingIsOverwrittenAndNothingIsLeftBehind(t *testing.T) {
	p := newPlace(t, 3)
	p.ok(os.WriteFile(p.path("letter.db"), []byte("dear all"), 0o600))
	ended, end := context.WithCancel(t.Context())
	end()
	midway, stop := context.WithCancel(t.Context())
	before := p.files()
	for what, c := range map[string]struct {
		b    Backup
		ctx  context.Context
		want error
	}{
		"a file in the way":         {Backup{Database: p.database, File: p.path("letter.db")}, t.Context(), ErrExists},
		"the database itself":       {Backup{Database: p.database, File: p.database}, t.Context(), ErrExists},
		"no database":               {Backup{Database: p.path("none.db"), File: p.path("a.db")}, t.Context(), os.ErrNotExist},
		"no folder":                 {Backup{Database: p.database, File: p.path("none/a.db")}, t.Context(), os.ErrNotExist},
		"another kind of file":      {Backup{Database: p.path("letter.db"), File: p.path("a.db")}, t.Context(), store.ErrNotDatabase},
		"interrupted":               {Backup{Database: p.database, File: p.path("a.db")}, ended, context.Canceled},
		"interrupted before sealed": {Backup{Database: p.database, File: p.path("a.db"), Recipients: []age.Recipient{identity(t).Recipient()}}, ended, context.Canceled},
		"interrupted while sealed":  {Backup{Database: p.database, File: p.path("a.db"), Recipients: []age.Recipient{ending{identity(t).Recipient(), stop}}}, midway, context.Canceled},
		"a recipient that fails":    {Backup{Database: p.database, File: p.path("a.db"), Recipients: []age.Recipient{broken{}}}, t.Context(), errBroken},
	} {
		if _, err := c.b.Run(c.ctx); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
		if after := p.files(); after != before {
			t.Errorf("%s: left behind %s, was %s", what, after, before)
		}
	}
	if letter, _ := os.ReadFile(p.path("letter.db")); string(letter) != "dear all" {
		t.Errorf("overwritten: %q", letter)
	}
}

var errBroken = errors.New("broken")

// broken is a recipient for whom nothing can be encrypted.
type broken struct{}

func (broken) Wrap([]byte) ([]*age.Stanza, error) { return nil, errBroken }

// ending is a recipient with whom the backup is told to end.
type ending struct {
	age.Recipient
	stop func()
}

func (e ending) Wrap(key []byte) ([]*age.Stanza, error) {
	e.stop()
	return e.Recipient.Wrap(key)
}

func TestWhatAKilledBackupLeftIsTakenUpByTheNext(t *testing.T) {
	p := newPlace(t, 3)
	for _, name := range []string{"a.db.partial", "a.db.partial-wal", "ringkeeper.db.unsealed.partial"} {
		p.ok(os.WriteFile(p.path(name), bytes.Repeat([]byte("half"), 1e5), 0o644))
	}
	if _, err := p.backup("a.db", identity(t).Recipient()); err != nil {
		t.Fatal(err)
	}
	if got := p.files(); got != "a.db ringkeeper.db" {
		t.Errorf("in the folder: %s", got)
	}
}

func TestTwoBackupsToOnePlaceDoNotMeet(t *testing.T) {
	p := newPlace(t, 3)
	held, err := begin(p.path("a.db"))
	p.ok(err)
	if _, err := p.backup("a.db"); !errors.Is(err, ErrRunning) {
		t.Errorf("got %v", err)
	}
	p.ok(held.drop())
	var all sync.WaitGroup
	var mu sync.Mutex
	made := 0
	for range 8 {
		all.Go(func() {
			_, err := p.backup("a.db")
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				made++
			case !errors.Is(err, ErrRunning) && !errors.Is(err, ErrExists):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if made != 1 || p.households(p.path("a.db")) != 3 {
		t.Errorf("%d of 8 backups took the name", made)
	}
}

func TestADamagedDatabaseIsNotBackedUp(t *testing.T) {
	p := newPlace(t, 300)
	damage(p, p.database)
	before := p.files()
	if _, err := p.backup("a.db"); !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrNotDatabase) {
		t.Errorf("got %v", err)
	}
	if after := p.files(); after != before {
		t.Errorf("left behind: %s", after)
	}
}

// damage overwrites the middle of a file.
func damage(p *place, path string) {
	p.Helper()
	b, err := os.ReadFile(path)
	p.ok(err)
	for i := range 4096 {
		b[len(b)/2/4096*4096+i] ^= 0x5a
	}
	p.ok(os.WriteFile(path, b, 0o600))
}
