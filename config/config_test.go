package config

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

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

func TestEveryFaultIsToldAtOnce(t *testing.T) {
	_, err := load(t, `
colour: blue
zone: Mars/Base
digest_at: "22:00"
language: fr
policy:
  grace: {contact: 29, visit: 182}
  cadence: {red: {contact: weekly}}
steps:
  overdue_every: 0
`, map[string]string{"TELEGRAM_API_URL": "telegram", "DATABASE_URL": "mysql://x"})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"colour", "Mars/Base", "digest_at", "language", "grace: contact", "grace: visit", "weekly", "overdue_every", "TELEGRAM_API_URL", "DATABASE_URL"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not told:\n%v", want, err)
		}
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
	y, err := yaml.Marshal(Default())
	if err != nil {
		t.Fatal(err)
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
