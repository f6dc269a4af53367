package bot_test

import (
	"os/exec"
	"regexp"
	"strings"
)

// english finds what a programmer would say: two words in a row that are no
// command, flag, path or name of a setting.
var english = regexp.MustCompile(`[A-Za-z]{2,}'?[a-z]* [a-z']{2,}( [a-z']+)*`)

// unnamed finds a place of a call that has its name in the program alone.
var unnamed = regexp.MustCompile(`<[a-z]+>|--[a-z-]+=[A-Z]+`)

// spoken are the words in a row that people type.
var spoken = regexp.MustCompile(`--at soon|ringkeeper( [a-z]+)?( --?[a-z-]+)*|import (households|cadres)\b|Telegram |docs/\S+|\S+\.(yaml|json|db|csv|xlsx)`)

// scriptName finds what stands in JSON: contact.record, callback_query, digest.
var scriptName = regexp.MustCompile(`\b[a-z]+[._][a-z]+\b|\b(digest|recorded|say|filed|alert|phone|red|blue)\b`)

// inChinese holds that what was printed is Chinese throughout.
func (o *operator) inChinese(what, printed string) {
	o.t.Helper()
	for line := range strings.Lines(printed) {
		said := english.FindString(spoken.ReplaceAllString(line, ""))
		if said += unnamed.FindString(strings.ReplaceAll(line, "<shell>", "")); said != "" {
			o.t.Errorf("%s: %q in: %s", what, said, line)
		}
	}
}

// speaksChinese calls the program wrongly in every way, sets it wrongly, and has
// it explain itself.
func speaksChinese(o *operator) {
	o.withRoster()
	o.file("list.txt", "x")
	for _, call := range []string{
		"", "nonsense", "household", "households --bogus", "households --jsn", "import", "import --dry", "why", "why a b", "why 42", "forget", "forget 42", "serve now",
		"households --at soon", "households --at", "import list.txt", "import missing.csv", "import .", "invite", "invite 张三 --all", "invite 张三", "overdue --json=2",
		"remind --area 越州镇", "demo 1", "demo --exit=3", "serve", "remind --at 2026-11-24", "households --area 无此镇", "config x", "--bogus", "-x", "doctor --at",
		"template foo x", "template", "completion tcsh", "config", "--help", "doctor", "audit", "households", "outbox",
	} {
		got := o.run(strings.Fields(call)...)
		o.inChinese(call, got.out+got.err)
	}
	for _, settings := range []string{
		"a: [", "- 1", "x", "colour: blue", "zone: Mars", "zone: 8", "digest_at: late", "digest_at: '23:00'", "language: fr", "leader_after: soon", "leader_after: 99",
		"hours: {from: 8, til: 9}", "hours: 8", "invitation_days: 1000", "keep_raw_days: 0", "holidays: nowhere.json", "dialect: nowhere.yaml", "holidays: [1]",
		"policy: 3", "policy: {grace: {contact: 40}}", "policy: {grace: 3}", "policy: {grace: {contact: soon}}", "policy: {cadence: {red: {contact: weekly}}}",
		"policy: {cadence: {green: {contact: month}}}", "policy: {cadence: {red: {contact: year}}}", "policy: {ring_line: {2023: -1}}", "policy: {ring_line: {none: 1}}",
		"policy: {ring_line: 10000}", "policy: {tiers: {red: [king]}}", "policy: {visit_settles_contact: perhaps}", "steps: {overdue_every: 0}",
		"steps: {before: {contact: {month: [1, 9]}}}", "steps: {before: {contact: {weekly: [1]}}}", "steps: {before: {contact: 3}}",
	} {
		o.file("ringkeeper.yaml", settings)
		got := o.run("households")
		if got.status != 1 {
			o.t.Errorf("%s: status %d", settings, got.status)
		}
		o.inChinese(settings, got.out+got.err)
	}
	o.file("ringkeeper.yaml", "holidays: days.json")
	for _, days := range []string{
		"", "x", "[]", "2027", `{"year": 1}`, `{"year": 2027}`, `{"year": 2027, "days": [{"date": "soon"}]}`, `{"year": 2027, "days": [{"date": "2030-01-01"}]}`,
		`{"year": 2027, "days": [{"date": "2027-02-01"}, {"date": "2027-02-02", "isOffDay": false}]}`,
		`{"year": 2027, "days": [{"date": "2027-02-06", "isOffDay": true}, {"date": "2027-02-06", "isOffDay": false}]}`,
	} {
		o.file("days.json", days)
		got := o.run("remind", "--dry-run")
		if got.status != 1 {
			o.t.Errorf("%s: status %d", days, got.status)
		}
		o.inChinese(days, got.out+got.err)
	}
	o.file("ringkeeper.yaml", "dialect: words.yaml")
	for _, sheet := range []string{"x", "a: [", "colour: blue", "marks: {nobody: {words: 望}}", "marks: {visit: }", "events: {well: {words: (巴}}", "typos: {克他: 去}", "typos: {'': ''}", "hints: {normal: '~'}"} {
		o.file("words.yaml", sheet)
		got := o.run("understand")
		if got.status != 1 || strings.Count(got.err, "\n") != 1 {
			o.t.Errorf("%s: %+v", sheet, got)
		}
		o.inChinese(sheet, got.out+got.err)
	}
	o.file("ringkeeper.yaml", "")
	for _, env := range []string{
		"DATABASE_URL=.", "DATABASE_URL=list.txt", "DATABASE_URL=no/such/folder", "DATABASE_URL=mysql://x", "RINGKEEPER_CONFIG=none.yaml", "RINGKEEPER_CONFIG=.",
		"TELEGRAM_API_URL=telegram", "TELEGRAM_API_URL=http://127.0.0.1:1",
	} {
		o.env = []string{"TELEGRAM_BOT_TOKEN=9:SIMULATED", env}
		o.ranInChinese(env, o.command(o.program, "serve"))
	}
}

func (o *operator) ranInChinese(what string, c *exec.Cmd) {
	o.t.Helper()
	got := o.ran(c)
	if got.status == 0 {
		o.t.Errorf("%s: status 0", what)
	}
	o.inChinese(what, got.out+got.err)
}
