package store

import (
	"context"
	"fmt"
	"time"

	"ringkeeper/model"
)

// Cleared counts what ClearRaw took away.
type Cleared struct {
	Updates   int // of which the words were deleted
	Messages  int // likewise, of ours
	Data      int // of messages of ours, what they were worded from
	Talks     int // conversations that nobody answered in time
	Unplaced  int // references to what was sent along and no record took
	Strangers int // ids
}

// clearedAtOnce is how many rows are cleared in one transaction: so few that
// nobody notices it.
const clearedAtOnce = 200

// ClearRaw deletes the raw text of what came in and went out more than so many
// days before a moment:
// the updates as Telegram gave them, the words of our messages, the typed text
// that they were worded from, what a conversation waited for in vain, references
// to pictures that no record took, the ids of strangers. Rows, states, numbers and records stay. An update that was set
// aside loses its words too; one that still waits to be handled does not, nor
// does a message on its way. What a message is shown anew from stays as well: it
// holds no typed text.
func (s *Store) ClearRaw(ctx context.Context, days int, at time.Time) (c Cleared, err error) {
	now, before := model.InstantOf(at), model.InstantOf(at.AddDate(0, 0, -days))
	for _, step := range []struct {
		noun  string
		count *int
		sql   string
		args  []any
	}{
		{"raw updates", &c.Updates, `UPDATE inbox SET raw = x'' WHERE seq IN (
			SELECT seq FROM inbox WHERE raw <> x'' AND received_at < ? AND state <> 'new' ORDER BY received_at LIMIT ?)`, []any{before}},
		{"words of messages", &c.Messages, `UPDATE outbox_messages SET html = '', keyboard = NULL WHERE id IN (
			SELECT m.id FROM outbox_messages m JOIN outbox o ON o.id = m.delivery_id
			WHERE m.html <> '' AND m.delivery_id <= (SELECT MAX(id) FROM outbox WHERE created_at < ?) AND o.created_at < ? AND ` + doneWith + ` LIMIT ?)`, []any{before, before}},
		{"data of messages", &c.Data, `UPDATE outbox SET data = NULL WHERE id IN (
			SELECT id FROM outbox o WHERE o.data IS NOT NULL AND o.subject = '' AND o.created_at < ? AND ` + doneWith + ` ORDER BY o.created_at LIMIT ?)`, []any{before}},
		{"conversations", &c.Talks, `UPDATE talks SET state = NULL, expires_at = 0 WHERE (chat_id, person_id) IN (
			SELECT chat_id, person_id FROM talks WHERE state IS NOT NULL AND expires_at > 0 AND expires_at <= ? LIMIT ?)`, []any{now}},
		{"unplaced attachments", &c.Unplaced, `DELETE FROM attachments WHERE id IN (
			SELECT id FROM attachments WHERE ` + unplaced + ` AND sent_at < ? LIMIT ?)`, []any{now.Add(-model.UnplacedFor)}},
		{"strangers", &c.Strangers, `DELETE FROM strangers WHERE telegram_id IN (SELECT telegram_id FROM strangers WHERE day < ? LIMIT ?)`, []any{s.day(before)}},
	} {
		for {
			var n int64
			err := s.write(ctx, func(q session) (err error) {
				n, err = q.affect(step.noun, step.sql, append(step.args, clearedAtOnce)...)
				return err
			})
			if err != nil {
				return c, fmt.Errorf("clear raw text: %w", err)
			}
			*step.count += int(n)
			if n < clearedAtOnce {
				break
			}
		}
	}
	_, err = s.emptyLog(ctx)
	return c, err
}

// doneWith is the condition that nothing of a delivery o is still to be sent or
// shown anew.
const doneWith = `o.state NOT IN ('pending', 'sending') AND o.edits_wanted = o.edits_done AND o.edit_begun = 0`

const (
	emptyTries = 20
	emptyPause = 100 * time.Millisecond // between two of them
)

// emptyLog takes what was deleted out of the write-ahead log too, where pages
// stand as they were until they are written over. It tells whether it could:
// whoever reads all the while hinders it, and the next time does it then.
//
// It has a connection of its own that waits for nobody: one that waits for a
// reader holds the lock for writing meanwhile, and every write would wait too.
func (s *Store) emptyLog(ctx context.Context) (emptied bool, err error) {
	db, err := connect(s.path, "mode=rw&_busy_timeout=0")
	if err != nil {
		return false, err
	}
	defer db.Close()
	for range emptyTries {
		var busy, frames, moved int
		if err := db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved); err != nil {
			return false, fmt.Errorf("write-ahead log: %w", driverError(err))
		}
		if busy == 0 {
			return true, nil
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(emptyPause):
		}
	}
	return false, nil
}
