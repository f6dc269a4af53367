package reading

import (
	"fmt"
	"strings"
	"testing"

	"ringkeeper/model"
)

func itemsOf(s string) string {
	var all []string
	for _, i := range Items(s) {
		all = append(all, fmt.Sprintf("%s %s", i.Kind, i.Text))
	}
	return strings.Join(all, " | ")
}

func TestDifficultiesAndNeedsAreReadFromTheWords(t *testing.T) {
	for text, want := range map[string]string{
		"入户，难点：缺一台抽水机":                   "difficulty 缺一台抽水机",
		"3 走访了，难点堵点:路太窄车进不去，其他正常":        "difficulty 路太窄车进不去",
		"困难是没有劳力收烤烟":                     "difficulty 没有劳力收烤烟",
		"主要困难就是缺资金。诉求：想办小额贷款":            "difficulty 缺资金 | need 想办小额贷款",
		"堵点在销路，果子卖不出去":                   "difficulty 销路",
		"他家最大的问题是水管老化":                   "difficulty 水管老化",
		"难点 缺技术":                         "difficulty 缺技术",
		"难點：没有水源":                        "difficulty 没有水源",
		"诉求：帮老人申请残疾证":                    "need 帮老人申请残疾证",
		"诉求想办低保":                         "need 想办低保",
		"要求解决灌溉用水":                       "need 要求解决灌溉用水",
		"电话里问能不能申请公益岗":                   "need 问能不能申请公益岗",
		"正常，希望政府帮忙修水渠":                   "need 希望政府帮忙修水渠",
		"想要帮忙找个活":                        "need 想要帮忙找个活",
		"盼着把门口的路硬化":                      "need 盼着把门口的路硬化",
		"请求帮忙协调欠的工钱":                     "need 请求帮忙协调欠的工钱",
		"老人说想请村里帮着修一下厕所":                 "need 想请村里帮着修一下厕所",
		"需要一台旋耕机，别的都好":                   "need 需要一台旋耕机",
		"问怎么申请助学金，娃娃上大学":                 "need 问怎么申请助学金",
		"希望能解决吃水问题！其他没啥":                 "need 希望能解决吃水问题",
		"需求是两头母猪":                        "need 两头母猪",
		"困难是，没钱买化肥":                      "difficulty 没钱买化肥",
		"走访，人都好。诉求：①帮找工作":                "need 帮找工作",
		"希望政府越来越好":                       "",
		"没什么困难":                          "",
		"没有诉求":                           "",
		"诉求：无":                           "",
		"诉求 暂无":                          "",
		"难点：没有":                          "",
		"难点堵点：无；诉求：没提什么":                 "",
		"困难：自己能解决":                       "",
		"没有什么特别困难，都好":                    "",
		"不需要帮忙，自己能行":                     "",
		"问有没有困难，说没有":                     "",
		"没提要求，一切正常":                      "",
		"希望娃娃考上好大学":                      "",
		"盼着儿子过年回来":                       "",
		"希望烤烟涨价":                         "",
		"困难户，低保在领":                       "",
		"问题不大，小感冒":                       "",
		"镇上要求申报产业补贴，已告知":                 "",
		"医生说需要帮忙按摩":                      "",
		"老师要求补助材料周五交":                    "",
		"邻居家说，想请村里修路":                    "",
		"去年想申请低保没批":                      "",
		"难点：缺抽水机，已解决":                    "",
		"想办法自己修了":                        "",
		"我们希望他参加培训":                      "",
		"电话正常":                           "",
		"母亲住院，要花钱":                       "",
		"":                               "",
		"：：：":                            "",
		"难点：":                            "",
		"诉求":                             "",
		strings.Repeat("难点：缺钱。", 100):    "difficulty 缺钱 | difficulty 缺钱 | difficulty 缺钱 | difficulty 缺钱 | difficulty 缺钱",
		"难点：" + strings.Repeat("长", 200): "difficulty " + strings.Repeat("长", longestItem),
	} {
		if got := itemsOf(text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestAnItemIsSettledByWhatIsSaidOfIt(t *testing.T) {
	pump, road := model.Named{Kind: model.Difficulty, Text: "缺一台抽水机"}, model.Named{Kind: model.Difficulty, Text: "路太窄车进不去"}
	dole := model.Named{Kind: model.Need, Text: "想申请低保"}
	for _, c := range []struct {
		text string
		open []model.Named
		want string
	}{
		{"3 抽水机已解决", []model.Named{pump, road, dole}, "solved [0]"},
		{"低保办下来了", []model.Named{pump, dole}, "solved [1]"},
		{"难点解决了", []model.Named{pump, dole}, "solved [0]"},
		{"难点解决了", []model.Named{pump, road, dole}, "solved [0 1] unsure"},
		{"难点都解决了", []model.Named{pump, road, dole}, "solved [0 1]"},
		{"诉求已办好", []model.Named{pump, dole}, "solved [1]"},
		{"2 已解决", []model.Named{pump}, "solved [0]"},
		{"已解决", []model.Named{pump, dole}, "solved [0 1] unsure"},
		{"低保不符合条件", []model.Named{pump, dole}, "unsolvable [1]"},
		{"这个事解决不了", []model.Named{pump}, "unsolvable [0]"},
		{"抽水机还没解决", []model.Named{pump}, ""},
		{"抽水机什么时候解决了没", []model.Named{pump}, ""},
		{"电话打通了，正常", []model.Named{pump}, ""},
		{"屋顶修好了", []model.Named{pump}, ""},
		{"正常", []model.Named{pump}, ""},
		{"抽水机已解决", nil, ""},
	} {
		s := Settled(c.text, c.open)
		got := ""
		if s.Status != "" {
			got = fmt.Sprint(s.Status, " ", s.Of)
		}
		if s.Unsure {
			got += " unsure"
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzItems(f *testing.F) {
	f.Add("难点：缺钱，诉求 想办低保")
	f.Fuzz(func(t *testing.T, s string) {
		items := Items(s)
		if len(items) > mostItems {
			t.Errorf("%d items", len(items))
		}
		for _, i := range items {
			if i.Text == "" || len([]rune(i.Text)) > longestItem {
				t.Errorf("item %q", i.Text)
			}
		}
		Settled(s, items)
	})
}

func TestADayToComeIsRead(t *testing.T) {
	today, _ := model.ParseDay("2026-11-24")
	for text, want := range map[string]string{
		"12月15日": "2026-12-15", "到12月15号": "2026-12-15", "十二月十五号": "2026-12-15", "12.15": "2026-12-15", "12/15": "2026-12-15",
		"2026-12-15": "2026-12-15", "2026年12月15日": "2026-12-15", "28号": "2026-11-28", "15号": "2026-12-15", "1月6日": "2027-01-06",
		"到月底吧": "2026-11-30", "下个月5号": "2026-12-05", "本月28日": "2026-11-28", "下个月": "", "２８号": "2026-11-28",
		"正常": "", "3": "", "3 正常": "", "12月": "", "2月30日": "", "13月1日": "", "15号去的": "", "": "", "1 3": "",
	} {
		got, ok := Until(text, today)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("%q: %s, %v, want %s", text, got, ok, want)
		}
	}
}

func TestWhatIsPlainlySaidOfTheIncome(t *testing.T) {
	for text, want := range map[string]model.IncomeChange{
		"入户，收入稳定": model.IncomeSame, "今天去家里了，收入比去年增加了": model.IncomeUp, "走访，收入少了些": model.IncomeDown, "务工收入增加三千": model.IncomeUp,
		"收入跟去年差不多": model.IncomeSame, "工资涨了两百": model.IncomeUp, "家庭收入下降": model.IncomeDown, "收入没变，人都好": model.IncomeSame, "打工工资涨了，收入增加": model.IncomeUp,
		"收入不稳定": "", "收入没有增加": "", "希望收入增加": "", "去年收入少了些": "", "邻居家收入增加": "", "工资涨了，养猪收入少了": "", "入户正常": "", "": "", "病情稳定": "",
	} {
		if got, said := IncomeSaid(text); got != want || said != (want != "") {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
		if r := Read(text, wednesday); want != "" && r.IncomeChange != want {
			t.Errorf("%s is read as %s, income %q, whatever is plainly said", text, r.Outcome, r.IncomeChange)
		}
	}
}
