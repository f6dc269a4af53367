package bot_test

import (
	"testing"
	"time"

	"ringkeeper/bot/simulator"
)

func TestALeaderAsksWhatIsOverdue(t *testing.T) {
	liveSince(t, onRoster, "2026-12-07 08:00", func(w *world) {
		zhao, li, zhou := w.bind("赵强", "zh"), w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-12-07 15:00")
		w.says(zhao, "/overdue")
		w.says(li, "/overdue")
		g := w.telegram.Group("区教育局群", zhou, zhao, li)
		w.pass(5 * time.Second)
		zhou.SayIn(g, "/bind 区教育局")
		w.pass(5 * time.Second)
		zhao.SayIn(g, "/overdue@ringkeeper_bot")
		w.pass(5 * time.Second)
		w.golden("overdue", zhao.ID, li.ID, g.ID)
	})
}

func TestHelpIsByRole(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, zhao, zhou := w.bind("李明", "zh"), w.bind("赵强", "zh"), w.bind("周静", "zh")
		g := w.telegram.Group("越州镇工作群", zhou, li)
		w.pass(5 * time.Second)
		for _, p := range []*simulator.Person{li, zhao, zhou} {
			w.says(p, "/help")
		}
		w.saysIn(g, zhou, "/help")
		w.golden("help", li.ID, zhao.ID, zhou.ID, g.ID)
	})
}

func TestTheOfficeReadsEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-12-07 08:00", func(w *world) {
		zhou, li := w.bind("周静", "en"), w.bind("李明", "en")
		w.until("2026-12-07 15:00")
		w.says(zhou, "/overdue")
		w.says(zhou, "/help")
		w.says(li, "急报 河湾村张春明家房子着火")
		w.golden("english", zhou.ID, li.ID)
	})
}
