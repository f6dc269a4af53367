package store

import (
	"context"
	"fmt"
	"time"

	"ringkeeper/model"
)

// watchEvery is after how many households a watcher is told.
const watchEvery = 100

// ApplySheets writes what an import changes, cadres and households, in one
// transaction: all of it or nothing. What is already so is left alone: applied
// twice, sheets change nothing the second time, and where nothing at all
// changes, not even the audit log does. A household may name a new cadre by the
// id below zero that the list gives it. watch is told now and then how much of 1
// is written; nil: nobody watches.
func (s *Store) ApplySheets(ctx context.Context, cadres []RosterCadre, households []RosterHousehold, at time.Time, actor string, watch func(part float64)) error {
	err := s.write(ctx, func(q session) error {
		now, today, ids := model.InstantOf(at), model.DayOf(at, s.zone), map[int64]int64{}
		if len(cadres) > 0 {
			var err error
			if ids, err = q.cadres(cadres, now, actor); err != nil {
				return err
			}
		}
		if len(households) == 0 {
			return nil
		}
		a, err := s.application(q, households, now, today, actor)
		if err != nil {
			return err
		}
		for i, r := range households {
			if r.ResponsibleID < 0 {
				r.ResponsibleID = ids[r.ResponsibleID]
			}
			if err := a.household(r); err != nil {
				return fmt.Errorf("household %s: %w", r.Number, err)
			}
			if done := i + 1; watch != nil && (done%watchEvery == 0 || done == len(households)) {
				watch(float64(done) / float64(len(households)))
			}
		}
		return a.finish()
	})
	if err != nil {
		return fmt.Errorf("apply sheets: %w", err)
	}
	return nil
}

// ApplyRoster is ApplySheets of households alone.
func (s *Store) ApplyRoster(ctx context.Context, sheet []RosterHousehold, at time.Time, actor string) error {
	return s.ApplySheets(ctx, nil, sheet, at, actor, nil)
}
