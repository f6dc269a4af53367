package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"ringkeeper/model/draft"
)

// What Run answers, as the cause, where a file stands in the way.
var (
	// ErrExists: there is a file of that name already.
	ErrExists = errors.New("the file exists")
	// ErrRunning: another backup or restore is being made in the same place.
	ErrRunning = errors.New("another backup or restore is running")
)

// partial is a file that is being made.
type partial struct {
	*os.File
	path string // that it is to have
	kept bool
}

const partialSuffix = ".partial"

// disk is what makes files and their names last. A test has it written down.
var disk = struct {
	sync   func(*os.File) error
	rename func(from, to string) error
}{(*os.File).Sync, os.Rename}

// begin begins a file that is to be at path, where none may be.
func begin(path string) (*partial, error) {
	p, err := replace(path)
	if err != nil {
		return nil, err
	}
	// Only now that the lock is taken can nobody else be about to give a file
	// this name.
	switch _, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return p, nil
	case err == nil:
		return nil, errors.Join(&fs.PathError{Op: "create", Path: path, Err: ErrExists}, p.drop())
	default:
		return nil, errors.Join(err, p.drop())
	}
}

// replace begins a file that is to be at path in place of what is there.
func replace(path string) (*partial, error) {
	f, err := draft.Begin(path + partialSuffix)
	if errors.Is(err, draft.ErrTaken) {
		return nil, ErrRunning
	}
	if err != nil {
		var why *fs.PathError
		if errors.As(err, &why) {
			why.Path = path // which is what somebody typed
		}
		return nil, err
	}
	p := &partial{File: f, path: path}
	if err := removeAll(p.Name(), sidecars...); err != nil {
		return nil, errors.Join(err, p.drop())
	}
	return p, nil
}

// sidecars are what SQLite puts beside a database.
var sidecars = []string{"-wal", "-shm", "-journal"}

// removeAll removes what there is of a file with some suffixes.
func removeAll(path string, suffixes ...string) error {
	var errs []error
	for _, suffix := range suffixes {
		if err := os.Remove(path + suffix); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// fill writes what r gives.
func (p *partial) fill(ctx context.Context, r io.Reader) error {
	if _, err := io.Copy(p, reading{ctx, r}); err != nil {
		return fmt.Errorf("write %s: %w", p.Name(), err)
	}
	return nil
}

// keep gives the file its name, once it is on the disk. It replaces what has the
// name already.
func (p *partial) keep() error {
	if err := disk.sync(p.File); err != nil {
		return err
	}
	if err := disk.rename(p.Name(), p.path); err != nil {
		return err
	}
	p.kept = true
	return syncFolder(p.path)
}

// drop removes the file, and what SQLite put beside it, unless it was kept.
func (p *partial) drop() error {
	var err error
	if !p.kept {
		err = errors.Join(removeAll(p.Name(), sidecars...), removeAll(p.Name(), ""))
	}
	return errors.Join(err, p.Close())
}

// syncFolder makes the names in a file's folder last.
func syncFolder(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	err = disk.sync(d)
	// Some file systems cannot sync a folder; a name is not worth more there.
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, d.Close())
}

// reading reads for as long as it is wanted.
type reading struct {
	ctx context.Context
	io.Reader
}

func (r reading) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(b)
}
