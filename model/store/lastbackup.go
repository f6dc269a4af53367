package store

import (
	"context"
	"encoding/json"
	"fmt"

	"ringkeeper/model"
)

// LastBackup is the newest scheduled backup of a database, or the backup from
// which the database was restored since. Its zero value is none.
type LastBackup struct {
	Name string        `json:"name"` // of the file, without its folder
	Size int64         `json:"size"` // in bytes
	At   model.Instant `json:"at"`   // of what stands in it
}

const metaLastBackup = "last_backup"

// LastBackup returns the newest scheduled backup.
func (s *Store) LastBackup(ctx context.Context) (LastBackup, error) { return s.query(ctx).lastBackup() }

func (q session) lastBackup() (b LastBackup, err error) {
	kept, err := q.meta(metaLastBackup)
	if err != nil || kept == "" {
		return b, err
	}
	if err := json.Unmarshal([]byte(kept), &b); err != nil {
		return b, fmt.Errorf("last backup: %w", err)
	}
	return b, nil
}

// RememberBackup keeps what LastBackup returns.
func (s *Store) RememberBackup(ctx context.Context, b LastBackup) error {
	return s.write(ctx, func(q session) error { return q.rememberBackup(b) })
}

func (q session) rememberBackup(b LastBackup) error {
	kept, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("last backup: %w", err)
	}
	return q.setMeta(metaLastBackup, string(kept))
}
