package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"syscall"
)

// ErrSenderBusy: another process sends for this database.
var ErrSenderBusy = errors.New("another ringkeeper sends for this database")

// SenderLock is the file beside the database at path that LockSender locks.
func SenderLock(path string) string { return path + ".sender" }

// LockSender takes the right to send what stands in the outbox of the database
// at path. The lock goes with the process that holds it, however it ends; the
// file beside the database stays, since removing it would let two hold it.
func LockSender(path string) (release func() error, err error) {
	name := SenderLock(path)
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		var why *fs.PathError
		if errors.As(err, &why) {
			why.Path = path // which is what somebody typed
		}
		return nil, fmt.Errorf("sender's lock: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		closed := f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errors.Join(fmt.Errorf("%s: %w", name, ErrSenderBusy), closed)
		}
		return nil, errors.Join(fmt.Errorf("sender's lock %s: %w", name, err), closed)
	}
	return sync.OnceValue(f.Close), nil
}
