package store

import (
	"context"
	"encoding/json"
	"fmt"

	"ringkeeper/model"
)

// Why is all that explains a household: why these days, who was told when, and
// what was answered. Lists are newest first, except History.
type Why struct {
	Household   model.Household
	Responsible model.Cadre
	Facts       model.Facts // the newest; id numbers are left out
	History     model.History
	Rings       []RingSpell
	Assignments []Assignment
	Blocks      []BlockRow
	Items       []ItemRow // whose record was taken back too
	Procedures  []model.Procedure
	Contacts    []ContactRow // withdrawn ones too
	Told        []Told
}

// RingSpell says from which day on a household has a ring, and why.
type RingSpell struct {
	FromDay    model.Day
	Ring       model.Ring
	Pace       model.Ring
	Why        string
	RecordedAt model.Instant
	ByID       int64 // cadre, 0: by an import
}

// Assignment says from which day on a cadre is responsible.
type Assignment struct {
	FromDay    model.Day
	CadreID    int64
	Cadre      string
	RecordedAt model.Instant
	ByID       int64
}

// Told is a digest that named a duty of the household.
type Told struct {
	OutboxID int64
	CadreID  int64
	Cadre    string
	Kind     model.Kind
	Due      model.Day
	State    model.DeliveryState
	BegunAt  model.Instant
	SentAt   model.Instant
}

const newestTold = 50

// Why returns what explains a household; its Household.ID is 0 when there is
// none of that id.
func (s *Store) Why(ctx context.Context, householdID int64) (w Why, err error) {
	err = s.snapshot(ctx, func(q session) error {
		if err := q.find("household", &w.Household, `SELECT * FROM households WHERE id = ?`, householdID); err != nil || w.Household.ID == 0 {
			return err
		}
		if w.History, err = s.history(q, householdID); err != nil {
			return err
		}
		if w.Facts, err = q.facts(householdID); err != nil {
			return err
		}
		for _, read := range []struct {
			noun  string
			dest  any
			query string
		}{
			{"responsible cadre", &w.Responsible, `SELECT c.* FROM cadres c JOIN households h ON h.responsible_id = c.id WHERE h.id = ?`},
			{"ring spells", &w.Rings, `SELECT * FROM ring_spells WHERE household_id = ? ORDER BY from_day DESC, id DESC`},
			{"assignments", &w.Assignments, `SELECT a.*, COALESCE(c.name, '') AS cadre FROM assignments a LEFT JOIN cadres c ON c.id = a.cadre_id
				WHERE a.household_id = ? ORDER BY a.from_day DESC, a.id DESC`},
			{"blocks", &w.Blocks, `SELECT * FROM blocks WHERE household_id = ? ORDER BY from_day DESC, id DESC`},
			{"items", &w.Items, itemRows + `WHERE i.household_id = ? ORDER BY i.opened_on DESC, i.id DESC`},
			{"procedures", &w.Procedures, `SELECT * FROM procedures WHERE household_id = ? ORDER BY id DESC`},
			{"contacts", &w.Contacts, contactRows + `WHERE k.household_id = ? ORDER BY k.happened_on DESC, k.id DESC`},
			{"digests", &w.Told, fmt.Sprintf(`SELECT o.id AS outbox_id, o.cadre_id, COALESCE(c.name, '') AS cadre, n.kind, n.due, o.state, o.begun_at, o.sent_at
				FROM named_duties n JOIN outbox o ON o.id = n.delivery_id LEFT JOIN cadres c ON c.id = o.cadre_id
				WHERE n.household_id = ? ORDER BY o.id DESC, n.kind, n.due LIMIT %d`, newestTold)},
		} {
			if err := q.find(read.noun, read.dest, read.query, householdID); err != nil {
				return err
			}
		}
		for i := range w.Procedures {
			if w.Procedures[i].Made, err = q.madeSteps(w.Procedures[i].ID); err != nil {
				return err
			}
		}
		return nil
	})
	return w, err
}

// Facts returns the newest facts of a household; id numbers are left out.
func (s *Store) Facts(ctx context.Context, householdID int64) (f model.Facts, err error) {
	err = s.snapshot(ctx, func(q session) error {
		f, err = q.facts(householdID)
		return err
	})
	return f, err
}

func (q session) facts(householdID int64) (f model.Facts, err error) {
	f, err = q.wholeFacts(householdID)
	for i := range f.Members {
		f.Members[i].IDNumber = ""
	}
	return f, err
}

// wholeFacts are the newest facts of a household, id numbers too.
func (q session) wholeFacts(householdID int64) (f model.Facts, err error) {
	var version struct {
		ID    int64
		Facts []byte
	}
	err = q.find("facts", &version, `SELECT id, facts FROM household_versions WHERE household_id = ? ORDER BY id DESC LIMIT 1`, householdID)
	if err != nil || version.ID == 0 {
		return f, err
	}
	if err := json.Unmarshal(version.Facts, &f); err != nil {
		return f, fmt.Errorf("facts of household %d: %w", householdID, err)
	}
	return f, q.find("members", &f.Members, `SELECT number, name, id_number, relation, phone, labour, health FROM members WHERE version_id = ? ORDER BY position`, version.ID)
}
