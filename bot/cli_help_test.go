package bot_test

import (
	"regexp"
	"strings"
	"testing"
)

// wordless is what --help shows where the catalogue has no sentence: the key, or
// nothing behind an argument or a flag.
var wordless = regexp.MustCompile(`(?m)(cli|word)\.\w*|^ +(-|\[?<)\S+$`)

func explainedCommands(o *operator) {
	help := o.run("--help")
	_, table, found := strings.Cut(help.out, "命令：\n")
	if !found || help.status != 0 {
		o.t.Fatalf("%+v", help)
	}
	commands := 0
	for line := range strings.Lines(table) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "" {
			break
		}
		commands++
		o.t.Run(name, func(t *testing.T) {
			got := o.run(name, "--help")
			if got.status != 0 || got.err != "" {
				t.Fatalf("%+v", got)
			}
			asked := *o
			asked.t = t
			asked.inChinese("--help", got.out)
			if usage, _, _ := strings.Cut(got.out, "\n"); !strings.HasPrefix(usage, "用法：ringkeeper "+name) {
				t.Errorf("usage: %s", usage)
			}
			if said := wordless.FindString(got.out); said != "" {
				t.Errorf("no words for %q in:\n%s", said, got.out)
			}
		})
	}
	if commands < 15 {
		o.t.Errorf("only %d commands in:\n%s", commands, help.out)
	}
}
