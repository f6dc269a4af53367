package bot_test

import (
	"slices"
	"testing"
	"time"
)

// TestForwardedWordsBecomeARecordByAPress: others' words are none of the
// person's until the person says so.
func TestForwardedWordsBecomeARecordByAPress(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		forward := func(words string) {
			li.ForwardWords("村组长", words)
			w.pass(3 * time.Second)
		}
		li.Forward(li.Last()) // the digest itself
		w.pass(3 * time.Second)
		w.expect(li, "这是我发出的消息，没有记录")
		forward("昨天入户白文亮家，母亲住院了")
		w.expect(li, "转发的内容没有记录")
		offer := li.Last()
		if n := len(w.contacts()); n != 0 {
			t.Errorf("records: %q", w.contacts())
		}
		w.press(li, offer, "按我的话记录")
		w.expect(li, "3. 白*亮（东村）入户有变化：因病，11月19日")
		if flash := w.press(li, offer, "按我的话记录"); flash != "已经记录过了" {
			t.Errorf("flash: %q", flash)
		}
		w.press(li, li.Last(), "撤销")
		w.press(li, offer, "按我的话记录")
		w.expect(li, "3. 白*亮（东村）入户有变化：因病，11月19日")
		// Which household it is about is asked, and answered once.
		forward("他家儿子考上大学了")
		w.press(li, li.Last(), "按我的话记录")
		w.expect(li, "是哪一户的情况")
		w.press(li, li.Last(), "2 和*英")
		w.expect(li, "2. 和*英（石坎村）联系有变化")
		if flash := w.press(li, li.Inbox()[len(li.Inbox())-3], "按我的话记录"); flash != "已经记录过了" {
			t.Errorf("flash: %q", flash)
		}
		// A picture comes along; what is not pressed does not.
		photo := li.Send("photo", "杜丽芬家没人接")
		w.pass(3 * time.Second)
		w.press(li, li.Last(), "撤销")
		li.Forward(photo)
		w.pass(3 * time.Second)
		w.press(li, li.Last(), "按我的话记录")
		w.expect(li, "4. 杜*芬（西村）电话没联系上 📷1")
		forward("1 正常")
		if got, want := w.contacts(), []string{"白文亮 visit change 昨天入户白文亮家，母亲住院了", "和丽英 unspecified change 他家儿子考上大学了", "杜丽芬 phone unreached 杜丽芬家没人接"}; !slices.Equal(got, want) {
			t.Errorf("records: %q", got)
		}
		w.golden("forwarded", li.ID)
	})
}

// TestForwardedWordsCountFromTheDayOnWhichTheyWereWritten: 今天 of three days ago
// is three days ago.
func TestForwardedWordsCountFromTheDayOnWhichTheyWereWritten(t *testing.T) {
	liveSince(t, onRoster, "2026-11-17 09:00", func(w *world) {
		li := w.bind("李明", "zh")
		note := w.telegram.Group("村组", li)
		m := li.SayIn(note, "今天去了白文亮家，一切正常")
		w.until("2026-11-20 08:31")
		li.Forward(m)
		w.pass(3 * time.Second)
		w.press(li, li.Last(), "按我的话记录")
		w.expect(li, "白*亮（东村）入户正常，11月17日")
	})
}

// TestAForwardedEmergencyIsUrgent: 急报 is filed at once; what only reads like
// one is not passed over.
func TestAForwardedEmergencyIsUrgent(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		li.ForwardWords("村组长", "急报 东村白文亮家房子塌了")
		w.pass(3 * time.Second)
		w.expect(li, "急难 #1 已上报 东村 白*亮")
		photo := li.Send("photo", "东村孙有财家房子着火了，快来人")
		w.pass(3 * time.Second)
		li.Forward(photo)
		w.pass(3 * time.Second)
		li.ForwardWords("村组长", "河湾村李有才家房子被水冲走了")
		w.pass(3 * time.Second)
		w.expect(li, "像是急难，还没有上报")
		offer := li.Last()
		w.press(li, offer, "按我的话记录")
		w.press(li, offer, "按我的话记录")
		w.pass(5 * time.Second)
		if n := len(w.cases()); n != 3 || times(zhou, "【急难 #3】") != 1 {
			t.Errorf("%d cases, %d alerts", n, times(zhou, "【急难 #3】"))
		}
		w.golden("forwarded_emergency", li.ID)
	})
}

// TestAForwardOfAnotherIsNobodyElsesToRecord: a button can be forged, and words
// are kept for thirty days.
func TestAForwardOfAnotherIsNobodyElsesToRecord(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, wang := w.bind("李明", "en"), w.bind("王芳", "zh")
		w.until("2026-11-20 08:31")
		li.ForwardWords("村组长", "白文亮家正常")
		w.pass(3 * time.Second)
		offer := li.Last()
		w.expect(li, "What you forwarded was not recorded")
		w.forged(wang, offer.Buttons[0][0].Data)
		w.forged(li, "forwarded:1")
		if n := len(w.contacts()); n != 0 {
			t.Errorf("records: %q", w.contacts())
		}
		w.until("2027-01-05 09:00")
		if _, err := w.store.ClearRaw(w.ctx, 30, time.Now()); err != nil {
			t.Fatal(err)
		}
		if flash := w.press(li, offer, "Record as my words"); flash != "This button does not work any more." {
			t.Errorf("flash: %q", flash)
		}
	})
}
