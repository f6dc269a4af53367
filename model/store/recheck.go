package store

import (
	"context"
	"fmt"
	"time"

	"ringkeeper/model"
)

// Recheck computes what every household's history makes it on the day of at,
// mends each that is kept otherwise in a transaction with its line in the audit
// log, and returns their numbers. There should be none: the due days are written
// with whatever changes them. It reads in small batches, so that nobody waits.
func (s *Store) Recheck(ctx context.Context, at time.Time) (differs []string, err error) {
	// What takes effect today is no difference.
	if _, err := s.CatchUp(ctx, at); err != nil {
		return nil, err
	}
	today := model.DayOf(at, s.zone)
	for last := int64(0); ; {
		var ids, wrong []int64
		err := s.snapshot(ctx, func(q session) error {
			if err := q.find("households", &ids, `SELECT id FROM households WHERE id > ? ORDER BY id LIMIT ?`, last, atOnce); err != nil {
				return err
			}
			return s.differing(q, ids, today, func(before, _ model.Household) error {
				wrong = append(wrong, before.ID)
				return nil
			})
		})
		if err != nil {
			return differs, fmt.Errorf("recheck: %w", err)
		}
		if len(ids) == 0 {
			return differs, nil
		}
		last = ids[len(ids)-1]
		mended, err := s.mend(ctx, wrong, at)
		if differs = append(differs, mended...); err != nil {
			return differs, fmt.Errorf("recheck: %w", err)
		}
	}
}

// mend writes households as their histories make them, those that still differ.
func (s *Store) mend(ctx context.Context, ids []int64, at time.Time) (numbers []string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.write(ctx, func(q session) error {
		numbers = nil
		return s.differing(q, ids, model.DayOf(at, s.zone), func(before, after model.Household) error {
			numbers = append(numbers, before.Number)
			if err := q.keepPresent(after); err != nil {
				return err
			}
			if err := q.exec("household version", `UPDATE households SET version = version + 1 WHERE id = ?`, before.ID); err != nil {
				return err
			}
			return q.audit(AuditLine{At: model.InstantOf(at), Action: AuditDueMended, Subject: "household " + before.Number, Detail: difference(before, after)})
		})
	})
	return numbers, err
}

// difference names what the history decides otherwise: as it was and as it is.
func difference(before, after model.Household) string {
	named := model.Args{}
	add := func(what string, was, is any) {
		if was != is {
			named["was_"+what], named[what] = was, is
		}
	}
	add("ring", before.Ring, after.Ring)
	add("pace", before.Pace, after.Pace)
	add("cadre", before.ResponsibleID, after.ResponsibleID)
	add("assigned", before.AssignedOn, after.AssignedOn)
	for _, k := range model.Kinds {
		add(string(k)+"_due", before.Due(k).On, after.Due(k).On)
	}
	add("contact_period", before.ContactPeriod, after.ContactPeriod)
	add("visit_period", before.VisitPeriod, after.VisitPeriod)
	add("next_change", before.NextChange, after.NextChange)
	return details(named)
}

// Sample is a recomputation of some households, which changes nothing.
type Sample struct {
	Looked  int
	Differs []string // numbers of households that are not what their history makes them
}

// Sample recomputes up to n households as of the day of at. Which ones follows
// from the day: each day others, and all of them in turn. What takes effect by
// that day and was not applied yet is left out; Behind tells of it.
func (s *Store) Sample(ctx context.Context, at time.Time, n int) (sample Sample, err error) {
	today := model.DayOf(at, s.zone)
	err = s.snapshot(ctx, func(q session) error {
		var last int64
		if err := q.find("households", &last, `SELECT COALESCE(MAX(id), 0) FROM households`); err != nil {
			return err
		}
		step := max(1, (last+int64(n)-1)/int64(n))
		var ids []int64
		for from := 1 + int64(today)%step; from <= last; from += step {
			var id int64
			err := q.find("household", &id, `SELECT id FROM households WHERE id >= ? AND id < ? AND (next_change IS NULL OR next_change > ?)
				ORDER BY id LIMIT 1`, from, from+step, today)
			if err != nil {
				return err
			}
			if id != 0 {
				ids = append(ids, id)
			}
		}
		sample.Looked = len(ids)
		return s.differing(q, ids, today, func(before, _ model.Household) error {
			sample.Differs = append(sample.Differs, before.Number)
			return nil
		})
	})
	return sample, err
}

// Behind tells what the next start brings up to the day of at: how many
// households have something that takes effect by then, and whether the due days
// were computed with another policy.
func (s *Store) Behind(ctx context.Context, at time.Time) (waiting int, otherPolicy bool, err error) {
	q := s.query(ctx)
	kept, err := q.meta(metaPolicy)
	if err != nil {
		return 0, false, err
	}
	err = q.find("households with changes", &waiting, `SELECT COUNT(*) FROM households WHERE next_change <= ?`, model.DayOf(at, s.zone))
	return waiting, kept != "" && kept != s.policy.Fingerprint(), err
}
