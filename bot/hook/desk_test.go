package hook

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot/text"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// receiver is a robot in a group that notes what it is told, and when.
type receiver struct {
	mu     sync.Mutex
	heard  []string
	at     []time.Time
	answer func(call int) (status int, body string, err error) // nil: yes
	hangs  bool                                                // it hears, and does not answer
}

// turn tells the race detector that what the test looked at comes before what the
// caller does next: fake time passes between them, of which it knows nothing.
func (r *receiver) turn() {
	r.mu.Lock()
	defer r.mu.Unlock()
}

func (r *receiver) RoundTrip(q *http.Request) (*http.Response, error) {
	r.turn()
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return nil, err
	}
	r.heard, r.at = append(r.heard, string(body)), append(r.at, time.Now())
	if r.hangs {
		<-q.Context().Done()
		return nil, q.Context().Err()
	}
	status, said := http.StatusOK, `{"errcode":0,"errmsg":"ok"}`
	if r.answer != nil {
		if status, said, err = r.answer(len(r.heard)); err != nil {
			return nil, err
		}
	}
	h := http.Header{"Location": {"https://elsewhere.example.com/"}}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(said)), Request: q}, nil
}

// desk is a store with a queue, and a caller that works it off, in fake time.
type desk struct {
	*testing.T
	*receiver
	*store.Store
	path  string
	hook  config.Hook
	conf  config.Config
	log   strings.Builder
	halt  func()
	cases int
	full  bool // nothing can be written
}

func (d *desk) BeginHookCalls(ctx context.Context, ids []int64) error {
	d.turn()
	if d.full {
		return store.ErrFull
	}
	return d.Store.BeginHookCalls(ctx, ids)
}

const robot = "https://robot.example.com/send?key=sesame"

// work lets a caller work for a hook from the first hour of a day on.
func work(t *testing.T, h config.Hook, story func(d *desk)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ringkeeper.db")
	synctest.Test(t, func(t *testing.T) {
		d := &desk{T: t, receiver: &receiver{}, path: path, conf: config.Default()}
		d.hook = config.Hook{Name: "office", Kind: config.HookWeCom, When: model.HookAlways, URL: config.NewSecret(robot), PerMinute: 20, After: config.Duration{Duration: 5 * time.Minute}}
		if h.Kind != "" {
			d.hook.Kind, d.hook.Secret = h.Kind, h.Secret
		}
		if h.When != "" {
			d.hook.When = h.When
		}
		var err error
		if d.Store, err = store.Open(t.Context(), path, store.Options{Policy: d.conf.Policy, Zone: d.conf.Zone.Location}); err != nil {
			t.Fatal(err)
		}
		defer func() { d.must(d.Store.Close()) }()
		d.begin()
		defer func() { d.halt() }()
		story(d)
		if strings.Contains(d.log.String()+strings.Join(d.queue(), " "), "sesame") {
			t.Errorf("a key is told: %s %q", d.log.String(), d.queue())
		}
	})
}

// begin starts the caller.
func (d *desk) begin() {
	words, err := text.Load()
	d.must(err)
	d.conf.Hooks = []config.Hook{d.hook}
	c := New(Options{Store: d, Words: words, Config: d.conf, Transport: d.receiver, Now: time.Now, Log: slog.New(slog.NewTextHandler(&d.log, nil))})
	ctx, cancel := context.WithCancel(d.Context())
	ended := make(chan error)
	go func() { ended <- c.Run(ctx) }()
	d.halt = func() { cancel(); d.must(<-ended) }
	synctest.Wait()
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) pass(t time.Duration) {
	d.turn()
	<-time.After(t)
	synctest.Wait()
}

// report files so many cases in a village, each of a family of its own and with its
// alert under way.
func (d *desk) report(n int, village string, causes ...model.Cause) {
	d.Helper()
	t := model.Turn{At: model.InstantOf(time.Now())}
	for range n {
		d.cases++
		source := fmt.Sprintf("7:%d:0", d.cases)
		t.Effects = append(t.Effects, model.FileEmergency{Emergency: model.Emergency{Source: source, Village: village, Family: fmt.Sprint("张春明", d.cases), Text: "张春明家着火", Causes: causes}})
		t.Effects = append(t.Effects, model.CallsOfReport(d.conf.CalledHooks(), source, "emergency:"+source, t.At)...)
		t.Notices = append(t.Notices, model.Notice{ChatID: 7, Priority: model.PriorityEmergency, Kind: "alert", Subject: "emergency:" + source})
	}
	d.must(d.Commit(d.Context(), t))
}

func (d *desk) do(effects ...model.Effect) {
	d.Helper()
	d.must(d.Commit(d.Context(), model.Turn{At: model.InstantOf(time.Now()), Effects: effects}))
}

// queue is what stands in the queue: state, attempts and error of each call.
func (d *desk) queue() (rows []string) {
	d.Helper()
	db, err := sql.Open("sqlite3", "file:"+d.path+"?mode=ro")
	d.must(err)
	defer db.Close()
	of, err := db.Query(`SELECT state, attempts, error FROM hook_calls ORDER BY id`)
	d.must(err)
	defer of.Close()
	for of.Next() {
		var state, problem string
		var attempts int
		d.must(of.Scan(&state, &attempts, &problem))
		rows = append(rows, strings.TrimSpace(fmt.Sprintf("%s %d %s", state, attempts, problem)))
	}
	return rows
}

func (d *desk) stands(want ...string) {
	d.Helper()
	if got := d.queue(); !slices.Equal(got, want) {
		d.Errorf("in the queue: %q, want %q", got, want)
	}
}

func (d *desk) calls(n int) {
	d.Helper()
	if len(d.heard) != n {
		d.Errorf("called %d times, want %d: %q", len(d.heard), n, d.heard)
	}
}
