package store

import (
	"context"
	"encoding/json"
	"fmt"

	"ringkeeper/model"
)

func (c *change) recordContact(e model.RecordContact) error {
	r := e.Record
	if r.Outcome == model.Unclear || r.Outcome == "" {
		return fmt.Errorf("contact of household %d: outcome %q is never stored", r.HouseholdID, r.Outcome)
	}
	r = c.complete(r)
	subject, err := c.touch(r.HouseholdID)
	if err != nil {
		return err
	}
	err = c.find("contact", &r.ID, `INSERT INTO contacts (household_id, means, outcome, causes, member_change, income_change,
			happened_on, recorded_at, by_id, on_behalf_of_id, text, corrects, update_id, chat_id, message_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		r.HouseholdID, r.Means, r.Outcome, jsonList(r.Causes), r.MemberChange, r.IncomeChange,
		r.HappenedOn, r.RecordedAt, r.ByID, r.OnBehalfOfID, r.Text, r.Corrects, r.UpdateID, r.ChatID, r.MessageID)
	if err != nil {
		return err
	}
	c.made = append(c.made, model.Owner{ContactID: r.ID, HouseholdID: r.HouseholdID})
	if r.Corrects != 0 {
		if err := c.supersede(r.Corrects, r.ID); err != nil {
			return err
		}
	}
	if err := c.keepItems(r, e.Items); err != nil {
		return err
	}
	return c.audit(AuditContactRecorded, subject, details(model.Args{
		"record": r.ID, "means": r.Means, "outcome": r.Outcome, "on": r.HappenedOn, "corrects": r.Corrects}))
}

func (c *change) complete(r model.ContactRecord) model.ContactRecord {
	if r.Means == "" {
		r.Means = model.Unspecified
	}
	if r.IncomeChange == "" {
		r.IncomeChange = model.IncomeUnknown
	}
	if r.HappenedOn == 0 {
		r.HappenedOn = c.turn.Today
	}
	if r.RecordedAt == 0 {
		r.RecordedAt = c.turn.At
	}
	if r.ByID == 0 {
		r.ByID = c.turn.Actor
	}
	if r.UpdateID == 0 {
		r.UpdateID = c.turn.UpdateID
	}
	return r
}

// supersession is what of a record decides whether it counts.
type supersession struct {
	ID           int64
	HouseholdID  int64
	WithdrawnAt  model.Instant
	SupersededBy int64
}

func (c *change) supersession(id int64) (r supersession, err error) {
	err = c.find("contact", &r, `SELECT id, household_id, withdrawn_at, superseded_by FROM contacts WHERE id = ?`, id)
	if err == nil && r.ID == 0 {
		err = fmt.Errorf("contact %d: %w", id, ErrUnknown)
	}
	return r, err
}

// supersede withdraws a record in favour of its correction. Where it was
// corrected before, the new correction takes the place of the earlier one, so
// that never two of them count.
func (c *change) supersede(id, by int64) error {
	r, err := c.supersession(id)
	for err == nil && r.SupersededBy != 0 {
		r, err = c.supersession(r.SupersededBy)
	}
	if err != nil || r.WithdrawnAt != 0 {
		return err
	}
	if _, err := c.touch(r.HouseholdID); err != nil {
		return err
	}
	return c.exec("contact", `UPDATE contacts SET withdrawn_at = ?, withdrawn_by = ?, superseded_by = ? WHERE id = ?`,
		c.turn.At, c.turn.Actor, by, r.ID)
}

// restartOfIDs parts the records of one update from those of an earlier update
// of the same id: Telegram may number anew after a quiet week.
const restartOfIDs = 7 * 24 * 60 * 60 * 1000

// ofUpdate is the condition that a contact came with an update. "<> 0" lets the
// partial index serve, here and below: SQLite does not conclude it from a value.
const ofUpdate = `update_id = ? AND update_id <> 0 AND recorded_at > (SELECT MAX(recorded_at) FROM contacts WHERE update_id = ? AND update_id <> 0) - ?`

// withdrawContacts takes back what an update recorded. What these records had
// corrected comes back, unless a later correction stands.
func (c *change) withdrawContacts(update int64) error {
	if update == 0 {
		return fmt.Errorf("withdraw contacts: no update: %w", ErrUnknown)
	}
	var ids []int64
	err := c.find("contacts of an update", &ids, `SELECT id FROM contacts WHERE `+ofUpdate+` AND (withdrawn_at = 0 OR superseded_by <> 0) ORDER BY id`,
		update, update, restartOfIDs)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := c.withdrawContact(id); err != nil {
			return err
		}
	}
	return nil
}

// withdrawStanding takes back one record; one that does not stand stays as it is.
func (c *change) withdrawStanding(id int64) error {
	r, err := c.supersession(id)
	if err != nil || r.WithdrawnAt != 0 {
		return err
	}
	return c.withdrawContact(id)
}

func (c *change) withdrawContact(id int64) error {
	r, err := c.supersession(id)
	if err != nil {
		return err
	}
	subject, err := c.touch(r.HouseholdID)
	if err != nil {
		return err
	}
	err = c.exec("contact", `UPDATE contacts SET withdrawn_at = ?, withdrawn_by = ?, superseded_by = 0 WHERE id = ?`, c.turn.At, c.turn.Actor, id)
	if err != nil {
		return err
	}
	if err := c.release(id, r.SupersededBy); err != nil {
		return err
	}
	return c.audit(AuditContactWithdrawn, subject, details(model.Args{"record": id}))
}

// release lets what a withdrawn correction had corrected count again, or hands
// it to the correction that took the withdrawn one's place.
func (c *change) release(id, successor int64) error {
	if successor != 0 {
		return c.exec("corrected contact", `UPDATE contacts SET superseded_by = ? WHERE superseded_by = ? AND superseded_by <> 0`, successor, id)
	}
	var back []int64
	if err := c.find("corrected contact", &back, `SELECT household_id FROM contacts WHERE superseded_by = ? AND superseded_by <> 0`, id); err != nil {
		return err
	}
	for _, household := range back {
		if _, err := c.touch(household); err != nil {
			return err
		}
	}
	return c.exec("corrected contact", `UPDATE contacts SET withdrawn_at = 0, withdrawn_by = 0, superseded_by = 0 WHERE superseded_by = ? AND superseded_by <> 0`, id)
}

// jsonList writes a list as JSON, an absent one as an empty list.
func jsonList[T any](list []T) string {
	if len(list) == 0 {
		return "[]"
	}
	b, err := json.Marshal(list)
	if err != nil {
		panic(err) // lists of words always marshal
	}
	return string(b)
}

func jsonObject(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain data always marshals
	}
	return string(b)
}

// ContactRow is a record with the names that a list shows.
type ContactRow struct {
	model.ContactRecord
	Number     string // of the household
	Head       string
	Village    string
	By         string // who recorded it
	OnBehalfOf string
}

// ContactFilter chooses records; what is left zero does not restrict. An empty
// Scope does not either: lists for people in a chat must name theirs.
type ContactFilter struct {
	Scope     model.Scope
	Area      model.Scope
	Number    string // of the household
	UpdateID  int64
	ByID      int64
	Since     model.Instant // recorded since
	Withdrawn bool          // those taken back too
	Limit     int           // the newest so many; 0 means all
}

// Contacts lists records, newest first.
func (s *Store) Contacts(ctx context.Context, f ContactFilter) (rows []ContactRow, err error) {
	var where conditions
	for _, sc := range []model.Scope{f.Scope, f.Area} {
		if !sc.Empty() {
			condition, args := ofScope(sc)
			where.and(condition, args...)
		}
	}
	if f.Number != "" {
		where.and("h.number = ?", f.Number)
	}
	if f.UpdateID != 0 {
		where.and("k.update_id = ? AND k.update_id <> 0", f.UpdateID)
	}
	newest := "k.id DESC"
	if f.ByID != 0 {
		where.and("k.by_id = ?", f.ByID)
		newest = "k.recorded_at DESC, k.id DESC" // as the index has them
	}
	if f.Since != 0 {
		where.and("k.recorded_at >= ?", f.Since)
	}
	if !f.Withdrawn {
		where.and("k.withdrawn_at = 0")
	}
	if f.Limit == 0 {
		f.Limit = -1
	}
	err = s.query(ctx).find("contacts", &rows, contactRows+`WHERE `+where.text()+` ORDER BY `+newest+` LIMIT ?`, append(where.args, f.Limit)...)
	return rows, err
}

const contactRows = `SELECT k.*, h.number, h.head, h.village, COALESCE(b.name, '') AS "by", COALESCE(o.name, '') AS on_behalf_of
	FROM contacts k JOIN households h ON h.id = k.household_id
	LEFT JOIN cadres b ON b.id = k.by_id LEFT JOIN cadres o ON o.id = k.on_behalf_of_id `

// ContactsOfUpdate returns what an update recorded, in order, withdrawn or not.
func (s *Store) ContactsOfUpdate(ctx context.Context, update int64) (records []model.ContactRecord, err error) {
	err = s.query(ctx).find("contacts of an update", &records, `SELECT * FROM contacts WHERE `+ofUpdate+` ORDER BY id`, update, update, restartOfIDs)
	return records, err
}

// ContactsOfMessage returns the records that stand of a message: those that it
// made, or what later corrections made of them.
func (s *Store) ContactsOfMessage(ctx context.Context, chat int64, message int) (records []model.ContactRecord, err error) {
	err = s.query(ctx).find("contacts of a message", &records, `WITH RECURSIVE became (id, superseded_by) AS (
			SELECT id, superseded_by FROM contacts WHERE chat_id = ? AND message_id = ? AND message_id <> 0
			UNION SELECT c.id, c.superseded_by FROM became b JOIN contacts c ON c.id = b.superseded_by WHERE b.superseded_by <> 0)
		SELECT * FROM contacts WHERE id IN (SELECT id FROM became) AND withdrawn_at = 0 ORDER BY id`, chat, message)
	return records, err
}

// Contact returns one record.
func (s *Store) Contact(ctx context.Context, id int64) (r model.ContactRecord, err error) {
	err = s.query(ctx).find("contact", &r, `SELECT * FROM contacts WHERE id = ?`, id)
	return r, err
}
