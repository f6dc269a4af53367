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
	"go.yaml.in/yaml/v3"
	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

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
	Serve       serveCommand       `cmd:"" help:"${cli_serve}"`
	Demo        demoCommand        `cmd:"" help:"${cli_demo}"`
	Import      importCommand      `cmd:"" help:"${cli_import}"`
	Invite      inviteCommand      `cmd:"" help:"${cli_invite}"`
	Households  householdsCommand  `cmd:"" help:"${cli_households}"`
	Contacts    contactsCommand    `cmd:"" help:"${cli_contacts}"`
	Emergencies emergenciesCommand `cmd:"" help:"${cli_emergencies}"`
	Overdue     overdueCommand     `cmd:"" help:"${cli_overdue}"`
	Why         whyCommand         `cmd:"" help:"${cli_why}"`
	Remind      remindCommand      `cmd:"" help:"${cli_remind}"`
	Inbox       inboxCommand       `cmd:"" help:"${cli_inbox}"`
	Outbox      outboxCommand      `cmd:"" help:"${cli_outbox}"`
	Audit       auditCommand       `cmd:"" help:"${cli_audit}"`
	Config      configCommand      `cmd:"" help:"${cli_config}"`
	Doctor      doctorCommand      `cmd:"" help:"${cli_doctor}"`
}

// office is what every command works with.
type office struct {
	ctx    context.Context
	config config.Config
	words  *text.Catalogue
	out    io.Writer
	errs   io.Writer
	now    func() time.Time
}

// run is the program. It answers the exit status: 0 done, 1 it could not be
// done, 2 the call was wrong.
func run(ctx context.Context, args []string, getenv func(string) string, out, errs io.Writer) int {
	words, err := text.Load()
	if err != nil {
		fmt.Fprintln(errs, err)
		return failed
	}
	c, faults := config.Load(getenv)
	o := &office{ctx: ctx, config: c, words: words, out: out, errs: errs, now: time.Now}
	exit := -1
	var table commands
	parser, err := kong.New(&table, kong.Name("ringkeeper"), kong.Description(o.say("cli.about", nil)), kong.Writers(out, errs),
		kong.Exit(func(code int) { exit = code }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), o.help(), kong.Bind(o))
	if err != nil {
		fmt.Fprintln(errs, err)
		return failed
	}
	call, err := parser.Parse(args)
	switch {
	case exit >= 0: // --help was answered
		return exit
	case err != nil:
		fmt.Fprintln(errs, o.say("cli.misused", model.Args{"error": err.Error()}))
		return misused
	case faults != nil:
		for _, line := range strings.Split(faults.Error(), "\n") {
			fmt.Fprintln(errs, line)
		}
		return failed
	}
	if err := call.Run(o); err != nil {
		var wrong misuse
		fmt.Fprintln(errs, o.explain(err))
		if errors.As(err, &wrong) {
			return misused
		}
		return failed
	}
	return done
}

// misuse is an error of the call rather than of what it asked for.
type misuse struct{ error }

// help gives kong the catalogue's words for commands and flags.
func (o *office) help() kong.Vars {
	vars := kong.Vars{}
	for _, key := range []string{
		"serve", "demo", "import", "invite", "households", "contacts", "emergencies", "overdue", "why", "remind", "inbox",
		"outbox", "audit", "config", "doctor", "at", "area", "json", "exit", "dry_run", "all", "files", "cadres", "number",
	} {
		vars["cli_"+key] = o.say("cli."+key, nil)
	}
	return vars
}

func (o *office) zone() *time.Location { return o.config.Zone.Location }

// speaker speaks the configured language, as of the present day.
func (o *office) speaker() text.Speaker {
	return o.words.In(o.config.Language, model.DayOf(o.now(), time.Local), o.zone())
}

func (o *office) say(key string, args model.Args) string {
	if o.zone() == nil {
		o.config = config.Default()
	}
	return text.Plain(o.speaker().Say(key, args))
}

// explain gives one line for an error: what happened and what to do.
func (o *office) explain(err error) string {
	for _, known := range []struct {
		err error
		key string
	}{
		{store.ErrBusy, "error.busy"}, {store.ErrFull, "error.full"}, {store.ErrNewer, "error.newer"},
		{store.ErrNotDatabase, "error.not_database"}, {store.ErrSenderBusy, "error.sender_busy"},
		{telegram.ErrToken, "error.token"}, {bot.ErrNoCadre, "error.no_cadre"}, {bot.ErrTwoCadres, "error.two_cadres"},
		{intake.ErrFile, "error.file"}, {intake.ErrFaults, "error.faults"},
		{report.ErrNoHousehold, "error.no_household"}, {store.ErrNoArea, "error.no_area"}, {store.ErrAmbiguousArea, "error.ambiguous_area"},
	} {
		if errors.Is(err, known.err) {
			return o.say(known.key, model.Args{"error": err.Error(), "path": o.config.Database})
		}
	}
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}

// open opens the database and brings it up to the day.
func (o *office) open(at time.Time) (*store.Store, error) {
	st, err := store.Open(o.ctx, o.config.Database, store.Options{Policy: o.config.Policy, Zone: o.zone()})
	if err != nil {
		return nil, err
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
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, w.At, o.zone()); err == nil {
			return t, nil
		}
	}
	if day, err := model.ParseDay(w.At); err == nil { // a day alone means the hour of its digest
		return day.At(o.config.DigestAt.Hour, o.config.DigestAt.Minute, o.zone()), nil
	}
	return time.Time{}, misuse{errors.New(o.say("error.at", model.Args{"at": w.At}))}
}

// listing is what every list takes.
type listing struct {
	when
	Area string `placeholder:"NAME" help:"${cli_area}"`
	JSON bool   `name:"json" help:"${cli_json}"`
}

// print opens the database for a list and has it printed.
func (l listing) print(o *office, list func(context.Context, report.Query) error) error {
	at, err := l.time(o)
	if err != nil {
		return err
	}
	st, err := o.open(at)
	if err != nil {
		return err
	}
	defer st.Close()
	q := report.Query{Printer: o.printer(l.JSON, at), Store: st, At: model.DayOf(at, o.zone())}
	if l.Area != "" {
		area, err := st.AreaByName(o.ctx, l.Area)
		if err != nil {
			return err
		}
		q.Area = area.Scope()
	}
	return list(o.ctx, q)
}

func (o *office) printer(json bool, at time.Time) report.Printer {
	s := o.words.In(o.config.Language, model.DayOf(at, o.zone()), o.zone())
	p := report.Printer{
		Out: o.out, JSON: json, Zone: o.zone(),
		Word:  func(v any) string { return text.Plain(fmt.Sprint(s.Word(v))) },
		Plain: text.Plain,
		Say:   func(key string, args model.Args) string { return text.Plain(s.Say(key, args)) },
	}
	if f, ok := o.out.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			p.Width = width
		}
	}
	return p
}

type (
	householdsCommand  struct{ listing }
	contactsCommand    struct{ listing }
	emergenciesCommand struct{ listing }
	overdueCommand     struct{ listing }
	inboxCommand       struct{ listing }
	outboxCommand      struct{ listing }
	auditCommand       struct{ listing }
	whyCommand         struct {
		Number string `arg:"" help:"${cli_number}"`
		listing
	}
)

func (c householdsCommand) Run(o *office) error  { return c.print(o, report.PrintHouseholds) }
func (c contactsCommand) Run(o *office) error    { return c.print(o, report.PrintContacts) }
func (c emergenciesCommand) Run(o *office) error { return c.print(o, report.PrintEmergencies) }
func (c overdueCommand) Run(o *office) error     { return c.print(o, report.PrintOverdue) }
func (c inboxCommand) Run(o *office) error       { return c.print(o, report.PrintInbox) }
func (c outboxCommand) Run(o *office) error      { return c.print(o, report.PrintOutbox) }
func (c auditCommand) Run(o *office) error       { return c.print(o, report.PrintAudit) }

func (c whyCommand) Run(o *office) error {
	return c.print(o, func(ctx context.Context, q report.Query) error {
		return report.PrintWhy(ctx, q, c.Number, o.config.Policy)
	})
}

type configCommand struct{}

// Run prints what is in force. Secrets say only whether they are set.
func (configCommand) Run(o *office) error {
	y, err := yaml.Marshal(o.config)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(o.out, "# TELEGRAM_BOT_TOKEN: %s\n# TELEGRAM_API_URL: %s\n# DATABASE_URL: %s\n%s",
		o.config.Token, o.config.APIURL, o.config.Database, y)
	return err
}

type inviteCommand struct {
	Cadres []string `arg:"" optional:"" name:"cadre" help:"${cli_cadres}"`
	All    bool     `help:"${cli_all}"`
	listing
}

// Run makes an invitation for each cadre named by name or phone; a new one voids
// the old. With --all everyone who is not bound yet gets one.
func (c inviteCommand) Run(o *office) error {
	if c.All == (len(c.Cadres) > 0) {
		return misuse{errors.New(o.say("error.invite", nil))}
	}
	client, err := o.telegram()
	if err != nil {
		return err
	}
	username, _, err := client.Me(o.ctx)
	if err != nil {
		return err
	}
	at, err := c.time(o)
	if err != nil {
		return err
	}
	return c.print(o, func(ctx context.Context, q report.Query) error {
		invited, err := q.Store.Cadres(o.ctx, store.CadreFilter{Unbound: c.All})
		if err != nil {
			return err
		}
		if !c.All {
			if invited, err = o.named(invited, c.Cadres); err != nil {
				return err
			}
		}
		links, err := bot.Invite(ctx, q.Store, username, invited, time.Duration(o.config.InvitationDays)*24*time.Hour, model.InstantOf(at))
		if err != nil {
			return err
		}
		return report.List(q.Printer, report.InviteColumns, report.Invites(invited, links))
	})
}

func (o *office) named(all []model.Cadre, names []string) (found []model.Cadre, err error) {
	for _, name := range names {
		c, wrong := bot.Named(all, name)
		found = append(found, c)
		if wrong != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", name, wrong))
		}
	}
	return found, err
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
		began := time.Now()
		o.now = func() time.Time { return at.Add(time.Since(began)) }
	}
	client, err := o.telegram()
	if err != nil {
		return err
	}
	username, _, err := client.Me(o.ctx)
	if err != nil {
		return err
	}
	release, err := store.LockSender(o.config.Database)
	if err != nil {
		return err
	}
	defer release()
	st, err := o.open(at)
	if err != nil {
		return err
	}
	defer st.Close()
	return o.serve(o.ctx, st, client, username)
}

func (o *office) log() *slog.Logger { return slog.New(slog.NewTextHandler(o.errs, nil)) }

// telegram returns the client of the bot's token.
func (o *office) telegram() (*telegram.Client, error) {
	if !o.config.Token.Set() {
		return nil, errors.New(o.say("error.no_token", nil))
	}
	return telegram.New(telegram.Options{Token: o.config.Token.Reveal(), APIURL: o.config.APIURL})
}

// lookEvery is how often serve looks for what another process queued.
const lookEvery = 5 * time.Second

// serve wires the program together and works until ctx ends.
func (o *office) serve(ctx context.Context, st *store.Store, client *telegram.Client, username string) error {
	log := o.log()
	calendar, err := reminders.LoadCalendar(o.config.Holidays)
	if err != nil {
		return err
	}
	service := o.service(st, client, username, log)
	service.Introduce(ctx)
	scheduler := reminders.NewScheduler(o.reminders(st, calendar, log), service.Wake)
	log.Info("serving", "bot", username, "database", o.config.Database, "at", o.now().In(o.zone()))
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error { return service.Run(ctx) })
	work.Go(func() error { return scheduler.Run(ctx) })
	err = work.Wait()
	log.Info("stopped")
	return err
}

func (o *office) service(st *store.Store, client *telegram.Client, username string, log *slog.Logger) *bot.Service {
	return bot.NewService(bot.ServiceOptions{
		Store: st, Client: client, Words: o.words, Username: username, Config: o.config, Limits: telegram.DefaultLimits(),
		Now: o.now, Log: log, LookEvery: lookEvery,
	})
}

func (o *office) reminders(st *store.Store, calendar *reminders.Calendar, log *slog.Logger) reminders.Options {
	c := o.config
	return reminders.Options{
		Store: st, Calendar: calendar, Steps: c.Steps, Zone: o.zone(), DigestAt: reminders.Clock(c.DigestAt),
		Hours:       reminders.Hours{From: reminders.Clock(c.Hours.From), Until: reminders.Clock(c.Hours.Until)},
		LeaderAfter: c.LeaderAfter, Handover: c.Policy.Grace[model.Contact], Now: o.now, Log: log,
	}
}

type remindCommand struct {
	DryRun bool `help:"${cli_dry_run}"`
	listing
}

// Run plans what is due and sends it, once. Beside a running serve it only
// queues: that one sends.
func (c remindCommand) Run(o *office) error {
	at, err := c.time(o)
	if err != nil {
		return err
	}
	return c.print(o, func(ctx context.Context, q report.Query) error {
		calendar, err := reminders.LoadCalendar(o.config.Holidays)
		if err != nil {
			return err
		}
		planner := reminders.NewPlanner(o.reminders(q.Store, calendar, nil))
		plan := planner.Plan
		if c.DryRun {
			plan = planner.Preview
		}
		planned, err := plan(ctx, at)
		if err != nil {
			return err
		}
		rows := make([]report.Planned, len(planned.Decisions))
		for i, d := range planned.Decisions {
			rows[i] = report.Planned{Cadre: d.Cadre, Send: d.Send, Reason: string(d.Reason), Due: []report.PlannedDuty{}, Open: d.Open}
			for _, due := range d.Due {
				rows[i].Due = append(rows[i].Due, report.PlannedDuty{Household: due.Household.Number, Kind: due.Kind, Due: due.Due.On, Step: due.Step})
			}
		}
		if err := report.List(q.Printer, report.PlannedColumns, rows); err != nil || c.DryRun {
			return err
		}
		return o.sendOnce(q.Store, at)
	})
}

// sendOnce sends what waits, unless a running serve does.
func (o *office) sendOnce(st *store.Store, at time.Time) error {
	release, err := store.LockSender(o.config.Database)
	if errors.Is(err, store.ErrSenderBusy) {
		return nil
	}
	if err != nil {
		return err
	}
	defer release()
	client, err := o.telegram()
	if err != nil {
		return err
	}
	username, _, err := client.Me(o.ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	o.now = func() time.Time { return at.Add(time.Since(began)) }
	return o.service(st, client, username, o.log()).SendOnce(o.ctx)
}

type doctorCommand struct {
	when
	JSON bool `name:"json" help:"${cli_json}"`
}

// Run looks at everything that the bot needs, and says what to do.
func (c doctorCommand) Run(o *office) error {
	at, err := c.time(o)
	if err != nil {
		return err
	}
	h := report.Health{Day: model.DayOf(at, o.zone()), Policy: o.config.Policy}
	client, err := o.telegram()
	if err == nil {
		h.Bot, _, err = client.Me(o.ctx)
	}
	h.Telegram = err
	calendar, err := reminders.LoadCalendar(o.config.Holidays)
	if err != nil {
		return err
	}
	h.MissingYear, _ = calendar.MissingYear(h.Day)
	st, err := o.open(at)
	if err == nil {
		defer st.Close()
		err = h.Examine(o.ctx, st)
	}
	h.Database = err
	p := o.printer(c.JSON, at)
	checks, ill := report.Checks(p, h, o.explain)
	if err := report.PrintChecks(p, checks); err != nil {
		return err
	}
	if ill {
		return errors.New(o.say("error.ill", nil))
	}
	return nil
}

type importCommand struct {
	Files  []string `arg:"" name:"file" help:"${cli_files}"`
	DryRun bool     `help:"${cli_dry_run}"`
	when
}

func (c importCommand) Run(o *office) error {
	at, err := c.time(o)
	if err != nil {
		return err
	}
	st, err := o.open(at)
	if err != nil {
		return err
	}
	defer st.Close()
	in := intake.Import{Store: st, Policy: o.config.Policy, Zone: o.zone(), At: at, Dry: c.DryRun, Actor: "operator"}
	return in.Run(o.ctx, o.printer(false, at), c.Files)
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
	o.errs = io.Discard // the story is not for those who read logs
	st, err := o.open(o.now())
	if err != nil {
		return err
	}
	defer st.Close()
	if err := stage.Fill(o.ctx, st, o.printer(false, o.now())); err != nil {
		return err
	}
	client, err := o.telegram()
	if err != nil {
		return err
	}
	work, ctx := errgroup.WithContext(o.ctx)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	work.Go(func() error { return o.serve(ctx, st, client, stage.Username) })
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
