package telegram

import (
	"context"
	"log/slog"
	"time"
)

// outage is a run of failures of one thing: each waits longer than the one
// before, and only the first and the end are told.
type outage struct {
	log      *slog.Logger
	jitter   *Jitter
	limit    time.Duration
	down, up string
	failures int
}

// fail counts a failure and returns how long to wait: at least as long as was
// asked for.
func (o *outage) fail(err error, atLeast time.Duration) time.Duration {
	o.failures++
	if o.failures == 1 {
		o.log.Warn(o.down, "error", err)
	}
	return o.jitter.of(max(backoff(o.failures, o.limit), atLeast))
}

// wait counts a failure and waits.
func (o *outage) wait(ctx context.Context, err error, atLeast time.Duration) {
	// A failure because the program ends is none to wait for, nor to tell.
	if ctx.Err() == nil {
		rest(ctx, o.fail(err, atLeast))
	}
}

// over ends the run of failures.
func (o *outage) over() {
	if o.failures > 0 {
		o.log.Info(o.up, "failures", o.failures)
		o.failures = 0
	}
}
