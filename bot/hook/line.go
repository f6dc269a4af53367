package hook

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

const (
	// mostCases is how many cases one text names.
	mostCases = 20
	// span is the minute over which calls are counted, and a little more, because
	// the receiver counts from when they arrive.
	span = time.Minute + time.Second
	// A call that failed is tried again after firstWait, then twice as long, up to
	// longestWait; what did not get through within giveUpAfter has failed [D].
	firstWait   = 30 * time.Second
	longestWait = 30 * time.Minute
	giveUpAfter = 24 * time.Hour
)

// errLimited says that the receiver takes no more for a while.
var errLimited = errors.New("the receiver takes no more for now")

// line is one hook at work.
type line struct {
	*Caller
	hook  config.Hook
	made  []time.Time // calls within the last span
	rests time.Time   // until when the receiver takes no more
}

// look makes the calls that are due, as many as the receiver takes now. What is
// more than it takes one by one is told together. It ends with the first call that
// fails, so that one who does not answer is not waited for again and again.
func (l *line) look(ctx context.Context) error {
	room := l.room(l.Now())
	if room == 0 {
		return nil
	}
	calls, err := l.due(ctx, room*mostCases)
	together := 1
	if len(calls) > room {
		together = mostCases
	}
	for ; err == nil && room > 0 && len(calls) > 0; room-- {
		m := l.message(calls[:min(together, len(calls))], l.Now())
		n := len(m.Cases)
		if arrived, failed := l.tell(ctx, calls[:n], m); !arrived {
			return failed
		}
		calls = calls[n:]
	}
	return err
}

// room is how many calls the receiver takes now.
func (l *line) room(now time.Time) int {
	for len(l.made) > 0 && now.Sub(l.made[0]) >= span {
		l.made = l.made[1:]
	}
	if now.Before(l.rests) {
		return 0
	}
	return l.hook.PerMinute - len(l.made)
}

// due returns the calls that are to be made, and drops what went stale.
func (l *line) due(ctx context.Context, limit int) (calls []store.HookCall, err error) {
	at := model.InstantOf(l.Now())
	all, err := l.Store.DueHookCalls(ctx, l.hook.Name, at, limit)
	for _, c := range all {
		why := stale(c)
		if why == "" {
			calls = append(calls, c)
		} else if err := l.Store.FinishHookCall(ctx, c.CallID, store.HookOutcome{State: model.DeliveryStale, Error: why}); err != nil {
			return nil, err
		}
	}
	return calls, err
}

// stale says why a call need not be made any more.
func stale(c store.HookCall) string {
	switch {
	case c.Status == model.Withdrawn:
		return "the case was withdrawn"
	case c.Status == model.Closed:
		return "the case is closed"
	case c.Reached && c.Unreached:
		return "an alert was handed to Telegram"
	case c.Status != model.Reported && c.Unreached:
		return "somebody took the case on"
	}
	return ""
}

// tell makes one call for several, and keeps what became of it. It says whether it
// arrived; an error is that of the store. A call that the end of the program cuts
// off is left to be recovered.
func (l *line) tell(ctx context.Context, calls []store.HookCall, m Message) (arrived bool, err error) {
	ids := make([]int64, len(calls))
	for i, c := range calls {
		ids[i] = c.CallID
	}
	if err := l.Store.BeginHookCalls(ctx, ids); err != nil {
		return false, err
	}
	l.made = append(l.made, l.Now())
	refused := l.call(ctx, m)
	if refused != nil && ctx.Err() != nil {
		return false, nil
	}
	now := l.Now()
	if refused != nil {
		l.Log.Warn("a hook could not be called", "hook", l.hook.Name, "count", len(calls), "error", refused)
	}
	if errors.Is(refused, errLimited) {
		l.rests = now.Add(rest[l.hook.Kind])
	}
	for _, c := range calls {
		if err := l.Store.FinishHookCall(context.WithoutCancel(ctx), c.CallID, outcome(c, refused, now)); err != nil {
			return false, err
		}
	}
	return refused == nil, nil
}

// outcome is what becomes of a call.
func outcome(c store.HookCall, refused error, now time.Time) store.HookOutcome {
	at := model.InstantOf(now)
	switch {
	case refused == nil:
		return store.HookOutcome{State: model.DeliverySent, At: at}
	case at > c.QueuedAt.Add(giveUpAfter):
		return store.HookOutcome{State: model.DeliveryFailed, Error: refused.Error()}
	}
	wait := firstWait
	for n := c.Attempts; n > 0 && wait < longestWait; n-- {
		wait *= 2
	}
	wait = min(wait, longestWait)
	wait += rand.N(wait / 4) // so that many that failed together do not come back together
	return store.HookOutcome{State: model.DeliveryPending, Error: refused.Error(), NotBefore: at.Add(wait)}
}
