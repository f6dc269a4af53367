package bot_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// tellsOfCases asks for three emergencies, of which one reached nobody, in every
// form.
func tellsOfCases(o *operator) {
	o.withRoster()
	const filed = `INSERT INTO emergencies (source, family, village, status, causes, text, reported_by, reported_at, acknowledged_by, acknowledged_at, closed_at) VALUES `
	const day = "1795957200000" // 2026-11-29 21:00 in Qilin
	o.change(filed+`('a', '孙有财', '大坪村', 'reported', '["water"]', '断水', 1, `+day+`, 0, 0, 0)`,
		filed+`('b', '余有田', '大坪村', 'acknowledged', '["water"]', '断水', 1, `+day+` - 86400000, 2, `+day+` - 80000000, 0)`,
		filed+`('c', '李有粮', '大坪村', 'closed', '["illness"]', '病重', 1, `+day+` - 9 * 86400000, 2, `+day+` - 9 * 86400000 + 60000, `+day+`)`,
		`INSERT INTO outbox (subject, priority, kind, state, created_at) VALUES ('emergency:b', 0, 'alert', 'sent', 1), ('emergency:c', 0, 'alert', 'sent', 1)`)
	numbers := func(args ...string) (ids []float64) {
		for _, row := range o.rows(append([]string{"emergencies", "--at", "2026-11-30"}, args...)...) {
			ids = append(ids, row["id"].(float64))
		}
		return ids
	}
	for _, c := range []struct {
		args string
		want []float64
	}{{"", []float64{3, 2, 1}}, {"--open", []float64{1, 2}}, {"--from 2026-11-28 --until 2026-11-28", []float64{2}}, {"--until 2026-11-28", []float64{3, 2}}} {
		if got := numbers(strings.Fields(c.args)...); !slices.Equal(got, c.want) {
			o.t.Errorf("%s: %v, want %v", c.args, got, c.want)
		}
	}
	if table := o.succeeds("emergencies", "--open", "--at", "2026-11-30"); !strings.Contains(table, "无人收到") || strings.Count(table, "无人收到") != 1 {
		o.t.Errorf("what reached nobody:\n%s", table)
	}
	o.expect(first(o.checks("--offline", "--at", "2026-11-30")), "unreached WARN 1 起急难没有任何人收到，编号 1", "emergencies WARN 2 起")

	figures := o.succeeds("emergencies", "--figures", "--at", "2026-11-30")
	for _, line := range []string{"全部", "安全饮水", "因病", "未写明乡镇", "2026-11", "小时:分钟", "0:01 / 1:46"} {
		if !strings.Contains(figures, line) {
			o.t.Errorf("%q is missing in\n%s", line, figures)
		}
	}
	row := o.rows("emergencies", "--figures", "--at", "2026-11-30")[0]
	if b, _ := json.Marshal(row["acknowledged"]); row["by"] != "all" || row["cases"] != 3.0 || row["open"] != 2.0 || string(b) != `{"median_minutes":1,"n":2,"p90_minutes":106}` || row["on_site"] != nil {
		o.t.Errorf("figures for scripts: %v", row)
	}

	if said := o.succeeds("emergencies", "--export", "台账.xlsx", "--from", "2026-11-28"); !strings.Contains(said, "已写台账 台账.xlsx，2 起") {
		o.t.Errorf("the ledger: %s", said)
	}
	if info, err := os.Stat(filepath.Join(o.dir, "台账.xlsx")); err != nil || info.Mode().Perm() != 0o600 {
		o.t.Errorf("the ledger: %v, %v", info, err)
	}
	o.fails(o.run("emergencies", "--export", "台账.xlsx"), 1, "台账.xlsx 已经有了，没有改动它")
	o.fails(o.run("emergencies", "--export", "台账.pdf"), 2, "请换成以 .xlsx 或 .csv 结尾的文件名")
	o.fails(o.run("emergencies", "--from", "soon"), 2, "看不懂日期“soon”")
	o.fails(o.run("emergencies", "--from", "2026-11-30", "--until", "2026-11-01"), 2, "11月1日 早于 11月30日")
	o.fails(o.run("emergencies", "--figures", "--export", "x.csv"), 2, "--figures", "--export")
	if audit := o.succeeds("audit"); strings.Count(audit, "导出急难台账") != 1 || !strings.Contains(audit, "2026-11-28 起") {
		o.t.Errorf("audit log:\n%s", audit)
	}
}
