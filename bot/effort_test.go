package bot_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

// hands count what a cadre types and presses for one job.
type hands struct {
	*world
	li       *simulator.Person
	messages int
	taps     int
}

func (h *hands) types(words string) {
	h.messages++
	h.says(h.li, words)
}

func (h *hands) presses(label string, words ...string) {
	h.Helper()
	h.taps++
	h.press(h.li, h.find(h.li, words...), label)
}

// jobs are what cadres do most, with what must stand on record or on the phone
// when each is done. All begin with the digest of the day.
var jobs = []struct {
	name   string
	before func(h *hands) // what came of it, and is not counted
	do     func(h *hands)
	holds  func(h *hands) bool
}{
	{"清单十户全部正常", nil, func(h *hands) { h.types("全部正常") }, recorded(10)},
	{"十户里一户有变化、一户没打通，其余正常", nil, func(h *hands) { h.types("2 母亲住院 4 没打通 其余正常") }, recorded(10)},
	{"一户，点按记录", nil, func(h *hands) { h.presses("2", "待办"); h.presses("入户·正常", "情况怎样") }, recorded(1)},
	{"一户，写一句话（不用回复清单）", nil, func(h *hands) { h.types("石坎和丽英家微信联系，母亲住院") }, recorded(1)},
	{"补记上周的走访", nil, func(h *hands) { h.types("2 上周三入户，一切正常") }, recorded(1)},
	{"把“联系”改成“入户”", says("2 正常"), func(h *hands) { h.presses("入户", "已记录 1 户") }, func(h *hands) bool {
		return h.contacts()[0] == "段国强 visit normal 2 正常"
	}},
	{"记错了，撤销", says("2 正常"), func(h *hands) { h.presses("撤销", "已记录 1 户") }, recorded(0)},
	{"报急难", nil, func(h *hands) { h.types("急报 西村杜丽芬家着火") }, reported("reported")},
	{"有变化，再按急难上报", says("2 母亲住院"), func(h *hands) { h.presses("这是急难，上报", "已记录 1 户") }, reported("reported")},
	{"误报了，撤回急难", says("2 房子昨晚烧光了"), func(h *hands) { h.presses("不是急难", "已上报") }, reported("withdrawn")},
	{"看一户的情况", nil, func(h *hands) { h.types("/household 和丽英") }, func(h *hands) bool { return strings.Contains(h.li.Last().Text, "和*英（石坎村）") }},
}

func says(words string) func(h *hands) { return func(h *hands) { h.world.says(h.li, words) } }

func recorded(n int) func(h *hands) bool {
	return func(h *hands) bool { return len(h.contacts()) == n }
}

func reported(status model.EmergencyStatus) func(h *hands) bool {
	return func(h *hands) bool { c := h.cases(); return len(c) == 1 && c[0].Status == status }
}

// TestWhatEachJobTakesStandsInTheDocumentation: in messages and presses.
func TestWhatEachJobTakesStandsInTheDocumentation(t *testing.T) {
	var table strings.Builder
	for _, job := range jobs {
		liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
			for n := 11; n <= 15; n++ {
				w.families(w.moment(onRoster), w.family(n, "段国"+string([]rune("富强民安平")[n-11]), "大村", model.Red, "李明"))
			}
			h := &hands{world: w, li: w.bind("李明", "zh")}
			w.bind("周静", "zh")
			w.until("2026-11-20 08:31")
			if job.before != nil {
				job.before(h)
			}
			job.do(h)
			if !job.holds(h) {
				t.Errorf("%s was not done:\n%s", job.name, w.telegram.Transcript(h.li.ID))
			}
			fmt.Fprintf(&table, "| %s | %d | %d |\n", job.name, h.messages, h.taps)
		})
	}
	path := filepath.Join("..", "docs", "effort.md")
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(page), "|---|---|---|\n")
	want := head + "|---|---|---|\n" + table.String()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(page) != want {
		t.Errorf("%s should hold (go test ./bot -run EachJob -update writes it):\n%s", path, table.String())
	}
}
