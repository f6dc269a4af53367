package bot_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/report"
)

// TestAReportIsWithdrawnWithAReasonInEveryState: at once by who reported it, until
// somebody was at the home, and then only by the office.
func TestAReportIsWithdrawnWithAReasonInEveryState(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []string
		may   bool
	}{
		{"reported", nil, true}, {"acknowledged", []string{"我来受理"}, true}, {"on the way", []string{"我来受理", "已出发"}, true},
		{"at the home", []string{"我来受理", "已入户"}, false}, {"solved", []string{"我来受理", "已入户", "已解决"}, false},
		{"identification", []string{"我来受理", "已入户", "转监测对象识别"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
				g, wang, li, _, zhou := w.fire()
				for _, label := range c.steps {
					w.press(li, w.alert(li, "1"), label)
				}
				w.pass(5 * time.Second)
				filed := w.find(wang, "已上报")
				w.forged(wang, "w:1")
				w.pass(5 * time.Second)
				if got := w.cases()[0].Status == model.Withdrawn; got != c.may {
					t.Fatalf("withdrawn by the reporter: %v", got)
				}
				if !c.may {
					w.reply(wang, filed, "撤回 误报")
					w.expect(wang, "已有人入户，只能由办公室撤回")
					w.reply(zhou, w.alert(zhou, "1"), "撤回")
					w.expect(zhou, "请写一句原因")
					w.reply(zhou, zhou.Last(), "是烧荒，530302196001011234")
					for _, p := range []*simulator.Person{li, wang} {
						w.expect(p, "急难 #1 办公室已撤回：是烧荒，［证件号已隐去］，不用再处理。")
					}
					w.holds(g.Last(), "急难 #1 办公室已撤回，不用再处理。")
					return
				}
				for _, p := range []*simulator.Person{li, zhou} {
					w.expect(p, "急难 #1 上报人已撤回：不是急难，不用再处理。")
				}
				w.holds(g.Last(), "上报人已撤回：不是急难")
				if flash := w.press(wang, filed, "重复上报"); flash != "已记下原因：重复上报" {
					t.Errorf("flash: %q", flash)
				}
				w.pass(3 * time.Second)
				w.forged(wang, "explain:1::::eased") // once is enough
				w.holds(w.alert(li, "1"), "上报人已撤回：重复上报")
				w.expect(li, "急难 #1 上报人已撤回：重复上报")
				w.reply(wang, filed, "邻居先报了")
				w.expect(wang, "已记下原因：邻居先报了")
				w.holds(w.alert(li, "1"), "上报人已撤回：邻居先报了")
				for _, m := range g.Messages() {
					if strings.Contains(m.Text, "邻居") {
						t.Errorf("the group reads: %s", m.Text)
					}
				}
				if c.name == "on the way" {
					w.golden("case_withdrawn", wang.ID, li.ID, g.ID)
				}
			})
		})
	}
}

// TestAReasonChosenByAButtonIsWordedWhereverItStands: on the card and in the ledger.
func TestAReasonChosenByAButtonIsWordedWhereverItStands(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.says(wang, "急报 西村杜丽芬家断水")
		w.press(wang, w.find(wang, "已上报"), "不是急难")
		w.press(wang, w.find(wang, "已上报"), "重复上报")
		w.pass(5 * time.Second)
		w.holds(w.says(zhou, "/case 1"), "结果：重复上报")
		for _, name := range []string{"台账.csv", "台账.xlsx"} {
			path := filepath.Join(t.TempDir(), name)
			w.list(func(ctx context.Context, q report.Query) error {
				return report.ExportLedger(ctx, q, report.Cases{}, w.config.Emergencies, path, "operator")
			}, false)
			got := w.sheet(path)
			if !strings.Contains(got, "重复上报") || strings.Contains(got, string(model.Duplicate)) || strings.Contains(got, string(model.NoEmergency)) {
				t.Errorf("%s: %s", name, got)
			}
		}
	})
}

// sheet is all that stands in a file that was written for a spreadsheet program.
func (w *world) sheet(path string) string {
	w.Helper()
	if filepath.Ext(path) == ".csv" {
		b, err := os.ReadFile(path)
		w.must(err)
		return string(b)
	}
	book, err := excelize.OpenFile(path)
	w.must(err)
	defer book.Close()
	var got strings.Builder
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		w.must(err)
		fmt.Fprintln(&got, rows)
	}
	return got.String()
}

// TestWhoHasItInHandHearsThatItIsWithdrawn although they were told in a group only;
// nobody else takes it back.
func TestWhoHasItInHandHearsThatItIsWithdrawn(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		g, wang, li, _, zhou := w.fire()
		w.says(zhou, "急报 石坎村和丽英家断水")
		w.pass(5 * time.Second)
		w.press(wang, g.Last(), "我来受理")
		w.reply(li, w.alert(li, "2"), "误报")
		w.expect(li, "已记入急难 #2")
		w.reply(zhou, w.find(zhou, "急难 #2 已上报"), "误报")
		w.pass(5 * time.Second)
		w.expect(wang, "急难 #2 上报人已撤回：误报")
		w.forged(wang, "explain:2::::eased")
		if e := w.cases()[0]; e.Reason != string(model.FalseReport) {
			t.Errorf("the reason is %q", e.Reason)
		}
	})
}
