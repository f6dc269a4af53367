package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"ringkeeper/model"
)

// Options are what the store must know of the district.
type Options struct {
	Policy      model.Policy
	Limits      model.CaseLimits // of the steps of a case; the zero value means the default
	Zone        *time.Location   // in which days are counted; nil means UTC
	Readers     int              // connections for reading; 0 means 4
	BusyTimeout time.Duration    // how long to wait for another process; 0 means 30 s, longer than a large import writes
}

func (o Options) limits() model.CaseLimits {
	if o.Limits == (model.CaseLimits{}) {
		return model.DefaultCaseLimits()
	}
	return o.Limits
}

// Store is an open database. Its methods may be called at the same time.
type Store struct {
	path    string
	policy  model.Policy
	limits  model.CaseLimits
	zone    *time.Location
	writes  *gorm.DB
	reads   *gorm.DB
	writing combiner
	closers []func() error
}

// Open opens the database at path, creates it with mode 0600 where there is
// none, and brings its schema up to date. It answers ErrNewer, ErrBusy,
// ErrNotDatabase or ErrFull where one of these is the reason.
func Open(ctx context.Context, path string, o Options) (s *Store, err error) {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Readers == 0 {
		o.Readers = 4
	}
	if o.BusyTimeout == 0 {
		o.BusyTimeout = 30 * time.Second
	}
	if err := create(path); err != nil {
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	s = &Store{path: path, policy: o.Policy, limits: o.limits(), zone: o.Zone}
	defer func() {
		if err != nil {
			err = fmt.Errorf("database %s: %w", path, errors.Join(driverError(err), s.Close()))
			s = nil
		}
	}()
	common := fmt.Sprintf("_journal_mode=WAL&_synchronous=FULL&_busy_timeout=%d&_foreign_keys=on&_stmt_cache_size=64", o.BusyTimeout.Milliseconds())
	// What is deleted is written over with zeros, in pages that become free too.
	writer, err := s.pool(path, common+"&_txlock=immediate&_secure_delete=on", 1)
	if err != nil {
		return s, err
	}
	if err := migrate(ctx, writer); err != nil {
		return s, err
	}
	if s.writes, err = orm(writer); err != nil {
		return s, err
	}
	reader, err := s.pool(path, common+"&_query_only=1", o.Readers)
	if err != nil {
		return s, err
	}
	s.reads, err = orm(reader)
	return s, err
}

// create makes an empty file that only its owner may read, before SQLite would
// make one that everybody can; SQLite gives -wal and -shm the same mode. Files
// that are there and that others may read, since they were copied here, say, are
// narrowed; those of another owner stay as they are.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(path + suffix); err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
			os.Chmod(path+suffix, info.Mode().Perm()&0o700)
		}
	}
	return f.Close()
}

func (s *Store) pool(path, parameters string, connections int) (*sql.DB, error) {
	db, err := connect(path, parameters)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	s.closers = append(s.closers, db.Close)
	return db, nil
}

// connect speaks to the database at path, without gorm.
func connect(path, parameters string) (*sql.DB, error) {
	// The path is escaped, since SQLite takes ?, # and % in a URI as its own.
	escaped := (&url.URL{Path: path}).EscapedPath()
	return sql.Open(sqlite.DriverName, "file:"+escaped+"?"+parameters)
}

func orm(db *sql.DB) (*gorm.DB, error) {
	return gorm.Open(dialect{sqlite.Dialector{Conn: db}}, &gorm.Config{
		TranslateError:         true,
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard,
	})
}

// Close closes the connections; writes that are under way must have ended.
func (s *Store) Close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i]())
	}
	s.closers = nil
	return errors.Join(errs...)
}

// query returns a handle for a single query.
func (s *Store) query(ctx context.Context) session { return session{ctx, s.reads} }

// snapshot runs several queries that see the same state of the database.
func (s *Store) snapshot(ctx context.Context, f func(session) error) error {
	tx := s.reads.WithContext(ctx).Begin()
	if tx.Error != nil {
		return fmt.Errorf("begin reading: %w", tx.Error)
	}
	defer tx.Rollback()
	return f(session{ctx, tx})
}

// day returns the day of an instant in the district's zone.
func (s *Store) day(at model.Instant) model.Day { return model.DayOf(at.In(time.UTC), s.zone) }
