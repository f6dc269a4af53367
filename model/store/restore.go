package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"ringkeeper/model"
)

// PrepareRestored readies a database that is to be put in place of another: its
// schema is brought up to date, and it sends nothing until Confirm. backup names
// in the audit log what it was restored from; where that was a scheduled backup,
// last is what LastBackup returns from now on.
func PrepareRestored(ctx context.Context, path, backup string, last LastBackup, o Options, at model.Instant) error {
	s, err := Open(ctx, path, o)
	if err != nil {
		return err
	}
	// Of what was being sent when the backup was taken more is known than that
	// it waited.
	if _, err = s.Recover(ctx, at); err == nil {
		err = s.hold(ctx, backup, last, at)
	}
	return errors.Join(err, s.Close())
}

// Replaced is a database that is about to be put aside. Nobody else can use it
// any more, not even read it, until Close; all that was committed stands in the
// one file.
type Replaced struct {
	pool *sql.DB
	conn *sql.Conn
}

// Replace takes a database for itself. It answers ErrBusy while another program
// works with it, and another error where it cannot be read at all.
func Replace(ctx context.Context, path string) (r *Replaced, err error) {
	r = &Replaced{}
	defer func() {
		if err != nil {
			err = fmt.Errorf("database %s: %w", path, errors.Join(driverError(err), r.Close()))
			r = nil
		}
	}()
	// In exclusive mode the lock of the first access is never given back, and so
	// nobody comes between leaving the WAL and what follows.
	if r.pool, err = connect(path, "mode=rw&_locking_mode=EXCLUSIVE&_busy_timeout=2000"); err != nil {
		return r, err
	}
	if r.conn, err = r.pool.Conn(ctx); err != nil {
		return r, err
	}
	var mode string
	if err := r.conn.QueryRowContext(ctx, `PRAGMA journal_mode = DELETE`).Scan(&mode); err != nil {
		return r, err
	}
	if mode != "delete" {
		return r, ErrBusy
	}
	_, err = r.conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	return r, err
}

// Close gives the database back.
func (r *Replaced) Close() error {
	var errs []error
	if r.conn != nil {
		errs = append(errs, r.conn.Close())
	}
	if r.pool != nil {
		errs = append(errs, r.pool.Close())
	}
	return errors.Join(errs...)
}

// Later is what a database holds that is newer than a backup.
type Later struct{ Updates, Contacts, Emergencies int }

// Later counts what came after an instant.
func (r *Replaced) Later(ctx context.Context, after model.Instant) (l Later, err error) {
	err = r.conn.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM inbox WHERE received_at > ?),
		(SELECT COUNT(*) FROM contacts WHERE recorded_at > ?), (SELECT COUNT(*) FROM emergencies WHERE reported_at > ?)`, after, after, after).
		Scan(&l.Updates, &l.Contacts, &l.Emergencies)
	return l, driverError(err)
}
