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

// leadingGroup binds a chat of the leading group.
func (w *world) leadingGroup(of ...*simulator.Person) *simulator.Group {
	w.Helper()
	g := w.telegram.Group("领导小组", of...)
	w.pass(5 * time.Second)
	w.must(w.store.Apply(w.ctx, model.Turn{At: model.InstantOf(time.Now()), Actor: w.cadre("周静").ID, Effects: []model.Effect{
		model.BindGroup{Group: model.Group{ChatID: g.ID, Title: "领导小组", Scope: model.Scope{All: true}, Leading: true}},
	}}))
	return g
}

// late are the times at which a phone, or a group, got a message with some words.
func (w *world) late(inbox []simulator.Message, words string) (at []string) {
	for _, m := range inbox {
		if strings.Contains(m.Text, words) {
			at = append(at, m.At.In(w.zone()).Format("2 15:04"))
		}
	}
	return at
}

func (w *world) heard(who string, inbox []simulator.Message, words string, want ...string) {
	w.Helper()
	if got := w.late(inbox, words); !slices.Equal(got, want) {
		w.Errorf("%s heard %q at %v, want %v", who, words, got, want)
	}
}

// TestNobodyTakesACaseOnFor26Hours: each level hears once, then it stands in the
// office's digest of every workday until it moves.
func TestNobodyTakesACaseOnFor26Hours(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		li, wang, zhao, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("赵强", "en"), w.bind("周静", "zh")
		g := w.leadingGroup(zhou)
		w.until("2026-11-18 10:00")
		w.says(wang, "急报 西村杜丽芬家断粮两天了")
		w.until("2026-11-19 12:00")
		const waits = "还没有人受理"
		w.heard("李明", li.Inbox(), waits, "18 12:00")
		w.heard("赵强", zhao.Inbox(), "nobody has taken it on", "18 13:00")
		w.heard("周静", zhou.Inbox(), waits, "18 14:00")
		w.heard("the leading group", g.Messages(), waits, "18 15:00")
		w.heard("王芳", wang.Inbox(), waits)
		w.heard("周静", zhou.Inbox(), "有 1 件急难超过时限", "19 08:30")
		w.golden("nobody_for_26_hours", li.ID, zhao.ID, zhou.ID, g.ID, wang.ID)
		// Who was told late may take it on too; all copies say so then.
		if flash := w.press(zhao, w.find(zhao, "nobody has taken it on"), "I take it"); flash != "you have taken it" {
			t.Errorf("flash %q", flash)
		}
		// It is still late, until somebody was at the home.
		w.until("2026-11-20 09:00")
		w.heard("周静", zhou.Inbox(), "急难超过时限", "19 08:30", "20 08:30")
		w.must(w.store.Apply(w.ctx, model.Turn{At: model.InstantOf(time.Now()), Actor: w.cadre("李明").ID, Effects: []model.Effect{
			model.AdvanceEmergency{ID: 1, Status: model.OnSite},
		}}))
		w.until("2026-11-24 09:00")
		w.heard("周静", zhou.Inbox(), "急难超过时限", "19 08:30", "20 08:30")
	})
}

// TestWhoIsBoundAfterTheReportHearsWhatWaits: where nobody stood at their level.
func TestWhoIsBoundAfterTheReportHearsWhatWaits(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		li, wang, zhao := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("赵强", "zh")
		w.until("2026-11-18 10:00")
		w.says(wang, "急报 西村杜丽芬家断粮两天了")
		w.until("2026-11-18 16:00")
		const waits = "还没有人受理"
		zhou := w.bind("周静", "zh")
		w.heard("周静", zhou.Inbox(), waits, "18 16:00")
		w.until("2026-11-18 17:00")
		g := w.telegram.Group("领导小组", zhou)
		w.pass(5 * time.Second)
		w.saysIn(g, zhou, "/bind 领导小组")
		w.until("2026-11-18 20:00")
		w.heard("the leading group", g.Messages(), waits, "18 17:00")
		w.heard("周静", zhou.Inbox(), waits, "18 16:00")
		w.heard("李明", li.Inbox(), waits, "18 12:00")
		w.heard("赵强", zhao.Inbox(), waits, "18 13:00")
	})
}

// TestNobodyIsAtTheHomeFor30Hours: who answers for the household and who took the
// case on hear first.
func TestNobodyIsAtTheHomeFor30Hours(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		li, wang, zhao, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("赵强", "zh"), w.bind("周静", "en")
		w.until("2026-11-18 23:00")
		w.says(wang, "急报 河湾村张春明家房子着火")
		w.press(zhao, w.find(zhao, "【急难 #1】"), "我来受理")
		w.until("2026-11-20 05:00")
		const waits = "还没有人到户"
		w.heard("李明", li.Inbox(), waits, "19 23:00")
		w.heard("赵强", zhao.Inbox(), waits, "19 23:00", "20 02:00")
		w.heard("周静", zhou.Inbox(), "nobody has been at the home", "20 05:00")
		w.heard("王芳", wang.Inbox(), waits)
		w.golden("nobody_at_the_home", zhao.ID, zhou.ID)
	})
}

// TestEachLevelHearsOnceThoughTheProgramWasDown and takes its time again from there.
func TestEachLevelHearsOnceThoughTheProgramWasDown(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		li, wang, zhao, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("赵强", "zh"), w.bind("周静", "zh")
		g := w.leadingGroup(zhou)
		w.until("2026-11-18 10:00")
		w.says(wang, "急报 西村杜丽芬家断粮两天了")
		w.until("2026-11-18 11:00")
		w.stop()
		w.until("2026-11-18 16:00")
		w.open()
		w.start()
		w.pass(time.Minute)
		w.restart()
		w.pass(3 * time.Hour)
		for who, inbox := range map[string][]simulator.Message{"李明": li.Inbox(), "赵强": zhao.Inbox(), "周静": zhou.Inbox(), "领导小组": g.Messages()} {
			w.heard(who, inbox, "上报已6小时，还没有人受理", "18 16:00")
		}
		w.holds(g.Last(), "已提醒：包保干部 李明（16:00）、上级领导 赵强（16:00）、办公室 周静（16:00）")
	})
}

// TestWhoHasTheCaseInHandBlocksTheBot: those around hear at once, once for each time.
func TestWhoHasTheCaseInHandBlocksTheBot(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		li, wang, zhao, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("赵强", "zh"), w.bind("周静", "en")
		w.until("2026-11-18 10:00")
		w.says(wang, "急报 河湾村张春明家房子着火")
		w.press(zhao, w.find(zhao, "【急难 #1】"), "我来受理")
		w.until("2026-11-18 11:00")
		zhao.Block()
		w.until("2026-11-18 12:00")
		const lost = "的受理人 赵强 收不到机器人的消息"
		w.heard("李明", li.Inbox(), lost, "18 11:00")
		w.heard("周静", zhou.Inbox(), "gets no messages from the bot", "18 11:00")
		w.heard("王芳", wang.Inbox(), lost)
		w.golden("holder_blocked", li.ID, zhou.ID)
		if flash := w.press(li, w.find(li, lost), "转由我办"); flash != "已由您受理" {
			t.Errorf("flash %q", flash)
		}
		w.pass(5 * time.Second)
		w.expect(wang, "急难 #1：12:00 转由李明（区教育局）办理")
		w.heard("李明", li.Inbox(), lost)
		w.golden("holder_taken_over", li.ID, wang.ID)
		// He blocked it for good: the next step goes up by its time, and not for that.
		w.until("2026-11-19 12:00")
		w.heard("李明", li.Inbox(), "收不到")
		w.heard("李明", li.Inbox(), "还没有人到户", "19 10:00")
	})
}

// TestTheBotLearnsFromARefusalThatTheHolderBlockedIt: Telegram did not tell.
func TestTheBotLearnsFromARefusalThatTheHolderBlockedIt(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		li, wang, zhao := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("赵强", "zh")
		w.until("2026-11-18 10:00")
		w.says(wang, "急报 河湾村张春明家房子着火")
		w.press(zhao, w.find(zhao, "【急难 #1】"), "我来受理")
		w.says(wang, "急报 石坎村和丽英家母亲摔断腿")
		w.telegram.Inject(simulator.Fault{Method: "getUpdates", Kind: simulator.Refused, Times: -1})
		w.pass(2 * time.Minute) // a poll that was under way ends
		zhao.Block()
		w.until("2026-11-18 12:59")
		w.heard("李明", li.Inbox(), "的受理人 赵强 收不到")
		w.until("2026-11-18 13:05") // when the other case goes up to him
		w.heard("李明", li.Inbox(), "急难 #1 的受理人 赵强 收不到", "18 13:00")
	})
}

// TestTakenOnASecondBeforeItsTimeNobodyIsBothered.
func TestTakenOnASecondBeforeItsTimeNobodyIsBothered(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.until("2026-11-18 10:00")
		w.says(wang, "急报 西村杜丽芬家断粮两天了")
		reported := w.cases()[0].ReportedAt.In(w.zone())
		w.pass(time.Until(reported.Add(2*time.Hour - 3*time.Second)))
		w.press(li, w.find(li, "【急难 #1】"), "我来受理")
		w.pass(20 * time.Hour)
		w.heard("李明", li.Inbox(), "还没有人受理")
		rows, err := w.store.OutboxRows(w.ctx, store.OutboxFilter{Kind: "escalated"})
		if w.must(err); len(rows) != 0 {
			t.Errorf("queued: %+v", rows)
		}
	})
}

// TestACaseThatIsPlacedLaterGoesUpAlongItsHousehold and not along whoever reported it.
func TestACaseThatIsPlacedLaterGoesUpAlongItsHousehold(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		li, zhao, zhou := w.bind("李明", "zh"), w.bind("赵强", "zh"), w.bind("周静", "zh")
		w.must(w.store.Apply(w.ctx, model.Turn{At: model.InstantOf(time.Now()), Effects: []model.Effect{
			model.NameStandIn{StandIn: model.StandIn{ForID: w.cadre("李明").ID, ByID: w.cadre("赵强").ID, FromDay: model.DayOf(time.Now(), w.zone())}},
		}}))
		w.until("2026-11-18 10:00")
		w.says(zhao, "急报 着火了")
		w.says(zhao, "白文亮家")
		w.until("2026-11-18 15:00")
		if w.cases()[0].Head != "白文亮" {
			t.Fatalf("%+v", w.cases()[0])
		}
		w.heard("李明", li.Inbox(), "还没有人受理", "18 12:00")
		w.heard("赵强", zhao.Inbox(), "还没有人受理", "18 13:00")
		w.heard("周静", zhou.Inbox(), "还没有人受理", "18 14:00")
	})
}

// TestWhoComesBackHearsOfWhatNobodyTookOn: the alert that could not reach them.
func TestWhoComesBackHearsOfWhatNobodyTookOn(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		wang, zhao := w.bind("王芳", "zh"), w.bind("赵强", "zh")
		zhao.Block()
		w.until("2026-11-18 10:00")
		w.says(wang, "急报 河湾村张春明家房子着火")
		w.holds(wang.Last(), "目前没有人能收到")
		w.until("2026-11-18 13:30")
		w.says(wang, "急报 西村杜丽芬家断粮两天了")
		zhao.Unblock()
		w.pass(5 * time.Second)
		w.heard("赵强, since the leader's time has come", zhao.Inbox(), "急难 #1 上报已3小时", "18 13:30")
		li := w.bind("李明", "zh")
		w.heard("李明", li.Inbox(), "【急难 #1】待受理", "18 13:30", "18 13:30")
		w.heard("李明", li.Inbox(), "【急难 #2】待受理", "18 13:30")
		zhou := w.bind("周静", "zh")
		g := w.telegram.Group("办公室群", zhou)
		w.pass(5 * time.Second)
		w.saysIn(g, zhou, "/bind 办公室")
		w.pass(10 * time.Second)
		w.heard("周静", zhou.Inbox(), "【急难 #", "18 13:30", "18 13:30")
		w.heard("the group", g.Messages(), "【急难 #", "18 13:30", "18 13:30")
		w.press(li, w.find(li, "【急难 #2】"), "我来受理")
		// Said to nobody who hears of it already, nor of what is in hand.
		zhou.Block()
		w.pass(5 * time.Second)
		zhou.Unblock()
		w.pass(5 * time.Second)
		w.heard("周静", zhou.Inbox(), "【急难 #", "18 13:30", "18 13:30")
	})
}

// TestAnotherLimitWindsTheClocksOfOpenCases at the next start.
func TestAnotherLimitWindsTheClocksOfOpenCases(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.until("2026-11-18 10:00")
		w.says(wang, "急报 西村杜丽芬家断粮两天了")
		w.config.Emergencies.Acknowledge.Hours = 1
		w.restart()
		w.until("2026-11-18 11:30")
		w.heard("李明", li.Inbox(), "还没有人受理", "18 11:00")
	})
}

// TestNothingGoesUpWhileARestoreWaits to be confirmed.
func TestNothingGoesUpWhileARestoreWaits(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.until("2026-11-18 10:00")
		w.says(wang, "急报 西村杜丽芬家断粮两天了")
		w.until("2026-11-18 11:30")
		w.must(w.store.SetMeta(w.ctx, "held_since", "1"))
		w.until("2026-11-18 13:30")
		rows, err := w.store.OutboxRows(w.ctx, store.OutboxFilter{Kind: "escalated"})
		if w.must(err); len(rows) != 0 {
			t.Errorf("queued: %+v", rows)
		}
		w.heard("李明", li.Inbox(), "还没有人受理")
	})
}

// TestALeadersDigestCountsTheLateEmergenciesBelow, whatever else it was sent for.
func TestALeadersDigestCountsTheLateEmergenciesBelow(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		wang := w.bind("王芳", "zh")
		w.leader()
		w.until("2026-11-18 10:00")
		w.says(wang, "急报 西村杜丽芬家断粮两天了")
		w.until("2026-11-19 08:00")
		zhao, zhou := w.bind("赵强", "zh"), w.bind("周静", "en")
		w.until("2026-11-19 08:31")
		// 周静 heard of it as soon as the bot could reach her.
		w.holds(zhou.Last(), "1 emergency is past its time; please see to it.", "Emergency #1 西村: waiting, reported 22 hours ago")
		w.holds(zhao.Last(), "有 1 件急难超过时限，请督促办理。")
		if strings.Contains(zhao.Last().Text, "#1") {
			t.Errorf("a leader reads which: %s", zhao.Last().Text)
		}
	})
}

// TestTheDigestTellsOfAnEmergencyThatReachedNobody before those that are late.
func TestTheDigestTellsOfAnEmergencyThatReachedNobody(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.until("2026-11-18 10:00")
		w.says(wang, "急报 西村杜丽芬家断粮两天了")
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: zhou.ID, Kind: simulator.BadRequest, Times: 3}) // the alert, and when both go up
		w.says(wang, "急报 东村白文亮家断水")
		w.until("2026-11-18 14:30")
		w.telegram.Heal()
		w.until("2026-11-19 08:31")
		w.holds(zhou.Last(), "通知\n有 1 件急难没能发到任何人，请马上处理。\n有 1 件急难超过时限，请督促办理。\n急难 #2 东村 待受理，上报已22小时\n急难 #1 西村")
	})
}

// TestWhatHasWaitedForDaysIsToldByDay: what is not closed, not struck off by the
// office, or not identified.
func TestWhatHasWaitedForDaysIsToldByDay(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		li, wang, zhao, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("赵强", "en"), w.bind("周静", "en")
		advance := func(id int64, to model.EmergencyStatus) {
			w.must(w.store.Apply(w.ctx, model.Turn{At: model.InstantOf(time.Now()), Actor: w.cadre("李明").ID, Effects: []model.Effect{
				model.AdvanceEmergency{ID: id, Status: to},
			}}))
		}
		w.until("2026-11-18 23:30")
		w.says(wang, "急报 西村杜丽芬家断粮两天了")
		w.says(wang, "急报 东村白文亮家断水")
		advance(1, model.OnSite)
		advance(2, model.Identifying)
		w.until("2026-11-30 09:00")
		w.heard("李明", li.Inbox(), "急难 #1 上报已10天，还没有办结", "29 08:00")
		w.heard("赵强", zhao.Inbox(), "Emergency #1 was reported 11 days ago and is not finished", "30 08:00")
		advance(1, model.Solved)
		w.until("2026-11-30 11:00")
		w.holds(zhou.Last(), "Emergency #1 was reported 11 days ago, is solved and not closed.")
		w.heard("李明", li.Inbox(), "没有销号")
		w.until("2026-12-05 09:00")
		w.heard("李明", li.Inbox(), "急难 #2 转入监测对象识别已15天，还没有办完", "4 08:00")
		w.heard("赵强", zhao.Inbox(), "#2: the identification for monitoring began 16 days ago", "5 08:00")
	})
}

// TestTheDigestNamesFirstWhatIsLongestOverItsTime: a home that nobody has been at is
// not pushed out by older cases that only wait for the office.
func TestTheDigestNamesFirstWhatIsLongestOverItsTime(t *testing.T) {
	liveSince(t, onRoster, "2026-11-18 09:00", func(w *world) {
		_, wang, li, _, zhou := w.allBound()
		for _, words := range []string{"河湾村张春明家房子着火了", "河湾村吴春燕家屋顶垮塌", "西村杜丽芬家断水", "石坎村和丽英家断粮"} {
			w.says(wang, "急报 "+words)
		}
		for _, id := range []string{"1", "2", "3"} {
			w.press(li, w.alert(li, id), "我来受理")
			w.press(li, w.alert(li, id), "已入户")
		}
		w.until("2026-11-30 09:00")
		w.expect(zhou, "有 4 件急难超过时限，请督促办理。\n急难 #4 石坎村 待受理，上报已11天\n急难 #1 ", "还有 1 件，发 /emergencies 查看。")
	})
}
