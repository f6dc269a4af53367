package backup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Daily takes a backup a day into a folder and keeps the newest.
type Daily struct {
	Database   string
	Folder     string
	Keep       int // days, at least 1
	Recipients []age.Recipient
	Zone       *time.Location
	Kept       Remembered
}

// Remembered is what the database itself knows of its backups. A name in the
// folder alone proves nothing: anybody can have put a file there.
type Remembered interface {
	LastBackup(ctx context.Context) (store.LastBackup, error)
	RememberBackup(ctx context.Context, b store.LastBackup) error
}

// ours is what the backups of Daily are called, and what it leaves behind when
// it is killed.
var ours = regexp.MustCompile(`^ringkeeper-(\d{4}-\d{2}-\d{2})\.db(\.age)?(\.partial)?$`)

// Run takes the backup of a day, unless this database took it already, and then
// removes backups beyond those of Keep days, the oldest first. The folder must
// exist: one that is missing may be a disk that is not plugged in. Nothing is
// removed unless the day has its backup. It answers ErrExists where another file
// has the backup's name.
func (d Daily) Run(ctx context.Context, at time.Time) error {
	name := d.name(at)
	b := Backup{Database: d.Database, File: filepath.Join(d.Folder, name), Recipients: d.Recipients}
	// Remembered before the file has its name: where the program is killed in
	// between, the day is tried again, and its own file is never taken for
	// somebody else's.
	b.remember = func(size int64) error {
		return d.Kept.RememberBackup(ctx, store.LastBackup{Name: name, Size: size, At: model.InstantOf(at)})
	}
	if _, err := b.Run(ctx); errors.Is(err, ErrExists) {
		last, lookErr := d.Kept.LastBackup(ctx)
		if lookErr != nil {
			return lookErr
		}
		if last.Name != name || !there(d.Folder, last) {
			return err
		}
	} else if err != nil {
		return err
	}
	return d.retain(model.DayOf(at, d.Zone))
}

// name is what the backup of a moment is called.
func (d Daily) name(at time.Time) string {
	name := "ringkeeper-" + model.DayOf(at, d.Zone).String() + ".db"
	if len(d.Recipients) > 0 {
		name += ".age"
	}
	return name
}

// there says whether a backup is in the folder as it was left.
func there(folder string, b store.LastBackup) bool {
	info, err := os.Lstat(filepath.Join(folder, b.Name))
	return err == nil && info.Mode().IsRegular() && info.Size() == b.Size
}

// Standing is how the backups of Daily are.
type Standing struct {
	Newest   model.Day // of the last one, 0 for none
	Missing  string    // the last one, if it is no longer in the folder as it was left
	InTheWay string    // a file that has the name of the day's backup and is none
}

// Look tells how the backups are at a moment. It answers an error where the
// folder cannot be read.
func (d Daily) Look(ctx context.Context, at time.Time) (s Standing, err error) {
	if _, err := os.ReadDir(d.Folder); err != nil {
		return s, err
	}
	last, err := d.Kept.LastBackup(ctx)
	if err != nil {
		return s, err
	}
	if last != (store.LastBackup{}) {
		s.Newest = model.DayOf(last.At.In(d.Zone), d.Zone)
		if !there(d.Folder, last) {
			s.Missing = last.Name
		}
	}
	if name := d.name(at); name != last.Name {
		switch _, err := os.Lstat(filepath.Join(d.Folder, name)); {
		case err == nil:
			s.InTheWay = name
		case !errors.Is(err, fs.ErrNotExist):
			return s, err
		}
	}
	return s, nil
}

func (d Daily) retain(today model.Day) error {
	names, err := backups(d.Folder, today)
	if err != nil {
		return err
	}
	var errs []error
	days, newest := 0, model.Day(0)
	for _, name := range names {
		path := filepath.Join(d.Folder, name)
		if whole, left := strings.CutSuffix(path, partialSuffix); left {
			// Its lock says whether somebody is still at it.
			if p, err := replace(whole); err == nil {
				errs = append(errs, p.drop())
			}
			continue
		}
		if day, _ := dayOf(name); day != newest {
			days, newest = days+1, day
		}
		if days > d.Keep {
			errs = append(errs, os.Remove(path))
		}
	}
	return errors.Join(errs...)
}

// backups lists the files of Daily in a folder, newest first. Those of days to
// come are left out: `serve --at` lets days be tried out, and what it left must
// not count as the newest.
func backups(folder string, today model.Day) (names []string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if day, ok := dayOf(e.Name()); ok && e.Type().IsRegular() && day <= today {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names, nil
}

// dayOf is the day of a backup of Daily, and whether the name is that of one.
func dayOf(name string) (model.Day, bool) {
	match := ours.FindStringSubmatch(name)
	if match == nil {
		return 0, false
	}
	day, err := model.ParseDay(match[1])
	return day, err == nil
}
