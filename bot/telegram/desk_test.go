package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// desk is a sender with a real outbox and a simulated Telegram, inside a bubble
// of synctest.
type desk struct {
	t      *testing.T
	server *simulator.Server
	person *simulator.Person
	store  *store.Store
	outbox *flaky
	words  *words
	log    *book
	sender *Sender
	stop   context.CancelFunc
	ended  chan error
}

// words renders what stands in a notice: rows, one for each line of its data.
// It can be told to drop everything, to fail, or to say something else.
type words struct {
	mu    sync.Mutex
	drop  string
	panic bool
	other map[string]string // what is said in place of a text
}

func (w *words) Render(_ context.Context, d store.Delivery, _ time.Time) (Rendering, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.panic {
		panic("no words")
	}
	var say string
	if err := json.Unmarshal(d.Notice.Data, &say); err != nil {
		return Rendering{}, err
	}
	if other, ok := w.other[say]; ok {
		say = other
	}
	var page text.Page
	for _, line := range strings.Split(say, "\n") {
		page.Rows = append(page.Rows, text.Row{HTML: line})
	}
	page.Keyboard = [][]text.Button{{{Label: "好", Data: "ok"}}}
	return Rendering{Page: page, Drop: w.drop}, nil
}

func (w *words) set(f func(*words)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f(w)
}

// flaky is an outbox that fails when it is told to.
type flaky struct {
	*store.Store
	mu     sync.Mutex
	broken map[string]bool
}

func (f *flaky) fails(method string, broken bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.broken == nil {
		f.broken = map[string]bool{}
	}
	f.broken[method] = broken
}

func (f *flaky) check(method string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.broken[method] {
		return errors.New("the disk is full")
	}
	return nil
}

func (f *flaky) DueDeliveries(ctx context.Context, at model.Instant, limit int) ([]store.Delivery, error) {
	if err := f.check("due"); err != nil {
		return nil, err
	}
	return f.Store.DueDeliveries(ctx, at, limit)
}

func (f *flaky) BeginDelivery(ctx context.Context, b store.Begun, at model.Instant) error {
	if err := f.check("begin"); err != nil {
		return err
	}
	return f.Store.BeginDelivery(ctx, b, at)
}

func (f *flaky) ResumePart(ctx context.Context, id int64, n int) error {
	if err := f.check("mark"); err != nil {
		return err
	}
	return f.Store.ResumePart(ctx, id, n)
}

func (f *flaky) MarkPart(ctx context.Context, id int64, n int, o store.PartOutcome) error {
	if err := f.check("mark"); err != nil {
		return err
	}
	return f.Store.MarkPart(ctx, id, n, o)
}

func (f *flaky) FinishSent(ctx context.Context, id int64, n int, o store.PartOutcome) error {
	if err := f.check("mark"); err != nil {
		return err
	}
	return f.Store.FinishSent(ctx, id, n, o)
}

// atDesk runs f inside a bubble. The sender is not started yet.
func atDesk(t *testing.T, limits Limits, o simulator.Options, f func(t *testing.T, d *desk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "test.db"), store.Options{Policy: model.DefaultPolicy()})
		if err != nil {
			t.Fatal(err)
		}
		d := &desk{t: t, store: s, outbox: &flaky{Store: s}, words: &words{other: map[string]string{}}, log: &book{}}
		var client *Client
		d.server, d.person, client = phone(t, o)
		d.sender = NewSender(SenderOptions{
			Client: client, Outbox: d.outbox, Renderer: d.words, Now: time.Now, Log: d.log.logger(), Limits: limits,
			ResendMark: func(language string) string { return "（重发）" },
		})
		defer func() {
			d.end()
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}()
		f(t, d)
		d.end()
		if strings.Contains(d.log.String(), secret) {
			t.Errorf("the token stands in the log:\n%s", d.log)
		}
	})
}

func (d *desk) start() {
	ctx, cancel := context.WithCancel(context.Background())
	d.stop, d.ended = cancel, make(chan error, 1)
	go func() { d.ended <- d.sender.Run(ctx) }()
}

// end stops the sender, as the program does when it ends.
func (d *desk) end() {
	if d.stop == nil {
		return
	}
	d.stop()
	d.stop = nil
	if err := <-d.ended; err != nil {
		d.t.Errorf("the sender ended with %v", err)
	}
}

// restart is a new process over the same database.
func (d *desk) restart() {
	d.end()
	d.sender = NewSender(d.sender.o)
	d.start()
}

// queue puts a notice into the outbox and tells the sender.
func (d *desk) queue(chat int64, p model.Priority, say string) {
	d.t.Helper()
	d.queueAll([]model.Notice{notice(chat, p, say)})
}

func (d *desk) queueAll(all []model.Notice) {
	d.t.Helper()
	if _, err := d.store.Queue(context.Background(), all, model.InstantOf(time.Now())); err != nil {
		d.t.Fatal(err)
	}
	d.sender.Wake()
}

func notice(chat int64, p model.Priority, say string) model.Notice {
	data, err := json.Marshal(say)
	if err != nil {
		panic(err)
	}
	return model.Notice{Subject: "s:" + say, Priority: p, Kind: "test", ChatID: chat, Data: data}
}

// refresh asks that what was said be shown anew.
func (d *desk) refresh(say string) {
	d.t.Helper()
	if err := d.store.Apply(context.Background(), model.Turn{At: model.InstantOf(time.Now()), Refresh: []string{"s:" + say}}); err != nil {
		d.t.Fatal(err)
	}
	d.sender.Wake()
}

// rows are the states of the outbox, oldest first.
func (d *desk) states() string {
	d.t.Helper()
	rows, err := d.store.OutboxRows(context.Background(), store.OutboxFilter{})
	if err != nil {
		d.t.Fatal(err)
	}
	var states []string
	for i := len(rows) - 1; i >= 0; i-- {
		states = append(states, string(rows[i].State))
	}
	return strings.Join(states, " ")
}

// inbox is what stands on the person's phone.
func (d *desk) inbox() string {
	var texts []string
	for _, m := range d.person.Inbox() {
		texts = append(texts, strings.ReplaceAll(m.Text, "\n", "/"))
	}
	return strings.Join(texts, " ")
}

func (d *desk) expect(states, inbox string) {
	d.t.Helper()
	if got := d.states(); got != states {
		d.t.Errorf("states %q, want %q\n%s", got, states, d.log)
	}
	if got := d.inbox(); got != inbox {
		d.t.Errorf("on the phone %q, want %q", got, inbox)
	}
}

// calls are the answered calls of a method, oldest first.
func (d *desk) calls(method string) []simulator.Call {
	var out []simulator.Call
	for _, c := range d.server.Calls() {
		if c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// long is a page that needs several parts.
func long(parts int) string {
	var lines []string
	for i := range parts {
		lines = append(lines, fmt.Sprintf("%d%s", i+1, strings.Repeat("长", 2500)))
	}
	return strings.Join(lines, "\n")
}
