package bot_test

import (
	"testing"
	"time"
)

// TestWordsThatNobodyPlacedAreNotForgotten: the question is answered within a day;
// after that the button says so, and the next digest repeats the words.
func TestWordsThatNobodyPlacedAreNotForgotten(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 10:00")
		asked := w.says(li, "他家母亲住院了，身份证530302196001011234")
		w.restart()
		w.until("2026-11-27 08:31") // the next digest
		w.holds(w.find(li, "11月27日"), "这句话还没有记录", "他家母亲住院了")
		if flash := w.press(li, asked, "1 张*明"); flash != "这个问题已经处理或过期，请直接发消息。" {
			t.Errorf("flashed %q", flash)
		}
		w.says(li, "1 母亲住院了")
		w.stands("张春明 unspecified change 1 母亲住院了")
		w.golden("unanswered", li.ID)
	})
}

// TestWhatIsWaitedForIsCalledOffInOneWord, whatever it is.
func TestWhatIsWaitedForIsCalledOffInOneWord(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "急报")
		w.says(li, "取消")
		w.expect(li, "已取消")
		w.says(li, "他家母亲住院了")
		w.says(li, "算了")
		w.press(li, w.find(li, "待办 5 户"), "2")
		w.press(li, li.Last(), "入户·有变化")
		w.says(li, "取消")
		w.says(li, "家里添了台新拖拉机") // is no detail of anything any more
		w.stands("和丽英 visit change ")
		if len(w.cases()) != 0 || times(zhou, "#1") != 0 {
			t.Error("a report went out that was called off")
		}
		w.golden("cancelled", li.ID)
	})
}

// TestOneButtonPressedOnTwoPhonesRecordsOnce.
func TestOneButtonPressedOnTwoPhonesRecordsOnce(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		m := w.says(li, "1 3 正常")
		for range 2 {
			if _, err := li.Press(m, "入户"); err != nil {
				t.Fatal(err)
			}
		}
		w.pass(5 * time.Second)
		w.stands("张春明 visit normal 1 3 正常", "白文亮 visit normal 1 3 正常")
		m = w.find(li, "已记录 2 户")
		for range 2 {
			if _, err := li.Press(m, "撤销"); err != nil {
				t.Fatal(err)
			}
		}
		w.pass(5 * time.Second)
		w.stands()
	})
}

// TestTheSameWordsSentAgainAreRecordedOnce: for fear that they did not arrive. A try
// in vain is another one each time.
func TestTheSameWordsSentAgainAreRecordedOnce(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "1 3 正常")
		w.says(li, "1 3 正常")
		w.expect(li, "同样的话今天已经记过了")
		w.says(li, "2 没打通")
		w.says(li, "2 没打通")
		w.stands("张春明 unspecified normal 1 3 正常", "白文亮 unspecified normal 1 3 正常", "和丽英 phone unreached 2 没打通", "和丽英 phone unreached 2 没打通")
		// What was taken back may be said again.
		w.press(li, w.find(li, "已记录 2 户"), "撤销")
		w.says(li, "1 3 正常")
		if n := len(w.contacts()); n != 4 {
			t.Errorf("%d records", n)
		}
		// Words that were asked about are read back with what became of them.
		w.says(li, "他家母亲住院了")
		w.says(li, "在吗")
		w.says(li, "4")
		w.expect(li, "杜*芬（西村）联系有变化", "“他家母亲住院了”")
		w.golden("again", li.ID)
	})
}
