package terminal

import (
	"context"
	"errors"

	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/store/backup"
)

// Backup copies the database, beside a running serve too.
type Backup struct {
	File      string   `arg:"" name:"file" help:"backup_file"`
	Recipient []string `placeholder:"KEY"`
}

// Run takes the backup; without recipients of its own it is sealed for those of
// the settings.
func (c Backup) Run(ctx context.Context, d *Desk) error {
	if c.File == "" {
		return d.Misused(errors.New(`expected "<file>"`))
	}
	sealed := d.Config.Backup
	if len(c.Recipient) > 0 {
		sealed.Recipients = make([]config.Recipient, len(c.Recipient))
	}
	for i, key := range c.Recipient {
		if err := sealed.Recipients[i].UnmarshalText([]byte(key)); err != nil {
			return report.Misuse("error.recipient", nil)
		}
	}
	if err := d.exists(); err != nil {
		return err
	}
	taken, err := backup.Backup{Database: d.Config.Database, File: c.File, Recipients: sealed.Keys()}.Run(ctx)
	if err != nil {
		return backupFault(err, c.File)
	}
	return report.PrintBackup(d.Printer(false, d.Now()), c.File, taken.Size, len(sealed.Recipients) > 0, taken.Contents)
}

// backupFault gives the errors of backups their sentences.
func backupFault(err error, path string) error {
	for _, k := range []struct {
		err error
		key string
	}{
		{backup.ErrExists, "error.backup_exists"},
		{backup.ErrRunning, "error.backup_running"},
		{backup.ErrSealed, "error.backup_sealed"},
		{backup.ErrWrongKey, "error.backup_key"},
		{backup.ErrInUse, "error.backup_in_use"},
	} {
		if errors.Is(err, k.err) {
			return &report.Fault{Key: k.key, Args: model.Args{"path": path}, Err: err}
		}
	}
	return err
}
