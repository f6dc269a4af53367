package bot_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model/roster/sample"
)

func importedOnce(o *operator) {
	cadres, households := filepath.Join(o.base, "干部.csv"), filepath.Join(o.base, "农户.xlsx")
	preview := o.succeeds("import", cadres, households, "--dry-run", "--at", "2026-07-01")
	if !strings.Contains(preview, "将新增 40 户") || !strings.Contains(preview, "没有改动任何数据") || len(o.rows("households")) > 0 || len(o.rows("audit")) > 0 {
		o.t.Errorf("a dry run:\n%s", preview)
	}
	o.succeeds("import", households, cadres, "--at", "2026-07-01")
	before := o.succeeds("audit", "--json")
	again := o.succeeds("import", cadres, households, "--at", "2026-07-09")
	if !strings.Contains(again, "不变 40 户") || strings.Count(again, "新增 0") != 2 || o.succeeds("audit", "--json") != before {
		o.t.Errorf("the second time:\n%s\n%s", again, o.succeeds("audit"))
	}
	changed := o.succeeds("import", o.changedRoster(), "--at", "2026-07-09")
	if !strings.Contains(changed, "新增 1 户") || !strings.Contains(changed, "保持不动的 40 户，前几户是：5303") || strings.Count(changed, "、5303") != 9 {
		o.t.Errorf("another sheet:\n%s", changed)
	}
}

func faultyFile(o *operator) {
	o.withRoster()
	before := o.succeeds("audit", "--json") + o.succeeds("households", "--json")
	bad := o.file("坏.csv", personHeader+person("530302990001", "张春明", "一大堆", "")+person("", "李四", "9000", "")+person("530302990003", "王五", "9000", "无此人"))
	for _, files := range [][]string{{bad}, {o.changedRoster(), bad}, {bad, "--dry-run"}} {
		got := o.run(append([]string{"import"}, files...)...)
		o.fails(got, 1, "有错误（见上），没有导入任何数据：请改好后重新导入")
		for _, where := range []string{
			"第2行 G 人均纯收入“一大堆”：收入看不懂：请写成数字", "第3行 A 户编号：没有户编号：请补上", "第4行 H 包保责任人“无此人”：包保责任人不在干部名单上：请先",
		} {
			if !strings.Contains(got.out, where) {
				o.t.Errorf("%q is not said:\n%s", where, got.out)
			}
		}
	}
	if after := o.succeeds("audit", "--json") + o.succeeds("households", "--json"); after != before {
		o.t.Errorf("something changed:\n%s", after)
	}
}

func firstDay(o *operator) {
	o.withRoster()
	o.succeeds("import", o.file("新.csv", personHeader+person("530302990001", "张春明", "9000", "")), "--at", "2026-10-28")
	for _, row := range o.rows("households", "--area", "越州镇/河湾村") {
		if row["number"] == "530302990001" && (row["contact_due"] != "2026-11-30" && row["contact_due"] != "2026-11-12" || row["responsible"] != "") {
			o.t.Errorf("the new household: %v", row)
		}
	}
	why := o.succeeds("why", "530302990001", "--at", "2026-11-20")
	if !strings.Contains(why, "期限11月12日，已逾期8天") || !strings.Contains(why, "自10月28日起算") {
		o.t.Errorf("why:\n%s", why)
	}
}

func invitations(o *operator) {
	o.succeeds("import", o.file("干部.csv", "姓名,联系电话,角色\n王芳,13900000001,干部\n王芳,13900000002,干部\n李明,13900000003,办公室\n"), "--at", "2026-07-01")
	o.fails(o.run("invite", "李明"), 1, "没有设置 TELEGRAM_BOT_TOKEN")
	o.fails(o.run("invite", "赵六", "钱七"), 1, "没有 赵六、钱七：请核对")
	o.fails(o.run("invite", "王芳", "李明"), 1, "几位 王芳：请改用电话")
	o.telegram()
	rows := o.rows("invite", "13900000002", "李明", "13900000003")
	if len(rows) != 2 || rows[0]["phone"] != "13900000002" || rows[1]["role"] != "office" || rows[0]["bound"] != false ||
		!strings.HasPrefix(fmt.Sprint(rows[0]["link"]), "https://t.me/ringkeeper_bot?start=") || keys(rows[0]) != "bound cadre link phone role" {
		o.t.Errorf("%v", rows)
	}
	if n := len(o.rows("invite", "--all")); n != 3 {
		o.t.Errorf("%d of 3 are invited", n)
	}
	if table := o.succeeds("invite", "--all"); !strings.Contains(table, "邀请链接") || strings.Count(table, "?start=") != 3 {
		o.t.Errorf("%s", table)
	}
}

func realSize(o *operator) {
	district := sample.Qilin()
	for name, write := range map[string]func(string) error{"干部.csv": district.WriteCadres, "农户.csv": district.WriteHouseholds} {
		if err := write(filepath.Join(o.dir, name)); err != nil {
			o.t.Fatal(err)
		}
	}
	o.succeeds("import", "农户.csv", "干部.csv", "--at", "2026-07-01")
	began := time.Now()
	if n := len(o.rows("households")); n != 3750 {
		o.t.Errorf("%d households", n)
	}
	o.succeeds("overdue", "--at", "2026-12-01")
	if took := time.Since(began); took > 10*time.Second { // a tenth of a second on a machine that has nothing else to do
		o.t.Errorf("two lists took %s", took)
	}
	township := sample.Scaled(1).Households[0].Facts.Township
	one := o.rows("households", "--area", township)
	for _, row := range one {
		if row["township"] != township {
			o.t.Errorf("not of the area: %v", row)
		}
	}
	if len(one) == 0 || len(one) == 3750 {
		o.t.Errorf("%d households in one township", len(one))
	}
}

// rowFields are the fields that scripts depend on.
var rowFields = map[string]string{
	"households":  "assessment_due contact_due flags head number responsible responsible_phone ring suggested_ring township village visit_due",
	"overdue":     "days_overdue due head kind number periods_missed responsible ring township village",
	"contacts":    "by causes corrects happened_on household id income_change kind member_change on_behalf_of outcome recorded_at text",
	"emergencies": "acknowledged_at causes closed_at family household id identifying_at in_hand on_site_at on_the_way_at reached reported_at reported_by solved_at status text",
	"outbox":      "attempts cadre chat_id error id kind not_before sent_at state text",
	"inbox":       "attempts chat_id error id raw received_at state text",
	"audit":       "action actor at detail id subject",
}

func aDay(o *operator) {
	o.withRoster()
	tg := o.telegram()
	district := sample.Scaled(40)
	cadre := district.Cadres[district.Households[0].Responsible]
	serve := o.command(o.program, "serve", "--at", "2026-11-24T08:29:55")
	if err := serve.Start(); err != nil {
		o.t.Fatal(err)
	}
	defer serve.Process.Kill()
	link := fmt.Sprint(o.rows("invite", cadre.Phone, "--at", "2026-11-24T08:29")[0]["link"])
	p := tg.Person(cadre.Name, "zh")
	_, token, _ := strings.Cut(link, "?start=")
	p.Start(token)
	o.soon("the digest", func() bool { return strings.Contains(p.Last().Text, "待办") })
	p.Reply(p.Last(), "1 正常，身份证530302199003074512")
	o.soon("the record", func() bool { return strings.Contains(p.Last().Text, "已记录") })
	p.Say("急报 河湾村赵大家房子着火，身份证530302199003074512")
	o.soon("the case", func() bool { return len(o.rows("emergencies")) == 1 })
	o.fails(o.run("serve", "--at", "2026-11-24T09:00"), 1, "同一数据库只能运行一个 serve")
	o.succeeds("remind", "--at", "2026-11-24T09:00") // only queues, and there is nothing to queue
	contact := o.rows("contacts")[0]
	why := fmt.Sprint(contact["household"])

	everything := ""
	for list, fields := range rowFields {
		rows := o.rows(list, "--at", "2026-11-25")
		if len(rows) == 0 || keys(rows[0]) != fields {
			o.t.Errorf("%s: %v, want the fields %s", list, rows, fields)
		}
		b, _ := json.Marshal(rows)
		table := o.succeeds(list, "--at", "2026-11-25")
		o.inChinese(list, table)
		if name := scriptName.FindString(table); name != "" {
			o.t.Errorf("%s: %q is for scripts:\n%s", list, name, table)
		}
		everything += string(b) + table + o.succeeds(list, "--area", district.Households[0].Facts.Township)
	}
	told := o.rows("why", why, "--at", "2026-11-25")[0]
	if keys(told) != "contacts duties household items pauses procedures responsible ring_why rings told" || len(told["told"].([]any)) == 0 || len(told["contacts"].([]any)) != 1 {
		o.t.Errorf("why: %v", told)
	}
	people := o.succeeds("why", why, "--at", "2026-11-25")
	for _, words := range []string{"圈层经过：", "包保经过：", "提醒过谁：", "记录：", cadre.Name, "已发"} {
		if !strings.Contains(people, words) {
			o.t.Errorf("why does not say %q:\n%s", words, people)
		}
	}
	if before := o.succeeds("why", why, "--at", "2026-11-23"); !strings.Contains(before, "还没有联系记录") || strings.Contains(people, "还没有联系记录") {
		o.t.Errorf("the day before:\n%s", before)
	}
	everything += people + o.run("doctor").out + o.succeeds("remind", "--dry-run", "--json", "--at", "2026-11-25") + o.succeeds("config")
	everything += o.run("import", filepath.Join(o.base, "农户.xlsx"), "--dry-run").out
	holdsNoSecret(o, everything, district, token)
	forgottenWhileTheBotRuns(o, p, why)
	stop(o, serve.Process, serve.Wait)
}

// holdsNoSecret: of all that the program printed, nothing is an identity number,
// the token or an invitation that was opened.
func holdsNoSecret(o *operator, printed string, district sample.Roster, invitation string) {
	o.t.Helper()
	secrets := []string{"530302199003074512", "SIMULATED", invitation}
	for _, h := range district.Households {
		for _, m := range h.Facts.Members {
			secrets = append(secrets, m.IDNumber)
		}
	}
	for _, s := range secrets {
		if i := strings.Index(printed, s); s != "" && i >= 0 {
			o.t.Errorf("%q was printed: …%s…", s, printed[max(0, i-100):i+len(s)])
		}
	}
}

func stop(o *operator, p *os.Process, wait func() error) {
	o.t.Helper()
	if err := p.Signal(syscall.SIGTERM); err != nil {
		o.t.Fatal(err)
	}
	if err := wait(); err != nil {
		o.t.Errorf("a graceful stop: %v", err)
	}
}

func remindOnce(o *operator) {
	o.withRoster()
	tg := o.telegram()
	district := sample.Scaled(40)
	cadre := district.Cadres[district.Households[0].Responsible]
	p := bound(o, tg, cadre)
	rows := o.rows("remind", "--dry-run", "--at", "2026-11-24")
	if keys(rows[0]) != "cadre due open reason send" {
		o.t.Errorf("a preview: %v", rows)
	}
	digests := func() (n int) {
		for _, m := range p.Inbox() {
			if m.ByBot && strings.Contains(m.Text, "待办") {
				n++
			}
		}
		return n
	}
	for _, c := range []struct {
		args string
		want int
	}{
		{"remind --dry-run --at 2026-11-24", 0}, {"remind --at 2026-11-21", 0}, {"remind --at 2026-11-24T23:00", 0},
		{"remind --at 2026-11-24", 1}, {"remind --at 2026-11-24T09:00", 1},
	} {
		o.succeeds(strings.Fields(c.args)...)
		if n := digests(); n != c.want {
			o.t.Errorf("after %s: %d digests, want %d", c.args, n, c.want)
		}
	}
}

// bound has a cadre bind an account, with the bot running for as long as it
// takes.
func bound(o *operator, tg *simulator.Server, cadre sample.Cadre) *simulator.Person {
	o.t.Helper()
	link := fmt.Sprint(o.rows("invite", cadre.Phone, "--at", "2026-11-20T07:00")[0]["link"])
	p := tg.Person(cadre.Name, "zh")
	_, token, _ := strings.Cut(link, "?start=")
	p.Start(token)
	serve := o.command(o.program, "serve", "--at", "2026-11-20T07:00")
	if err := serve.Start(); err != nil {
		o.t.Fatal(err)
	}
	o.soon("the account is bound", func() bool { return strings.Contains(p.Last().Text, "已绑定") })
	o.soon("the answer is known to be sent", func() bool {
		rows := o.rows("outbox")
		return len(rows) > 0 && rows[0]["state"] == "sent"
	})
	stop(o, serve.Process, serve.Wait)
	return p
}

func demoEnds(o *operator) {
	got := o.ran(o.command(o.program, "demo", "--exit"))
	if got.status != 0 || got.err != "" || !strings.Contains(got.out, "急难 #") {
		o.t.Errorf("status %d\n%s%s", got.status, got.out, got.err)
	}
	if left, _ := filepath.Glob(filepath.Join(o.dir, "*")); len(left) > 0 {
		o.t.Errorf("left behind: %v", left)
	}
}
