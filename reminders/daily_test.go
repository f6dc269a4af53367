package reminders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// diary is what jobs did and when.
type diary struct {
	*fake
	lines []string
}

// job makes a job that writes into the diary and then does do.
func (d *diary) job(name string, at Clock, do func(n int) error) Job {
	n := 0
	return Job{Name: name, At: at, Run: func(_ context.Context, at time.Time) error {
		d.Lock()
		defer d.Unlock()
		n++
		d.lines = append(d.lines, fmt.Sprintf("%s %s", name, at.In(zone).Format("01-02 15:04")))
		return do(n)
	}}
}

func (d *diary) expect(t *testing.T, want ...string) {
	t.Helper()
	d.Lock()
	defer d.Unlock()
	if !slices.Equal(d.lines, want) {
		t.Errorf("done:\n%s\nwant:\n%s", strings.Join(d.lines, "\n"), strings.Join(want, "\n"))
	}
	d.lines = nil
}

// with starts a scheduler that has jobs.
func (d *diary) with(t *testing.T, jobs ...Job) (stop func()) {
	p := office(t, d.fake)
	p.Jobs = jobs
	return run(t, p, time.Now, nil)
}

func fine(int) error { return nil }

func TestAJobIsDoneOnceADayAtItsHourAndMadeUpForOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{fake: newFake()}
		backup := d.job("backup", Clock{2, 30}, fine)
		d.until("2026-11-20 01:00")
		stop := d.with(t, backup)
		d.until("2026-11-22 03:00")
		d.expect(t, "backup 11-20 02:30", "backup 11-21 02:30", "backup 11-22 02:30")
		stop()
		stop = d.with(t, backup) // a restart does nothing twice
		d.until("2026-11-22 12:00")
		stop()
		d.expect(t)
		d.until("2026-11-26 10:17")
		stop = d.with(t, backup) // three nights were missed
		d.until("2026-11-27 02:29")
		d.expect(t, "backup 11-26 10:17")
		stop()
	})
}

func TestAJobThatFailsIsTriedAgainWithRestraintAndHarmsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{fake: newFake()}
		red(d.fake, 1, 1, "2026-01-01", "2026-10-08").VisitDue = 0
		d.cadres = []model.Cadre{bound(1, model.RoleCadre)}
		broken := d.job("backup", Clock{2, 30}, func(n int) error {
			switch n {
			case 1:
				return errors.New("no such folder")
			case 2:
				panic("a fault of ours")
			}
			return nil
		})
		d.until("2026-11-20 01:00")
		stop := d.with(t, broken, d.job("retention", Clock{2, 30}, fine))
		d.until("2026-11-20 07:00")
		d.expect(t, "backup 11-20 02:30", "retention 11-20 02:30")
		if got, _ := d.Meta(t.Context(), JobError("backup")); got != "no such folder" {
			t.Errorf("what went wrong: %q", got)
		}
		d.until("2026-11-20 08:10")
		if got, _ := d.Meta(t.Context(), JobError("backup")); got != "panic: a fault of ours" {
			t.Errorf("what went wrong: %q", got)
		}
		d.until("2026-11-20 23:00")
		d.expect(t, "backup 11-20 08:00", "backup 11-20 08:30")
		if got, _ := d.Meta(t.Context(), JobError("backup")); got != "" {
			t.Errorf("still wrong: %q", got)
		}
		expect(t, d.fake, "11-20 08:30")
		stop()
	})
}

func TestALongJobKeepsNoReminderWaitingAndEndsWithTheProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := one()
		red(f, 1, 1, "2026-01-01", "2026-10-08").VisitDue = 0
		ended := false
		p := office(t, f)
		p.Jobs = []Job{{Name: "backup", At: Clock{8, 29}, Run: func(ctx context.Context, _ time.Time) error {
			<-ctx.Done()
			ended = true
			return ctx.Err()
		}}}
		f.until("2026-11-20 08:00")
		stop := run(t, p, time.Now, nil)
		f.until("2026-11-20 12:00")
		expect(t, f, "11-20 08:30")
		stop()
		if done, _ := f.Meta(t.Context(), JobDone("backup")); !ended || done != "" {
			t.Errorf("ended %v, done on %q", ended, done)
		}
		if problem, _ := f.Meta(t.Context(), JobError("backup")); problem != "" {
			t.Errorf("a stop of the program is no fault of the job: %s", problem)
		}
	})
}

// TestNothingIsPlannedUntilARestoreIsConfirmed: nobody knows what was sent after
// the backup, and today's digest may have been.
func TestNothingIsPlannedUntilARestoreIsConfirmed(t *testing.T) {
	for what, c := range map[string]struct{ restored, confirmed, want string }{
		"on the same day":  {"2026-11-20 09:10", "2026-11-20 09:20", "11-23 08:30"}, // then comes the weekend
		"in time":          {"2026-11-19 16:00", "2026-11-20 08:00", "11-20 08:30"},
		"late":             {"2026-11-19 16:00", "2026-11-20 10:30", "11-20 11:00"},
		"early in the day": {"2026-11-20 06:00", "2026-11-20 07:00", "11-23 08:30"},
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := one()
				red(f, 1, 1, "2026-01-01", "2026-10-08").VisitDue = 0
				f.until(c.restored)
				f.hold = store.Hold{Held: true, Restored: model.InstantOf(time.Now())}
				stop := run(t, office(t, f), time.Now, nil)
				f.until(c.confirmed)
				expect(t, f)
				f.Lock()
				f.hold.Held = false
				f.Unlock()
				f.until("2026-11-24 23:00")
				expect(t, f, c.want)
				stop()
			})
		})
	}
}
