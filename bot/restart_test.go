package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model/store"
)

// chatOf is a private chat on the wire.
func chatOf(p *simulator.Person) string { return fmt.Sprint(p.ID) }

// raw is an update as Telegram would write it, with an id of our choice.
func (w *world) raw(id int64, p *simulator.Person, message int, words string) []byte {
	return fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":%d,"date":%d,"text":%q,
		"from":{"id":%d,"is_bot":false,"first_name":%q,"language_code":%q},"chat":{"id":%d,"type":"private"}}}`,
		id, message, time.Now().Unix(), words, p.ID, p.Name, p.Language, p.ID)
}

func TestAQuestionSurvivesARestartWithTheWordsItIsAbout(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		asked := w.says(li, "他家母亲住院了")
		w.restart()
		w.press(li, asked, "3 白*亮")
		w.expect(li, "3. 白*亮（东村）联系有变化：因病")
		if got := w.contacts(); !slices.Equal(got, []string{"白文亮 unspecified change 他家母亲住院了"}) {
			t.Errorf("records: %q", got)
		}
	})
}

func TestAnswersToAQuestionMayBeTyped(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.holds(w.says(li, "他家母亲住院了"), "是哪一户")
		w.holds(w.says(li, "2"), "2. 和*英（石坎村）联系有变化：因病")
		w.holds(w.says(li, "他家母亲住院了"), "是哪一户")
		w.holds(w.says(li, "白文亮家"), "3. 白*亮（东村）联系有变化：因病")
		w.holds(w.says(li, "他家母亲住院了"), "是哪一户")
		w.holds(w.says(li, "都不是"), "没有需要记录的内容")
		if n := len(w.contacts()); n != 2 {
			t.Errorf("%d records", n)
		}
	})
}

// TestAPlanAnswersNoQuestion: what is to be done is no answer to which, and the
// question goes on waiting.
func TestAPlanAnswersNoQuestion(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.holds(w.says(li, "正常"), "是哪一户")
		w.says(li, "1 明天去")
		if got := w.contacts(); len(got) > 0 {
			t.Errorf("records: %q", got)
		}
		w.holds(w.says(li, "1，谢谢"), "1. 张*明（河湾村）联系正常")
		w.golden("plan", li.ID)
	})
}

func TestAQuestionIsForgottenAfterADay(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		asked := w.says(li, "他家母亲住院了")
		w.pass(25 * time.Hour)
		if flash := w.press(li, asked, "3 白*亮"); !strings.Contains(flash, "已经处理或过期") {
			t.Errorf("flash: %q", flash)
		}
		if got := w.contacts(); len(got) > 0 {
			t.Errorf("records: %q", got)
		}
	})
}

// TestOldButtonsAnswerWithTodaysState: a button may be pressed days later, and
// a question's button after another question.
func TestOldButtonsAnswerWithTodaysState(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		digest := li.Last()
		first := w.says(li, "他家母亲住院了")
		second := w.says(li, "他家儿子考上大学了")
		if flash := w.press(li, first, "1 张*明"); !strings.Contains(flash, "已经处理或过期") {
			t.Errorf("an earlier question's button is answered %q", flash)
		}
		w.press(li, second, "2 和*英")
		recorded := li.Last()
		if flash := w.press(li, second, "2 和*英"); !strings.Contains(flash, "已经处理或过期") {
			t.Errorf("the second press of an answer is answered %q", flash)
		}
		if flash := w.press(li, recorded, "撤销"); flash != "已撤销" {
			t.Errorf("undo is answered %q", flash)
		}
		if got := w.contacts(); len(got) > 0 {
			t.Errorf("records: %q", got)
		}
		w.until("2026-11-21 10:00")
		w.press(li, digest, "1")
		w.press(li, li.Last(), "入户·正常")
		w.expect(li, "1. 张*明（河湾村）入户正常", "联系还差 3 户：2–4", "走访还差 4 户：2–5")
	})
}

func TestADoubleTapRecordsOnce(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.press(li, li.Last(), "4")
		asked := li.Last()
		for range 2 { // faster than any answer
			if _, err := li.Press(asked, "联系·有变化"); err != nil {
				t.Fatal(err)
			}
		}
		w.pass(5 * time.Second)
		w.says(li, "女儿考上大学")
		if flash := w.press(li, asked, "联系·有变化"); flash != "已经记录过了" {
			t.Errorf("a third press is answered %q", flash)
		}
		if got := w.contacts(); !slices.Equal(got, []string{"杜丽芬 unspecified change 女儿考上大学"}) {
			t.Errorf("records: %q", got)
		}
		// Two pieces wait; the second press of the first must not take the other.
		w.says(li, "他家母亲住院了")
		two := li.Last()
		for range 2 {
			if _, err := li.Press(two, "1 张*明"); err != nil {
				t.Fatal(err)
			}
		}
		w.pass(5 * time.Second)
		if n := len(w.contacts()); n != 2 {
			t.Errorf("%d records: %q", n, w.contacts())
		}
	})
}

func TestTheSameUpdateDeliveredTwiceDoesNothingTwice(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		before := len(li.Inbox())
		w.telegram.Down(true)
		for range 2 {
			w.telegram.PushRaw(w.raw(700, li, 70, "1 正常"))
		}
		w.telegram.Down(false)
		w.pass(2 * time.Minute)
		if n := len(li.Inbox()) - before; n != 1 || len(w.contacts()) != 1 {
			t.Errorf("%d answers, records %q", n, w.contacts())
		}
	})
}

// TestUpdatesNumberedAnewAreNewUpdates: after a quiet week Telegram may begin
// to number anew, and a number comes again.
func TestUpdatesNumberedAnewAreNewUpdates(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		w.telegram.RestartUpdateIDs(100)
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "2 正常") // update 101
		w.until("2026-11-28 10:00")
		w.telegram.RestartUpdateIDs(85)
		for range 16 {
			w.says(li, "收到")
		}
		w.says(li, "1 正常") // update 101 again
		if got, err := w.store.Contacts(w.ctx, store.ContactFilter{UpdateID: 101}); err != nil || len(got) != 2 {
			t.Fatalf("records of update 101: %v, %v", got, err)
		}
		w.press(li, li.Last(), "撤销")
		if got := w.contacts(); !slices.Equal(got, []string{"和丽英 unspecified normal 2 正常"}) {
			t.Errorf("records: %q", got)
		}
	})
}
