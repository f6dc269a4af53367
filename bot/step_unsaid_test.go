package bot_test

import (
	"slices"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

// TestAStepIsToldWithoutAReply: who runs to a fire writes 我去, and replies to nothing.
func TestAStepIsToldWithoutAReply(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		li, wang, zhao := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("赵强", "zh")
		w.says(li, "我去") // there is no case
		w.says(wang, "急报 河湾村张春明家房子着火了")
		w.says(wang, "我去") // nor is it hers
		if e := w.cases()[0]; e.Status != model.Reported {
			t.Errorf("it is %s", e.Status)
		}
		step := func(words string, want model.EmergencyStatus) {
			t.Helper()
			w.says(li, words)
			if e := w.cases()[0]; e.Status != want {
				t.Errorf("after %s it is %s", words, e.Status)
			}
		}
		step("我去", model.Acknowledged)
		step("在路上，马上到", model.OnTheWay)
		w.until("2026-11-20 08:31")
		step("入户 3 正常", model.OnTheWay)
		if got := w.contacts(); !slices.Contains(got, "白文亮 visit normal 入户 3 正常") {
			t.Errorf("recorded: %q", got)
		}
		li.SendThis(simulator.Sending{Kind: "photo", Caption: "到了"})
		w.pass(time.Minute)
		step("已处理好", model.Solved)
		w.golden("step_unsaid", li.ID, wang.ID, zhao.ID)
	})
}

// TestAStepOfOneOfSeveralCasesIsAskedAbout, and after two days none is meant any more.
func TestAStepOfOneOfSeveralCasesIsAskedAbout(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 10:00", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "en")
		w.says(wang, "/emergency 河湾村张春明家房子着火了")
		w.says(wang, "/emergency 石坎村和丽英家断水了")
		w.says(li, "我去")
		w.expect(li, "您有多件急难在办，请直接回复那条急难通知。")
		w.reply(li, w.alert(li, "1"), "我去")
		w.says(li, "我去") // which leaves one that it moves on
		if e := w.cases()[0]; e.Status != model.Acknowledged {
			t.Errorf("emergency %d is %s", e.ID, e.Status)
		}
		w.until("2026-11-22 10:01")
		w.says(li, "在路上")
		for _, e := range w.cases() {
			if e.Status == model.OnTheWay {
				t.Errorf("emergency %d is %s", e.ID, e.Status)
			}
		}
	})
}
