package bot_test

import (
	"testing"

	"ringkeeper/model"
)

// TestHouseholdsThatReadAlikeAreToldApart: two of one village whose names are
// masked to the same, in the list of a morning and in /overdue; nobody else's
// number is shown.
func TestHouseholdsThatReadAlikeAreToldApart(t *testing.T) {
	liveSince(t, onRoster, "2026-12-01 08:00", func(w *world) {
		w.families(w.moment(onRoster),
			w.family(11, "张晓明", "河湾村", model.Red, "李明"),
			w.family(20011, "长安家", "河湾村", model.Orange, "李明"),
			w.family(30011, "长宁家", "河湾村", model.Orange, "李明"),
		)
		li, zhao := w.bind("李明", "zh"), w.bind("赵强", "en")
		w.until("2026-12-01 08:31")
		w.expect(li, "张*明（河湾村，尾号0001）", "张*明（河湾村，尾号0011）", "长*家（河湾村，尾号20011）", "长*家（河湾村，尾号30011）", "吴*燕（河湾村）")
		w.holds(w.says(zhao, "/overdue"), "张*明 (河湾村, no. …0001)")
		w.golden("alike", li.ID, zhao.ID)
	})
}
