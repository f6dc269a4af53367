package store

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"ringkeeper/model"
)

// A chat takes one message a second and a group twenty a minute, so that of many
// emergencies that wait for it one delivery is sent for all. The others are told
// in its message and share its fate: their rows have the same state from when it
// begins until it was sent, or could not be. A try that has to be repeated lets
// them go, and the next one takes what waits then. What changes a case that is
// told so shows the message anew.

// summaryRest is how long a message that tells of many is left as it is before it
// is shown anew [D]: fifty of its cases may change within one minute.
const summaryRest = 5 * time.Second

// Carried is a delivery that is told in the message of another one.
type Carried struct {
	ID     int64
	Data   json.RawMessage
	Wanted int64 // as in Delivery
}

// Companions returns what else waits at an instant for the reader of an emergency
// and is of its kind, the oldest first: what one message could tell with it. What
// may have been told before has only its like for company, so that the mark of
// a message that is sent again is true of all of it.
func (s *Store) Companions(ctx context.Context, delivery int64, at model.Instant, limit int) (all []Carried, err error) {
	err = s.query(ctx).find("companions of a delivery", &all, `SELECT o.id, o.data, o.edits_wanted AS wanted FROM outbox d
		JOIN outbox o ON o.state = 'pending' AND o.priority = 0 AND o.cadre_id = d.cadre_id AND o.chat_id = d.chat_id
		WHERE d.id = ? AND d.priority = 0 AND o.id <> d.id AND o.kind = d.kind AND o.resend = d.resend AND o.not_before <= ?
			AND (o.begun_at = 0 OR NOT EXISTS (SELECT 1 FROM outbox_messages m WHERE m.delivery_id = o.id AND m.message_id <> 0))
		ORDER BY o.id LIMIT ?`, delivery, at, limit)
	return all, err
}

// carried returns what is told in the messages of deliveries.
func (q session) carried(deliveries []int64) (map[int64][]Carried, error) {
	of := map[int64][]Carried{}
	if len(deliveries) == 0 {
		return of, nil
	}
	var rows []struct {
		Carried
		ToldIn int64
	}
	err := q.find("what is told with others", &rows, `SELECT told_in, id, data, edits_wanted AS wanted FROM outbox
		WHERE told_in IN ? AND id <> told_in ORDER BY told_in, id`, deliveries)
	for _, r := range rows {
		of[r.ToldIn] = append(of[r.ToldIn], r.Carried)
	}
	return of, err
}

// carry has what goes with a delivery sent in its message. It answers ErrOver when
// one of these does not wait any more. What was changed since it was read is to
// be shown anew, by the one message in which all of it stands.
func (q session) carry(b Begun, at model.Instant) error {
	if len(b.Carried) == 0 {
		return nil
	}
	for _, t := range b.Carried {
		n, err := q.affect("delivery told with others", `UPDATE outbox SET state = 'sending', told_in = ?, to_chat = ?, begun_at = ?, edits_done = ?
			WHERE id = ? AND state = 'pending'`, b.ID, b.ChatID, at, t.Wanted, t.ID)
		if err != nil || n == 0 {
			return cmp.Or(err, ErrOver)
		}
	}
	err := q.exec("delivery that tells of others", `UPDATE outbox SET told_in = id, edit_not_before = ?,
			edits_wanted = edits_wanted + EXISTS (SELECT 1 FROM outbox o WHERE o.told_in = outbox.id AND o.edits_wanted > o.edits_done)
		WHERE id = ?`, at.Add(summaryRest), b.ID)
	if err != nil {
		return err
	}
	return q.exec("deliveries told with others", `UPDATE outbox SET edits_done = edits_wanted WHERE told_in = ? AND id <> ?`, b.ID, b.ID)
}
