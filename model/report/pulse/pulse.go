// Package pulse tells machines how a running serve is: /healthz whether it does
// its work, /metrics its figures. Both are counts, ages and constant words; no
// household and no person can be told from them.
package pulse

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/store"
)

const (
	// silence is how long there may be no poll that Telegram answered; each
	// takes up to 50 seconds.
	silence = 2 * time.Minute
	// patience is how long the database may take to answer.
	patience = 10 * time.Second
)

// Store is what the pulse asks of what is kept.
type Store interface {
	Figures(ctx context.Context, at time.Time) (store.Figures, error)
	OldestUpdate(ctx context.Context) (model.Instant, error)
}

// Pulse counts what happens and serves it.
type Pulse struct {
	store  Store
	now    func() time.Time
	polled atomic.Int64 // the instant of the last poll that was answered
	failed *prometheus.CounterVec
	sends  *prometheus.CounterVec
	turns  *prometheus.CounterVec
	all    *prometheus.Registry
}

// Outcomes are the words for what becomes of a call to Telegram.
type Outcomes struct{ Polls, Sends []string } // of polls those that failed

// New makes a pulse that begins now: whoever starts a serve has just heard from
// Telegram. What never happened counts 0, so that the first time can be seen.
func New(s Store, now func() time.Time, o Outcomes) *Pulse {
	p := &Pulse{
		store: s, now: now, all: prometheus.NewRegistry(),
		failed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ringkeeper_poll_failures_total", Help: "Polls for updates that failed, by why; conflict means that another program polls with this token.",
		}, []string{"outcome"}),
		sends: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ringkeeper_sends_total", Help: "Calls that sent, edited or deleted a message, by what became of them.",
		}, []string{"outcome"}),
		turns: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ringkeeper_turns_total", Help: "Tries to handle an update: handled, failed (and tried again), aside (given up, an operator looks).",
		}, []string{"result"}),
	}
	for _, outcome := range o.Polls {
		p.failed.WithLabelValues(outcome)
	}
	for _, outcome := range o.Sends {
		p.sends.WithLabelValues(outcome)
	}
	for _, result := range []string{"handled", "failed", "aside"} {
		p.turns.WithLabelValues(result)
	}
	p.all.MustRegister(p.failed, p.sends, p.turns, &figures{store: s, now: now}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewBuildInfoCollector())
	p.Polled()
	return p
}

// Polled says that Telegram answered a poll.
func (p *Pulse) Polled() { p.polled.Store(int64(model.InstantOf(p.now()))) }

// PollFailed counts a poll that failed, by why.
func (p *Pulse) PollFailed(outcome string) { p.failed.WithLabelValues(outcome).Inc() }

// Turned counts how a try to handle an update ended.
func (p *Pulse) Turned(result string) { p.turns.WithLabelValues(result).Inc() }

// Called counts what became of a call for a message.
func (p *Pulse) Called(outcome string) { p.sends.WithLabelValues(outcome).Inc() }

// Health is the answer of /healthz. The reasons are constant words: database
// (it does not answer), telegram (no poll was answered for two minutes), inbox
// (an update waits longer than five).
type Health struct {
	Status  string   `json:"status"` // ok or failing
	Reasons []string `json:"reasons"`
}

// Health tells whether serve does its work.
func (p *Pulse) Health(ctx context.Context) Health {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	h := Health{Status: "ok", Reasons: []string{}}
	fail := func(reason string) { h.Status, h.Reasons = "failing", append(h.Reasons, reason) }
	now := model.InstantOf(p.now())
	oldest, err := p.store.OldestUpdate(ctx)
	if err != nil {
		fail("database")
	}
	if now > model.Instant(p.polled.Load()).Add(silence) {
		fail("telegram")
	}
	if oldest != 0 && now > oldest.Add(report.WaitMost) {
		fail("inbox")
	}
	return h
}

// Handler serves /healthz and /metrics.
func (p *Pulse) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		h := p.Health(r.Context())
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		if len(h.Reasons) > 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(h)
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(p.all, promhttp.HandlerOpts{
		ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 4, Timeout: 2 * patience,
	}))
	return mux
}

// Listen takes the address. The error says what to do.
func Listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, &report.Fault{Key: "error.listen", Args: model.Args{"address": address, "error": report.Cause(err)}, Err: err}
	}
	return l, nil
}

// Serve answers on l until ctx ends, and closes it.
func (p *Pulse) Serve(ctx context.Context, l net.Listener) error {
	server := http.Server{
		Handler: p.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 3 * patience,
		IdleTimeout: time.Minute, MaxHeaderBytes: 8 << 10,
	}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	if err := server.Serve(l); ctx.Err() == nil {
		return err
	}
	return nil
}
