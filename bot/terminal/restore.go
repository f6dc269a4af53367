package terminal

import (
	"context"
	"errors"
	"io"
	"os"

	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/store"
	"ringkeeper/model/store/backup"
)

// Restore puts a backup in place of the database, or confirms that what was
// restored may send.
type Restore struct {
	File     string `arg:"" optional:"" name:"file" help:"restore_file"`
	Identity string `placeholder:"KEYFILE"`
	Confirm  bool   `alone:""`
	When
}

// Run restores, or confirms.
func (c Restore) Run(ctx context.Context, d *Desk) error {
	at, err := c.Time(d)
	switch {
	case err != nil:
		return err
	case c.Confirm == (c.File != ""):
		return report.Misuse("error.restore", nil)
	case c.Confirm:
		return AsOf{When: c.When}.Ask(ctx, d, func(ctx context.Context, q report.Query) error {
			waiting, again, err := q.Store.Confirm(ctx, model.InstantOf(at))
			if err != nil {
				return err
			}
			return report.PrintConfirmed(q.Printer, waiting, again)
		})
	}
	var key io.Reader
	if c.Identity != "" {
		f, err := os.Open(c.Identity)
		if err != nil {
			return err
		}
		defer f.Close()
		key = f
	}
	done, err := backup.Restore{
		File: c.File, Identity: key, Database: d.Config.Database, At: model.InstantOf(at),
		Options: store.Options{Policy: d.Config.Policy, Limits: d.Config.Emergencies, Zone: d.Zone()},
	}.Run(ctx)
	if err != nil {
		return c.fault(err, d.Config.Database)
	}
	return report.PrintRestored(d.Printer(false, at), c.File, d.Config.Database, done)
}

// fault gives the errors of a restore their sentences: those of the file that is
// restored are not those of the database.
func (c Restore) fault(err error, database string) error {
	var bad *backup.FileError
	switch {
	case errors.Is(err, backup.ErrTarget):
		return &report.Fault{Key: "error.restore_target", Args: model.Args{"path": database}}
	case errors.Is(err, store.ErrSenderBusy):
		return &report.Fault{Key: "error.restore_serving"}
	case errors.Is(err, backup.ErrNoKey):
		return &report.Fault{Key: "error.backup_no_key", Args: model.Args{"path": c.Identity}}
	case !errors.As(err, &bad):
		return backupFault(err, c.File)
	case errors.Is(bad, store.ErrNewer):
		return &report.Fault{Key: "error.backup_newer", Args: model.Args{"path": c.File}}
	case errors.Is(bad, store.ErrNotDatabase):
		return &report.Fault{Key: "error.backup_not", Args: model.Args{"path": c.File}}
	case errors.Is(bad, store.ErrDamaged), errors.Is(bad, backup.ErrBroken):
		return &report.Fault{Key: "error.backup_broken", Args: model.Args{"path": c.File}}
	}
	return backupFault(err, c.File)
}
