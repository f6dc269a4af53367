package roster

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// draft is a file that is being written. It gets its name once it is whole and on
// the disk, so that a program that is killed leaves no half of a sheet under it.
// What it leaves under the draft's own name the next one takes over.
type draft struct {
	*os.File
	path string // that it is to have
}

// newDraft begins a file, readable by its owner only, that is to be at path, where
// none may be: Exists tells that error.
func newDraft(path string) (*draft, error) {
	exists := &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	if _, err := os.Lstat(path); err == nil {
		return nil, exists
	}
	f, err := os.OpenFile(path+".partial", os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600) // beside what the person asked for
	if err != nil {
		return nil, err
	}
	// Another program may be writing it, or have given it its name by now.
	if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errors.Join(exists, f.Close())
	}
	opened, err2 := f.Stat()
	there, err3 := os.Lstat(f.Name())
	if err = errors.Join(err, err2, err3); err == nil && !os.SameFile(opened, there) {
		err = exists
	}
	if err == nil {
		err = errors.Join(f.Chmod(0o600), f.Truncate(0))
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &draft{f, path}, nil
}

// keep gives the file its name; where it cannot, nothing is left of it.
func (d *draft) keep() error {
	err := d.Sync()
	if err == nil {
		err = d.name()
	}
	return errors.Join(err, d.drop())
}

// name gives the file its name without taking another's. Not every disk can link,
// such as the one on a stick.
func (d *draft) name() error {
	err := os.Link(d.Name(), d.path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(d.path); err == nil {
		return &fs.PathError{Op: "create", Path: d.path, Err: fs.ErrExist}
	}
	return os.Rename(d.Name(), d.path)
}

// drop closes the file and takes the draft's name away.
func (d *draft) drop() error {
	err := os.Remove(d.Name())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // it was renamed
	}
	return errors.Join(err, d.Close())
}
