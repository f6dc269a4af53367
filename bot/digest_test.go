package bot_test

import (
	"strings"
	"testing"
	"time"
)

// TestACadreClearsTheMonthByReplyingToTheDigest is the main job: bound in
// October, reminded in November, answered in one line, corrected by one tap.
func TestACadreClearsTheMonthByReplyingToTheDigest(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		li := w.bind("李明", "zh-hans")
		w.until("2026-11-20 08:31")
		digest := li.Last()
		li.Reply(digest, "1 3 正常 2 母亲住院 4 没打通")
		w.pass(5 * time.Second)
		recorded := li.Last()
		if !strings.Contains(recorded.Text, "已记录 4 户") {
			t.Errorf("read back: %s", recorded.Text)
		}
		w.press(li, recorded, "撤销")
		li.Say("全部正常")
		w.pass(5 * time.Second)
		w.golden("digest", li.ID)
	})
}

func TestTwoTapsRecordOneHousehold(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		li := w.bind("李明", "en")
		w.until("2026-11-20 08:31")
		w.press(li, li.Last(), "2")
		w.press(li, li.Last(), "visit · changed")
		w.says(li, "女儿考上大学")
		w.golden("two_taps_en", li.ID)
	})
}

func TestWhatIsNotUnderstoodIsAskedOnceWithButtons(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		asked := w.says(li, "他家母亲住院了")
		w.press(li, asked, "1 张*明")
		w.says(li, "请问这个月还要走访吗")
		w.says(li, "1 后天去的 正常")
		w.golden("asked", li.ID)
	})
}
