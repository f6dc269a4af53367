package roster

import (
	"errors"
	"io/fs"
	"os"

	"ringkeeper/model/draft"
)

// unnamed is a sheet that is being written. It gets its name once it is whole and
// on the disk.
type unnamed struct {
	*os.File
	path string // that it is to have
}

// begin begins a file, readable by its owner only, that is to be at path, where
// none may be: Exists tells that error.
func begin(path string) (*unnamed, error) {
	exists := &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	if _, err := os.Lstat(path); err == nil {
		return nil, exists
	}
	f, err := draft.Begin(path + ".partial")
	if errors.Is(err, draft.ErrTaken) {
		return nil, exists
	}
	if err != nil {
		return nil, err
	}
	return &unnamed{f, path}, nil
}

// keep gives the file its name; where it cannot, nothing is left of it.
func (d *unnamed) keep() error {
	err := d.Sync()
	if err == nil {
		err = d.name()
	}
	return errors.Join(err, d.drop())
}

// name gives the file its name without taking another's. Not every disk can link,
// such as the one on a stick.
func (d *unnamed) name() error {
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
func (d *unnamed) drop() error {
	err := os.Remove(d.Name())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // it was renamed
	}
	return errors.Join(err, d.Close())
}
