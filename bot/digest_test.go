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

// TestADigestDoesNotContradictAnOpenEmergency: whose house burned last night is not
// to be called some day, nor is all well there because all is well.
func TestADigestDoesNotContradictAnOpenEmergency(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 23:00", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.says(wang, "急报 河湾村张春明家房子着火了")
		w.says(wang, "急报 石坎村和丽英家断水了")
		w.press(zhou, w.alert(zhou, "2"), "我来受理")
		w.press(zhou, w.alert(zhou, "2"), "已入户")
		w.until("2026-11-20 08:31")
		digest := w.find(li, "待办 5 户")
		w.holds(digest, "1. 张*明（河湾村）急难 #1 待受理，请马上入户\n", "2. 和*英（石坎村）急难 #2 已入户；联系：截至11月30日")
		li.Reply(digest, "全部正常")
		w.pass(5 * time.Second)
		w.holds(li.Last(), "已记录 4 户", "1 已报急难，这次的回复没有改动它。")
		for _, c := range w.contacts() {
			if strings.Contains(c, "张春明") {
				t.Errorf("recorded: %s", c)
			}
		}
	})
}
