package bot_test

import (
	"regexp"
	"slices"
	"strings"
)

func saysItsVersion(o *operator) {
	o.file("ringkeeper.yaml", "colour: blue\n") // what does not keep a person from asking
	if out := o.succeeds("version"); !regexp.MustCompile(`^ringkeeper \S+ \(commit .+\) go1\.\d+(\.\d+)?\n$`).MatchString(out) {
		o.t.Errorf("the version is %q", out)
	}
}

// pressTab has bash complete the last of the words and print what it offers, one a
// line, as its readline would.
const pressTab = `
eval "$("$1" completion bash)" || exit
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_ringkeeper
printf '%s\n' "${COMPREPLY[@]}"`

func completes(o *operator) {
	const file = "农户 名册.xlsx"
	o.file(file, "")
	for _, c := range []struct {
		typed   string
		offered []string
	}{
		{"im", []string{"import"}},
		{"co", []string{"completion", "config", "contacts"}},
		{"import 农", []string{file}},
		{"import 一.csv 农", []string{file}},
		{"import --dry", []string{"--dry-run"}},
		{"import --dry-run 农", []string{file}},
		{"import --at 农", nil},
		{"import --at = 2026-11-30T08 : 30 农", []string{file}}, // as bash parts --at=2026-11-30T08:30
		{"households --a", []string{"--area", "--at"}},
		{"households 农", nil},
		{"completion ", []string{"bash", "fish", "zsh"}},
		{"completion z", []string{"zsh"}},
		{"completion zsh ba", nil},
		{"nonsense --", nil},
		{"ver", []string{"version"}},
		{"restore 农", []string{file}},
		{"restore --confirm ", []string{"--at", "--confirm", "--help", "--identity"}},
	} {
		words := append([]string{"--norc", "-c", pressTab, "bash", o.program, "ringkeeper"}, strings.Split(c.typed, " ")...)
		got := o.ran(o.command("bash", words...))
		offered := slices.Sorted(strings.Lines(got.out))
		if want := strings.Join(c.offered, "\n"); got.status != 0 || got.err != "" || strings.TrimSpace(strings.Join(offered, "")) != want {
			o.t.Errorf("%q offers %q, want %q\n%s", c.typed, offered, want, got.err)
		}
	}
	// Operators type ringkeeper-admin.
	for shell, admin := range map[string]string{
		"bash": "complete -F _ringkeeper ringkeeper ringkeeper-admin\n",
		"zsh":  "#compdef ringkeeper ringkeeper-admin\n",
		"fish": "complete -c ringkeeper-admin -w ringkeeper\n",
	} {
		script := o.succeeds("completion", shell)
		if !strings.Contains(script, admin) {
			o.t.Errorf("%s does not complete ringkeeper-admin:\n%s", shell, script)
		}
		if shell != "bash" && (!strings.Contains(script, "import") || !strings.Contains(script, "补全") || strings.Contains(script, "<no value>")) {
			o.t.Errorf("%s is told:\n%s", shell, script)
		}
	}
}
