package store

import (
	"context"
	"fmt"
	"time"

	"ringkeeper/model"
)

// ApplySheets writes what an import changes, cadres and households, in one
// transaction: all of it or nothing. What is already so is left alone: applied
// twice, sheets change nothing the second time, and where nothing at all
// changes, not even the audit log does. A household may name a new cadre by the
// id below zero that the list gives it.
func (s *Store) ApplySheets(ctx context.Context, cadres []RosterCadre, households []RosterHousehold, at time.Time, actor string) error {
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
		for _, r := range households {
			if r.ResponsibleID < 0 {
				r.ResponsibleID = ids[r.ResponsibleID]
			}
			if err := a.household(r); err != nil {
				return fmt.Errorf("household %s: %w", r.Number, err)
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
	return s.ApplySheets(ctx, nil, sheet, at, actor)
}
