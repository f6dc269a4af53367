package store

import (
	"context"
	"fmt"

	"ringkeeper/model"
)

// callHook queues the call of a hook. One that was queued before stays as it is.
func (c *change) callHook(e model.CallHook) error {
	var id int64
	if err := c.find("emergency of a hook", &id, `SELECT id FROM emergencies WHERE source = ? AND source <> ''`, e.Source); err != nil {
		return err
	}
	if id == 0 {
		return fmt.Errorf("emergency %q of hook %s: %w", e.Source, e.Hook, ErrUnknown)
	}
	return c.exec("hook call", `INSERT INTO hook_calls (key, hook, emergency_id, step, alerts, after, not_before, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
		fmt.Sprintf("%s:%d:%s", e.Hook, id, e.Step), e.Hook, id, e.Step, e.Alerts, e.After.Milliseconds(), e.At.Add(e.After), c.turn.At)
}

// hastenHooks has the calls of a case wait from now on, where they waited for the
// doubt about it to end.
func (c *change) hastenHooks(emergency int64) error {
	return c.exec("hook calls that waited", `UPDATE hook_calls SET not_before = ? + after WHERE emergency_id = ? AND state = 'pending' AND attempts = 0`,
		c.turn.At, emergency)
}

// HookCall is a call that is due, and what it tells of its case.
type HookCall struct {
	model.Emergency
	CallID    int64
	Step      string
	Township  string
	Attempts  int // before this one
	QueuedAt  model.Instant
	Unreached bool // it is made only where no alert of the case was handed to Telegram
	Reached   bool // one was
}

// DueHookCalls returns the calls of a hook that are due at an instant, the oldest
// first. One that waits for an alert to be handed over is due, too, as soon as
// none is under way any more. While a restore waits to be confirmed none is due.
func (s *Store) DueHookCalls(ctx context.Context, hook string, at model.Instant, limit int) (calls []HookCall, err error) {
	const alerts = `SELECT 1 FROM outbox o WHERE o.subject = k.alerts AND o.subject <> '' AND o.priority = ?`
	err = s.query(ctx).find("due hook calls", &calls, `
		SELECT e.*, k.id AS call_id, k.step, k.attempts, k.created_at AS queued_at, COALESCE(t.name, '') AS township,
			k.alerts <> '' AS unreached, EXISTS (`+alerts+` AND o.state = 'sent') AS reached
		FROM hook_calls k JOIN emergencies e ON e.id = k.emergency_id LEFT JOIN areas t ON t.id = e.township_id
		WHERE k.hook = ? AND k.state = 'pending' AND (k.not_before <= ? OR k.alerts <> '' AND k.attempts = 0 AND k.not_before - k.after <= ?
			AND NOT EXISTS (`+alerts+` AND o.state IN ('pending', 'sending'))) AND `+notHeld+`
		ORDER BY k.id LIMIT ?`, model.PriorityEmergency, hook, at, at, model.PriorityEmergency, limit)
	return calls, err
}

// BeginHookCalls keeps, before it is made, that a call is being made for all of
// these.
func (s *Store) BeginHookCalls(ctx context.Context, ids []int64) error {
	return s.write(ctx, func(q session) error {
		return q.exec("hook calls", `UPDATE hook_calls SET state = 'sending', attempts = attempts + 1 WHERE id IN ?`, ids)
	})
}

// HookOutcome is what became of a call: sent, stale, failed, or pending where it is
// to be tried again. Error holds neither an address nor a key.
type HookOutcome struct {
	State     model.DeliveryState
	Error     string
	At        model.Instant
	NotBefore model.Instant // of one that is to be tried again
}

// FinishHookCall keeps what became of a call.
func (s *Store) FinishHookCall(ctx context.Context, id int64, o HookOutcome) error {
	return s.write(ctx, func(q session) error {
		return q.exec("hook call", `UPDATE hook_calls SET state = ?, error = ?, not_before = ?, sent_at = CASE ? WHEN 'sent' THEN ? ELSE 0 END WHERE id = ?`,
			o.State, o.Error, o.NotBefore, o.State, o.At, id)
	})
}

// RecoverHookCalls has the calls of a hook that were cut off made again: nobody can
// know whether they arrived.
func (s *Store) RecoverHookCalls(ctx context.Context, hook string) error {
	return s.write(ctx, func(q session) error {
		return q.exec("hook calls that were cut off", `UPDATE hook_calls SET state = 'pending' WHERE state = 'sending' AND hook = ?`, hook)
	})
}

// HookTrouble is how many calls of a hook do not get through, and why the newest of
// them did not.
type HookTrouble struct {
	Calls int
	Error string // empty where none was tried
}

// HookTroubles tells, by the hook's name, of the calls that were to be made before
// an instant and still wait, and of those that failed and were queued since another.
func (s *Store) HookTroubles(ctx context.Context, waiting, failed model.Instant) (map[string]HookTrouble, error) {
	var rows []struct {
		Hook   string
		Calls  int
		Newest int64 // its row gives the error
		Error  string
	}
	err := s.query(ctx).find("troubles of hooks", &rows, `SELECT hook, COUNT(*) AS calls, MAX(id) AS newest, error FROM hook_calls
		WHERE state IN ('pending', 'sending') AND created_at + after < ? OR state = 'failed' AND created_at >= ? GROUP BY hook`, waiting, failed)
	troubles := map[string]HookTrouble{}
	for _, r := range rows {
		troubles[r.Hook] = HookTrouble{Calls: r.Calls, Error: r.Error}
	}
	return troubles, err
}
