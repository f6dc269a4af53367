package bot_test

import (
	"testing"
	"time"
)

// TestTheHouseholdOfAReportIsSaidAfterwards: who reports in haste names the
// household in the next message. It belongs to the report and is no answer to an
// older question, and everyone who was told learns it.
func TestTheHouseholdOfAReportIsSaidAfterwards(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "正常")
		w.expect(li, "是哪一户的情况")
		w.says(li, "着火了！")
		w.holds(w.find(li, "急难 #1 已上报"), "未写明哪一户", "也可回户主姓名或户号补上")
		w.restart()
		w.says(li, "和丽英家")
		w.pass(3 * time.Second)
		w.stands() // 正常 was said of somebody else
		w.expect(li, "急难 #1 已补上：和*英（石坎村）")
		w.holds(w.find(li, "急难 #1 已上报"), "石坎村 和*英 红圈")
		w.holds(w.find(zhou, "【急难 #1】待受理"), "石坎村 和*英 红圈")
		w.expect(zhou, "急难 #1 已补上是哪一户")
		if got := w.cases(); len(got) != 1 || got[0].Head != "和丽英" || got[0].Village != "石坎村" {
			t.Errorf("the cases are %+v", got)
		}
		w.says(li, "白文亮家") // and this answers the question
		w.stands("白文亮 unspecified normal 正常")
		w.golden("placed", li.ID, zhou.ID)
	})
}

// TestALaterQuestionIsAnsweredFirst: a name after it is not the report's.
func TestALaterQuestionIsAnsweredFirst(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "en")
		w.until("2026-11-20 08:31")
		w.says(li, "着火了！")
		w.says(li, "正常")
		w.says(li, "白文亮家")
		w.stands("白文亮 unspecified normal 正常")
		w.says(li, "和丽英")
		w.expect(li, "Emergency #1 is now placed: 和*英")
		w.says(li, "张春明") // it has one now
		w.expect(li, "Which household")
		w.golden("placed_en", li.ID)
	})
}
