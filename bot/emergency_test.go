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

// TestAnEmergencyMayBeginInManyWays: however it is typed, the report is what
// stands behind the call.
func TestAnEmergencyMayBeginInManyWays(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
		for i, call := range []string{
			"急报 %s", "急报：%s", "急报:%s", "急报，%s", "急报,%s", "急报。%s", "急报、%s", "急报！%s", "急报!!!%s", "急报\n%s", "急报——%s",
			"【急报】%s", "急报%s", " 急报　%s", "紧急：%s", "急难 %s", "/emergency %s", "/emergency%s", "／emergency %s", "/EMERGENCY@ringkeeper_bot %s",
		} {
			surname := string([]rune("孙李周吴郑冯陈马卫蒋沈韩杨朱秦许何吕施张")[i])
			words := "东村" + surname + "有财家房子着火"
			w.holds(w.says(wang, fmt.Sprintf(call, words)), fmt.Sprintf("急难 #%d 已上报 越州镇 东村 %s*财", i+1, surname))
			if e := w.cases(); len(e) != i+1 || e[0].Text != words {
				t.Fatalf("%q is filed as %q", fmt.Sprintf(call, words), e[0].Text)
			}
		}
		if n := times(zhou, "【急难 #"); n != 20 {
			t.Errorf("the office has %d alerts", n)
		}
		w.holds(w.says(wang, "急报怎么用？"), "回复每日清单即可记录")
	})
}

// TestHardshipIsFiledBeforeItIsClearWhereItIs: nothing is asked before the
// alert is out.
func TestHardshipIsFiledBeforeItIsClearWhereItIs(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "他家房子着火了")
		w.expect(li, "急难 #1 已上报 未写明哪一户", "请马上打电话告诉办公室", "办公室 周静")
		w.expect(zhou, "【急难 #1】待受理", "他家房子着火了")
		w.says(li, "西村郭正华家房子着火了")
		w.expect(li, "急难 #2 已上报 西村 郭*华")
	})
}

// TestWhoIsMissingIsNamedToTheReporter: nobody is called told who was not.
func TestWhoIsMissingIsNamedToTheReporter(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang := w.bind("王芳", "zh")
		w.families(w.moment(onRoster), w.family(7, "段国富", "大村", model.Red, ""))
		w.holds(w.says(wang, "急报 河湾村张春明家着火"), "目前没有人能收到，请马上打电话给办公室！", "未绑定或已停用，发不到：包保干部 李明、上级领导 赵强，请打电话。")
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		li.Block()
		w.pass(3 * time.Second)
		w.holds(w.says(wang, "急报 河湾村张春明家断水"), "已发给：办公室 周静", "未绑定或已停用，发不到：包保干部 李明")
		// Nobody is responsible for the first; for the second she is herself, and
		// the leader above hears of a red household.
		for words, told := range map[string]string{
			"急报 大村段国富家断水": "\n已发给：办公室 周静", "急报 西村郭正华家断水": "\n已发给：办公室 周静\n未绑定或已停用，发不到：上级领导 赵强，请打电话。",
		} {
			if m := w.says(wang, words); !strings.HasSuffix(m.Text, told) {
				t.Errorf("%s is answered: %s", words, m.Text)
			}
		}
		if n := times(wang, "【急难"); n != 0 {
			t.Errorf("the reporter has %d alerts of her own", n)
		}
		li.Unblock()
		w.pass(3 * time.Second)
		zhou.Block()
		w.pass(3 * time.Second)
		w.holds(w.says(wang, "急报 河湾村张春明家断粮"), "已发给：包保干部 李明")
	})
}

// TestOfTwoWhoTakeItOnAtOnceOneWinsAndTheOtherIsTold: they press before either
// sees the other's press.
func TestOfTwoWhoTakeItOnAtOnceOneWinsAndTheOtherIsTold(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		for _, family := range []string{"河湾村张春明", "石坎村和丽英", "东村白文亮", "西村杜丽芬", "河湾村吴春燕"} {
			w.says(wang, "急报 "+family+"家房子着火")
			w.pass(3 * time.Second)
			flash := map[string]string{}
			ids := map[*simulator.Person]string{}
			for _, p := range []*simulator.Person{li, zhou} {
				id, err := p.Press(p.Last(), "我来受理")
				w.must(err)
				ids[p] = id
			}
			w.pass(5 * time.Second)
			for p, id := range ids {
				flash[p.Name], _ = p.Pressed(id)
			}
			by := w.cases()[0].Acknowledger
			other := map[string]string{"李明": "周静", "周静": "李明"}[by]
			if flash[by] != "已由您受理" || flash[other] != time.Now().In(w.zone()).Format("15:04")+" "+by+"受理" {
				t.Errorf("%s took it on: %v", by, flash)
			}
			w.expect(wang, by+"（区教育局）受理")
		}
	})
}

// TestAReportTakenBackAfterItWasTakenOnIsToldToThoseWhoWereTold and to nobody
// else; the record that came with it is put right.
func TestAReportTakenBackAfterItWasTakenOnIsToldToThoseWhoWereTold(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "2 房子昨晚烧光了")
		w.pass(3 * time.Second)
		alert := zhou.Last()
		w.press(zhou, alert, "我来受理")
		filed := li.Inbox()[order(li, "已上报")]
		if flash := w.press(li, filed, "不是急难"); flash != "已撤回" {
			t.Errorf("flash: %q", flash)
		}
		w.pass(5 * time.Second)
		w.expect(zhou, "急难 #1 上报人已撤回：不是急难，不用再处理。")
		w.holds(w.find(li, "已记录 1 户"), "和*英（石坎村）联系有变化")
		if n := times(wang, "急难 #1"); n != 0 {
			t.Error("somebody is told who had not been")
		}
		if got := w.contacts(); !slices.Equal(got, []string{"和丽英 unspecified change 2 房子昨晚烧光了"}) {
			t.Errorf("records: %q", got)
		}
		w.golden("called_off", li.ID, zhou.ID)
	})
}

// TestAReportFromAGroupIsToldInFullToItsReporterInPrivate: the group reads the
// number and the village, once, in the alert that answers there; the private copy
// calls the report off.
func TestAReportFromAGroupIsToldInFullToItsReporterInPrivate(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
		g := w.telegram.Group("越州镇工作群", zhou, wang)
		w.pass(5 * time.Second)
		w.saysIn(g, zhou, "/bind 越州镇")
		answer := w.saysIn(g, wang, "/emergency 石坎村和丽英家断水")
		w.holds(answer, "【急难 #1】待受理\n越州镇 石坎村\n")
		if answer.ReplyTo == 0 || strings.Count(w.telegram.Transcript(g.ID), "急难 #1") != 1 || strings.Contains(answer.Text, "和") {
			t.Errorf("the group reads: %s", w.telegram.Transcript(g.ID))
		}
		full := wang.Last()
		w.holds(full, "急难 #1 已上报 石坎村 和*英", "已发给：办公室 周静", "发不到：包保干部 李明")
		if flash := w.press(wang, full, "不是急难"); flash != "已撤回" {
			t.Errorf("flash: %q", flash)
		}
		w.pass(5 * time.Second)
		w.holds(g.Last(), "上报人已撤回")
		w.expect(zhou, "急难 #1 上报人已撤回")
		// Who stopped the bot is told everything where it was asked.
		wang.Block()
		w.pass(3 * time.Second)
		w.holds(w.saysIn(g, wang, "/emergency 东村白文亮家断水"), "急难 #2 已上报 越州镇 东村", "已发给：办公室 周静")
	})
}

// TestAFamilyOffTheRosterIsFoundByItsVillage: the village is that of the
// district, however it was written.
func TestAFamilyOffTheRosterIsFoundByItsVillage(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
		other := w.family(7, "郭正华", "西村", model.Red, "王芳")
		other.Facts.Township = "茨营镇"
		w.families(w.moment(onRoster), w.family(8, "段国富", "三元社区", model.Red, "王芳"), other)
		g := w.telegram.Group("办公室群", zhou)
		w.pass(5 * time.Second)
		w.saysIn(g, zhou, "/bind 办公室")
		for _, c := range []struct{ words, group, village string }{
			{"河湾村孙有财家断粮", "越州镇 河湾村", "河湾村"},
			{"河湾 李有财 断水", "越州镇 河湾村", "河湾村"},
			{"三元社区孙有财家着火", "越州镇 三元社区", "三元社区"},
			{"茨营镇西村孙有财家着火", "茨营镇 西村", "西村"},
			{"西村孙有财家断水", "西村", ""},
			{"远山村孙有财家着火", "远山", ""},
		} {
			w.says(wang, "急报 "+c.words)
			w.pass(3 * time.Second)
			w.holds(g.Last(), "】待受理\n"+c.group+"\n")
			if c.village == "" {
				continue
			}
			township, village, _ := strings.Cut(c.group, " ")
			area, err := w.store.AreaByName(w.ctx, township+"/"+village)
			w.must(err)
			found, err := w.store.Emergencies(w.ctx, store.EmergencyFilter{Area: area.Scope()})
			if w.must(err); len(found) == 0 || found[0].Text != c.words || found[0].Village != c.village {
				t.Errorf("%s is not found by %s", c.words, c.group)
			}
		}
	})
}

// TestALongReportStaysOneMessageWithItsButtons: all of it stands in /case.
func TestALongReportStaysOneMessageWithItsButtons(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang, li, zhou := w.bind("王芳", "zh"), w.bind("李明", "zh"), w.bind("周静", "zh")
		long := strings.Repeat("水一直涨，院墙也倒了。", 300)
		w.says(wang, "急报 河湾村张春明家房子进水。"+long)
		w.says(li, "急报 河湾村张春明家房子进水。"+long)
		w.pass(10 * time.Second)
		m := w.find(zhou, "【急难 #1】")
		w.holds(m, "……（全文发 /case 1 看）", "王芳", "又有 1 次上报")
		if len(m.Buttons) == 0 {
			t.Error("the button stands elsewhere")
		}
		if n := times(zhou, "水一直涨"); n != 2 { // the alert and the line of the addition
			t.Errorf("the office has %d messages of it", n)
		}
		whole := 0
		w.says(zhou, "/case 1")
		for _, m := range zhou.Inbox() {
			whole = max(whole, strings.Count(m.Text, "水一直涨"))
		}
		if whole < 200 {
			t.Errorf("/case tells %d sentences", whole)
		}
	})
}
