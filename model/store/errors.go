package store

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/mattn/go-sqlite3"
	"gorm.io/driver/sqlite"
)

// What can be wrong with the database as a whole. Every error that comes out of
// this package can be asked for them with errors.Is.
var (
	// ErrNewer: the database was made by a newer program, whose rules this
	// one does not know.
	ErrNewer = errors.New("the database was made by a newer ringkeeper")
	// ErrBusy: another process holds the database.
	ErrBusy = errors.New("the database is locked by another process")
	// ErrNotDatabase: the file is something else, or damaged.
	ErrNotDatabase = errors.New("the file is not a ringkeeper database")
	// ErrFull: the disk is full; nothing of the write was kept.
	ErrFull = errors.New("the disk is full")
	// ErrReadOnly: the database may not be written, for want of the right or
	// because the disk was mounted so.
	ErrReadOnly = errors.New("the database may only be read")
	// ErrCannotOpen: the file, or one of those beside it, cannot be opened.
	ErrCannotOpen = errors.New("the database file cannot be opened")
	// ErrDisk: the disk did not read or write what it was told to.
	ErrDisk = errors.New("the disk failed")
	// ErrDamaged: the database or a copy of it does not hold together.
	ErrDamaged = errors.New("the database is damaged")
	// ErrHeld: after a restore nothing is sent until the operator confirms.
	ErrHeld = errors.New("nothing is sent until the restore is confirmed")
	// ErrNotHeld: there is no restore to confirm.
	ErrNotHeld = errors.New("no restore waits to be confirmed")
	// ErrMoved: something else changed what a plan was made from; it is to be
	// made anew.
	ErrMoved = errors.New("the roster changed while the import was planned")
	// ErrOver: a delivery does not wait any more.
	ErrOver = errors.New("the delivery does not wait to be sent any more")
	// ErrUnknown: a change names a row that does not exist.
	ErrUnknown = errors.New("no such row")
)

// dialect is gorm's SQLite with errors that callers can tell apart.
type dialect struct{ sqlite.Dialector }

// Translate is called by gorm for every error it meets.
func (d dialect) Translate(err error) error { return translate(err, d.Dialector.Translate) }

// translate names the driver's error by one of ours and keeps it as the cause.
func translate(err error, otherwise func(error) error) error {
	var code sqlite3.Error
	if !errors.As(err, &code) {
		return err
	}
	switch code.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return named(ErrBusy, err)
	case sqlite3.ErrNotADB, sqlite3.ErrCorrupt:
		return named(ErrNotDatabase, err)
	case sqlite3.ErrFull:
		return named(ErrFull, err)
	case sqlite3.ErrReadonly:
		return named(ErrReadOnly, err)
	case sqlite3.ErrCantOpen:
		return named(ErrCannotOpen, err)
	case sqlite3.ErrIoErr:
		return named(diskFault(code.SystemErrno), err)
	}
	if otherwise == nil {
		return err
	}
	return otherwise(err)
}

// diskFault tells what the operating system had against it.
func diskFault(why syscall.Errno) error {
	switch why {
	case syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG:
		return ErrFull
	case syscall.EROFS, syscall.EACCES, syscall.EPERM:
		return ErrReadOnly
	}
	return ErrDisk
}

// isTaken says that a row with the same unique key is there.
func isTaken(err error) bool {
	var code sqlite3.Error
	return errors.As(err, &code) && code.ExtendedCode == sqlite3.ErrConstraintUnique
}

func named(name, cause error) error {
	if errors.Is(cause, name) {
		return cause
	}
	return fmt.Errorf("%w (%w)", name, cause)
}

// driverError translates an error that did not pass through gorm.
func driverError(err error) error { return translate(err, nil) }
