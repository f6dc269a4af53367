package store

import (
	"context"
	"errors"
	"fmt"

	"ringkeeper/model"
)

// ErrInvite: the invitation is unknown, used, expired, or a newer one was made.
var ErrInvite = errors.New("the invitation does not hold")

// CreateInvite keeps the hash of a new invitation for a cadre and voids the
// older ones.
func (s *Store) CreateInvite(ctx context.Context, cadreID int64, hash string, expires, at model.Instant) error {
	return s.write(ctx, func(q session) error {
		err := q.exec("older invites", `UPDATE invites SET voided_at = ? WHERE cadre_id = ? AND used_at = 0 AND voided_at = 0`, at, cadreID)
		if err != nil {
			return err
		}
		err = q.exec("invite", `INSERT INTO invites (hash, cadre_id, created_at, expires_at) VALUES (?, ?, ?, ?)`, hash, cadreID, at, expires)
		if err != nil {
			return err
		}
		return q.audit(AuditLine{At: at, Action: AuditCadreInvited, Subject: cadreSubject(cadreID)})
	})
}

const holds = `hash = ? AND used_at = 0 AND voided_at = 0 AND expires_at > ?`

// FindInvite returns the cadre whom an invitation would bind at an instant, and
// whether it still holds.
func (s *Store) FindInvite(ctx context.Context, hash string, at model.Instant) (c model.Cadre, ok bool, err error) {
	err = s.query(ctx).find("invite", &c, `SELECT c.* FROM cadres c JOIN invites i ON i.cadre_id = c.id WHERE `+holds, hash, at)
	return c, c.ID != 0, err
}

// useInvite uses an invitation up and returns whose it is. It must be that of
// the cadre, where one is given.
func (c *change) useInvite(hash string, cadreID int64) (int64, error) {
	var owner int64
	if err := c.find("invite", &owner, `SELECT cadre_id FROM invites WHERE `+holds, hash, c.turn.At); err != nil {
		return 0, err
	}
	if owner == 0 || cadreID != 0 && owner != cadreID {
		return 0, fmt.Errorf("invite: %w", ErrInvite)
	}
	return owner, c.exec("invite", `UPDATE invites SET used_at = ? WHERE hash = ?`, c.turn.At, hash)
}
