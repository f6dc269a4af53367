package telegram

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// Jitter spreads waiting times, so that many programs that failed together do
// not come back together. It may be used from any goroutine.
type Jitter struct {
	mu     sync.Mutex
	source *rand.Rand
}

// NewJitter makes a Jitter of a source; nil stands for a fixed seed.
func NewJitter(source rand.Source) *Jitter {
	if source == nil {
		source = rand.NewPCG(1, 2)
	}
	return &Jitter{source: rand.New(source)}
}

// of returns a time between d and d plus a quarter: never less, because what
// Telegram asks to wait has to be waited.
func (j *Jitter) of(d time.Duration) time.Duration {
	j.mu.Lock()
	defer j.mu.Unlock()
	return d + time.Duration(j.source.Int64N(int64(d)/4+1))
}

// backoff doubles from a second up to a cap: the wait after the n-th failure in
// a row, counted from 1.
func backoff(n int, limit time.Duration) time.Duration {
	d := time.Second
	for ; n > 1 && d < limit; n-- {
		d *= 2
	}
	return min(d, limit)
}

// rest waits for d or until the context ends, and says whether it waited.
func rest(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
