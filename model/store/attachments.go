package store

import (
	"context"
	"slices"

	"ringkeeper/model"
)

// madeCase notes a case of the Turn, with the record of the same household that
// came with it.
func (c *change) madeCase(e model.Emergency) {
	if e.Source == "" {
		return
	}
	i := slices.IndexFunc(c.made, func(o model.Owner) bool { return e.HouseholdID != 0 && o.HouseholdID == e.HouseholdID })
	if i < 0 {
		i, c.made = len(c.made), append(c.made, model.Owner{HouseholdID: e.HouseholdID})
	}
	c.made[i].CaseSource = e.Source
}

// keepAttachment takes the place of what was kept of the same message before.
func (c *change) keepAttachment(e model.KeepAttachment) error {
	a := e.Attachment
	var known []string
	if err := c.find("cases of an attachment", &known, `SELECT case_source FROM attachments WHERE chat_id = ? AND message_id = ? AND case_source <> ''`, a.ChatID, a.MessageID); err != nil {
		return err
	}
	if err := c.exec("attachment", `DELETE FROM attachments WHERE chat_id = ? AND message_id = ?`, a.ChatID, a.MessageID); err != nil {
		return err
	}
	if err := c.attach(a, e.Owners); err != nil || a.Refused != "" {
		return err
	}
	for _, o := range e.Owners {
		if o.CaseSource != "" && !slices.Contains(known, o.CaseSource) {
			if err := c.attachedToCase(o.CaseSource, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// attachedToCase writes that something was sent along into a case's timeline.
func (c *change) attachedToCase(source string, a model.Attachment) error {
	var id int64
	if err := c.find("emergency", &id, `SELECT id FROM emergencies WHERE source = ? AND source <> ''`, source); err != nil || id == 0 {
		return err
	}
	return c.caseTouched(id, model.CaseEvent{Kind: model.CaseAttached, ByID: a.ByID, Detail: model.CaseDetail{Attached: a.Kind}})
}

// attach keeps an attachment once for each of its owners.
func (c *change) attach(a model.Attachment, owners []model.Owner) error {
	if len(owners) == 0 {
		owners = []model.Owner{{}}
	}
	if a.ByID == 0 {
		a.ByID = c.turn.Actor
	}
	for _, o := range owners {
		err := c.exec("attachment", `INSERT INTO attachments (kind, file_id, file_unique_id, mime, name, size, latitude, longitude, chat_id, message_id,
				album, by_id, sent_at, answer, refused, taken, contact_id, household_id, case_source)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			a.Kind, a.FileID, a.FileUniqueID, a.MIME, a.Name, a.Size, a.Latitude, a.Longitude, a.ChatID, a.MessageID,
			a.Album, a.ByID, a.SentAt, a.Answer, a.Refused, a.Taken, orNull(o.ContactID), orNull(o.HouseholdID), o.CaseSource)
		if err != nil {
			return err
		}
	}
	return nil
}

// unplaced is the condition that an attachment belongs to nothing.
const unplaced = `contact_id IS NULL AND household_id IS NULL AND case_source = ''`

func (c *change) takeAttachments(e model.TakeAttachments) error {
	if len(c.made) == 0 {
		return nil
	}
	var households []int64
	for _, o := range c.made {
		households = append(households, o.HouseholdID)
	}
	found, err := c.toTake(e, households)
	if err != nil {
		return err
	}
	moved := map[int]bool{}
	for _, a := range found {
		if moved[a.MessageID] {
			continue
		}
		moved[a.MessageID] = true
		a.Taken = true
		if err := c.keepAttachment(model.KeepAttachment{Attachment: a, Owners: c.made}); err != nil {
			return err
		}
	}
	return nil
}

// toTake returns what a Turn that records of these households takes.
func (q session) toTake(e model.TakeAttachments, households []int64) (found []model.Attachment, err error) {
	err = q.find("attachments to take", &found, `SELECT * FROM attachments WHERE chat_id = ? AND message_id = ?
		UNION SELECT * FROM attachments WHERE chat_id = ? AND album = ? AND album <> ''
		UNION SELECT * FROM attachments WHERE chat_id = ? AND sent_at >= ? AND ? <> 0 AND (refused = '' OR answer = '') AND `+unplaced+`
		UNION SELECT * FROM attachments WHERE household_id IN (SELECT value FROM json_each(?)) AND household_id IS NOT NULL
			AND chat_id = ? AND contact_id IS NULL AND case_source = '' AND sent_at >= ? AND ? <> 0
		ORDER BY id`,
		e.ChatID, e.MessageID, e.ChatID, e.Album, e.ChatID, e.Since, e.Since, jsonList(households), e.ChatID, e.Since, e.Since)
	return found, err
}

// AttachmentsToTake tells beforehand what model.TakeAttachments would take in a
// Turn that records of these households.
func (s *Store) AttachmentsToTake(ctx context.Context, e model.TakeAttachments, households []int64) ([]model.Attachment, error) {
	return s.query(ctx).toTake(e, households)
}

// AttachmentsOf returns what belongs to records, by record. What came with a
// record belongs to its correction too.
func (s *Store) AttachmentsOf(ctx context.Context, contacts ...int64) (map[int64][]model.Attachment, error) {
	var rows []struct {
		Record int64
		model.Attachment
	}
	err := s.query(ctx).find("attachments of records", &rows, `WITH RECURSIVE chain (record, id) AS (
			SELECT value, value FROM json_each(?)
			UNION SELECT chain.record, c.corrects FROM chain JOIN contacts c ON c.id = chain.id WHERE c.corrects <> 0)
		SELECT chain.record, a.* FROM chain JOIN attachments a ON a.contact_id = chain.id ORDER BY a.id`, jsonList(contacts))
	of := map[int64][]model.Attachment{}
	for _, r := range rows {
		of[r.Record] = append(of[r.Record], r.Attachment)
	}
	return of, err
}

// AttachmentFilter chooses attachments; exactly one of the choices is made.
type AttachmentFilter struct {
	HouseholdID int64         // with this household and no record
	CaseSource  string        // of this case
	Answer      string        // of which this answer speaks
	ChatID      int64         // of this chat …
	Album       string        // … and this album, or else
	Since       model.Instant // … with nothing yet, and sent since
}

// Attachments lists attachments, oldest first.
func (s *Store) Attachments(ctx context.Context, f AttachmentFilter) ([]model.Attachment, error) {
	switch {
	case f.HouseholdID != 0:
		return s.attachments(ctx, `household_id = ? AND household_id IS NOT NULL AND contact_id IS NULL AND case_source = ''`, f.HouseholdID)
	case f.CaseSource != "":
		return s.attachments(ctx, `case_source = ? AND case_source <> ''`, f.CaseSource)
	case f.Answer != "":
		return s.attachments(ctx, `answer = ? AND answer <> ''`, f.Answer)
	case f.Album != "":
		return s.attachments(ctx, `chat_id = ? AND album = ? AND album <> ''`, f.ChatID, f.Album)
	}
	return s.attachments(ctx, `chat_id = ? AND sent_at >= ? AND `+unplaced, f.ChatID, f.Since)
}

// LastAttached returns what was kept of the newest message of a chat of which
// anything was.
func (s *Store) LastAttached(ctx context.Context, chat int64) ([]model.Attachment, error) {
	return s.attachments(ctx, `chat_id = ? AND message_id = (SELECT MAX(message_id) FROM attachments WHERE chat_id = ?)`, chat, chat)
}

func (s *Store) attachments(ctx context.Context, where string, args ...any) (all []model.Attachment, err error) {
	err = s.query(ctx).find("attachments", &all, `SELECT * FROM attachments WHERE `+where+` ORDER BY id`, args...)
	return all, err
}

// NewestMade returns what the newest message or press of a cadre recorded and
// filed since an instant and was not taken back.
func (s *Store) NewestMade(ctx context.Context, cadre int64, since model.Instant) (made []model.Owner, err error) {
	err = s.query(ctx).find("newest records", &made, `WITH
		records AS (SELECT id, household_id, recorded_at AS at FROM contacts WHERE by_id = ? AND recorded_at >= ? AND withdrawn_at = 0),
		cases AS (SELECT source, household_id, reported_at AS at FROM emergencies WHERE reported_by = ? AND reported_at >= ? AND source <> '' AND status <> 'withdrawn'
			UNION ALL SELECT e.source, e.household_id, v.at FROM case_events v JOIN emergencies e ON e.id = v.emergency_id
				WHERE v.by_id = ? AND v.at >= ? AND `+reportStands+` AND e.source <> '' AND e.status <> 'withdrawn'),
		newest AS (SELECT MAX(at) AS at FROM (SELECT at FROM records UNION ALL SELECT at FROM cases))
		SELECT r.id AS contact_id, r.household_id, COALESCE(c.source, '') AS case_source
			FROM records r JOIN newest ON newest.at = r.at LEFT JOIN cases c ON c.household_id = r.household_id AND c.at = r.at
		UNION ALL
		SELECT 0, COALESCE(c.household_id, 0), c.source FROM cases c JOIN newest ON newest.at = c.at
			WHERE NOT EXISTS (SELECT 1 FROM records r WHERE r.household_id = c.household_id AND r.at = c.at)`, cadre, since, cadre, since, cadre, since)
	return made, err
}
