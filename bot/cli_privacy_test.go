package bot_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ringkeeper/bot/simulator"
	"ringkeeper/model/roster/sample"
)

// forgets removes a household of the sample and looks for it in every byte.
func forgets(o *operator) {
	o.withRoster()
	h := sample.Scaled(40).Households[3]
	secrets := []string{h.Number, h.Facts.Phone}
	for _, m := range h.Facts.Members {
		secrets = append(secrets, m.IDNumber, m.Phone)
	}
	held := func() (n int) {
		for _, suffix := range []string{"", "-wal"} {
			b, err := os.ReadFile(filepath.Join(o.dir, "ringkeeper.db"+suffix))
			if err != nil && suffix == "" {
				o.t.Fatal(err)
			}
			for _, s := range secrets {
				if s != "" {
					n += bytes.Count(b, []byte(s))
				}
			}
		}
		return n
	}
	for _, c := range []struct {
		args   string
		status int
		words  string
	}{
		{"forget", 2, "<户编号>"}, {"forget 42", 1, "没有户编号为“42”的农户"}, {"forget 530302199003074512", 1, "“［证件号已隐去］”"},
		{"forget " + h.Number + " --at yesterday", 2, "--at yesterday 看不懂"},
	} {
		o.fails(o.run(strings.Fields(c.args)...), c.status, c.words)
	}
	dry := o.succeeds("forget", h.Number, "--dry-run", "--at", "2026-11-24")
	if !strings.Contains(dry, "没有改动任何数据") || held() == 0 || len(o.rows("households")) != 40 {
		o.t.Errorf("a dry run:\n%s", dry)
	}
	kept := filepath.Join(o.dir, "ringkeeper.db.before-restore-20261101-093000")
	if err := os.WriteFile(kept, nil, 0o600); err != nil {
		o.t.Fatal(err)
	}
	done := o.succeeds("forget", h.Number, "--at", "2026-11-24")
	for _, words := range []string{filepath.Base(kept), "已删除 " + h.Number + " 一户的个人信息", "今后记作 X-", "任务同时终止", "备份里仍有这一户", "会作为新户加入"} {
		if !strings.Contains(done, words) {
			o.t.Errorf("%q is not said:\n%s", words, done)
		}
	}
	if n := held(); n != 0 {
		o.t.Errorf("it stands in the database %d times", n)
	}
	if n := len(o.rows("households")); n != 39 {
		o.t.Errorf("%d households", n)
	}
	if audit := o.succeeds("audit") + o.succeeds("audit", "--json"); strings.Contains(audit, h.Number) || !strings.Contains(audit, "household.forget") {
		o.t.Errorf("audit log:\n%s", audit)
	}
	o.fails(o.run("forget", h.Number), 1, "没有户编号为")
	again := o.succeeds("import", filepath.Join(o.base, "农户.xlsx"), "--dry-run", "--at", "2026-11-25")
	if !strings.Contains(again, "将新增 1 户") || strings.Contains(again, "X-") {
		o.t.Errorf("the sheet that still has it:\n%s", again)
	}
}

// ownerAlone runs the program where every new file would be everybody's.
func ownerAlone(o *operator) {
	open := func(args ...string) said {
		return o.ran(o.command("sh", append([]string{"-c", `umask 000; exec "$@"`, "sh", o.program}, args...)...))
	}
	open("import", filepath.Join(o.base, "农户.xlsx"), filepath.Join(o.base, "干部.csv"), "--at", "2026-07-01")
	open("remind", "--at", "2026-11-24")
	hold := o.command("sh", "-c", `umask 000; exec "$@"`, "sh", o.program, "serve", "--at", "2026-11-24T08:29:55")
	tg := o.telegram()
	hold.Env = append(hold.Env, o.env...)
	if err := hold.Start(); err != nil {
		o.t.Fatal(err)
	}
	defer hold.Process.Kill()
	var made []string
	o.soon("database, log, index and lock are there", func() bool {
		made, _ = filepath.Glob(filepath.Join(o.dir, "ringkeeper.db*"))
		return len(made) == 4
	})
	o.soon("the bot works", func() bool {
		return slices.ContainsFunc(tg.Calls(), func(c simulator.Call) bool { return c.Method == "setMyCommands" })
	})
	for _, path := range made {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			o.t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	stop(o, hold.Process, hold.Wait)
	if err := os.Chmod(filepath.Join(o.dir, "ringkeeper.db"), 0o644); err != nil {
		o.t.Fatal(err)
	}
	open("households")
	if info, err := os.Stat(filepath.Join(o.dir, "ringkeeper.db")); err != nil || info.Mode().Perm() != 0o600 {
		o.t.Errorf("a database that others could read: %v, %v", info.Mode(), err)
	}
}

// forgottenWhileTheBotRuns removes the household of which a record was made a
// moment ago: nothing names it any more, and who replies to the list of that
// morning is told.
func forgottenWhileTheBotRuns(o *operator, p *simulator.Person, number string) {
	o.t.Helper()
	head := ""
	for _, row := range o.rows("households") {
		if row["number"] == number {
			head = row["head"].(string)
		}
	}
	o.succeeds("forget", number, "--at", "2026-11-24T09:30")
	contact := o.rows("contacts")[0]
	if !strings.HasPrefix(contact["household"].(string), "X-") || contact["text"] != "" || contact["outcome"] != "normal" {
		o.t.Errorf("its record: %v", contact)
	}
	for list := range rowFields {
		if printed := o.succeeds(list, "--json"); strings.Contains(printed, number) || list != "households" && list != "overdue" && strings.Contains(printed, head) {
			o.t.Errorf("%s names it:\n%s", list, printed)
		}
	}
	p.Reply(p.Inbox()[1], "1 正常")
	o.soon("the reply is answered", func() bool { return strings.Contains(p.Last().Text, "已不在您名下") })
}
