package bot_test

import (
	"strings"
	"testing"
	"time"

	"ringkeeper/bot"
	"ringkeeper/model"
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

// TestNothingIsShownOfWhatOthersMakeOfAHouseholdThatWasOnesOwn: what stands on the
// phone is shown anew when an item is settled, and says no more than it did.
func TestNothingIsShownOfWhatOthersMakeOfAHouseholdThatWasOnesOwn(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "1 正常 2 联系正常，难点：缺抽水机")
		w.says(li, "/items")
		w.press(li, li.Last(), "已解决")
		settled := w.find(li, "——已解决")
		w.press(li, settled, "重新列入")
		w.assign("和丽英", "王芳")
		w.says(wang, "和丽英家入户正常")
		w.says(wang, "/items")
		w.press(wang, wang.Last(), "已解决")
		w.says(wang, "镇里给了两千元，她刚离婚")
		w.pass(5 * time.Second)
		w.expect(wang, "结果已记下")
		phone := w.telegram.Transcript(li.ID)
		for _, words := range []string{"离婚", "走访截至2027年6月30日", "缺抽水机（已解决）"} {
			if strings.Contains(phone, words) {
				t.Errorf("%q is shown:\n%s", words, phone)
			}
		}
		// What is still theirs is shown as before.
		w.press(li, w.find(li, "已记录 2 户"), "入户")
		w.holds(w.find(li, "已记录 2 户"), "张*明（河湾村）入户正常", "下次联系截至12月31日、走访截至2027年6月30日", "和*英（石坎村）联系正常")
	})
}

// TestTheHistoryMasksWhomElseTheWordsName: one message tells of several households,
// which need not all go to the same cadre later.
func TestTheHistoryMasksWhomElseTheWordsName(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "张春明、和丽英家都正常")
		w.assign("张春明", "王芳")
		w.says(wang, "/history 张春明")
		w.expect(wang, "“张*明、和*英家都正常”")
	})
}

// TestNothingGoesToAnAccountThatSomebodyHasNoMore: neither what waited to be said,
// nor what is shown anew.
func TestNothingGoesToAnAccountThatSomebodyHasNoMore(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		old, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:40")
		w.says(old, doubted)
		links, err := bot.Invite(w.ctx, w.store, "ringkeeper_bot", []model.Cadre{w.cadre("李明")}, time.Hour, model.InstantOf(time.Now()))
		w.must(err)
		_, token, _ := strings.Cut(links[0], "?start=")
		now := w.telegram.Person("李明", "zh")
		now.Start(token)
		w.pass(5 * time.Second)
		w.expect(old, "已改绑到另一个 Telegram 账号")
		phone := w.telegram.Transcript(old.ID)
		w.until("2026-11-20 08:52")
		w.holds(w.find(now, "急难 #1 已上报"), "没有等到您的回答")
		w.press(zhou, w.find(zhou, "急难 #1"), "我来受理")
		w.says(now, "/undo")
		w.press(now, now.Last(), "撤销")
		w.pass(5 * time.Second)
		if after := w.telegram.Transcript(old.ID); after != phone {
			t.Errorf("the account that was reads\n%s\nand before\n%s", after, phone)
		}
		w.expect(now, "已撤销")
	})
}
