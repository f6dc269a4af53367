package bot_test

import (
	"database/sql"
	"io"
	"path/filepath"
	"strings"

	"github.com/creack/pty"
	_ "github.com/mattn/go-sqlite3"
)

func wrongCalls(o *operator) {
	for _, c := range []struct {
		args  string
		words string
	}{
		{"", "没有写命令"}, {"nonsense", "nonsense"}, {"households --bogus", "--bogus"}, {"import", "<文件>"}, {"why", "<户编号>"},
		{"serve now", "now"}, {"households --at soon", "--at soon 看不懂"}, {"import x.csv --at 2026-13-01", "--at 2026-13-01 看不懂"},
		{"invite", "二者选一"}, {"invite 张三 --all", "二者选一"}, {"overdue --json=2", "--json"}, {"remind --area 越州镇", "--area"}, {"demo 1", "1"},
		{"template foo x", "<种类> 不能是“foo”"}, {"completion tcsh", "tcsh"},
	} {
		got := o.run(strings.Fields(c.args)...)
		o.fails(got, 2, c.words, "。")
		if got.out != "" {
			o.t.Errorf("%s: printed %s", c.args, got.out)
		}
	}
	o.env = []string{"TELEGRAM_BOT_TOKEN=7:SIMULATED"}
	o.fails(o.run("households", "7:SIMULATED"), 2, "***")
}

func cannotBeDone(o *operator) {
	o.withRoster()
	calls := []struct{ args, zh, en string }{
		{"households --area 无此镇", "没有叫“无此镇”的乡镇或村", "no township or village called “无此镇”: check"},
		{"audit --area 无此镇", "没有叫“无此镇”的乡镇或村", "check --area"},
		{"why 42", "没有户编号为“42”的农户：请核对", "No household has the number “42”: check"},
		{"serve", "没有设置 TELEGRAM_BOT_TOKEN：请向 @BotFather", "ask @BotFather"},
		{"remind --at 2026-11-24", "没有设置 TELEGRAM_BOT_TOKEN", "is not set"},
		{"import missing.csv", "missing.csv：打不开文件：请检查路径和权限。没有导入任何数据。", "missing.csv: The file cannot be opened: check"},
		{"import . missing.csv", "missing.csv：打不开文件", "Nothing was imported"},
	}
	for _, c := range calls {
		o.fails(o.run(strings.Fields(c.args)...), 1, c.zh)
	}
	o.file("ringkeeper.yaml", "language: en\n")
	for _, c := range calls {
		o.fails(o.run(strings.Fields(c.args)...), 1, c.en)
	}
	if rows := o.rows("outbox"); len(rows) > 0 {
		o.t.Errorf("a reminder that could not be sent was queued: %v", rows)
	}
}

func faultySettings(o *operator) {
	o.withRoster()
	o.file("ringkeeper.yaml", "colour: blue\ndigest_at: late\nzone: Mars\nleader_after: 99\npolicy: {grace: {contact: 40}}\n")
	o.fails(o.run("households"), 1, "设置有错，请改好", "colour", "digest_at", "Mars", "leader_after", "policy.grace.contact 是40天")
	o.file("ringkeeper.yaml", "language: en\ncolour: blue\ndigest_at: late\n")
	o.fails(o.run("config"), 1, "colour: there is no such setting; digest_at: want a time like 08:30, not “late”")
	o.file("ringkeeper.yaml", "a: [\n")
	o.fails(o.run("households"), 1, "ringkeeper.yaml 不是正确的 YAML")
	o.file("ringkeeper.yaml", "")
	o.env = []string{"RINGKEEPER_CONFIG=elsewhere.yaml", "DATABASE_URL=mysql://x", "TELEGRAM_API_URL=https://api.telegram.org/bot7:SIMULATED"}
	o.fails(o.run("households"), 1, "读不了elsewhere.yaml", "DATABASE_URL 应是文件路径", "TELEGRAM_API_URL 应是")
	if by, _ := o.checks(); by["telegram"] != nil {
		o.t.Errorf("Telegram was asked at an address that is faulty: %v", by["telegram"])
	}
	o.env = []string{"RINGKEEPER_CONFIG=z.yaml"}
	o.withRoster()
	o.file("z.yaml", "colour: blue\nzone: Mars\nleader_after: 99\nlanguage: fr\nlog: {level: loud}\nbackup: {folder: bk, keep: 0, recipients: [nobody]}\npolicy: {ring_line: {}, grace: {contact: 400}}\nsteps: {overdue_every: 0}\n")
	by, status := o.checks("--offline", "--at", "2026-07-02")
	o.expect(by, "settings FAIL 请改好 z.yaml 或环境变量", "database OK", "roster OK 40 户", "zone OK Asia/Shanghai", "backup FAIL bk")
	for _, where := range []string{"colour", "zone", "leader_after", "language", "log.level", "backup.keep", "backup.recipients.0", "policy.grace.contact", "steps.overdue_every"} {
		if !strings.Contains("\n"+by["settings"]["detail"], "\n"+where+" ") {
			o.t.Errorf("%s is not among the faults: %s", where, by["settings"]["detail"])
		}
	}
	if status != 1 || by["due_dates"] != nil {
		o.t.Errorf("status %d, due dates by faulty figures: %v", status, by["due_dates"])
	}
	o.fails(o.run("households"), 1, "设置有错，请改好 z.yaml 或环境变量")
	o.file("z.yaml", "zone: UTC\n")
	o.expect(first(o.checks("--offline")), "settings OK z.yaml", "zone WARN 不是北京时间")
	o.file("z.yaml", "zone: Asia/Singapore\n")
	o.expect(first(o.checks("--offline")), "zone OK Asia/Singapore")
	o.env = nil
	o.file("holidays.json", "nothing")
	o.file("ringkeeper.yaml", "holidays: holidays.json\n")
	o.fails(o.run("remind", "--dry-run"), 1, "节假日文件 holidays.json 有错")
	if out := o.run("doctor").out; !strings.Contains(out, "节假日: FAIL") || !strings.Contains(out, "数据库: OK") {
		o.t.Errorf("the doctor says:\n%s", out)
	}
}

func noGoodDatabase(o *operator) {
	o.withRoster()
	db, err := sql.Open("sqlite3", filepath.Join(o.dir, "ringkeeper.db"))
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		o.t.Fatal(err)
	}
	db.Close()
	for path, words := range map[string][2]string{
		"ringkeeper.db":                   {"更新版本的 ringkeeper 建立的：请升级程序", "数据库版本: FAIL – "},
		o.file("letter.txt", "dear all"):  {"不是 ringkeeper 的数据库：请检查 DATABASE_URL", "数据库: FAIL – "},
		filepath.Join(o.dir, "none", "x"): {"没有数据库", "数据库: FAIL – 没有 "},
		o.dir:                             {"打不开数据库", "不是 ringkeeper 的数据库"},
		"letter.txt/x":                    {"打不开数据库", "数据库: FAIL – 打不开数据库"},
	} {
		o.env = []string{"DATABASE_URL=" + path}
		for _, command := range []string{"households", "audit"} {
			o.fails(o.run(command), 1, words[0])
		}
		if got := o.run("doctor", "--offline"); got.status != 1 || !strings.Contains(got.out, words[1]) {
			o.t.Errorf("the doctor says: %+v", got)
		}
	}
}

// absentDatabase mistypes the path: what only looks at the data, or changes what
// is there, says so and leaves nothing behind.
func absentDatabase(o *operator) {
	o.env = []string{"DATABASE_URL=typo.db"}
	o.telegram()
	for _, call := range []string{
		"households", "contacts", "emergencies", "overdue", "inbox", "outbox", "audit", "overdue --json", "why 42", "why 42 --json", "forget 42", "forget 42 --dry-run",
		"invite --all", "remind --dry-run", "remind", "backup x.db", "restore --confirm",
	} {
		got := o.run(strings.Fields(call)...)
		if o.fails(got, 1, "没有数据库 typo.db：请核对 DATABASE_URL；新装的请先导入名册"); got.out != "" {
			o.t.Errorf("%s: printed %s", call, got.out)
		}
	}
	if left := o.listing(); left != "" {
		o.t.Errorf("left behind: %s", left)
	}
	o.file("ringkeeper.yaml", "language: en\n")
	o.fails(o.run("households"), 1, "There is no database typo.db: check DATABASE_URL; on a new machine import the roster first")
	o.succeeds("import", filepath.Join(o.base, "干部.csv"))
	if n := len(o.rows("households")); n != 0 {
		o.t.Errorf("%d households", n)
	}
}

func lockedDatabase(o *operator) {
	o.withRoster()
	db, err := sql.Open("sqlite3", filepath.Join(o.dir, "ringkeeper.db")+"?_txlock=immediate")
	if err != nil {
		o.t.Fatal(err)
	}
	defer db.Close()
	held, err := db.Begin()
	if err != nil {
		o.t.Fatal(err)
	}
	defer held.Rollback()
	if n := len(o.rows("households")); n != 40 {
		o.t.Errorf("%d households are listed", n)
	}
	waiting := o.command(o.program, "import", o.changedRoster(), "--at", "2026-07-02")
	screen, err := pty.Start(waiting)
	if err != nil {
		o.t.Fatal(err)
	}
	defer screen.Close()
	const waits = "数据库正被另一个程序占用，正在等它结束"
	shown := readUntil(screen, waits)
	if err := held.Rollback(); err != nil {
		o.t.Fatal(err)
	}
	rest, _ := io.ReadAll(screen) // ends with the terminal's own error
	if shown += string(rest); waiting.Wait() != nil || strings.Count(shown, waits) != 1 || !strings.Contains(shown, "已导入：新增 1 户") {
		o.t.Errorf("on the terminal: %s", shown)
	}
}

// readUntil reads what a terminal shows until it shows some words, or no more.
func readUntil(screen io.Reader, words string) string {
	var shown strings.Builder
	for b := make([]byte, 4096); !strings.Contains(shown.String(), words); {
		n, err := screen.Read(b)
		if shown.Write(b[:n]); err != nil {
			break
		}
	}
	return shown.String()
}

func fullDisk(o *operator) {
	o.withRoster()
	before := o.succeeds("audit", "--json")
	for what, script := range map[string]string{
		"a limit on files": `ulimit -f 300; exec "$@"`,
		"a small disk":     `mkdir -p full && mount -t tmpfs -o size=300k none full 2>/dev/null || exit 77; DATABASE_URL=full/x.db "$@"; s=$?; umount -l full; exit $s`,
	} {
		got := o.ran(o.command("sh", "-c", script, "sh", o.program, "import", filepath.Join(o.base, "干部.csv"), o.enlargedRoster()))
		if got.status == 77 {
			continue // not the one who may mount
		}
		o.fails(got, 1)
		if !strings.Contains(got.err, "磁盘") && !strings.Contains(got.err, "doctor") {
			o.t.Errorf("%s: %s", what, got.err)
		}
	}
	if after := o.succeeds("audit", "--json"); after != before {
		o.t.Errorf("audit log before:\n%safter:\n%s", before, after)
	}
}

func noTelegram(o *operator) {
	o.withRoster()
	o.telegram()
	api := o.env[1]
	for _, c := range []struct {
		env            []string
		words, failing string
	}{
		{[]string{"TELEGRAM_BOT_TOKEN=9:SIMULATEDWRONG", api}, "Telegram 不认这个令牌：请检查 TELEGRAM_BOT_TOKEN", "令牌"},
		{[]string{"TELEGRAM_BOT_TOKEN=SIMULATED wrong", api}, "Telegram 不认这个令牌：请检查 TELEGRAM_BOT_TOKEN", "令牌"},
		{[]string{"TELEGRAM_BOT_TOKEN=9:SIMULATED", "TELEGRAM_API_URL=http://127.0.0.1:1"}, "连不上 Telegram", "Telegram"},
	} {
		o.env = c.env
		for _, args := range []string{"serve", "remind --at 2026-11-24", "invite --all"} {
			o.fails(o.run(strings.Fields(args)...), 1, c.words)
		}
		if got := o.run("doctor"); got.status != 1 || !strings.Contains(got.out, c.failing+": FAIL") || strings.Contains(got.out, "SIMULATED") {
			o.t.Errorf("the doctor says: %+v", got)
		}
	}
}
