package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"ringkeeper/model"
)

// RosterFacts returns the newest facts of every household by number, members
// included.
func (s *Store) RosterFacts(ctx context.Context) (map[string]model.Facts, error) {
	facts, of := map[string]model.Facts{}, map[int64]string{}
	err := s.snapshot(ctx, func(q session) error {
		err := q.each("facts", func(r *sql.Rows) error {
			var number, raw string
			var version int64
			if err := r.Scan(&number, &version, &raw); err != nil {
				return err
			}
			var f model.Facts
			if err := json.Unmarshal([]byte(raw), &f); err != nil {
				return fmt.Errorf("facts of household %s: %w", number, err)
			}
			facts[number], of[version] = f, number
			return nil
		}, `SELECT h.number, v.id, v.facts FROM households h
			JOIN household_versions v ON v.id = (SELECT MAX(id) FROM household_versions WHERE household_id = h.id)`)
		if err != nil {
			return err
		}
		return q.each("members", func(r *sql.Rows) error {
			var version int64
			var m model.Member
			if err := r.Scan(&version, &m.Number, &m.Name, &m.IDNumber, &m.Relation, &m.Phone, &m.Labour, &m.Health); err != nil {
				return err
			}
			if number, newest := of[version]; newest {
				f := facts[number]
				f.Members = append(f.Members, m)
				facts[number] = f
			}
			return nil
		}, `SELECT version_id, number, name, id_number, relation, phone, labour, health FROM members ORDER BY version_id, position`)
	})
	return facts, err
}
