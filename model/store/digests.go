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
