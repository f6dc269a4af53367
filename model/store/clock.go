package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"ringkeeper/model"
)

const metaLimits = "case_limits"

// WindCases sets the clocks of all open cases anew where the limits of their steps
// are others than those they were set by. Which levels have heard stays.
func (s *Store) WindCases(ctx context.Context) error {
	limits := fmt.Sprintf("%+v", s.limits)
	if kept, err := s.Meta(ctx, metaLimits); err != nil || kept == limits {
		return err
	}
	err := s.write(ctx, func(q session) error {
		var open []model.Emergency
		if err := q.find("open emergencies", &open, `SELECT * FROM emergencies WHERE closed_at = 0 ORDER BY id`); err != nil {
			return err
		}
		for _, e := range open {
			chain, err := q.chain(e.ID)
			if err != nil {
				return err
			}
			s.limits.Wind(&e, chain)
			err = q.exec("clock of an emergency", `UPDATE emergencies SET escalated_step = ?, escalated = ?, escalate_at = ?, version = version + 1 WHERE id = ?`,
				e.Step, e.Escalated, e.EscalateAt, e.ID)
			if err != nil {
				return err
			}
		}
		return q.setMeta(metaLimits, limits)
	})
	if err != nil {
		return fmt.Errorf("wind clocks of emergencies: %w", err)
	}
	return nil
}

// CasesDue lists the cases of which somebody is to hear by an instant, those that
// have waited longest first.
func (s *Store) CasesDue(ctx context.Context, at model.Instant) (due []model.Emergency, err error) {
	err = s.query(ctx).find("emergencies that go up", &due, `SELECT * FROM emergencies WHERE escalate_at <> 0 AND escalate_at <= ? ORDER BY escalate_at, id`, at)
	return due, err
}

// NextEscalation returns the earliest instant at which somebody is to hear of a
// case, 0 when of none.
func (s *Store) NextEscalation(ctx context.Context) (at model.Instant, err error) {
	err = s.query(ctx).find("next escalation", &at, `SELECT escalate_at FROM emergencies WHERE escalate_at <> 0 ORDER BY escalate_at LIMIT 1`)
	return at, err
}

// PressingCase is a case that is late, or of which nobody has heard.
type PressingCase struct {
	EmergencyRow
	Unheard bool
}

// PressingCases lists the cases of a scope of which no alert was sent though it
// should have been and nobody took them on, and after them those of which a step is
// late, longest over its time first: a home that nobody has been at goes before what
// only waits to be struck off.
func (s *Store) PressingCases(ctx context.Context, scope model.Scope, at model.Instant) (pressing []PressingCase, err error) {
	open, err := s.Emergencies(ctx, EmergencyFilter{Open: true, Scope: scope})
	if err != nil {
		return nil, err
	}
	var unheard []int64
	err = s.query(ctx).find("emergencies that nobody heard of", &unheard, `SELECT e.id FROM emergencies e
		WHERE e.closed_at = 0 AND e.status = 'reported' AND e.reported_at <= ? AND e.source <> '' AND NOT `+wasHeard,
		at.Add(-model.ConfirmWithin))
	if err != nil {
		return nil, err
	}
	for _, e := range open {
		p := PressingCase{EmergencyRow: e, Unheard: slices.Contains(unheard, e.ID)}
		if p.Unheard || s.limits.Late(e.Emergency, at) {
			pressing = append(pressing, p)
		}
	}
	slices.SortFunc(pressing, func(a, b PressingCase) int {
		if a.Unheard != b.Unheard {
			if a.Unheard {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(s.limits.Deadline(a.Emergency), s.limits.Deadline(b.Emergency)), cmp.Compare(a.ID, b.ID))
	})
	return pressing, nil
}

// holderGone rings the clocks of the cases that somebody has in hand who gets no
// messages any more.
func (c *change) holderGone(cadre int64) error {
	return c.exec("emergencies in hand", `UPDATE emergencies SET escalate_at = ?, version = version + 1
		WHERE closed_at = 0 AND acknowledged_by = ? AND status IN ('acknowledged', 'on_the_way')`, c.turn.At, cadre)
}

// alertAgain has the messages about emergencies sent that could not be sent to a
// person or a group, now that they can: the alerts of which nobody took the case on,
// and what else is still true when it is sent.
func (c *change) alertAgain(to string, id int64) error {
	var failed []outboxRow
	err := c.find("alerts that failed", &failed, `SELECT o.id, o.subject FROM emergencies e CROSS JOIN outbox o ON o.subject = 'emergency:' || e.source AND o.subject <> ''
		WHERE e.closed_at = 0 AND e.source <> '' AND o.state = 'failed' AND o.`+to+` AND (o.kind = 'escalated' OR o.kind = 'alert' AND e.status = 'reported')`, id)
	if err != nil {
		return err
	}
	for _, row := range failed {
		if err := c.exec("alert that failed", `UPDATE outbox SET state = 'pending', attempts = 0, not_before = 0, error = '' WHERE id = ?`, row.ID); err != nil {
			return err
		}
		if err := c.refresh(row.Subject); err != nil { // others say who was told
			return err
		}
	}
	return nil
}
