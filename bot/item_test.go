package bot_test

import (
	"strings"
	"testing"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// openItems is what is open of everybody's households.
func (w *world) openItems() (list []string) {
	w.Helper()
	rows, err := w.store.Households(w.ctx, store.HouseholdFilter{Scope: model.Scope{All: true}})
	w.must(err)
	for _, h := range rows {
		items, err := w.store.OpenItems(w.ctx, []int64{h.ID})
		w.must(err)
		for _, i := range items {
			list = append(list, h.Head+" "+string(i.Kind)+" "+i.Text)
		}
	}
	return list
}

func (w *world) opens(want ...string) {
	w.Helper()
	if got := strings.Join(w.openItems(), " | "); got != strings.Join(want, " | ") {
		w.Errorf("open: %s, want %s", got, strings.Join(want, " | "))
	}
}

// settling is the button that settles what is open of a household.
func (w *world) settling(head string) string {
	w.Helper()
	found, err := w.store.HouseholdsOfHeads(w.ctx, []string{head})
	w.must(err)
	items, err := w.store.OpenItems(w.ctx, []int64{found[0].ID})
	if err != nil || len(items) != 1 {
		w.Fatalf("%s: %v, %v", head, items, err)
	}
	return talk.Tap{Do: talk.TapSettle, ID: items[0].ID, Word: string(model.ItemSolved)}.String()
}

// TestADifficultyIsFollowedUntilItIsSettled: it is read from the words, told in the
// read-back, stands in the digest and on the card, and is settled by a reply or a
// press.
func TestADifficultyIsFollowedUntilItIsSettled(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "1 入户正常，难点：缺一台抽水机 2 电话正常，希望帮忙申请公益岗 5 入户，收入稳定，希望日子越来越好")
		w.opens("张春明 difficulty 缺一台抽水机", "和丽英 need 希望帮忙申请公益岗")
		w.until("2026-11-27 08:31") // three days before the end
		w.expect(li, "待办", "待解决", "· 张*明（河湾村）", "　难点：缺一台抽水机（11月20日起）")
		digest := li.Last()
		w.press(li, digest, "1")
		w.says(li, "3 电话正常")
		w.press(li, digest, "待解决事项")
		w.press(li, li.Last(), "2 解决不了")
		w.says(li, "超龄了，公益岗政策不允许")
		w.opens("张春明 difficulty 缺一台抽水机")
		w.says(li, "张春明家抽水机已解决")
		w.opens()
		w.press(li, li.Last(), "重新列入")
		w.opens("张春明 difficulty 缺一台抽水机")
		w.says(li, "抽水机搞定了") // he has one that waits for one
		w.opens()
		w.press(li, li.Last(), "重新列入")
		w.says(li, "/household 张春明")
		w.press(li, li.Last(), "已解决")
		w.says(li, "谢谢")
		w.opens()
		w.golden("items", li.ID)
	})
}

// TestWhatWasMisreadOrTakenBackIsNotFollowed.
func TestWhatWasMisreadOrTakenBackIsNotFollowed(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.until("2026-11-20 08:31")
		said := w.says(li, "1 正常，想要一台抽水机")
		w.opens("张春明 need 想要一台抽水机")
		if flash := w.press(li, said, "不用跟进"); flash != "不用跟进" {
			t.Errorf("flash: %q", flash)
		}
		w.opens()
		said = w.says(li, "2 正常，想要一台抽水机，请帮申请低保")
		w.press(li, said, "撤销")
		w.opens()
		// A correction says it anew, and what it does not say is gone.
		said = w.says(li, "3 正常，困难是没有劳力收烤烟")
		w.opens("白文亮 difficulty 没有劳力收烤烟")
		w.press(li, said, "微信")
		w.opens("白文亮 difficulty 没有劳力收烤烟")
		w.says(li, "4 正常，希望村里修路")
		road := w.settling("杜丽芬")
		w.forged(wang, road) // whose household it is not
		w.opens("白文亮 difficulty 没有劳力收烤烟", "杜丽芬 need 希望村里修路")
		w.assign("杜丽芬", "王芳")
		w.opens("白文亮 difficulty 没有劳力收烤烟", "杜丽芬 need 希望村里修路")
		w.forged(li, road)
		w.says(wang, "/items")
		w.press(wang, wang.Last(), "1 已解决")
		w.says(wang, "全部正常") // is a report, and not what came of it
		w.opens("白文亮 difficulty 没有劳力收烤烟")
		w.golden("items_gone", li.ID, wang.ID)
	})
}

// TestWhichOfSeveralWasSettledIsAsked.
func TestWhichOfSeveralWasSettledIsAsked(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "en")
		w.until("2026-11-20 08:31")
		w.says(li, "1 入户正常，难点：缺一台抽水机。困难是没有劳力收烤烟。想请村里帮申请低保")
		w.says(li, "1 难点解决了")
		w.press(li, li.Last(), "solved: 没有劳力收烤烟")
		w.says(li, "亲戚来帮忙收完了")
		w.says(li, "1 低保不符合条件，电话正常")
		w.opens("张春明 difficulty 缺一台抽水机")
		w.says(li, "抽水机还没解决")
		w.opens("张春明 difficulty 缺一台抽水机")
		w.golden("items_en", li.ID)
	})
}

// TestAVisitToABlueHouseholdAsksNothing: what was said of the income is kept and
// shown, and nobody is asked for it.
func TestAVisitToABlueHouseholdAsksNothing(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		for _, c := range []struct {
			says, income string
			kept         model.IncomeChange
		}{
			{"5 入户，收入稳定", "收入稳定", model.IncomeSame}, {"5 今天去家里了，收入比去年增加了", "收入增加", model.IncomeUp},
			{"5 走访，收入少了些", "收入减少", model.IncomeDown}, {"5 入户正常", "", model.IncomeSame},
		} {
			before := len(li.Inbox())
			w.says(li, c.says)
			if n := len(li.Inbox()) - before; n != 1 {
				t.Errorf("%s is answered by %d messages", c.says, n)
			}
			w.expect(li, "已记录 1 户", c.income)
			if c.income == "" && strings.Contains(li.Last().Text, "收入") {
				t.Errorf("nothing was said of the income: %s", li.Last().Text)
			}
			rows, err := w.store.Contacts(w.ctx, store.ContactFilter{Limit: 1})
			w.must(err)
			if rows[0].IncomeChange != c.kept || rows[0].Text == "" {
				t.Errorf("%s is kept as %s, %q", c.says, rows[0].IncomeChange, rows[0].Text)
			}
		}
		w.says(li, "/history 吴春燕")
		w.golden("blue_visit", li.ID)
	})
}

// TestWhatIsLongOpenIsToldThoughNothingIsOwed: alone once in thirty days, and not
// once it is settled.
func TestWhatIsLongOpenIsToldThoughNothingIsOwed(t *testing.T) {
	liveSince(t, "2026-01-05 09:00", "2026-01-05 09:00", func(w *world) {
		w.families(w.moment("2026-01-05 09:00"), w.family(7, "谢正强", "东村", model.Blue, "王芳"))
		w.assign("郭正华", "李明")
		wang := w.bind("王芳", "zh")
		w.says(wang, "谢正强家 入户正常，困难是没有劳力收烤烟")
		w.restart()
		w.until("2026-03-20 12:00")
		if n := times(wang, "没有劳力收烤烟（1月5日起）"); n != 2 {
			t.Errorf("it was told %d times", n)
		}
		w.expect(wang, "待解决", "· 谢*强（东村）")
		w.press(wang, wang.Last(), "待解决事项")
		w.press(wang, wang.Last(), "1 已解决")
		w.restart()
		w.says(wang, "请了亲戚帮忙")
		w.holds(wang.Last(), "结果已记下")
		before := len(wang.Inbox())
		w.until("2026-05-20 12:00")
		if n := len(wang.Inbox()) - before; n != 0 {
			t.Errorf("%d messages since, the last: %s", n, wang.Last().Text)
		}
		w.golden("items_alone", wang.ID)
	})
}

// TestADeniedEmergencyLeavesWhatItAskedFor: a case is followed as a case; once it
// is none, its words are read like any others.
func TestADeniedEmergencyLeavesWhatItAskedFor(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "1 房子昨晚烧光了，请求帮助修房")
		w.opens()
		for _, m := range li.Inbox() {
			if strings.Contains(m.Text, "急难 #1 已上报") {
				w.press(li, m, "不是急难")
			}
		}
		w.opens("张春明 need 请求帮助修房")
	})
}
