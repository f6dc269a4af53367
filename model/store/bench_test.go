package store

import (
	"fmt"
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
