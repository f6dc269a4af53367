package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

// history is the timeline of a case: what happened, in whose hands it was done, and
// the words.
func (w *world) history(id int64) (list []string) {
	w.Helper()
	events, err := w.store.CaseEvents(w.ctx, id)
	w.must(err)
	for _, v := range events {
		by, err := w.store.Cadre(w.ctx, v.ByID)
		w.must(err)
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s%s %s", by.Name, v.Kind, v.Detail.Status, v.Text)))
	}
	return list
}

// TestAReplyInPrivateAddsToTheCase: whom it concerns reads it once in a while, and
// what else comes meanwhile stands in the same message.
func TestAReplyInPrivateAddsToTheCase(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		g, wang, li, zhao, zhou := w.fire()
		if m := w.reply(li, w.alert(li, "1"), "收到"); !strings.Contains(m.Text, "还没有人受理") {
			t.Errorf("收到 is answered: %s", m.Text)
		}
		if m := w.reply(li, w.alert(li, "1"), "收到，我去"); m.Text != "急难 #1：已受理" {
			t.Errorf("收到，我去 is answered: %s", m.Text)
		}
		if m := w.reply(zhao, w.alert(zhao, "1"), "请带上棉被，530302196001011234"); m.Text != "已记入急难 #1。" {
			t.Errorf("a note is answered: %s", m.Text)
		}
		w.expect(li, "急难 #1 有补充", "赵强：请带上棉被，［证件号已隐去］")
		w.expect(zhou, "急难 #1 有补充")
		w.expect(wang, "急难 #1 有补充")
		before := len(li.Inbox())
		// The reporter's reply to the answer that it is filed is a note too.
		w.reply(wang, w.find(wang, "已上报"), "火已经扑灭")
		if n := len(li.Inbox()); n != before {
			t.Errorf("%d more messages within minutes", n-before)
		}
		w.expect(li, "赵强：请带上棉被", "王芳：火已经扑灭")
		w.pass(6 * time.Minute)
		w.reply(wang, w.find(wang, "已上报"), "因病、因火灾")
		if m := li.Last(); !strings.Contains(m.Text, "王芳写明原因：因病") || strings.Contains(m.Text, "扑灭") {
			t.Errorf("after a while: %s", m.Text)
		}
		w.holds(w.alert(li, "1"), "原因：因意外事故、安全住房、因病")
		w.reply(li, w.alert(li, "1"), "已入户，人没事")
		w.expect(wang, "李明（区教育局）入户：人没事")
		if got, want := w.history(1), []string{
			"王芳 filed 河湾村张春明家房子着火了", "李明 advancedacknowledged", "赵强 noted 请带上棉被，530302196001011234", "王芳 noted 火已经扑灭",
			"王芳 causes", "李明 advancedon_site", "李明 noted 人没事",
		}; !slices.Equal(got, want) {
			t.Errorf("timeline %q", got)
		}
		if strings.Contains(w.telegram.Transcript(g.ID), "棉被") {
			t.Error("the group reads a note")
		}
		w.golden("case_notes", wang.ID, li.ID)
	})
}

// TestAReplyInAGroupAddsToTheCase: by words, by steps, by pictures; the groups read
// that something was added and nothing of it.
func TestAReplyInAGroupAddsToTheCase(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		g, wang, li, _, zhou := w.fire()
		office := w.telegram.Group("办公室群", zhou)
		w.pass(5 * time.Second)
		w.saysIn(office, zhou, "/bind 办公室")
		alert := g.Last()
		if m := w.replyIn(g, wang, alert, "我去看看"); m.Text != "急难 #1：已受理" {
			t.Errorf("a step is answered: %s", m.Text)
		}
		if m := w.replyIn(g, wang, alert, "火已扑灭，人没事"); m.Text != "已记入急难 #1。" {
			t.Errorf("a note is answered: %s", m.Text)
		}
		w.expect(li, "王芳：火已扑灭，人没事")
		if m := office.Last(); m.Text != "急难 #1 有补充。" {
			t.Errorf("the office's group reads: %s", m.Text)
		}
		wang.SendThis(simulator.Sending{Kind: "photo", ReplyTo: g.Last()})
		w.pass(5 * time.Second)
		wang.SendThis(simulator.Sending{Kind: "photo", ReplyTo: alert})
		w.pass(5 * time.Second)
		w.holds(w.alert(li, "1"), "附：📷2")
		w.expect(li, "王芳：火已扑灭，人没事", "王芳发来 📷2")
		// Another household's emergency is a case of its own, and so is 急报.
		w.replyIn(g, wang, alert, "西村郭正华家房子也着火了")
		w.replyIn(g, wang, alert, "急报 东村孙有财家断粮")
		if n := len(w.cases()); n != 3 {
			t.Errorf("%d cases", n)
		}
	})
}

// replyIn lets a person answer a message in a group and waits for what comes of it.
func (w *world) replyIn(g *simulator.Group, p *simulator.Person, to simulator.Message, words string) simulator.Message {
	p.Reply(to, words)
	w.pass(6 * time.Second)
	return g.Last()
}

// TestTheHouseholdOfACaseIsPutRightByAReply: who answers for it is alerted, who
// answered for the other is told that it is not theirs.
func TestTheHouseholdOfACaseIsPutRightByAReply(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		_, wang, li, _, zhou := w.fire()
		w.reply(zhou, w.alert(zhou, "1"), "53030200010006")
		e := w.cases()[0]
		if e.Number != "53030200010006" {
			t.Fatalf("it is of %s %s", e.Number, e.Head)
		}
		w.expect(zhou, "急难 #1 已补上")
		w.expect(li, "急难 #1 已更正为别的农户，不是您包保的")
		w.holds(w.alert(wang, "1"), e.Village)
		w.reply(zhou, w.alert(zhou, "1"), "是张春明家")
		if e := w.cases()[0]; e.Head != "张春明" {
			t.Errorf("it is of %s", e.Head)
		}
		if n := times(li, "【急难 #1】"); n != 1 {
			t.Errorf("%d alerts", n)
		}
		// What somebody may not look at is a note, and so is a name of nobody.
		w.reply(wang, w.find(wang, "已上报"), "和丽英家")
		w.reply(zhou, w.alert(zhou, "1"), "孙有财家")
		if got := w.history(1); got[len(got)-2] != "王芳 noted 和丽英家" || got[len(got)-1] != "周静 noted 孙有财家" {
			t.Errorf("timeline %q", got)
		}
	})
}

// TestARepliesWordsAreAStepWhereItIsTheirs: else they are kept as a note, and a step
// that was made is told with who made it.
func TestARepliesWordsAreAStepWhereItIsTheirs(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		_, wang, li, zhao, zhou := w.fire()
		if m := w.reply(li, w.alert(li, "1"), "已解决"); !strings.Contains(m.Text, "还没有人入户") {
			t.Errorf("solved from afar: %s", m.Text)
		}
		w.reply(wang, w.find(wang, "已上报"), "已出发")
		w.expect(wang, "已记入急难 #1")
		w.press(zhou, w.alert(zhou, "1"), "我来受理")
		w.reply(zhao, w.alert(zhao, "1"), "已出发")
		w.expect(zhao, "急难 #1 由 周静（区教育局）办理")
		m := w.reply(zhao, w.alert(zhao, "1"), "我来受理")
		w.find(zhao, "10:00 周静受理")
		if w.holds(m, "由 周静（区教育局）办理"); len(m.Buttons) != 1 || m.Buttons[0][0].Label != "转由我办" {
			t.Errorf("taken on already, it offers %v", m.Buttons)
		}
		w.reply(zhao, w.alert(zhao, "1"), "转由我办")
		w.reply(zhao, w.alert(zhao, "1"), "到了")
		w.reply(zhao, w.alert(zhao, "1"), "转识别")
		if e := w.cases()[0]; e.Status != model.Identifying || e.Acknowledger != "赵强" {
			t.Errorf("it is %s with %s", e.Status, e.Acknowledger)
		}
		w.says(zhou, "急报 石坎村和丽英家断水")
		w.pass(5 * time.Second)
		w.reply(li, w.alert(li, "2"), "到了")
		w.reply(li, w.alert(li, "2"), "已解决：接通了")
		w.reply(zhou, w.alert(zhou, "2"), "未解决，还是没水")
		w.expect(li, "退回：尚未解决：还是没水")
		w.reply(li, w.alert(li, "2"), "销号")
		if e := w.cases()[0]; e.Status != model.OnSite {
			t.Errorf("it is %s", e.Status)
		}
		w.reply(zhou, w.alert(zhou, "2"), "销号：已接通")
		w.expect(li, "急难 #2", "销号：已接通")
		if m := w.reply(li, w.alert(li, "2"), "又停水了"); !strings.Contains(m.Text, "急难 #2 已结束") {
			t.Errorf("after the end: %s", m.Text)
		}
		if got := w.history(2); !slices.Contains(got, "李明 noted 销号") || !slices.Contains(got, "李明 noted 接通了") {
			t.Errorf("timeline %q", got)
		}
	})
}

// TestAPictureInAnswerToTheAlertIsKeptWithTheCase with words or without.
func TestAPictureInAnswerToTheAlertIsKeptWithTheCase(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		_, wang, li, _, _ := w.fire()
		wang.SendThis(simulator.Sending{Kind: "photo", Caption: "门口的路断了", ReplyTo: w.find(wang, "已上报")})
		w.pass(5 * time.Second)
		wang.SendThis(simulator.Sending{Kind: "location", ReplyTo: w.find(wang, "已上报")})
		w.pass(5 * time.Second)
		w.holds(w.alert(li, "1"), "附：📷1 📍1")
		// A reply that is changed is added as it reads then, and recorded nowhere.
		m := wang.Reply(w.find(wang, "已上报"), "房子塌")
		w.pass(5 * time.Second)
		wang.Edit(m, "房子塌了，人救出来了")
		w.pass(5 * time.Second)
		w.expect(li, "王芳：房子塌", "王芳：房子塌了，人救出来了")
		if n := len(w.cases()); n != 1 {
			t.Errorf("%d cases", n)
		}
		w.expect(li, "王芳发来 📷1", "王芳：门口的路断了", "王芳发来 📍1")
		if got := w.history(1); !slices.Equal(got[1:], []string{"王芳 attached", "王芳 noted 门口的路断了", "王芳 attached", "王芳 noted 房子塌", "王芳 noted 房子塌了，人救出来了"}) {
			t.Errorf("timeline %q", got)
		}
		w.stands()
	})
}

// TestWhatAReplyCannotDoIsSaid in one sentence, and what is only polite is no note.
func TestWhatAReplyCannotDoIsSaid(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		w.config.Attachments.PerRecord = 1
		w.restart()
		w.families(w.moment(onRoster), w.family(7, "和丽英", "东村", model.Red, "王芳"))
		g, wang, li, _, zhou := w.fire()
		group := g.Last()
		for words, answer := range map[string]string{
			"和丽英家": "急难 #1：不止一户符合", "未解决": "急难 #1：待受理，不用退回。", "销号": "急难 #1 还没有人入户", "张春明家": "已记入急难 #1。",
		} {
			w.holds(w.reply(zhou, w.alert(zhou, "1"), words), answer)
		}
		w.press(li, w.alert(li, "1"), "我来受理")
		w.holds(w.reply(li, w.alert(li, "1"), "谢谢"), "急难 #1：已受理")
		if m := w.replyIn(g, wang, group, "收到"); !strings.Contains(m.Text, "【急难 #1】") {
			t.Errorf("what is polite is answered in a group: %s", m.Text)
		}
		for _, answer := range []string{"已记入急难 #1。", "最多保留 1 个，多出的没有保留。"} {
			wang.SendThis(simulator.Sending{Kind: "photo", ReplyTo: group})
			w.pass(6 * time.Second)
			if m := g.Last(); m.Text != answer {
				t.Errorf("a picture is answered: %s", m.Text)
			}
		}
		w.holds(w.alert(li, "1"), "附：📷1")
		w.must(w.store.Apply(w.ctx, model.Turn{At: model.InstantOf(time.Now()), Effects: []model.Effect{model.UnbindGroup{ChatID: g.ID}}}))
		before := len(w.history(1))
		w.replyIn(g, wang, group, "路通了") // in a group that is bound no more
		if n := len(w.history(1)); n != before {
			t.Errorf("%d lines more", n-before)
		}
		w.holds(w.reply(zhou, w.alert(zhou, "1"), "和丽英 东村"), "急难 #1 已补上：和*英（东村）")
	})
}

// TestTheHouseholdOfAReportIsSaidByReplyingToTheAnswer: also when much else was said
// since.
func TestTheHouseholdOfAReportIsSaidByReplyingToTheAnswer(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.says(li, "急报 着火了！")
		w.pass(2 * time.Hour)
		w.reply(li, w.find(li, "急难 #1 已上报"), "和丽英家")
		w.holds(w.alert(zhou, "1"), "石坎村 和*英")
		w.expect(zhou, "急难 #1 已补上是哪一户")
	})
}

// TestWhoReportedItSaysWhoseItIsByReplying also where it is somebody else's, or no
// household of the roster.
func TestWhoReportedItSaysWhoseItIsByReplying(t *testing.T) {
	for words, where := range map[string]string{
		"张春明家": "河湾村 张*明", "是和丽英家": "石坎村 和*英", "东村孙有财家": "东村 孙*财", "在河湾村": "越州镇 河湾村",
	} {
		liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
			wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
			w.says(wang, "急报 着火了！")
			w.reply(wang, w.find(wang, "急难 #1 已上报"), words)
			w.expect(wang, "急难 #1 已补上")
			w.holds(w.alert(zhou, "1"), where)
		})
	}
}

// TestANoteDoesNotTakeACaseOn and says so, but not to who reported it.
func TestANoteDoesNotTakeACaseOn(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		_, wang, li, _, _ := w.fire()
		w.holds(w.reply(li, w.alert(li, "1"), "走不开，请王芳去"), "已记入急难 #1。还没有人受理")
		if m := w.reply(wang, w.find(wang, "已上报"), "路断了，走后山"); m.Text != "已记入急难 #1。" {
			t.Errorf("who reported it is told: %s", m.Text)
		}
		w.press(li, w.alert(li, "1"), "我来受理")
		if m := w.reply(li, w.alert(li, "1"), "带上了棉被"); m.Text != "已记入急难 #1。" {
			t.Errorf("a note is answered: %s", m.Text)
		}
	})
}

// TestAMistakeInAReportWithdrawsNothing where it tells of another family or of danger:
// only what is no emergency is withdrawn.
func TestAMistakeInAReportWithdrawsNothing(t *testing.T) {
	for words, answer := range map[string]string{
		"报错了，是吴春燕家": "急难 #1 没有撤回", "报错了，是郭正华家": "急难 #1 已补上：郭*华（西村）", "报错了 是石坎村": "急难 #1 没有撤回",
		"误报，是隔壁吴春燕家着火": "急难 #1 没有撤回", "误报，是烧秸秆": "已撤回", "撤回 是隔壁家": "已撤回", "误报，张春明家没事": "已撤回",
	} {
		liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
			_, wang, _, _, _ := w.fire()
			w.holds(w.reply(wang, w.find(wang, "已上报"), words), answer)
			if gone := w.cases()[0].Status == model.Withdrawn; gone != (answer == "已撤回") {
				t.Errorf("%s: it is %s", words, w.cases()[0].Status)
			}
		})
	}
}
