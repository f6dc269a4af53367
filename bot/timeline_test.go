package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot"
	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

// TestACasesTimelineTellsWhatHappenedAndWhoWasToldWhen: in a group without words and
// names, and in short only what was done.
func TestACasesTimelineTellsWhatHappenedAndWhoWasToldWhen(t *testing.T) {
	liveSince(t, onRoster, "2026-11-14 23:35", func(w *world) {
		_, wang, li, zhao, zhou := w.fire()
		zhao.Block()
		w.pass(3 * time.Second)
		w.until("2026-11-14 23:40")
		w.press(li, w.alert(li, "1"), "我来受理")
		for range 2 {
			wang.SendThis(simulator.Sending{Kind: "photo", ReplyTo: w.find(wang, "已上报")})
			w.pass(3 * time.Second)
		}
		w.until("2026-11-14 23:50")
		w.reply(wang, w.find(wang, "已上报"), "火灭了，530302196001011234")
		w.reply(wang, w.find(wang, "已上报"), "因火灾、因病")
		w.until("2026-11-15 00:10")
		w.reply(zhou, w.alert(zhou, "1"), "53030200010006")
		w.must(w.store.Apply(w.ctx, model.Turn{At: model.InstantOf(time.Now()), Effects: []model.Effect{
			model.EscalateEmergency{ID: 1, Levels: 1}, model.JoinReport{ID: 1, Text: "又着了"},
		}, Actor: w.cadre("李明").ID}))
		events, err := w.store.CaseEvents(w.ctx, 1)
		w.must(err)
		w.must(w.store.Apply(w.ctx, model.Turn{At: model.InstantOf(time.Now()), Effects: []model.Effect{model.UnjoinReport{EventID: events[len(events)-1].ID}}, Actor: w.cadre("李明").ID}))
		w.reply(zhou, w.alert(zhou, "1"), "撤回 重复")
		w.pass(time.Minute)
		for _, c := range []struct {
			name, lang  string
			full, group bool
			want        []string
		}{
			{"in full", "zh-CN", true, false, []string{
				"11月14日 23:35 王芳上报：河湾村张春明家房子着火了",
				"11月14日 23:35 已发给：周静、李明、赵强、群“越州镇工作群”",
				"11月14日 23:40 李明受理",
				"11月14日 23:40 已发给：王芳、李明、周静",
				"11月14日 23:40 王芳发来 📷2",
				"11月14日 23:50 王芳：火灭了，［证件号已隐去］",
				"11月14日 23:50 已发给：李明、周静",
				"11月14日 23:50 王芳写明原因：因病",
				"00:10 周静写明农户：",
				"00:10 李明撤回其上报",
				"00:10 入户超时，已报经办干部", "00:10 没有发到：赵强",
				"00:10 周静撤回：重复上报",
			}},
			{"in short", "zh-CN", false, false, []string{
				"11月14日 23:35 王芳上报：河湾村张春明家房子着火了", "11月14日 23:40 李明受理", "00:10 周静写明农户：", "00:10 李明也上报：又着了", "00:10 周静撤回：重复上报",
			}},
			{"in a group", "zh-CN", true, true, []string{"11月14日 23:35 王芳上报", "11月14日 23:50 王芳", "00:10 周静写明农户：", "00:10 周静撤回：重复上报"}},
			{"in English", "en", true, false, []string{"14 November 23:40 李明 took it on", "14 November 23:50 王芳 named causes: illness", "00:10 周静 withdrew it: reported twice"}},
		} {
			got, err := bot.Timeline(w.ctx, w.service, w.cases()[0].Emergency, c.lang, time.Now(), c.full, c.group)
			w.must(err)
			for _, line := range c.want {
				if !slices.ContainsFunc(got, func(l string) bool { return strings.HasPrefix(l, line) }) {
					t.Errorf("%s: %q is missing in\n%s", c.name, line, strings.Join(got, "\n"))
				}
			}
			if all := strings.Join(got, "\n"); c.group && strings.ContainsAny(all, "火春*") || !c.full && strings.Contains(all, "已发给") {
				t.Errorf("%s: %s", c.name, all)
			}
		}
	})
}

// TestWhoOnlyLooksAtACaseIsNotToldOfIt: an answer is no line of the timeline.
func TestWhoOnlyLooksAtACaseIsNotToldOfIt(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang, li, zhou := w.bind("王芳", "zh"), w.bind("李明", "zh"), w.bind("周静", "zh")
		w.says(wang, "急报 东村孙有财家断粮两天了")
		w.says(li, "急报 东村孙有财家没吃的了")
		w.until("2026-11-21 11:00")
		w.says(zhou, "/case 1")
		w.until("2026-11-21 12:00")
		if m := w.says(zhou, "/case 1"); strings.Contains(m.Text, "已发给：周静、王芳、李明") || strings.Contains(m.Text, "11:00 已发给") {
			t.Errorf("the case reads: %s", m.Text)
		}
	})
}
