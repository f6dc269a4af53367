package store

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"ringkeeper/model"
)

// BenchmarkCommit is the path of a recorded contact: update handled, record,
// due days, audit line, answer queued, all on the disk.
func BenchmarkCommit(b *testing.B) {
	for _, atOnce := range []int{1, 16} {
		b.Run(fmt.Sprintf("%d at a time", atOnce), func(b *testing.B) {
			o := newOffice(b)
			var sheet []RosterHousehold
			for i := range 64 {
				sheet = append(sheet, family(fmt.Sprint(1000+i), model.Red, 0))
			}
			ids := o.roster(sheet...)
			updates := make([]int64, b.N)
			for i := range updates {
				updates[i] = int64(i + 1)
			}
			o.received(updates...)
			var next atomic.Int64
			var all sync.WaitGroup
			b.ResetTimer()
			for range atOnce {
				all.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						tn := turn(firstDay, called(ids[int(n)%len(ids)], firstDay))
						tn.UpdateID = n
						tn.Notices = []model.Notice{{Kind: "answer", Priority: model.PriorityAnswer, ChatID: n}}
						if err := o.Commit(ctx, tn); err != nil {
							b.Error(err)
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
		})
	}
}

// BenchmarkClearRaw is the night after a month: words are deleted, written over
// and taken out of the log.
func BenchmarkClearRaw(b *testing.B) {
	o := newOffice(b)
	raw := []byte(`{"text":"` + strings.Repeat("走访了，家里都好，老人身体也好。", 30) + `"}`)
	updates := make([]Update, b.N)
	for i := range updates {
		updates[i] = Update{ID: int64(i + 1), Chat: 7, Raw: raw, ReceivedAt: instant(firstDay)}
	}
	o.ok(o.Receive(ctx, updates, 1))
	o.ok(o.write(ctx, func(q session) error { return q.exec("inbox", `UPDATE inbox SET state = 'handled'`) }))
	b.ResetTimer()
	if c := must[Cleared](b)(o.ClearRaw(ctx, 30, morning(firstDay+31))); c.Updates != b.N {
		b.Errorf("cleared %+v, want %d", c, b.N)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
}
