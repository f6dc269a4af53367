package bot_test

import (
	"strings"
	"testing"
	"time"
)

// TestAnOldButtonSaysNothingMoreOfAHouseholdThatChangedHands: what was a call when
// it was recorded becomes no visit once the household is another's.
func TestAnOldButtonSaysNothingMoreOfAHouseholdThatChangedHands(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "1 2 正常")
		w.says(li, "3 正常")
		w.assign("和丽英", "王芳")
		w.assign("白文亮", "王芳")
		w.press(li, w.find(li, "已记录 2 户"), "入户")
		w.stands("和丽英 unspecified normal 1 2 正常", "白文亮 unspecified normal 3 正常", "张春明 visit normal 1 2 正常")
		if flash := w.press(li, w.find(li, "白*亮", "已记录 1 户"), "入户"); flash != "这一户已不在您名下，没有记录。" {
			t.Errorf("flashed %q", flash)
		}
		w.stands("和丽英 unspecified normal 1 2 正常", "白文亮 unspecified normal 3 正常", "张春明 visit normal 1 2 正常")
	})
}

// TestWhoStoodInOnceMayNothingByWordsOfThoseDays: neither by forwarding them nor by
// changing them.
func TestWhoStoodInOnceMayNothingByWordsOfThoseDays(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.says(li, "/away 11月20日到11月24日 由 王芳 代")
		w.until("2026-11-23 09:00")
		old := wang.Say("张春明家入户正常")
		w.until("2026-11-24 09:00")
		mine := wang.Say("你好")
		w.until("2026-11-25 09:00")
		n := len(wang.Inbox())
		wang.Forward(old)
		w.pass(3 * time.Second)
		w.press(wang, wang.Last(), "按我的话记录")
		w.edits(wang, mine, "和丽英家入户正常")
		w.stands("张春明 visit normal 张春明家入户正常")
		for _, m := range wang.Inbox()[n:] {
			for _, row := range m.Buttons {
				for _, b := range row {
					if strings.Contains(m.Text+b.Label, "张*") || strings.Contains(m.Text+b.Label, "和*") {
						t.Errorf("shown: %s %q", m.Text, b.Label)
					}
				}
			}
		}
	})
}
