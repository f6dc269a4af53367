package bot_test

import (
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

// fire begins a story of a fire that 王芳 reports of 李明's household.
func (w *world) fire() (g *simulator.Group, wang, li, zhao, zhou *simulator.Person) {
	w.Helper()
	g, wang, li, zhao, zhou = w.allBound()
	w.says(wang, "急报 河湾村张春明家房子着火了")
	w.pass(5 * time.Second)
	return g, wang, li, zhao, zhou
}

// allBound binds the district's people and the township's group.
func (w *world) allBound() (g *simulator.Group, wang, li, zhao, zhou *simulator.Person) {
	w.Helper()
	wang, li, zhao, zhou = w.bind("王芳", "zh"), w.bind("李明", "zh"), w.bind("赵强", "zh"), w.bind("周静", "zh")
	g = w.telegram.Group("越州镇工作群", zhou, wang, li)
	w.pass(5 * time.Second)
	w.saysIn(g, zhou, "/bind 越州镇")
	return g, wang, li, zhao, zhou
}

// alert is the alert of a case as it stands on a phone.
func (w *world) alert(p *simulator.Person, id string) simulator.Message {
	w.Helper()
	return w.find(p, "【急难 #"+id+"】")
}

// TestAFireAtNightIsFollowedUntilItIsClosed: from the report to the end, every copy
// of the alert shows the present state, and whom it concerns gets a line.
func TestAFireAtNightIsFollowedUntilItIsClosed(t *testing.T) {
	liveSince(t, onRoster, "2026-11-14 23:35", func(w *world) {
		g, wang, li, zhao, zhou := w.allBound()
		w.saysIn(g, wang, "/emergency 河湾村张春明家房子着火了")
		w.press(zhou, w.alert(zhou, "1"), "我来受理")
		w.pass(4 * time.Minute)
		w.press(li, w.alert(li, "1"), "已出发")
		w.pass(20 * time.Minute)
		if flash := w.press(li, w.alert(li, "1"), "已入户"); flash != "急难 #1：已入户" {
			t.Errorf("flash: %q", flash)
		}
		w.pass(5 * time.Second)
		w.holds(w.find(li, "已记录 1 户"), "张*明（河湾村）入户急难")
		w.pass(time.Hour)
		w.press(li, w.alert(li, "1"), "已解决")
		w.pass(5 * time.Second)
		for _, p := range []*simulator.Person{li, zhao} {
			if m := w.alert(p, "1"); strings.Contains(w.telegram.Transcript(p.ID), "[销号]") {
				t.Errorf("%s is offered to close it: %s", p.Name, m.Text)
			}
		}
		w.until("2026-11-15 09:00")
		line := w.find(zhou, "报告已解决")
		w.press(zhou, line, "未解决")
		w.pass(time.Minute)
		w.press(li, w.alert(li, "1"), "已解决")
		w.pass(time.Minute)
		w.press(zhou, w.find(zhou, "09:01", "报告已解决"), "销号")
		w.pass(10 * time.Second)
		for _, p := range []*simulator.Person{li, zhao, zhou} {
			w.holds(w.alert(p, "1"), "已销号", "23:35 周静受理", "23:39 李明出发", "11月14日 23:59 李明入户")
		}
		if m := g.Messages(); !strings.Contains(m[5].Text, "】已销号") || strings.Contains(m[5].Text, "着火") {
			t.Errorf("the group reads: %s", m[5].Text)
		}
		if e := w.cases()[0]; e.Status != model.Closed {
			t.Errorf("it is %s", e.Status)
		}
		w.golden("case_fire", g.ID, wang.ID, li.ID, zhao.ID, zhou.ID)
	})
}

// TestACaseInEnglish from the report to its end, with a note and a picture.
func TestACaseInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, zhou := w.bind("李明", "en"), w.bind("周静", "en")
		w.says(zhou, "/emergency 河湾村张春明家房子着火了")
		w.press(li, w.find(li, "[Emergency #1]"), "I take it")
		w.reply(li, w.find(li, "[Emergency #1]"), "on my way, the road is blocked")
		w.reply(zhou, w.find(zhou, "is filed"), "The fire brigade knows, 530302196001011234")
		w.press(li, w.find(li, "[Emergency #1]"), "At the home")
		li.SendThis(simulator.Sending{Kind: "photo", ReplyTo: w.find(li, "[Emergency #1]")})
		w.pass(time.Minute)
		w.press(li, w.find(li, "[Emergency #1]"), "Solved")
		w.press(zhou, w.find(zhou, "reported it solved"), "Close it")
		w.pass(time.Minute)
		w.says(zhou, "/emergency 东村孙有财家断粮")
		w.press(zhou, zhou.Last(), "No emergency")
		w.press(zhou, w.find(zhou, "#2 is filed"), "reported twice")
		w.pass(time.Minute)
		w.golden("case_en", li.ID, zhou.ID)
	})
}

// reply lets a person answer a message and waits for what comes of it.
func (w *world) reply(p *simulator.Person, to simulator.Message, words string) simulator.Message {
	p.Reply(to, words)
	w.pass(5 * time.Second)
	return p.Last()
}

// TestTwoPressAtOnceInEveryState: one of them makes the step, the other is told who
// did and when.
func TestTwoPressAtOnceInEveryState(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		_, _, li, _, zhou := w.fire()
		w.race("我来受理", [2]string{"已由您受理", "受理"}, li, zhou)
		w.race("已出发", [2]string{"急难 #1：已出发", "出发"}, li, zhou)
		w.race("已入户", [2]string{"急难 #1：已入户", "入户"}, li, zhou)
		w.race("已解决", [2]string{"急难 #1：已解决，待销号", "报告已解决"}, li, zhou)
		if n := times(li, "已记录 1 户"); n > 1 {
			t.Errorf("the visit is recorded %d times", n)
		}
	})
}

// race has two people press a button of the alert of case 1 before either sees what
// the other does.
func (w *world) race(label string, done [2]string, people ...*simulator.Person) {
	w.Helper()
	pressed := map[*simulator.Person]string{}
	for _, p := range people {
		id, err := p.Press(w.alert(p, "1"), label)
		w.must(err)
		pressed[p] = id
	}
	w.pass(10 * time.Second)
	won := 0
	for p, id := range pressed {
		flash, _ := p.Pressed(id)
		switch {
		case flash == done[0]:
			won++
		case !strings.HasSuffix(flash, done[1]) || strings.Contains(flash, p.Name):
			w.Errorf("%s: %s is told %q", label, p.Name, flash)
		}
	}
	if won != 1 {
		w.Errorf("%s: %d have done it", label, won)
	}
}

// TestAtTheHomeIsAVisitOnRecord of who answers for the household, once a day, and of
// nobody else; the next day's reminder does not ask for it.
func TestAtTheHomeIsAVisitOnRecord(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 10:00", func(w *world) {
		_, _, li, _, zhou := w.fire()
		w.press(zhou, w.alert(zhou, "1"), "我来受理")
		w.press(zhou, w.alert(zhou, "1"), "已入户")
		w.pass(5 * time.Second)
		w.stands()
		w.says(zhou, "急报 石坎村和丽英家断水")
		w.pass(5 * time.Second)
		w.press(li, w.alert(li, "2"), "我来受理")
		w.press(li, w.alert(li, "2"), "已入户")
		w.pass(5 * time.Second)
		w.stands("和丽英 visit emergency ")
		w.until("2026-11-20 08:31")
		w.holds(w.find(li, "待办"), "张*明")
		if m := w.find(li, "待办"); strings.Contains(m.Text, "和*英") {
			t.Errorf("it is asked again: %s", m.Text)
		}
		w.says(li, "2 入户 正常")
		w.says(zhou, "急报 东村白文亮家断水")
		w.pass(5 * time.Second)
		w.press(li, w.alert(li, "3"), "我来受理")
		w.press(li, w.alert(li, "3"), "已入户")
		w.stands("和丽英 visit emergency ", "白文亮 visit normal 2 入户 正常")
		// What was recorded by the press is taken back as usual.
		w.press(li, w.find(li, "和*英（石坎村）入户急难"), "撤销")
		w.stands("白文亮 visit normal 2 入户 正常")
	})
}

// TestWhoMayPressWhat: whoever was told takes it on, the further steps are theirs who
// have it in hand, of who answers for the household and of the office.
func TestWhoMayPressWhat(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		g, wang, li, zhao, zhou := w.fire()
		stranger := w.telegram.Person("路人", "zh")
		group := g.Last()
		w.press(wang, group, "我来受理") // told in the group
		w.pass(5 * time.Second)
		if e := w.cases()[0]; e.Acknowledger != "王芳" {
			t.Fatalf("%s has it in hand", e.Acknowledger)
		}
		if flash := w.press(zhao, w.alert(zhao, "1"), "已出发"); flash != "急难 #1 由 王芳（区教育局）办理。" {
			t.Errorf("the leader is told %q", flash)
		}
		w.press(zhao, w.find(zhao, "办理"), "转由我办")
		w.pass(5 * time.Second)
		w.expect(wang, "急难 #1：10:00 转由赵强（区教育局）办理")
		if flash := w.press(wang, g.Last(), "已出发"); flash != "急难 #1 由 赵强（区教育局）办理。" {
			t.Errorf("who has it in hand no more is told %q", flash)
		}
		if flash := w.press(li, w.find(li, "【急难"), "已入户"); flash != "急难 #1：已入户" {
			t.Errorf("the responsible cadre is told %q", flash)
		}
		for _, data := range []string{"step:1::::closed", "reopen:1", "takeover:1", "identify:1"} {
			w.forged(wang, data)
			w.forged(stranger, data)
		}
		if e := w.cases()[0]; e.Status != model.OnSite || e.Acknowledger != "赵强" {
			t.Errorf("forged presses did something: %s, %s", e.Status, e.Acknowledger)
		}
		if flash := w.press(zhao, w.find(zhao, "办理", "由"), "转由我办"); flash != "已由您受理" {
			t.Errorf("taken over twice: %q", flash)
		}
		w.press(zhou, w.alert(zhou, "1"), "转监测对象识别")
		w.pass(5 * time.Second)
		w.expect(li, "监测对象识别 #1", "启动")
		if e := w.cases()[0]; e.Status != model.Identifying {
			t.Errorf("it is %s", e.Status)
		}
	})
}

// TestWhoTakesACaseOverIsToldSo, not only how far the case was.
func TestWhoTakesACaseOverIsToldSo(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		_, _, li, zhao, _ := w.fire()
		w.press(zhao, w.alert(zhao, "1"), "我来受理")
		w.press(zhao, w.alert(zhao, "1"), "已出发")
		if m := w.reply(li, w.alert(li, "1"), "我接手"); m.Text != "已由您受理" {
			t.Errorf("who takes it over reads %q", m.Text)
		}
	})
}
