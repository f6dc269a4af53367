package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/store"
)

// atHome has somebody be at the home of the newest case, and its alerts say so.
func (w *world) atHome(by string) {
	w.Helper()
	e := w.cases()[0]
	w.must(w.store.Apply(w.ctx, model.Turn{
		At: model.InstantOf(time.Now()), Actor: w.cadre(by).ID, Refresh: []string{"emergency:" + e.Source},
		Effects: []model.Effect{model.AdvanceEmergency{ID: e.ID, Status: model.OnSite}},
	}))
	w.restart() // so that the alerts are shown anew
	w.pass(3 * time.Second)
}

// replies lets a person reply to a message and waits for the answer.
func (w *world) replies(p *simulator.Person, m simulator.Message, words string) {
	p.Reply(m, words)
	w.pass(3 * time.Second)
}

// pressing presses buttons of a message, one after the other.
func (w *world) pressing(p *simulator.Person, m simulator.Message, labels ...string) {
	w.Helper()
	for _, label := range labels {
		w.press(p, m, label)
		w.pass(2 * time.Second) // a chat takes a message a second
	}
}

// flashes presses a button and says what must flash up.
func (w *world) flashes(p *simulator.Person, m simulator.Message, label, want string) {
	w.Helper()
	if flash := w.press(p, m, label); flash != want {
		w.Errorf("%s presses %q and is told %q, want %q", p.Name, label, flash, want)
	}
}

// household is the household of a head.
func (w *world) household(head string) model.Household {
	w.Helper()
	found, err := w.store.HouseholdsOfHeads(w.ctx, []string{head})
	if err != nil || len(found) != 1 {
		w.Fatalf("%s: %v, %v", head, found, err)
	}
	return found[0]
}

// TestAFamilyNotOnTheRosterIsIdentified: from an accident at night to a household
// with a ring, a cadre and duties; each step is dated by whom, and nothing goes to
// the township before it was posted for five days.
func TestAFamilyNotOnTheRosterIsIdentified(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 09:00", func(w *world) {
		wang, li, zhou, zhao := w.bind("王芳", "zh"), w.bind("李明", "zh"), w.bind("周静", "zh"), w.bind("赵强", "zh")
		w.says(wang, "急报 东村孙有财家男人出车祸，重伤")
		w.press(zhou, zhou.Last(), "我来受理")
		w.atHome("周静")
		w.pressing(zhou, w.find(zhou, "【急难 #1"), "转监测对象识别")
		shown := w.find(zhou, "监测对象识别 #1", "办理中")
		w.holds(shown, "孙*财", "先行救助、后补手续", "下一步：入户核实（周静）", "全程截至12月5日")
		w.pass(3 * time.Second)
		w.flashes(wang, w.find(wang, "监测对象识别 #1", "周静 于 09:00 启动"), "看程序", "")
		if seen := wang.Last(); len(seen.Buttons) != 0 {
			t.Errorf("who reported it sees %+v", seen)
		}
		w.replies(zhou, shown, "11月19日")
		w.expect(zhou, "还没有办过哪一步")
		w.pressing(zhou, shown, "入户核实已办")
		w.expect(wang, "✓ 入户核实 11月20日 周静", "下一步：评议公示（周静）")
		w.until("2026-11-21 10:00")
		w.flashes(zhou, shown, "评议公示已办", "已办：评议公示")
		w.expect(zhao, "监测对象识别 #1", "下一步：乡镇审核（赵强），公示满后11月26日起")
		w.replies(zhou, shown, "11月19日")
		w.expect(zhou, "评议公示的日子应在11月20日到11月21日之间")
		w.replies(zhou, shown, "11月22日")
		w.expect(zhou, "评议公示的日子应在11月20日到11月21日之间")
		w.replies(zhou, shown, "是昨天")
		w.expect(zhou, "已更正：评议公示 11月20日")
		w.until("2026-11-24 10:00")
		w.press(zhao, zhao.Last(), "看程序")
		township := zhao.Last()
		w.flashes(zhao, township, "乡镇审核已办", "公示要满5天，11月25日起才能乡镇审核")
		w.until("2026-11-25 10:00")
		w.flashes(zhao, township, "乡镇审核已办", "已办：乡镇审核")
		w.holds(w.find(zhao, "监测对象识别 #1", "录入系统"), "✓ 乡镇审核 11月25日 赵强", "下一步：县级审批（办公室）")
		w.forged(zhao, "made:1::::county")
		w.pressing(zhou, shown, "县级审批已办", "突发严重困难户")
		w.replies(zhou, shown, "53030200010003")
		w.expect(zhou, "户编号 53030200010003 已是 白*亮（东村）家的")
		w.pressing(zhou, shown, "暂无户编号")
		w.replies(zhou, shown, "李朋")
		w.expect(zhou, "名单里叫“李朋”的有 0 人")
		w.replies(zhou, shown, "包保：李明（区教育局）")
		w.holds(w.find(zhou, "监测对象识别 #1", "· 录入系统"), "类型：突发严重困难户", "户号 P-1", "包保：李明（区教育局）")
		w.pressing(zhou, shown, "录入系统已办")
		w.expect(li, "监测对象识别 #1", "东村 孙*财 待研判（P-1）", "已纳入监测（突发严重困难户），包保：李明（区教育局），联系截至12月10日")
		h := w.household("孙有财")
		facts, err := w.store.Facts(w.ctx, h.ID)
		w.must(err)
		if h.Number != "P-1" || h.Ring != model.Undecided || h.Pace != model.Orange || h.ResponsibleID != w.cadre("李明").ID || h.ContactDue != model.Date(2026, 12, 10) ||
			facts.Monitored != model.Sudden || !slices.Contains(facts.RiskCauses, model.CauseAccident) {
			t.Errorf("on the roster is %+v, %+v", h, facts)
		}
		if e := w.cases()[0]; e.Status != model.Closed || e.HouseholdID != h.ID {
			t.Errorf("the case is %s, of household %d", e.Status, e.HouseholdID)
		}
		audit := strings.Join(strings.Fields(w.list(report.Lists["audit"], false)), " ")
		for _, words := range []string{
			"启动程序 程序 #1 急难 #1、监测对象识别", "程序办一步 程序 #1 评议公示、2026-11-21", "更正程序日期 程序 #1 评议公示、原2026-11-21、2026-11-20", "补录入资料 程序 #1 突发严重困难户",
			"补上急难是哪一户 急难 #1 农户 P-1", "纳入监测对象 农户 P-1 程序 #1、突发严重困难户、李明",
		} {
			if !strings.Contains(audit, words) {
				t.Errorf("the audit log does not say %q:\n%s", words, audit)
			}
		}
		w.says(li, "/household 孙有财")
		w.expect(li, "监测对象（突发严重困难户）", "因意外事故")
		w.until("2026-12-07 08:40")
		w.expect(li, "孙*财")
		w.golden("identification", zhou.ID, wang.ID, zhao.ID)
	})
}

// TestAnIdentificationIsRefusedForAReason, which closes its case; whoever does not
// decide cannot.
func TestAnIdentificationIsRefusedForAReason(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 09:00", func(w *world) {
		wang, li, zhou := w.bind("王芳", "zh"), w.bind("李明", "zh"), w.bind("周静", "en")
		w.says(wang, "急报 河湾村吴春燕家洪水进屋")
		w.press(zhou, w.find(zhou, "[Emergency #1]"), "I take it")
		w.atHome("李明")
		w.pressing(li, w.find(li, "【急难 #1】"), "转监测对象识别")
		mine := w.find(li, "【监测对象识别 #1】办理中", "下一步：入户核实（李明）")
		w.pass(3 * time.Second)
		w.press(zhou, w.find(zhou, "begun by 李明, 09:00"), "See the procedure")
		w.pass(3 * time.Second)
		shown := w.find(zhou, "Identification #1", "· entered")
		w.pressing(li, mine, "入户核实已办", "不予纳入")
		w.holds(w.find(li, "不予纳入，什么原因？"), "先行救助、后补手续")
		w.pressing(li, mine, "返回")
		w.golden("identification_running", li.ID, zhou.ID)
		w.pressing(li, mine, "评议公示已办")
		if m := w.find(li, "监测对象识别 #1", "· 录入系统"); len(m.Buttons) != 0 {
			t.Errorf("a cadre decides for the township: %+v", m)
		}
		w.replies(li, mine, "不予纳入：收入高")
		w.expect(li, "您没有此项权限")
		w.replies(li, mine, "知道了")
		w.expect(li, "回复本条可更正上一步的日子", "请点那条消息下的按钮")
		w.replies(zhou, shown, "refuse")
		w.expect(zhou, "Please give the reason")
		w.replies(zhou, shown, "refused: 530302197512120033 has a tractor")
		w.holds(w.find(zhou, "Identification #1", "· entered"), "Refused: ［证件号已隐去］ has a tractor (周静")
		w.find(li, "不予纳入：［证件号已隐去］ has a tractor（周静")
		if e := w.cases()[0]; e.Status != model.Closed {
			t.Errorf("the case is %s", e.Status)
		}
		w.replies(li, mine, "11月20日")
		w.expect(li, "这个程序已经办结")
		w.forged(zhou, "made:1::::township")
		w.golden("identification_refused", li.ID, zhou.ID)
	})
}

// monitored puts a monitored household of 李明's on the roster, which has labour or
// has not, or nobody knows.
func (w *world) monitored(n int, head string, labour model.Answer) {
	w.Helper()
	sheet := w.family(n, head, "河湾村", model.Yellow, "李明")
	sheet.Facts.Monitored, sheet.Facts.Labour, sheet.Facts.Income.Fen = model.Unstable, labour, model.Yuan(18000)
	w.families(w.moment(onRoster), sheet)
}

// TestARiskIsEliminatedStepByStep: the ring stays, and another is suggested.
func TestARiskIsEliminatedStepByStep(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 09:00", func(w *world) {
		w.monitored(7, "孙开文", model.Yes)
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.says(li, "/household 孙开文")
		card := li.Last()
		w.press(li, card, "风险消除")
		shown := li.Last()
		w.holds(shown, "【风险消除 #1】办理中", "河湾村 孙*文 黄圈", "下一步：入户核实（李明）", "· 系统标注风险消除")
		w.expect(zhou, "风险消除 #1", "李明 于 09:00 启动")
		w.holds(w.find(li, "户号 53030200010007"), "风险消除 #1：下一步入户核实")
		w.forged(li, "eliminate:"+strings.TrimPrefix(talk.Tap{Do: talk.TapCard, ID: w.household("孙开文").ID}.String(), "card:"))
		if n := times(li, "【风险消除 #1】"); n != 1 {
			t.Errorf("begun twice, it is shown %d times", n)
		}
		w.pressing(li, shown, "入户核实已办", "评议公示已办")
		w.forged(wang, "made:1::::township")
		w.until("2026-12-07 09:00")
		w.expect(zhou, "办理中 1 件，其中超期 1 件")
		w.press(zhou, w.find(zhou, "✓ 评议公示"), "看程序")
		w.expect(zhou, "全程截至12月5日，已超期2天")
		for range 3 {
			w.press(zhou, zhou.Last(), zhou.Last().Buttons[0][0].Label)
		}
		h := w.household("孙开文")
		facts, err := w.store.Facts(w.ctx, h.ID)
		w.must(err)
		if !facts.RiskEliminated || h.Ring != model.Yellow || h.SuggestedRing != model.Blue {
			t.Errorf("eliminated: %v, %s, suggested %s", facts.RiskEliminated, h.Ring, h.SuggestedRing)
		}
		w.expect(li, "✓ 系统标注风险消除 12月7日 周静", "按现有资料应为蓝圈，以办公室认定为准")
		w.says(li, "/household 孙开文")
		if strings.Contains(w.telegram.Transcript(wang.ID), "风险消除") || slices.ContainsFunc(li.Last().Buttons, func(row []simulator.Button) bool { return row[0].Label == "风险消除" }) {
			t.Error("somebody else hears of it, or it is offered once more")
		}
		w.forged(li, "eliminate:"+strings.TrimPrefix(talk.Tap{Do: talk.TapCard, ID: h.ID}.String(), "card:"))
		w.golden("elimination", li.ID, zhou.ID)
	})
}

// TestAHouseholdWithoutLabourKeepsItsRisk, and where nobody knows, the roster is to
// be completed first.
func TestAHouseholdWithoutLabourKeepsItsRisk(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 09:00", func(w *world) {
		w.monitored(7, "孙开文", model.No)
		w.monitored(8, "段秀珍", model.Unknown)
		w.monitored(9, "徐小平", model.Yes)
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "en")
		for head, want := range map[string]string{"孙开文": "落实社会保障措施后暂不标注风险消除", "段秀珍": "请先补全名册"} {
			w.says(li, "/household "+head)
			w.press(li, li.Last(), "风险消除")
			w.expect(li, want)
		}
		w.says(zhou, "/household 徐小平")
		w.press(zhou, zhou.Last(), "Eliminate risk")
		shown := zhou.Last()
		w.pressing(zhou, shown, "Made: checked at home", "Made: discussed and posted")
		w.until("2026-11-26 09:00")
		w.pressing(zhou, shown, "Made: the township's review", "Made: the county's approval")
		w.monitored(9, "徐小平", model.No) // an import tells otherwise meanwhile
		w.press(zhou, shown, "Made: marked as eliminated")
		w.expect(zhou, "A household without labour is not marked as free of risk")
		w.pressing(zhou, shown, "Do not eliminate", "basic needs not secured")
		w.holds(w.find(zhou, "Elimination of risk #1"), "Not eliminated: basic needs not secured (周静")
		w.says(li, "/household 徐小平")
		if f, err := w.store.Facts(w.ctx, w.household("徐小平").ID); err != nil || f.RiskEliminated {
			t.Errorf("the risk is eliminated: %v", err)
		}
		w.golden("elimination_refused", zhou.ID)
	})
}

// TestAnIdentificationBeginsOnceAndOnlyAtTheHome, by who may, of a household that is
// not monitored already; the leader and who stands in may go on.
func TestAnIdentificationBeginsOnceAndOnlyAtTheHome(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 09:00", func(w *world) {
		li, wang, zhou, zhao := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh"), w.bind("赵强", "zh")
		flash := func(p *simulator.Person, data, want string) {
			w.Helper()
			if got := w.forges(p, data); got != want {
				w.Errorf("%s forges %s and is told %q, want %q", p.Name, data, got, want)
			}
		}
		w.says(wang, "急报 河湾村吴春燕家屋顶垮塌")
		flash(li, "identify:1", "请先入户，再转监测对象识别")
		flash(wang, "identify:1", "您没有此项权限。")
		flash(li, "identify:9", "这个按钮已失效。")
		flash(li, "procedure:9", "这个按钮已失效。")
		w.atHome("李明")
		w.pressing(li, w.find(li, "【急难 #1"), "转监测对象识别")
		flash(li, "identify:1", "")
		if n := times(li, "【监测对象识别"); n != 1 {
			t.Errorf("it is shown %d times", n)
		}
		flash(zhou, "identify:1", "") // it is shown, not begun
		w.expect(zhou, "【监测对象识别 #1】")
		flash(wang, "made:1::::checked", "您没有此项权限。")
		flash(zhao, "made:1::::checked", "已办：入户核实") // the leader
		flash(li, "made:1::::checked", "入户核实已由 赵强 办理（11月20日）")
		flash(li, "made:1::::county", "您没有此项权限。")
		flash(zhou, "made:1::::county", "这个按钮已失效。")
		flash(zhou, "fill:1::::sudden", "这个按钮已失效。")
		flash(zhou, "refuse:1::::given_up", "已记下，不再往下办")
		flash(zhou, "made:1::::posted", "这个程序已经办结。")
		w.says(wang, "急报 河湾村吴春燕家又进水")
		flash(li, "identify:2", "请先入户，再转监测对象识别")
		w.must(w.store.Apply(w.ctx, model.Turn{At: model.InstantOf(time.Now()), Effects: []model.Effect{model.AdvanceEmergency{ID: 2, Status: model.Closed}}}))
		flash(li, "identify:2", "此急难已结束")
		w.says(wang, "急报 西村杜丽芬家断水")
		w.atHome("李明")
		w.pressing(li, w.find(li, "【急难 #3"), "转监测对象识别")
		w.expect(li, "该户已是监测对象，不用再识别")
		flash(li, talk.Tap{Do: talk.TapEliminate, ID: w.household("吴春燕").ID}.String(), "该户不是风险未消除的监测对象")
		flash(wang, talk.Tap{Do: talk.TapEliminate, ID: w.household("杜丽芬").ID}.String(), "这一户已不在您的范围内。")
	})
}

// TestALeaderAboveAndWhoStandsInMayGoOn; a leader of others sees nothing of it.
func TestALeaderAboveAndWhoStandsInMayGoOn(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 09:00", func(w *world) {
		leader := func(name, phone string) store.RosterCadre {
			return store.RosterCadre{Cadre: model.Cadre{Name: name, Phone: phone, Unit: "区水务局", Role: model.RoleLeader, Tier: model.TierUnitHead}}
		}
		ming := w.cadre("李明")
		w.must(w.store.ApplyCadres(w.ctx, []store.RosterCadre{leader("钱勇", "13900000008"), leader("何兵", "13900000009"), {Cadre: ming, SuperiorPhone: "13900000008"}}, time.Now(), "test"))
		li, wang, qian, he := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("钱勇", "zh"), w.bind("何兵", "zh")
		w.must(w.store.Apply(w.ctx, model.Turn{At: model.InstantOf(time.Now()), Effects: []model.Effect{model.NameStandIn{StandIn: model.StandIn{
			Source: "x", ForID: ming.ID, ByID: w.cadre("王芳").ID, Leave: true, FromDay: model.Date(2026, 11, 20), UntilDay: model.Date(2026, 11, 30),
		}}}}))
		w.says(li, "急报 河湾村吴春燕家屋顶垮塌")
		w.atHome("李明")
		w.forges(li, "identify:1")
		w.expect(wang, "监测对象识别 #1", "李明 于 09:00 启动")
		for _, c := range []struct {
			p          *simulator.Person
			data, want string
		}{
			{he, "procedure:1", "您没有此项权限。"}, {he, "made:1::::checked", "您没有此项权限。"}, {qian, "made:1::::checked", "已办：入户核实"}, {wang, "made:1::::posted", "已办：评议公示"},
		} {
			if got := w.forges(c.p, c.data); got != c.want {
				t.Errorf("%s presses %s and is told %q, want %q", c.p.Name, c.data, got, c.want)
			}
		}
	})
}

// TestWhoCallsACaseOffEndsItsIdentification: once somebody was at the home, that is
// the office.
func TestWhoCallsACaseOffEndsItsIdentification(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 09:00", func(w *world) {
		wang, li, zhou := w.bind("王芳", "zh"), w.bind("李明", "zh"), w.bind("周静", "zh")
		w.says(wang, "急报 河湾村吴春燕家屋顶垮塌")
		w.atHome("李明")
		w.pressing(li, w.find(li, "【急难 #1】"), "转监测对象识别")
		w.replies(zhou, w.find(zhou, "【急难 #1】"), "撤回：屋顶没有垮")
		w.pass(3 * time.Second)
		if m := w.find(li, "【监测对象识别 #1】不予纳入", "不予纳入：急难已撤回或销号（周静 09:00）"); len(m.Buttons) != 0 {
			t.Errorf("it goes on: %+v", m)
		}
	})
}

// forges is forged, and says what flashes up.
func (w *world) forges(p *simulator.Person, data string) string {
	w.Helper()
	id, err := p.Forge(p.Last(), data)
	w.must(err)
	w.pass(2 * time.Second)
	flash, _ := p.Pressed(id)
	return flash
}

// TestWhatNobodySaidIsAskedForBeforeAFamilyIsEntered: the cause, the village, the
// head, the number, and whoever stands in goes on for the responsible cadre.
func TestWhatNobodySaidIsAskedForBeforeAFamilyIsEntered(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 09:00", func(w *world) {
		zhou := w.bind("周静", "zh")
		w.says(zhou, "急报 有一家人要马上去看看")
		w.press(zhou, w.find(zhou, "【急难 #1】"), "我来受理")
		w.atHome("周静")
		w.pressing(zhou, w.find(zhou, "【急难 #1】"), "转监测对象识别")
		shown := w.find(zhou, "【监测对象识别 #1】")
		w.pressing(zhou, shown, "入户核实已办", "评议公示已办")
		w.until("2026-11-25 09:00")
		w.pressing(zhou, shown, "乡镇审核已办", "县级审批已办", "边缘易致贫户")
		ask := func(want, words, answer string) {
			w.Helper()
			w.holds(w.find(zhou, "【监测对象识别 #1】"), want)
			w.replies(zhou, shown, words)
			w.expect(zhou, answer)
		}
		w.holds(w.find(zhou, "【监测对象识别 #1】"), "录入前请选风险原因")
		w.pressing(zhou, shown, "因产业失败")
		ask("写乡镇和村", "月亮村", "没找到“月亮村”")
		ask("写乡镇和村", "越州镇东村", "已记下")
		ask("写户主姓名", "孙有财", "已记下")
		ask("写全国系统的户编号", "户编号：53030200019999", "已记下")
		ask("包保：周静", "12月1日到12月3日", "名单里叫")
		w.flashes(zhou, shown, "录入系统已办", "已办：录入系统")
		h := w.household("孙有财")
		if facts, err := w.store.Facts(w.ctx, h.ID); err != nil || h.Number != "53030200019999" || h.Village != "东村" || facts.Category != model.Ordinary ||
			!slices.Equal(facts.RiskCauses, []model.Cause{model.CauseBusinessFailure}) {
			t.Errorf("on the roster is %+v, %+v, %v", h, facts, err)
		}
	})
}

// TestWhatIsNotBegunIsNotSaidToBe: a household that is monitored is not identified
// again, and the words of the reply are kept with its case all the same.
func TestWhatIsNotBegunIsNotSaidToBe(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 09:00", func(w *world) {
		zhou, li := w.bind("周静", "zh"), w.bind("李明", "zh")
		w.says(zhou, "急报 西村杜丽芬家房子着火了")
		w.replies(li, w.find(li, "【急难 #1】"), "到了")
		w.replies(li, w.find(li, "【急难 #1】"), "转识别 房子全没了")
		w.pass(3 * time.Second)
		w.expect(li, "该户已是监测对象")
		w.expect(zhou, "急难 #1 有补充", "房子全没了")
	})
}

// TestWhoMadeAStepIsNotToldToOthers: not by a button that somebody forged.
func TestWhoMadeAStepIsNotToldToOthers(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 09:00", func(w *world) {
		zhou, li := w.bind("周静", "zh"), w.bind("李明", "zh")
		w.says(zhou, "急报 东村孙有财家男人出车祸，重伤")
		w.press(zhou, w.find(zhou, "【急难 #1】"), "我来受理")
		w.atHome("周静")
		w.pressing(zhou, w.find(zhou, "【急难 #1】"), "转监测对象识别")
		w.pressing(zhou, w.find(zhou, "【监测对象识别 #1】"), "入户核实已办")
		if flash := w.forges(li, "made:1::::checked"); flash != "您没有此项权限。" {
			t.Errorf("a stranger to it is told %q", flash)
		}
	})
}
