package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
)

// TestOnlyWhoWasToldTakesAnEmergencyOn: a press can be forged. Of a yellow household
// the leader is not told.
func TestOnlyWhoWasToldTakesAnEmergencyOn(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		zhao, wang := w.bind("赵强", "zh"), w.bind("王芳", "zh")
		w.bind("周静", "zh")
		w.says(wang, "急报 西村杜丽芬家着火")
		for _, data := range []string{"a:1", "w:1", "u:1", "h:1", "r:1:visit:normal", "o:3", "p:1", "d:0", "x", "", "a:1:::7", "a:-1", "r:1"} {
			w.forged(zhao, data)
		}
		w.forged(wang, "a:1") // who reported it was not told of it
		w.press(w.people["周静"], w.people["周静"].Last(), "我来受理")
		w.namesake("孙丽", "13900000009", "区水务局")
		sun := w.bind("孙丽", "zh")
		id, err := sun.Forge(sun.Last(), "a:1")
		w.must(err)
		w.pass(2 * time.Second)
		if flash, _ := sun.Pressed(id); flash != "您没有此项权限。" {
			t.Errorf("who is nothing to it is told %q", flash)
		}
		e := w.cases()[0]
		if e.Status != "acknowledged" || e.Acknowledger != "周静" || len(w.contacts()) != 0 {
			t.Errorf("forged presses did something: %s, %q", e.Status, w.contacts())
		}
		if n := len(zhao.Inbox()); n != 1 {
			t.Errorf("forged presses are answered by messages: %s", w.telegram.Transcript(zhao.ID))
		}
	})
}

// forged presses a button that the bot never made, under its newest message.
func (w *world) forged(p *simulator.Person, data string) {
	w.telegram.PushRaw(fmt.Appendf(nil, `{"callback_query":{"id":"%d","data":%q,"from":{"id":%d,"is_bot":false,"first_name":"x","language_code":"zh"},
		"message":{"message_id":%d,"date":%d,"text":"x","chat":{"id":%d,"type":"private"}}}}`, time.Now().UnixNano(), data, p.ID, p.Last().ID, time.Now().Unix(), p.ID))
	w.pass(2 * time.Second)
}

// TestAReportWithoutAWriterIsSaidToBeNone: an administrator of a group may stay
// anonymous, and somebody may write as a channel.
func TestAReportWithoutAWriterIsSaidToBeNone(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		zhou := w.bind("周静", "zh")
		g := w.telegram.Group("办公室", zhou)
		w.pass(5 * time.Second)
		const answer = "看不出是谁发的，没有收下。请用本人身份再发一次，或私聊我发 急报＋情况。"
		answers := func() (n int) { return len(w.late(g.Messages(), answer)) }
		anonymous := fmt.Sprintf(`"from":{"id":1087968824,"is_bot":true,"first_name":"Group","username":"GroupAnonymousBot"},"sender_chat":{"id":%d,"type":"group","title":"x"},`, g.ID)
		says := func(from, words, entities string) {
			w.telegram.PushRaw(fmt.Appendf(nil, `{"message":{"message_id":900,"date":%d,%s"chat":{"id":%d,"type":"group","title":"x"},"text":%q,"entities":[%s]}}`,
				time.Now().Unix(), from, g.ID, words, entities))
			w.pass(5 * time.Second)
		}
		const command = `{"type":"bot_command","offset":0,"length":%d}`
		says(anonymous, "/emergency 西村杜丽芬家着火", fmt.Sprintf(command, 10))
		if answers() != 0 {
			t.Error("a group that is not bound is answered")
		}
		w.saysIn(g, zhou, "/bind 办公室")
		w.pass(time.Minute)
		for _, c := range []struct {
			from, words, entities string
			more                  int
		}{
			{anonymous, "/emergency 西村杜丽芬家着火", fmt.Sprintf(command, 10), 1},
			{anonymous, "急报 西村杜丽芬家着火", "", 1},
			{"", "急报 西村杜丽芬家着火", "", 1},
			{anonymous, "/overdue", fmt.Sprintf(command, 8), 0},
			{anonymous, "下午开会", "", 0},
		} {
			before := answers()
			says(c.from, c.words, c.entities)
			says(c.from, c.words, c.entities)
			if got := answers() - before; got != c.more {
				t.Errorf("%q is answered %d times, want %d", c.words, got, c.more)
			}
			w.pass(time.Minute)
		}
		kept, err := w.store.UpdatesOfChat(w.ctx, g.ID, 0)
		w.must(err)
		for _, u := range kept {
			if strings.Contains(string(u.Raw), "着火") || strings.Contains(string(u.Raw), "下午开会") {
				t.Errorf("what nobody said is kept: %s", u.Raw)
			}
		}
		if n := len(w.cases()); n != 0 {
			t.Errorf("%d cases", n)
		}
	})
}

// TestAChangedMessageFilesAReportOnce: what was sent is what counts, but who
// makes a report of a message that filed none is in need.
func TestAChangedMessageFilesAReportOnce(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
		m := wang.Say("急报 河湾村张春明家着火")
		w.pass(3 * time.Second)
		wang.Edit(m, "急报 河湾村张春明家着火，两人受伤")
		w.pass(3 * time.Second)
		w.expect(wang, "改动原消息不会改变已上报的急难")
		m = wang.Say("你好")
		w.pass(3 * time.Second)
		wang.Edit(m, "急报 东村白文亮家着火")
		w.pass(3 * time.Second)
		w.expect(wang, "急难 #2 已上报 东村 白*亮")
		wang.Edit(m, "/emergency 东村白文亮家着火，两人受伤")
		w.pass(3 * time.Second)
		w.expect(wang, "改动原消息不会改变已上报的急难")
		m = wang.Say("1 正常")
		w.pass(3 * time.Second)
		wang.Edit(m, "/emergency 西村杜丽芬家断粮")
		w.pass(3 * time.Second)
		w.expect(wang, "急难 #3 已上报 西村 杜*芬")
		wang.Edit(m, "急报")
		w.pass(3 * time.Second)
		w.expect(wang, "改动原消息不会改变已上报的急难")
		if n := len(w.cases()); n != 3 || times(zhou, "【急难") != 3 {
			t.Errorf("%d cases", n)
		}
		w.golden("changed", wang.ID)
	})
}

// TestSmallTalkIsNoReport: who was asked what happened and says thanks is asked
// again.
func TestSmallTalkIsNoReport(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang := w.bind("王芳", "zh")
		for _, call := range []string{"急报", "/emergency"} {
			w.says(wang, call)
			for _, words := range []string{"好的", "收到！", "谢谢"} {
				w.holds(w.says(wang, words), "请接着发一句话")
			}
		}
		if n := len(w.cases()); n != 0 {
			t.Errorf("%d cases", n)
		}
		w.holds(w.says(wang, "东村孙有财家断粮两天了"), "急难 #1 已上报 越州镇 东村 孙*财")
	})
}

// TestWhoWasAskedForAReportMaySendSomethingElse: the command lies beside the
// others in the menu, and a thumb slips.
func TestWhoWasAskedForAReportMaySendSomethingElse(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "/emergency")
		w.holds(w.says(li, "1 3 正常"), "已记录 2 户")
		asked := w.says(li, "/emergency")
		if flash := w.press(li, asked, "不用上报"); flash != "好的，没有上报。" {
			t.Errorf("flash: %q", flash)
		}
		w.holds(w.says(li, "你们忙吗"), "回复每日清单即可记录")
		w.says(li, "/emergency")
		w.pass(2 * time.Hour)
		w.holds(w.says(li, "明天去城里开会"), "回复每日清单即可记录")
		if n := len(w.cases()); n != 0 || times(zhou, "急难 #") != 0 {
			t.Errorf("%d cases", n)
		}
		w.says(li, "/emergency")
		li.Send("voice", "")
		w.pass(3 * time.Second)
		w.expect(li, "这条听不了，还没有上报")
		li.Send("sticker", "")
		w.pass(3 * time.Second)
		w.expect(li, "请接着发一句话")
		w.holds(w.says(li, "老人从楼上摔下来了"), "急难 #1 已上报 未写明哪一户")
	})
}
