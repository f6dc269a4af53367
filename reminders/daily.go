package reminders

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"

	"ringkeeper/model"
)

// Job is something to be done once a day that is not about reminders. It runs as
// soon as its hour has come; after a downtime it is made up for once. One that
// fails is tried again whenever the scheduler looks – at each full hour in which
// reminders may arrive – and keeps no other from its turn. Run is told to end
// when the program stops.
type Job struct {
	Name string // under which the store remembers the day on which it was done
	At   Clock
	Run  func(ctx context.Context, at time.Time) error
}

// JobDone and JobError name what the store remembers of a job: the last day on
// which it was done, and what went wrong since, if anything did.
func JobDone(name string) string { return "job:" + name }

// JobError is the name of what went wrong at the last try, empty for nothing.
func JobError(name string) string { return "job_error:" + name }

// daily does the jobs whose time has come.
type daily struct {
	jobs []Job
	kept notes
	zone *time.Location
	now  func() time.Time
	log  *slog.Logger
}

func newDaily(o Options) *daily {
	return &daily{jobs: o.Jobs, kept: o.Store, zone: o.Zone, now: o.Now, log: o.Log}
}

// specs are the hours of the jobs, for cron.
func (d *daily) specs() (specs []string) {
	for _, j := range d.jobs {
		specs = append(specs, spec(j.At))
	}
	return specs
}

// job is a look for cron: one at a time.
func (d *daily) job(ctx context.Context) cron.Job {
	quiet := cronLog{d.log}
	return cron.NewChain(cron.SkipIfStillRunning(quiet), cron.Recover(quiet)).Then(cron.FuncJob(func() { d.look(ctx) }))
}

func (d *daily) look(ctx context.Context) {
	for _, j := range d.jobs {
		err := d.do(ctx, j)
		if err != nil && ctx.Err() == nil {
			d.log.Error("job failed; it is tried again at the next full hour", "job", j.Name, "error", err)
		}
	}
}

// do does a job unless it was done today or its hour has not come.
func (d *daily) do(ctx context.Context, j Job) error {
	at := settled(d.now().In(d.zone))
	day := model.DayOf(at, d.zone)
	if at.Before(j.At.on(day, d.zone)) || ctx.Err() != nil {
		return nil
	}
	// A day that is not this one may be a later one too: `serve --at` lets days
	// be tried out.
	done, err := d.kept.Meta(ctx, JobDone(j.Name))
	if err != nil || done == day.String() {
		return err
	}
	problem := ""
	if err = j.try(ctx, at); ctx.Err() != nil {
		return nil
	} else if err != nil {
		problem = err.Error()
	} else if err = d.kept.SetMeta(ctx, JobDone(j.Name), day.String()); err == nil {
		d.log.Info("job done", "job", j.Name, "day", day)
	}
	return errors.Join(err, d.kept.SetMeta(ctx, JobError(j.Name), problem))
}

// try runs the job and makes an error of its panic.
func (j Job) try(ctx context.Context, at time.Time) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	return j.Run(ctx, at)
}
