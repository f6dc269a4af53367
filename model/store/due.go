package store

import (
	"context"
	"database/sql"
	"slices"

	"ringkeeper/model"
)

// past is all that the present state of a household follows from.
type past struct {
	model.History
	rings       []ringFrom
	assignments []assignedFrom
}

type ringFrom struct {
	from       model.Day
	ring, pace model.Ring
}

type assignedFrom struct {
	from  model.Day
	cadre int64
}

// atOnce bounds how many households one query names.
const atOnce = 500

// pasts reads the histories of households, ArchivedOn apart, which stands in
// the household's own row.
func (q session) pasts(policy model.Policy, ids []int64) (map[int64]*past, error) {
	of := make(map[int64]*past, len(ids))
	for _, id := range ids {
		of[id] = &past{}
	}
	var id int64
	err := q.each("ring spells", func(r *sql.Rows) error {
		var f ringFrom
		if err := r.Scan(&id, &f.from, &f.ring, &f.pace); err != nil {
			return err
		}
		p := of[id]
		p.rings = append(p.rings, f)
		p.Spells = append(p.Spells, model.Spell{From: f.from, Pace: f.pace})
		return nil
	}, `SELECT household_id, from_day, ring, pace FROM ring_spells WHERE household_id IN ? ORDER BY household_id, from_day, id`, ids)
	if err != nil {
		return nil, err
	}
	err = q.each("assignments", func(r *sql.Rows) error {
		var a assignedFrom
		if err := r.Scan(&id, &a.from, &a.cadre); err != nil {
			return err
		}
		of[id].assignments = append(of[id].assignments, a)
		return nil
	}, `SELECT household_id, from_day, COALESCE(cadre_id, 0) FROM assignments WHERE household_id IN ? ORDER BY household_id, from_day, id`, ids)
	if err != nil {
		return nil, err
	}
	err = q.each("blocks", func(r *sql.Rows) error {
		var b model.Block
		if err := r.Scan(&id, &b.Kind, &b.From, &b.Until); err != nil {
			return err
		}
		of[id].Blocks = append(of[id].Blocks, b)
		return nil
	}, `SELECT household_id, kind, from_day, `+lastDay+` FROM blocks b WHERE household_id IN ? ORDER BY household_id, id`, ids)
	if err != nil {
		return nil, err
	}
	// Whether a record settles depends on its means and outcome alone, so
	// the newest day of each pair is enough, however long the history.
	return of, q.each("records", func(r *sql.Rows) error {
		var c model.ContactRecord
		if err := r.Scan(&id, &c.Means, &c.Outcome, &c.HappenedOn); err != nil {
			return err
		}
		p := of[id]
		if policy.Settles(c, model.Contact) {
			p.LastContact = max(p.LastContact, c.HappenedOn)
		}
		if policy.Settles(c, model.Visit) {
			p.LastVisit = max(p.LastVisit, c.HappenedOn)
		}
		return nil
	}, `SELECT household_id, means, outcome, MAX(happened_on) FROM contacts
		WHERE household_id IN ? AND withdrawn_at = 0 GROUP BY household_id, means, outcome`, ids)
}

// History returns all that a household's due days follow from.
func (s *Store) History(ctx context.Context, householdID int64) (h model.History, err error) {
	err = s.snapshot(ctx, func(q session) error {
		h, err = s.history(q, householdID)
		return err
	})
	return h, err
}

func (s *Store) history(q session, id int64) (model.History, error) {
	of, err := q.pasts(s.policy, []int64{id})
	if err != nil {
		return model.History{}, err
	}
	h := of[id].History
	return h, q.find("household", &h.ArchivedOn, `SELECT archived_on FROM households WHERE id = ? AND archived_on IS NOT NULL`, id)
}

// recompute writes what follows from the histories of households as of a day:
// ring, pace, responsible cadre, due days, and the next day on which something
// changes by itself. It tells which rows changed.
func (s *Store) recompute(q session, ids []int64, today model.Day) (changed []int64, err error) {
	err = s.differing(q, ids, today, func(before, after model.Household) error {
		changed = append(changed, before.ID)
		return q.keepPresent(after)
	})
	return changed, err
}

// differing calls f for each of the households that is not what its history
// makes it on a day.
func (s *Store) differing(q session, ids []int64, today model.Day, f func(before, after model.Household) error) error {
	for chunk := range slices.Chunk(ids, atOnce) {
		var rows []model.Household
		if err := q.find("households", &rows, `SELECT * FROM households WHERE id IN ? ORDER BY id`, chunk); err != nil {
			return err
		}
		of, err := q.pasts(s.policy, chunk)
		if err != nil {
			return err
		}
		for _, before := range rows {
			after := of[before.ID].present(s.policy, before, today)
			if same(before, after) {
				continue
			}
			if err := f(before, after); err != nil {
				return err
			}
		}
	}
	return nil
}

// present returns the household as its history makes it on a day.
func (p *past) present(policy model.Policy, h model.Household, today model.Day) model.Household {
	p.ArchivedOn = h.ArchivedOn
	h.Ring, h.Pace = model.Undecided, model.NoRing
	for _, r := range p.rings {
		if r.from <= today {
			h.Ring, h.Pace = r.ring, r.pace
		}
	}
	h.NextChange = p.NextChange(today)
	h.ResponsibleID, h.AssignedOn = 0, 0
	for _, a := range p.assignments {
		if a.from <= today {
			h.ResponsibleID, h.AssignedOn = a.cadre, a.from
		} else if h.NextChange == 0 || a.from < h.NextChange {
			h.NextChange = a.from
		}
	}
	for _, k := range model.Kinds {
		h.SetDue(k, policy.Due(k, p.History, today))
	}
	return h
}

// same says that nothing of what present decides differs.
func same(a, b model.Household) bool {
	for _, k := range model.Kinds {
		if a.Due(k).On != b.Due(k).On {
			return false
		}
	}
	return a.Ring == b.Ring && a.Pace == b.Pace && a.ResponsibleID == b.ResponsibleID && a.AssignedOn == b.AssignedOn &&
		a.ContactPeriod == b.ContactPeriod && a.VisitPeriod == b.VisitPeriod && a.NextChange == b.NextChange
}

func (q session) keepPresent(h model.Household) error {
	return q.exec("household", `UPDATE households SET ring = ?, pace = ?, responsible_id = ?, assigned_on = ?,
			contact_due = ?, visit_due = ?, assessment_due = ?, contact_period_cadence = ?, contact_period_start = ?,
			visit_period_cadence = ?, visit_period_start = ?, next_change = ? WHERE id = ?`,
		h.Ring, h.Pace, orNull(h.ResponsibleID), h.AssignedOn,
		h.ContactDue, h.VisitDue, h.AssessmentDue, int(h.ContactPeriod.Cadence), h.ContactPeriod.Start,
		int(h.VisitPeriod.Cadence), h.VisitPeriod.Start, h.NextChange, h.ID)
}
