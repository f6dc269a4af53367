package search_test

import (
	"slices"
	"testing"

	"ringkeeper/bot/search"
)

func TestCluesFindInAnIndexWhatFindAccepts(t *testing.T) {
	for _, typed := range []string{"张春明", "河湾张春明", "越州镇河湾村张春明家", "张春明（河湾村）", "欧阳国富", "大河社区欧阳国富"} {
		heads := search.CluesOf(typed).Heads
		if !slices.Contains(heads, "张春明") && !slices.Contains(heads, "欧阳国富") {
			t.Errorf("%s: %q", typed, heads)
		}
	}
	if c := search.CluesOf("户号 ５３０３-0001"); c.Number != "53030001" || c.Heads != nil {
		t.Errorf("a number: %+v", c)
	}
	if c := search.CluesOf("河湾村张春光"); !slices.Contains(c.Like, "张春_") || !slices.Contains(c.Like, "张_光") {
		t.Errorf("a slip: %q", c.Like)
	}
	for _, typed := range []string{"zcm", "", "？", "%_"} {
		if c := search.CluesOf(typed); c.Number != "" || c.Heads != nil || c.Begins != "" || c.Like != nil {
			t.Errorf("%q: %+v", typed, c)
		}
	}
}
