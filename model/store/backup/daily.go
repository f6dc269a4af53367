package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"ringkeeper/model"
)

// Daily takes a backup a day into a folder and keeps the newest.
type Daily struct {
	Database   string
	Folder     string
	Keep       int // at least 1
	Recipients []age.Recipient
	Zone       *time.Location
}

// ours is what the backups of Daily are called, and what it leaves behind when
// it is killed.
var ours = regexp.MustCompile(`^ringkeeper-(\d{4}-\d{2}-\d{2})\.db(\.age)?(\.partial)?$`)

// Run takes the backup of a day, unless it is there, and then removes backups of
// its own beyond Keep, the oldest first. The folder must exist: one that is
// missing may be a disk that is not plugged in. Nothing is removed unless the
// day has its backup.
func (d Daily) Run(ctx context.Context, at time.Time) error {
	name := "ringkeeper-" + model.DayOf(at, d.Zone).String() + ".db"
	if len(d.Recipients) > 0 {
		name += ".age"
	}
	b := Backup{Database: d.Database, File: filepath.Join(d.Folder, name), Recipients: d.Recipients}
	if _, err := b.Run(ctx); err != nil && !errors.Is(err, ErrExists) {
		return err
	}
	return d.retain(model.DayOf(at, d.Zone))
}

func (d Daily) retain(today model.Day) error {
	names, err := backups(d.Folder, today)
	if err != nil {
		return err
	}
	var errs []error
	kept := 0
	for _, name := range names {
		path := filepath.Join(d.Folder, name)
		if whole, left := strings.CutSuffix(path, partialSuffix); left {
			// Its lock says whether somebody is still at it.
			if p, err := replace(whole); err == nil {
				errs = append(errs, p.drop())
			}
			continue
		}
		if kept++; kept > d.Keep {
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
		if e.Type().IsRegular() && ours.MatchString(e.Name()) && dayOf(e.Name()) <= today {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names, nil
}

// dayOf is the day of a backup of Daily, 0 where its name holds none.
func dayOf(name string) model.Day {
	day, _ := model.ParseDay(ours.FindStringSubmatch(name)[1])
	return day
}

// Newest tells the day of the newest backup in a folder as of a day, 0 for none.
func Newest(folder string, today model.Day) (model.Day, error) {
	names, err := backups(folder, today)
	for _, name := range names {
		if filepath.Ext(name) != partialSuffix {
			return dayOf(name), err
		}
	}
	return 0, err
}
