package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

// migrate brings the schema up to date. A database that is up to date is not
// written to, so that opening it needs no lock.
func migrate(ctx context.Context, db *sql.DB) error {
	current, err := schemaVersion(ctx, db)
	if err != nil {
		return fmt.Errorf("schema version: %w", driverError(err))
	}
	target, err := newestMigration()
	if err != nil {
		return err
	}
	folder, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, folder, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	switch {
	case current > target:
		return fmt.Errorf("%w: its schema is version %d, this program knows %d", ErrNewer, current, target)
	case current == target:
		return nil
	}
	if _, err := provider.Up(ctx); err != nil {
		// Another process may have brought the schema up to date between
		// the look and the work.
		if now, again := schemaVersion(ctx, db); again == nil && now == target {
			return nil
		}
		return fmt.Errorf("migrate: %w", driverError(err))
	}
	return nil
}

// newestMigration is the version of the schema that this program works with.
func newestMigration() (version int64, err error) {
	files, err := fs.Glob(migrations, "migrations/sqlite/*.sql")
	for _, f := range files {
		n, wrong := goose.NumericComponent(f)
		version, err = max(version, n), errors.Join(err, wrong)
	}
	if err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
	}
	return version, nil
}

// schemaVersion returns the version of the newest migration that was applied,
// 0 for an empty database.
func schemaVersion(ctx context.Context, db rower) (version int64, err error) {
	var tables int
	err = db.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'`).Scan(&tables)
	if err != nil || tables == 0 {
		return 0, err
	}
	err = db.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	return version, err
}

// rower asks for one row: a pool, a connection or a transaction.
type rower interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}
