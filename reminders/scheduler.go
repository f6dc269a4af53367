package reminders

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"ringkeeper/model"
)

// Scheduler looks at the right hours whether there is something to plan. Each
// job runs once a day, as soon as its time has come: at its hour, or for now
// when the program starts or wakes later, or at the next full hour after it
// failed. Jobs that are not about reminders run beside (see Job), since one of
// them may take long.
type Scheduler struct {
	planner *Planner
	wake    func()
	log     *slog.Logger
	// The days on which the jobs were last done. They are only ever touched by
	// look, of which one runs at a time.
	rechecked, planned model.Day
	job                cron.Job
	daily              *daily
}

// NewScheduler returns a scheduler that calls wake when there is something to
// send.
func NewScheduler(o Options, wake func()) *Scheduler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Scheduler{planner: NewPlanner(o), wake: wake, log: o.Log, daily: newDaily(o)}
	// The order matters: were Recover outside, a panic would leave the job
	// marked as running, and it would be skipped for ever.
	quiet := cronLog{o.Log}
	s.job = cron.NewChain(cron.SkipIfStillRunning(quiet), cron.Recover(quiet)).Then(cron.FuncJob(func() { s.look(context.Background()) }))
	return s
}

// Look looks now whether there is something to plan, for whoever set the clock
// forward: an alarm that was set before rings by the machine's time.
func (s *Scheduler) Look() { s.job.Run() }

// recheckAt is when what takes effect on a day is applied. It is a little after
// midnight, so that no clock is still on the day before.
var recheckAt = Clock{0, 5}

// Run works until ctx ends; a look that was begun is finished.
func (s *Scheduler) Run(ctx context.Context) error {
	p, quiet := s.planner, cronLog{s.log}
	alarm := cron.New(cron.WithLocation(p.Zone), cron.WithLogger(quiet))
	beside := s.daily.job(ctx)
	looks := append(s.daily.specs(), spec(recheckAt), spec(p.DigestAt),
		// A timer does not count the hours in which the machine slept. A look
		// every hour of the day finds what was missed then, or what failed.
		fmt.Sprintf("0 %d-%d * * *", p.Hours.From.Hour, p.Hours.Until.Hour))
	slices.Sort(looks)
	for _, at := range slices.Compact(looks) {
		schedule, err := cron.ParseStandard(at)
		if err != nil {
			return fmt.Errorf("schedule %q: %w", at, err)
		}
		alarm.Schedule(ourTime{schedule, p.Now, p.Zone}, s.job)
		alarm.Schedule(ourTime{schedule, p.Now, p.Zone}, beside)
	}
	s.Look()
	var first sync.WaitGroup
	first.Go(beside.Run)
	alarm.Start()
	<-ctx.Done()
	<-alarm.Stop().Done()
	first.Wait()
	return nil
}

func spec(c Clock) string { return fmt.Sprintf("%d %d * * *", c.Minute, c.Hour) }

// look does each job whose time has come today and that was not done yet.
func (s *Scheduler) look(ctx context.Context) {
	p := s.planner
	at := settled(p.Now().In(p.Zone))
	day := model.DayOf(at, p.Zone)
	if s.rechecked != day && !at.Before(recheckAt.on(day, p.Zone)) {
		changed, err := p.Store.CatchUp(ctx, at)
		if err != nil {
			// Planning by due days of yesterday would remind of the wrong
			// duties; the next look tries again.
			s.failed(ctx, "recheck", err)
			return
		}
		s.rechecked = day
		s.log.Info("rechecked", "day", day, "households", changed)
	}
	if s.planned == day || at.Before(p.DigestAt.on(day, p.Zone)) || !p.Hours.hold(at, day, p.Zone) {
		return
	}
	planned, err := p.Queue(ctx, at)
	if err != nil {
		s.failed(ctx, "plan", err)
		return
	}
	if planned.Held {
		return // the restore may be confirmed today
	}
	s.planned = day
	s.log.Info("planned", "day", day, "digests", planned.Queued)
	if planned.Queued > 0 && s.wake != nil {
		s.wake()
	}
}

func (s *Scheduler) failed(ctx context.Context, job string, err error) {
	if ctx.Err() == nil {
		s.log.Error("job failed", "job", job, "error", err)
	}
}

// ourTime is a schedule by the program's clock, which `serve --at` sets. Cron
// itself knows only the machine's.
type ourTime struct {
	cron.Schedule
	now  func() time.Time
	zone *time.Location
}

func (o ourTime) Next(machine time.Time) time.Time {
	ours := o.now()
	next := o.Schedule.Next(settled(ours.In(o.zone)))
	if next.IsZero() {
		return next
	}
	return machine.Add(next.Sub(ours))
}

// settled rounds a time that is a hair off a full second: between asking the
// machine's clock and ours a moment passes, so that an alarm may ring that much
// too early.
func settled(t time.Time) time.Time {
	if r := t.Round(time.Second); r.Sub(t).Abs() < 20*time.Millisecond {
		return r
	}
	return t
}

// cronLog hands on that a job panicked; cron's routine is of interest to nobody.
type cronLog struct{ *slog.Logger }

func (cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, _ string, more ...any) {
	l.Logger.Error("job panicked", "error", err, "stack", fmt.Sprint(more...))
}
