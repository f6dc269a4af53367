package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"gorm.io/gorm"

	"ringkeeper/model"
)

// session is a handle on the database: the readers' pool, or a transaction.
// Inside a transaction it is the only handle that may be used, since with one
// writing connection any other would wait for itself.
type session struct {
	ctx context.Context
	db  *gorm.DB
}

// orm is gorm's handle; to make one costs as much as a short statement.
func (q session) orm() *gorm.DB { return q.db.WithContext(q.ctx) }

// exec runs a statement; noun names in an error what failed.
func (q session) exec(noun, statement string, args ...any) error {
	_, err := q.affect(noun, statement, args...)
	return err
}

// affect is exec that tells how many rows the statement changed.
func (q session) affect(noun, statement string, args ...any) (int64, error) {
	if slices.ContainsFunc(args, isList) {
		done := q.orm().Exec(statement, args...) // which writes a ? for each of the list
		if done.Error != nil {
			return 0, fmt.Errorf("%s: %w", noun, done.Error)
		}
		return done.RowsAffected, nil
	}
	done, err := q.run(noun, statement, args)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// insert is exec that tells the number of the last row that was inserted. Rows
// of one statement are numbered one after another.
func (q session) insert(noun, statement string, args ...any) (id int64, err error) {
	done, err := q.run(noun, statement, args)
	if err != nil {
		return 0, err
	}
	return done.LastInsertId()
}

// run gives a statement to the driver, past gorm, which takes longer to look at
// a statement than SQLite to carry it out.
func (q session) run(noun, statement string, args []any) (sql.Result, error) {
	done, err := q.db.Statement.ConnPool.ExecContext(q.ctx, statement, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", noun, driverError(err))
	}
	return done, nil
}

// isList says whether an argument stands for several values. Bytes are one.
func isList(arg any) bool {
	switch arg.(type) {
	case nil, int64, int, string, bool, []byte, model.Instant: // the commonest, quickly
		return false
	}
	t := reflect.TypeOf(arg)
	return t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8
}

// row reads the first row of a query into dest and says whether there was one.
// It is for what is asked often: find costs several times as much.
func (q session) row(noun, query string, args []any, dest ...any) (bool, error) {
	switch err := q.db.Statement.ConnPool.QueryRowContext(q.ctx, query, args...).Scan(dest...); {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("%s: %w", noun, driverError(err))
	}
	return true, nil
}

// find reads rows into a slice, or the first row into a struct or a value; no
// row leaves dest as it is.
func (q session) find(noun string, dest any, query string, args ...any) error {
	if err := q.orm().Raw(query, args...).Scan(dest).Error; err != nil {
		return fmt.Errorf("%s: %w", noun, err)
	}
	return nil
}

// each calls f for every row of a query, for reading what should not be held
// in memory at once.
func (q session) each(noun string, f func(*sql.Rows) error, query string, args ...any) error {
	rows, err := q.orm().Raw(query, args...).Rows()
	if err != nil {
		return fmt.Errorf("%s: %w", noun, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return fmt.Errorf("%s: %w", noun, err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%s: %w", noun, driverError(err))
	}
	return nil
}

// orNull keeps "none" as NULL, so that foreign keys hold.
func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// textOrNull keeps an absent text, such as no key or no data, as NULL.
func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// rawOrNull keeps absent data as NULL. Data stays bytes, so that it can be read
// into a json.RawMessage.
func rawOrNull(raw json.RawMessage) any {
	if len(raw) == 0 {
		return nil
	}
	return []byte(raw)
}
