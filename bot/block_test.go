package bot_test

import (
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

// tried lets somebody report a household three times in vain, and returns the
// last answer.
func (w *world) tried(p *simulator.Person, words string) simulator.Message {
	for range model.TriesBeforeBlock - 1 {
		if m := w.says(p, words); strings.Contains(m.Text, "请缓") {
			w.Errorf("it is offered too early: %s", m.Text)
		}
	}
	return w.says(p, words)
}

// dues are the due days of a household's contact and visit.
func (w *world) dues(number string) string {
	w.Helper()
	h, err := w.store.HouseholdByNumber(w.ctx, number)
	w.must(err)
	return h.ContactDue.String() + " " + h.VisitDue.String()
}

const zhang = "53030200010001"

// TestTheThirdTryInVainOffersToExcuseTheDuty: why and until when by two presses;
// the leader sees who is excused.
func TestTheThirdTryInVainOffersToExcuseTheDuty(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhao, zhou := w.bind("李明", "zh"), w.bind("赵强", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		offered := w.tried(li, "1 没人接")
		w.press(li, offered, "外出务工")
		w.press(li, li.Last(), "12月20日")
		if got := w.dues(zhang); got != "2027-01-05 2026-12-31" {
			t.Errorf("excused: due %s", got)
		}
		w.tried(li, "2 没人接") // and is only offered
		w.says(zhao, "/overdue")
		w.press(zhao, zhao.Last(), "看请缓")
		w.until("2026-11-23 10:00")
		w.says(li, "张春明家还是没人接")
		w.golden("excuse", li.ID, zhao.ID, zhou.ID)
	})
}

// TestAnExcuseIsTakenBackOrEndsByAPress: reaching somebody ends nothing by itself.
func TestAnExcuseIsTakenBackOrEndsByAPress(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		offered := w.tried(li, "1 没人接")
		before := w.dues(zhang)
		w.press(li, offered, "外出务工")
		w.press(li, li.Last(), "11月30日")
		w.press(li, li.Last(), "取消请缓")
		if got := w.dues(zhang); got != before {
			t.Errorf("taken back: due %s, want %s", got, before)
		}
		w.press(li, offered, "号码失效")
		w.press(li, li.Last(), "其他日期")
		w.restart()
		w.says(li, "过一阵再说")
		w.says(li, "2027年3月1日")
		w.says(li, "12月15日")
		if got := w.dues(zhang); got != "2026-12-31 2026-12-31" {
			t.Errorf("excused by a typed day: due %s", got)
		}
		w.until("2026-11-24 10:00")
		reached := w.says(li, "张春明家 微信联系上了，正常")
		w.holds(reached, "联系请缓到12月15日。已联系上了，要不要结束？")
		if got := w.dues(zhang); got != "2026-12-31 2026-12-31" {
			t.Errorf("reached: due %s", got)
		}
		w.press(li, reached, "结束联系请缓：张*明")
		w.pass(5 * time.Second)
		w.says(li, "/why 张春明")
		w.golden("excuse_ended", li.ID)
	})
}

// TestAVisitIsExcusedByItself: who is never at home may still be called.
func TestAVisitIsExcusedByItself(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "en"), w.bind("周静", "en")
		w.until("2026-11-20 08:31")
		w.says(li, "1 电话正常")
		offered := w.tried(li, "1 入户，没人在家")
		w.press(li, offered, "in hospital")
		w.press(li, li.Last(), "31 December")
		if got := w.dues(zhang); got != "2026-12-31 2027-06-30" {
			t.Errorf("due %s", got)
		}
		w.says(li, "/household 张春明")
		w.says(zhou, "/overdue")
		w.press(zhou, zhou.Last(), "see who is excused")
		w.press(li, li.Last(), "end the excused visit")
		w.pass(5 * time.Second)
		w.golden("excuse_en", li.ID, zhou.ID)
	})
}

// TestWhatIsNotToBeExcusedIsNot: an old button, another's household, a duty that
// was met meanwhile, a day too late.
func TestWhatIsNotToBeExcusedIsNot(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.until("2026-11-20 08:31")
		before := w.dues(zhang)
		for _, data := range []string{"block:1::::contact.refused.2026-11-30", "block:1::::contact", "block:1::::assessment", "block:1::::contact.bored"} {
			w.forged(li, data) // nobody tried
		}
		offered := w.tried(li, "1 没人接")
		for _, data := range []string{"block:1::::contact.refused.2026-11-30", "unblock:1"} {
			w.forged(wang, data)
		}
		for _, data := range []string{"block:1::::contact.refused.2027-01-01", "block:1::::contact.refused.2026-11-19"} {
			w.forged(li, data)
		}
		w.says(li, "1 没人接")
		w.press(li, li.Last(), "撤销")
		w.says(li, "1 打通了，正常")
		if flash := w.press(li, offered, "号码失效"); flash != "这一户现在不用请缓。" {
			t.Errorf("flash: %q", flash)
		}
		if got := w.dues(zhang); got == before || got != "2026-12-31 2026-12-31" {
			t.Errorf("due %s", got)
		}
		h, err := w.store.HouseholdByNumber(w.ctx, zhang)
		w.must(err)
		blocks, err := w.store.BlocksInForce(w.ctx, h.ID, model.Date(2026, 11, 20))
		if err != nil || len(blocks) != 0 {
			t.Errorf("%+v, %v", blocks, err)
		}
		// Several at once: each has its own button.
		w.tried(li, "2 3 没人接")
		w.press(li, li.Last(), "请缓联系：白*亮")
		w.press(li, li.Last(), "已搬走")
		w.press(li, li.Last(), "其他日期")
		w.says(li, "取消")
		w.says(li, "12月15日") // is no answer any more
		w.golden("excuse_not", li.ID)
	})
}

// TestAGroupSeesHowManyAreExcusedAndNotWhy.
func TestAGroupSeesHowManyAreExcusedAndNotWhy(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		g := w.telegram.Group("越州镇工作群", zhou, li)
		w.until("2026-11-20 08:31")
		w.press(li, w.tried(li, "1 没人接"), "住院")
		w.press(li, li.Last(), "11月30日")
		w.saysIn(g, zhou, "/bind 越州镇")
		w.holds(w.saysIn(g, zhou, "/overdue"), "请缓 1 户")
		if kinds := g.Last().Buttons; len(kinds) != 0 {
			t.Errorf("buttons: %v", kinds)
		}
		w.forged(li, "excused:0") // a cadre sees none but the own
		if n := times(li, "请缓（"); n != 0 {
			t.Errorf("a cadre was shown what is excused: %s", li.Last().Text)
		}
	})
}
