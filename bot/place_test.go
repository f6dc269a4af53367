package bot_test

import (
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
)

// TestTheHouseholdOfAReportIsSaidAfterwards: who reports in haste names the
// household in the next message. It belongs to the report and is no answer to an
// older question, and everyone who was told learns it.
func TestTheHouseholdOfAReportIsSaidAfterwards(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "正常")
		w.expect(li, "是哪一户的情况")
		w.says(li, "着火了！")
		w.holds(w.find(li, "急难 #1 已上报"), "未写明哪一户", "也可回户主姓名或户号补上")
		w.restart()
		w.says(li, "和丽英家")
		w.pass(3 * time.Second)
		w.stands() // 正常 was said of somebody else
		w.expect(li, "急难 #1 已补上：和*英（石坎村）")
		w.holds(w.find(li, "急难 #1 已上报"), "石坎村 和*英 红圈")
		w.holds(w.find(zhou, "【急难 #1】待受理"), "石坎村 和*英 红圈")
		w.expect(zhou, "急难 #1 已补上是哪一户")
		if got := w.cases(); len(got) != 1 || got[0].Head != "和丽英" || got[0].Village != "石坎村" {
			t.Errorf("the cases are %+v", got)
		}
		w.says(li, "白文亮家") // and this answers the question
		w.stands("白文亮 unspecified normal 正常")
		w.golden("placed", li.ID, zhou.ID)
	})
}

// TestALaterQuestionIsAnsweredFirst: a name after it is not the report's.
func TestALaterQuestionIsAnsweredFirst(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "en")
		w.until("2026-11-20 08:31")
		w.says(li, "着火了！")
		w.says(li, "正常")
		w.says(li, "白文亮家")
		w.stands("白文亮 unspecified normal 正常")
		w.says(li, "和丽英")
		w.expect(li, "Emergency #1 is now placed: 和*英")
		w.says(li, "张春明") // it has one now
		w.expect(li, "Which household")
		w.golden("placed_en", li.ID)
	})
}

// TestWhatAReportLacksIsAskedAfterTheAlert and taken from the next message, be it a
// family that is on no roster, its village, a household of somebody else, or what
// happened.
func TestWhatAReportLacksIsAskedAfterTheAlert(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.holds(w.says(wang, "急报 孙有财家着火"), "急难 #1 已上报 孙*财", "是哪个村，请回村名补上")
		w.holds(w.says(wang, "谢谢"), "好的。")
		w.holds(w.says(wang, "东村"), "急难 #1 已补上：孙*财（东村）")
		w.holds(w.find(zhou, "【急难 #1】"), "越州镇 东村 孙*财")
		w.expect(zhou, "急难 #1 已补上是哪一户")

		w.holds(w.says(wang, "急报 东村有户人家断粮了"), "急难 #2 已上报 越州镇 东村", "是哪一户，请回户主姓名")
		w.holds(w.says(wang, "白文亮"), "急难 #2 已补上：白*亮（东村）", "已发给：包保干部 李明")
		w.pass(3 * time.Second)
		w.expect(li, "【急难 #2】待受理")

		w.holds(w.says(wang, "急报 快来人，出事了"), "急难 #3 已上报 未写明哪一户")
		w.holds(w.says(wang, "李有财家"), "急难 #3 已补上：李*财，", "是哪个村？")
		w.holds(w.says(wang, "西村"), "急难 #3 已补上：李*财（西村）")

		w.holds(w.says(wang, "急报 石坎村和丽英家"), "急难 #4 已上报 石坎村 和*英", "没看出是什么情况，请回一句话补上")
		w.holds(w.says(wang, "房子被洪水冲垮了"), "已并入急难 #4")
		w.holds(w.find(zhou, "【急难 #4】"), "因自然灾害", "房子被洪水冲垮了")
		w.holds(w.says(wang, "急报 着火了"), "急难 #5 已上报")
		w.holds(w.says(wang, "西村"), "急难 #5 已补上：西村，", "是哪一户？")
		w.golden("asked_afterwards", wang.ID)
	})
}

func TestWhatAReportLacksIsAskedInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang := w.bind("王芳", "en")
		w.says(wang, "急报 孙有财家着火")
		w.says(wang, "东村")
		w.says(wang, "急报 东村有户人家断粮了")
		w.says(wang, "急报 石坎村和丽英家")
		w.says(wang, "急报 着火了")
		w.says(wang, "李有财家")
		w.says(wang, "急报 又着火了")
		w.says(wang, "西村")
		w.golden("asked_afterwards_en", wang.ID)
	})
}

// TestHalfANameOfOneHouseholdIsFoundAndNoneIsGuessed: among all of a village, or the
// reporter's own.
func TestHalfANameOfOneHouseholdIsFoundAndNoneIsGuessed(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		w.families(w.moment(onRoster), w.family(7, "张建国", "河湾村", model.Red, "李明"), w.family(8, "杜建国", "东村", model.Yellow, "王芳"), w.family(9, "杜有福", "东村", model.Yellow, "王芳"))
		for _, name := range []string{"李明", "王芳", "周静"} {
			w.bind(name, "zh")
		}
		for _, c := range []struct {
			by, words, where string
		}{
			{"李明", "丽英家着火了", "石坎村 和*英"},
			{"王芳", "丽英家着火了", "未写明哪一户"},
			{"王芳", "西村五组杜丽芬家着火", "西村 杜*芬"},
			{"王芳", "老杜家（西村）断水", "西村 杜*芬"},
			{"王芳", "东村老杜家断水", "越州镇 东村 老*"},
			{"王芳", "河湾村建国家断水", "河湾村 张*国"},
			{"王芳", "西村建国家断水", "越州镇 西村 建*"},
			{"王芳", "西村张春明家断水", "越州镇 西村 张*明"},
			{"王芳", "53030200010005 断水", "河湾村 吴*燕"},
			{"王芳", "010003断水", "东村 白*亮"},
			{"王芳", "天边村建国家断水", "天边 建*"},
		} {
			if m := w.says(w.people[c.by], "急报 "+c.words); !strings.Contains(m.Text, c.where) {
				t.Errorf("%s is answered: %s", c.words, m.Text)
			}
		}
	})
}
