package store

import (
	"context"

	"ringkeeper/model"
)

// Received tells how many messages of ours a chat has got since an instant, and
// how many of them nobody there had asked for: the reminders.
func (s *Store) Received(ctx context.Context, chat int64, since model.Instant) (all, reminders int, err error) {
	_, err = s.query(ctx).row("messages received", `SELECT COUNT(*), COALESCE(SUM(o.priority = ?), 0)
		FROM outbox_messages m JOIN outbox o ON o.id = m.delivery_id
		WHERE m.chat_id = ? AND m.message_id <> 0 AND m.sent_at >= ?`, []any{model.PriorityDigest, chat, since}, &all, &reminders)
	return all, reminders, err
}
