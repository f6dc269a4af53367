package store

import (
	"errors"
	"syscall"
	"testing"

	"github.com/mattn/go-sqlite3"
)

func TestADatabaseThatMayOnlyBeReadSaysSo(t *testing.T) {
	o := newOffice(t)
	o.ok(o.writes.Exec(`PRAGMA query_only = 1`).Error)
	if err := o.SetMeta(ctx, "a", "b"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("got %v, want ErrReadOnly", err)
	}
}

// A file that may grow no further is as good as a full disk.
func TestWhatTheDiskHasAgainstItIsNamed(t *testing.T) {
	for _, c := range []struct {
		code sqlite3.ErrNo
		why  syscall.Errno
		want error
	}{
		{sqlite3.ErrIoErr, syscall.EFBIG, ErrFull},
		{sqlite3.ErrIoErr, syscall.EDQUOT, ErrFull},
		{sqlite3.ErrIoErr, syscall.EROFS, ErrReadOnly},
		{sqlite3.ErrIoErr, syscall.EIO, ErrDisk},
		{sqlite3.ErrCantOpen, syscall.EACCES, ErrCannotOpen},
	} {
		if err := driverError(sqlite3.Error{Code: c.code, SystemErrno: c.why}); !errors.Is(err, c.want) {
			t.Errorf("%v, %v: got %v, want %v", c.code, c.why, err, c.want)
		}
	}
}
