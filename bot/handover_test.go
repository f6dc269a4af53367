package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
)

// assign gives a household to another cadre, as an import does.
func (w *world) assign(head, to string) {
	w.Helper()
	found, err := w.store.HouseholdsOfHeads(w.ctx, []string{head})
	w.must(err)
	at := model.InstantOf(time.Now())
	w.must(w.store.Apply(w.ctx, model.Turn{At: at, Effects: []model.Effect{
		model.AssignCadre{HouseholdID: found[0].ID, CadreID: w.cadre(to).ID, From: model.DayOf(time.Now(), w.zone())},
	}}))
}

// TestAHouseholdTakenFromTheCadreIsRefusedKindly: after the digest was sent, by
// reply and by press; nothing of it is recorded, everything else is.
func TestAHouseholdTakenFromTheCadreIsRefusedKindly(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		digest := li.Last()
		w.press(li, digest, "3")
		asked := li.Last()
		w.assign("白文亮", "王芳")
		if flash := w.press(li, asked, "联系·正常"); flash != "这一户已不在您名下，没有记录。" {
			t.Errorf("the press of an outcome is answered %q", flash)
		}
		if flash := w.press(li, digest, "3"); flash != "这一户已不在您名下，没有记录。" {
			t.Errorf("the press of the number is answered %q", flash)
		}
		w.says(li, "1 正常 3 母亲住院")
		if times(li, "3 号已不在您名下，没有记录。") != 1 || times(li, "已记录 1 户") != 1 {
			t.Errorf("a reply: %s", w.telegram.Transcript(li.ID))
		}
		// What is said of all is not said of what is gone.
		w.says(li, "全部正常")
		w.expect(li, "已记录 4 户")
		if strings.Contains(li.Last().Text, "白*亮") || strings.Contains(li.Last().Text, "3、") {
			t.Errorf("read back: %s", li.Last().Text)
		}
		// Nor is it offered.
		asked = w.says(li, "他家母亲住院了")
		for _, row := range asked.Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Label, "3") {
					t.Errorf("offered: %s", b.Label)
				}
			}
		}
		for _, c := range w.contacts() {
			if strings.HasPrefix(c, "白文亮") {
				t.Errorf("recorded: %s", c)
			}
		}
	})
}

// TestTheNewCadreHasItOnTheListOfTheNextDay and the old one has not.
func TestTheNewCadreHasItOnTheListOfTheNextDay(t *testing.T) {
	liveSince(t, onRoster, "2026-12-01 07:50", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.assign("白文亮", "王芳")
		w.until("2026-12-01 08:31")
		w.expect(wang, "白*亮", "郭*华")
		if strings.Contains(li.Last().Text, "白*亮") {
			t.Errorf("the old cadre reads %s", li.Last().Text)
		}
		// By name, without a number, and of the own households alone.
		w.says(li, "张春明家正常")
		w.says(wang, "张春明家正常")
		if got := w.contacts(); !slices.Equal(got, []string{"张春明 unspecified normal 张春明家正常"}) {
			t.Errorf("records: %q", got)
		}
	})
}

// TestWhatStandsAsAnEmergencyIsNotMadeNormalByAWordForAll: the rest, or all,
// does not mean what was reported an hour ago.
func TestWhatStandsAsAnEmergencyIsNotMadeNormalByAWordForAll(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "2 房子昨晚烧光了")
		w.says(li, "全部正常")
		w.expect(li, "已记录 4 户", "2 已报急难，这次的回复没有改动它")
		w.says(li, "除3外都正常")
		w.expect(li, "已记录 3 户", "2 已报急难，这次的回复没有改动它")
		if strings.Contains(li.Last().Text, "和*英") {
			t.Errorf("read back: %s", li.Last().Text)
		}
		w.says(li, "都没打通")
		w.expect(li, "2 已报急难，这次的回复没有改动它")
		// Said of the household itself, it is what the cadre means.
		w.says(li, "2 正常")
		w.expect(li, "已记录 1 户", "2. 和*英（石坎村）联系正常")
	})
}

func TestWordsGivenLaterReplaceThePressAndUndoingThemBringsItBack(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.press(li, li.Last(), "2")
		w.press(li, li.Last(), "入户·有变化")
		pressed := li.Inbox()[len(li.Inbox())-2]
		w.holds(pressed, "已记录 1 户")
		// Another household is no detail of this one.
		w.says(li, "3 正常")
		w.expect(li, "3. 白*亮（东村）联系正常")
		w.press(li, li.Inbox()[1], "4")
		w.press(li, li.Last(), "入户·有变化")
		w.says(li, "家里添了台新拖拉机")
		words := li.Last()
		w.holds(words, "杜*芬（西村）入户有变化")
		w.golden("detail", li.ID)
		w.press(li, words, "撤销")
		w.pass(3 * time.Second)
		if got := w.contacts(); !slices.Equal(got, []string{"和丽英 visit change ", "白文亮 unspecified normal 3 正常", "杜丽芬 visit change "}) {
			t.Errorf("records: %q", got)
		}
		if n := times(li, "已补充更正"); n != 0 {
			t.Errorf("%d messages still point to words that were taken back", n)
		}
	})
}
