package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// withMembers puts a family on the roster whose people the sheet names.
func (w *world) withMembers(n int, head, village, responsible string) {
	w.Helper()
	h := w.family(n, head, village, model.Red, responsible)
	h.Facts.Phone = "13987410001"
	h.Facts.Members = []model.Member{
		{Name: head, Relation: "户主", Labour: model.LabourCommon, Health: "健康", IDNumber: "530302196001011234", Phone: "13987410001"},
		{Name: "赵桂兰", Relation: "配偶", Labour: model.LabourWeak, Health: "患有大病", Phone: "13987410002"},
		{Name: head[:3] + "小勇", Relation: "之子", Labour: model.LabourNone},
	}
	w.families(w.moment(onRoster), h)
}

// TestAHouseholdsCardTellsAllAtAGlance and its buttons tell the rest in its
// place: why, the history, and the telephone, which the audit log keeps.
func TestAHouseholdsCardTellsAllAtAGlance(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		w.withMembers(7, "段国富", "大村", "李明")
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "段国富家昨天去的，赵桂兰住院了")
		undone := w.says(li, "段国富家 没打通")
		w.press(li, undone, "撤销")
		card := w.says(li, "/household dgf")
		w.press(li, card, "为什么")
		w.press(li, li.Last(), "历史")
		w.press(li, li.Last(), "农户卡")
		w.press(li, li.Last(), "电话")
		w.press(li, card, "联系·有变化")
		w.says(li, "女儿考上大学")
		w.says(li, "/why 大村段国富")
		w.says(li, "/history 53030200010007")
		w.golden("card", li.ID)
		shown, err := w.store.Audit(w.ctx, store.AuditFilter{Actions: []string{"phone_shown"}})
		w.must(err)
		if len(shown) != 1 || shown[0].Subject != "household 53030200010007" || shown[0].ActorID != w.cadre("李明").ID {
			t.Errorf("the audit log has %v", shown)
		}
		for _, m := range li.Inbox() {
			for _, never := range []string{"530302196001011234", "赵桂兰住院"} {
				if m.ByBot && strings.Contains(m.Text, never) {
					t.Errorf("%q stands on a phone: %s", never, m.Text)
				}
			}
		}
	})
}

func TestACardInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		w.withMembers(7, "段国富", "大村", "李明")
		li := w.bind("李明", "en")
		w.until("2026-11-20 08:31")
		w.says(li, "段国富家昨天去的，赵桂兰住院了")
		card := w.says(li, "/household dgf")
		w.press(li, card, "Phone")
		w.says(li, "/why dgf")
		w.says(li, "/history dgf")
		w.says(li, "/household")
		w.says(li, "nobody")
		w.says(li, "cancel it")
		w.golden("card_en", li.ID)
	})
}

// TestAHouseholdIsAskedForWhereTwoFit or nothing was typed, and found by the
// words that follow.
func TestAHouseholdIsAskedForWhereTwoFit(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		w.families(w.moment(onRoster), w.family(7, "张春明", "石坎村", model.Red, "李明"), w.family(8, "张春民", "石坎村", model.Red, "李明"))
		li := w.bind("李明", "zh")
		which := w.says(li, "/household 张春明")
		w.press(li, which, "张*明（石坎村）")
		w.says(li, "/household 石坎张春明")
		w.says(li, "/household 章春")
		own := w.says(li, "/household")
		w.says(li, "没有这个人")
		w.says(li, "zcm")
		w.says(li, "算了")
		w.press(li, own, "吴*燕（河湾村）")
		w.press(li, w.says(li, "/today"), "查农户")
		w.says(li, "白文亮家 正常")
		w.golden("choice", li.ID)
	})
}

// TestALeaderLooksUpWhatLiesInTheirScope and nothing else; a cadre looks up
// their own alone, whatever is typed.
func TestALeaderLooksUpWhatLiesInTheirScope(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		far := w.family(9, "浦小兰", "远村", model.Red, "")
		far.Facts.Township = "东山镇"
		w.families(w.moment(onRoster), far)
		zhao, zhou, li := w.bind("赵强", "zh"), w.bind("周静", "zh"), w.bind("李明", "zh")
		w.holds(w.says(zhao, "/household"), "请发来户号、姓名")
		w.says(zhao, "西村郭正华")
		w.says(zhao, "/household 0006")
		w.says(zhao, "/household 郭正花")
		w.says(zhao, "/household 浦小兰")
		w.golden("leader_looks_up", zhao.ID)
		for _, m := range zhao.Inbox() {
			if slices.ContainsFunc(m.Buttons, func(row []simulator.Button) bool { return row[0].Label == "联系·正常" }) {
				t.Error("a leader may record for another's household")
			}
		}
		w.holds(w.says(zhou, "/household 浦小兰"), "浦*兰（远村）红圈", "还没有包保责任人")
		seen, err := w.store.Audit(w.ctx, store.AuditFilter{Actions: []string{"see_household"}})
		w.must(err)
		if len(seen) != 4 {
			t.Errorf("%d look-ups are in the audit log", len(seen))
		}
		for _, typed := range []string{"郭正华", "西村郭正华", "0006", "53030200010006", "gzh", "郭正花", "浦小兰", "郭"} {
			for _, command := range []string{"/household ", "/why ", "/history "} {
				w.holds(w.says(li, command+typed), "没有找到“"+typed+"”")
			}
		}
	})
}

// TestAnOldButtonShowsNoHouseholdThatChangedHands: neither the card nor what
// else it offers.
func TestAnOldButtonShowsNoHouseholdThatChangedHands(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		w.withMembers(7, "段国富", "大村", "李明")
		li := w.bind("李明", "zh")
		today := w.says(li, "/today")
		choice := w.says(li, "/household")
		card := w.says(li, "/household 段国富")
		w.says(li, "段国富 正常")
		w.assign("段国富", "王芳")
		w.pass(time.Minute)
		before := len(li.Inbox())
		for label, m := range map[string]simulator.Message{"为什么": card, "历史": card, "电话": card, "2": today, "段*富（大村）": choice} {
			if flash := w.press(li, m, label); flash != "这一户已不在您的范围内。" {
				t.Errorf("%s: %q", label, flash)
			}
		}
		if flash := w.press(li, card, "联系·正常"); !strings.Contains(flash, "已不在您名下") {
			t.Errorf("recorded: %q", flash)
		}
		if len(li.Inbox()) != before {
			t.Errorf("a press shows what is another's: %s", li.Last().Text)
		}
		w.holds(w.says(li, "/undo"), "没有可以撤销的记录")
		w.holds(w.says(li, "/today"), "要办 5 户")
		w.holds(w.says(li, "/household dgf"), "没有找到“dgf”")
	})
}

// TestALongHistoryIsTurnedPageByPage in one message.
func TestALongHistoryIsTurnedPageByPage(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		li := w.bind("李明", "zh")
		for i := range 24 {
			w.pass(time.Minute)
			w.says(li, fmt.Sprintf("张春明家 昨天第%d次打了电话 正常", i+1))
		}
		first := w.says(li, "/history 张春明")
		w.holds(first, "共 24 条记录")
		w.press(li, first, "下一页 ›")
		w.press(li, li.Last(), "下一页 ›")
		if last := li.Last(); last.ID != first.ID || strings.Count(last.Text, "电话正常") != 4 {
			t.Errorf("the last page: %s", last.Text)
		}
		w.press(li, li.Last(), "‹ 上一页")
		if n := strings.Count(li.Last().Text, "11月19日 电话正常（李明），11月20日补记"); n != 10 {
			t.Errorf("%d records on the page before: %s", n, li.Last().Text)
		}
	})
}

// TestAStandInSeesTheHouseholdsOfBoth on one trip, records from the card in the
// other's name, and sees them no longer once it is over.
func TestAStandInSeesTheHouseholdsOfBoth(t *testing.T) {
	liveSince(t, onRoster, "2026-12-03 10:00", func(w *world) {
		w.leader()
		zhao, wang := w.bind("赵强", "zh"), w.bind("王芳", "zh")
		w.says(zhao, "/today")
		w.says(zhao, "/delegate 王芳")
		today := w.says(wang, "/today")
		w.holds(today, "红圈 孙*文（代赵强）：联系逾期3天", "红圈 郭*华：联系逾期3天")
		card := w.says(wang, "/household skw")
		w.press(wang, card, "入户·正常")
		w.press(wang, card, "历史")
		undo := w.says(wang, "/undo")
		w.holds(undo, "要撤销吗", "孙*文")
		w.press(zhao, w.says(zhao, "/delegate"), "结束代办：王芳")
		for label, m := range map[string]simulator.Message{"1": today, "农户卡": card, "电话": card} {
			if flash := w.press(wang, m, label); flash != "这一户已不在您的范围内。" {
				t.Errorf("%s: %q", label, flash)
			}
		}
		w.holds(w.says(wang, "/undo"), "没有可以撤销的记录")
		w.holds(w.says(wang, "/household skw"), "没有找到")
		w.golden("standin_cards", zhao.ID, wang.ID)
	})
}
