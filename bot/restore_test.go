package bot_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
	"ringkeeper/model/store/backup"
	"ringkeeper/reminders"
)

// restore stops the bot, puts a backup in place and starts it again.
func (w *world) restore(file string) backup.Restored {
	w.Helper()
	w.stop()
	done, err := backup.Restore{
		File: file, Database: w.path, At: model.InstantOf(time.Now()), Options: store.Options{Policy: w.config.Policy, Zone: w.zone()},
	}.Run(w.ctx)
	w.must(err)
	w.open()
	w.start()
	return done
}

// TestAfterARestoreNothingArrivesUntilItIsConfirmed: a backup was taken while
// Telegram could not be reached, then all went out, then the disk failed.
func TestAfterARestoreNothingArrivesUntilItIsConfirmed(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.Refused, Times: -1})
		li.Say("急报 河湾村张春明家着火")
		w.until("2026-11-20 08:32")
		file := filepath.Join(filepath.Dir(w.path), "a.db")
		if _, err := (backup.Backup{Database: w.path, File: file}).Run(w.ctx); err != nil {
			t.Fatal(err)
		}
		w.telegram.Heal()
		w.until("2026-11-20 08:45")
		w.says(li, "1 正常")
		if times(li, "待办") != 1 || times(zhou, "【急难 #1】") != 1 || len(w.contacts()) != 1 {
			t.Fatalf("before the restore:\n%s", w.telegram.Transcript(li.ID))
		}

		w.until("2026-11-20 09:30")
		done := w.restore(file)
		if done.Later != (store.Later{Updates: 1, Contacts: 1}) {
			t.Errorf("newer than the backup: %+v", done.Later)
		}
		seen := len(li.Inbox()) + len(zhou.Inbox())
		w.says(li, "和丽英家正常")
		w.says(zhou, "急报 西村郭正华家断水")
		w.until("2026-11-20 11:30")
		if n := len(li.Inbox()) + len(zhou.Inbox()); n != seen {
			t.Errorf("%d messages arrived before the restore was confirmed:\n%s", n-seen, w.telegram.Transcript(li.ID))
		}
		if got := w.contacts(); !slices.Equal(got, []string{"和丽英 unspecified normal 和丽英家正常"}) || len(w.cases()) != 2 {
			t.Errorf("recorded meanwhile: %q, %d emergencies", got, len(w.cases()))
		}
		if strings.Contains(w.logs.String(), "level=ERROR") {
			t.Errorf("the log:\n%s", w.logs)
		}

		if _, _, err := w.store.Confirm(w.ctx, model.InstantOf(time.Now())); err != nil {
			t.Fatal(err)
		}
		w.restart() // which wakes the sender; serve looks every few seconds
		w.until("2026-11-20 18:00")
		for _, c := range []struct {
			p     *simulator.Person
			words string
			want  int
		}{
			{li, "（重发）", 1}, {zhou, "（重发）", 1}, // what waited in the backup, and had been sent
			{zhou, "【急难 #1】", 3}, // once more since nobody took it on
			{li, "和*英（石坎村）联系正常", 1}, {zhou, "急难 #2 已上报", 1},
			{li, "待办", 1}, {zhou, "待办", 0}, // no digest twice on a day
		} {
			if n := times(c.p, c.words); n != c.want {
				t.Errorf("%s has %d messages that say %s, want %d:\n%s", c.p.Name, n, c.words, c.want, w.telegram.Transcript(c.p.ID))
			}
		}
		w.until("2026-11-23 08:31")
		if n := times(li, "待办"); n != 2 {
			t.Errorf("%d digests by the next workday", n)
		}
	})
}

// TestABackupIsTakenEveryNightAndTheNewestAreKept while the bot works, and one
// that was missed is made up for.
func TestABackupIsTakenEveryNightAndTheNewestAreKept(t *testing.T) {
	folder := t.TempDir()
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.jobs = []reminders.Job{{Name: "backup", At: reminders.Clock{Hour: 2, Minute: 30}, Run: func(ctx context.Context, at time.Time) error {
			return backup.Daily{Database: w.path, Folder: folder, Keep: 3, Zone: w.zone(), Kept: w.store}.Run(ctx, at)
		}}}
		w.restart()
		have := func(want ...string) {
			t.Helper()
			entries, err := os.ReadDir(folder)
			w.must(err)
			var names []string
			for _, e := range entries {
				names = append(names, strings.TrimSuffix(strings.TrimPrefix(e.Name(), "ringkeeper-2026-11-"), ".db"))
			}
			if !slices.Equal(names, want) {
				t.Errorf("backups of %q, want %q", names, want)
			}
		}
		w.pass(time.Minute)
		have("20")
		w.until("2026-11-23 02:31")
		have("21", "22", "23")
		w.until("2026-11-23 10:00")
		w.says(li, "1 正常")
		w.stop() // the machine is off for two nights
		w.pass(48 * time.Hour)
		w.open()
		w.start()
		w.pass(time.Minute)
		have("22", "23", "25")
		w.restart()
		w.pass(time.Hour)
		have("22", "23", "25")
		w.restore(filepath.Join(folder, "ringkeeper-2026-11-23.db"))
		if got := w.contacts(); len(got) != 0 {
			t.Errorf("recorded after that backup: %q", got)
		}
		w.restore(filepath.Join(folder, "ringkeeper-2026-11-25.db"))
		if got := w.contacts(); len(got) != 1 {
			t.Errorf("recorded before that backup: %q", got)
		}
	})
}

// recomputed computes every due day of a database anew and tells how many
// households that changes.
func recomputed(ctx context.Context, path string) (changed int, err error) {
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		return 0, err
	}
	if _, err := db.ExecContext(ctx, `DELETE FROM meta WHERE name = 'policy_fingerprint'`); err != nil {
		return 0, errors.Join(err, db.Close())
	}
	if err := db.Close(); err != nil {
		return 0, err
	}
	c := config.Default()
	st, err := store.Open(ctx, path, store.Options{Policy: c.Policy, Zone: c.Zone.Location})
	if err != nil {
		return 0, err
	}
	changed, err = st.CatchUp(ctx, model.Date(2026, time.November, 24).At(9, 0, c.Zone.Location))
	return changed, errors.Join(err, st.Close())
}
