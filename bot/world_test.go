package bot_test

import (
	"context"
	"flag"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot"
	"ringkeeper/bot/simulator"
	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
	"ringkeeper/reminders"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// world is a district with its office, its cadres and a local Telegram, all in
// fake time: what is tested is what stands on people's phones.
type world struct {
	*testing.T
	ctx      context.Context
	telegram *simulator.Server
	store    *store.Store
	config   config.Config
	path     string
	logs     *strings.Builder
	halt     func()
	people   map[string]*simulator.Person
	jobs     []reminders.Job           // done once a day beside reminding
	hooks    http.RoundTripper         // who receives the calls of hooks
	faulty   func(bot.Store) bot.Store // what the bot is made to meet; nil for the store itself
}

// onRoster is since when the households of most stories stand on the roster, so
// that a story can begin close to what it tells.
const onRoster = "2026-11-02 09:00"

// live runs a story in fake time that begins at a moment of Qilin's clock, with
// the district on the roster since that moment.
func live(t *testing.T, begin string, story func(w *world)) {
	t.Helper()
	liveSince(t, begin, begin, story)
}

// liveSince runs a story whose households stand on the roster since an earlier
// moment.
func liveSince(t *testing.T, since, begin string, story func(w *world)) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		w := &world{T: t, config: config.Default(), path: filepath.Join(dir, "ringkeeper.db"), logs: &strings.Builder{}, people: map[string]*simulator.Person{}}
		w.config.Token = config.NewSecret("123456:SIMULATED")
		var cancel context.CancelFunc
		w.ctx, cancel = context.WithCancel(t.Context())
		defer cancel()
		w.until(begin)
		w.telegram = simulator.New(simulator.Options{Limits: true, Now: func() time.Time { return time.Now().In(w.zone()) }, Username: "ringkeeper_bot"})
		w.open()
		w.halt = func() {} // until it starts
		defer func() { w.stop() }()
		w.roster(w.moment(since))
		w.start()
		story(w)
		if strings.Contains(w.logs.String(), w.config.Token.Reveal()) {
			t.Error("the token stands in the log")
		}
	})
}

func (w *world) zone() *time.Location { return w.config.Zone.Location }

// until lets time pass until a moment of Qilin's clock.
func (w *world) until(moment string) {
	w.Helper()
	w.pass(time.Until(w.moment(moment)))
}

func (w *world) moment(s string) time.Time {
	w.Helper()
	t, err := time.ParseInLocation("2006-01-02 15:04", s, w.config.Zone.Location)
	if err != nil {
		w.Fatal(err)
	}
	return t
}

// pass lets time pass, and whatever it brings.
func (w *world) pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func (w *world) open() {
	w.Helper()
	var err error
	w.store, err = store.Open(w.ctx, w.path, store.Options{Policy: w.config.Policy, Limits: w.config.Emergencies, Zone: w.zone()})
	if err != nil {
		w.Fatal(err)
	}
}

// start starts the bot as serve does.
func (w *world) start() {
	w.Helper()
	words, err := text.Load()
	if err != nil {
		w.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(w.logs, nil))
	client, err := telegram.New(telegram.Options{Token: w.config.Token.Reveal(), HTTP: w.telegram, PollHTTP: w.telegram})
	if err != nil {
		w.Fatal(err)
	}
	calendar, err := reminders.LoadCalendar("")
	if err != nil {
		w.Fatal(err)
	}
	service := bot.NewService(bot.ServiceOptions{
		Store: w.store, Client: client, Words: words, Username: "ringkeeper_bot", Config: w.config, Limits: telegram.DefaultLimits(),
		Now: time.Now, Log: log, HookTransport: w.hooks,
	})
	if w.faulty != nil {
		bot.Interpose(service, w.faulty)
	}
	scheduler := reminders.NewScheduler(reminders.Options{
		Store: w.store, Calendar: calendar, Steps: w.config.Steps, Zone: w.zone(), DigestAt: reminders.Clock(w.config.DigestAt),
		Hours:       reminders.Hours{From: reminders.Clock(w.config.Hours.From), Until: reminders.Clock(w.config.Hours.Until)},
		Limits:      w.config.Emergencies,
		LeaderAfter: w.config.LeaderAfter, Handover: w.config.Policy.Grace[model.Contact], Jobs: w.jobs, Now: time.Now, Log: log,
	}, service.Wake)
	ctx, cancel := context.WithCancel(w.ctx)
	var running sync.WaitGroup
	for _, run := range []func(context.Context) error{service.Run, scheduler.Run} {
		running.Go(func() {
			if err := run(ctx); err != nil {
				w.Error(err)
			}
		})
	}
	w.halt = func() { cancel(); running.Wait() }
	synctest.Wait()
}

// stop ends the program and closes the database; Telegram and the people go on.
func (w *world) stop() {
	w.halt()
	if err := w.store.Close(); err != nil {
		w.Error(err)
	}
}

// restart is what an operator does.
func (w *world) restart() {
	w.stop()
	w.open()
	w.start()
}

// bind gives a person an invitation, which the person opens.
func (w *world) bind(name, language string) *simulator.Person {
	w.Helper()
	cadres, err := w.store.CadresByName(w.ctx, name)
	if err != nil || len(cadres) != 1 {
		w.Fatalf("%s: %v, %v", name, cadres, err)
	}
	links, err := bot.Invite(w.ctx, w.store, "ringkeeper_bot", cadres, 7*24*time.Hour, model.InstantOf(time.Now()))
	if err != nil {
		w.Fatal(err)
	}
	p := w.telegram.Person(name, language)
	_, token, _ := strings.Cut(links[0], "?start=")
	p.Start(token)
	w.pass(5 * time.Second)
	w.people[name] = p
	return p
}

// press presses a button of a message as it stands now and returns what flashes
// up.
func (w *world) press(p *simulator.Person, m simulator.Message, label string) string {
	w.Helper()
	id, err := p.Press(m, label)
	if err != nil {
		w.Fatal(err)
	}
	w.pass(2 * time.Second)
	flash, answered := p.Pressed(id)
	if !answered {
		w.Errorf("%s pressed %q and was not answered", p.Name, label)
	}
	return flash
}

// saysIn lets a person write in a group and waits for the answer.
func (w *world) saysIn(g *simulator.Group, p *simulator.Person, words string) simulator.Message {
	p.SayIn(g, words)
	w.pass(5 * time.Second) // a group takes fewer messages
	return g.Last()
}

// says lets a person write in the private chat and waits for the answer.
func (w *world) says(p *simulator.Person, words string) simulator.Message {
	p.Say(words)
	w.pass(3 * time.Second)
	return p.Last()
}

// invitation is what differs each time.
var invitation = regexp.MustCompile(`/start [\w-]{20,}`)

// golden compares chats with the transcript that is kept.
func (w *world) golden(name string, chats ...int64) {
	w.Helper()
	w.keeps(name, w.transcript(chats))
}

// transcript is what stands in chats, one after the other.
func (w *world) transcript(chats []int64) string {
	var got strings.Builder
	for _, chat := range chats {
		got.WriteString(invitation.ReplaceAllString(w.telegram.Transcript(chat), "/start ……"))
		got.WriteString("\n")
	}
	return got.String()
}

// keeps compares a transcript with the one that is kept.
func (w *world) keeps(name, got string) {
	w.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			w.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			w.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		w.Fatal(err)
	}
	if got != string(want) {
		w.Errorf("%s differs (go test ./bot -update writes it anew):\n%s", path, got)
	}
}
