package backup

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// databaseMagic is what every SQLite database begins with.
const databaseMagic = "SQLite format 3\x00"

// replaceable says whether a restore may put a database at path: where there is
// nothing, an empty file, or what begins as a database does, however damaged the
// rest of it is. Of a database that has lost its beginning nobody can tell what
// it was; whoever knows moves it away.
func replaceable(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular(): // opening a device may wait for ever
		return &fs.PathError{Op: "restore", Path: path, Err: ErrTarget}
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, len(databaseMagic))
	n, err := io.ReadFull(f, head)
	switch {
	case errors.Is(err, io.EOF), bytes.Equal(head[:n], []byte(databaseMagic)):
		return nil
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return err
	}
	return &fs.PathError{Op: "restore", Path: path, Err: ErrTarget}
}

// owner is a user and a group, to whom what root restores is handed over: serve,
// which is not root, must be able to open it.
type owner struct{ uid, gid int }

// ownerOf is the owner of the database at path, or of its folder where there is
// none.
func ownerOf(path string) (owner, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		info, err = os.Stat(filepath.Dir(path))
	}
	if err != nil {
		return owner{}, err
	}
	of := info.Sys().(*syscall.Stat_t)
	return owner{int(of.Uid), int(of.Gid)}, nil
}

// take gives files to the owner. Only root can, and only root needs to.
func (o owner) take(paths ...string) error {
	var errs []error
	for _, p := range paths {
		if os.Geteuid() == 0 {
			errs = append(errs, os.Lchown(p, o.uid, o.gid))
		}
	}
	return errors.Join(errs...)
}
