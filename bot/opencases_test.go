package bot_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/store"
)

// audited are the lines of the audit log of an action: who, and about what.
func (w *world) audited(action string) (lines []string) {
	w.Helper()
	kept, err := w.store.AuditSince(w.ctx, []string{action}, 0)
	w.must(err)
	for _, l := range kept {
		c, err := w.store.Cadre(w.ctx, l.ActorID)
		w.must(err)
		lines = append(lines, strings.TrimSpace(c.Name+" "+l.Subject))
	}
	return lines
}

// TestEverybodyAsksWhichEmergenciesAreOpen: the office for the district, a leader
// for the scope, a cadre for what concerns them, a group without a name or a word.
func TestEverybodyAsksWhichEmergenciesAreOpen(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 09:00", func(w *world) {
		zhou, zhao, li, wang := w.bind("周静", "zh"), w.bind("赵强", "zh"), w.bind("李明", "zh"), w.bind("王芳", "zh")
		g := w.telegram.Group("越州镇工作群", zhou, li)
		w.pass(5 * time.Second)
		w.saysIn(g, zhou, "/emergencies")
		w.saysIn(g, zhou, "/bind 越州镇")
		w.says(zhou, "/emergencies")
		w.says(wang, "急报 河湾村张春明家房子着火")
		w.says(li, "急报 大坪村孙有财家老人走失，身份证530302196001011234")
		w.until("2026-11-21 11:30")
		w.says(zhou, "急报 河湾村吴春燕家断水")
		w.press(li, w.find(li, "【急难 #1】"), "我来受理")
		w.until("2026-11-21 11:45")
		for _, p := range []*simulator.Person{zhou, zhao, li, wang} {
			w.says(p, "/emergencies")
		}
		w.saysIn(g, li, "/emergencies")
		w.holds(w.says(zhou, "急难清单"), "#2 大坪 孙*财 · 其他 · 待受理 · 2小时前 · 超时44分钟")
		if got := fmt.Sprint(w.audited("see_emergencies")); got != "[周静 周静 赵强 李明 王芳 李明 越州镇 周静]" {
			t.Errorf("audited: %s", got)
		}
		w.golden("open_cases", zhou.ID, zhao.ID, li.ID, wang.ID, g.ID)
	})
}

// TestACaseIsShownWithAllThatIsKnownOfIt: to those whose it is, who were told or in
// whose scope it lies; a look from outside stands in the audit log.
func TestACaseIsShownWithAllThatIsKnownOfIt(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 09:00", func(w *world) {
		zhou, zhao, li := w.bind("周静", "zh"), w.bind("赵强", "zh"), w.bind("李明", "zh")
		li.Block()
		w.pass(5 * time.Second)
		wang := w.bind("王芳", "zh")
		w.says(wang, "急报 河湾村吴春燕家房子着火，身份证530302196001011234")
		w.says(wang, "急报 大坪村孙有财家断粮")
		w.until("2026-11-21 09:20")
		w.press(zhou, w.find(zhou, "【急难 #1】"), "我来受理")
		w.until("2026-11-22 10:01")
		w.says(zhou, "/emergencies")
		w.press(zhou, zhou.Last(), "#1")
		w.says(zhao, "/case 1")
		w.says(wang, "急难 #2？")
		w.says(wang, "/case")
		w.says(wang, "/case 一")
		w.says(wang, "/case 99")
		g := w.telegram.Group("越州镇工作群", zhou, wang)
		w.pass(5 * time.Second)
		w.saysIn(g, wang, "/case 1")
		if got := fmt.Sprint(w.audited("see_emergency")); got != "[赵强 emergency 1]" {
			t.Errorf("audited: %s", got)
		}
		w.golden("case", zhou.ID, zhao.ID, wang.ID, g.ID)
	})
}

// TestACaseThatIsNotOnesOwnIsNotEvenSaidToBe: neither by number nor by a forged
// press.
func TestACaseThatIsNotOnesOwnIsNotEvenSaidToBe(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 09:00", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.says(li, "急报 河湾村张春明家房子着火")
		own := w.says(li, "/case 1")
		w.holds(own, "【急难 #1】待受理")
		none := w.says(wang, "/case 99").Text
		if got := w.says(wang, "/case 1").Text; got != none || !strings.Contains(got, "没有这起急难") {
			t.Errorf("of another's case: %s", got)
		}
		for _, data := range []string{"case:1", "figures:0", "cases:1"} {
			w.forged(wang, data)
		}
		for _, m := range wang.Inbox() {
			if strings.Contains(m.Text, "张") || strings.Contains(m.Text, "急难统计") {
				t.Errorf("wang reads: %s", m.Text)
			}
		}
		// Told of it by a report of the own, she may look.
		w.says(wang, "急报 西村郭正华家断水")
		w.holds(w.says(wang, "#2"), "【急难 #2】待受理", "西村 郭*华")
	})
}

// TestACaseThatReachedNobodyStandsFirst: until somebody is told, with who could not
// be and why.
func TestACaseThatReachedNobodyStandsFirst(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 09:00", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.says(wang, "急报 东村白文亮家断水") // told to 李明
		li.Block()
		w.pass(5 * time.Second)
		w.says(wang, "急报 河湾村张春明家房子着火")
		w.says(wang, "急报 大坪村孙有财家断粮")
		zhao := w.bind("赵强", "zh") // who hears of none of them: 周静 of the office would
		list := w.says(zhao, "/emergencies")
		w.holds(list, "共 3 起、无人收到 2 起")
		if strings.Index(list.Text, "#2") > strings.Index(list.Text, "#1") {
			t.Errorf("not first: %s", list.Text)
		}
		w.holds(w.says(wang, "/case 2"), "未送达：李明（停用了机器人）", "还没有任何人收到，请马上打电话！")
		w.holds(w.says(wang, "/case 3"), "还没有任何人收到，请马上打电话！", "请通过云南省政府救助平台（村组干部可代为申报）办理。")
		w.golden("unreached", zhao.ID, wang.ID)
	})
}

// TestWordsThatMayTellOfAHouseholdOfTheListAreAReport: 急难 2 under a list is its
// second household.
func TestWordsThatMayTellOfAHouseholdOfTheListAreAReport(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.says(wang, "急报 西村郭正华家断水")
		w.says(wang, "急报 东村孙有财家老人摔伤")
		w.holds(w.says(wang, "急难 2"), "【急难 #2】待受理", "老人摔伤") // there is no list yet
		w.holds(w.says(wang, "急难 7"), "急难 #3 已上报")          // nor a case 7
		w.until("2026-11-20 08:31")
		w.says(li, "急报 河湾村张春明家房子着火")
		w.holds(w.says(li, "#4"), "【急难 #4】待受理", "张*明")
		w.says(li, "急难 4")
		if n := len(w.cases()); n != 5 {
			t.Errorf("%d cases after a report of household 4", n)
		}
	})
}

// TestTheListOfOpenCasesIsTurnedPageByPage: ten on each, in one message.
func TestTheListOfOpenCasesIsTurnedPageByPage(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 09:00", func(w *world) {
		zhou := w.bind("周静", "zh")
		for i := range 23 {
			w.must(w.store.Apply(w.ctx, model.Turn{At: model.InstantOf(time.Now()), Actor: 1, Effects: []model.Effect{
				model.FileEmergency{Emergency: model.Emergency{Source: fmt.Sprint("quake:", i), Family: fmt.Sprintf("余%d", i), Village: "大坪村"}},
			}}))
		}
		list := w.says(zhou, "/emergencies")
		w.holds(list, "共 23 起", "#1 ", "#10 ")
		w.press(zhou, list, "下一页")
		w.pass(3 * time.Second)
		w.press(zhou, list, "下一页")
		w.pass(3 * time.Second)
		last := zhou.Last()
		w.holds(last, "#21 ", "#23 ")
		if last.ID != list.ID || strings.Contains(last.Text, "#20") || len(last.Buttons[0]) != 3 {
			t.Errorf("the last page: %+v", last)
		}
	})
}

// TestLeadersAndTheOfficeSeeHowEmergenciesWereDealtWith this year, in their scope.
func TestLeadersAndTheOfficeSeeHowEmergenciesWereDealtWith(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 09:00", func(w *world) {
		zhou, zhao, li := w.bind("周静", "zh"), w.bind("赵强", "zh"), w.bind("李明", "en")
		w.says(li, "急报 河湾村张春明家房子着火")
		w.says(zhou, "急报 大坪村孙有财家断粮")
		w.says(li, "急报 东村白文亮家母亲住院没钱")
		w.press(li, w.find(li, "#3"), "No emergency")
		w.until("2026-11-21 09:20")
		w.press(zhou, w.find(zhou, "【急难 #2】"), "我来受理")
		w.until("2026-11-21 12:40")
		w.press(zhou, w.find(zhou, "【急难 #1】"), "我来受理")
		for _, p := range []*simulator.Person{zhou, zhao} {
			list := w.says(p, "/emergencies")
			w.press(p, list, "统计")
			w.pass(3 * time.Second)
		}
		w.says(li, "/emergencies")
		w.golden("case_figures", zhou.ID, zhao.ID, li.ID)
	})
}

// TestTheOfficeReadsOfCasesInEnglish is each screen as it stands there.
func TestTheOfficeReadsOfCasesInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 09:00", func(w *world) {
		zhou, li := w.bind("周静", "en"), w.bind("李明", "en")
		w.says(li, "急报 大坪村孙有财家断粮")
		w.until("2026-11-23 22:00")
		w.says(li, "/emergencies")
		w.says(li, "/case 1")
		w.press(zhou, w.find(zhou, "[Emergency #1]"), "I take it")
		w.pass(time.Minute) // until every copy shows it
		w.press(zhou, w.says(zhou, "/emergencies"), "Figures")
		w.pass(time.Minute)
		w.says(zhou, "case 1")
		w.golden("open_cases_en", zhou.ID, li.ID)
	})
}

// TestTheLedgerSaysWhoWasToldAndWhoWasNot: with the time, or the reason.
func TestTheLedgerSaysWhoWasToldAndWhoWasNot(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 09:00", func(w *world) {
		zhou, li := w.bind("周静", "zh"), w.bind("李明", "zh")
		w.bind("王芳", "zh")
		zhao := w.bind("赵强", "zh")
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: zhou.ID, Kind: simulator.Forbidden})
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: zhao.ID, Kind: simulator.BadRequest})
		w.says(li, "急报 西村郭正华家断水")
		w.pass(5 * time.Second)
		w.holds(w.says(li, "/case 1"), "已送达：王芳 09:00", "未送达：周静（停用了机器人）、赵强（发送失败）")
		path := filepath.Join(t.TempDir(), "台账.csv")
		printed := w.list(func(ctx context.Context, q report.Query) error {
			return report.ExportLedger(ctx, q, report.Cases{}, w.config.Emergencies, path, "operator")
		}, false)
		ledger, err := os.ReadFile(path)
		w.must(err)
		for _, words := range []string{"周静 没送达（停用了机器人）", "王芳 2026-11-21 09:00 送达", "急难编号,上报时间", "1 起"} {
			if !strings.Contains(printed+string(ledger), words) {
				t.Errorf("%q is missing in %s\n%s", words, printed, ledger)
			}
		}
	})
}

// TestAReportInDoubtIsListedAsSuch: it waits for its answer, and is not counted as
// one that reached nobody before it was sent.
func TestAReportInDoubtIsListedAsSuch(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:40")
		w.says(li, doubted)
		list := w.says(zhou, "/emergencies")
		w.holds(list, "未确认 · 待受理 · 1分钟前")
		if strings.Contains(list.Text, "无人收到") {
			t.Errorf("it waits: %s", list.Text)
		}
		w.holds(w.says(li, "#1"), "等待发送：周静")
		w.pass(11 * time.Minute)
		w.holds(w.says(li, "#1"), "已送达：周静")
	})
}

// TestThousandsOfClosedCasesDoNotSlowTheOpenOnes measures with a true clock.
func TestThousandsOfClosedCasesDoNotSlowTheOpenOnes(t *testing.T) {
	w := still(t)
	var effects []model.Effect
	for i := range 4_001 {
		effects = append(effects, model.FileEmergency{Emergency: model.Emergency{Source: fmt.Sprint(i), HouseholdID: int64(1 + i%6), ReportedAt: model.Instant(1 + i)}})
		if i < 4_000 {
			effects = append(effects, model.AdvanceEmergency{ID: int64(i + 1), Status: model.Closed})
		}
	}
	w.must(w.store.Apply(w.ctx, model.Turn{At: 2, Effects: effects}))
	began := time.Now()
	for _, sc := range []model.Scope{{All: true}, {LeaderID: 1, TownshipID: 1}, {CadreID: 2}} {
		open, err := w.store.OpenEmergencies(w.ctx, store.EmergencyFilter{Scope: sc}, 3)
		w.must(err)
		if len(open) != 1 {
			t.Errorf("%+v: %d open", sc, len(open))
		}
	}
	// A fiftieth of this is usual; the rest is for the race detector.
	if took := time.Since(began); took > 250*time.Millisecond {
		t.Errorf("three looks took %s", took)
	}
}

// TestACaseThatOnlyALeaderAboveHeardOfReachedSomebody: where its alerts found nobody.
func TestACaseThatOnlyALeaderAboveHeardOfReachedSomebody(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:40", func(w *world) {
		wang, zhao := w.bind("王芳", "zh"), w.bind("赵强", "zh")
		w.says(wang, "急报 河湾村吴春燕家屋顶垮塌")
		w.until("2026-11-20 11:00")
		w.holds(w.says(zhao, "/case 1"), "还没有任何人收到")
		w.until("2026-11-20 12:00")
		w.find(zhao, "上报已3小时")
		for _, asked := range []string{"/emergencies", "/case 1"} {
			if m := w.says(zhao, asked); strings.Contains(m.Text, "无人收到") || strings.Contains(m.Text, "没有任何人收到") {
				t.Errorf("%s: %s", asked, m.Text)
			}
		}
	})
}
