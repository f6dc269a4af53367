package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
)

// find returns the newest of the bot's messages on a phone that holds all of some
// words, as it stands now.
func (w *world) find(p *simulator.Person, words ...string) simulator.Message {
	w.Helper()
	inbox := p.Inbox()
	for i := len(inbox) - 1; i >= 0; i-- {
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(inbox[i].Text, word) }) {
			return inbox[i]
		}
	}
	w.Fatalf("no message holds %q:\n%s", words, w.telegram.Transcript(p.ID))
	return simulator.Message{}
}

// stands compares the records that stand.
func (w *world) stands(want ...string) {
	w.Helper()
	if got := w.contacts(); !slices.Equal(got, want) {
		w.Errorf("on record are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestWhatTheBotWasNotSureOfTakesOneTap: the message shows what stands, and what
// stood before stays on record.
func TestWhatTheBotWasNotSureOfTakesOneTap(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "1 3 正常 2 前两天联系的，母亲住院")
		m := w.find(li, "已记录 3 户")
		if flash := w.press(li, m, "入户"); flash != "已更正" {
			t.Errorf("flashed %q", flash)
		}
		w.press(li, w.find(li, "已记录 3 户"), "前天")
		w.stands("张春明 visit normal 1 3 正常", "白文亮 visit normal 1 3 正常", "和丽英 visit change 2 前两天联系的，母亲住院")
		w.holds(w.find(li, "已记录 3 户"), "张*明（河湾村）入户正常", "和*英（石坎村）入户有变化：因病，11月18日（11月20日补记）")
		w.press(li, w.find(li, "已记录 3 户"), "撤销")
		w.stands()
		w.golden("one_tap", li.ID)
	})
}

// TestOneRecordOfSeveralIsChangedByButtonsOrByWords: never by overwriting.
func TestOneRecordOfSeveralIsChangedByButtonsOrByWords(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "1 3 电话 正常")
		w.press(li, w.find(li, "已记录 2 户"), "改")
		w.press(li, li.Last(), "白*亮（东村）正常")
		w.press(li, li.Last(), "没联系上")
		w.stands("张春明 phone normal 1 3 电话 正常", "白文亮 phone unreached 1 3 电话 正常")
		w.press(li, w.find(li, "改哪一项"), "入户")
		w.says(li, "昨天去的，老父亲摔断腿住院")
		w.stands("张春明 phone normal 1 3 电话 正常", "白文亮 visit change 昨天去的，老父亲摔断腿住院")
		// What is about another household is no correction.
		w.press(li, w.find(li, "1 户"), "改")
		w.says(li, "4 正常")
		w.stands("张春明 phone normal 1 3 电话 正常", "白文亮 visit change 昨天去的，老父亲摔断腿住院", "杜丽芬 unspecified normal 4 正常")
		w.press(li, w.find(li, "杜*芬"), "改")
		w.says(li, "取消")
		w.expect(li, "已取消")
		w.press(li, w.find(li, "已记录 1 户", "白*亮"), "撤销")
		w.stands("张春明 phone normal 1 3 电话 正常", "白文亮 visit unreached 1 3 电话 正常", "杜丽芬 unspecified normal 4 正常")
		w.pass(5 * time.Second)
		w.golden("change_by_words", li.ID)
	})
}

func TestAnotherDayThatHasNotComeIsRefusedInACorrectionToo(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "en")
		w.until("2026-11-20 08:31")
		w.says(li, "1 入户 正常")
		w.press(li, w.find(li, "张"), "Change")
		w.says(li, "后天入户的")
		w.expect(li, "has not come yet")
		w.stands("张春明 visit normal 1 入户 正常")
		w.golden("change_en", li.ID)
	})
}

// TestAChangeWithHardshipOffersTheReport: one tap, and nothing is typed twice.
func TestAChangeWithHardshipOffersTheReport(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "2 电话，母亲住院")
		w.press(li, li.Last(), "这是急难，上报")
		w.pass(3 * time.Second)
		w.stands("和丽英 phone emergency 2 电话，母亲住院")
		w.expect(zhou, "急难 #1", "和*英", "情况：2 电话，母亲住院")
		w.press(li, w.find(li, "急难 #1 已上报"), "不是急难")
		w.pass(3 * time.Second)
		w.stands("和丽英 phone change 2 电话，母亲住院")
		w.expect(zhou, "上报人已撤回")
		w.golden("offered", li.ID, zhou.ID)
	})
}

// doubted are words of which nobody can say whether they tell of an emergency.
const doubted = "2 家里断水了，影响不大"

// TestWhatMayBeAnEmergencyIsAskedAndGoesOutUnlessSomebodyAnswers.
func TestWhatMayBeAnEmergencyIsAskedAndGoesOutUnlessSomebodyAnswers(t *testing.T) {
	for _, c := range []struct {
		name, answer string
		restart      bool
		office       string // what the office heard
		stands       string
	}{
		{name: "nobody", office: "尚未确认", stands: "change"},
		{name: "nobody_restart", restart: true, office: "尚未确认", stands: "change"},
		{name: "yes", answer: "是急难，马上上报", office: "急难 #1", stands: "emergency"},
		{name: "no", answer: "不是急难", stands: "change"},
	} {
		t.Run(c.name, func(t *testing.T) {
			liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
				li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
				w.until("2026-11-20 08:40")
				w.says(li, doubted)
				asked := w.find(li, "这是急难吗")
				w.stands("和丽英 unspecified change " + doubted)
				if times(zhou, "急难 #1") != 0 {
					t.Errorf("the office was told before anybody answered")
				}
				if c.restart {
					w.restart()
				}
				if c.answer != "" {
					w.pass(time.Minute)
					w.press(li, asked, c.answer)
					w.pass(5 * time.Second)
					if told := times(zhou, "急难 #1") > 0; told != (c.office != "") {
						t.Errorf("told at once: %v", told)
					}
				}
				w.pass(11 * time.Minute)
				w.stands("和丽英 unspecified " + c.stands + " " + doubted)
				if c.office != "" {
					w.holds(w.find(zhou, "急难 #1"), c.office)
				} else if times(zhou, "#1") != 0 {
					t.Errorf("the office was bothered:\n%s", w.telegram.Transcript(zhou.ID))
				}
				w.golden("doubt_"+c.name, li.ID, zhou.ID)
			})
		})
	}
}

// TestADoubtSaidAnewAsAnEmergencyIsOneReport: the office hears of it once, at once.
func TestADoubtSaidAnewAsAnEmergencyIsOneReport(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:40")
		w.says(li, doubted)
		w.press(li, w.find(li, "已记录 1 户"), "改")
		w.says(li, "断水三天，老人没水喝，昏迷了")
		w.pass(20 * time.Minute)
		if n := times(zhou, "【急难"); n != 1 {
			t.Errorf("the office heard %d times:\n%s", n, w.telegram.Transcript(zhou.ID))
		}
		w.stands("和丽英 unspecified emergency 断水三天，老人没水喝，昏迷了")
	})
}

// TestAChangeInWordsThatOnlySayHowAndWhenKeepsTheOthers: what was found stays as
// it was said, and stands where it was read back.
func TestAChangeInWordsThatOnlySayHowAndWhenKeepsTheOthers(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "2 母亲住院")
		w.press(li, w.find(li, "已记录 1 户"), "改")
		w.says(li, "是昨天入户的")
		w.expect(li, "已更正")
		w.stands("和丽英 visit change 2 母亲住院")
		w.holds(w.find(li, "已记录 1 户"), "和*英（石坎村）入户有变化：因病，11月19日（11月20日补记）")
		w.press(li, w.find(li, "已记录 1 户"), "改")
		w.says(li, "2 母亲住院")
		w.expect(li, "已经记录过了")
	})
}
