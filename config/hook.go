package config

import (
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"ringkeeper/model"
)

// Hook is a way out beside Telegram, over which emergencies are told: a robot in a
// group of WeCom or DingTalk, an HTTP call, or a command.
type Hook struct {
	// Name names it in the log and for doctor; unique.
	Name string `yaml:"name"`
	// When says of what it is told: always, or only what reached nobody.
	When model.HookWhen `yaml:"when"`
	// After is how long an unreached one waits for Telegram [D].
	After Duration `yaml:"after"`
	Kind  HookKind `yaml:"kind"`
	// URL is where the calls go; it holds the robot's key.
	URL Secret `yaml:"url"`
	// Secret signs the calls, where it is set.
	Secret Secret `yaml:"secret"`
	// Command is the program to be run, with its arguments.
	Command []string `yaml:"command"`
	// PerMinute is how many calls the receiver takes; more are told together.
	PerMinute int `yaml:"per_minute"`
}

// HookKind is how a hook is called.
type HookKind string

// The kinds of hooks.
const (
	HookWeCom    HookKind = "wecom"    // 企业微信群机器人
	HookDingTalk HookKind = "dingtalk" // 钉钉群机器人
	HookJSON     HookKind = "json"
	HookCommand  HookKind = "command"
)

var (
	hookWhens = []string{string(model.HookUnreached), string(model.HookAlways)}
	hookKinds = []string{string(HookWeCom), string(HookDingTalk), string(HookJSON), string(HookCommand)}
)

// Duration is a length of time, written 5m or 1h30m.
type Duration struct{ time.Duration }

// MarshalText writes the duration.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads 5m or 1h30m.
func (d *Duration) UnmarshalText(b []byte) (err error) {
	if d.Duration, err = time.ParseDuration(string(b)); err != nil {
		return wanted("config.duration", b)
	}
	return nil
}

// defaultHook is what an entry that leaves it out means.
var defaultHook = map[string]any{"when": string(model.HookUnreached), "after": "5m", "per_minute": 20}

// decodeHook completes an entry before it is decoded, and refuses what is no text
// where a secret is wanted, without repeating it.
func decodeHook(_, to reflect.Type, data any) (any, error) {
	_, text := data.(string)
	entry, table := data.(map[string]any)
	switch {
	case to == reflect.TypeFor[Secret]() && !text:
		return nil, &Fault{Key: "config.form"}
	case to == reflect.TypeFor[Hook]() && table:
		for name, value := range defaultHook {
			if _, set := entry[name]; !set {
				entry[name] = value
			}
		}
	}
	return data, nil
}

// variable is the form of a secret that stands in the environment: $NAME.
var variable = regexp.MustCompile(`^\$[A-Z_][A-Z0-9_]*$`)

// reveal takes the secrets of hooks that are variables from the environment. One
// that is empty there stays a variable, which is a fault.
func (h *Hook) reveal(getenv func(string) string) {
	for _, s := range []*Secret{&h.URL, &h.Secret} {
		if variable.MatchString(s.value) {
			if v := getenv(s.value[1:]); v != "" {
				*s = NewSecret(v)
			}
		}
	}
}

var hookName = regexp.MustCompile(`^[a-z0-9-]{1,32}$`)

// faults tells what is wrong with a hook, given the names of those before it. No
// secret is repeated.
func (h Hook) faults(where string, before []string) (errs []error) {
	fail := func(setting, key string, args model.Args) { errs = append(errs, &Fault{where + setting, key, args}) }
	choice := func(setting, got string, among []string) {
		if !slices.Contains(among, got) {
			fail(setting, "config.choice", model.Args{"got": got, "wanted": strings.Join(among, ", ")})
		}
	}
	switch {
	case !hookName.MatchString(h.Name):
		fail("name", "config.hook_name", model.Args{"got": h.Name})
	case slices.Contains(before, h.Name):
		fail("name", "config.hook_twice", model.Args{"got": h.Name})
	}
	choice("when", string(h.When), hookWhens)
	choice("kind", string(h.Kind), hookKinds)
	if h.After.Duration < time.Minute || h.After.Duration > 24*time.Hour {
		fail("after", "config.range", model.Args{"got": h.After, "from": "1m", "until": "24h"})
	}
	if h.PerMinute < 1 || h.PerMinute > 600 {
		fail("per_minute", "config.range", model.Args{"got": h.PerMinute, "from": 1, "until": 600})
	}
	switch {
	case !slices.Contains(hookKinds, string(h.Kind)):
		return errs // what it needs is not known
	case h.Kind == HookCommand && !runs(h.Command):
		fail("command", "config.hook_command", nil)
	case h.Kind != HookCommand && variable.MatchString(h.URL.value):
		fail("url", "config.hook_variable", nil)
	case h.Kind != HookCommand && !h.reaches():
		fail("url", "config.hook_url", nil)
	}
	if variable.MatchString(h.Secret.value) {
		fail("secret", "config.hook_variable", nil)
	}
	for _, s := range []struct {
		setting string
		unused  bool
	}{
		{"url", h.URL.Set() && h.Kind == HookCommand},
		{"secret", h.Secret.Set() && h.Kind != HookDingTalk && h.Kind != HookJSON},
		{"command", len(h.Command) > 0 && h.Kind != HookCommand},
	} {
		if s.unused {
			fail(s.setting, "config.hook_unused", model.Args{"kind": string(h.Kind)})
		}
	}
	return errs
}

// reaches says whether the address can be called. The key of a robot does not go
// over the network in the clear.
func (h Hook) reaches() bool {
	u, err := url.Parse(h.URL.value)
	return err == nil && u.Hostname() != "" && (u.Scheme == "https" || u.Scheme == "http" && h.Kind == HookJSON)
}

func runs(command []string) bool {
	if len(command) == 0 || !filepath.IsAbs(command[0]) {
		return false
	}
	_, err := exec.LookPath(command[0])
	return err == nil
}

// hookFaults tells what is wrong with the hooks.
func (c Config) hookFaults() (errs []error) {
	var names []string
	for i, h := range c.Hooks {
		errs = append(errs, h.faults(fmt.Sprintf("hooks.%d.", i), names)...)
		names = append(names, h.Name)
	}
	return errs
}

// CalledHooks are the hooks as far as it decides whether they are called.
func (c Config) CalledHooks() (hooks []model.Hook) {
	for _, h := range c.Hooks {
		hooks = append(hooks, model.Hook{Name: h.Name, When: h.When, After: h.After.Duration})
	}
	return hooks
}
