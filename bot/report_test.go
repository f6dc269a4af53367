package bot_test

import (
	"fmt"
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
		e := w.cases()[0]
		if e.Status != "reported" || len(w.contacts()) != 0 {
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
