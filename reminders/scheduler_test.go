package reminders

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/model"
)

// run starts a scheduler in the bubble and returns how to stop it.
func run(t *testing.T, p *Planner, now func() time.Time, wake func()) (stop func()) {
	t.Helper()
	o := p.Options
	o.Now = now
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	s := NewScheduler(o, wake)
	go func() { ended <- s.Run(ctx) }()
	synctest.Wait()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func one() *fake {
	f := newFake()
	f.cadres = []model.Cadre{bound(1, model.RoleCadre)}
	return f
}

func moments(f *fake) (m []string) {
	for _, n := range f.notices {
		m = append(m, n.NotBefore.In(zone).Format("01-02 15:04"))
	}
	return m
}

func expect(t *testing.T, f *fake, want ...string) {
	t.Helper()
	if got := moments(f); strings.Join(got, ",") != strings.Join(want, ",") {
		t.Errorf("digests at %v, want %v", got, want)
	}
}

func TestTheDayIsPlannedAtItsHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := one()
		var woken atomic.Int32
		red(f, 1, 1, "2026-01-01", "2026-10-08").VisitDue = 0
		f.until("2026-11-19 21:00")
		stop := run(t, office(t, f), time.Now, func() { woken.Add(1) })
		f.until("2026-11-20 08:29")
		expect(t, f)
		f.until("2026-11-20 08:30")
		expect(t, f, "11-20 08:30")
		f.until("2026-11-30 23:00")
		expect(t, f, "11-20 08:30", "11-27 08:30", "11-30 08:30")
		if n := woken.Load(); n != 3 {
			t.Errorf("the sender was woken %d times", n)
		}
		for _, c := range f.catches[1:] {
			if c.Format("15:04") != "00:05" {
				t.Errorf("due days rechecked at %v", c)
			}
		}
		if len(f.catches) != 12 { // at the start, then on eleven nights
			t.Errorf("rechecked %d times", len(f.catches))
		}
		stop()
	})
}

func TestALateStartPlansForNow(t *testing.T) {
	for start, want := range map[string]string{
		"2026-11-20 06:00": "11-20 08:30",
		"2026-11-20 08:10": "11-20 08:30",
		"2026-11-20 10:17": "11-20 10:17",
		"2026-11-20 19:59": "11-20 19:59",
		"2026-11-20 20:00": "11-23 08:30", // too late; then comes the weekend
		"2026-11-21 10:00": "11-23 08:30", // a Saturday
	} {
		synctest.Test(t, func(t *testing.T) {
			f := one()
			red(f, 1, 1, "2026-01-01", "2026-10-08").VisitDue = 0
			f.until(start)
			stop := run(t, office(t, f), time.Now, nil)
			f.until("2026-11-26 23:00")
			expect(t, f, want)
			stop()
		})
	}
}

func TestARestartSendsNothingTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := one()
		red(f, 1, 1, "2026-01-01", "2026-10-08").VisitDue = 0
		// The digest waits in the outbox, since Telegram cannot be reached.
		f.lost = func(model.Notice) bool { return true }
		f.until("2026-11-20 06:00")
		for _, restart := range []string{"2026-11-20 09:00", "2026-11-20 10:00", "2026-11-20 22:00"} {
			stop := run(t, office(t, f), time.Now, nil)
			f.until(restart)
			stop()
		}
		expect(t, f, "11-20 08:30")
	})
}

func TestWhatFailedIsTriedAgainAtTheNextFullHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := one()
		red(f, 1, 1, "2026-01-01", "2026-10-08").VisitDue = 0
		f.until("2026-11-19 21:00")
		stop := run(t, office(t, f), time.Now, nil)
		f.broken = errBroken
		f.until("2026-11-20 10:30")
		expect(t, f)
		f.broken = nil
		f.panics = 1
		f.until("2026-11-20 11:30") // at 11 the planner panics
		expect(t, f)
		f.until("2026-11-20 23:00")
		expect(t, f, "11-20 12:00")
		stop()
	})
}

func TestAMachineThatSleptPlansWhenItWakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := one()
		red(f, 1, 1, "2026-01-01", "2026-10-08").VisitDue = 0
		var slept atomic.Int64
		now := func() time.Time { return time.Now().Add(time.Duration(slept.Load())) }
		f.until("2026-11-19 21:00")
		stop := run(t, office(t, f), now, nil)
		f.until("2026-11-19 21:10")
		slept.Store(int64(14 * time.Hour)) // timers stand still, the clock does not: 11:10
		f.pass(12 * time.Hour)
		if len(f.notices) != 1 || f.notices[0].NotBefore.In(zone).Format("01-02") != "11-20" {
			t.Errorf("%v", moments(f))
		}
		stop()
	})
}

func TestTheProgramsClockIsKeptNotTheMachines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := one()
		red(f, 1, 1, "2026-01-01", "2026-10-08").VisitDue = 0
		<-time.After(1234567 * time.Microsecond)
		began, start := time.Now(), at("2026-11-19 21:00").Add(400*time.Millisecond)
		now := func() time.Time { return start.Add(time.Since(began)) }
		stop := run(t, office(t, f), now, nil)
		f.pass(11*24*time.Hour + time.Hour)
		expect(t, f, "11-20 08:30", "11-27 08:30", "11-30 08:30")
		stop()
	})
}
