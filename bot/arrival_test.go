package bot_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
)

// tries are the moments at which what failed is tried again, which depend on chance.
var tries = regexp.MustCompile(`11:0[345](:\d\d)?`)

// TestTelegramIsDownForAnHour: the alerts come first, and the answer to the reporter,
// which comes with them, says how late they were.
func TestTelegramIsDownForAnHour(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 09:55", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "en")
		w.until("2026-11-21 10:00")
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.Refused, Times: -1})
		wang.Say("急报 河湾村张春明家房子着火")
		w.pass(5 * time.Second)
		w.telegram.Down(true)
		w.until("2026-11-21 11:03")
		w.telegram.Heal()
		w.telegram.Down(false)
		w.pass(3 * time.Minute)
		for _, p := range []*simulator.Person{li, zhou} {
			if m := w.find(p, "#1"); m.At.Before(w.moment("2026-11-21 11:03")) {
				t.Errorf("%s was told at %s", p.Name, m.At)
			}
		}
		w.holds(w.find(wang, "急难 #1 已上报"), "因网络故障，急难 #1 11:0", "才送到：办公室 周静、包保干部 李明")
		if n := times(wang, "因网络故障"); n != 1 {
			t.Errorf("the reporter is told %d times of the fault", n)
		}
		w.keeps("telegram_down", tries.ReplaceAllString(w.transcript([]int64{wang.ID, li.ID, zhou.ID}), "11:03"))
	})
}

// TestWhoIsNotReachedWithinAMinuteIsNamedToTheReporter: the answer believed that they
// would be; when they are at last, both messages say so.
func TestWhoIsNotReachedWithinAMinuteIsNamedToTheReporter(t *testing.T) {
	for lang, said := range map[string][2]string{
		"zh": {"急难 #1 还没有送到：办公室 周静，正在重试，请打电话。", "因网络故障，急难 #1 10:03 才送到：办公室 周静"},
		"en": {"Emergency #1 has not arrived yet, please phone (it is tried again): office 周静", "emergency #1 arrived only at 10:03: office 周静"},
	} {
		t.Run(lang, func(t *testing.T) {
			liveSince(t, onRoster, "2026-11-21 09:55", func(w *world) {
				w.bind("李明", "zh")
				wang, zhou := w.bind("王芳", lang), w.bind("周静", "zh")
				w.until("2026-11-21 10:00")
				w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: zhou.ID, Kind: simulator.TooManyRequests, RetryAfter: 15, Times: -1})
				answer := w.says(wang, "急报 河湾村张春明家房子着火")
				w.holds(answer, "周静", "李明")
				w.pass(time.Minute)
				w.expect(wang, said[0])
				w.pass(time.Minute / 2) // until it was tried again
				w.holds(w.find(wang, "#1", "李明"), said[0])
				w.golden("late_alert_"+lang, wang.ID)
				w.until("2026-11-21 10:03")
				w.telegram.Heal()
				w.pass(time.Minute)
				w.expect(wang, said[1])
				if m := w.find(wang, "#1", "李明"); !strings.Contains(m.Text, said[1]) || strings.Contains(m.Text, said[0]) {
					t.Errorf("the answer says: %s", m.Text)
				}
			})
		})
	}
}

// TestWhoTurnsOutToBeGoneIsNamedToTheReporter by a message that makes a sound.
func TestWhoTurnsOutToBeGoneIsNamedToTheReporter(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 09:55", func(w *world) {
		wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: zhou.ID, Kind: simulator.Forbidden, Times: -1})
		w.says(wang, "急报 东村孙有财家断粮")
		w.holds(wang.Last(), "目前没有人能收到，请马上打电话给办公室！", "发不到：办公室 周静")
		w.pass(time.Minute)
		w.expect(wang, "未绑定或已停用，发不到：办公室 周静，请打电话。")
		if n := times(wang, "发不到：办公室 周静"); n != 2 {
			t.Errorf("%d messages say so", n)
		}
	})
}

// TestNobodyHearsThatAlertsArrived: on a usual day nothing follows the answer.
func TestNobodyHearsThatAlertsArrived(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 09:55", func(w *world) {
		w.bind("周静", "zh")
		wang := w.bind("王芳", "zh")
		answer := w.says(wang, "急报 东村孙有财家断粮")
		w.pass(time.Hour)
		if wang.Last().ID != answer.ID {
			t.Errorf("an hour later: %s", wang.Last().Text)
		}
	})
}

// TestOfADoubtThatWasAnsweredItIsLookedToo whether the alerts arrived, a minute after
// the answer let them go.
func TestOfADoubtThatWasAnsweredItIsLookedToo(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:40")
		w.says(li, "家里断水了，影响不大")
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: zhou.ID, Kind: simulator.TooManyRequests, RetryAfter: 15, Times: -1})
		w.until("2026-11-20 08:43")
		w.press(li, w.find(li, "这是急难吗"), "是急难，马上上报")
		w.holds(w.find(li, "急难 #1 已上报"), "已发给：办公室 周静")
		w.until("2026-11-20 08:44")
		w.pass(3 * time.Second)
		w.expect(li, "急难 #1 还没有送到：办公室 周静，正在重试，请打电话。")
	})
}
