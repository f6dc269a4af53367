package bot_test

import (
	"strings"
	"testing"
	"time"
)

// TestAHouseBurnsAtNight: the office and the responsible cadre are told within
// seconds, at any hour; one press wins, and the reporter hears of it.
func TestAHouseBurnsAtNight(t *testing.T) {
	liveSince(t, onRoster, "2026-11-14 23:00", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.until("2026-11-14 23:40")
		said := time.Now()
		wang.Say("急报 河湾村张春明家房子着火了，身份证530302196001011234")
		w.pass(4 * time.Second)
		for _, p := range []string{"李明", "周静"} {
			if m := w.people[p].Last(); !strings.Contains(m.Text, "急难 #1") || m.At.Sub(said) > 5*time.Second {
				t.Errorf("%s was told: %s at %s", p, m.Text, m.At)
			}
		}
		if flash := w.press(zhou, zhou.Last(), "我来受理"); flash != "已由您受理" {
			t.Errorf("who took it on is told %q", flash)
		}
		w.pass(3 * time.Second)
		w.golden("fire_at_night", wang.ID, zhou.ID, li.ID)
	})
}

func TestAFamilyThatIsNotOnTheRosterAndAReportThatWasNone(t *testing.T) {
	live(t, "2026-11-02 09:00", func(w *world) {
		wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "en")
		w.says(wang, "/emergency")
		w.says(wang, "东村孙有财家断粮两天了")
		w.press(wang, wang.Last(), "不是急难")
		w.pass(5 * time.Second)
		w.golden("not_on_roster", wang.ID, zhou.ID)
	})
}

// TestHardshipFoundInARoutineReplyIsFiledAtOnce: nobody has to know a command.
func TestHardshipFoundInARoutineReplyIsFiledAtOnce(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "1 正常 2 房子昨晚烧光了 3 没打通")
		w.golden("hardship_in_reply", li.ID, zhou.ID)
	})
}

func TestInABoundGroupByCommandMentionOrReply(t *testing.T) {
	live(t, "2026-11-02 09:00", func(w *world) {
		zhou, wang := w.bind("周静", "zh"), w.bind("王芳", "zh")
		stranger := w.telegram.Person("路人", "zh")
		g := w.telegram.Group("越州镇工作群", zhou, wang, stranger)
		w.pass(5 * time.Second)
		say := func(f func()) { f(); w.pass(5 * time.Second) }
		say(func() { wang.SayIn(g, "/emergency 石坎村和丽英家断水") })
		say(func() { wang.SayIn(g, "/bind 越州镇") })
		say(func() { zhou.SayIn(g, "/bind 越州镇") })
		say(func() { wang.SayIn(g, "/emergency 石坎村和丽英家断水") })
		say(func() { wang.SayIn(g, "@ringkeeper_bot 东村白文亮家着火了") })
		say(func() { wang.Reply(g.Last(), "急报 西村杜丽芬家老人走失") })
		say(func() { stranger.SayIn(g, "/overdue") })
		say(func() { stranger.SayIn(g, "@ringkeeper_bot 我家着火了") })
		w.golden("group", g.ID, zhou.ID)
	})
}
