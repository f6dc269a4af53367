package bot_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// running is a serve with its log.
type running struct {
	*exec.Cmd
	log   *logged
	ended chan error
}

// serves starts a serve and waits until it does.
func (o *operator) serves(at string) *running {
	o.t.Helper()
	r := o.starts(at)
	o.soon("it serves", func() bool { return r.log.has("serving") })
	return r
}

func (o *operator) starts(at string) *running {
	o.t.Helper()
	r := &running{Cmd: o.command(o.program, "serve", "--at", at), log: &logged{}, ended: make(chan error, 1)}
	r.Stderr = r.log
	if err := r.Start(); err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { _ = r.Process.Kill() })
	go func() { r.ended <- r.Wait() }()
	return r
}

// stops tells a serve to stop, and holds that it does so within ten seconds.
func (o *operator) stops(r *running) {
	o.t.Helper()
	if err := r.Process.Signal(syscall.SIGTERM); err != nil {
		o.t.Fatal(err)
	}
	select {
	case err := <-r.ended:
		if err != nil || !r.log.has("stopping") || !r.log.has("stopped") || r.log.has("stopped before") {
			o.t.Errorf("a graceful stop: %v\n%s", err, r.log)
		}
	case <-time.After(10 * time.Second):
		o.t.Errorf("it does not stop\n%s", r.log)
	}
}

// states counts the messages of the outbox by how far they got.
func (o *operator) states() map[model.DeliveryState]int {
	o.t.Helper()
	st := reopen(o.t, filepath.Join(o.dir, "ringkeeper.db"))
	defer st.Close()
	rows, err := st.OutboxRows(o.t.Context(), store.OutboxFilter{})
	if err != nil {
		o.t.Fatal(err)
	}
	n := map[model.DeliveryState]int{}
	for _, r := range rows {
		n[r.State]++
	}
	return n
}

// onARest is a moment at which no digest is due.
const onARest = "2026-11-22T10:00"

// slowTelegram answers messages only after a while, which can be set.
func (o *operator) slowTelegram() (*simulator.Server, *atomic.Int64) {
	tg, slow := simulator.New(simulator.Options{}), &atomic.Int64{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/sendMessage") {
			<-time.After(time.Duration(slow.Load()))
		}
		tg.ServeHTTP(w, r)
	}))
	o.t.Cleanup(server.Close)
	o.env = append(o.env, "TELEGRAM_BOT_TOKEN="+tg.Token(), "TELEGRAM_API_URL="+server.URL)
	return tg, slow
}

func stopsBetweenAnswers(o *operator) {
	tg, slow := o.slowTelegram()
	people := crashDistrict(o.t, filepath.Join(o.dir, "ringkeeper.db"), tg)[1:]
	serve := o.serves(onARest)
	slow.Store(int64(time.Second))
	for _, p := range people {
		p.Say("/help")
		p.Say("/overdue")
	}
	// Everything is handled or waits to be, and some answers are on their way.
	o.soon("answers are being sent", func() bool { return o.states()[model.DeliverySending] > 0 })
	o.stops(serve)
	if n := o.states(); n[model.DeliverySending]+n[model.DeliveryAmbiguous]+n[model.DeliveryFailed] > 0 || n[model.DeliverySent] == 0 {
		o.t.Errorf("the stop left %v", n)
	}
	slow.Store(0)
	serve = o.serves(onARest)
	settled(o.t, tg, filepath.Join(o.dir, "ringkeeper.db"))
	o.stops(serve)
	for _, p := range people {
		answers := 0
		for _, m := range p.Inbox() {
			if m.ByBot {
				answers++
			}
		}
		if answers != 3 { // the greeting is one
			o.t.Errorf("%s got %d answers to two questions and a start", p.Name, answers)
		}
	}
	if n := o.states(); n[model.DeliverySent] != 3*len(people)+1 || len(n) != 1 {
		o.t.Errorf("in the end %v", n)
	}
}

func stopsWhileTelegramHangs(o *operator) {
	tg := o.telegram()
	db := filepath.Join(o.dir, "ringkeeper.db")
	people := crashDistrict(o.t, db, tg)[1:]
	for _, forced := range []bool{false, true} {
		serve := o.serves(onARest)
		tg.Inject(simulator.Fault{Method: "sendMessage", Times: -1, Kind: simulator.Hang})
		tg.Inject(simulator.Fault{Method: "answerCallbackQuery", Times: -1, Kind: simulator.Hang})
		for _, p := range people {
			p.Say("/help")
		}
		o.soon("answers are on their way", func() bool { return o.states()[model.DeliverySending] > 0 })
		if !forced {
			o.stops(serve)
		} else {
			_ = serve.Process.Signal(syscall.SIGTERM)
			o.soon("it stops", func() bool { return serve.log.has("stopping") })
			_ = serve.Process.Signal(syscall.SIGTERM)
			<-serve.ended
			if status := serve.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() || serve.log.has("stopped") {
				o.t.Errorf("a second signal: %v\n%s", serve.ProcessState, serve.log)
			}
		}
		tg.Heal()
		serve = o.serves(onARest)
		settled(o.t, tg, db)
		o.stops(serve)
		for _, p := range people {
			answers, marked := 0, 0
			for _, m := range p.Inbox() {
				if m.ByBot && strings.Contains(m.Text, "（重发）") {
					marked++
				}
				if m.ByBot {
					answers++
				}
			}
			want := 2 // with the greeting
			if forced {
				want = 3
			}
			// What was on its way may have arrived, for all that the bot knows.
			if answers != want || marked > want {
				o.t.Errorf("%s got %d answers, %d of them marked, want %d", p.Name, answers, marked, want)
			}
		}
		if n := o.states(); len(n) != 1 || n[model.DeliverySent] == 0 {
			o.t.Errorf("in the end %v", n)
		}
	}
}

func stopsBeforeItHasBegun(o *operator) {
	asked, hang := make(chan bool, 1), make(chan bool)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked <- true
		<-hang
	}))
	defer server.Close()
	defer close(hang)
	o.env = []string{"TELEGRAM_BOT_TOKEN=7:SIMULATED", "TELEGRAM_API_URL=" + server.URL}
	serve := o.starts(onARest)
	<-asked
	if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
		o.t.Fatal(err)
	}
	if err := <-serve.ended; err != nil || serve.log.String() != "" {
		o.t.Errorf("%v\n%s", err, serve.log)
	}
}

// stopsWhateverHoldsItUp: settings that never come to an end.
func stopsWhateverHoldsItUp(o *operator) {
	pipe := filepath.Join(o.dir, "ringkeeper.yaml")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		o.t.Fatal(err)
	}
	serve := o.starts(onARest)
	settings, err := os.OpenFile(pipe, os.O_WRONLY, 0) // waits until it is read
	if err != nil {
		o.t.Fatal(err)
	}
	defer settings.Close()
	if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
		o.t.Fatal(err)
	}
	if <-serve.ended; serve.ProcessState.ExitCode() != 1 {
		o.t.Errorf("it ended with %s\n%s", serve.ProcessState, serve.log)
	}
}

// logged is a log that can be read while it is written.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (l *logged) has(words string) bool { return strings.Contains(l.String(), words) }

// startsWhileTelegramIsDown: once Telegram told who the bot is, a restart during an
// outage works, and what waits goes out when it is over.
func startsWhileTelegramIsDown(o *operator) {
	tg := simulator.New(simulator.Options{})
	var down atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			http.Error(w, "bad gateway", http.StatusBadGateway)
			return
		}
		tg.ServeHTTP(w, r)
	}))
	o.t.Cleanup(server.Close)
	o.env = append(o.env, "TELEGRAM_BOT_TOKEN="+tg.Token(), "TELEGRAM_API_URL="+server.URL)
	people := crashDistrict(o.t, filepath.Join(o.dir, "ringkeeper.db"), tg)[1:]
	down.Store(true)
	o.fails(o.run("serve", "--at", onARest), 1, "Telegram") // it never heard who the bot is
	down.Store(false)
	o.stops(o.serves(onARest))
	down.Store(true)
	serve := o.serves(onARest)
	people[0].Say("/help")
	down.Store(false)
	settled(o.t, tg, filepath.Join(o.dir, "ringkeeper.db"))
	o.stops(serve)
}
