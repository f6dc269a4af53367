package store

import (
	"context"
	"fmt"

	"ringkeeper/model"
)

// Finish is how a try to send or edit a delivery ended.
type Finish struct {
	State     model.DeliveryState // sent, ambiguous, failed, stale, or pending: try again
	NotBefore model.Instant       // when to try again
	Error     string              // the reason of anything but sent
	At        model.Instant
	// Resend, with pending: the try may have arrived, so the next is marked.
	Resend bool
	// MigratedTo is the new id of a group; the delivery waits to go there.
	MigratedTo int64
	// Wanted: an edit that shows nothing was never begun; what was asked for up
	// to this count is done with.
	Wanted int64
	// Gone: the reader blocked the bot, or the group threw it out.
	Gone bool
	// Notices are queued with it: whoever should hear of what is gone.
	Notices []model.Notice
}

// Finish keeps how a try to send or edit a delivery ended. An edit that was
// asked for after the try began remains to be done.
func (s *Store) Finish(ctx context.Context, deliveryID int64, f Finish) error {
	return s.write(ctx, func(q session) error {
		var row outboxRow
		if err := q.find("outbox row", &row, outboxRows+`WHERE o.id = ?`, deliveryID); err != nil {
			return err
		}
		if row.ID == 0 {
			return fmt.Errorf("outbox row %d: %w", deliveryID, ErrUnknown)
		}
		c := change{session: q, store: s, turn: model.Turn{At: f.At}}
		if f.Gone {
			if err := c.gone(row, f); err != nil {
				return err
			}
		}
		if _, err := q.queue(f.Notices, f.At); err != nil {
			return err
		}
		if f.MigratedTo != 0 {
			f.State = model.DeliveryPending
			if err := c.moveGroup(row.ToChat, f.MigratedTo); err != nil {
				return err
			}
		}
		if row.edits() {
			return q.finishEdit(row, f)
		}
		return q.finishSending(row, f)
	})
}

func (q session) finishSending(row outboxRow, f Finish) error {
	if row.State != model.DeliverySending && row.State != model.DeliveryPending {
		return nil
	}
	again, sentAt := 0, model.Instant(0)
	switch f.State {
	case model.DeliveryPending:
		again = 1
	case model.DeliverySent:
		sentAt = f.At
	}
	late := f.State == model.DeliveryPending && row.Priority == model.PriorityEmergency && f.At > row.CreatedAt.Add(model.ArrivesWithin)
	var subjects []string
	if f.State == model.DeliveryFailed || late { // others may say who was told
		if err := q.find("subjects of a delivery", &subjects, `SELECT DISTINCT subject FROM outbox WHERE id = ? OR told_in = ?`, row.ID, row.ID); err != nil {
			return err
		}
	}
	err := q.exec("outbox row", `UPDATE outbox SET state = ?, attempts = attempts + ?, not_before = CASE WHEN ? THEN ? ELSE not_before END,
			error = ?, sent_at = ?, resend = (resend OR ?) AND ?, told_in = CASE WHEN ? THEN NULL ELSE told_in END WHERE id = ? OR told_in = ?`,
		f.State, again, again == 1, f.NotBefore, f.Error, sentAt, f.Resend, again == 1, again == 1, row.ID, row.ID)
	if err != nil {
		return err
	}
	for _, subject := range subjects {
		if err := q.refresh(subject); err != nil {
			return err
		}
	}
	return nil
}

// finishEdit ends an edit. One that failed for good is done with too; one that
// may have arrived is tried again, since showing the same twice does no harm.
func (q session) finishEdit(row outboxRow, f Finish) error {
	again := f.State == model.DeliveryPending || f.State == model.DeliveryAmbiguous
	if f.Gone || f.MigratedTo != 0 {
		again = false
	}
	if again {
		return q.exec("outbox row", `UPDATE outbox SET edit_begun = 0, edit_attempts = edit_attempts + 1, edit_not_before = ?, error = ? WHERE id = ?`,
			f.NotBefore, f.Error, row.ID)
	}
	next := model.Instant(0)
	if row.ToldIn != 0 {
		next = f.At.Add(summaryRest)
	}
	return q.exec("outbox row", `UPDATE outbox SET edits_done = MAX(edits_done, edit_begun, ?), edit_begun = 0, edit_attempts = 0, edit_not_before = ?, error = ? WHERE id = ?`,
		f.Wanted, next, f.Error, row.ID)
}

// gone notes that nothing reaches the row's chat any more: the cadre has the
// bot blocked, or the group is none of ours any longer.
func (c *change) gone(row outboxRow, f Finish) error {
	if row.CadreID != 0 && (row.ToChat == row.TelegramID || row.ToChat == 0) {
		return c.setBlocked(row.CadreID, true)
	}
	return c.unbindGroup(row.ToChat, f.Error)
}

// Recover sorts out what was being sent when the program ended. Only the holder
// of the sender's lock may call it, before sending anything. Deliveries whose
// messages are all known to be sent are sent; of the others nobody can know:
// emergencies and answers are sent again, marked, a digest is not. Edits are
// made again. It tells how many were cut off.
func (s *Store) Recover(ctx context.Context, at model.Instant) (ambiguous int, err error) {
	const interrupted = "cut off between request and answer"
	err = s.write(ctx, func(q session) error {
		err := q.exec("sent deliveries", `UPDATE outbox SET state = 'sent',
				sent_at = COALESCE((SELECT NULLIF(MAX(m.sent_at), 0) FROM outbox_messages m WHERE m.delivery_id = outbox.id), ?)
			WHERE state = 'sending' AND told_in IS NULL AND EXISTS (SELECT 1 FROM outbox_messages m WHERE m.delivery_id = outbox.id)
				AND NOT EXISTS (SELECT 1 FROM outbox_messages m WHERE m.delivery_id = outbox.id AND m.message_id = 0)`, at)
		if err != nil {
			return err
		}
		// Parts are sent one after another: those behind were never tried.
		err = q.exec("parts cut off", `UPDATE outbox_messages SET state = 'ambiguous'
			WHERE id IN (SELECT (SELECT m.id FROM outbox_messages m WHERE m.delivery_id = o.id AND m.message_id = 0 ORDER BY m.n LIMIT 1)
				FROM outbox o WHERE o.state = 'sending')`)
		if err != nil {
			return err
		}
		digests, err := q.affect("digests cut off", `UPDATE outbox SET state = 'ambiguous', error = ? WHERE state = 'sending' AND priority >= ?`,
			interrupted, int(model.PriorityDigest))
		if err != nil {
			return err
		}
		var told int64
		if err := q.find("what was to be told with others", &told, `SELECT COUNT(*) FROM outbox WHERE state = 'sending' AND told_in <> id`); err != nil {
			return err
		}
		others, err := q.affect("deliveries cut off", `UPDATE outbox SET state = 'pending', resend = 1, attempts = attempts + 1, not_before = 0,
			told_in = NULL, error = ? WHERE state = 'sending'`, interrupted)
		if err != nil {
			return err
		}
		ambiguous = int(digests + others - told)
		return q.exec("edits cut off", `UPDATE outbox SET edit_begun = 0, edit_not_before = 0
			WHERE state = 'sent' AND edits_wanted > edits_done AND edit_begun <> 0`)
	})
	return ambiguous, err
}

// HouseholdsInMessage returns the numbered households of the delivery to which
// one of our messages belongs, those of its other parts too. A message that is
// not known, or none (0), means the newest list of the chat that may have been
// seen, a digest or one that was asked for: numbers of one that never arrived
// would mean other households.
func (s *Store) HouseholdsInMessage(ctx context.Context, chat int64, messageID int) (lines []Line, outboxID int64, kind model.NoticeKind, subject string, err error) {
	err = s.snapshot(ctx, func(q session) error {
		var row struct {
			ID      int64
			Kind    model.NoticeKind
			Subject string
		}
		err := q.find("message", &row, `SELECT o.id, o.kind, CASE WHEN o.told_in IS NULL THEN o.subject ELSE '' END AS subject FROM outbox o WHERE o.id =
			(SELECT delivery_id FROM outbox_messages WHERE chat_id = ? AND message_id = ? AND message_id <> 0 ORDER BY id DESC LIMIT 1)`, chat, messageID)
		if err == nil && row.ID == 0 {
			err = q.find("newest list", &row, `SELECT id, kind, subject FROM (`+
				newestList(`priority = 2`)+` UNION ALL `+newestList(`kind = 'today'`)+`) ORDER BY begun_at DESC, id DESC LIMIT 1`, chat, chat)
		}
		if err != nil || row.ID == 0 {
			return err
		}
		outboxID, kind, subject = row.ID, row.Kind, row.Subject
		return q.find("lines", &lines, `SELECT n, household_id, part FROM outbox_lines WHERE delivery_id = ? ORDER BY n`, row.ID)
	})
	return lines, outboxID, kind, subject, err
}

// newestList selects the newest list of a chat that may have been seen.
func newestList(which string) string {
	return `SELECT * FROM (SELECT id, kind, subject, begun_at FROM outbox o
		WHERE to_chat = ? AND ` + which + ` AND begun_at > 0 AND (state IN ('sending', 'sent', 'ambiguous')
			OR EXISTS (SELECT 1 FROM outbox_messages m WHERE m.delivery_id = o.id AND m.message_id <> 0))
		ORDER BY begun_at DESC, id DESC LIMIT 1)`
}

// NamedDuties returns the duties that a digest named, with the due days that
// they had then.
func (s *Store) NamedDuties(ctx context.Context, outboxID int64) (named []Named, err error) {
	err = s.query(ctx).find("named duties", &named, `SELECT household_id, kind, due FROM named_duties WHERE delivery_id = ? ORDER BY household_id, kind`, outboxID)
	return named, err
}
