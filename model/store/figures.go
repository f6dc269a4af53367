package store

import (
	"context"
	"time"

	"ringkeeper/model"
)

// Figures say how the work stands at an instant.
type Figures struct {
	InboxOldest model.Instant // since when the oldest update waits that was not handled, 0 for none
	Outbox      map[model.Priority]Waiting
	Due         map[model.Kind]int // duties whose last day is today or within the next ten days
	Overdue     map[model.Ring]map[model.Kind]int
	Held        bool          // a restore waits to be confirmed, and nothing is sent
	Backup      model.Instant // when the newest scheduled backup was taken, 0 for never
	Cases       CaseCounts
}

// CaseCounts counts the emergencies that are open.
type CaseCounts struct {
	N         int
	Late      int           // whose next step should have been taken
	Unreached int           // that reached nobody
	Oldest    model.Instant // since when the oldest is, 0 for none
}

// Waiting is what of a priority waits to be sent.
type Waiting struct {
	N      int
	Oldest model.Instant // since when the oldest could have been sent, 0 for none
}

// soon is how far ahead Figures.Due looks; the longest step of a monthly duty.
const soon = 10

// Figures counts what waits and what is due as of an instant, in ranges of
// indexes.
func (s *Store) Figures(ctx context.Context, at time.Time) (f Figures, err error) {
	today, now := model.DayOf(at, s.zone), model.InstantOf(at)
	f = Figures{Outbox: map[model.Priority]Waiting{}, Due: map[model.Kind]int{}, Overdue: map[model.Ring]map[model.Kind]int{}}
	err = s.snapshot(ctx, func(q session) error {
		if f.InboxOldest, err = q.oldestUpdate(); err != nil {
			return err
		}
		held, err := q.meta(metaHeld)
		if err != nil {
			return err
		}
		last, err := q.lastBackup()
		if err != nil {
			return err
		}
		f.Held, f.Backup = held != "", last.At
		var waiting []struct {
			Priority model.Priority
			Waiting
		}
		// What is tried again has waited since it was queued.
		err = q.find("outbox", &waiting, `SELECT priority, COUNT(*) AS n, MIN(CASE WHEN attempts > 0 THEN created_at ELSE MAX(created_at, not_before) END) AS oldest
			FROM outbox WHERE state = 'pending' AND (not_before <= ? OR attempts > 0) GROUP BY priority`, now)
		if err != nil {
			return err
		}
		for _, w := range waiting {
			f.Outbox[w.Priority] = w.Waiting
		}
		soonDue := dutyQuery{
			ranges:  dueRanges(model.Kinds, func(model.Kind, model.Cadence) model.Day { return today + soon }),
			columns: `'{kind}' AS kind, COUNT(*) AS n`,
		}
		soonDue.where.and("h.{kind}_due >= ?", today)
		query, args := soonDue.union()
		var due []struct {
			Kind model.Kind
			N    int
		}
		if err := q.find("duties soon due", &due, query, args...); err != nil {
			return err
		}
		for _, d := range due {
			f.Due[d.Kind] += d.N
		}
		overdue, err := q.overdueByRing(model.Scope{All: true}, today)
		if err != nil {
			return err
		}
		f.Overdue = overdue.ByRing
		open, err := q.openEmergencies(EmergencyFilter{}, now)
		f.Cases = s.countOpen(open, now)
		return err
	})
	return f, err
}

func (s *Store) countOpen(open []EmergencyRow, at model.Instant) (c CaseCounts) {
	for _, e := range open {
		c.N++
		if s.limits.Late(e.Emergency, at) {
			c.Late++
		}
		if e.Unreached(at) {
			c.Unreached++
		}
		if c.Oldest == 0 || e.ReportedAt < c.Oldest {
			c.Oldest = e.ReportedAt
		}
	}
	return c
}

// OldestUpdate tells since when the oldest update waits that was not handled, 0
// when none does.
func (s *Store) OldestUpdate(ctx context.Context) (model.Instant, error) {
	return s.query(ctx).oldestUpdate()
}

func (q session) oldestUpdate() (at model.Instant, err error) {
	err = q.find("oldest update", &at, `SELECT received_at FROM inbox WHERE state = 'new' ORDER BY seq LIMIT 1`)
	return at, err
}
