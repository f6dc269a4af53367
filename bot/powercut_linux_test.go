package bot_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// confirmed is what Telegram was told at a moment: every update before offset
// has arrived. The moment is how long the journal of the disk was then, which is
// no earlier than the telling.
type confirmed struct {
	at     int64
	offset int64
}

// listener hears what the program confirms to Telegram.
type listener struct {
	http.Handler
	journal string
	mu      sync.Mutex
	heard   []confirmed
}

// all is what was heard so far.
func (l *listener) all() []confirmed {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.heard)
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/getUpdates") {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		var asked struct{ Offset int64 }
		if at := size(l.journal); json.Unmarshal(body, &asked) == nil && asked.Offset > 0 {
			l.mu.Lock()
			l.heard = append(l.heard, confirmed{at, asked.Offset})
			l.mu.Unlock()
		}
	}
	l.Handler.ServeHTTP(w, r)
}

// TestWhateverADiskHoldsAfterAPowerCutItOpensAndHasEveryConfirmedUpdate has the
// real program work under load and write down what it does to the disk. From
// that it makes what a disk may hold at many instants, those in the middle of a
// checkpoint among them, and opens each.
func TestWhateverADiskHoldsAfterAPowerCutItOpensAndHasEveryConfirmedUpdate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	program, spy := filepath.Join(dir, "ringkeeper"), filepath.Join(dir, "disk.so")
	for _, build := range [][]string{{"go", "build", "-o", program, "ringkeeper"}, {"gcc", "-shared", "-fPIC", "-O1", "-o", spy, "testdata/disk.c", "-ldl"}} {
		if out, err := exec.Command(build[0], build[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	tg := simulator.New(simulator.Options{})
	db, journal := filepath.Join(dir, "ringkeeper.db"), filepath.Join(dir, "journal")
	people := crashDistrict(t, db, tg)
	base, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	telegram := &listener{Handler: tg, journal: journal}
	server := httptest.NewServer(telegram)
	defer server.Close()
	c := exec.Command(program, "serve", "--at", "2026-11-24T08:30")
	c.Env = append(os.Environ(), "TELEGRAM_BOT_TOKEN="+tg.Token(), "TELEGRAM_API_URL="+server.URL, "DATABASE_URL="+db, "NO_PROXY=*",
		"LD_PRELOAD="+spy, "DISK_DB="+db, "DISK_LOG="+journal)
	logs, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, bufio.NewReader(logs))
	for range 200 { // replies name households by the digest's numbers
		if !slices.ContainsFunc(people[1:], func(p *simulator.Person) bool {
			return !slices.ContainsFunc(p.Inbox(), func(m simulator.Message) bool { return strings.Contains(m.Text, "待办") })
		}) {
			break
		}
		<-time.After(50 * time.Millisecond)
	}
	// Until several checkpoints were made: one comes with every 4 MB of WAL.
	for n := 0; n < 20000 && size(journal) < 24<<20; {
		for range 20 {
			n++
			p := people[1+n%(len(people)-1)]
			if n%9 == 0 {
				p.Say(fmt.Sprintf("急报 河湾村第%d号房子着火", n))
			} else {
				p.Say(fmt.Sprintf("1 正常 第%d次", n))
			}
		}
		<-time.After(50 * time.Millisecond)
	}
	kill(t, c)

	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 1))
	entries := readJournal(t, journal)
	heard := telegram.all()
	cuts := chooseCuts(entries, heard, random)
	t.Logf("seed %d, %d entries of the disk's journal, %d cuts, %d times confirmed", seed, len(entries), len(cuts), len(heard))
	d := newDisk(base)
	torn, midCheckpoint, forgot := 0, 0, 0
	for i, e := range entries {
		d.follow(e)
		if !slices.Contains(cuts, i) {
			continue
		}
		if len(d.since['w']) > 0 {
			torn++
		}
		if len(d.since['d']) > 0 {
			midCheckpoint++
		}
		offset := confirmedBy(heard, e.end)
		missing, err := opened(t.Context(), t.TempDir(), d.cut('d', random), d.cut('w', random), offset)
		if err != nil || missing > 0 {
			t.Errorf("cut after entry %d (%c of %c): %d confirmed updates are lost, %v", i, e.kind, e.file, missing, err)
		}
		// A disk that forgets what it was told to keep must be noticed, else
		// nothing is tested here.
		if d.last == 'w' {
			if missing, _ := opened(t.Context(), t.TempDir(), d.durable['d'], d.previous['w'], offset); missing > 0 {
				forgot++
			}
		}
	}
	t.Logf("%d cuts with something unsynced in the WAL, %d in the middle of a checkpoint; %d times a forgetful disk was noticed", torn, midCheckpoint, forgot)
	if len(cuts) < 40 || torn < 5 || midCheckpoint < 5 || forgot == 0 {
		t.Errorf("the cuts try too little")
	}
}

func size(path string) int64 {
	if info, err := os.Stat(path); err == nil {
		return info.Size()
	}
	return 0
}

// chooseCuts takes entries of the journal at random, and among them some in the
// middle of a checkpoint and some right after updates were confirmed.
func chooseCuts(entries []entry, heard []confirmed, random *rand.Rand) (cuts []int) {
	var checkpoint, after []int
	for i, e := range entries {
		if e.file == 'd' && e.kind == 'w' {
			checkpoint = append(checkpoint, i)
		}
	}
	for _, h := range heard {
		if i, _ := slices.BinarySearchFunc(entries, h.at, func(e entry, at int64) int { return int(e.end - at) }); i < len(entries) {
			after = append(after, i)
		}
	}
	for range 16 {
		cuts = append(cuts, random.IntN(len(entries)))
		for _, some := range [][]int{checkpoint, after} {
			if len(some) > 0 {
				cuts = append(cuts, some[random.IntN(len(some))])
			}
		}
	}
	return cuts
}

func confirmedBy(heard []confirmed, at int64) (offset int64) {
	for _, h := range heard {
		if h.at <= at {
			offset = max(offset, h.offset)
		}
	}
	return offset
}

// opened starts from what a disk holds, as the program does, and tells how many
// of the updates before offset are not there.
func opened(ctx context.Context, dir string, database, wal []byte, offset int64) (missing int, err error) {
	path := filepath.Join(dir, "ringkeeper.db")
	// Of the -shm anything may be there: it is shared memory and never synced.
	noise := bytes.Repeat([]byte("noise"), 1<<13)
	if err := errors.Join(os.WriteFile(path, database, 0o600), os.WriteFile(path+"-wal", wal, 0o600), os.WriteFile(path+"-shm", noise, 0o600)); err != nil {
		return 0, err
	}
	c := config.Default()
	st, err := store.Open(ctx, path, store.Options{Policy: c.Policy, Zone: c.Zone.Location})
	if err != nil {
		return 0, err
	}
	defer st.Close()
	if _, err := st.Recover(ctx, model.InstantOf(time.Now())); err != nil {
		return 0, err
	}
	updates, err := st.Updates(ctx, "", 0)
	if err != nil {
		return 0, err
	}
	has := map[int64]bool{}
	for _, u := range updates {
		has[u.ID] = true
	}
	for id := int64(1); id < offset; id++ {
		if !has[id] {
			missing++
		}
	}
	if err := st.Close(); err != nil {
		return missing, err
	}
	if _, err := store.Inspect(ctx, path); err != nil {
		return missing, err
	}
	changed, err := recomputed(ctx, path)
	if changed > 0 {
		err = errors.Join(err, fmt.Errorf("%d households have other due days when they are recomputed", changed))
	}
	return missing, err
}
