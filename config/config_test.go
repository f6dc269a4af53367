package config

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"ringkeeper/model"
)

func load(t *testing.T, file string, env map[string]string) (Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ringkeeper.yaml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(func(k string) string {
		if k == "RINGKEEPER_CONFIG" {
			return path
		}
		return env[k]
	})
}

func TestDefaultsAreInForceWhereTheFileSaysNothing(t *testing.T) {
	c, err := load(t, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Policy.Fingerprint() != model.DefaultPolicy().Fingerprint() || c.DigestAt.String() != "08:30" || c.Zone.String() != "Asia/Shanghai" {
		t.Errorf("in force: %+v", c)
	}
}

func TestTheFileChangesWhatItNamesAndLeavesTheRest(t *testing.T) {
	c, err := load(t, `
digest_at: "09:15"
language: en
policy:
  ring_line: {2026: 10500}
  grace: {contact: 10}
steps:
  overdue_every: 5
`, map[string]string{"TELEGRAM_BOT_TOKEN": "1:x", "DATABASE_URL": "/tmp/q.db"})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Policy.RingLine.Of(2026); got != model.Yuan(10500) {
		t.Errorf("ring line of 2026: %v", got)
	}
	if got := c.Policy.RingLine.Of(2023); got != model.Yuan(10000) {
		t.Errorf("ring line of 2023: %v", got)
	}
	if c.Policy.Grace[model.Contact] != 10 || c.Policy.Grace[model.Visit] != 30 {
		t.Errorf("grace: %v", c.Policy.Grace)
	}
	if c.Steps.OverdueEvery != 5 || len(c.Steps.Before) != 2 {
		t.Errorf("steps: %+v", c.Steps)
	}
	if c.Database != "/tmp/q.db" || c.Token.Reveal() != "1:x" {
		t.Errorf("environment: %q", c.Database)
	}
}

func TestEveryFaultIsToldAtOnceWithWhereItStands(t *testing.T) {
	_, err := load(t, `
colour: blue
zone: Mars/Base
digest_at: "22:00"
language: fr
leader_after: soon
hours: {from: "8", til: "20:00"}
invitation_days: 1000
holidays: /nowhere/holidays.json
dialect: /nowhere/dialect.yaml
backup: {at: "2.30", keep: 0, recipients: [age1nobody, AGE-SECRET-KEY-1QQQ], where: /mnt}
policy:
  grace: {contact: 29, visit: 182}
  cadence: {red: {contact: weekly}}
  ring_line: 10000
steps:
  overdue_every: 0
`, map[string]string{"TELEGRAM_API_URL": "telegram", "DATABASE_URL": "mysql://x"})
	told := map[string]int{}
	for _, f := range Faults(err) {
		told[f.Where+" "+f.Key]++
	}
	for _, want := range []string{
		"colour config.unknown", "zone config.zone", "digest_at config.digest", "language config.choice", "leader_after config.number",
		"hours.from config.clock", "hours.til config.unknown", "invitation_days config.range", "holidays config.file", "dialect config.file",
		"backup.at config.clock", "backup.keep config.range", "backup.recipients.0 config.recipient", "backup.recipients.1 config.recipient", "backup.where config.unknown",
		"policy.cadence.red.contact flaw.cadence", "policy.ring_line config.section", "policy.grace.contact flaw.grace", "policy.grace.visit flaw.grace", "steps.overdue_every config.range",
		"TELEGRAM_API_URL config.address", "DATABASE_URL config.database",
	} {
		if told[want] == 0 {
			t.Errorf("%q is not told:\n%v", want, err)
		}
	}
	for _, f := range Faults(err) {
		if strings.Contains(f.Error(), "\n") {
			t.Errorf("a fault on several lines: %q", f.Error())
		}
	}
	if strings.Contains(err.Error(), "SECRET") {
		t.Errorf("a secret key is told: %v", err)
	}
	if n := strings.Count(err.Error(), "grace.contact"); n != 1 {
		t.Errorf("one fault is told %d times", n)
	}
}

func TestAnAddressHasAHost(t *testing.T) {
	_, err := load(t, "", map[string]string{"TELEGRAM_API_URL": "http://:8081"})
	if f := Faults(err); len(f) != 1 || f[0].Key != "config.address" {
		t.Errorf("%v", err)
	}
}

func TestAFileThatCannotBeReadIsOneFault(t *testing.T) {
	for what, file := range map[string]string{"no yaml": "a: [\n", "no table": "- 1\n- 2\n"} {
		t.Run(what, func(t *testing.T) {
			if _, err := load(t, file, nil); len(Faults(err)) != 1 || Faults(err)[0].Key != "config.syntax" {
				t.Errorf("%v", err)
			}
		})
	}
	_, err := Load(func(k string) string { return map[string]string{"RINGKEEPER_CONFIG": "/nowhere/ringkeeper.yaml"}[k] })
	if len(Faults(err)) != 1 || Faults(err)[0].Key != "config.file" {
		t.Errorf("%v", err)
	}
}

func TestTheLanguageOfAFaultyFileIsKnownAllTheSame(t *testing.T) {
	c, err := load(t, "language: en\ndigest_at: never\n", nil)
	if err == nil || c.Language != "en" {
		t.Errorf("language %q, %v", c.Language, err)
	}
}

func TestAMomentIsADayWithOrWithoutItsHour(t *testing.T) {
	c := Default()
	for text, want := range map[string]string{
		"2026-11-24":                "2026-11-24T08:30:00+08:00",
		"2026-11-24T09:15":          "2026-11-24T09:15:00+08:00",
		"2026-11-24 09:15":          "2026-11-24T09:15:00+08:00",
		"2026-11-24T09:15:30":       "2026-11-24T09:15:30+08:00",
		"2026-11-24T01:15:00Z":      "2026-11-24T01:15:00Z",
		"2026-11-24T09:15:00+08:00": "2026-11-24T09:15:00+08:00",
		"24.11.2026":                "", "2026-13-01": "", "": "", "now": "", "2026-11-24T25:00": "",
	} {
		got := ""
		if at, ok := c.Moment(text); ok {
			got = at.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

func TestAPasswordInTheAddressIsNotPrinted(t *testing.T) {
	c, err := load(t, "", map[string]string{"TELEGRAM_API_URL": "https://me:hidden@api.example.org", "TELEGRAM_BOT_TOKEN": "1:hidden"})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := c.Print(&out, keys); err != nil || strings.Contains(out.String(), "hidden") {
		t.Errorf("%v\n%s", err, out.String())
	}
}

func TestTheTokenIsNeverShown(t *testing.T) {
	const token = "123456:very-secret"
	c, err := load(t, "", map[string]string{"TELEGRAM_BOT_TOKEN": token})
	if err != nil {
		t.Fatal(err)
	}
	j, _ := json.Marshal(c)
	y, _ := yaml.Marshal(c)
	for _, shown := range []string{fmt.Sprint(c), fmt.Sprintf("%+v", c), fmt.Sprintf("%#v", c), string(j), string(y)} {
		if strings.Contains(shown, "secret") {
			t.Errorf("shown: %s", shown)
		}
	}
}

func TestWhatIsPrintedCanBeReadBack(t *testing.T) {
	in := Default()
	if err := in.read("", []byte("backup: {folder: /mnt/b, keep: 3, recipients: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]}")); err != nil {
		t.Fatal(err)
	}
	y, err := yaml.Marshal(in)
	if err != nil || !strings.Contains(string(y), "age1ql3z7") {
		t.Fatalf("%v\n%s", err, y)
	}
	c, err := load(t, string(y), nil)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := yaml.Marshal(c)
	if string(again) != string(y) {
		t.Errorf("printed:\n%s\nread back:\n%s", y, again)
	}
}
