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
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // the district's zone on machines that have no zone data

	"github.com/alecthomas/kong"
	"golang.org/x/sync/errgroup"

	"ringkeeper/bot"
	"ringkeeper/bot/demo"
	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/roster/intake"
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
	Serve       serveCommand  `cmd:"" help:"${cli_serve}"`
	Demo        demoCommand   `cmd:"" help:"${cli_demo}"`
	Import      importCommand `cmd:"" help:"${cli_import}"`
	Invite      inviteCommand `cmd:"" help:"${cli_invite}"`
	Households  listCommand   `cmd:"" help:"${cli_households}"`
	Contacts    listCommand   `cmd:"" help:"${cli_contacts}"`
	Emergencies listCommand   `cmd:"" help:"${cli_emergencies}"`
	Overdue     listCommand   `cmd:"" help:"${cli_overdue}"`
	Why         whyCommand    `cmd:"" help:"${cli_why}"`
	Remind      remindCommand `cmd:"" help:"${cli_remind}"`
	Inbox       listCommand   `cmd:"" help:"${cli_inbox}"`
	Outbox      listCommand   `cmd:"" help:"${cli_outbox}"`
	Audit       listCommand   `cmd:"" help:"${cli_audit}"`
	Config      configCommand `cmd:"" help:"${cli_config}"`
	Doctor      doctorCommand `cmd:"" help:"${cli_doctor}"`
}

// office is what every command works with.
type office struct {
	ctx    context.Context
	config config.Config
	words  *text.Catalogue
	out    io.Writer
	log    *slog.Logger
	now    func() time.Time
}

// run is the program. It answers the exit status: 0 done, 1 it could not be
// done, 2 the call was wrong.
func run(ctx context.Context, args []string, getenv func(string) string, out, errs io.Writer) (status int) {
	words, err := text.Load()
	if err != nil {
		fmt.Fprintln(errs, err)
		return failed
	}
	c, faults := config.Load(getenv)
	o := &office{ctx: ctx, config: c, words: words, out: out, log: slog.New(slog.NewTextHandler(errs, nil)), now: time.Now}
	defer func() {
		if fault := recover(); fault != nil {
			status = o.fail(errs, fmt.Errorf("%v", fault))
		}
	}()
	exit := -1
	var table commands
	parser, err := kong.New(&table, kong.Name("ringkeeper"), kong.Description(o.say("cli.about", nil)), kong.Writers(out, errs),
		kong.Exit(func(code int) { exit = code }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), o.help(), kong.Bind(o))
	if err != nil {
		return o.fail(errs, err)
	}
	parser.Model.HelpFlag.Help = o.say("cli.help", nil)
	call, err := parser.Parse(args)
	switch {
	case exit >= 0: // --help was answered
		return exit
	case err != nil:
		return o.fail(errs, report.Misuse("cli.misused", model.Args{"error": err.Error()}))
	case faults != nil:
		return o.fail(errs, &report.Fault{Key: "error.config", Args: model.Args{"faults": o.speaker(o.now()).Clauses(config.Words(faults, o.say))}})
	}
	return o.fail(errs, call.Run(o))
}

// fail says in one line what went wrong, if anything did, and what to do; it
// answers the exit status.
func (o *office) fail(errs io.Writer, err error) int {
	if err == nil {
		return done
	}
	fmt.Fprintln(errs, o.explain(err))
	if errors.Is(err, report.ErrMisused) {
		return misused
	}
	return failed
}

// explain gives one line for an error, in which the token never stands.
func (o *office) explain(err error) string {
	var f *telegram.Failure
	switch answered := errors.As(err, &f); {
	case errors.Is(err, telegram.ErrToken):
		err = &report.Fault{Key: "error.token", Err: err}
	case answered && f.Outcome.Kind == telegram.Conflict:
		err = &report.Fault{Key: "error.conflict", Err: err}
	case answered:
		err = &report.Fault{Key: "error.unreachable", Args: model.Args{"error": f.Error()}, Err: err}
	}
	return report.Explainer{Say: o.say, Path: o.config.Database, Secret: o.config.Token.Reveal()}.Explain(err)
}

// help gives kong the catalogue's words for commands and flags.
func (o *office) help() kong.Vars {
	vars := kong.Vars{}
	for key := range strings.FieldsSeq("serve demo import invite households contacts emergencies overdue why remind inbox outbox audit config doctor " +
		"at area json exit dry_run all files cadres number") {
		vars["cli_"+key] = o.say("cli."+key, nil)
	}
	return vars
}

func (o *office) zone() *time.Location { return o.config.Zone.Location }

// speaker speaks the configured language, as of the day of a moment.
func (o *office) speaker(at time.Time) text.Speaker {
	return o.words.In(o.config.Language, model.DayOf(at, o.zone()), o.zone())
}

func (o *office) say(key string, args model.Args) string {
	return text.Plain(o.speaker(o.now()).Say(key, args))
}

// open opens the database and brings it up to the day.
func (o *office) open(at time.Time) (*store.Store, error) {
	st, err := store.Open(o.ctx, o.config.Database, store.Options{Policy: o.config.Policy, Zone: o.zone()})
	if err != nil {
		return nil, report.Unopened(o.config.Database, err)
	}
	if _, err := st.CatchUp(o.ctx, at); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// when is the moment as of which a command works.
type when struct {
	At string `placeholder:"TIME" help:"${cli_at}"`
}

func (w when) time(o *office) (time.Time, error) {
	if w.At == "" {
		return o.now(), nil
	}
	if at, ok := o.config.Moment(w.At); ok {
		return at, nil
	}
	return time.Time{}, report.Misuse("error.at", model.Args{"at": w.At})
}

// ask opens the database as of the moment and has something printed; an empty
// area is the whole district.
func (w when) ask(o *office, json bool, area string, print func(context.Context, report.Query) error) error {
	at, err := w.time(o)
	if err != nil {
		return err
	}
	st, err := o.open(o.now()) // a list shows another day and brings nothing about
	if err != nil {
		return err
	}
	defer st.Close()
	q, err := report.Ask(o.ctx, st, o.printer(json, at), at, area)
	if err != nil {
		return err
	}
	return print(o.ctx, q)
}

// asOf is what a command takes that prints as of a moment.
type asOf struct {
	when
	JSON bool `name:"json" help:"${cli_json}"`
}

// listing is what every list takes.
type listing struct {
	asOf
	Area string `placeholder:"NAME" help:"${cli_area}"`
}

func (l listing) print(o *office, list func(context.Context, report.Query) error) error {
	return l.ask(o, l.JSON, l.Area, list)
}

func (o *office) printer(json bool, at time.Time) report.Printer {
	return report.NewPrinter(o.out, json, o.zone(), o.speaker(at), text.Plain)
}

type listCommand struct{ listing }

// Run prints the list that has the command's name.
func (c listCommand) Run(o *office, call *kong.Context) error {
	return c.print(o, report.Lists[call.Selected().Name])
}

type whyCommand struct {
	Number string `arg:"" help:"${cli_number}"`
	asOf
}

func (c whyCommand) Run(o *office) error {
	return c.ask(o, c.JSON, "", func(ctx context.Context, q report.Query) error {
		return report.PrintWhy(ctx, q, c.Number, o.config.Policy)
	})
}

type configCommand struct{}

// Run prints what is in force. Secrets say only whether they are set.
func (configCommand) Run(o *office) error { return o.config.Print(o.out) }

type inviteCommand struct {
	Cadres []string `arg:"" optional:"" name:"cadre" help:"${cli_cadres}"`
	All    bool     `help:"${cli_all}"`
	listing
}

// Run makes an invitation for each cadre named by name or phone; a new one voids
// the old. With --all everyone who is not bound yet gets one.
func (c inviteCommand) Run(o *office) error {
	if c.All == (len(c.Cadres) > 0) {
		return report.Misuse("error.invite", nil)
	}
	return c.print(o, func(ctx context.Context, q report.Query) error {
		invited, err := report.Invited(ctx, q, c.Cadres)
		if err != nil {
			return err
		}
		_, username, err := o.telegram(ctx)
		if err != nil {
			return err
		}
		links, err := bot.Invite(ctx, q.Store, username, invited, time.Duration(o.config.InvitationDays)*24*time.Hour, model.InstantOf(q.Time))
		if err != nil {
			return err
		}
		return report.List(q.Printer, report.InviteColumns, report.Invites(invited, links))
	})
}

type serveCommand struct{ when }

// Run runs the bot and its scheduler until it is stopped. With --at the clock
// starts there and runs on.
func (c serveCommand) Run(o *office) error {
	at, err := c.time(o)
	if err != nil {
		return err
	}
	if c.At != "" {
		o.now = demo.NewClock(at, time.Now).Now
	}
	client, username, err := o.telegram(o.ctx)
	if err != nil {
		return err
	}
	st, err := o.open(at)
	if err != nil {
		return err
	}
	defer st.Close()
	release, err := store.LockSender(o.config.Database)
	if err != nil {
		return err
	}
	defer release()
	work, _, err := o.wire(st, client, username)
	if err != nil {
		return err
	}
	return work(o.ctx)
}

// telegram returns the client of the bot's token and the bot's name, once
// Telegram has answered.
func (o *office) telegram(ctx context.Context) (client *telegram.Client, username string, err error) {
	if !o.config.Token.Set() {
		return nil, "", &report.Fault{Key: "error.no_token"}
	}
	if client, err = telegram.New(telegram.Options{Token: o.config.Token.Reveal(), APIURL: o.config.APIURL}); err != nil {
		return nil, "", &report.Fault{Key: "error.token", Err: err} // its form is wrong
	}
	username, _, err = client.Me(ctx)
	return client, username, err
}

// calendar returns the workdays.
func (o *office) calendar() (*reminders.Calendar, error) {
	c, err := reminders.LoadCalendar(o.config.Holidays)
	if err != nil {
		return nil, &report.Fault{Key: "error.holidays", Args: model.Args{"path": o.config.Holidays, "error": report.Cause(err)}, Err: err}
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
		o.log.Info("serving", "bot", username, "database", o.config.Database, "at", o.now().In(o.zone()))
		defer o.log.Info("stopped")
		work, ctx := errgroup.WithContext(ctx)
		work.Go(func() error { return service.Run(ctx) })
		work.Go(func() error { return scheduler.Run(ctx) })
		return work.Wait()
	}, scheduler.Look, nil
}

func (o *office) service(st *store.Store, client *telegram.Client, username string) *bot.Service {
	return bot.NewService(bot.ServiceOptions{
		Store: st, Client: client, Words: o.words, Username: username, Config: o.config, Limits: telegram.DefaultLimits(),
		Now: o.now, Log: o.log, LookEvery: 5 * time.Second, // for what another process queued
	})
}

func (o *office) reminders(st *store.Store, calendar *reminders.Calendar) reminders.Options {
	c := o.config
	return reminders.Options{
		Store: st, Calendar: calendar, Steps: c.Steps, Zone: o.zone(), DigestAt: reminders.Clock(c.DigestAt),
		Hours:       reminders.Hours{From: reminders.Clock(c.Hours.From), Until: reminders.Clock(c.Hours.Until)},
		LeaderAfter: c.LeaderAfter, Handover: c.Policy.Grace[model.Contact], Now: o.now, Log: o.log,
	}
}

type remindCommand struct {
	DryRun bool `help:"${cli_dry_run}"`
	asOf
}

// Run plans what is due and sends it, once; beside a running serve it only queues.
// Whether it can send is found out before anything is queued.
func (c remindCommand) Run(o *office) error {
	return c.ask(o, c.JSON, "", func(ctx context.Context, q report.Query) error {
		calendar, err := o.calendar()
		if err != nil {
			return err
		}
		planner := reminders.NewPlanner(o.reminders(q.Store, calendar))
		if c.DryRun {
			return printPlanned(ctx, q, planner.Preview)
		}
		release, err := store.LockSender(o.config.Database)
		switch {
		case errors.Is(err, store.ErrSenderBusy):
			return printPlanned(ctx, q, planner.Plan)
		case err != nil:
			return err
		}
		defer release()
		client, username, err := o.telegram(ctx)
		if err != nil {
			return err
		}
		if err := printPlanned(ctx, q, planner.Plan); err != nil {
			return err
		}
		o.now = demo.NewClock(q.Time, time.Now).Now
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

type doctorCommand struct{ asOf }

// Run looks at everything that the bot needs, and says what to do.
func (c doctorCommand) Run(o *office) error {
	at, err := c.time(o)
	if err != nil {
		return err
	}
	h := report.Health{Day: model.DayOf(at, o.zone()), Policy: o.config.Policy}
	_, h.Bot, h.Telegram = o.telegram(o.ctx)
	calendar, err := o.calendar()
	if h.Calendar = err; err == nil {
		h.MissingYear, _ = calendar.MissingYear(h.Day)
	}
	st, err := o.open(at)
	if h.Database = err; err == nil {
		defer st.Close()
		h.Examine(o.ctx, st)
	}
	return report.Doctor(o.printer(c.JSON, at), h, o.explain)
}

type importCommand struct {
	Files  []string `arg:"" name:"file" help:"${cli_files}"`
	DryRun bool     `help:"${cli_dry_run}"`
	when
}

func (c importCommand) Run(o *office) error {
	return c.ask(o, false, "", func(ctx context.Context, q report.Query) error {
		return intake.Import{Store: q.Store, Policy: o.config.Policy, Zone: o.zone(), At: q.Time, Dry: c.DryRun, Actor: "operator"}.
			Run(ctx, q.Printer, c.Files)
	})
}

type demoCommand struct {
	Exit bool `help:"${cli_exit}"`
}

// Run tells a day: an invented district in a database of its own, the real bot,
// and a local Telegram over real HTTP.
func (c demoCommand) Run(o *office) error {
	stage, err := demo.Open(config.Default())
	if err != nil {
		return err
	}
	defer stage.Close()
	o.now, o.config = stage.Clock.Now, stage.Config
	o.log = slog.New(slog.DiscardHandler) // the story is not for those who read logs
	st, err := o.open(o.now())
	if err != nil {
		return err
	}
	defer st.Close()
	if err := stage.Fill(o.ctx, st, o.printer(false, o.now())); err != nil {
		return err
	}
	client, _, err := o.telegram(o.ctx)
	if err != nil {
		return err
	}
	serve, look, err := o.wire(st, client, stage.Username)
	if err != nil {
		return err
	}
	stage.Clock.OnSet = look
	work, ctx := errgroup.WithContext(o.ctx)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	work.Go(func() error { return serve(ctx) })
	work.Go(func() error {
		defer stop()
		if err := stage.Tell(ctx, st, o.out); err != nil || c.Exit {
			return err
		}
		fmt.Fprintln(o.out, o.say("cli.demo_stays", model.Args{"database": o.config.Database, "api": o.config.APIURL}))
		<-ctx.Done()
		return nil
	})
	return work.Wait()
}
