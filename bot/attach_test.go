package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

var picture = simulator.Sending{Kind: "photo"}

// sendsAll lets a person send an album and waits for the answer.
func (w *world) sendsAll(p *simulator.Person, of ...simulator.Sending) simulator.Message {
	p.Album(of...)
	w.pass(5 * time.Second)
	return p.Last()
}

// goldenOfAlbums compares chats with the transcript that is kept. The pictures of
// an album come at one instant, and whether the answer is sent before the last of
// them was looked at, and then edited, is chance: the mark of it is left out.
func (w *world) goldenOfAlbums(name string, chats ...int64) {
	w.Helper()
	w.keeps(name, strings.ReplaceAll(w.transcript(chats), " (edited)", ""))
}

// attached lists by record what belongs to it: 张春明 photo photo.
func (w *world) attached() (list []string) {
	w.Helper()
	rows, err := w.store.Contacts(w.ctx, store.ContactFilter{Withdrawn: true})
	w.must(err)
	for i := len(rows) - 1; i >= 0; i-- {
		of, err := w.store.AttachmentsOf(w.ctx, rows[i].ID)
		w.must(err)
		line := rows[i].Head
		for _, a := range of[rows[i].ID] {
			if a.Refused == "" {
				line += " " + string(a.Kind)
			}
		}
		list = append(list, line)
	}
	return list
}

func (w *world) attachedAre(want ...string) {
	w.Helper()
	if got := w.attached(); fmt.Sprint(got) != fmt.Sprint(want) {
		w.Errorf("attached are %q, want %q", got, want)
	}
}

// TestPicturesBelongToTheRecordOfTheirWords: with the words under them, before
// them, after them, or in answer to what is about one household.
func TestPicturesBelongToTheRecordOfTheirWords(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		digest := li.Last()
		w.holds(w.sends(li, "photo", "3 入户 正常"), "3. 白*亮（东村）入户正常 📷1")
		w.pass(time.Hour)
		// Before the words.
		w.holds(w.sends(li, "photo", ""), "收到 📷1。24小时内再发一句话")
		waiting := li.Last()
		w.sends(li, "location", "")
		w.holds(again(li, waiting), "收到 📷1 📍1。24小时内再发一句话")
		w.holds(w.says(li, "2 入户 正常"), "2. 和*英（石坎村）入户正常 📷1 📍1")
		w.holds(again(li, waiting), "收到 📷1 📍1，已附在：和*英（石坎村）")
		// After the words.
		w.pass(10 * time.Minute)
		w.holds(w.sends(li, "document", ""), "收到 📎1，已附在：和*英（石坎村）")
		w.pass(time.Hour)
		// In answer to the reading back of another, and to the question about one.
		li.SendThis(simulator.Sending{Kind: "video", ReplyTo: li.Inbox()[2]})
		w.pass(3 * time.Second)
		w.expect(li, "收到 🎬1，已附在：白*亮（东村）")
		w.press(li, digest, "4")
		asked := li.Last()
		li.SendThis(simulator.Sending{Kind: "venue", Caption: "西村村委会", ReplyTo: asked})
		w.pass(3 * time.Second)
		w.expect(li, "收到 📍1，已附在：杜*芬（西村）")
		w.press(li, asked, "入户·正常")
		w.expect(li, "4. 杜*芬（西村）入户正常 📍1")
		// With words that are no record, of what was recorded last.
		w.holds(w.sends(li, "photo", "请看照片"), "收到 📷1，已附在：杜*芬（西村）")
		w.attachedAre("白文亮 photo video", "和丽英 photo location document", "杜丽芬 location photo")
		w.golden("attached", li.ID)
	})
}

// again is a message as it stands now.
func again(p *simulator.Person, m simulator.Message) simulator.Message {
	for _, now := range p.Inbox() {
		if now.ID == m.ID {
			return now
		}
	}
	return simulator.Message{}
}

// TestAnAlbumIsOneReport: its words stand under any of its pictures, which come
// as messages of their own, in any order.
func TestAnAlbumIsOneReport(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		video := simulator.Sending{Kind: "video"}
		said := func(words string) simulator.Sending { return simulator.Sending{Kind: "photo", Caption: words} }
		before := len(li.Inbox())
		w.holds(w.sendsAll(li, said("3 入户 正常"), picture, video), "3. 白*亮（东村）入户正常 📷2 🎬1")
		w.holds(w.sendsAll(li, picture, picture, said("2 入户 正常")), "2. 和*英（石坎村）入户正常 📷3")
		w.holds(w.sendsAll(li, picture, said("4 入户 正常"), picture), "4. 杜*芬（西村）入户正常 📷3")
		if n := len(li.Inbox()) - before; n != 3 {
			t.Errorf("three albums are answered by %d messages", n)
		}
		w.holds(w.sendsAll(li, picture, picture), "收到 📷2，已附在：杜*芬（西村）")
		w.pass(time.Hour)
		w.holds(w.sendsAll(li, picture, picture), "收到 📷2。24小时内再发一句话")
		w.attachedAre("白文亮 photo photo video", "和丽英 photo photo photo", "杜丽芬 photo photo photo photo photo")
		w.goldenOfAlbums("album", li.ID)
	})
}

// TestAnAlbumSurvivesARestartInItsMiddle: what came is kept, what comes later
// finds it.
func TestAnAlbumSurvivesARestartInItsMiddle(t *testing.T) {
	for name, words := range map[string][4]string{"words first": {"3 入户 正常"}, "words last": {"", "", "", "3 入户 正常"}, "words between": {"", "", "3 入户 正常"}} {
		t.Run(name, func(t *testing.T) {
			liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
				li := w.bind("李明", "zh")
				w.until("2026-11-20 08:31")
				before := len(li.Inbox())
				for i := range 4 {
					w.telegram.PushRaw(fmt.Appendf(nil, `{"message":{"message_id":%d,"date":%d,"media_group_id":"7","caption":%q,"photo":[{"file_id":"f%d","file_unique_id":"u%d"}],
						"from":{"id":%d,"is_bot":false,"first_name":"x","language_code":"zh"},"chat":{"id":%d,"type":"private"}}}`,
						910+i, time.Now().Unix(), words[i], i, i, li.ID, li.ID))
					if i == 1 {
						w.pass(500 * time.Millisecond)
						w.restart()
					}
				}
				w.pass(10 * time.Second)
				w.attachedAre("白文亮 photo photo photo photo")
				if n := times(li, "3. 白*亮（东村）入户正常 📷4"); n != 1 || len(li.Inbox())-before != 1 {
					t.Errorf("read back %d times:\n%s", n, w.telegram.Transcript(li.ID))
				}
			})
		})
	}
}

// TestAPictureOfAnEmergencyBelongsToTheCaseToo: those who act on it may need it.
func TestAPictureOfAnEmergencyBelongsToTheCaseToo(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		ofCase := func(n int) int {
			kept, err := w.store.Attachments(w.ctx, store.AttachmentFilter{CaseSource: w.cases()[n].Source})
			w.must(err)
			return len(kept)
		}
		w.sendsAll(li, simulator.Sending{Kind: "photo", Caption: "2 房子昨晚烧光了"}, picture)
		w.attachedAre("和丽英 photo photo")
		w.holds(w.sendsAll(li, simulator.Sending{Kind: "photo", Caption: "急报 东村孙有财家断粮"}, picture), "收到 📷1，已附在：急难 #2")
		if a, b := ofCase(1), ofCase(0); a != 2 || b != 2 {
			t.Errorf("the cases have %d and %d", a, b)
		}
		w.says(li, "/emergency")
		w.holds(w.sends(li, "photo", ""), "请接着发一句话")
		w.holds(w.says(li, "石坎村李小花家房子塌了"), "急难 #3 已上报")
		if n := ofCase(0); n != 1 {
			t.Errorf("the case has %d", n)
		}
		w.goldenOfAlbums("attached_case", li.ID)
	})
}

// TestHundredPicturesAreAnsweredOnceAndTwentyKept: that is what a person does who
// forwards a whole album of the phone.
func TestHundredPicturesAreAnsweredOnceAndTwentyKept(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		before := len(li.Inbox())
		for range 50 {
			li.Send("photo", "")
			li.SendThis(simulator.Sending{Kind: "video", Size: 300 << 20})
			w.pass(time.Second)
		}
		w.pass(time.Minute)
		w.expect(li, "收到 📷20。24小时内再发一句话", "超过 20 MB 的文件没有保留", "最多保留 20 个，多出的没有保留")
		if n := len(li.Inbox()) - before; n != 1 {
			t.Errorf("%d answers", n)
		}
		w.holds(w.says(li, "3 入户 正常"), "📷20")
		li.SendThis(simulator.Sending{Kind: "document", Size: 21 << 20, Caption: "2 入户 正常"})
		w.pass(3 * time.Second)
		w.expect(li, "2. 和*英（石坎村）入户正常\n", "超过 20 MB 的文件没有保留")
	})
}

// TestAPictureThatFitsTwoHouseholdsWaits: what was just recorded of several says
// not which of them it shows; nor does a record of long ago, or another's.
func TestAPictureThatFitsTwoHouseholdsWaits(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "1 3 正常")
		w.holds(w.sends(li, "photo", ""), "24小时内再发一句话")
		w.holds(w.says(li, "/help"), "回复每日清单")
		w.holds(w.says(li, "他家母亲住院了"), "是哪一户")
		w.holds(w.says(li, "2"), "2. 和*英（石坎村）联系有变化：因病 📷1")
		w.assign("和丽英", "王芳")
		w.holds(w.sends(li, "photo", ""), "24小时内再发一句话")
		w.pass(25 * time.Hour)
		w.says(li, "4 正常")
		w.attachedAre("张春明", "白文亮", "和丽英 photo", "杜丽芬")
	})
}

// TestALiveLocationIsOnePoint: the bot keeps no tracks, and does not talk with
// every step.
func TestALiveLocationIsOnePoint(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "3 入户 正常")
		m := li.Send("live_location", "")
		w.pass(3 * time.Second)
		before := len(li.Inbox())
		for i := range 5 {
			li.Walk(m, 25+float64(i), 103)
			w.pass(time.Minute)
		}
		kept, err := w.store.LastAttached(w.ctx, li.ID)
		w.must(err)
		if len(kept) != 1 || kept[0].Latitude != 29.65 || len(li.Inbox()) != before {
			t.Errorf("%+v\n%s", kept, w.telegram.Transcript(li.ID))
		}
	})
}

// TestPicturesStandInTheHistory: as a count, beside the record or without one.
func TestPicturesStandInTheHistory(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		m := li.Send("photo", "3 正常")
		w.pass(3 * time.Second)
		w.press(li, li.Last(), "微信")
		w.pass(time.Hour)
		w.edits(li, m, "3 微信 母亲住院")
		w.press(li, li.Last(), "按改后的记录")
		w.pass(time.Hour)
		card := w.says(li, "/household 白文亮")
		w.holds(card, "微信有变化：因病")
		li.SendThis(simulator.Sending{Kind: "location", ReplyTo: card})
		w.pass(3 * time.Second)
		w.expect(li, "收到 📍1，已附在：白*亮（东村）")
		w.holds(w.says(li, "/history 白文亮"), "不属于哪条记录的：📍1", "📷1")
		w.golden("attached_history", li.ID)
	})
}

func TestPicturesInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "en")
		w.until("2026-11-20 08:31")
		w.holds(w.sends(li, "photo", ""), "Received 📷1. Say in one sentence")
		waiting := li.Last()
		li.SendThis(simulator.Sending{Kind: "video", Size: 21 << 20})
		w.pass(3 * time.Second)
		w.holds(w.says(li, "3 入户 正常"), "📷1")
		w.holds(again(li, waiting), "kept with: 白*亮 (东村)", "above 20 MB")
		w.golden("attached_en", li.ID)
	})
}

// TestAForgottenHouseholdsPicturesAreGone: also for the answer that names it.
func TestAForgottenHouseholdsPicturesAreGone(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.sends(li, "photo", "3 入户 正常")
		w.sends(li, "photo", "")
		f, err := w.store.Forget(w.ctx, "53030200010003", time.Now(), "test", false)
		w.must(err)
		kept, err := w.store.LastAttached(w.ctx, li.ID)
		w.must(err)
		if f.Attachments != 2 || len(kept) != 0 {
			t.Errorf("%d forgotten, %+v kept", f.Attachments, kept)
		}
		rows, err := w.store.OutboxRows(w.ctx, store.OutboxFilter{States: []model.DeliveryState{model.DeliverySent}})
		w.must(err)
		for _, r := range rows {
			if strings.Contains(r.Text, "白*亮") {
				t.Errorf("a message still has the name: %s", r.Text)
			}
		}
	})
}
