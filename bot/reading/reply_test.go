package reading

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"ringkeeper/model"
)

var ofSix = []Line{{N: 1, Head: "段友才", Village: "河湾"}, {N: 2, Head: "吴春燕", Village: "河湾"}, {N: 3, Head: "李春梅", Village: "河湾"}, {N: 4, Head: "和丽英", Village: "石坎"}, {N: 5, Head: "谢明军", Village: "东村"}, {N: 6, Head: "谢明贵", Village: "西村"}}

func TestWhatIsUnclearIsAskedAbout(t *testing.T) {
	for _, s := range []string{"老谢家没接", "老王家正常", "正常", "三户都正常", "母亲住院了", "3 段友才正常", "1-9都正常", "2号那个啥", "家里都好", "全家人都好", "他们一家人都好", "一家子都好着呢", "打了电话，五口人都好"} {
		if got := ReadReply(s, wednesday, ofSix); len(got.Items) > 0 || len(got.Unread) == 0 {
			t.Errorf("%q: %+v", s, got)
		}
	}
}

func TestWhatIsNoReportIsNotAskedAbout(t *testing.T) {
	for _, s := range []string{"", "请问这几户是这个月的吗", "好的，明天打", "2我晚上再打", "收到", "剩下的明天打"} {
		if got := ReadReply(s, wednesday, ofSix); len(got.Items) > 0 || len(got.Unread) > 0 {
			t.Errorf("%q: %+v", s, got)
		}
	}
}

func TestAnItemKeepsItsOwnWords(t *testing.T) {
	got := ReadReply("昨天入戶：①正常；③母親住院，花了２千", wednesday, ofSix)
	if len(got.Items) != 2 {
		t.Fatalf("%+v", got)
	}
	first, third := got.Items[0], got.Items[1]
	if first.Text != "①正常；" && first.Text != "①正常" {
		t.Errorf("text of 1: %q", first.Text)
	}
	if third.Text != "③母親住院，花了２千" || !slices.Equal(third.Causes, []model.Cause{model.CauseIllness}) {
		t.Errorf("3: %+v", third)
	}
	for _, it := range got.Items {
		if it.Means != model.ByVisit || it.HappenedOn != wednesday-1 {
			t.Errorf("what is said before the first household holds for all: %+v", it)
		}
	}
}

func TestWhatIsSaidTwiceAddsUp(t *testing.T) {
	got := ReadReply("3号母亲住院，1号正常，3号还有房子漏雨", wednesday, ofSix)
	if len(got.Items) != 2 || !slices.Equal(got.Items[1].Causes, []model.Cause{model.CauseIllness, model.CauseHousing}) {
		t.Errorf("%+v", got)
	}
}

func TestWhatContradictsItselfIsAskedAbout(t *testing.T) {
	for _, c := range []struct {
		text   string
		items  map[int]model.Outcome
		unread []string
	}{
		{"1 正常 1 没打通", map[int]model.Outcome{}, []string{"1 正常\n1 没打通"}},
		{"1没打通，2正常，1正常", map[int]model.Outcome{2: model.Normal}, []string{"1没打通，\n1正常"}},
		{"1没打通，1母亲住院", map[int]model.Outcome{}, []string{"1没打通，\n1母亲住院"}},
		{"1没打通，1后来打通了，正常", map[int]model.Outcome{1: model.Normal}, nil},
		{"1正常，1说错了，没打通", map[int]model.Outcome{1: model.Unreached}, nil},
		{"1没打通，1房子塌了", map[int]model.Outcome{1: model.EmergencyFound}, nil},
		{"1正常，1母亲住院", map[int]model.Outcome{1: model.Change}, nil},
		{"2 搬走了，联系不上户主，电话停机", map[int]model.Outcome{2: model.Unreached}, nil},
		{"1 家里没有人生病 正常", map[int]model.Outcome{1: model.Normal}, nil},
	} {
		got := ReadReply(c.text, wednesday, ofSix)
		items := map[int]model.Outcome{}
		for _, it := range got.Items {
			items[it.N] = it.Outcome
		}
		if !maps.Equal(items, c.items) || !slices.Equal(got.Unread, c.unread) {
			t.Errorf("%q: %v, unread %q", c.text, items, got.Unread)
		}
	}
}

// valid says what is wrong with a reading, whatever the text.
func valid(r Reading, today model.Day) string {
	switch {
	case !slices.Contains(outcomes, r.Outcome):
		return "outcome " + string(r.Outcome)
	case !slices.Contains([]model.Means{model.ByPhone, model.ByWeChat, model.ByVisit, model.ByOther, model.Unspecified}, r.Means):
		return "means " + string(r.Means)
	case !slices.Contains([]model.IncomeChange{model.IncomeUp, model.IncomeDown, model.IncomeSame, model.IncomeUnknown}, r.IncomeChange):
		return "income " + string(r.IncomeChange)
	case r.HappenedOn > today:
		return "a day to come"
	case r.Outcome != model.Change && r.Outcome != model.EmergencyFound && (len(r.Causes) > 0 || r.MemberChange):
		return "causes without an event"
	}
	return ""
}

func seeds(f *testing.F) {
	for _, set := range []string{"replies_sample.jsonl", "replies_own.jsonl", "multi_sample.jsonl", "multi_own.jsonl"} {
		for _, l := range load(f, set) {
			f.Add(l.Text)
		}
	}
	for _, s := range []string{"", "\xff\xfe", "①②③④⑤", "1-", "-1", "第", "除", "除了", "不是", "1不对是", "12月", "2月30号", "0号", "999999999号", "老", "上上上上周", "😀", "1️⃣", "a\u0301", "#~$"} {
		f.Add(s)
	}
}

func FuzzRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		if fault := valid(Read(s, wednesday), wednesday); fault != "" {
			t.Errorf("%q: %s", s, fault)
		}
		if rest, ok := IsEmergencyReport(s); ok && !strings.Contains(s, rest) {
			t.Errorf("%q: rest %q", s, rest)
		}
		if family := ReadFamily(s); !strings.Contains(s, family.Rest) {
			t.Errorf("%q: %+v", s, family)
		}
	})
}

func FuzzReadReply(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, it := range ReadReply(s, wednesday, ofSix).Items {
			if it.N <= last || it.N > len(ofSix) {
				t.Errorf("%q: %d after %d", s, it.N, last)
			}
			last = it.N
			if fault := valid(it.Reading, wednesday); fault != "" || it.Outcome == model.Unclear {
				t.Errorf("%q: %d: %s %s", s, it.N, it.Outcome, fault)
			}
			if strings.TrimSpace(it.Text) == "" {
				t.Errorf("%q: %d has no text", s, it.N)
			}
		}
	})
}
