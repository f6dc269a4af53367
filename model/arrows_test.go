package model_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// forbidden are the arrows that must not exist, each with its why.
var forbidden = []struct {
	from, to string // from: a package and those below it; to likewise
	why      string
}{
	{"ringkeeper/model$", "ringkeeper/", "the domain knows nothing but itself, so that every rule can be read and tested alone"},
	{"ringkeeper/model$", "gorm.io/", "the domain's types carry tags, never the ORM"},
	{"ringkeeper/model$", "github.com/", "the domain needs the standard library only"},
	{"ringkeeper/model/", "ringkeeper/bot", "what is kept does not know how it is spoken of"},
	{"ringkeeper/model/", "ringkeeper/reminders", "what is kept does not know who looks at it"},
	{"ringkeeper/model/", "ringkeeper/config", "settings are handed in, not looked up"},
	{"ringkeeper/model/roster$", "ringkeeper/model/store", "a plan of changes is made without a database"},
	{"ringkeeper/model/store", "ringkeeper/model/roster", "the store keeps what it is given, whatever sheet it came from"},
	{"ringkeeper/model/store", "ringkeeper/model/report", "the store does not know who asks"},
	{"ringkeeper/model/report$", "ringkeeper/model/report/pulse", "what people read does not know what machines scrape"},
	{"ringkeeper/config", "ringkeeper/bot", "settings come before those who follow them"},
	{"ringkeeper/config", "ringkeeper/reminders", "settings come before those who follow them"},
	{"ringkeeper/config", "ringkeeper/model/", "settings know the domain, not the database"},
	{"ringkeeper/reminders", "ringkeeper/bot", "reminders decide, the bot speaks"},
	{"ringkeeper/bot", "ringkeeper/reminders", "the bot speaks, reminders decide"},
	{"ringkeeper/bot/simulator", "ringkeeper/model", "no shared struct may hide a wire fault"},
	{"ringkeeper/bot/simulator", "ringkeeper/bot/telegram", "no shared struct may hide a wire fault"},
	{"ringkeeper/bot/simulator", "github.com/go-telegram", "no shared struct may hide a wire fault"},
	{"ringkeeper/bot/reading", "ringkeeper/model/", "reading is pure: words in, facts out"},
	{"ringkeeper/bot/search", "ringkeeper/model/", "finding is pure: it looks among the households that it is given"},
	{"ringkeeper/bot/hook", "ringkeeper/bot/telegram", "the second way out does not lean on the first"},
	{"ringkeeper/bot/hook", "ringkeeper/bot$", "a hook is told of cases, and handles nothing"},
	{"ringkeeper/bot/talk", "ringkeeper/model/", "a conversation is data, without I/O"},
	{"ringkeeper/bot/talk", "ringkeeper/bot/telegram", "a conversation does not know who carries it"},
}

// only says which single package may import a library directly.
// which two may, where the owner names both.
var only = []struct{ library, owner, why string }{
	{"gorm.io/", "ringkeeper/model/store", "one package knows how things are kept"},
	{"github.com/go-telegram/bot", "ringkeeper/bot/telegram", "one package knows the wire"},
	{"github.com/robfig/cron", "ringkeeper/reminders", "cron is an alarm clock, and there is one"},
	{"github.com/prometheus/", "ringkeeper/model/report/pulse", "figures for machines are one room's business"},
	{"filippo.io/age", "ringkeeper/model/store/backup ringkeeper/config", "one package seals what leaves the house; settings read the keys for it"},
	{"github.com/mozillazg/go-pinyin", "ringkeeper/bot/search", "one package spells names"},
	{"github.com/xuri/excelize", "ringkeeper/model/roster", "one package knows sheets"},
}

func TestArrowsPointDown(t *testing.T) {
	list := func(format string) map[string][]string {
		out, err := exec.Command("go", "list", "-f", format, "ringkeeper/...").Output()
		if err != nil {
			t.Fatal(err)
		}
		deps := map[string][]string{}
		for line := range strings.Lines(string(out)) {
			fields := strings.Fields(line)
			deps[fields[0]] = fields[1:]
		}
		return deps
	}
	all := list(`{{.ImportPath}} {{join .Deps " "}}`)
	if len(all) < 10 {
		t.Fatalf("go list sees only %d packages", len(all))
	}
	for _, f := range forbidden {
		for pkg, deps := range all {
			if !under(pkg, f.from) {
				continue
			}
			if i := slices.IndexFunc(deps, func(d string) bool { return under(d, f.to) && !under(d, f.from) }); i >= 0 {
				t.Errorf("%s reaches %s: %s", pkg, deps[i], f.why)
			}
		}
	}
	for pkg, imports := range list(`{{.ImportPath}} {{join .Imports " "}}`) {
		for _, o := range only {
			owned := slices.ContainsFunc(strings.Fields(o.owner), func(owner string) bool { return strings.HasPrefix(pkg, owner) })
			if !owned && slices.ContainsFunc(imports, func(d string) bool { return under(d, o.library) }) {
				t.Errorf("%s imports %s: %s", pkg, o.library, o.why)
			}
		}
	}
}

// under says whether a package is path or below it; a path that ends in $ is
// meant alone, one that ends in / only what is below.
func under(pkg, path string) bool {
	if alone, ok := strings.CutSuffix(path, "$"); ok {
		return pkg == alone
	}
	if strings.HasSuffix(path, "/") {
		return strings.HasPrefix(pkg, path)
	}
	return pkg == path || strings.HasPrefix(pkg, path+"/")
}
