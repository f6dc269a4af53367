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
	"ringkeeper/model/store"
	"ringkeeper/reminders"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

// The exit statuses that scripts depend on.
const (
	done    = 0
	failed  = 1
	misused = 2
)

type commands struct {
	Serve       serveCommand    `cmd:""`
	Demo        demoCommand     `cmd:""`
	Import      terminal.Import `cmd:""`
	Invite      terminal.Invite `cmd:""`
	Households  terminal.List   `cmd:""`
	Contacts    terminal.List   `cmd:""`
	Emergencies terminal.List   `cmd:""`
	Overdue     terminal.List   `cmd:""`
	Why         terminal.Why    `cmd:""`
	Forget      terminal.Forget `cmd:""`
	Remind      remindCommand   `cmd:""`
	Inbox       terminal.List   `cmd:""`
	Outbox      terminal.List   `cmd:""`
	Audit       terminal.List   `cmd:""`
	Config      terminal.Config `cmd:""`
	Doctor      doctorCommand   `cmd:""`
}

// office is what the commands of this file work with.
type office struct{ *terminal.Desk }

// run is the program. It answers the exit status: 0 done, 1 it could not be
// done, 2 the call was wrong.
func run(ctx context.Context, args []string, getenv func(string) string, out, errs io.Writer) (status int) {
	words, err := text.Load()
	if err != nil {
		fmt.Fprintln(errs, err)
		return failed
	}
	c, faults := config.Load(getenv)
	desk := &terminal.Desk{Config: c, Words: words, Out: out, Log: slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{ReplaceAttr: terminal.Discreet})), Now: time.Now}
	answer := func(err error) int {
		if err == nil {
			return done
		}
		fmt.Fprintln(errs, desk.Explain(err))
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
	exit := -1
	var table commands
	parser, err := kong.New(&table, kong.Name("ringkeeper"), kong.Description(desk.Say("cli.about", nil)), kong.Writers(out, errs),
		kong.Exit(func(code int) { exit = code }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.PostBuild(desk.Help), kong.Help(desk.PrintHelp),
		kong.Bind(desk, &office{desk}), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return answer(err)
	}
	call, err := parser.Parse(args)
	switch {
	case exit >= 0: // --help was answered
		return exit
	case err != nil:
		return answer(desk.Misused(err))
	case faults != nil:
		return answer(desk.Misconfigured(faults))
	}
	return answer(call.Run())
}

type serveCommand struct{ terminal.When }

// Run runs the bot and its scheduler until it is stopped. With --at the clock
// starts there and runs on.
func (c serveCommand) Run(ctx context.Context, o *office) error {
	at, err := c.Time(o.Desk)
	if err != nil {
		return err
	}
	if c.At != "" {
		o.Now = demo.NewClock(at, time.Now).Now
	}
	client, username, err := o.Telegram(ctx)
	if err != nil {
		return err
	}
	st, err := o.Open(ctx, at)
	if err != nil {
		return err
	}
	defer st.Close()
	release, err := store.LockSender(o.Config.Database)
	if err != nil {
		return err
	}
	defer release()
	work, _, err := o.wire(st, client, username)
	if err != nil {
		return err
	}
	return work(ctx)
}

// calendar returns the workdays.
func (o *office) calendar() (*reminders.Calendar, error) {
	c, err := reminders.LoadCalendar(o.Config.Holidays)
	if err != nil {
		return nil, &report.Fault{Key: "error.holidays", Args: model.Args{"path": o.Config.Holidays, "error": report.Cause(err)}, Err: err}
	}
	return c, nil
}

// wire wires the bot and its scheduler together: work runs them until its context
// ends, look has the scheduler look at once.
func (o *office) wire(st *store.Store, client *telegram.Client, username string) (work func(context.Context) error, look func(), err error) {
	calendar, err := o.calendar()
	if err != nil {
		return nil, nil, err
	}
	service := o.service(st, client, username)
	scheduler := reminders.NewScheduler(o.reminders(st, calendar), service.Wake)
	return func(ctx context.Context) error {
		service.Introduce(ctx)
		o.Log.Info("serving", "bot", username, "database", o.Config.Database, "at", o.Now().In(o.Zone()))
		defer o.Log.Info("stopped")
		work, ctx := errgroup.WithContext(ctx)
		work.Go(func() error { return service.Run(ctx) })
		work.Go(func() error { return scheduler.Run(ctx) })
		return work.Wait()
	}, scheduler.Look, nil
}

func (o *office) service(st *store.Store, client *telegram.Client, username string) *bot.Service {
	return bot.NewService(bot.ServiceOptions{
		Store: st, Client: client, Words: o.Words, Username: username, Config: o.Config, Limits: telegram.DefaultLimits(),
		Now: o.Now, Log: o.Log, LookEvery: 5 * time.Second, // for what another process queued
	})
}

func (o *office) reminders(st *store.Store, calendar *reminders.Calendar) reminders.Options {
	c := o.Config
	return reminders.Options{
		Store: st, Calendar: calendar, Steps: c.Steps, Zone: o.Zone(), DigestAt: reminders.Clock(c.DigestAt),
		Hours:       reminders.Hours{From: reminders.Clock(c.Hours.From), Until: reminders.Clock(c.Hours.Until)},
		LeaderAfter: c.LeaderAfter, Handover: c.Policy.Grace[model.Contact], Now: o.Now, Log: o.Log,
	}
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
		return o.service(q.Store, client, username).SendOnce(ctx)
	})
}

func printPlanned(ctx context.Context, q report.Query, plan func(context.Context, time.Time) (reminders.Planned, error)) error {
	planned, err := plan(ctx, q.Time)
	if err != nil {
		return err
	}
	rows := make([]report.Planned, len(planned.Decisions))
	for i, d := range planned.Decisions {
		rows[i] = report.Planned{Cadre: d.Cadre, Send: d.Send, Reason: string(d.Reason), Due: []report.PlannedDuty{}, Open: d.Open}
		for _, due := range d.Due {
			rows[i].Duty(due.Household, due.Kind, due.Due.On, due.Step)
		}
	}
	return report.List(q.Printer, report.PlannedColumns, rows)
}

type doctorCommand struct{ terminal.AsOf }

// Run looks at everything that the bot needs, and says what to do.
func (c doctorCommand) Run(ctx context.Context, o *office) error {
	at, err := c.Time(o.Desk)
	if err != nil {
		return err
	}
	h := report.Health{Day: model.DayOf(at, o.Zone()), Policy: o.Config.Policy}
	_, h.Bot, h.Telegram = o.Telegram(ctx)
	calendar, err := o.calendar()
	if h.Calendar = err; err == nil {
		h.MissingYear, _ = calendar.MissingYear(h.Day)
	}
	st, err := o.Open(ctx, at)
	if h.Database = err; err == nil {
		defer st.Close()
		h.Examine(ctx, st)
	}
	return report.Doctor(o.Printer(c.JSON, at), h, o.Explain)
}

type demoCommand struct {
	Exit bool
}

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
	st, err := o.Open(ctx, o.Now())
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
	serve, look, err := o.wire(st, client, stage.Username)
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
