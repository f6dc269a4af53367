package pulse

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// fresh is how long figures of the database are served again, so that whoever
// asks every second costs no more than who asks every ten.
const fresh = 10 * time.Second

var (
	inboxOldest   = prometheus.NewDesc("ringkeeper_inbox_oldest_seconds", "Age of the oldest update that was not handled yet, 0 for none.", nil, nil)
	outboxOldest  = prometheus.NewDesc("ringkeeper_outbox_oldest_seconds", "For how long the oldest message of a priority has been due and not sent, for whatever reason, 0 for none.", []string{"priority"}, nil)
	outboxWaiting = prometheus.NewDesc("ringkeeper_outbox_waiting", "Messages that are due and not sent, for whatever reason; after a restore they wait for its confirmation.", []string{"priority"}, nil)
	held          = prometheus.NewDesc("ringkeeper_held", "1 while a restore waits to be confirmed and nothing is sent, else 0.", nil, nil)
	backedUp      = prometheus.NewDesc("ringkeeper_backup_last_success_timestamp_seconds", "When the newest scheduled backup was taken, 0 for never.", nil, nil)
	due           = prometheus.NewDesc("ringkeeper_due", "Duties whose last day is today or within the next ten days.", []string{"kind"}, nil)
	openCases     = prometheus.NewDesc("ringkeeper_emergencies_open", "Emergencies that are neither closed nor withdrawn.", nil, nil)
	lateCases     = prometheus.NewDesc("ringkeeper_emergencies_late", "Open emergencies whose next step should have been taken.", nil, nil)
	unreached     = prometheus.NewDesc("ringkeeper_emergencies_unreached", "Open emergencies of which no alert has arrived.", nil, nil)
	oldestCase    = prometheus.NewDesc("ringkeeper_emergencies_oldest_seconds", "Age of the oldest open emergency, 0 for none.", nil, nil)
	overdue       = prometheus.NewDesc("ringkeeper_overdue", "Duties whose last day has passed.", []string{"ring", "kind"}, nil)
)

// priorities are the words of the label, by model.Priority.
var priorities = []string{"emergency", "answer", "digest"}

// figures asks the database when it is scraped.
type figures struct {
	store Store
	now   func() time.Time

	mu   sync.Mutex
	at   time.Time
	last store.Figures
}

// Describe names what is collected.
func (f *figures) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{inboxOldest, outboxOldest, outboxWaiting, held, backedUp, openCases, lateCases, unreached, oldestCase, due, overdue} {
		ch <- d
	}
}

// Collect gives every series, those at 0 too, or none where the database does
// not answer.
func (f *figures) Collect(ch chan<- prometheus.Metric) {
	now, got, err := f.read()
	if err != nil {
		ch <- prometheus.NewInvalidMetric(inboxOldest, err)
		return
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	age := func(since model.Instant) float64 {
		if since == 0 {
			return 0
		}
		return max(0, now.Sub(since.In(time.UTC)).Seconds())
	}
	gauge(inboxOldest, age(got.InboxOldest))
	for i, name := range priorities {
		w := got.Outbox[model.Priority(i)]
		gauge(outboxOldest, age(w.Oldest), name)
		gauge(outboxWaiting, float64(w.N), name)
	}
	waits := 0.
	if got.Held {
		waits = 1
	}
	gauge(held, waits)
	gauge(openCases, float64(got.Cases.N))
	gauge(lateCases, float64(got.Cases.Late))
	gauge(unreached, float64(got.Cases.Unreached))
	gauge(oldestCase, age(got.Cases.Oldest))
	gauge(backedUp, float64(got.Backup)/1000)
	for _, k := range model.Kinds {
		gauge(due, float64(got.Due[k]), string(k))
		for _, r := range model.Rings {
			gauge(overdue, float64(got.Overdue[r][k]), string(r), string(k))
		}
	}
}

func (f *figures) read() (time.Time, store.Figures, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now()
	if !f.at.IsZero() && now.Sub(f.at) < fresh && !now.Before(f.at) {
		return now, f.last, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	got, err := f.store.Figures(ctx, now)
	if err == nil {
		f.at, f.last = now, got
	}
	return now, got, err
}
