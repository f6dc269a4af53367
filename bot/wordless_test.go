package bot_test

import (
	"testing"
	"time"

	"ringkeeper/bot/simulator"
)

// sends lets a person send something that is no text and waits for the answer.
func (w *world) sends(p *simulator.Person, kind, caption string) simulator.Message {
	w.Helper()
	p.Send(kind, caption)
	w.pass(3 * time.Second)
	return p.Last()
}

// TestWhatCannotBeReadIsAnsweredSensibly: nothing is recorded of it, and nobody
// waits for an answer that does not come.
func TestWhatCannotBeReadIsAnsweredSensibly(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		for _, c := range []struct{ kind, says string }{
			{"voice", "点手机键盘上的话筒"}, {"audio", "音频听不了"}, {"video_note", "视频留言看不了"}, {"sticker", "表情不算记录"},
			{"contact", "名片没有保留"}, {"poll", "这一条没有记录"}, {"dice", "这一条没有记录"}, {"game", "这一条没有记录"},
			{"checklist", "这一条没有记录"}, {"story", "这一条没有记录"},
		} {
			w.holds(w.sends(li, c.kind, ""), c.says)
		}
		w.holds(w.says(li, "他家母亲住院了"), "是哪一户")
		w.holds(w.sends(li, "voice", ""), "刚才问的，请点按钮或打字回答")
		w.holds(w.says(li, "3"), "3. 白*亮（东村）联系有变化：因病")
		w.says(li, "/emergency")
		w.holds(w.sends(li, "voice", ""), "还没有上报！请马上打电话")
		w.holds(w.sends(li, "dice", ""), "请接着发一句话")
		w.holds(w.sends(li, "voice", "3 正常"), "3. 白*亮（东村）联系正常") // words count, whatever they come with
		w.golden("wordless", li.ID)
	})
}

func TestAnAlbumOfSoundsIsAnsweredOnce(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		before := len(li.Inbox())
		sound := simulator.Sending{Kind: "audio"}
		li.Album(sound, sound, sound)
		w.pass(5 * time.Second)
		if n := len(li.Inbox()) - before; n != 1 {
			t.Errorf("%d answers", n)
		}
	})
}

func TestWhatCannotBeReadInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "en")
		for _, kind := range []string{"voice", "audio", "video_note", "sticker", "contact", "poll"} {
			w.sends(li, kind, "")
		}
		w.says(li, "/emergency")
		w.sends(li, "voice", "")
		w.golden("wordless_en", li.ID)
	})
}
