package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// several has 李明 report six emergencies within a second in which the office has
// just been answered, so that all six wait for it.
func (w *world) several(li *simulator.Person, office ...*simulator.Person) {
	for _, p := range office {
		p.Say("/help")
	}
	w.pass(200 * time.Millisecond)
	for _, words := range []string{"河湾村张春明家地震房子倒塌", "石坎村和丽英家地震房子倒塌", "东村白文亮家断水", "西村杜丽芬家老人受伤", "西村郭正华家地震房子倒塌", "不知道哪家房子塌了"} {
		li.Say("急报 " + words)
	}
	w.pass(5 * time.Second)
}

// TestManyEmergenciesAreToldTogether to whom many are to be told, each in the state
// that it has now; a group reads no names.
func TestManyEmergenciesAreToldTogether(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		g := w.telegram.Group("办公室群", zhou)
		w.pass(5 * time.Second)
		w.saysIn(g, zhou, "/bind 办公室")
		w.several(li, zhou)
		w.holds(zhou.Last(), "【急难 6 件】待受理 6 件", "#1 越州镇 河湾村 张*明 因自然灾害", "#6 未写明哪一户", "（待受理）", "/case 1")
		w.holds(g.Last(), "【急难 5 件】待受理 5 件", "#5 越州镇 西村 因")
		for _, told := range []simulator.Message{zhou.Last(), g.Last()} {
			if strings.Contains(told.Text, "倒塌") || told.Chat == g.ID && strings.Contains(told.Text, "*") {
				t.Errorf("it says more than it may: %s", told.Text)
			}
		}
		w.press(wang, wang.Last(), "我来受理")
		w.pass(10 * time.Second)
		w.holds(zhou.Last(), "【急难 6 件】待受理 5 件", "#5 越州镇 西村 郭*华", "（已受理）")
		w.holds(g.Last(), "待受理 4 件", "（已受理）")
		if n := edits(w, zhou); n != 1 {
			t.Errorf("shown anew %d times", n)
		}
		w.golden("many", zhou.ID, g.ID)
	})
}

func TestManyEmergenciesInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "en")
		w.several(li, zhou)
		w.golden("many_en", zhou.ID)
	})
}

// edits counts how often something was shown anew in a chat.
func edits(w *world, p *simulator.Person) (n int) {
	for _, c := range w.telegram.Calls() {
		if c.Method == "editMessageText" && c.Chat == p.ID {
			n++
		}
	}
	return n
}

// TestAMessageThatTellsOfManyIsShownAnewOnceInAWhile: all that changed within a
// few seconds is shown by one edit.
func TestAMessageThatTellsOfManyIsShownAnewOnceInAWhile(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.several(li, zhou)
		w.pass(10 * time.Second)
		for _, e := range w.cases() {
			w.must(w.store.Apply(w.ctx, model.Turn{At: model.InstantOf(time.Now()), Actor: w.cadre("周静").ID,
				Effects: []model.Effect{model.AdvanceEmergency{ID: e.ID, Status: model.Acknowledged}}, Refresh: []string{"emergency:" + e.Source}}))
			zhou.Say("/help") // which wakes the sender
			w.pass(1500 * time.Millisecond)
		}
		w.pass(20 * time.Second)
		found := w.find(zhou, "【急难 6 件】")
		w.holds(found, "待受理 0 件")
		if n := edits(w, zhou); n < 2 || n > 3 {
			t.Errorf("shown anew %d times within nine seconds", n)
		}
	})
}

// TestNobodyIsCalledToldWhoGotNoneOfMany: each report's answer says so.
func TestNobodyIsCalledToldWhoGotNoneOfMany(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		zhou.Say("/help")
		w.pass(100 * time.Millisecond)
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: zhou.ID, Kind: simulator.Forbidden})
		w.several(li)
		w.pass(30 * time.Second)
		for n := range 6 {
			w.holds(w.find(li, fmt.Sprintf("急难 #%d 已上报", n+1)), "目前没有人能收到", "发不到：办公室 周静")
		}
	})
}

// TestManyOfWhichNobodyKnowsWhetherTheyArrivedAreToldOnceMoreAndMarked, as are
// those that were cut off when the program ended.
func TestManyOfWhichNobodyKnowsWhetherTheyArrivedAreToldOnceMoreAndMarked(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		zhou.Say("/help")
		w.pass(100 * time.Millisecond)
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: zhou.ID, Kind: simulator.LostAnswer})
		w.several(li)
		w.pass(time.Minute)
		var told []simulator.Message
		for _, m := range zhou.Inbox() {
			if strings.Contains(m.Text, "【急难 6 件】") {
				told = append(told, m)
			}
		}
		if len(told) != 2 || strings.Contains(told[0].Text, "重发") || !strings.Contains(told[1].Text, "重发") {
			t.Fatalf("told: %+v", told)
		}
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: zhou.ID, Kind: simulator.Hang})
		for _, name := range []string{"金", "银", "铜", "铁", "锡", "铝"} {
			li.Say("急报 东村赵有" + name + "家房子着火")
		}
		w.pass(time.Second)
		w.restart()
		w.pass(30 * time.Second)
		for n := range 6 {
			if times(zhou, fmt.Sprintf("#%d】", n+7))+times(zhou, fmt.Sprintf("#%d 越州镇 东村", n+7)) != 1 {
				t.Errorf("case %d is not told once", n+7)
			}
		}
	})
}

// TestWhatHasNoRoomInAMessageIsToldByTheNext: none is cut off.
func TestWhatHasNoRoomInAMessageIsToldByTheNext(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		sheet := make([]store.RosterHousehold, 80)
		for i := range sheet {
			sheet[i] = w.family(1000+i, quakeHead(i), strings.Repeat("大", 40)+"村", model.Red, "")
		}
		w.families(w.moment(onRoster), sheet...)
		zhou.Say("/help")
		w.pass(200 * time.Millisecond)
		for i := range sheet {
			li.Say("急报 " + quakeHead(i) + "家断水")
		}
		w.pass(20 * time.Second)
		var told []int
		for _, m := range zhou.Inbox() {
			if n := len(numbered.FindAllString(m.Text, -1)); n > 0 {
				told = append(told, n)
				if len([]rune(m.Text)) > 4096 {
					t.Errorf("a message of %d characters", len([]rune(m.Text)))
				}
			}
		}
		if len(told) != 2 || told[0]+told[1] != len(sheet) {
			t.Errorf("told in messages of %v", told)
		}
	})
}
