package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// Disk is how much room the database at a path takes and has.
type Disk struct {
	Database, WAL int64 // bytes of the file and of its -wal, 0 where there is none
	Free          int64 // bytes that its owner may still write to the folder's disk
	Mode          os.FileMode
}

// Look measures the room of the database at path. The error is fs.ErrNotExist
// where its folder is not there.
func Look(path string) (d Disk, err error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(path), &fs); err != nil {
		return d, &os.PathError{Op: "statfs", Path: filepath.Dir(path), Err: err}
	}
	d.Free = int64(fs.Bavail) * int64(fs.Bsize)
	if info, err := os.Stat(path); err == nil {
		d.Database, d.Mode = info.Size(), info.Mode().Perm()
	}
	if info, err := os.Stat(path + "-wal"); err == nil {
		d.WAL = info.Size()
	}
	return d, nil
}

// Sending says whether a process sends for the database at path. It makes no
// file. For the blink of an eye it shares the lock, so that a serve that starts
// just then would be refused.
func Sending(path string) (bool, error) {
	f, err := os.Open(SenderLock(path))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}
