package bot_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
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
}

// live runs a story in fake time that begins at a moment of Qilin's clock.
func live(t *testing.T, begin string, story func(w *world)) {
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
		w.roster()
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
	t, err := time.ParseInLocation("2006-01-02 15:04", moment, w.config.Zone.Location)
	if err != nil {
		w.Fatal(err)
	}
	w.pass(time.Until(t))
}

// pass lets time pass, and whatever it brings.
func (w *world) pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func (w *world) open() {
	w.Helper()
	var err error
	w.store, err = store.Open(w.ctx, w.path, store.Options{Policy: w.config.Policy, Zone: w.zone()})
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
		Now: time.Now, Log: log,
	})
	scheduler := reminders.NewScheduler(reminders.Options{
		Store: w.store, Calendar: calendar, Steps: w.config.Steps, Zone: w.zone(), DigestAt: reminders.Clock(w.config.DigestAt),
		Hours:       reminders.Hours{From: reminders.Clock(w.config.Hours.From), Until: reminders.Clock(w.config.Hours.Until)},
		LeaderAfter: w.config.LeaderAfter, Handover: w.config.Policy.Grace[model.Contact], Now: time.Now, Log: log,
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
	var got strings.Builder
	for _, chat := range chats {
		got.WriteString(invitation.ReplaceAllString(w.telegram.Transcript(chat), "/start ……"))
		got.WriteString("\n")
	}
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			w.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			w.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		w.Fatal(err)
	}
	if got.String() != string(want) {
		w.Errorf("%s differs (go test ./bot -update writes it anew):\n%s", path, got.String())
	}
}

// roster puts a small district on record: 李明 answers for five households, 王芳
// for one, 赵强 leads both, 周静 is the office.
func (w *world) roster() {
	w.Helper()
	at := time.Now()
	must := func(err error) {
		w.Helper()
		if err != nil {
			w.Fatal(err)
		}
	}
	cadre := func(name, phone, superior, domain string, role model.Role, tier model.Tier) store.RosterCadre {
		return store.RosterCadre{
			Cadre:         model.Cadre{Name: name, Phone: phone, Unit: "区教育局", Role: role, Tier: tier},
			SuperiorPhone: superior, Domain: domain,
		}
	}
	must(w.store.ApplyCadres(w.ctx, []store.RosterCadre{
		cadre("赵强", "13900000001", "", "越州镇", model.RoleLeader, model.TierDistrictLeader),
		cadre("李明", "13900000002", "13900000001", "", model.RoleCadre, model.TierPairedCadre),
		cadre("王芳", "13900000003", "13900000001", "", model.RoleCadre, model.TierPairedCadre),
		cadre("周静", "13900000004", "", "全区", model.RoleOffice, model.TierUnitHead),
	}, at, "test"))
	ids := map[string]int64{}
	cadres, err := w.store.Cadres(w.ctx, store.CadreFilter{})
	must(err)
	for _, c := range cadres {
		ids[c.Name] = c.ID
	}
	family := func(n int, head, village string, ring model.Ring, responsible string) store.RosterHousehold {
		f := model.Facts{
			Head: head, Township: "越州镇", Village: village, Category: model.Lifted, Labour: model.Yes,
			Income: model.Income{Fen: model.Yuan(9200), Known: true},
		}
		switch ring {
		case model.Orange:
			f.SafetyNet = true
		case model.Yellow:
			f.Monitored, f.Income.Fen = model.Marginal, model.Yuan(12400)
		case model.Blue:
			f.Income.Fen = model.Yuan(18000)
		}
		return store.RosterHousehold{
			Number: fmt.Sprintf("5303020001%04d", n), Facts: f, ResponsibleID: ids[responsible],
			Ring: ring, Pace: ring, Suggested: ring, SetRing: true,
		}
	}
	must(w.store.ApplyRoster(w.ctx, []store.RosterHousehold{
		family(1, "张春明", "河湾村", model.Red, "李明"),
		family(2, "和丽英", "石坎村", model.Red, "李明"),
		family(3, "白文亮", "东村", model.Orange, "李明"),
		family(4, "杜丽芬", "西村", model.Yellow, "李明"),
		family(5, "吴春燕", "河湾村", model.Blue, "李明"),
		family(6, "郭正华", "西村", model.Red, "王芳"),
	}, at, "test"))
}
