package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// offered are the names of a menu's commands.
func offered(menu []string) string {
	names := make([]string, len(menu))
	for i, line := range menu {
		names[i], _, _ = strings.Cut(line, " ")
	}
	return strings.Join(names, " ")
}

// menuCalls counts how often Telegram was told a menu.
func (w *world) menuCalls() (n int) {
	for _, c := range w.telegram.Calls() {
		if strings.HasSuffix(c.Method, "MyCommands") {
			n++
		}
	}
	return n
}

// TestEverybodyIsOfferedWhatTheyMayAsk: the menu on a phone is that of the
// person's role, there and then.
func TestEverybodyIsOfferedWhatTheyMayAsk(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 10:00", func(w *world) {
		w.pass(5 * time.Second)
		see := func(when string, menu []string, want string) {
			t.Helper()
			if got := offered(menu); got != want {
				t.Errorf("%s: %q, want %q", when, got, want)
			}
		}
		const everybody, leader, group = "today household emergency away undo me help", "today household overdue emergencies emergency away delegate undo me help", "overdue emergencies emergency help"
		const office, officeInGroup = "household overdue emergencies emergency bind me help", "overdue emergencies emergency bind help"
		stranger := w.telegram.Person("路人", "zh-hans")
		see("a stranger", stranger.Menu(), everybody)
		zhou, zhao, li := w.bind("周静", "zh-hans"), w.bind("赵强", "en"), w.bind("李明", "fr")
		w.pass(5 * time.Second)
		see("a cadre", li.Menu(), everybody)
		see("a leader", zhao.Menu(), leader)
		see("the office", zhou.Menu(), office)
		g := w.telegram.Group("群", zhou, zhao, li)
		w.pass(5 * time.Second)
		see("the office in a group that is not bound", zhou.MenuIn(g), group)
		w.saysIn(g, zhou, "/bind 越州镇")
		see("the office in a group that it bound", zhou.MenuIn(g), officeInGroup)
		see("a leader there", zhao.MenuIn(g), group)
		w.saysIn(g, zhou, "/bind 办公室")
		see("a cadre in the office's group", li.MenuIn(g), officeInGroup)
		up := g.Migrate()
		w.pass(5 * time.Second)
		see("a cadre in the office's group under its new id", li.MenuIn(up), officeInGroup)
		up.Kick()
		w.pass(5 * time.Second)
		up.Readmit()
		w.pass(2 * time.Hour)
		see("a cadre in a group that has to be bound anew", li.MenuIn(up), group)
		zhao.Block()
		w.pass(5 * time.Second)
		zhao.Start("")
		w.pass(5 * time.Second)
		see("a leader who came back", zhao.Menu(), leader)

		c := w.cadre("赵强")
		c.Role = model.RoleCadre
		w.demote(c)
		w.pass(2 * time.Hour)
		see("who is a leader no more", zhao.Menu(), everybody)

		for p, want := range map[*simulator.Person]string{zhou: "overdue 看逾期", li: "help 怎么用", zhao: "help how it works"} {
			if !slices.Contains(p.Menu(), want) {
				t.Errorf("%s (%s): %q, want %q", p.Name, p.Language, p.Menu(), want)
			}
		}
	})
}

// TestTelegramIsToldAMenuOnce: not again at each start, however many people
// there are, but again by another bot.
func TestTelegramIsToldAMenuOnce(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 10:00", func(w *world) {
		w.bind("周静", "zh")
		w.pass(time.Minute)
		told := w.menuCalls()
		if told != 4*3 { // three for all and the office's chat, in three languages each
			t.Errorf("%d calls for four menus", told)
		}
		w.restart()
		w.pass(3 * time.Hour)
		if again := w.menuCalls(); again != told {
			t.Errorf("%d calls more after a start", again-told)
		}
	})
}

// TestAMenuThatCannotBeShownHindersNobody: it is tried again later.
func TestAMenuThatCannotBeShownHindersNobody(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 10:00", func(w *world) {
		w.pass(time.Minute)
		w.telegram.Inject(simulator.Fault{Method: "setMyCommands", Kind: simulator.TooManyRequests, RetryAfter: 300, Times: 2})
		zhou := w.bind("周静", "zh")
		w.expect(zhou, "周静，您好！您的账号已绑定")
		w.pass(5 * time.Second)
		calls := w.menuCalls()
		w.bind("赵强", "zh") // which is no reason to ask Telegram again
		w.pass(4 * time.Minute)
		if again := w.menuCalls(); again != calls {
			t.Errorf("%d calls while Telegram asks to wait", again-calls)
		}
		if got := offered(zhou.Menu()); got != "today household emergency away undo me help" {
			t.Errorf("before Telegram lets it: %q", got)
		}
		w.pass(14 * time.Minute)
		if got := offered(zhou.Menu()); got != "household overdue emergencies emergency bind me help" {
			t.Errorf("afterwards: %q", got)
		}
	})
}

// demote changes a person on the cadres' list, as an import in another process
// does.
func (w *world) demote(c model.Cadre) {
	w.Helper()
	w.must(w.store.ApplyCadres(w.ctx, []store.RosterCadre{{Cadre: c, SuperiorPhone: "", Domain: ""}}, time.Now(), "test"))
}
