package store

import (
	"context"
	"fmt"
	"time"

	"ringkeeper/model"
)

const metaPolicy = "policy_fingerprint"

// CatchUp brings the due days up to the day of at: all of them when the policy
// is another than the one they were computed with, else those of households of
// which something takes effect by that day. It tells how many households
// changed. With nothing to do it costs a look at two indexes.
func (s *Store) CatchUp(ctx context.Context, at time.Time) (changed int, err error) {
	today, fingerprint := model.DayOf(at, s.zone), s.policy.Fingerprint()
	var kept string
	var waiting int
	q := s.query(ctx)
	if kept, err = q.meta(metaPolicy); err != nil {
		return 0, err
	}
	if err := q.find("households with changes", &waiting, `SELECT EXISTS (SELECT 1 FROM households WHERE next_change <= ?)`, today); err != nil {
		return 0, err
	}
	if kept == fingerprint && waiting == 0 {
		return 0, nil
	}
	err = s.write(ctx, func(q session) error {
		changed, err = s.catchUp(q, model.InstantOf(at), today, fingerprint)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("catch up: %w", err)
	}
	return changed, nil
}

func (s *Store) catchUp(q session, at model.Instant, today model.Day, fingerprint string) (changed int, err error) {
	kept, err := q.meta(metaPolicy)
	if err != nil {
		return 0, err
	}
	action, which := AuditChangesTookEffect, `SELECT id FROM households WHERE next_change <= ? AND id > ? ORDER BY id LIMIT ?`
	what := model.Args{"until": today}
	if kept != fingerprint {
		action, which = AuditPolicyChanged, `SELECT id FROM households WHERE ? IS NOT NULL AND id > ? ORDER BY id LIMIT ?`
		what = model.Args{"was_policy": kept, "policy": fingerprint}
		if err := q.setMeta(metaPolicy, fingerprint); err != nil {
			return 0, err
		}
	}
	looked := 0
	for last := int64(0); ; {
		var ids []int64
		if err := q.find("households", &ids, which, today, last, atOnce); err != nil {
			return 0, err
		}
		if len(ids) == 0 {
			break
		}
		rows, err := s.recompute(q, ids, today)
		if err != nil {
			return 0, err
		}
		if len(rows) > 0 {
			if err := q.exec("household version", `UPDATE households SET version = version + 1 WHERE id IN ?`, rows); err != nil {
				return 0, err
			}
		}
		changed += len(rows)
		looked += len(ids)
		last = ids[len(ids)-1]
	}
	// A roster that was only ever worked with this policy has nothing to tell.
	if looked == 0 || kept == "" && changed == 0 {
		return 0, nil
	}
	what["changed"] = changed
	return changed, q.audit(AuditLine{At: at, Action: action, Subject: "roster", Detail: details(what)})
}
