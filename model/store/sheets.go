package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"ringkeeper/model"
)

// ApplySheets writes what an import changes, cadres and households, in one
// transaction: all of it or nothing. What is already so is left alone: applied
// twice, sheets change nothing the second time, and where nothing at all
// changes, not even the audit log does. A household may name a new cadre by the
// id below zero that the list gives it. watch is told now and then how much of 1
// is written; nil: nobody watches.
func (s *Store) ApplySheets(ctx context.Context, cadres []RosterCadre, households []RosterHousehold, at time.Time, actor string, watch func(part float64)) error {
	facts := make([]string, len(households))
	hashes := make([]string, len(households))
	for i, r := range households {
		hashes[i] = FactsHash(r.Facts)
		r.Facts.Members = nil // kept in a table of their own
		b, err := json.Marshal(r.Facts)
		if err != nil {
			return fmt.Errorf("facts of household %s: %w", r.Number, err)
		}
		facts[i] = string(b)
	}
	err := s.write(ctx, func(q session) error {
		now, today := model.InstantOf(at), model.DayOf(at, s.zone)
		sheet := slices.Clone(households)
		if len(cadres) > 0 {
			ids, err := q.cadres(cadres, now, actor)
			if err != nil {
				return err
			}
			for i, r := range sheet {
				if r.ResponsibleID < 0 {
					sheet[i].ResponsibleID = ids[r.ResponsibleID]
				}
			}
		}
		if len(sheet) == 0 {
			return nil
		}
		a, err := s.application(q, sheet, now, today, actor)
		if err != nil {
			return err
		}
		a.watch = watch
		for i, r := range sheet {
			if err := a.household(r, facts[i], hashes[i]); err != nil {
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
	return s.ApplySheets(ctx, nil, sheet, at, actor, nil)
}
