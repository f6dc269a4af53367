package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
)

// joinedTo lists the reports that were added to a case and stand.
func (w *world) joinedTo(id int64) (words []string) {
	w.Helper()
	events, err := w.store.CaseEvents(w.ctx, id)
	w.must(err)
	for _, v := range events {
		if v.Kind == model.CaseJoined && !v.Detail.Withdrawn {
			words = append(words, v.Text)
		}
	}
	return words
}

// TestTheSameReportIsFiledOnceAndMoreOfAFamilyIsAddedToItsCase: the office hears of
// every addition, whoever made it.
func TestTheSameReportIsFiledOnceAndMoreOfAFamilyIsAddedToItsCase(t *testing.T) {
	live(t, "2026-11-02 09:00", func(w *world) {
		wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.says(wang, "急报 河湾村张春明家房子着火")
		w.holds(w.says(wang, "急报 河湾村张春明家房子着火"), "已经上报过了：#1")
		w.holds(w.says(wang, "急报 河湾村张春明家母亲摔断腿"), "已并入急难 #1", "已发给：办公室 周静")
		w.holds(w.says(wang, "急报 河湾村张春明家母亲摔断腿"), "已经上报过了：#1")
		w.says(zhou, "急报 河湾村张春明家房子着火")
		w.expect(wang, "急难 #1 有补充")
		if all := w.cases(); len(all) != 1 || !slices.Equal(w.joinedTo(1), []string{"河湾村张春明家母亲摔断腿", "河湾村张春明家房子着火"}) {
			t.Errorf("%d cases, joined %q", len(all), w.joinedTo(1))
		}
		w.golden("same_report", wang.ID, zhou.ID)
	})
}

// TestTwoCadresReportOneFlood: the second report is an addition, of which the office,
// the responsible cadre, who has it in hand and the first reporter hear; the group
// reads that there is one, and of what. The second reporter takes it back by one tap.
func TestTwoCadresReportOneFlood(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		w.namesake("何平", "13900000009", "区水务局")
		li, wang, he, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("何平", "en"), w.bind("周静", "zh")
		g, office := w.telegram.Group("越州镇工作群", zhou, wang, he), w.telegram.Group("办公室群", zhou)
		w.pass(5 * time.Second)
		w.saysIn(g, zhou, "/bind 越州镇")
		w.saysIn(office, zhou, "/bind 办公室")
		w.says(wang, "急报 石坎村和丽英家房子被洪水冲垮")
		w.press(zhou, w.find(zhou, "【急难 #1】"), "我来受理")
		w.pass(time.Minute)
		w.says(he, "急报 石坎村和丽英家进水，老人受伤，身份证530302196001011234")
		w.pass(5 * time.Second)
		w.holds(he.Last(), "Added to emergency #1", "reported by 王芳", "acknowledged", "office 周静", "group “办公室群”", "responsible cadre 李明", "reporter 王芳")
		for _, p := range []string{"李明", "王芳", "周静"} {
			m := w.find(w.people[p], "急难 #1 有补充")
			w.holds(m, "石坎村 和*英", "老人受伤", "上报：何平（区水务局）")
			if strings.Contains(m.Text, "530302196001011234") {
				t.Error("an identity number is shown")
			}
		}
		w.holds(office.Last(), "急难 #1 有补充 越州镇 石坎村\n原因：")
		if said := w.telegram.Transcript(g.ID) + w.telegram.Transcript(office.ID); strings.Contains(said, "受伤") || strings.Contains(w.telegram.Transcript(g.ID), "有补充") {
			t.Errorf("the groups read: %s", said)
		}
		w.holds(w.find(li, "【急难 #1】已受理"), "又有 1 次上报，最近（何平 10:01）：石坎村和丽英家进水")
		w.golden("one_flood", he.ID, wang.ID, zhou.ID, office.ID)
		if flash := w.press(he, he.Last(), "No emergency"); flash != "taken back" {
			t.Errorf("flash %q", flash)
		}
		w.pass(5 * time.Second)
		w.expect(li, "急难 #1：何平的补充已撤回，不是急难。")
		w.holds(office.Last(), "何平的补充已撤回")
		w.holds(w.find(he, "Added to emergency #1"), "This addition was taken back")
		if m := w.find(li, "【急难 #1】已受理"); strings.Contains(m.Text, "又有") {
			t.Errorf("the alert counts what was taken back: %s", m.Text)
		}
		w.golden("one_flood_taken_back", he.ID, li.ID, office.ID)
	})
}

// TestOfTwoWhoReportOneFamilyAtOnceOneOpensTheCase: they write before either could
// see the other's report, of a household or of a family that is not on the roster.
func TestOfTwoWhoReportOneFamilyAtOnceOneOpensTheCase(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		for i, family := range []string{"石坎村和丽英", "东村孙有财"} {
			li.Say("急报 " + family + "家进水")
			wang.Say("急报 " + family + "家房子塌了")
			w.pass(5 * time.Second)
			if n := len(w.cases()); n != i+1 || len(w.joinedTo(int64(n))) != 1 {
				t.Errorf("%s: %d cases, joined %q", family, n, w.joinedTo(int64(n)))
			}
			if n := times(zhou, "有补充"); n != i+1 {
				t.Errorf("the office heard of %d additions", n)
			}
		}
	})
}

// TestWhatNamesNobodyOrComesTooLateIsACaseOfItsOwn.
func TestWhatNamesNobodyOrComesTooLateIsACaseOfItsOwn(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.bind("周静", "zh")
		w.says(li, "急报 着火了")
		w.holds(w.says(wang, "急报 着火了"), "急难 #2 已上报")
		w.holds(w.says(li, "急报 河湾村张春明家着火"), "急难 #3 已上报")
		w.until("2026-11-23 10:00")
		w.holds(w.says(wang, "急报 河湾村张春明家断水"), "已并入急难 #3")
		w.until("2026-11-23 10:01")
		w.holds(w.says(wang, "急报 河湾村张春明家断粮"), "急难 #4 已上报")
	})
}

// TestACaseInDoubtIsConfirmedByAnother: what waits goes out at once when somebody else
// is sure; what is doubtful about an open case is added to it without a question.
func TestACaseInDoubtIsConfirmedByAnother(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:40")
		w.says(li, "白文亮家里断水了，影响不大")
		w.find(li, "这是急难吗")
		if times(zhou, "急难 #1") != 0 {
			t.Fatal("it went out at once")
		}
		w.says(wang, "急报 东村白文亮家断粮了")
		w.holds(w.find(zhou, "【急难 #1】待受理"), "断水", "又有 1 次上报", "断粮")
		if m := w.find(zhou, "【急难 #1】"); strings.Contains(m.Text, "尚未确认") {
			t.Errorf("it is in doubt still: %s", m.Text)
		}
		w.says(li, "和丽英家房子昨晚烧光了")
		w.says(li, "和丽英家里断水了，影响不大")
		w.holds(w.find(li, "已并入急难 #2"), "文字像是急难，没有再问")
		w.expect(zhou, "急难 #2 有补充")
		if n := times(li, "这是急难吗"); n != 1 {
			t.Errorf("%d questions", n)
		}
		w.golden("joined_in_doubt", li.ID, zhou.ID)
	})
}

// TestAnAdditionIsTakenBackByWordsToo, and a record that is taken back leaves it.
func TestAnAdditionIsTakenBackByWordsToo(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "en"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		w.says(wang, "急报 东村白文亮家断粮了")
		w.says(li, "3 房子昨晚烧光了")
		w.press(li, w.find(li, "已记录 1 户"), "撤销")
		w.holds(w.find(li, "已撤销"), "急难上报仍然有效")
		w.holds(w.says(li, "不是急难"), "对急难 #1 的补充（08:31）不是急难？")
		if flash := w.press(li, li.Last(), "不是急难"); flash != "已撤回" || len(w.joinedTo(1)) != 0 {
			t.Errorf("flash %q, joined %q", flash, w.joinedTo(1))
		}
		w.pass(5 * time.Second)
		w.expect(zhou, "李明的补充已撤回")
		w.expect(wang, "what 李明 added was taken back")
		w.holds(w.says(wang, "误报"), "Emergency #1, reported 08:31, is none?") // her own
		w.holds(w.find(wang, "More on emergency #1"), "withdrawn by the reporter")
		w.golden("addition_en", wang.ID)
	})
}

// TestWhatWasAddedFromAGroupIsAnsweredThereInShort.
func TestWhatWasAddedFromAGroupIsAnsweredThereInShort(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		g := w.telegram.Group("办公室群", zhou, wang)
		w.pass(5 * time.Second)
		w.saysIn(g, zhou, "/bind 办公室")
		w.says(li, "急报 石坎村和丽英家断水")
		answer := w.saysIn(g, wang, "/emergency 石坎村和丽英家房子塌了")
		if answer.Text != "已并入急难 #1 越州镇 石坎村（李明 10:00 上报，待受理）" {
			t.Errorf("the group reads: %s", answer.Text)
		}
		w.holds(wang.Last(), "已并入急难 #1 石坎村 和*英", "已发给：群“办公室群”、办公室 周静、包保干部 李明")
		w.expect(li, "急难 #1 有补充")
		if n := strings.Count(w.telegram.Transcript(g.ID), "有补充"); n != 0 {
			t.Error("the group hears twice of what it read")
		}
	})
}
