package bot_test

import (
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
)

// TestADoubtfulReportThatIsMadeOnceMoreGoesOutAtOnce: by the outcome of the record,
// or by the same words as a report. Nobody is told that it was reported before it
// was.
func TestADoubtfulReportThatIsMadeOnceMoreGoesOutAtOnce(t *testing.T) {
	for _, c := range []struct {
		name, words string
		again       func(w *world, li *simulator.Person)
	}{
		{"by a button", doubted, func(w *world, li *simulator.Person) {
			w.press(li, w.find(li, "已记录 1 户"), "改")
			w.press(li, li.Last(), "急难")
		}},
		{"by words", "和丽英家断水了，影响不大", func(w *world, li *simulator.Person) { w.says(li, "急报 和丽英家断水了，影响不大") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
				li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
				w.until("2026-11-20 08:40")
				w.says(li, c.words)
				c.again(w, li)
				w.pass(5 * time.Second)
				w.stands("和丽英 unspecified emergency " + c.words)
				w.holds(w.find(li, "急难 #1 已上报"), "已发给：办公室 周静")
				w.pass(11 * time.Minute)
				if m := w.find(zhou, "急难 #1"); strings.Contains(m.Text, "尚未确认") || times(zhou, "急难 #1") != 1 || len(w.cases()) != 1 {
					t.Errorf("the office: %s", w.telegram.Transcript(zhou.ID))
				}
				if n := times(li, "已经上报过了"); n != 0 {
					t.Errorf("told %d times that it was reported before", n)
				}
			})
		})
	}
}

// TestWhatWasCalledOffIsReportedAgainByTheSameButton: it is another report.
func TestWhatWasCalledOffIsReportedAgainByTheSameButton(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:40")
		li.ForwardWords("村民", "西村郭正华家房子着火了")
		w.pass(3 * time.Second)
		forwarded := li.Last()
		w.press(li, forwarded, "按我的话记录")
		w.press(li, w.find(li, "急难 #1 已上报"), "不是急难")
		w.press(li, forwarded, "按我的话记录")
		w.pass(5 * time.Second)
		w.holds(w.find(li, "急难 #2 已上报"), "已发给：办公室 周静")
		w.holds(w.find(zhou, "急难 #2"), "待受理")
	})
}

// TestWhoReportsLearnsWhoWasNotReached: the office may have blocked the bot while the
// question waited, or as the alert arrived.
func TestWhoReportsLearnsWhoWasNotReached(t *testing.T) {
	for _, c := range []struct {
		name  string
		words string
		lost  func(w *world, zhou *simulator.Person)
	}{
		{"blocked while the question waits", doubted, func(w *world, zhou *simulator.Person) { zhou.Block() }},
		{"refused as it arrives", "2 房子昨晚烧光了", func(w *world, zhou *simulator.Person) {
			w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: zhou.ID, Kind: simulator.Forbidden})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
				li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
				w.until("2026-11-20 08:40")
				if c.words != doubted {
					c.lost(w, zhou)
				}
				w.says(li, c.words)
				if c.words == doubted {
					c.lost(w, zhou)
				}
				w.pass(12 * time.Minute)
				w.holds(w.find(li, "急难 #1 已上报"), "目前没有人能收到，请马上打电话给办公室！", "发不到：办公室 周静")
			})
		})
	}
}
