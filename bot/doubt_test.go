package bot_test

import (
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
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

// TestADoubtOfNobodyKnowsWhoseGoesOutToo: a question whose it is may never be
// answered. Once it is, there is one report, of that household, and the time that was
// told stands.
func TestADoubtOfNobodyKnowsWhoseGoesOutToo(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:40")
		w.says(li, "家里断水了，影响不大")
		w.holds(w.find(li, "这是急难吗"), "未写明哪一户", "08:50前没有回答")
		w.restart()
		w.until("2026-11-20 08:51")
		w.holds(w.find(zhou, "急难 #1"), "未写明哪一户", "尚未确认")
		w.says(li, "西村郭正华家断水了，影响不大")
		w.until("2026-11-20 09:02")
		w.holds(w.find(zhou, "急难 #2"), "西村 郭*华", "尚未确认")
		w.says(li, "家里又断水了，影响不大")
		w.pass(4 * time.Minute)
		w.press(li, w.find(li, "是哪一户", "又断水"), "3 白*亮")
		w.holds(w.find(li, "未写明哪一户", "请看下面那条"))
		w.holds(w.find(li, "这是急难吗", "白*亮"), "09:12前没有回答")
		w.until("2026-11-20 09:14")
		w.holds(w.find(zhou, "急难 #4"), "东村 白*亮", "尚未确认")
		if times(zhou, "急难 #3") != 0 {
			t.Errorf("the office: %s", w.telegram.Transcript(zhou.ID))
		}
		w.stands("白文亮 unspecified change 家里又断水了，影响不大")
		w.golden("doubt_nowhere", li.ID, zhou.ID)
	})
}

func TestADoubtOfNobodyKnowsWhoseInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "en")
		w.until("2026-11-20 08:40")
		w.says(li, "家里断水了，影响不大")
		w.press(li, li.Last(), "3 白*亮")
		w.golden("doubt_nowhere_en", li.ID)
	})
}

// TestTakingARecordBackLeavesItsDoubt: what may be an emergency goes out unless
// somebody says that it is none, and whoever takes the record back is told so.
func TestTakingARecordBackLeavesItsDoubt(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:40")
		w.says(li, doubted)
		w.press(li, w.find(li, "已记录 1 户"), "撤销")
		w.holds(w.find(li, "已撤销"), "急难上报仍然有效；不是急难的，请点那条消息下的“不是急难”。")
		w.says(li, "4 家里断水了，影响不大")
		w.press(li, w.find(li, "这是急难吗", "杜*芬"), "不是急难")
		w.press(li, w.find(li, "已记录 1 户"), "撤销")
		if m := w.find(li, "已撤销", "杜*芬"); strings.Contains(m.Text, "仍然有效") {
			t.Errorf("of what was called off: %s", m.Text)
		}
		w.pass(11 * time.Minute)
		if times(zhou, "急难 #1") != 1 || times(zhou, "急难 #2") != 0 {
			t.Errorf("the office: %s", w.telegram.Transcript(zhou.ID))
		}
	})
}

// TestADoubtSaidAnewIsAddedToAnEarlierCaseOfTheHousehold: whose that was became known
// only after the doubt.
func TestADoubtSaidAnewIsAddedToAnEarlierCaseOfTheHousehold(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:40")
		w.says(zhou, "急报 有一家房子着火了")
		said := li.Say(doubted)
		w.pass(3 * time.Second)
		w.says(zhou, "石坎村和丽英家")
		w.edits(li, said, "2 房子昨晚烧光了")
		w.pass(3 * time.Second)
		cases := w.cases()
		if len(cases) != 2 || cases[0].Status != model.Withdrawn || cases[1].Status != model.Reported || len(w.joinedTo(1)) != 1 {
			t.Errorf("cases %+v, joined to the first %q", cases, w.joinedTo(1))
		}
	})
}
