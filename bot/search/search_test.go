package search_test

import (
	"strings"
	"testing"

	"ringkeeper/bot/search"
	"ringkeeper/model"
)

func household(number, head, village string) model.Household {
	return model.Household{Number: number, Head: head, Township: "越州镇", Village: village}
}

var own = []model.Household{
	household("53030200010001", "张春明", "河湾村"),
	household("53030200010002", "张春明", "石坎村"),
	household("53030200010003", "张丽", "河湾村"),
	household("53030200020003", "单正华", "西村"),
	household("53030200010013", "曾秀英", "东村"),
	household("53030200010014", "吕绿云", "东村"),
	household("53030200010015", "欧阳国富", "大河社区"),
	household("53030200010016", "吾买尔·买买提", "大河社区"),
	household("53030200010017", "张国家", "西村"),
}

func TestWhatPeopleTypeFindsTheHousehold(t *testing.T) {
	for _, c := range []struct {
		typed, found string // the heads and villages
		rank         search.Rank
	}{
		{"53030200010003", "张丽 河湾村", search.Number},
		{"５３０３０２０００１０００３", "张丽 河湾村", search.Number},
		{"户号 5303 0200 0100 03", "张丽 河湾村", search.Number},
		{"0003", "张丽 河湾村、单正华 西村", search.Tail},
		{"20003", "单正华 西村", search.Tail},
		{"003", "", search.None},
		{"张春明", "张春明 河湾村、张春明 石坎村", search.Name},
		{"张春明家", "张春明 河湾村、张春明 石坎村", search.Name},
		{"河湾张春明", "张春明 河湾村", search.Name},
		{"河湾村张春明家", "张春明 河湾村", search.Name},
		{"越州石坎 张春明 他家", "张春明 石坎村", search.Name},
		{"越州镇石坎村委会张春明户", "张春明 石坎村", search.Name},
		{"张春明（石坎村）", "张春明 石坎村", search.Name},
		{"东村张春明", "", search.None},
		{"张国家", "张国家 西村", search.Name},
		{"大河欧阳国富", "欧阳国富 大河社区", search.Name},
		{"张春", "张春明 河湾村、张春明 石坎村", search.Beginning},
		{"石坎张春", "张春明 石坎村", search.Beginning},
		{"张*明", "张春明 河湾村、张春明 石坎村", search.Beginning},
		{"曾", "曾秀英 东村", search.Beginning},
		{"zcm", "张春明 河湾村、张春明 石坎村", search.Initials},
		{"ZCM", "张春明 河湾村、张春明 石坎村", search.Initials},
		{"zhang chunming", "张春明 河湾村、张春明 石坎村", search.Pinyin},
		{"zl", "张丽 河湾村", search.Initials},
		{"zhangl", "张丽 河湾村", search.PinyinBegins},
		{"szh", "单正华 西村", search.Initials},
		{"shanzhenghua", "单正华 西村", search.Pinyin},
		{"danzhenghua", "", search.None},
		{"zxy", "曾秀英 东村", search.Initials},
		{"lvlvyun", "吕绿云 东村", search.Pinyin},
		{"lulvyun", "吕绿云 东村", search.Pinyin},
		{"oygf", "欧阳国富 大河社区", search.Initials},
		{"章春名", "张春明 河湾村、张春明 石坎村", search.Sound},
		{"張春明", "张春明 河湾村、张春明 石坎村", search.Sound},
		{"河湾村章春明", "张春明 河湾村", search.Sound},
		{"张春光", "张春明 河湾村、张春明 石坎村", search.Near},
		{"张明", "张春明 河湾村、张春明 石坎村、张丽 河湾村", search.Near},
		{"春明", "张春明 河湾村、张春明 石坎村", search.Given},
		{"石坎春明家", "张春明 石坎村", search.Given},
		{"国富", "欧阳国富 大河社区", search.Given},
		{"丽", "", search.None},
		{"李丽", "", search.None},
		{"吾买尔买买提", "吾买尔·买买提 大河社区", search.Name},
		{"吾买尔·买买", "吾买尔·买买提 大河社区", search.Beginning},
		{"", "", search.None},
		{"？！", "", search.None},
		{"家", "", search.None},
		{strings.Repeat("张", 4096), "", search.None},
		{strings.Repeat("z", 4096), "", search.None},
	} {
		found, rank := search.Find(c.typed, own)
		var names []string
		for _, h := range found {
			names = append(names, h.Head+" "+h.Village)
		}
		if got := strings.Join(names, "、"); got != c.found || rank != c.rank {
			t.Errorf("%.20q finds %s (%d), want %s (%d)", c.typed, got, rank, c.found, c.rank)
		}
	}
}

// TestSurnamesReadAsSurnames holds those that the dictionary reads otherwise.
func TestSurnamesReadAsSurnames(t *testing.T) {
	for name, spelled := range map[string]string{
		"单小平": "shanxiaoping", "曾小平": "zengxiaoping", "解小平": "xiexiaoping", "查小平": "zhaxiaoping", "仇小平": "qiuxiaoping",
		"区小平": "ouxiaoping", "朴小平": "piaoxiaoping", "任小平": "renxiaoping", "华小平": "huaxiaoping", "覃小平": "tanxiaoping",
		"尉迟小平": "yuchixiaoping", "单于小平": "chanyuxiaoping", "单于": "shanyu", "乐小平": "yuexiaoping", "盖小平": "gexiaoping",
	} {
		if _, rank := search.Find(spelled, []model.Household{household("1", name, "东村")}); rank != search.Pinyin {
			t.Errorf("%s does not read as %s", name, spelled)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, typed := range []string{"张春明", "zhangchunming", "0001", "河湾村 张*明", "\U0001d7d8\u20e3家", "ü", "%_", "尉迟"} {
		f.Add(typed, "尉迟·买买提")
	}
	f.Fuzz(func(t *testing.T, typed, head string) {
		if len(typed) > 4096 || len(head) > 100 {
			return // Telegram sends no more, and nobody is called so
		}
		among := append([]model.Household{household("53030200010099", head, typed)}, own...)
		found, rank := search.Find(typed, among)
		if (rank == search.None) != (len(found) == 0) || len(found) > len(among) {
			t.Errorf("%q finds %d with rank %d", typed, len(found), rank)
		}
		search.CluesOf(typed)
		if found, rank := search.Find("53030200010099", among); len(found) != 1 || rank != search.Number {
			t.Errorf("a number finds %d with rank %d", len(found), rank)
		}
	})
}
