package report

import (
	"testing"
	"time"

	"ringkeeper/model"
)

func TestTheDoctorJudgesScheduledBackupsByTheNewest(t *testing.T) {
	today := model.Date(2026, time.November, 24)
	for _, c := range []struct {
		b     BackupHealth
		state State
		do    string
	}{
		{BackupHealth{}, Warn, "doctor.backup_off"},
		{BackupHealth{Folder: "/b"}, Warn, "doctor.backup_none"},
		{BackupHealth{Folder: "/b", Newest: today}, OK, "doctor.backup"},
		{BackupHealth{Folder: "/b", Newest: today - 1}, OK, "doctor.backup"}, // at night, before its hour
		{BackupHealth{Folder: "/b", Newest: today - 2}, Fail, "doctor.backup_old"},
		{BackupHealth{Folder: "/b", Newest: today - 1, Error: "no room"}, Fail, "doctor.backup_failed"},
		{BackupHealth{Folder: "/b", Error: "no such folder"}, Fail, "doctor.backup_failed"},
	} {
		d := doctor{say: func(key string, _ model.Args) string { return key }}
		d.backup(c.b, today)
		if got := d.checks[0]; got != (Check{"backup", c.state, c.do}) {
			t.Errorf("%+v: %+v", c.b, got)
		}
	}
}

func TestSizesAreWrittenAsPeopleDo(t *testing.T) {
	for n, want := range map[int64]string{0: "0.0 kB", 446_800: "446.8 kB", 999_949: "999.9 kB", 999_950: "1.0 MB", 668_000_000: "668.0 MB", 999_950_000: "1.0 GB", 2_500_000_000_000: "2500.0 GB"} {
		if got := bytes(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
