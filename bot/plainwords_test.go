package bot_test

import (
	"testing"
	"time"

	"ringkeeper/model"
)

// TestCommandsAreUnderstoodInPlainWords: nobody has to remember how a command is
// written, and one ends the question of another.
func TestCommandsAreUnderstoodInPlainWords(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		for _, c := range []struct{ said, answer string }{
			{"今日清单", "11月20日 要办 5 户"}, {"请假", "请假从哪天到哪天"}, {"today", "要办 5 户"}, {"明天", "回复每日清单即可记录"},
			{"历史 张春明", "张*明（河湾村）共 0 条记录"}, {"查 和丽英", "和*英（石坎村）红圈"}, {"帮助", "回复每日清单即可记录"},
			{"我的情况", "只有您本人看得到"}, {"待解决", "没有待解决的难点"}, {"查", "要看哪一户"}, {"清单", "要办 5 户"},
			{"请假 12月1日–12月3日", "已请假：12月1日至12月3日"}, {"请假", "请假从哪天到哪天"}, {"12月10日–12月12日", "已请假：12月10日至12月12日"},
		} {
			w.holds(w.says(li, c.said), c.answer)
		}
		w.stands()
		w.holds(w.says(li, "查 张春明家没人接"), "没联系上") // tells of a household
	})
}

// TestWhoWritesThatItWasAMistakeIsShownWhatToPress: the record or the report that
// was made last, whatever the words.
func TestWhoWritesThatItWasAMistakeIsShownWhatToPress(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "4 正常")
		w.holds(w.says(li, "4不对，是3"), "要撤销吗", "杜*芬")
		w.press(li, li.Last(), "改")
		w.holds(li.Last(), "改哪一项")
		w.says(li, "取消")
		w.holds(w.says(li, "不是急难"), "要撤销吗")
		w.says(li, "张春明家着火了")
		w.holds(w.says(li, "误报，没着火"), "急难 #1（08:31 上报）不是急难")
		w.press(li, li.Last(), "不是急难")
		w.pass(3 * time.Second)
		w.expect(zhou, "上报人已撤回")
		w.stands("杜丽芬 unspecified normal 4 正常", "张春明 unspecified change 张春明家着火了")
		if got := w.cases()[0].Status; got != model.Withdrawn {
			t.Errorf("the case is %s", got)
		}
		w.golden("mistake", li.ID)
	})
}
