package report

import (
	"testing"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store/backup"
)

func TestTheDoctorJudgesScheduledBackupsByTheNewest(t *testing.T) {
	today := model.Date(2026, time.November, 24)
	for _, c := range []struct {
		b      Backups
		status Status
		key    string
	}{
		{Backups{}, Warn, "backup_off"},
		{Backups{Folder: "/b"}, Warn, "backup_none"},
		{Backups{Folder: "/b", Standing: backup.Standing{Newest: today}}, OK, "backup"},
		{Backups{Folder: "/b", Standing: backup.Standing{Newest: today - 1}}, OK, "backup"}, // at night, before its hour
		{Backups{Folder: "/b", Standing: backup.Standing{Newest: today - 2}}, Fail, "backup_old"},
		{Backups{Folder: "/b", Standing: backup.Standing{Newest: today - 1}, Error: "no room"}, Fail, "backup_failed"},
		{Backups{Folder: "/b", Error: "no such folder"}, Fail, "backup_failed"},
		{Backups{Folder: "/b", Standing: backup.Standing{Newest: today - 1, InTheWay: "x.db"}, Error: "the file exists"}, Fail, "backup_in_the_way"},
		{Backups{Folder: "/b", Standing: backup.Standing{Newest: today, Missing: "x.db"}}, Fail, "backup_missing"},
	} {
		x := examination{Doctor: Doctor{At: today.At(12, 0, time.UTC), Zone: time.UTC}, say: func(key string, _ model.Args) string { return key }}
		x.backup(c.b)
		advice := ""
		if c.status != OK {
			advice = "doctor.do." + c.key
		}
		if got, want := x.checks[0], (Check{"backup", c.status, "doctor." + c.key, advice}); got != want {
			t.Errorf("%+v: %+v, want %+v", c.b, got, want)
		}
	}
}
