package bot_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model/roster/sample"
)

// checks is what the doctor says, by the name of the check.
func (o *operator) checks(args ...string) (by map[string]map[string]string, status int) {
	o.t.Helper()
	got := o.run(append([]string{"doctor", "--json"}, args...)...)
	by = map[string]map[string]string{}
	for line := range strings.Lines(got.out) {
		var c map[string]string
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			o.t.Fatalf("%v in %s", err, line)
		}
		before, twice := by[c["name"]]
		if twice && (c["name"] == "settings" || c["name"] == "hook") { // a line for each fault, and for each hook
			c["detail"], twice = before["detail"]+"\n"+c["detail"], false
		}
		if twice || len(c) != 4 || (c["status"] != "OK") != (c["advice"] != "") {
			o.t.Errorf("a line for scripts: %s", line)
		}
		by[c["name"]] = c
	}
	if strings.Contains(got.out+got.err, "SIMULATED") || strings.Contains(got.out+got.err, "sesame") {
		o.t.Errorf("a secret is printed:\n%s%s", got.out, got.err)
	}
	return by, got.status
}

// expect holds what checks say: name, status and some words of detail and
// advice, with spaces between.
func (o *operator) expect(by map[string]map[string]string, wanted ...string) {
	o.t.Helper()
	for _, w := range wanted {
		name, rest, _ := strings.Cut(w, " ")
		status, words, _ := strings.Cut(rest, " ")
		c := by[name]
		if c["status"] != status || !strings.Contains(c["detail"]+c["advice"], words) {
			o.t.Errorf("want %q, got %v", w, c)
		}
	}
}

// change does something to the database by hand.
func (o *operator) change(statements ...string) {
	o.t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(o.dir, "ringkeeper.db"))
	if err != nil {
		o.t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			o.t.Fatal(err)
		}
	}
}

func examined(o *operator) {
	by, status := o.checks("--offline")
	o.expect(by, "settings OK 没有 ringkeeper.yaml，用默认值", "database FAIL 没有 ringkeeper.db", "disk OK", "zone OK Asia/Shanghai", "token FAIL @BotFather")
	if left, _ := os.ReadDir(o.dir); status != 1 || len(left) > 0 {
		o.t.Errorf("status %d, left behind: %v", status, left)
	}

	// Of an earlier version, or empty: what is in it cannot be looked at yet.
	o.file("ringkeeper.db", "")
	o.expect(first(o.checks("--offline")), "database OK", "migrations WARN 数据库是第 0 版", "zone OK")
	if left, _ := os.ReadFile(filepath.Join(o.dir, "ringkeeper.db")); len(left) > 0 {
		o.t.Error("a schema was made")
	}

	o.withRoster()
	o.env = []string{"TELEGRAM_BOT_TOKEN=7:SIMULATED"}
	by, status = o.checks("--offline", "--at", "2026-07-02")
	o.expect(by, "database OK", "migrations OK", "entries OK", "token OK", "roster OK 40 户", "office WARN /bind", "serve WARN", "due_dates OK 抽查 40 户",
		"failed OK", "ambiguous OK", "aside OK", "waiting OK", "emergencies OK", "holidays OK", "ring_line WARN 2023", "standard WARN 2025", "unassigned OK")
	if status != 0 {
		o.t.Errorf("warnings alone: status %d", status)
	}
	if by["telegram"] != nil || by["webhook"] != nil || by["clock"] != nil {
		o.t.Errorf("asked offline: %v", by)
	}
	o.expect(first(o.checks("--offline", "--at", "2026-11-01")), "holidays WARN 2027")
	if by["backup_disk"] != nil {
		o.t.Errorf("no backups are scheduled: %v", by["backup_disk"])
	}
	o.file("ringkeeper.yaml", "backup: {folder: "+o.t.TempDir()+"}\n")
	o.expect(first(o.checks("--offline")), "backup_disk OK 剩余", "backup WARN 还没有备份")
	o.file("ringkeeper.yaml", "")

	// What is wrong is told and left as it is.
	o.change(`UPDATE households SET contact_due = '2031-01-01' WHERE id % 4 = 0`, `UPDATE households SET responsible_id = NULL WHERE id = 2`,
		`INSERT INTO inbox (update_id, raw, received_at, state) VALUES (1, x'', 1782900000000, 'aside'), (2, x'', 1782900000000, 'new')`,
		`INSERT INTO outbox (priority, kind, state, created_at) VALUES (1, 'say', 'failed', 1782900000000), (1, 'say', 'ambiguous', 1782900000000)`,
		`INSERT INTO emergencies (status, reported_at) VALUES ('reported', 1782900000000)`)
	if err := os.Chmod(filepath.Join(o.dir, "ringkeeper.db"), 0o644); err != nil {
		o.t.Fatal(err)
	}
	before := o.dump()
	by, status = o.checks("--offline", "--at", "2026-07-02")
	o.expect(by, "database WARN chmod 600", "due_dates FAIL ringkeeper why 5303", "unassigned WARN 1 户", "aside WARN 1 条", "waiting WARN 2026-07-01 18:00",
		"failed WARN 近7天 1 条", "ambiguous WARN 近7天 1 条", "emergencies WARN 1 起")
	if after := o.dump(); status != 1 || after != before {
		o.t.Errorf("status %d; the doctor changed something", status)
	}
	o.expect(first(o.checks("--offline", "--at", "2026-07-12")), "failed OK", "ambiguous OK")
	o.change(fmt.Sprintf(`UPDATE inbox SET received_at = %d`, time.Now().Add(time.Hour).UnixMilli()))
	o.expect(first(o.checks("--offline")), "entries FAIL 还没到这个时间")

	// A hole in the middle.
	f, err := os.OpenFile(filepath.Join(o.dir, "ringkeeper.db"), os.O_WRONLY, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := f.WriteAt(slices.Repeat([]byte{0xff}, 4096*8), 4096*6); err != nil || f.Close() != nil {
		o.t.Fatal(err)
	}
	o.expect(first(o.checks("--offline")), "database FAIL")
}

func first[A, B any](a A, _ B) A { return a }

// dump is all rows of the tables that the doctor reads.
func (o *operator) dump() string {
	o.t.Helper()
	b, err := os.ReadFile(filepath.Join(o.dir, "ringkeeper.db"))
	if err != nil {
		o.t.Fatal(err)
	}
	return string(b)
}

func asksTelegram(o *operator) {
	o.withRoster()
	tg := simulator.New(simulator.Options{})
	var asked, ahead atomic.Int64 // how far ahead Telegram's clock is, in ns
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("Date", time.Now().Add(time.Duration(ahead.Load())).UTC().Format(http.TimeFormat))
		tg.ServeHTTP(w, r)
	}))
	defer api.Close()
	token := "TELEGRAM_BOT_TOKEN=" + tg.Token()
	o.env = []string{token, "TELEGRAM_API_URL=" + api.URL}
	by, status := o.checks()
	o.expect(by, "telegram OK 127.0.0.1", "token OK @ringkeeper_bot", "webhook OK", "clock OK")
	if status != 0 || asked.Load() != 2 {
		o.t.Errorf("status %d after %d calls", status, asked.Load())
	}
	o.checks("--offline")
	if asked.Load() != 2 {
		o.t.Error("offline it asked Telegram")
	}
	for off, want := range map[time.Duration]string{2 * time.Minute: "WARN -1", -time.Hour: "FAIL 36"} {
		ahead.Store(int64(off))
		o.expect(first(o.checks()), "clock "+want)
	}
	ahead.Store(0)
	if r, err := http.Get(api.URL + "/bot" + tg.Token() + "/setWebhook?url=https://elsewhere.example/x"); err != nil || r.Body.Close() != nil {
		o.t.Fatal(err)
	}
	by, status = o.checks()
	if o.expect(by, "webhook FAIL elsewhere.example"); status != 1 {
		o.t.Errorf("status %d", status)
	}

	// The proxy is named, and its password is not.
	proxy := strings.TrimPrefix(api.URL, "http://")
	o.env = []string{token, "TELEGRAM_API_URL=http://telegram.invalid", "NO_PROXY=", "HTTP_PROXY=http://user:sesame@" + proxy}
	o.expect(first(o.checks()), "telegram OK 经代理 http://"+proxy+"，telegram.invalid 可用")
	o.env[3] = "HTTP_PROXY=foo://user:sesame@" + proxy
	o.expect(first(o.checks()), "telegram FAIL 看不懂代理的地址")
	o.env[3] = "HTTP_PROXY=http://user:sesame@127.0.0.1:1"
	o.expect(first(o.checks()), "telegram FAIL 连不上代理 http://127.0.0.1:1", "token WARN")

	// A serve that runs.
	o.env = []string{token, "TELEGRAM_API_URL=" + api.URL}
	serve := o.command(o.program, "serve")
	if err := serve.Start(); err != nil {
		o.t.Fatal(err)
	}
	o.soon("it serves", func() bool { by, _ := o.checks(); return by["serve"]["status"] == "OK" })
	live, status := o.checks("--live")
	o.expect(live, "database OK", "serve OK", "waiting OK")
	if status != 0 || len(live) != 3 {
		o.t.Errorf("status %d, live it looks at %v", status, live)
	}
	o.change(`INSERT INTO meta (name, value) VALUES ('held_since', '1')`) // a restore to be confirmed is no illness
	if _, status := o.checks("--live"); status != 0 {
		o.t.Errorf("held: status %d", status)
	}
	stop(o, serve.Process, serve.Wait)
	o.change(`INSERT INTO inbox (update_id, raw, received_at) VALUES (99, x'', 1)`)
	calls := asked.Load()
	live, status = o.checks("--live")
	if o.expect(live, "database OK", "serve FAIL", "waiting FAIL"); status != 1 || asked.Load() != calls {
		o.t.Errorf("without a serve: status %d, %d calls", status, asked.Load()-calls)
	}
	o.expect(first(o.elsewhere().checks("--live")), "database FAIL")
	cadre := sample.Scaled(40).Cadres[0]
	if out := o.run("doctor").out; strings.Contains(out, cadre.Name) || strings.Contains(out, cadre.Phone) {
		o.t.Errorf("somebody is named:\n%s", out)
	}
}
