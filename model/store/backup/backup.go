package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"

	"ringkeeper/model/store"
)

// Backup is a backup to be taken.
type Backup struct {
	Database   string
	File       string
	Recipients []age.Recipient // none: it is not encrypted
	// remember is told the file's size once it is whole and checked, before it
	// takes its name; nil for nobody.
	remember func(size int64) error
}

// Taken is a backup that was taken.
type Taken struct {
	store.Contents
	Size int64 // bytes
}

// Run takes the backup. It answers ErrExists, ErrRunning or store.ErrDamaged
// where one of these is the reason; then there is no file.
//
// What was copied is read back: the pages hold together, every row names rows
// that exist, and each table has as many rows as the database had at that moment.
// A sealed backup is then decrypted again and compared.
func (b Backup) Run(ctx context.Context) (taken Taken, err error) {
	if _, err := os.Stat(b.Database); err != nil {
		return taken, err
	}
	file, err := begin(b.File)
	if err != nil {
		return taken, err
	}
	defer func() { err = errors.Join(err, file.drop()) }()
	if len(b.Recipients) == 0 {
		if taken.Contents, err = copied(ctx, b.Database, file); err != nil {
			return taken, err
		}
	} else if taken.Contents, err = b.sealed(ctx, file); err != nil {
		return taken, err
	}
	info, err := file.Stat()
	if err != nil {
		return taken, err
	}
	taken.Size = info.Size()
	if b.remember != nil {
		if err := b.remember(taken.Size); err != nil {
			return taken, err
		}
	}
	return taken, file.keep()
}

// sealed makes a plain copy beside the database, where as much lies in the clear
// anyway, and encrypts it into the file.
func (b Backup) sealed(ctx context.Context, file *partial) (c store.Contents, err error) {
	plain, err := begin(b.Database + ".unsealed")
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, plain.drop()) }()
	if c, err = copied(ctx, b.Database, plain); err != nil {
		return c, err
	}
	if _, err := plain.Seek(0, io.SeekStart); err != nil {
		return c, err
	}
	return c, seal(ctx, file, plain, b.Recipients)
}

// copied copies a database and looks at the copy.
func copied(ctx context.Context, database string, into *partial) (store.Contents, error) {
	was, err := store.Copy(ctx, database, into.Name())
	if err != nil {
		return was, err
	}
	return verified(ctx, into.Name(), was)
}

// verified looks at a copy and holds it against what the database held.
func verified(ctx context.Context, path string, was store.Contents) (store.Contents, error) {
	is, err := store.Inspect(ctx, path)
	if err == nil && !is.Equal(was) {
		err = fmt.Errorf("%w: the copy holds other rows", store.ErrDamaged)
	}
	return is, err
}
