package store

import (
	"cmp"
	"context"
	"slices"

	"ringkeeper/model"
)

// Why a delivery failed that has nowhere to go.
const (
	ErrorNotBound = "not bound"
	ErrorBlocked  = "blocked"
	// ErrorForgotten: it was about a household that was forgotten meanwhile.
	ErrorForgotten = "forgotten"
)

// DueDeliveries returns what is to be sent at an instant, what matters most
// first: pending deliveries, and sent ones that are to be shown anew; an emergency
// that somebody has to hear of goes before those that changed. Of the emergencies that wait for a reader it is the first,
// so that a thousand for one chat hide none for others. What has nowhere to go
// is marked as failed and left out. While a restore waits to be confirmed nothing
// is to be sent.
func (s *Store) DueDeliveries(ctx context.Context, at model.Instant, limit int) ([]Delivery, error) {
	for {
		rows, err := s.dueRows(ctx, at, limit)
		if err != nil {
			return nil, err
		}
		lost := slices.DeleteFunc(slices.Clone(rows), func(r outboxRow) bool { return r.destination() != 0 })
		if len(lost) > 0 {
			if err := s.giveUp(ctx, lost); err != nil {
				return nil, err
			}
			// Others may wait behind those who had nowhere to go.
			continue
		}
		return s.query(ctx).deliveries(rows)
	}
}

// deliveries reads what belongs to rows. Only the sender changes it, so that both
// belong together without a common transaction.
func (q session) deliveries(rows []outboxRow) ([]Delivery, error) {
	var begun, telling []int64
	for _, r := range rows {
		if r.BegunAt != 0 { // else there are no parts yet
			begun = append(begun, r.ID)
		}
		if r.ToldIn != 0 {
			telling = append(telling, r.ID)
		}
	}
	parts, err := q.parts(begun)
	if err != nil {
		return nil, err
	}
	carried, err := q.carried(telling)
	if err != nil {
		return nil, err
	}
	due := make([]Delivery, len(rows))
	for i, r := range rows {
		due[i] = r.delivery(parts[r.ID])
		due[i].Carried = carried[r.ID]
	}
	return due, nil
}

func (r outboxRow) delivery(parts []Part) Delivery {
	d := Delivery{ID: r.ID, Notice: r.notice(), Language: r.Language, Attempts: r.Attempts, Resend: r.Resend, Edit: r.edits(), Moved: r.edits() && r.movedFrom(r.ToChat), Wanted: r.EditsWanted, Begun: r.BegunAt != 0, Parts: parts}
	for _, p := range parts {
		d.Resend = d.Resend || p.State == model.DeliveryAmbiguous
	}
	return d
}

// due returns those of the Turn's notices that may be sent at once. Where the
// Turn has messages shown anew, one of these may be among them already, and all
// is left to a look at the outbox. While a restore waits to be confirmed there
// is none.
func (c *change) due() (due []Delivery, err error) {
	if c.turn.ShowsAnew() || len(c.turn.Notices) == 0 {
		return nil, nil
	}
	if free, err := c.row("hold", `SELECT 1 WHERE `+notHeld, nil, new(int)); err != nil || !free {
		return nil, err
	}
	for i, n := range c.turn.Notices {
		if c.queued[i] == 0 || n.NotBefore > c.turn.At {
			continue
		}
		r := outboxRow{ID: c.queued[i], Key: n.Key, Subject: n.Subject, Priority: n.Priority, Kind: n.Kind, CadreID: n.CadreID,
			ChatID: n.ChatID, ReplyTo: n.ReplyTo, Data: n.Data, NotBefore: n.NotBefore, State: model.DeliveryPending}
		if n.CadreID != 0 {
			if _, err := c.row("reader", `SELECT language, telegram_id, blocked FROM cadres WHERE id = ?`, []any{n.CadreID},
				&r.Language, &r.TelegramID, &r.Blocked); err != nil {
				return nil, err
			}
		}
		if r.destination() != 0 {
			due = append(due, r.delivery(nil))
		}
	}
	return due, nil
}

// firstOfReader leaves out an emergency that waits behind another one for the
// same reader, but nothing that has nowhere to go.
const firstOfReader = `(o.priority > 0 OR o.chat_id = 0 AND (c.telegram_id = 0 OR c.blocked) OR NOT EXISTS (SELECT 1 FROM outbox f
	WHERE f.state = 'pending' AND f.priority = 0 AND f.cadre_id = o.cadre_id AND f.chat_id = o.chat_id AND f.id < o.id AND f.not_before <= ?))`

func (s *Store) dueRows(ctx context.Context, at model.Instant, limit int) (rows []outboxRow, err error) {
	err = s.query(ctx).find("due deliveries", &rows, `SELECT * FROM (
		SELECT * FROM (`+outboxRows+`WHERE o.state = 'pending' AND o.not_before <= ? AND `+firstOfReader+` ORDER BY o.priority, o.id LIMIT ?)
		UNION ALL
		SELECT * FROM (`+outboxRows+`WHERE o.state = 'sent' AND o.edits_wanted > o.edits_done AND o.edit_begun = 0 AND o.edit_not_before <= ?
			ORDER BY o.priority, o.id LIMIT ?)
		) WHERE `+notHeld+` ORDER BY priority, priority = 0 AND state = 'sent', id LIMIT ?`, at, at, limit, at, limit, limit)
	return rows, err
}

func (q session) parts(deliveries []int64) (map[int64][]Part, error) {
	of := map[int64][]Part{}
	if len(deliveries) == 0 {
		return of, nil
	}
	var rows []struct {
		Part
		DeliveryID int64
	}
	err := q.find("parts", &rows, `SELECT id, delivery_id, n, message_id, html, keyboard, state FROM outbox_messages
		WHERE delivery_id IN ? ORDER BY delivery_id, n`, deliveries)
	for _, r := range rows {
		of[r.DeliveryID] = append(of[r.DeliveryID], r.Part)
	}
	return of, err
}

// giveUp marks deliveries as failed that have nowhere to go.
func (s *Store) giveUp(ctx context.Context, rows []outboxRow) error {
	return s.write(ctx, func(q session) error {
		for _, r := range rows {
			why := ErrorNotBound
			if r.Blocked && r.TelegramID != 0 {
				why = ErrorBlocked
			}
			if err := q.exec("outbox row", `UPDATE outbox SET state = 'failed', error = ?,
				edits_done = edits_wanted WHERE id = ? AND state IN ('pending', 'sent')`, why, r.ID); err != nil {
				return err
			}
			if err := q.refresh(r.Subject); err != nil {
				return err
			}
		}
		return nil
	})
}

// NextDelivery returns the earliest instant at which something is to be sent,
// and whether anything waits at all.
func (s *Store) NextDelivery(ctx context.Context) (at model.Instant, waits bool, err error) {
	var next []model.Instant
	err = s.query(ctx).find("next delivery", &next, `SELECT * FROM (
		SELECT not_before FROM (SELECT not_before FROM outbox WHERE state = 'pending' ORDER BY not_before LIMIT 1)
		UNION ALL
		SELECT * FROM (SELECT MIN(edit_not_before) AS at FROM outbox WHERE state = 'sent' AND edits_wanted > edits_done AND edit_begun = 0) WHERE at IS NOT NULL
		) WHERE `+notHeld)
	if err != nil || len(next) == 0 {
		return 0, false, err
	}
	return slices.Min(next), true, nil
}

// Untried counts the deliveries that are being sent, or could be at an instant
// and never were.
func (s *Store) Untried(ctx context.Context, at model.Instant) (n int, err error) {
	_, err = s.query(ctx).row("untried deliveries", `SELECT (SELECT COUNT(*) FROM outbox WHERE state = 'sending') +
		(SELECT COUNT(*) FROM outbox WHERE state = 'pending' AND attempts = 0 AND not_before <= ?)`, []any{at}, &n)
	return n, err
}

// Begun is a delivery that is about to be sent, as messages.
type Begun struct {
	ID       int64
	ChatID   int64 // as in the Delivery that was rendered, like the two below
	Wanted   int64
	Edit     bool
	Again    bool // it was begun before, so that messages of it may be kept
	Carried  []Carried
	Rendered Rendered
}

// BeginDelivery keeps, before anything is sent, which messages a delivery
// becomes, so that a reply finds its households even if it overtakes Telegram's
// answer. A pending delivery is then being sent, with what is told in its message;
// the messages of a sent one keep their ids beside what they are to show. It
// answers ErrOver when the delivery, or one that it was to tell of, does not wait
// any more: it was sent meanwhile, or dropped.
func (s *Store) BeginDelivery(ctx context.Context, b Begun, at model.Instant) error {
	return s.write(ctx, func(q session) error { return q.begin(b, at) })
}

func (q session) begin(b Begun, at model.Instant) error {
	if b.Edit {
		n, err := q.affect("outbox row", `UPDATE outbox SET edit_begun = ? WHERE id = ? AND state = 'sent'`, b.Wanted, b.ID)
		if err != nil || n == 0 {
			return cmp.Or(err, ErrOver)
		}
		return q.keepRendered(b)
	}
	// A part that was sent in an earlier try may show an older state; only
	// where there is none is every edit asked for so far done with.
	n, err := q.affect("outbox row", `UPDATE outbox SET state = 'sending', to_chat = ?, begun_at = ?,
			edits_done = CASE WHEN ? AND EXISTS (SELECT 1 FROM outbox_messages m WHERE m.delivery_id = outbox.id AND m.message_id <> 0)
				THEN edits_done ELSE ? END
		WHERE id = ? AND state = 'pending'`, b.ChatID, at, b.Again, b.Wanted, b.ID)
	if err != nil || n == 0 {
		return cmp.Or(err, ErrOver)
	}
	if err := q.carry(b, at); err != nil {
		return err
	}
	return q.keepRendered(b)
}

// keepRendered stores the parts, lines and named duties of a delivery.
func (q session) keepRendered(b Begun) error {
	for _, p := range b.Rendered.Parts {
		err := q.exec("part", `INSERT INTO outbox_messages (delivery_id, n, chat_id, html, keyboard) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (delivery_id, n) DO UPDATE SET html = excluded.html, keyboard = excluded.keyboard,
				chat_id = CASE WHEN message_id = 0 THEN excluded.chat_id ELSE chat_id END`,
			b.ID, p.N, b.ChatID, p.HTML, rawOrNull(p.Keyboard))
		if err != nil {
			return err
		}
	}
	if b.Again || b.Edit {
		if err := q.exec("parts", `DELETE FROM outbox_messages WHERE delivery_id = ? AND n > ? AND message_id = 0`, b.ID, len(b.Rendered.Parts)); err != nil {
			return err
		}
	}
	if b.Again || b.Edit && b.Rendered.Lines != nil {
		if err := q.exec("lines", `DELETE FROM outbox_lines WHERE delivery_id = ?`, b.ID); err != nil {
			return err
		}
	}
	if b.Again {
		if err := q.exec("named duties", `DELETE FROM named_duties WHERE delivery_id = ?`, b.ID); err != nil {
			return err
		}
	}
	for _, l := range b.Rendered.Lines {
		if err := q.exec("line", `INSERT INTO outbox_lines (delivery_id, n, household_id, part) VALUES (?, ?, ?, ?)`, b.ID, l.N, l.HouseholdID, max(l.Part, 1)); err != nil {
			return err
		}
	}
	for _, n := range b.Rendered.Named {
		if err := q.exec("named duty", `INSERT INTO named_duties (household_id, kind, due, delivery_id) VALUES (?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, n.HouseholdID, n.Kind, n.Due, b.ID); err != nil {
			return err
		}
	}
	return nil
}

// PartOutcome is what became of one message.
type PartOutcome struct {
	State     model.DeliveryState // sending, sent, ambiguous, failed or pending
	MessageID int                 // of a message that was sent
	At        model.Instant
	Carries   bool // with FinishSent: others are told in it
}

// MarkPart keeps what became of one message of a delivery. A message that is
// known to be sent stays so, whatever becomes of its edits.
func (s *Store) MarkPart(ctx context.Context, deliveryID int64, n int, o PartOutcome) error {
	return s.write(ctx, func(q session) error { return q.markPart(deliveryID, n, o) })
}

// ResumePart keeps, before it is sent, that a message is being sent of a delivery
// of which others were. It answers ErrOver as BeginDelivery does.
func (s *Store) ResumePart(ctx context.Context, deliveryID int64, n int) error {
	return s.write(ctx, func(q session) error {
		waits, err := q.row("outbox row", `SELECT 1 FROM outbox WHERE id = ? AND state = 'pending'`, []any{deliveryID}, new(int))
		if err != nil || !waits {
			return cmp.Or(err, ErrOver)
		}
		return q.markPart(deliveryID, n, PartOutcome{State: model.DeliverySending})
	})
}

func (q session) markPart(deliveryID int64, n int, o PartOutcome) error {
	return q.exec("part", `UPDATE outbox_messages SET
			state = CASE WHEN message_id <> 0 THEN 'sent' ELSE ? END,
			message_id = CASE WHEN ? <> 0 THEN ? ELSE message_id END,
			sent_at = CASE WHEN ? = 'sent' AND sent_at = 0 THEN ? ELSE sent_at END
		WHERE delivery_id = ? AND n = ?`, o.State, o.MessageID, o.MessageID, o.State, o.At, deliveryID, n)
}

// FinishSent keeps that the last message of a delivery was sent, and with it
// the whole, and what is told in it.
func (s *Store) FinishSent(ctx context.Context, deliveryID int64, n int, o PartOutcome) error {
	return s.write(ctx, func(q session) error {
		if err := q.markPart(deliveryID, n, o); err != nil {
			return err
		}
		const sent = `UPDATE outbox SET state = 'sent', error = '', sent_at = ?, resend = 0 WHERE `
		if err := q.exec("outbox row", sent+`id = ? AND state IN ('sending', 'pending')`, o.At, deliveryID); err != nil {
			return err
		}
		of, args := `id = ?`, []any{deliveryID}
		if o.Carries {
			if err := q.exec("what was told with it", sent+`told_in = ? AND state = 'sending'`, o.At, deliveryID); err != nil {
				return err
			}
			of, args = `(id = ? OR told_in = ?)`, append(args, deliveryID)
		}
		var late []string // of emergencies: others say when they arrived
		if err := q.find("late deliveries", &late, `SELECT subject FROM outbox WHERE `+of+` AND priority = ? AND created_at < ? AND (attempts > 0 OR not_before < ?)`,
			append(args, int(model.PriorityEmergency), o.At.Add(-model.ArrivesWithin), o.At.Add(-model.ArrivesWithin))...); err != nil {
			return err
		}
		for _, subject := range late {
			if err := q.refresh(subject); err != nil {
				return err
			}
		}
		return nil
	})
}
