package store

import (
	"context"
	"fmt"
	"slices"

	"ringkeeper/model"
)

// keepItems keeps what the words of a record name. A correction that names the
// same takes over what became of it.
func (c *change) keepItems(r model.ContactRecord, named []model.Named) error {
	for i, n := range named {
		if n.Text == "" || slices.Contains(named[:i], n) {
			continue
		}
		err := c.exec("item", `INSERT INTO items (household_id, contact_id, kind, text, opened_on) VALUES (?, ?, ?, ?, ?)`,
			r.HouseholdID, r.ID, n.Kind, n.Text, r.HappenedOn)
		if err == nil && r.Corrects != 0 {
			err = c.exec("item", `UPDATE items SET (status, outcome, settled_at, settled_by) = (b.status, b.outcome, b.settled_at, b.settled_by)
				FROM items b JOIN contacts k ON k.id = b.contact_id
				WHERE items.contact_id = ? AND items.kind = ? AND items.text = ? AND k.superseded_by = ? AND k.superseded_by <> 0
					AND b.household_id = items.household_id AND b.kind = items.kind AND b.text = items.text`, r.ID, n.Kind, n.Text, r.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settleItem gives the items of a household that say the same another status. An
// outcome that is not said leaves the one that was.
func (c *change) settleItem(e model.SettleItem) error {
	if !e.Status.Known() {
		return fmt.Errorf("item %d: status %q is none", e.ID, e.Status)
	}
	var i model.Item
	if err := c.find("item", &i, `SELECT * FROM items WHERE id = ?`, e.ID); err != nil {
		return err
	}
	if i.ID == 0 {
		return fmt.Errorf("item %d: %w", e.ID, ErrUnknown)
	}
	subject, err := c.touch(i.HouseholdID)
	if err != nil {
		return err
	}
	at, by := c.turn.At, c.turn.Actor
	if e.Status == model.ItemOpen {
		at, by = 0, 0
	}
	err = c.exec("item", `UPDATE items SET status = ?, outcome = CASE WHEN ? <> '' THEN ? WHEN ? THEN '' ELSE outcome END, settled_at = ?, settled_by = ?
		WHERE household_id = ? AND kind = ? AND text = ?`,
		e.Status, e.Outcome, e.Outcome, e.Status == model.ItemOpen, at, by, i.HouseholdID, i.Kind, i.Text)
	if err != nil {
		return err
	}
	return c.audit(AuditItemSettled, subject, details(model.Args{"item": i.ID, "was_item_status": i.Status, "item_status": e.Status}))
}

// ItemRow is an item with what a list shows.
type ItemRow struct {
	model.Item
	UpdateID int64         // that its record came with
	ByID     int64         // who recorded it
	By       string        // …
	Settler  string        // who settled it
	Stands   bool          // its record was not taken back
	At       model.Instant // when it was recorded
}

// itemRows selects rows of ItemRow. Of items that say the same of a household, the
// oldest that stands is the one that is shown as open.
const itemRows = `SELECT i.*, k.update_id, k.by_id, k.recorded_at AS at, k.withdrawn_at = 0 AS stands, COALESCE(b.name, '') AS "by", COALESCE(s.name, '') AS settler
	FROM items i JOIN contacts k ON k.id = i.contact_id LEFT JOIN cadres b ON b.id = k.by_id LEFT JOIN cadres s ON s.id = i.settled_by `

// openItem is the condition that an item is open, and not said before.
const openItem = `i.status = 'open' AND k.withdrawn_at = 0 AND NOT EXISTS (SELECT 1 FROM items e JOIN contacts f ON f.id = e.contact_id
	WHERE e.household_id = i.household_id AND e.status = 'open' AND e.kind = i.kind AND e.text = i.text AND e.id < i.id AND f.withdrawn_at = 0)`

// OpenItems lists what is open of households, household by household, the oldest
// first.
func (s *Store) OpenItems(ctx context.Context, households []int64) (items []ItemRow, err error) {
	for some := range slices.Chunk(households, atOnce) {
		var rows []ItemRow
		err = s.query(ctx).find("open items", &rows, itemRows+`WHERE i.household_id IN ? AND `+openItem+` ORDER BY i.household_id, i.opened_on, i.id`, some)
		if err != nil {
			return nil, err
		}
		items = append(items, rows...)
	}
	return items, nil
}

// ItemsOf lists all that records of a household ever named, newest first, what
// was taken back too.
func (s *Store) ItemsOf(ctx context.Context, household int64) (items []ItemRow, err error) {
	err = s.query(ctx).find("items", &items, itemRows+`WHERE i.household_id = ? ORDER BY i.opened_on DESC, i.id DESC`, household)
	return items, err
}

// ItemsOfContacts lists what records name, in their order.
func (s *Store) ItemsOfContacts(ctx context.Context, contacts []int64) (items []ItemRow, err error) {
	err = s.query(ctx).find("items of records", &items, itemRows+`WHERE i.contact_id IN ? ORDER BY i.contact_id, i.id`, contacts)
	return items, err
}

// Item returns one item.
func (s *Store) Item(ctx context.Context, id int64) (i ItemRow, err error) {
	err = s.query(ctx).find("item", &i, itemRows+`WHERE i.id = ?`, id)
	return i, err
}

// ItemsWaiting counts by responsible cadre what has been open since a day or
// longer.
func (s *Store) ItemsWaiting(ctx context.Context, since model.Day) (map[int64]int, error) {
	var rows []struct {
		CadreID int64
		N       int
	}
	err := s.query(ctx).find("items waiting", &rows, `SELECT h.responsible_id AS cadre_id, COUNT(*) AS n
		FROM items i JOIN contacts k ON k.id = i.contact_id JOIN households h ON h.id = i.household_id
		WHERE i.opened_on <= ? AND h.responsible_id IS NOT NULL AND `+onRoster+` AND `+openItem+` GROUP BY h.responsible_id`, since)
	waiting := make(map[int64]int, len(rows))
	for _, r := range rows {
		waiting[r.CadreID] = r.N
	}
	return waiting, err
}
