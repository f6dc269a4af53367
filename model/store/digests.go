package store

import (
	"context"

	"ringkeeper/model"
)

// LastDigests tells by cadre when the newest digest queued since an instant was
// queued, and when the newest of them that was sent was sent.
func (s *Store) LastDigests(ctx context.Context, since model.Instant) (queued, sent map[int64]model.Instant, err error) {
	var rows []struct {
		CadreID int64
		Queued  model.Instant
		Sent    model.Instant
	}
	err = s.query(ctx).find("digests", &rows, `SELECT cadre_id, MAX(created_at) AS queued, MAX(CASE state WHEN ? THEN sent_at ELSE 0 END) AS sent
		FROM outbox WHERE priority = ? AND created_at >= ? GROUP BY cadre_id`, model.DeliverySent, model.PriorityDigest, since)
	queued, sent = make(map[int64]model.Instant, len(rows)), make(map[int64]model.Instant, len(rows))
	for _, r := range rows {
		queued[r.CadreID] = r.Queued
		if r.Sent != 0 {
			sent[r.CadreID] = r.Sent
		}
	}
	return queued, sent, err
}

// DigestBefore returns a message of the newest digest that stood in a chat at an
// instant, 0 where none did.
func (s *Store) DigestBefore(ctx context.Context, chat int64, at model.Instant) (message int, err error) {
	err = s.query(ctx).find("digest of a moment", &message, `SELECT m.message_id FROM outbox o JOIN outbox_messages m ON m.delivery_id = o.id
		WHERE o.to_chat = ? AND o.priority = 2 AND o.begun_at > 0 AND m.message_id <> 0 AND m.sent_at <= ?
		ORDER BY o.begun_at DESC, m.n LIMIT 1`, chat, at)
	return message, err
}
