package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mattn/go-sqlite3"

	"ringkeeper/model"
)

// Contents is what a database holds.
type Contents struct {
	Version    int64 // of its schema
	Households int64
	Newest     model.Instant // when the newest thing was received, recorded or done; 0 for never
	rows       map[string]int64
}

// Equal says that both hold as many rows in every table.
func (c Contents) Equal(d Contents) bool {
	return c.Version == d.Version && c.Newest == d.Newest && maps.Equal(c.rows, d.rows)
}

// pagesAtOnce is how much of a database is copied between two looks at whether
// the copy is still wanted.
const pagesAtOnce = 4096

// Copy copies the database at path, as it is at one moment, into an empty file
// and tells what it held then. Others go on reading and writing meanwhile. It
// copies page by page, so that whatever is wrong with the database is wrong with
// the copy too and is found there by Inspect; a VACUUM would build the indexes
// anew and hide it. The copy is not synced to the disk.
//
// It never opens the database's own file: closing that would take the locks of
// this process from it.
func Copy(ctx context.Context, path, into string) (c Contents, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("copy database %s: %w", path, driverError(err))
		}
	}()
	from, err := connect(path, "mode=rw&_query_only=1&_busy_timeout=5000")
	if err != nil {
		return c, err
	}
	defer from.Close()
	to, err := connect(into, "mode=rw&_journal_mode=OFF&_synchronous=OFF")
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	// What is counted and what is copied are of one moment, since both happen in
	// one transaction.
	moment, err := from.Conn(ctx)
	if err != nil {
		return c, err
	}
	defer moment.Close()
	if _, err := moment.ExecContext(ctx, "BEGIN"); err != nil {
		return c, err
	}
	if c, err = contents(ctx, moment); err != nil {
		return c, err
	}
	target, err := to.Conn(ctx)
	if err != nil {
		return c, err
	}
	defer target.Close()
	return c, target.Raw(func(to any) error {
		return moment.Raw(func(from any) error { return copyPages(ctx, to.(*sqlite3.SQLiteConn), from.(*sqlite3.SQLiteConn)) })
	})
}

func copyPages(ctx context.Context, to, from *sqlite3.SQLiteConn) error {
	b, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	for left := -1; ; left = b.Remaining() {
		done, err := b.Step(pagesAtOnce)
		switch {
		case err == nil && !done && b.Remaining() == left:
			err = ErrBusy // the driver says nothing when it had to wait
		case err == nil && !done:
			err = ctx.Err()
		}
		if done || err != nil {
			return errors.Join(err, b.Finish())
		}
	}
}

// Inspect opens a database that nobody else works with, changes nothing, and
// tells what it holds. It answers ErrNotDatabase for a file that is none or not
// one of ours, ErrNewer for one of a newer program, and ErrDamaged where
// something in it does not hold together.
func Inspect(ctx context.Context, path string) (c Contents, err error) {
	defer func() {
		var code sqlite3.Error
		if errors.As(err, &code) && code.Code == sqlite3.ErrCorrupt {
			err = named(ErrDamaged, err)
		} else if err != nil {
			err = driverError(err)
		}
	}()
	db, err := connect(path, "mode=ro&immutable=1")
	if err != nil {
		return c, err
	}
	defer db.Close()
	version, err := schemaVersion(ctx, db)
	if err != nil {
		return c, err
	}
	newest, err := newestMigration()
	switch {
	case err != nil:
		return c, err
	case version == 0:
		return c, ErrNotDatabase
	case version > newest:
		return c, fmt.Errorf("%w: its schema is version %d, this program knows %d", ErrNewer, version, newest)
	}
	var fault string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&fault); err != nil {
		return c, err
	}
	if fault != "ok" {
		return c, fmt.Errorf("%w: %s", ErrDamaged, fault)
	}
	var table string
	err = db.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table)
	switch {
	case err == nil:
		return c, fmt.Errorf("%w: a row of %s names one that is not there", ErrDamaged, table)
	case !errors.Is(err, sql.ErrNoRows):
		return c, err
	}
	return contents(ctx, db)
}

// asker asks for rows: a pool or a connection.
type asker interface {
	rower
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// contents counts the rows of every table.
func contents(ctx context.Context, db asker) (c Contents, err error) {
	if c.Version, err = schemaVersion(ctx, db); err != nil {
		return c, err
	}
	if c.Version == 0 {
		return c, ErrNotDatabase
	}
	tables, err := tableNames(ctx, db)
	if err != nil {
		return c, err
	}
	for _, t := range []string{"households", "contacts", "inbox", "outbox", "audit", "meta"} {
		if !slices.Contains(tables, t) {
			return c, fmt.Errorf("%w: it has no table %s", ErrNotDatabase, t)
		}
	}
	c.rows = make(map[string]int64, len(tables))
	for _, t := range tables {
		var n int64
		if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM "`+strings.ReplaceAll(t, `"`, `""`)+`"`).Scan(&n); err != nil {
			return c, fmt.Errorf("count %s: %w", t, err)
		}
		c.rows[t] = n
	}
	c.Households = c.rows["households"]
	return c, db.QueryRowContext(ctx, `SELECT MAX(
		COALESCE((SELECT MAX(at) FROM audit), 0),
		COALESCE((SELECT MAX(received_at) FROM inbox), 0),
		COALESCE((SELECT MAX(recorded_at) FROM contacts), 0))`).Scan(&c.Newest)
}

func tableNames(ctx context.Context, db asker) (names []string, err error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
