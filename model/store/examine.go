package store

import (
	"context"

	"ringkeeper/model"
)

// Findings are what a look at everything that is kept brings to light.
type Findings struct {
	Households int
	Undecided  int
	Unassigned int           // nobody is answerable for them
	Unfit      int           // the rank of who is answerable does not fit the ring
	Unbound    int           // cadres with households whose account is not bound
	Failed     int           // messages that were not delivered, queued since an instant
	Ambiguous  int           // messages of which nobody can know whether they arrived, queued since
	Aside      int           // updates that could not be handled
	Oldest     model.Instant // since when the oldest update waits that was not handled, 0 for none
	Late       int           // emergencies whose next step should have been taken
	Groups     int           // bound as the office's
	Officers   int           // of the office, whom the bot reaches
	Newest     model.Instant // the latest instant that is kept
}

// Examine counts what an operator should know at an instant; messages count
// from since on. It reads every household, and changes nothing.
func (s *Store) Examine(ctx context.Context, at, since model.Instant) (f Findings, err error) {
	err = s.snapshot(ctx, func(q session) error {
		for _, c := range []struct {
			noun  string
			dest  *int
			query string
			args  []any
		}{
			{"unbound cadres", &f.Unbound, `SELECT COUNT(*) FROM cadres c WHERE telegram_id = 0
				AND EXISTS (SELECT 1 FROM households h WHERE h.responsible_id = c.id AND ` + onRoster + `)`, nil},
			{"failed deliveries", &f.Failed, `SELECT COUNT(*) FROM outbox WHERE created_at >= ? AND state = 'failed'`, []any{since}},
			{"ambiguous deliveries", &f.Ambiguous, `SELECT COUNT(*) FROM outbox WHERE created_at >= ? AND state = 'ambiguous'`, []any{since}},
			{"updates set aside", &f.Aside, `SELECT COUNT(*) FROM inbox WHERE state = 'aside'`, nil},
			{"office's groups", &f.Groups, `SELECT COUNT(*) FROM groups WHERE office`, nil},
			{"people of the office", &f.Officers, `SELECT COUNT(*) FROM cadres WHERE role = ? AND telegram_id <> 0 AND NOT blocked`, []any{model.RoleOffice}},
		} {
			if err := q.find(c.noun, c.dest, c.query, c.args...); err != nil {
				return err
			}
		}
		if f.Oldest, err = q.oldestUpdate(); err != nil {
			return err
		}
		if err := s.examineRoster(q, &f); err != nil {
			return err
		}
		var open []model.Emergency
		if err := q.find("open emergencies", &open, `SELECT * FROM emergencies WHERE closed_at = 0`); err != nil {
			return err
		}
		for _, e := range open {
			if s.limits.Late(e, at) {
				f.Late++
			}
		}
		return q.find("newest instant", &f.Newest, `SELECT MAX(COALESCE((SELECT MAX(received_at) FROM inbox), 0),
			COALESCE((SELECT MAX(created_at) FROM outbox), 0), COALESCE((SELECT MAX(at) FROM audit), 0))`)
	})
	return f, err
}

// examineRoster counts the households by ring and by the rank of who is
// answerable.
func (s *Store) examineRoster(q session, f *Findings) error {
	var rows []struct {
		Ring  model.Ring
		None  bool
		Tier  model.Tier
		Count int
	}
	err := q.find("households by ring and rank", &rows, `SELECT h.ring, r.id IS NULL AS none, COALESCE(r.tier, '') AS tier, COUNT(*) AS count
		FROM households h LEFT JOIN cadres r ON r.id = h.responsible_id WHERE `+onRoster+` GROUP BY 1, 2, 3`)
	for _, r := range rows {
		f.Households += r.Count
		switch {
		case r.None:
			f.Unassigned += r.Count
		case !s.policy.Fits(r.Tier, r.Ring):
			f.Unfit += r.Count
		}
		if r.Ring == model.Undecided {
			f.Undecided += r.Count
		}
	}
	return err
}
