package bot_test

import (
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// TestADigestThatIsHeldUpIntoTheEveningIsDropped with a reason, and the next
// workday's says it.
func TestADigestThatIsHeldUpIntoTheEveningIsDropped(t *testing.T) {
	liveSince(t, onRoster, "2026-11-26 19:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.Refused, Times: -1})
		w.restart() // and plan the day's reminders, now that he is bound
		w.until("2026-11-26 20:05")
		w.telegram.Heal()
		w.pass(10 * time.Minute)
		if n := times(li, "待办"); n != 0 {
			t.Errorf("a reminder came at night: %s", li.Last().Text)
		}
		stale, err := w.store.OutboxRows(w.ctx, store.OutboxFilter{States: []model.DeliveryState{model.DeliveryStale}})
		if err != nil || len(stale) != 1 || stale[0].Error != "its hours have passed" {
			t.Errorf("dropped: %v, %v", stale, err)
		}
		// An emergency keeps no hours.
		w.holds(w.says(li, "急报 河湾村张春明家着火"), "急难 #1")
		w.until("2026-11-27 08:31")
		w.expect(li, "11月27日 待办 5 户")
	})
}

// TestNobodyIsRemindedOnAHolidayAndEverybodyOnAWorkdayMadeUpFor: the calendar
// of the State Council, not of the week.
func TestNobodyIsRemindedOnAHolidayAndEverybodyOnAWorkdayMadeUpFor(t *testing.T) {
	liveSince(t, "2026-08-31 09:00", "2026-10-07 08:00", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-10-07 21:00") // a Wednesday, and still the National Day
		if n := times(li, "待办"); n != 0 {
			t.Errorf("%d reminders on holidays", n)
		}
		w.until("2026-10-08 08:31")
		w.expect(li, "10月8日 待办 4 户", "已逾期")
	})
	liveSince(t, "2026-08-31 09:00", "2026-10-10 08:00", func(w *world) {
		li := w.bind("李明", "zh") // a Saturday on which people work
		w.until("2026-10-10 08:31")
		w.expect(li, "10月10日 待办")
	})
}

// TestInNovemberTheOfficeAloneHearsThatNextYearsHolidaysAreMissing: "no data" is
// never taken for "workday" silently.
func TestInNovemberTheOfficeAloneHearsThatNextYearsHolidaysAreMissing(t *testing.T) {
	const missing = "2027年节假日安排尚未录入"
	liveSince(t, "2026-10-09 09:00", "2026-10-30 08:00", func(w *world) {
		li, zhao, zhou := w.bind("李明", "zh"), w.bind("赵强", "zh"), w.bind("周静", "zh")
		w.until("2026-10-30 08:31")
		w.expect(zhou, "新绑定 3 人")
		if n := times(zhou, missing); n != 0 {
			t.Error("the office hears of it in October")
		}
		w.until("2026-11-02 08:31")
		w.expect(zhou, missing)
		if n := times(li, missing) + times(zhao, missing); n != 0 {
			t.Error("somebody else hears of it")
		}
	})
}
