package store

import (
	"context"
	"fmt"
	"strconv"

	"ringkeeper/model"
)

const (
	metaHeld     = "held_since"  // nothing is sent while there is such a row
	metaRestored = "restored_at" // stays when the hold has ended
)

// notHeld is the condition under which anything is sent.
const notHeld = `NOT EXISTS (SELECT 1 FROM meta WHERE name = '` + metaHeld + `')`

// Hold is what a restore leaves behind. Nobody can know what was sent after the
// backup was taken, so that nothing is sent until an operator confirms.
type Hold struct {
	Held     bool
	Restored model.Instant // the last restore, 0 for none
}

// Hold tells whether a restore waits to be confirmed, and when the last was.
func (s *Store) Hold(ctx context.Context) (h Hold, err error) {
	var rows []struct{ Name, Value string }
	err = s.query(ctx).find("hold", &rows, `SELECT name, value FROM meta WHERE name IN (?, ?)`, metaHeld, metaRestored)
	for _, r := range rows {
		if r.Name == metaHeld {
			h.Held = true
			continue
		}
		at, wrong := strconv.ParseInt(r.Value, 10, 64)
		if wrong != nil {
			return h, fmt.Errorf("time of the restore: %w", wrong)
		}
		h.Restored = model.Instant(at)
	}
	return h, err
}

// hold makes a database that was restored send nothing. Digests that waited are
// dropped: the next one carries what is due. Emergencies and answers that waited
// may have been sent since the backup was taken, so they will go marked as sent
// again.
func (s *Store) hold(ctx context.Context, backup string, last LastBackup, at model.Instant) error {
	const waiting = `state = 'pending'`
	return s.write(ctx, func(q session) error {
		moment := strconv.FormatInt(int64(at), 10)
		for _, name := range []string{metaHeld, metaRestored} {
			if err := q.setMeta(name, moment); err != nil {
				return err
			}
		}
		if last != (LastBackup{}) {
			if err := q.rememberBackup(last); err != nil {
				return err
			}
		}
		stale, err := q.affect("digests that waited", `UPDATE outbox SET state = 'stale', error = 'waited when the database was restored' WHERE `+waiting+` AND priority >= ?`,
			int(model.PriorityDigest))
		if err != nil {
			return err
		}
		if err := q.exec("parts that waited", `UPDATE outbox_messages SET state = 'ambiguous'
			WHERE message_id = 0 AND delivery_id IN (SELECT id FROM outbox WHERE `+waiting+`)`); err != nil {
			return err
		}
		again, err := q.affect("deliveries that waited", `UPDATE outbox SET state = 'pending', resend = 1, not_before = 0 WHERE `+waiting)
		if err != nil {
			return err
		}
		return q.audit(AuditLine{At: at, Actor: "operator", Action: AuditRestored, Subject: "backup " + backup,
			Detail: details(model.Args{"dropped": stale, "again": again})})
	})
}

// Confirm ends the hold after a restore and tells how many messages wait to be
// sent, and how many of them will be marked as sent again. It answers ErrNotHeld
// where nothing is held.
func (s *Store) Confirm(ctx context.Context, at model.Instant) (waiting, again int, err error) {
	err = s.write(ctx, func(q session) error {
		n, err := q.affect("hold", `DELETE FROM meta WHERE name = ?`, metaHeld)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrNotHeld
		}
		var counted struct{ Waiting, Again int }
		if err := q.find("what waits", &counted, `SELECT COUNT(*) AS waiting, COALESCE(SUM(resend), 0) AS again FROM outbox WHERE state = 'pending'`); err != nil {
			return err
		}
		waiting, again = counted.Waiting, counted.Again
		return q.audit(AuditLine{At: at, Actor: "operator", Action: AuditRestoreConfirmed, Subject: "database",
			Detail: details(model.Args{"waiting": waiting, "again": again})})
	})
	return waiting, again, err
}
