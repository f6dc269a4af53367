// Package draft begins files that get their name only once they are whole, so that
// a program that is killed leaves no half of one. Until then a file has a name of
// its own, under which what such a program left may stand.
package draft

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// ErrTaken: another program is writing the file.
var ErrTaken = errors.New("the file is being written")

// Begin makes an empty file that its owner alone can read, and locks it for as
// long as it is open. What a killed program left under the name is removed and
// never written to, since it may be somebody else's, or have another name too. It
// answers ErrTaken while another program has it.
func Begin(name string) (*os.File, error) {
	for {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
		if err == nil {
			if err = hold(f); err != nil {
				return nil, errors.Join(err, f.Close())
			}
			return f, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		if err := clear(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
}

// clear removes what stands under a name, unless somebody is writing it.
func clear(name string) error {
	// A pipe would keep whoever opens it waiting, and a link leads elsewhere.
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	err = hold(f)
	if err == nil {
		err = os.Remove(name)
	}
	return errors.Join(err, f.Close())
}

// hold locks a file that still has its name.
func hold(f *os.File) error {
	taken := &fs.PathError{Op: "lock", Path: f.Name(), Err: ErrTaken}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return taken
	} else if err != nil {
		return &fs.PathError{Op: "lock", Path: f.Name(), Err: err}
	}
	locked, err := f.Stat()
	if err != nil {
		return err
	}
	// Another may have removed or renamed it before it was locked.
	if named, err := os.Lstat(f.Name()); err != nil || !os.SameFile(locked, named) {
		return taken
	}
	return nil
}
