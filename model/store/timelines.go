package store

import (
	"context"
	"slices"

	"ringkeeper/model"
)

// Timeline is a household with all that its due days followed from, day by day.
type Timeline struct {
	Household model.Household
	History   model.History
	Records   []model.ContactRecord // that stand, by the day they count for
}

// Timelines returns those of the households for which a cadre is answerable.
func (s *Store) Timelines(ctx context.Context, cadreID int64) (lines []Timeline, err error) {
	err = s.snapshot(ctx, func(q session) error {
		var own []model.Household
		if err := q.find("households of a cadre", &own, ownHouseholds, cadreID); err != nil {
			return err
		}
		for some := range slices.Chunk(own, atOnce) {
			ids := make([]int64, len(some))
			for i, h := range some {
				ids[i] = h.ID
			}
			pasts, err := q.pasts(s.policy, ids)
			if err != nil {
				return err
			}
			var records []model.ContactRecord
			if err := q.find("records", &records, `SELECT * FROM contacts WHERE household_id IN ? AND withdrawn_at = 0 ORDER BY happened_on, id`, ids); err != nil {
				return err
			}
			of := map[int64][]model.ContactRecord{}
			for _, r := range records {
				of[r.HouseholdID] = append(of[r.HouseholdID], r)
			}
			for _, h := range some {
				t := Timeline{Household: h, History: pasts[h.ID].History, Records: of[h.ID]}
				t.History.ArchivedOn = h.ArchivedOn
				lines = append(lines, t)
			}
		}
		return nil
	})
	return lines, err
}
