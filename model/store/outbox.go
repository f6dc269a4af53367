package store

import (
	"context"
	"encoding/json"

	"ringkeeper/model"
)

// Queue puts notices into the outbox and tells how many were not there yet: a
// notice whose Key was queued before is left out.
func (s *Store) Queue(ctx context.Context, notices []model.Notice, at model.Instant) (queued int, err error) {
	err = s.write(ctx, func(q session) error {
		queued = 0
		ids, err := q.queue(notices, at)
		for _, id := range ids {
			if id != 0 {
				queued++
			}
		}
		return err
	})
	return queued, err
}

// queue returns the number that each notice got in the outbox, 0 for one that is
// left out.
func (q session) queue(notices []model.Notice, at model.Instant) (ids []int64, err error) {
	for _, n := range notices {
		id, err := q.insert("outbox row", `INSERT INTO outbox (key, subject, priority, kind, cadre_id, chat_id, reply_to, data, not_before, created_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			textOrNull(n.Key), n.Subject, int(n.Priority), n.Kind, n.CadreID, n.ChatID, n.ReplyTo, rawOrNull(n.Data), n.NotBefore, at)
		if err != nil && !isTaken(err) {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// redraw gives one message of ours other data and marks it to be shown anew. A
// message that is not ours is ignored.
func (c *change) redraw(r model.Redraw) error {
	return c.exec("outbox row", `UPDATE outbox SET data = COALESCE(?, data), edits_wanted = edits_wanted + 1, edit_not_before = 0, edit_attempts = 0
		WHERE id = (SELECT delivery_id FROM outbox_messages WHERE chat_id = ? AND message_id = ? AND message_id <> 0 ORDER BY id DESC LIMIT 1)`,
		rawOrNull(r.Data), r.ChatID, r.MessageID)
}

// refresh marks every message about a subject to be shown anew. One that was
// not rendered yet shows the state of the minute anyway. A message that tells of
// many keeps its rest.
func (q session) refresh(subject string) error {
	if subject == "" {
		return nil
	}
	return q.exec("outbox rows of a subject", `UPDATE outbox SET edits_wanted = edits_wanted + 1, edit_attempts = 0,
			edit_not_before = CASE WHEN told_in IS NULL THEN 0 ELSE edit_not_before END
		WHERE id IN (SELECT COALESCE(told_in, id) FROM outbox WHERE subject = ? AND subject <> '' AND state IN ('pending', 'sending', 'sent'))`, subject)
}

// Delivery is a notice on its way.
type Delivery struct {
	ID       int64
	Notice   model.Notice // its ChatID is where it goes
	Language string       // of the reader, empty when not known
	Attempts int
	// Resend says that an earlier try may have arrived: it is sent again,
	// marked as such.
	Resend bool
	// Edit says that the messages that were sent are to be shown anew.
	Edit bool
	// Moved says that the messages stand on an account that the reader has no
	// more.
	Moved bool
	// Wanted counts the edits asked for when this was read: what is asked for
	// later is shown by a later edit.
	Wanted  int64
	Begun   bool // in an earlier try
	Parts   []Part
	Carried []Carried // what else is told in its message
}

// Part is one message of a delivery.
type Part struct {
	ID        int64
	N         int // 1 for the first
	MessageID int // 0 while it is not known to be sent
	HTML      string
	Keyboard  json.RawMessage
	State     model.DeliveryState
}

// Line says which household a number in a delivery means, and in which part it
// stands.
type Line struct {
	N           int
	HouseholdID int64
	Part        int
}

// Named is a duty that a digest names.
type Named struct {
	HouseholdID int64
	Kind        model.Kind
	Due         model.Day
}

// Rendered is a notice as messages. In an edit, Lines that are nil leave the
// earlier ones.
type Rendered struct {
	Parts []Part
	Lines []Line
	Named []Named
}

// outboxRow is a row of the outbox as it is kept.
type outboxRow struct {
	ID          int64
	Key         string
	Subject     string
	Priority    model.Priority
	Kind        model.NoticeKind
	CadreID     int64
	ChatID      int64
	ToChat      int64
	ReplyTo     int
	Data        json.RawMessage
	NotBefore   model.Instant
	State       model.DeliveryState
	Attempts    int
	Resend      bool
	Error       string
	CreatedAt   model.Instant
	BegunAt     model.Instant
	SentAt      model.Instant
	EditsWanted int64
	EditsDone   int64
	EditBegun   int64
	ToldIn      int64 // 0 for a message of its own
	// Of the reader, where there is one.
	Language   string
	TelegramID int64
	Blocked    bool
}

// outboxRows selects rows of outboxRow; o is the outbox, c the reader.
const outboxRows = `SELECT o.*, COALESCE(c.language, '') AS language, COALESCE(c.telegram_id, 0) AS telegram_id, COALESCE(c.blocked, 0) AS blocked
	FROM outbox o LEFT JOIN cadres c ON c.id = o.cadre_id `

// destination is the chat to which a row goes, 0 when there is none now. What was
// to go to an account that the reader has no more goes to the new one.
func (r outboxRow) destination() int64 {
	switch {
	case r.edits():
		return r.ToChat
	case r.ChatID != 0 && !r.movedFrom(r.ChatID):
		return r.ChatID
	case r.Blocked:
		return 0
	}
	return r.TelegramID
}

// movedFrom says whether a private chat is with an account that the reader had
// before the present one.
func (r outboxRow) movedFrom(chat int64) bool {
	return r.CadreID != 0 && chat > 0 && r.TelegramID != 0 && r.TelegramID != chat
}

// edits says that what remains to be done for the row is an edit.
func (r outboxRow) edits() bool { return r.State == model.DeliverySent }

func (r outboxRow) notice() model.Notice {
	return model.Notice{Key: r.Key, Subject: r.Subject, Priority: r.Priority, Kind: r.Kind, CadreID: r.CadreID,
		ChatID: r.destination(), ReplyTo: r.ReplyTo, Data: r.Data, NotBefore: r.NotBefore}
}

// OutboxRow is a delivery as an operator sees it.
type OutboxRow struct {
	ID        int64
	CadreID   int64
	Cadre     string
	ChatID    int64
	Kind      model.NoticeKind
	Key       string
	Priority  model.Priority
	State     model.DeliveryState
	Attempts  int
	NotBefore model.Instant
	CreatedAt model.Instant
	SentAt    model.Instant
	Error     string
	Text      string // HTML of its messages, empty before it was rendered
	ToldIn    int64  // the delivery in whose message it is told with others, its own where it carries them, else 0
}

// OutboxFilter chooses deliveries; what is left zero does not restrict.
type OutboxFilter struct {
	States  []model.DeliveryState
	CadreID int64
	ChatID  int64
	Kind    model.NoticeKind
	Subject string
	Since   model.Instant // queued since
	Limit   int           // the newest so many; 0 means all
}

// OutboxRows lists deliveries, newest first.
func (s *Store) OutboxRows(ctx context.Context, f OutboxFilter) (rows []OutboxRow, err error) {
	var where conditions
	if len(f.States) > 0 {
		where.and("o.state IN ?", f.States)
	}
	if f.CadreID != 0 {
		where.and("o.cadre_id = ?", f.CadreID)
	}
	if f.ChatID != 0 {
		where.and("? IN (o.chat_id, o.to_chat)", f.ChatID)
	}
	if f.Kind != "" {
		where.and("o.kind = ?", f.Kind)
	}
	if f.Subject != "" {
		where.and("o.subject = ? AND o.subject <> ''", f.Subject)
	}
	if f.Since != 0 {
		where.and("o.created_at >= ?", f.Since)
	}
	if f.Limit == 0 {
		f.Limit = -1
	}
	err = s.query(ctx).find("outbox", &rows, `
		SELECT o.id, o.cadre_id, COALESCE(c.name, '') AS cadre, CASE WHEN o.to_chat <> 0 THEN o.to_chat ELSE o.chat_id END AS chat_id,
			o.kind, COALESCE(o.key, '') AS key, o.priority, o.state, o.attempts, o.not_before, o.created_at, o.sent_at, o.error, COALESCE(o.told_in, 0) AS told_in,
			COALESCE((SELECT GROUP_CONCAT(m.html, char(10)) FROM (SELECT html FROM outbox_messages WHERE delivery_id = COALESCE(o.told_in, o.id) ORDER BY n) m), '') AS text
		FROM outbox o LEFT JOIN cadres c ON c.id = o.cadre_id
		WHERE `+where.text()+` ORDER BY o.id DESC LIMIT ?`, append(where.args, f.Limit)...)
	return rows, err
}
