package store

import (
	"context"
	"fmt"
	"slices"
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
	ID         int64 `gorm:"column:update_id"` // Telegram's; below zero where Telegram has used it anew since
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
// then may Telegram be told that they arrived. Each update that is new gets its
// Seq; one that is already there is ignored and has none. Offset 0 leaves the
// stored one.
func (s *Store) Receive(ctx context.Context, updates []Update, offset int64) error {
	return s.write(ctx, func(q session) error {
		for some := range slices.Chunk(updates, rowsAtOnce) {
			if err := q.receive(some); err != nil {
				return err
			}
		}
		if offset == 0 {
			return nil
		}
		return q.setMeta(metaOffset, strconv.FormatInt(offset, 10))
	})
}

const insertUpdates = `INSERT INTO inbox (update_id, chat_id, raw, received_at) VALUES `

// receive stores updates with one statement where all are new, as they nearly
// always are, and else one by one, so that they keep their order.
func (q session) receive(updates []Update) error {
	args := make([]any, 0, 4*len(updates))
	for _, u := range updates {
		args = append(args, u.ID, u.Chat, u.Raw, u.ReceivedAt)
	}
	last, err := q.insert("inbox rows", insertUpdates+places(len(updates), 4), args...)
	if isTaken(err) {
		return q.receiveEach(updates)
	}
	for i := range updates {
		updates[i].Seq = last - int64(len(updates)-1-i)
	}
	return err
}

func (q session) receiveEach(updates []Update) error {
	for i := range updates {
		u := &updates[i]
		u.Seq = 0
		if err := q.makeRoom(*u); err != nil {
			return err
		}
		id, err := q.insert("inbox row", insertUpdates+places(1, 4), u.ID, u.Chat, u.Raw, u.ReceivedAt)
		switch {
		case err == nil:
			u.Seq = id
		case !isTaken(err): // else it is already there
			return err
		}
	}
	return nil
}

// makeRoom frees the id of an update that Telegram used before it began to
// number anew. What is done with goes; what was set aside stays for the operator
// under a number that Telegram never uses.
func (q session) makeRoom(u Update) error {
	before := u.ReceivedAt - sameUpdate
	if err := q.exec("inbox row", `DELETE FROM inbox WHERE update_id = ? AND state = 'handled' AND received_at < ?`, u.ID, before); err != nil {
		return err
	}
	return q.exec("inbox row", `UPDATE inbox SET update_id = -seq WHERE update_id = ? AND state = 'aside' AND received_at < ?`, u.ID, before)
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

// UpdatesOfChat returns what came in from a chat after the update with a given
// Seq, in order.
func (s *Store) UpdatesOfChat(ctx context.Context, chat, after int64) (updates []Update, err error) {
	err = s.query(ctx).find("updates of a chat", &updates, `SELECT * FROM inbox WHERE seq > ? AND chat_id = ? ORDER BY seq`, after, chat)
	return updates, err
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

// markHandled answers model.ErrHandled unless the update waits to be handled.
func (c *change) markHandled(id int64, at model.Instant, forget bool) error {
	n, err := c.affect("inbox row", `UPDATE inbox SET state = 'handled', error = '', done_at = ?, raw = CASE WHEN ? THEN x'' ELSE raw END
		WHERE update_id = ? AND state = 'new'`, at, forget, id)
	if err == nil && n == 0 {
		return model.ErrHandled
	}
	return err
}
