package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// leader gives 赵强, who leads, two households of his own.
func (w *world) leader() {
	w.Helper()
	w.families(w.moment(onRoster), w.family(7, "孙开文", "河湾村", model.Red, "赵强"), w.family(8, "段秀珍", "东村", model.Orange, "赵强"))
}

// namesake puts a second cadre of a name on the list, of another unit.
func (w *world) namesake(name, phone, unit string) {
	w.Helper()
	w.must(w.store.ApplyCadres(w.ctx, []store.RosterCadre{{Cadre: model.Cadre{Name: name, Phone: phone, Unit: unit, Role: model.RoleCadre, Tier: model.TierPairedCadre}}},
		time.Now(), "test"))
}

// forWhom are the records that stand, the oldest first: of which household, by
// whom and for whom.
func (w *world) forWhom() (list []string) {
	w.Helper()
	rows, err := w.store.Contacts(w.ctx, store.ContactFilter{})
	w.must(err)
	for _, c := range slices.Backward(rows) {
		list = append(list, c.Head+" "+string(c.Outcome)+" "+c.By+">"+c.OnBehalfOf)
	}
	return list
}

func TestADelegateClearsTheLeadersListByOneReply(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		w.leader()
		zhao, wang := w.bind("赵强", "zh"), w.bind("王芳", "zh")
		w.says(zhao, "/delegate")
		w.says(zhao, "王芳")
		w.expect(zhao, "已请 王芳（区教育局）代办，已通知对方。")
		w.expect(wang, "赵强（区教育局）请您代办其包保的 2 户。", "代赵强")
		w.until("2026-11-20 08:31")
		w.expect(wang, "11月20日 待办 3 户", "代赵强", "孙*文", "段*珍")
		w.expect(zhao, "孙*文", "段*珍")
		w.says(wang, "都去家里看过了，全部正常")
		w.expect(wang, "已记录 3 户", "孙*文（河湾村）入户正常，代赵强", "清单已全部完成")
		w.until("2026-11-27 08:40")
		if n := times(zhao, "11月27日 待办"); n != 0 {
			t.Errorf("the leader is reminded of what a delegate has done: %s", zhao.Last().Text)
		}
		w.golden("delegate", zhao.ID, wang.ID)
		if got := w.forWhom(); !slices.Equal(got, []string{"郭正华 normal 王芳>", "孙开文 normal 王芳>赵强", "段秀珍 normal 王芳>赵强"}) {
			t.Errorf("records: %q", got)
		}
	})
}

// TestWhatADelegateCorrectsStaysForTheLeader: by a press, by words that come
// later, and taken back.
func TestWhatADelegateCorrectsStaysForTheLeader(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		w.leader()
		zhao, wang := w.bind("赵强", "zh"), w.bind("王芳", "zh")
		w.says(zhao, "/delegate 王芳")
		w.until("2026-11-20 08:31")
		w.press(wang, w.find(wang, "待办"), "2")
		w.press(wang, wang.Last(), "入户·有变化")
		w.says(wang, "家里添了台新拖拉机")
		if got := w.forWhom(); !slices.Equal(got, []string{"孙开文 change 王芳>赵强"}) {
			t.Errorf("records: %q", got)
		}
		w.says(wang, "3 房子昨晚烧光了")
		w.press(wang, w.find(wang, "急难 #1 已上报"), "不是急难")
		if got := w.forWhom(); !slices.Equal(got, []string{"孙开文 change 王芳>赵强", "段秀珍 change 王芳>赵强"}) {
			t.Errorf("records: %q", got)
		}
	})
}

// TestADelegateOfYesterdayRecordsNothing whatever is pressed or written, and
// sees nothing any more.
func TestADelegateOfYesterdayRecordsNothing(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		w.leader()
		zhao, wang := w.bind("赵强", "zh"), w.bind("王芳", "zh")
		w.says(zhao, "/delegate 王芳")
		w.until("2026-11-20 08:31")
		digest := w.find(wang, "待办")
		w.press(wang, digest, "2")
		asked := wang.Last()
		w.press(zhao, w.find(zhao, "已请 王芳"), "结束代办")
		w.expect(wang, "您为 赵强（区教育局）的代办已结束")
		w.until("2026-11-21 09:00")
		if flash := w.press(wang, asked, "入户·正常"); flash != "这一户已不在您名下，没有记录。" {
			t.Errorf("an outcome: %q", flash)
		}
		if flash := w.press(wang, digest, "2"); flash != "这一户已不在您名下，没有记录。" {
			t.Errorf("a number: %q", flash)
		}
		w.says(wang, "2 正常")
		w.expect(wang, "2 号已不在您名下，没有记录。")
		w.says(wang, "孙开文家正常")
		w.until("2026-11-27 08:31")
		if d := w.find(wang, "11月27日 待办"); strings.Contains(d.Text, "赵强") || strings.Contains(d.Text, "孙*文") {
			t.Errorf("the digest after: %s", d.Text)
		}
		w.golden("delegate_ended", zhao.ID, wang.ID)
		if got := w.forWhom(); len(got) != 0 {
			t.Errorf("records: %q", got)
		}
	})
}

func TestWhoIsAskedMayDeclineAndTheOtherIsTold(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		w.leader()
		zhao, li, wang := w.bind("赵强", "zh"), w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.says(zhao, "/delegate 王芳")
		w.press(wang, wang.Last(), "不便代办")
		w.expect(zhao, "王芳（区教育局）不便代办，代办已结束。")
		// Declined during a leave, it goes on as a pause.
		w.says(li, "/away 11月20日到11月24日 由王芳代")
		asked := wang.Last()
		w.holds(asked, "李明（区教育局）11月20日至11月24日请假，请您代办其包保的 5 户。")
		if flash := w.press(wang, asked, "不便代办"); flash != "已结束" {
			t.Errorf("declined: %q", flash)
		}
		w.expect(li, "王芳（区教育局）不便代办。", "无人代办，期间不发清单")
		w.press(li, li.Last(), "请人代办")
		w.says(li, "赵强")
		w.expect(li, "由 赵强（区教育局）代办")
		w.expect(zhao, "李明（区教育局）11月20日至11月24日请假")
		w.until("2026-11-20 08:31")
		if strings.Contains(w.telegram.Transcript(wang.ID), "代李明") || !strings.Contains(zhao.Last().Text, "代李明") {
			t.Errorf("the lists: %s\n%s", wang.Last().Text, zhao.Last().Text)
		}
		w.golden("decline", zhao.ID, li.ID, wang.ID)
	})
}

// TestDuringALeaveTheStandInHasTheListAndTheAlarms and the one on leave neither
// is reminded nor misses what is open afterwards.
func TestDuringALeaveTheStandInHasTheListAndTheAlarms(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		zhao, li, wang, zhou := w.bind("赵强", "zh"), w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.says(li, "/away 明天到下周二 由 王芳 代")
		w.expect(li, "已请假：11月20日至11月24日，由 王芳（区教育局）代办，已通知对方。")
		w.until("2026-11-20 08:31")
		w.expect(wang, "待办 6 户", "代李明（请假至11月24日）", "张*明")
		if times(li, "待办") != 0 {
			t.Errorf("reminded on leave: %s", li.Last().Text)
		}
		w.says(wang, "2-4 都去看过了 正常")
		w.says(zhou, "急报 石坎村和丽英家房子着火")
		w.expect(zhou, "包保干部 李明、请假期间代办人 王芳")
		w.expect(wang, "【急难 #1】")
		w.says(wang, "急报 东村白文亮家断粮")
		w.expect(zhou, "上报：王芳（区教育局），代李明")
		w.until("2026-11-25 08:31")
		w.expect(li, "11月25日 待办")
		if n := times(wang, "代李明（请假至11月24日）"); n != 1 {
			t.Errorf("%d lists for the one on leave, want that of the first day", n)
		}
		w.golden("leave", li.ID, wang.ID)
		_ = zhao
	})
}

func TestAPauseEndsByItselfOrByAPress(t *testing.T) {
	liveSince(t, onRoster, "2026-11-30 09:00", func(w *world) {
		zhao, li := w.bind("赵强", "zh"), w.bind("李明", "zh")
		asked := w.says(li, "/away")
		w.press(li, asked, "三天（至12月2日）")
		w.expect(li, "已请假：11月30日至12月2日，无人代办")
		w.press(li, asked, "三天（至12月2日）") // twice
		w.until("2026-12-02 10:00")
		if n := times(li, "待办"); n != 0 {
			t.Errorf("%d digests during the pause", n)
		}
		w.says(zhao, "/overdue")
		w.expect(zhao, "李明", "请假中，至12月2日")
		w.until("2026-12-03 08:31")
		w.expect(li, "12月3日 待办", "已逾期")
		if flash := w.press(li, w.find(li, "已请假"), "结束请假"); flash != "已经结束了" {
			t.Errorf("the button of a leave that is over: %q", flash)
		}
		// Taken and ended early, on the same day.
		w.says(li, "/away 12.3-12.31")
		w.press(li, li.Last(), "结束请假")
		w.until("2026-12-04 08:31")
		w.expect(li, "12月4日 待办")
		w.golden("pause", li.ID, zhao.ID)
	})
}

func TestOfTwoLeavesTheNewestHolds(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		zhao, li, wang := w.bind("赵强", "zh"), w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.says(li, "/away 11月20日到12月20日 由王芳代")
		w.says(li, "/away 11月20日到11月21日 由赵强代")
		w.expect(li, "由 赵强（区教育局）代办", "原来的请假（11月20日至12月20日）作废。")
		w.expect(wang, "李明（区教育局）11月20日至12月20日请假，不用您代办了。")
		w.until("2026-11-20 08:31")
		if !strings.Contains(zhao.Last().Text, "代李明") || strings.Contains(wang.Last().Text, "代李明") {
			t.Errorf("the lists: %s\n%s", zhao.Last().Text, wang.Last().Text)
		}
		w.until("2026-11-23 08:31")
		w.expect(li, "11月23日 待办")
	})
}

// TestWhoStandsInAndGoesOnLeaveLeavesNobodyInTheDark: who is stood in for learns
// of it.
func TestWhoStandsInAndGoesOnLeaveLeavesNobodyInTheDark(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		w.leader()
		zhao, li, wang := w.bind("赵强", "zh"), w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.says(zhao, "/delegate 王芳")
		w.says(wang, "/away 明天到周五")
		w.expect(wang, "赵强 的农户原由您代办，已告知对方。")
		w.expect(zhao, "王芳（区教育局）11月20日请假，其间不能代办。")
		w.says(li, "/away 明天 由王芳代")
		w.expect(li, "王芳（区教育局）11月20日请假，其间不能代办。")
		w.until("2026-11-20 08:31")
		if times(wang, "待办") != 0 || times(li, "待办") != 1 {
			t.Errorf("on leave: %s", w.telegram.Transcript(wang.ID))
		}
	})
}

func TestWhatCannotBeIsSaidAndChangesNothing(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		w.leader()
		zhao, li := w.bind("赵强", "zh"), w.bind("李明", "zh")
		w.namesake("王芳", "13900000009", "区水务局")
		for _, c := range []struct {
			who         *simulator.Person
			says, reply string
		}{
			{li, "/delegate 王芳", "代办人由包保领导指定。"},
			{zhao, "/delegate 赵强", "不能请自己代办"},
			{zhao, "/delegate 王方", "干部名单里没有“王方”"},
			{zhao, "王芳", "有几位“王芳”，是哪一位？"},
			{zhao, "/delegate 王芳 区水务局", "王芳（区水务局）还没有绑定账号或已停用"},
			{li, "/away 11月10日到11月20日", "请假不能从过去的日子开始"},
			{li, "/away 12月10日到12月1日", "结束日期早于开始日期"},
			{li, "/away 明天起7个月", "一次最多请假 180 天"},
			{li, "/away 下个月", "没看出起止日期"},
			{li, "/away 明天 由 王方 代", "干部名单里没有“王方”，还没有请假。"},
			{li, "/away 明天 由李明代", "不能请自己代办"},
		} {
			w.says(c.who, c.says)
			w.expect(c.who, c.reply)
		}
		w.golden("standin_refused", zhao.ID, li.ID)
		all, err := w.store.StandIns(w.ctx, store.StandInFilter{})
		if err != nil || len(all) != 0 {
			t.Errorf("kept: %+v, %v", all, err)
		}
	})
}

func TestOfTwoOfANameOneIsChosenByAPress(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		w.leader()
		zhao, li, wang := w.bind("赵强", "zh"), w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.namesake("王芳", "13900000009", "区水务局")
		w.press(zhao, w.says(zhao, "/delegate 王芳"), "王芳 区教育局")
		w.expect(zhao, "已请 王芳（区教育局）代办")
		w.press(li, w.says(li, "/away 明天到周五 请王芳代办"), "王芳 区教育局")
		w.expect(li, "已请假：11月20日，由 王芳（区教育局）代办")
		w.press(li, w.find(li, "有几位"), "王芳 区教育局") // twice
		if n := times(wang, "请您代办"); n != 2 {
			t.Errorf("%d requests", n)
		}
		w.golden("namesakes", zhao.ID, li.ID)
	})
}

// TestAReportIsNoAnswerToWhoStandsIn: what was asked waits, and what is told of a
// household is recorded.
func TestAReportIsNoAnswerToWhoStandsIn(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		w.leader()
		zhao, li, _ := w.bind("赵强", "zh"), w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.until("2026-11-20 08:31")
		w.says(zhao, "/delegate")
		w.says(zhao, "孙开文家正常")
		w.says(li, "/away")
		w.says(li, "1 昨天去的，正常")
		if got := w.forWhom(); !slices.Equal(got, []string{"孙开文 normal 赵强>", "张春明 normal 李明>"}) {
			t.Errorf("records: %q", got)
		}
		w.says(li, "/away")
		w.says(li, "急报 河湾村张春明家房子着火")
		if len(w.cases()) != 1 {
			t.Errorf("%d cases", len(w.cases()))
		}
		w.says(zhao, "/delegate")
		w.restart()
		w.says(zhao, "取消")
		w.expect(zhao, "好的，没有办理。")
		w.says(zhao, "王芳")
		all, err := w.store.StandIns(w.ctx, store.StandInFilter{})
		if err != nil || len(all) != 0 {
			t.Errorf("kept: %+v, %v", all, err)
		}
	})
}

func TestTheScreensOfDelegatesAndLeaveInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		w.leader()
		zhao, li, wang := w.bind("赵强", "en"), w.bind("李明", "en"), w.bind("王芳", "en")
		w.says(zhao, "/delegate 王芳")
		w.says(zhao, "/delegate")
		w.says(li, "/delegate")
		w.says(li, "/away")
		w.says(li, "11/20–11/24 by 王芳")
		w.says(li, "/away 12/1-12/10")
		w.says(wang, "/away")
		w.until("2026-11-20 08:31")
		w.says(wang, "2 正常")
		w.golden("standin_en", zhao.ID, li.ID, wang.ID)
		w.press(wang, w.find(wang, "asks you to stand in"), "I cannot")
		w.press(zhao, w.find(zhao, "is your delegate"), "End it")
		w.says(li, "/away 11/1-11/10")
		w.says(li, "/away tomorrow by 王方")
		w.says(zhao, "/delegate 李明 区水务局")
		w.says(zhao, "/delegate 赵强")
		w.golden("standin_ended_en", zhao.ID, li.ID, wang.ID)
	})
}

// TestTheListsOfDelegatesAndLeavesShowWhatStands and lead on to what can be done.
func TestTheListsOfDelegatesAndLeavesShowWhatStands(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		w.leader()
		zhao, li, wang := w.bind("赵强", "zh"), w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.says(zhao, "/delegate 王芳")
		w.says(zhao, "/delegate 李明")
		w.says(zhao, "/delegate")
		w.says(wang, "/delegate")
		w.press(wang, wang.Last(), "请假")
		w.says(wang, "12月1日到12月3日")
		w.says(zhao, "/away 12月1日到12月10日")
		w.press(zhao, zhao.Last(), "请 李明 代办")
		w.says(zhao, "/away 明天")
		w.says(zhao, "/away")
		w.says(li, "/away")
		w.golden("standin_lists", zhao.ID, li.ID, wang.ID)
	})
}
