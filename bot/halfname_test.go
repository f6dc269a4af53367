package bot_test

import (
	"testing"

	"ringkeeper/model"
)

// TestHalfANameIsAskedAboutAndNeverMeansAll: who writes a name without the
// surname chooses among those who are called so, told apart by their villages.
func TestHalfANameIsAskedAboutAndNeverMeansAll(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		w.families(w.moment(onRoster), w.family(7, "张建国", "河湾村", model.Red, "李明"), w.family(8, "张建国", "东村", model.Yellow, "李明"))
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "河湾建国打了电话，都好")
		w.stands()
		w.press(li, li.Last(), "张*国")
		w.stands("张建国 phone normal 河湾建国打了电话，都好")
		w.says(li, "建国家挺好的")
		w.press(li, li.Last(), "张*国（东村）")
		w.holds(li.Last(), "张*国（东村）联系正常")
		w.says(li, "/household 建国")
		w.press(li, li.Last(), "张*国（河湾村）")
		w.holds(li.Last(), "张*国（河湾村）红圈")
		w.golden("half_name", li.ID)
	})
}
