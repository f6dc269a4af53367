package store

import (
	"context"
	"fmt"
	"strconv"

	"ringkeeper/model"
)

// The states of an update.
const (
	UpdateNew     = "new"
	UpdateHandled = "handled"
	UpdateAside   = "aside" // could not be handled; an operator looks at it
)

// Update is what Telegram delivered, as it came.
type Update struct {
	Seq        int64 // the order in which updates came, given by the store
	ID         int64 `gorm:"column:update_id"`
	Chat       int64 `gorm:"column:chat_id"`
	Raw        []byte
	ReceivedAt model.Instant
	Attempts   int
	State      string
	Error      string
}

const metaOffset = "polling_offset"

// sameUpdate is how long Telegram keeps an update: within it the same id means
// the same update; after it Telegram may have begun to number anew.
const sameUpdate = 24 * 60 * 60 * 1000

// Receive stores updates and the next polling offset in one transaction; only
// then may Telegram be told that they arrived. An update that is already there
// is ignored. Offset 0 leaves the stored one.
func (s *Store) Receive(ctx context.Context, updates []Update, offset int64) error {
	return s.write(ctx, func(q session) error {
		for _, u := range updates {
			n, err := q.affect("inbox row", `INSERT INTO inbox (update_id, chat_id, raw, received_at) VALUES (?, ?, ?, ?) ON CONFLICT (update_id) DO NOTHING`,
				u.ID, u.Chat, u.Raw, u.ReceivedAt)
			if err == nil && n == 0 {
				err = q.numberedAnew(u)
			}
			if err != nil {
				return err
			}
		}
		if offset == 0 {
			return nil
		}
		return q.setMeta(metaOffset, strconv.FormatInt(offset, 10))
	})
}

// numberedAnew keeps an update whose id was used before Telegram began to
// number anew, in place of the old one that is done with.
func (q session) numberedAnew(u Update) error {
	n, err := q.affect("inbox row", `DELETE FROM inbox WHERE update_id = ? AND state <> 'new' AND received_at < ?`, u.ID, u.ReceivedAt-sameUpdate)
	if err != nil || n == 0 {
		return err
	}
	return q.exec("inbox row", `INSERT INTO inbox (update_id, chat_id, raw, received_at) VALUES (?, ?, ?, ?)`, u.ID, u.Chat, u.Raw, u.ReceivedAt)
}

// Offset returns the next polling offset, 0 before the first poll.
func (s *Store) Offset(ctx context.Context) (int64, error) {
	value, err := s.Meta(ctx, metaOffset)
	if err != nil || value == "" {
		return 0, err
	}
	offset, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("polling offset: %w", err)
	}
	return offset, nil
}

// NewUpdates returns updates that wait to be handled and came after the one
// with a given Seq, in the order in which they came.
func (s *Store) NewUpdates(ctx context.Context, after int64, limit int) (updates []Update, err error) {
	err = s.query(ctx).find("new updates", &updates,
		`SELECT * FROM inbox WHERE state = 'new' AND seq > ? ORDER BY seq LIMIT ?`, after, limit)
	return updates, err
}

// Updates returns the newest updates of a state, all states when it is empty;
// limit 0 means all.
func (s *Store) Updates(ctx context.Context, state string, limit int) (updates []Update, err error) {
	where, args := "1 = 1", []any{}
	if state != "" {
		where, args = "state = ?", []any{state}
	}
	if limit == 0 {
		limit = -1
	}
	err = s.query(ctx).find("updates", &updates,
		`SELECT * FROM inbox WHERE `+where+` ORDER BY received_at DESC, update_id DESC LIMIT ?`, append(args, limit)...)
	return updates, err
}

// Update returns one update by its id.
func (s *Store) Update(ctx context.Context, id int64) (u Update, err error) {
	err = s.query(ctx).find("update", &u, `SELECT * FROM inbox WHERE update_id = ?`, id)
	return u, err
}

// NoteAttempt counts a try to handle an update that failed.
func (s *Store) NoteAttempt(ctx context.Context, id int64, problem string) error {
	return s.write(ctx, func(q session) error {
		return q.exec("inbox row", `UPDATE inbox SET attempts = attempts + 1, error = ? WHERE update_id = ? AND state = 'new'`, problem, id)
	})
}

// SetAside stops trying to handle an update and leaves it to an operator.
func (s *Store) SetAside(ctx context.Context, id int64, problem string, at model.Instant) error {
	return s.write(ctx, func(q session) error {
		n, err := q.affect("inbox row", `UPDATE inbox SET state = 'aside', attempts = attempts + 1, error = ?, done_at = ? WHERE update_id = ? AND state = 'new'`, problem, at, id)
		if err != nil || n == 0 {
			return err
		}
		return q.audit(AuditLine{At: at, Action: AuditUpdateSetAside, Subject: fmt.Sprintf("update %d", id), Detail: details(model.Args{"error": problem})})
	})
}

// TryAgain puts an update that was set aside back among those that wait.
func (s *Store) TryAgain(ctx context.Context, id int64) (found bool, err error) {
	err = s.write(ctx, func(q session) error {
		n, err := q.affect("inbox row", `UPDATE inbox SET state = 'new', attempts = 0, error = '', done_at = 0 WHERE update_id = ? AND state = 'aside'`, id)
		found = n > 0
		return err
	})
	return found, err
}

// markHandled answers model.ErrHandled unless the update waits to be handled.
func (c *change) markHandled(id int64, at model.Instant, forget bool) error {
	n, err := c.affect("inbox row", `UPDATE inbox SET state = 'handled', error = '', done_at = ?, raw = CASE WHEN ? THEN x'' ELSE raw END
		WHERE update_id = ? AND state = 'new'`, at, forget, id)
	if err == nil && n == 0 {
		return model.ErrHandled
	}
	return err
}
