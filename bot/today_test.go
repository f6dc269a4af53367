package bot_test

import (
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
)

// TestTodayIsOrderedForATrip: village by village, what is overdue first; the
// number opens the card, a reply records, and each command is a button away.
func TestTodayIsOrderedForATrip(t *testing.T) {
	liveSince(t, onRoster, "2026-12-03 08:00", func(w *world) {
		li := w.bind("李明", "zh")
		w.families(w.moment("2026-12-01 09:00"), w.family(7, "段国富", "东村", model.Blue, "李明"))
		today := w.says(li, "/today")
		w.press(li, today, "1")
		w.press(li, li.Last(), "入户·正常")
		li.Reply(today, "2 3 正常")
		w.pass(5 * time.Second)
		w.says(li, "/today")
		w.golden("today", li.ID)
		for button, answer := range map[string]string{
			"查农户": "要看哪一户", "报急难": "请接着发一句话", "撤销": "要撤销吗", "我的情况": "不排名", "语言": "请选择语言", "帮助": "回复每日清单即可记录",
		} {
			w.press(li, w.says(li, "/today"), button)
			w.holds(li.Last(), answer)
		}
	})
}

// TestNumbersMeanTheNewestList: who looks at /today after the digest and then
// writes without Telegram's reply means what was looked at last.
func TestNumbersMeanTheNewestList(t *testing.T) {
	liveSince(t, onRoster, "2026-12-03 08:00", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-12-03 08:31")
		digest := li.Last()
		w.holds(digest, "1. 红圈 张*明（河湾村）")
		w.holds(w.says(li, "/today"), "1. 橙圈 白*亮")
		w.holds(w.says(li, "1 正常"), "1. 白*亮（东村）联系正常")
		li.Reply(digest, "1 正常")
		w.pass(3 * time.Second)
		w.holds(li.Last(), "1. 张*明（河湾村）联系正常")
		w.until("2026-12-08 08:31")
		w.holds(li.Last(), "1. 红圈 和*英")
		w.holds(w.says(li, "1 正常"), "1. 和*英（石坎村）联系正常")
	})
}

// TestATripOnTheWay: in October the half-year's visits are not yet reminded of;
// who is there for a contact may as well make one.
func TestATripOnTheWay(t *testing.T) {
	liveSince(t, "2026-09-01 09:00", "2026-10-25 10:00", func(w *world) {
		w.bind("王芳", "zh")
		li := w.bind("李明", "en")
		w.says(li, "/today")
		w.golden("today_en", li.ID)
	})
}

// TestALongListIsCutLikeADigest: each part keeps the buttons of its numbers.
func TestALongListIsCutLikeADigest(t *testing.T) {
	liveSince(t, onRoster, "2026-12-03 08:00", func(w *world) {
		for n := 10; n < 190; n++ {
			w.families(w.moment("2026-11-02 09:00"), w.family(n, "段国富", "大村", model.Red, "李明"))
		}
		li := w.bind("李明", "zh")
		li.Say("/today")
		w.pass(20 * time.Second)
		var parts []int
		for i, m := range li.Inbox() {
			if len(m.Buttons) > 3 && strings.Contains(m.Text, "段*富（尾号") {
				parts = append(parts, i)
			}
		}
		if len(parts) < 2 {
			t.Fatalf("%d parts", len(parts))
		}
		last := li.Inbox()[parts[len(parts)-1]]
		w.holds(last, "185. ")
		li.Reply(last, "1 正常")
		w.pass(3 * time.Second)
		w.holds(li.Last(), "已记录 1 户")
	})
}
