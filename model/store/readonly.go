package store

import (
	"context"
	"fmt"
	"os"
	"time"
)

// OpenReadOnly opens the database at path to look at it: nothing of it is
// changed, no schema brought up to date, what a killed program left in the -wal
// stays there, and no file is made where there is none, which is fs.ErrNotExist.
// Writing methods must not be called. What its schema is, Schema tells.
func OpenReadOnly(ctx context.Context, path string, o Options) (s *Store, err error) {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("database: %w", err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("database %s: %w", path, ErrNotDatabase)
	}
	s = &Store{policy: o.Policy, limits: o.limits(), zone: o.Zone}
	defer func() {
		if err != nil {
			err = fmt.Errorf("database %s: %w", path, driverError(err))
			_ = s.Close()
			s = nil
		}
	}()
	// Whoever may write and is the last to close plays the -wal into the file. One
	// may only read where a -wal waits that a killed program left; where none
	// does, nothing is played in, and -wal and -shm go again when it closes.
	mode := "rw"
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		mode = "ro"
	}
	pool, err := s.pool(path, "mode="+mode+"&_query_only=1&_busy_timeout=5000", 2)
	if err != nil {
		return s, err
	}
	if err := pool.PingContext(ctx); err != nil {
		return s, err
	}
	s.reads, err = orm(pool)
	return s, err
}

// Schema returns the version of the database's schema, 0 for an empty file, and
// the newest that this program knows.
func (s *Store) Schema(ctx context.Context) (found, known int64, err error) {
	db, err := s.reads.DB()
	if err != nil {
		return 0, 0, err
	}
	if found, err = schemaVersion(ctx, db); err != nil {
		return 0, 0, fmt.Errorf("schema version: %w", driverError(err))
	}
	known, err = newestMigration()
	return found, known, err
}

// Damage has the whole file checked by SQLite and returns the first thing that
// is wrong with it, empty when nothing is. It takes some seconds for a million
// households.
func (s *Store) Damage(ctx context.Context) (problem string, err error) {
	if err := s.query(ctx).find("quick check", &problem, `PRAGMA quick_check(1)`); err != nil {
		return "", err
	}
	if problem == "ok" {
		problem = ""
	}
	return problem, nil
}
