package telegram

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

// telegramBears is how many messages a second Telegram takes in all.
const telegramBears = 30

// morning sends a digest to each of n people through Telegram's limits, in fake
// time, and returns how long it took. Everybody gets one, and Telegram never has
// to ask to wait.
func morning(t *testing.T, n int) (took time.Duration) {
	atDesk(t, DefaultLimits(), simulator.Options{Limits: true}, func(t *testing.T, d *desk) {
		people := make([]*simulator.Person, n)
		all := make([]model.Notice, n)
		for i := range all {
			people[i] = d.server.Person(fmt.Sprint("干部", i), "zh")
			people[i].Start("")
			all[i] = notice(people[i].ID, digest, fmt.Sprint("d", i))
		}
		var arrived atomic.Int64
		begin := time.Now()
		d.server.OnMessage(func(m simulator.Message) {
			if m.ByBot && arrived.Add(1) == int64(n) {
				took = time.Since(begin)
			}
		})
		d.start()
		d.queueAll(all)
		<-time.After(time.Duration(n) * time.Second / 10)
		for i, p := range people {
			if inbox := p.Inbox(); len(inbox) != 1 || inbox[0].Text != fmt.Sprint("d", i) {
				t.Errorf("person %d has %d messages", i, len(inbox))
			}
		}
		refused := 0
		for _, c := range d.calls("sendMessage") {
			if c.Status != 200 {
				refused++
			}
		}
		if refused > 0 || arrived.Load() != int64(n) {
			t.Errorf("%d arrived, %d were refused", arrived.Load(), refused)
		}
	})
	return took
}

func bound(n int) time.Duration { return time.Duration(n) * time.Second / telegramBears }

func TestAMorningsDigestsGoOutNearlyAsFastAsTelegramTakesThem(t *testing.T) {
	const n = 500
	if took := morning(t, n); took > bound(n)*11/10 {
		t.Errorf("%d digests took %v, Telegram would take them in %v", n, took, bound(n))
	}
}

// BenchmarkTenThousandDigests lives through the sending of 10,000 digests in
// fake time; the bound is what Telegram takes at the most.
func BenchmarkTenThousandDigests(b *testing.B) {
	const n = 10_000
	var took time.Duration
	for range b.N {
		// A bubble of fake time wants a test.
		ok := testing.RunTests(func(string, string) (bool, error) { return true, nil },
			[]testing.InternalTest{{Name: b.Name(), F: func(t *testing.T) { took += morning(t, n) }}})
		if !ok {
			b.FailNow()
		}
	}
	b.ReportMetric(took.Seconds()/float64(b.N), "fake-s")
	b.ReportMetric(took.Seconds()/float64(b.N)/bound(n).Seconds(), "ours/bound")
}
