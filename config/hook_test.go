package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
)

const robot = "https://qyapi.example.com/cgi-bin/webhook/send?key=sesame-key"

// sender is something that can be run.
func sender(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "send-sms")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAHookSaysOnlyWhatItMust(t *testing.T) {
	sms := sender(t)
	c, err := load(t, fmt.Sprintf(`
hooks:
  - {name: office, kind: wecom, url: "%s"}
  - {name: duty, kind: dingtalk, when: always, after: 90s, per_minute: 6, url: $DING_URL, secret: $DING_SECRET}
  - {name: sms-1, kind: command, command: [%s, "13800000000"]}
`, robot, sms), map[string]string{"DING_URL": "https://oapi.example.com/robot/send?access_token=sesame-token", "DING_SECRET": "SECsesame"})
	if err != nil {
		t.Fatal(err)
	}
	want := []Hook{
		{Name: "office", When: model.HookUnreached, After: Duration{5 * time.Minute}, Kind: HookWeCom, URL: NewSecret(robot), PerMinute: 20},
		{Name: "duty", When: model.HookAlways, After: Duration{90 * time.Second}, Kind: HookDingTalk,
			URL: NewSecret("https://oapi.example.com/robot/send?access_token=sesame-token"), Secret: NewSecret("SECsesame"), PerMinute: 6},
		{Name: "sms-1", When: model.HookUnreached, After: Duration{5 * time.Minute}, Kind: HookCommand, Command: []string{sms, "13800000000"}, PerMinute: 20},
	}
	if !reflect.DeepEqual(c.Hooks, want) {
		t.Errorf("read: %+v", c.Hooks)
	}
	called := []model.Hook{{Name: "office", When: "unreached", After: 5 * time.Minute}, {Name: "duty", When: "always", After: 90 * time.Second}, {Name: "sms-1", When: "unreached", After: 5 * time.Minute}}
	if !reflect.DeepEqual(c.CalledHooks(), called) {
		t.Errorf("called: %+v", c.CalledHooks())
	}
	shown := printed(t, c) + fmt.Sprintf("%+v%#v", c, c)
	if strings.Contains(shown, "sesame") || !strings.Contains(shown, "url: (set)") || !strings.Contains(shown, "after: 1m30s") {
		t.Errorf("shown: %s", shown)
	}
	var log strings.Builder
	c.Logger(&log).Warn("x", "error", "Post "+robot+" with SECsesame")
	if strings.Contains(log.String(), "sesame") {
		t.Errorf("logged: %s", log.String())
	}
}

func TestEveryFaultOfAHookIsTold(t *testing.T) {
	const sound = `name: a, kind: wecom, url: "` + robot + `"`
	sms := sender(t)
	for entry, want := range map[string]string{
		sound: "",
		`name: a, kind: json, url: "http://10.0.0.1/sms"`:                      "",
		`name: "", kind: wecom, url: "` + robot + `"`:                          "name config.hook_name",
		`name: 办公室, kind: wecom, url: "` + robot + `"`:                         "name config.hook_name",
		sound + `, when: never`:                                                "when config.choice",
		sound + `, after: soon`:                                                "after config.duration",
		sound + `, after: 0s`:                                                  "after config.range",
		sound + `, after: 25h`:                                                 "after config.range",
		sound + `, per_minute: 0`:                                              "per_minute config.range",
		sound + `, per_minute: 601`:                                            "per_minute config.range",
		sound + `, secret: sesame`:                                             "secret config.hook_unused",
		sound + `, command: [/bin/true]`:                                       "command config.hook_unused",
		sound + `, colour: red`:                                                "colour config.unknown",
		`name: a, kind: telex, url: "` + robot + `"`:                           "kind config.choice",
		`name: a, kind: wecom`:                                                 "url config.hook_url",
		`name: a, kind: wecom, url: "http://x/sesame"`:                         "url config.hook_url",
		`name: a, kind: wecom, url: "sesame"`:                                  "url config.hook_url",
		`name: a, kind: wecom, url: $NOWHERE`:                                  "url config.hook_variable",
		`name: a, kind: wecom, url: [sesame]`:                                  "url config.form",
		`name: a, kind: wecom, url: {key: sesame}`:                             "url config.form",
		`name: a, kind: json, url: "https://x/", secret: $NOWHERE`:             "secret config.hook_variable",
		`name: a, kind: command`:                                               "command config.hook_command",
		`name: a, kind: command, command: [send-sms]`:                          "command config.hook_command",
		`name: a, kind: command, command: [/nowhere/send-sms]`:                 "command config.hook_command",
		`name: a, kind: command, command: [` + sms + `], url: "` + robot + `"`: "url config.hook_unused",
		`name: a, kind: command, command: [` + sms + `], secret: sesame`:       "secret config.hook_unused",
	} {
		_, err := load(t, "hooks: [{"+entry+"}]", nil)
		var told []string
		for _, f := range Faults(err) {
			told = append(told, strings.TrimPrefix(f.Where, "hooks.0.")+" "+f.Key)
		}
		if want == "" && told != nil || want != "" && !slices.Contains(told, want) {
			t.Errorf("%s: told %q, want %q", entry, told, want)
		}
		if err != nil && strings.Contains(err.Error()+fmt.Sprint(Words(err, func(key string, args model.Args) string { return fmt.Sprint(key, args) })), "sesame") {
			t.Errorf("%s: a secret is told: %v", entry, err)
		}
	}
	_, err := load(t, "hooks: [{"+sound+"}, {"+sound+"}]", nil)
	if f := Faults(err); len(f) != 1 || f[0].Where != "hooks.1.name" || f[0].Key != "config.hook_twice" {
		t.Errorf("two of one name: %v", err)
	}
}

// TestTheExamplesOfHooksAreSound: those of the guides and of the settings file can be
// used as they are.
func TestTheExamplesOfHooksAreSound(t *testing.T) {
	begins := regexp.MustCompile(`(?m)^(#   )?hooks:\n((?:(?:#   )?  - .*\n)+)`)
	env := map[string]string{"DINGTALK_SECRET": "SEC1", "GATE_SECRET": "x"}
	for _, name := range []string{"WECOM_URL", "DINGTALK_URL", "GATE_URL"} {
		env[name] = robot
	}
	for _, path := range []string{"../docs/operations.md", "../docs/operations.en.md", "../deploy/ringkeeper.yaml"} {
		found := begins.FindString(read(t, path))
		file := strings.NewReplacer("#   ", "", "/usr/local/bin/send-sms", sender(t)).Replace(found)
		if c, err := load(t, file, env); err != nil || len(c.Hooks) < 3 {
			t.Errorf("%s: %d hooks, %v in %q", path, len(c.Hooks), err, file)
		}
	}
}
