package store

import (
	"context"

	"ringkeeper/model"
)

// nameStandIn keeps that somebody stands in. Who is a delegate already stays
// one; a leave takes the place of every other that it overlaps.
func (c *change) nameStandIn(s model.StandIn) error {
	action := AuditDelegateNamed
	if s.Leave {
		action = AuditLeaveTaken
		if err := c.endLeavesWithin(s); err != nil {
			return err
		}
	} else {
		known, err := c.row("delegate", `SELECT 1 FROM stand_ins WHERE for_id = ? AND by_id = ? AND leave = 0 AND ended_at = 0`, []any{s.ForID, s.ByID}, new(int))
		if err != nil || known {
			return err
		}
	}
	n, err := c.affect("stand-in", `INSERT INTO stand_ins (source, for_id, by_id, leave, from_day, until_day, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, s.Source, s.ForID, orNull(s.ByID), s.Leave, s.FromDay, s.UntilDay, c.turn.At)
	if err != nil || n == 0 {
		return err
	}
	return c.audit(action, cadreSubject(s.ForID), standInDetails(s))
}

func standInDetails(s model.StandIn) string {
	return details(model.Args{"by": s.ByID, "from": s.FromDay, "until": s.UntilDay})
}

func (c *change) endLeavesWithin(s model.StandIn) error {
	var overlapping []int64
	err := c.find("leaves", &overlapping, `SELECT id FROM stand_ins WHERE for_id = ? AND leave <> 0 AND ended_at = 0 AND from_day <= ? AND until_day >= ?
		AND source <> ? ORDER BY id`, s.ForID, s.UntilDay, s.FromDay, s.Source)
	if err != nil {
		return err
	}
	for _, id := range overlapping {
		if err := c.endStandIn(id); err != nil {
			return err
		}
	}
	return nil
}

// endStandIn ends what has not ended; ended twice, it is ended once.
func (c *change) endStandIn(id int64) error {
	var s model.StandIn
	if err := c.find("stand-in", &s, `SELECT * FROM stand_ins WHERE id = ? AND ended_at = 0`, id); err != nil || s.ID == 0 {
		return err
	}
	if err := c.exec("stand-in", `UPDATE stand_ins SET ended_at = ?, ended_by = ? WHERE id = ?`, c.turn.At, c.turn.Actor, id); err != nil {
		return err
	}
	action := AuditDelegateEnded
	if s.Leave {
		action = AuditLeaveEnded
	}
	return c.audit(action, cadreSubject(s.ForID), standInDetails(s))
}

// standsOn is the condition that a row of stand_ins holds on a day, which is its
// two arguments.
const standsOn = `ended_at = 0 AND from_day <= ? AND (until_day IS NULL OR until_day >= ?)`

// HouseholdsFor lists the households for which a cadre may record on a day: the
// own, then those of the people for whom the cadre stands in, each by number and
// without the archived. ResponsibleID tells whose a household is.
func (s *Store) HouseholdsFor(ctx context.Context, cadreID int64, on model.Day) (rows []model.Household, err error) {
	err = s.query(ctx).find("households for a cadre", &rows, `SELECT * FROM households
		WHERE responsible_id IN (SELECT ? UNION SELECT for_id FROM stand_ins WHERE by_id = ? AND `+standsOn+`) AND `+onRoster+`
		ORDER BY responsible_id <> ?, number`, cadreID, cadreID, on, on, cadreID)
	return rows, err
}

// StandsIn says whether a cadre may record for another on a day.
func (s *Store) StandsIn(ctx context.Context, cadreID, forID int64, on model.Day) (bool, error) {
	return s.query(ctx).row("stand-in", `SELECT 1 FROM stand_ins WHERE by_id = ? AND for_id = ? AND `+standsOn+` LIMIT 1`,
		[]any{cadreID, forID, on, on}, new(int))
}

// StandInFilter chooses who stands in; what is left zero does not restrict.
type StandInFilter struct {
	ID     int64
	Source string
	ForID  int64
	ByID   int64
	On     model.Day // those that hold on the day
	From   model.Day // those that hold on the day or on a later one
}

// StandIns lists who stands in for whom, and who is away, by who is stood in for
// and from which day. With neither On nor From what is over is among them.
func (s *Store) StandIns(ctx context.Context, f StandInFilter) (rows []model.StandIn, err error) {
	var where conditions
	if f.ID != 0 {
		where.and("id = ?", f.ID)
	}
	if f.Source != "" {
		where.and("source = ?", f.Source)
	}
	if f.ForID != 0 {
		where.and("for_id = ?", f.ForID)
	}
	if f.ByID != 0 {
		where.and("by_id = ?", f.ByID)
	}
	if f.On != 0 {
		where.and(standsOn, f.On, f.On)
	}
	if f.From != 0 {
		where.and("ended_at = 0 AND (until_day IS NULL OR until_day >= ?)", f.From)
	}
	err = s.query(ctx).find("stand-ins", &rows, `SELECT * FROM stand_ins WHERE `+where.text()+` ORDER BY for_id, from_day, id`, where.args...)
	return rows, err
}
