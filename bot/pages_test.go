package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot"
	"ringkeeper/bot/text"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// crowd puts so many more households on the roster, in a village of their own.
func (w *world) crowd(n int, at time.Time) {
	w.Helper()
	sheet := make([]store.RosterHousehold, n)
	for i := range sheet {
		sheet[i] = w.family(100+i, fmt.Sprintf("高%d林", i), "大村", model.Red, "王芳")
	}
	w.families(at, sheet...)
}

// TestFiveThousandOverdueAreTurnedPageByPageInOneMessage: forward and back, by
// whoever may see the list and nobody else.
func TestFiveThousandOverdueAreTurnedPageByPageInOneMessage(t *testing.T) {
	liveSince(t, onRoster, "2026-12-07 12:00", func(w *world) {
		w.crowd(5000, w.moment("2026-09-01 09:00"))
		zhou, wang := w.bind("周静", "zh"), w.bind("王芳", "zh")
		stranger := w.telegram.Person("路人", "zh")
		g := w.telegram.Group("越州镇工作群", zhou, wang, stranger)
		w.pass(5 * time.Second)
		w.saysIn(g, zhou, "/bind 大村")
		first := w.saysIn(g, wang, "/overdue")
		w.holds(first, "大村逾期情况（12月7日）", "共 5000 户 5000 项：联系 5000", "王芳 5000 项", "欠3期")
		if rows := strings.Count(first.Text, "联系逾期"); rows != 20 {
			t.Errorf("%d rows on a page", rows)
		}
		pages := func(label string) string {
			t.Helper()
			w.press(wang, first, label)
			w.pass(3 * time.Second)
			now := g.Last()
			if now.ID != first.ID {
				t.Fatalf("page %q came as another message: %s", label, now.Text)
			}
			return now.Buttons[0][len(now.Buttons[0])/2].Label
		}
		if at := pages("下一页"); at != "2/250" || g.Last().Text == first.Text {
			t.Errorf("turned to %s: %s", at, g.Last().Text)
		}
		if at := pages("下一页"); at != "3/250" {
			t.Errorf("turned to %s", at)
		}
		pages("上一页")
		if pages("上一页"); g.Last().Text != first.Text {
			t.Errorf("turned back: %s", g.Last().Text)
		}
		if flash := w.press(stranger, first, "下一页"); flash != "您没有此项权限。" {
			t.Errorf("a stranger's press is answered %q", flash)
		}
		if w.pass(5 * time.Second); g.Last().Text != first.Text {
			t.Error("a stranger turned the page")
		}
	})
}

// TestThePageIsTurned is the list of a small group as it stands on the phones.
func TestThePageIsTurned(t *testing.T) {
	liveSince(t, onRoster, "2026-12-07 12:00", func(w *world) {
		w.crowd(22, w.moment("2026-11-02 09:00"))
		zhou := w.bind("周静", "zh")
		w.says(zhou, "/overdue")
		w.press(zhou, zhou.Last(), "下一页 ›")
		w.pass(3 * time.Second)
		w.golden("page", zhou.ID)
	})
}

// still is a district in which no time passes: its database alone, on the roster
// since September.
func still(t *testing.T) *world {
	t.Helper()
	c := config.Default()
	st, err := store.Open(t.Context(), t.TempDir()+"/ringkeeper.db", store.Options{Policy: c.Policy, Zone: c.Zone.Location})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	w := &world{T: t, ctx: t.Context(), store: st, config: c}
	w.roster(w.moment("2026-09-01 09:00"))
	return w
}

// TestThePageOfFiveThousandOverdueIsQuicklyMade measures with a true clock what
// the story above cannot.
func TestThePageOfFiveThousandOverdueIsQuicklyMade(t *testing.T) {
	w := still(t)
	w.crowd(5000, w.moment("2026-09-01 09:00"))
	words, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := bot.New(bot.Options{Store: w.store, Words: words, Config: w.config})
	for _, page := range []int{0, 249} {
		data := fmt.Appendf(nil, `{"scope":{"All":true},"page":%d}`, page)
		began := time.Now()
		r, err := b.Render(t.Context(), store.Delivery{Notice: model.Notice{Kind: "overdue", Data: data}}, w.moment("2026-12-07 12:00"))
		took := time.Since(began)
		if err != nil || len(r.Page.Rows) < 20 {
			t.Errorf("page %d: %v, %v", page, r, err)
		}
		// A tenth of this is usual; the rest is for the race detector.
		if took > time.Second {
			t.Errorf("page %d took %s", page, took)
		}
	}
}

// TestAGroupSeesWhatItIsBoundTo: a village, a township, a unit, the district.
func TestAGroupSeesWhatItIsBoundTo(t *testing.T) {
	liveSince(t, onRoster, "2026-12-07 12:00", func(w *world) {
		zhou := w.bind("周静", "zh")
		other := w.family(7, "郭正华", "河湾村", model.Red, "王芳")
		other.Facts.Township = "茨营镇"
		w.families(w.moment(onRoster), other)
		g := w.telegram.Group("工作群", zhou)
		w.pass(5 * time.Second)
		for _, c := range []struct{ scope, answer, overdue string }{
			{"", "请写上范围", ""},
			{"河湾乡", "没有找到“河湾乡”", ""},
			{"河湾村", "有几个“河湾村”，请写成 乡镇/村", ""},
			{"茨营镇/河湾村", "本群已绑定：茨营镇/河湾村", "河湾村逾期情况（12月7日）\n共 1 户 1 项"},
			{"茨营镇", "本群已绑定：茨营镇", "茨营镇逾期情况（12月7日）\n共 1 户 1 项"},
			{"区教育局", "本群已绑定：区教育局", "区教育局逾期情况（12月7日）\n共 6 户 6 项"},
			{"东村", "本群已绑定：东村", "东村逾期情况（12月7日）\n共 1 户 1 项"},
			{"全区", "本群已绑定：全区", "全区逾期情况（12月7日）\n共 6 户 6 项"},
		} {
			w.holds(w.saysIn(g, zhou, strings.TrimSpace("/bind "+c.scope)), c.answer)
			if c.overdue == "" {
				w.holds(w.saysIn(g, zhou, "/overdue"), "本群还没有绑定")
				continue
			}
			w.holds(w.saysIn(g, zhou, "/overdue"), c.overdue)
		}
		g.Kick()
		w.pass(5 * time.Second)
		g.Readmit()
		w.pass(5 * time.Second)
		w.holds(w.saysIn(g, zhou, "/overdue"), "本群还没有绑定")
	})
}

// TestAGroupThatBecomesASupergroupKeepsItsScopeAndWhatWaitsForIt: Telegram
// gives it another id.
func TestAGroupThatBecomesASupergroupKeepsItsScopeAndWhatWaitsForIt(t *testing.T) {
	liveSince(t, onRoster, "2026-12-07 12:00", func(w *world) {
		zhou, wang := w.bind("周静", "zh"), w.bind("王芳", "zh")
		office, town := w.telegram.Group("办公室群", zhou), w.telegram.Group("越州镇群", zhou, wang)
		w.pass(5 * time.Second)
		w.saysIn(office, zhou, "/bind 办公室")
		w.saysIn(town, zhou, "/bind 越州镇")
		// The alert meets a group that has moved and of which the bot has not
		// heard yet.
		w.telegram.Down(true)
		office2, town2 := office.Migrate(), town.Migrate()
		w.telegram.Down(false)
		wang.Say("急报 河湾村张春明家房子着火")
		w.pass(2 * time.Minute)
		alert := office2.Last()
		w.holds(alert, "【急难 #1】待受理", "越州镇 河湾村")
		for _, private := range []string{"张", "着火"} {
			if strings.Contains(alert.Text, private) {
				t.Errorf("a group reads %q: %s", private, alert.Text)
			}
		}
		if flash := w.press(zhou, alert, "我来受理"); flash != "已由您受理" {
			t.Errorf("flash: %q", flash)
		}
		w.holds(w.saysIn(town2, wang, "/overdue"), "越州镇逾期情况", "共 5 户")
		w.golden("migration", office2.ID, town2.ID)
	})
}
