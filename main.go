// Ringkeeper (圈层助手) sees to it that no household is forgotten. This file is the
// table of its commands and the wiring of serve and demo; what they do stands
// in the packages below.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // the district's zone on machines that have no zone data

	"github.com/alecthomas/kong"
	"golang.org/x/sync/errgroup"

	"ringkeeper/bot"
	"ringkeeper/bot/demo"
	"ringkeeper/bot/telegram"
	"ringkeeper/bot/terminal"
	"ringkeeper/bot/text"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/report/pulse"
	"ringkeeper/model/store"
	"ringkeeper/model/store/backup"
	"ringkeeper/reminders"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // a second signal ends the program at once
		<-time.After(10 * time.Second)
		os.Exit(failed) // whatever holds it up: what is committed is whole
	})
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
}

// The exit statuses that scripts depend on.
const (
	done    = 0
	failed  = 1
	misused = 2
)

type commands struct {
	Serve       serveCommand         `cmd:""`
	Demo        demoCommand          `cmd:""`
	Import      terminal.Import      `cmd:""`
	Template    terminal.Template    `cmd:""`
	Invite      terminal.Invite      `cmd:""`
	Households  terminal.List        `cmd:""`
	Contacts    terminal.List        `cmd:""`
	Emergencies terminal.Emergencies `cmd:""`
	Overdue     terminal.List        `cmd:""`
	Why         terminal.Why         `cmd:""`
	Forget      terminal.Forget      `cmd:""`
	Remind      remindCommand        `cmd:""`
	Inbox       terminal.List        `cmd:""`
	Outbox      terminal.List        `cmd:""`
	Audit       terminal.List        `cmd:""`
	Understand  terminal.Understand  `cmd:""`
	Backup      terminal.Backup      `cmd:""`
	Restore     terminal.Restore     `cmd:""`
	Config      terminal.Config      `cmd:""`
	Doctor      doctorCommand        `cmd:""`
	Completion  terminal.Completion  `cmd:""`
	Version     terminal.Version     `cmd:""`
}

// office is what the commands of this file work with.
type office struct {
	*terminal.Desk
	faults error // of the settings, which the doctor alone goes on with
}

// run is the program. It answers the exit status: 0 done, 1 it could not be
// done, 2 the call was wrong.
func run(ctx context.Context, args []string, getenv func(string) string, in io.Reader, out, errs io.Writer) (status int) {
	words, err := text.Load()
	if err != nil {
		fmt.Fprintln(errs, err)
		return failed
	}
	c, faults := config.Load(getenv)
	desk := &terminal.Desk{Config: c, Words: words, In: in, Out: out, Errs: errs, Log: c.Logger(errs), Now: time.Now}
	answer := func(err error) int {
		if err == nil {
			return done
		}
		desk.Tell(err)
		if errors.Is(err, report.ErrMisused) {
			return misused
		}
		return failed
	}
	defer func() {
		if fault := recover(); fault != nil {
			status = answer(fmt.Errorf("%v", fault))
		}
	}()
	exit, table := -1, commands{}
	parser, err := kong.New(&table, kong.Name("ringkeeper"), kong.Description(desk.Say("cli.about", nil)), kong.Writers(out, errs),
		kong.Exit(func(code int) { exit = code }), kong.PostBuild(desk.Help), kong.Help(desk.PrintHelp),
		kong.Bind(desk, &office{desk, faults}), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return answer(err)
	}
	call, err := parser.Parse(args)
	switch {
	case exit >= 0: // --help was answered
		return exit
	case err != nil:
		return answer(desk.Misused(err))
	case faults != nil && call.Command() != "doctor" && call.Command() != "version": // which are asked when things are broken
		return answer(desk.Misconfigured(faults))
	}
	return answer(call.Run())
}

type serveCommand struct{ terminal.When }

// Run runs the bot and its scheduler until it is stopped. With --at the clock
// starts there and runs on.
func (c serveCommand) Run(ctx context.Context, o *office) error {
	if err := c.serve(ctx, o); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil // stopped before it had begun
}

func (c serveCommand) serve(ctx context.Context, o *office) error {
	// The morning of a province makes garbage faster than the collector sees by
	// itself; beyond 40 MiB it hurries, so that the process stays near 100 MB.
	debug.SetGCPercent(50)
	debug.SetMemoryLimit(40 << 20)
	at, err := c.Time(o.Desk)
	if err != nil {
		return err
	}
	if c.At != "" {
		o.Now = demo.NewClock(at, time.Now).Now
	}
	if err := o.Learn(); err != nil {
		return err
	}
	client, username, asked := o.Telegram(ctx)
	if client == nil || errors.Is(asked, telegram.ErrToken) {
		return asked
	}
	// Before the database is opened, so that a newer program does not change it
	// under one that runs; whoever takes the lock next finds it closed.
	release, err := store.LockSender(o.Config.Database)
	if err != nil {
		return report.Unopened(o.Config.Database, err)
	}
	defer release()
	st, err := o.Begin(ctx, at)
	if err != nil {
		return err
	}
	defer st.Close()
	if err := o.TellHeld(ctx, st, at); err != nil {
		return err
	}
	if username, err = o.BotName(ctx, st, username, asked); err != nil {
		return err
	}
	watch, shown, err := o.pulse(st)
	if err != nil {
		return err
	}
	work, _, err := o.wire(st, client, username, watch, shown)
	if err != nil {
		return err
	}
	return work(ctx)
}

// pulse returns what counts for /healthz and /metrics, and what serves them
// until its context ends; both do nothing where nobody listens.
func (o *office) pulse(st *store.Store) (bot.Watch, func(context.Context) error, error) {
	if o.Config.Listen == "" {
		return bot.Watch{}, func(context.Context) error { return nil }, nil
	}
	l, err := pulse.Listen(o.Config.Listen)
	if err != nil {
		return bot.Watch{}, nil, err
	}
	p := pulse.New(st, o.Now, pulse.Outcomes{Polls: telegram.Failures, Sends: telegram.Outcomes})
	return bot.Watch{Polled: p.Polled, PollFailed: p.PollFailed, Turned: p.Turned, Called: p.Called}, func(ctx context.Context) error { return p.Serve(ctx, l) }, nil
}

// calendar returns the workdays.
func (o *office) calendar() (*reminders.Calendar, error) {
	c, err := reminders.LoadCalendar(o.Config.Holidays)
	if err != nil {
		return nil, &report.Fault{Key: "error.holidays", Args: model.Args{"path": o.Config.Holidays, "error": report.Cause(err)}, Err: err}
	}
	return c, nil
}

// wire wires the bot and its scheduler together: work runs them, and others beside
// them, until its context ends; look has the scheduler look at once.
func (o *office) wire(st *store.Store, client *telegram.Client, username string, watch bot.Watch, others ...func(context.Context) error) (work func(context.Context) error, look func(), err error) {
	calendar, err := o.calendar()
	if err != nil {
		return nil, nil, err
	}
	var service *bot.Service
	escalator := reminders.NewEscalator(st, o.reminders(st, calendar), func() { service.Wake() })
	service = o.service(st, client, username, watch, escalator.Wake)
	scheduler := reminders.NewScheduler(o.reminders(st, calendar), service.Wake)
	return func(ctx context.Context) error {
		service.Introduce(ctx)
		o.Log.Info("serving", "bot", username, "database", o.Config.Database, "at", o.Now().In(o.Zone()))
		return bot.Serve(ctx, o.Log, append(others, service.Run, scheduler.Run, escalator.Run)...)
	}, func() { scheduler.Look(); escalator.Wake() }, nil
}

func (o *office) service(st *store.Store, client *telegram.Client, username string, watch bot.Watch, wakeCases func()) *bot.Service {
	return bot.NewService(bot.ServiceOptions{
		Store: st, Client: client, Words: o.Words, Username: username, Config: o.Config, Limits: telegram.DefaultLimits(),
		Now: o.Now, Log: o.Log, LookEvery: 5 * time.Second, // for what another process queued
		Watch: watch, WakeCases: wakeCases,
	})
}

func (o *office) reminders(st *store.Store, calendar *reminders.Calendar) reminders.Options {
	c := o.Config
	return reminders.Options{
		Store: st, Calendar: calendar, Steps: c.Steps, Zone: o.Zone(), DigestAt: reminders.Clock(c.DigestAt),
		Hours:       reminders.Hours{From: reminders.Clock(c.Hours.From), Until: reminders.Clock(c.Hours.Until)},
		LeaderAfter: c.LeaderAfter, Handover: c.Policy.Grace[model.Contact], Limits: c.Emergencies, Hooks: c.CalledHooks(), Jobs: o.jobs(st), Now: o.Now, Log: o.Log,
	}
}

const backupJob = "backup"

// jobs are what serve does once a day beside reminding.
func (o *office) jobs(st *store.Store) []reminders.Job {
	jobs := []reminders.Job{{Name: "due_dates", At: reminders.Clock{Hour: 3}, Run: func(ctx context.Context, at time.Time) error {
		mended, err := st.Recheck(ctx, at)
		if len(mended) > 0 {
			o.Log.Warn("due dates differed from the history and were mended", "households", len(mended))
		}
		return err
	}}, {Name: "raw_text", At: reminders.Clock{Hour: 3, Minute: 30}, Run: func(ctx context.Context, at time.Time) error {
		_, err := st.ClearRaw(ctx, o.Config.KeepRawDays, at)
		return err
	}}}
	if b := o.Config.Backup; b.Folder != "" {
		jobs = append(jobs, reminders.Job{Name: backupJob, At: reminders.Clock(b.At), Run: o.daily(st).Run})
	}
	return jobs
}

func (o *office) daily(st *store.Store) backup.Daily {
	b := o.Config.Backup
	return backup.Daily{Database: o.Config.Database, Folder: b.Folder, Keep: b.Keep, Recipients: b.Keys(), Zone: o.Zone(), Kept: st}
}

// backups tells how the scheduled backups are at a moment.
func (o *office) backups(ctx context.Context, st *store.Store, at time.Time) (report.Backups, error) {
	c := o.Config.Backup
	if c.Folder == "" {
		return report.Backups{}, nil
	}
	standing, err := o.daily(st).Look(ctx, at)
	if err != nil {
		return report.Backups{}, err
	}
	failed, err := st.Meta(ctx, reminders.JobError(backupJob))
	return report.Backups{Folder: c.Folder, At: c.At.String(), Standing: standing, Error: failed}, err
}

type remindCommand struct {
	DryRun bool
	terminal.AsOf
}

// Run plans what is due and sends it, once; beside a running serve it only queues.
// Whether it can send is found out before anything is queued.
func (c remindCommand) Run(ctx context.Context, o *office) error {
	return c.Ask(ctx, o.Desk, func(ctx context.Context, q report.Query) error {
		calendar, err := o.calendar()
		if err != nil {
			return err
		}
		planner := reminders.NewPlanner(o.reminders(q.Store, calendar))
		if c.DryRun {
			return printPlanned(ctx, q, planner.Preview)
		}
		release, err := store.LockSender(o.Config.Database)
		switch {
		case errors.Is(err, store.ErrSenderBusy):
			return printPlanned(ctx, q, planner.Plan)
		case err != nil:
			return err
		}
		defer release()
		client, username, err := o.Telegram(ctx)
		if err != nil {
			return err
		}
		if err := printPlanned(ctx, q, planner.Plan); err != nil {
			return err
		}
		o.Now = demo.NewClock(q.Time, time.Now).Now
		return o.service(q.Store, client, username, bot.Watch{}, nil).SendOnce(ctx)
	})
}

func printPlanned(ctx context.Context, q report.Query, plan func(context.Context, time.Time) (reminders.Planned, error)) error {
	planned, err := plan(ctx, q.Time)
	if err != nil {
		return err
	}
	numbers, err := q.Store.HouseholdNumbers(ctx, planned.Households())
	if err != nil {
		return err
	}
	rows := make([]report.Planned, len(planned.Decisions))
	for i, d := range planned.Decisions {
		rows[i] = report.Planned{Cadre: d.Cadre, Send: d.Send, Reason: string(d.Reason), Due: []report.PlannedDuty{}, Open: d.Open}
		for _, due := range d.Due {
			for _, id := range due.Households {
				rows[i].Duty(numbers[id], due.Kind, due.Due, due.Step)
			}
		}
	}
	return report.List(q.Printer, report.PlannedColumns, rows)
}

type doctorCommand struct{ terminal.Doctor }

// Run looks at everything that the bot needs, the holidays among it.
func (c doctorCommand) Run(ctx context.Context, o *office) error {
	calendar, err := o.calendar()
	return c.Examine(ctx, o.Desk, o.faults, calendar, err, o.backups)
}

type demoCommand struct{ Exit bool }

// Run tells a day: an invented district in a database of its own, the real bot,
// and a local Telegram over real HTTP.
func (c demoCommand) Run(ctx context.Context, o *office) error {
	stage, err := demo.Open(config.Default())
	if err != nil {
		return err
	}
	defer stage.Close()
	o.Now, o.Config = stage.Clock.Now, stage.Config
	o.Log = slog.New(slog.DiscardHandler) // the story is not for those who read logs
	st, err := o.Begin(ctx, o.Now())
	if err != nil {
		return err
	}
	defer st.Close()
	if err := stage.Fill(ctx, st, o.Printer(false, o.Now())); err != nil {
		return err
	}
	client, _, err := o.Telegram(ctx)
	if err != nil {
		return err
	}
	serve, look, err := o.wire(st, client, stage.Username, bot.Watch{})
	if err != nil {
		return err
	}
	stage.Clock.OnSet = look
	work, ctx := errgroup.WithContext(ctx)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	work.Go(func() error { return serve(ctx) })
	work.Go(func() error {
		defer stop()
		if err := stage.Tell(ctx, st, o.Out); err != nil || c.Exit {
			return err
		}
		fmt.Fprintln(o.Out, o.Say("cli.demo_stays", model.Args{"database": o.Config.Database, "api": o.Config.APIURL}))
		<-ctx.Done()
		return nil
	})
	return work.Wait()
}
