package backup

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// ErrInUse: the file is a database that is worked with, not a backup; what was
// written last stands in the file beside it.
var ErrInUse = errors.New("the file is a database in use")

// ErrTarget: what is to be replaced is no database and never was one.
var ErrTarget = errors.New("what would be replaced is no database")

// FileError is something that is wrong with the backup, rather than with the
// database that it is to replace.
type FileError struct{ Err error }

func (e *FileError) Error() string { return "backup: " + e.Err.Error() }

// Unwrap returns what is wrong.
func (e *FileError) Unwrap() error { return e.Err }

// Restore is a backup to be put in place of a database.
type Restore struct {
	File     string
	Identity io.Reader // identities of age, one a line; nil: none
	Database string
	Options  store.Options
	At       model.Instant
}

// Restored is a database that was put in place.
type Restored struct {
	store.Contents
	Kept  string // where the database of before is; empty where there was none
	Later store.Later
	// Unread says that the database of before could not be read, so that nobody
	// knows what it holds.
	Unread bool
}

// Run puts the backup in place. At every instant either the database of before
// or the backup is there, whole. Until store.Confirm nothing is sent from it.
//
// It answers ErrTarget, store.ErrSenderBusy, store.ErrBusy, store.ErrNotDatabase,
// store.ErrNewer, store.ErrDamaged, ErrSealed, ErrWrongKey, ErrNoKey, ErrBroken,
// ErrInUse or ErrRunning where one of these is the reason; then nothing changed.
func (r Restore) Run(ctx context.Context) (done Restored, err error) {
	if err := replaceable(r.Database); err != nil {
		return done, err
	}
	release, err := store.LockSender(r.Database)
	if err != nil {
		return done, err
	}
	defer release()
	owner, err := ownerOf(r.Database)
	if err != nil {
		return done, err
	}
	file, err := replace(r.Database)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, file.drop()) }()
	if err := owner.take(file.Name(), store.SenderLock(r.Database)); err != nil {
		return done, err
	}
	if err := r.fetch(ctx, file); err != nil {
		return done, &FileError{err}
	}
	if done.Contents, err = store.Inspect(ctx, file.Name()); err != nil {
		return done, &FileError{err}
	}
	last, err := r.scheduled()
	if err != nil {
		return done, &FileError{err}
	}
	if err := store.PrepareRestored(ctx, file.Name(), filepath.Base(r.File), last, r.Options, r.At); err != nil {
		return done, err
	}
	return done, r.swap(ctx, file, owner, &done)
}

// scheduled tells of the backup, where its name is that of one that Daily took;
// the copy in it was made before it was remembered.
func (r Restore) scheduled() (b store.LastBackup, err error) {
	name := filepath.Base(r.File)
	day, ours := dayOf(name)
	if !ours {
		return b, nil
	}
	info, err := os.Stat(r.File)
	if err != nil {
		return b, err
	}
	return store.LastBackup{Name: name, Size: info.Size(), At: model.InstantOf(day.At(0, 0, r.Options.Zone))}, nil
}

// fetch writes the backup, decrypted, into a file.
func (r Restore) fetch(ctx context.Context, into *partial) error {
	if wal, err := os.Stat(r.File + "-wal"); err == nil && wal.Size() > 0 {
		return ErrInUse
	}
	f, err := os.Open(r.File)
	if err != nil {
		return err
	}
	defer f.Close()
	if itself, err := sameFile(f, r.Database); itself || err != nil {
		return cmp.Or(err, ErrInUse)
	}
	from := bufio.NewReader(f)
	head, err := from.Peek(len(sealedMagic))
	if err != nil && err != io.EOF {
		return err
	}
	if !bytes.Equal(head, []byte(sealedMagic)) {
		return into.fill(ctx, from)
	}
	plain, err := unseal(from, r.Identity)
	if err != nil {
		return err
	}
	return into.fill(ctx, plain)
}

// sameFile says whether a file is the one at path; none may be there.
func sameFile(f *os.File, path string) (bool, error) {
	opened, err := f.Stat()
	if err != nil {
		return false, err
	}
	there, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && os.SameFile(opened, there), err
}

// swap keeps the database of before under another name and puts the file in its
// place.
func (r Restore) swap(ctx context.Context, file *partial, owner owner, done *Restored) error {
	if _, err := os.Stat(r.Database); errors.Is(err, fs.ErrNotExist) {
		// What may be left beside a database that is gone belongs to no other.
		if err := removeAll(r.Database, sidecars...); err != nil {
			return err
		}
		return file.keep()
	}
	before, err := store.Replace(ctx, r.Database)
	switch {
	case errors.Is(err, store.ErrNotDatabase):
		done.Unread = true
	case err != nil:
		return err
	default:
		defer before.Close()
		if done.Later, err = before.Later(ctx, done.Newest); err != nil {
			done.Unread = true
		}
	}
	done.Kept = r.keptAs()
	old, err := os.OpenFile(r.Database, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	// SQLite's locks would go with the file, were it closed earlier.
	defer old.Close()
	if err := keepAside(ctx, old, done.Kept); err != nil {
		return err
	}
	if err := owner.take(done.Kept); err != nil {
		return err
	}
	// SQLite has taken what stood beside it into the database, even where that
	// could not be read. Beside another database it would spoil that.
	if err := removeAll(r.Database, sidecars...); err != nil {
		return err
	}
	if err := file.keep(); err != nil {
		return err
	}
	return spoil(old)
}

// before stands in the name of a database that a restore has kept.
const before = ".before-restore-"

// Kept lists the databases that restores of a database have kept, oldest first.
func Kept(database string) ([]string, error) {
	files, err := os.ReadDir(filepath.Dir(database))
	if err != nil {
		return nil, err
	}
	var kept []string
	for _, f := range files { // sorted by name
		if strings.HasPrefix(f.Name(), filepath.Base(database)+before) {
			kept = append(kept, filepath.Join(filepath.Dir(database), f.Name()))
		}
	}
	return kept, nil
}

// keptAs is a name for the database of before that nothing has yet.
func (r Restore) keptAs() string {
	name := r.Database + before + r.At.In(r.Options.Zone).Format("20060102-150405")
	for n, free := 2, name; ; n++ {
		if _, err := os.Lstat(free); err != nil {
			return free
		}
		free = fmt.Sprintf("%s-%d", name, n)
	}
}

// keepAside copies a file. A copy is kept rather than the file itself, since the
// file may still be open elsewhere.
func keepAside(ctx context.Context, from io.Reader, path string) error {
	p, err := begin(path)
	if err != nil {
		return err
	}
	if err := p.fill(ctx, from); err != nil {
		return errors.Join(err, p.drop())
	}
	return errors.Join(p.keep(), p.drop())
}

// spoil makes a database that has no name any more unusable. A program that had
// opened it by its name just before would write its -wal beside the new one.
func spoil(nameless *os.File) error {
	_, err := nameless.WriteAt([]byte("replaced by a restore"), 0)
	return err
}
