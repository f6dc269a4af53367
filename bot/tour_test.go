package bot_test

import (
	"testing"
	"time"

	"ringkeeper/model"
)

// TestATourInEnglish shows the screens that no other story shows in English.
func TestATourInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		w.families(w.moment("2026-11-02 09:00"), w.family(7, "张春民", "石坎村", model.Red, "李明"))
		li, zhao, zhou := w.bind("李明", "en"), w.bind("赵强", "en"), w.bind("周静", "en")
		w.until("2026-11-20 08:40")
		// Doubt: nobody answers, then somebody does.
		w.says(li, "5 "+doubted[2:])
		w.until("2026-11-20 08:52")
		w.says(li, "4 "+doubted[2:])
		w.press(li, w.find(li, "is this an emergency?", "白*亮"), "Yes, report it now")
		w.pass(5 * time.Second)
		w.press(zhou, w.find(zhou, "白*亮"), "I take it")
		w.says(zhou, "急报 东村白文亮家"+doubted[2:])
		// Several records changed, one of them.
		w.says(li, "1 6 电话 正常")
		w.press(li, w.find(li, "Recorded for 2"), "Change")
		w.press(li, li.Last(), "吴*燕 (河湾村) normal")
		w.press(li, li.Last(), "WeChat")
		w.says(li, "cancel")
		w.says(li, "撤销")
		w.says(li, "/me")
		// Two of a name.
		w.says(li, "/household zcm")
		w.press(li, li.Last(), "张*民 (石坎村)")
		w.says(li, "/history 吴春燕")
		// Three tries in vain.
		w.press(li, w.tried(li, "和丽英家没人接"), "works away")
		w.press(li, li.Last(), "20 December")
		w.says(li, "/overdue")
		w.says(zhao, "/overdue")
		w.press(zhao, zhao.Last(), "see who is excused")
		// Words that nobody placed.
		w.says(li, "他家儿子考上大学了")
		w.says(li, "张春家儿子考上大学了")
		w.press(li, li.Last(), "none of these")
		w.says(li, "急报")
		w.press(li, li.Last(), "Nothing to report")
		w.says(li, "2 家里添了台新拖拉机")
		w.says(li, "谢谢")
		w.says(li, "急报 东村孙有财家断粮了")
		w.says(li, "急报 东村孙有财家断粮了")
		w.pass(time.Hour)
		li.Send("photo", "")
		w.pass(3 * time.Second)
		w.leader()
		w.bind("王芳", "en")
		w.namesake("王芳", "13900000009", "区水务局")
		w.says(zhao, "/delegate 王芳")
		w.golden("tour_en", li.ID, zhao.ID, zhou.ID)
	})
}
