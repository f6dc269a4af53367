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

// TestAnEmergencyMayBeginInManyWays: however it is typed, the report is what
// stands behind the call.
func TestAnEmergencyMayBeginInManyWays(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
		for i, call := range []string{
			"急报 %s", "急报：%s", "急报:%s", "急报，%s", "急报,%s", "急报。%s", "急报、%s", "急报！%s", "急报!!!%s", "急报\n%s", "急报——%s",
			"【急报】%s", "急报%s", " 急报　%s", "紧急：%s", "急难 %s", "/emergency %s", "/emergency%s", "／emergency %s", "/EMERGENCY@ringkeeper_bot %s",
		} {
			words := fmt.Sprintf("河湾村张春明家第%d间房子着火", i+1)
			w.holds(w.says(wang, fmt.Sprintf(call, words)), fmt.Sprintf("急难 #%d 已上报 河湾村 张*明", i+1))
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
		w.holds(w.says(wang, "急报 河湾村张春明家着火"), "目前没有人能收到，请马上打电话给办公室！", "未绑定或已停用，发不到：包保干部 李明，请打电话。")
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		li.Block()
		w.pass(3 * time.Second)
		w.holds(w.says(wang, "急报 河湾村张春明家断水"), "已发给：办公室 周静", "未绑定或已停用，发不到：包保干部 李明")
		// Nobody is responsible for the first; for the second she is herself.
		for _, words := range []string{"急报 大村段国富家断水", "急报 西村郭正华家断水"} {
			m := w.says(wang, words)
			if !strings.HasSuffix(m.Text, "\n已发给：办公室 周静") {
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
		for n := range 5 {
			w.says(wang, fmt.Sprintf("急报 河湾村张春明家第%d间房子着火", n))
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
			if flash[by] != "已由您受理" || flash[other] != by+" 已于 "+time.Now().In(w.zone()).Format("15:04")+" 受理" {
				t.Errorf("%s took it on: %v", by, flash)
			}
			w.expect(wang, by+"（区教育局）于")
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
		w.expect(li, "已记录 1 户", "和*英（石坎村）联系有变化")
		if n := times(wang, "急难 #1"); n != 0 {
			t.Error("somebody is told who had not been")
		}
		if got := w.contacts(); !slices.Equal(got, []string{"和丽英 unspecified change 2 房子昨晚烧光了"}) {
			t.Errorf("records: %q", got)
		}
	})
}
