package reading

import (
	"slices"
	"testing"

	"ringkeeper/model"
)

var wednesday = model.Date(2026, 11, 25)

// expect reads each text and compares the outcome.
func expect(t *testing.T, want model.Outcome, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if got := Read(s, wednesday); got.Outcome != want {
			t.Errorf("%q: %s for %q, want %s", s, got.Outcome, got.Words, want)
		}
	}
}

func TestWhatIsDeniedDidNotHappen(t *testing.T) {
	expect(t, model.Normal, "没有人生病", "房子不漏", "没人失业，没人辍学", "没断水，没断电", "墙面没有裂缝", "家里无人生病住院",
		"没得哪个生病", "莫得变化", "房屋没有出现漏雨渗水", "没发生过火灾", "未发现裂缝", "孩子没有辍学")
	expect(t, model.EmergencyFound, "没米下锅了", "没水吃半个月了", "房子没法住，墙塌了半边")
	expect(t, model.Change, "没有治好，又住院了", "不小心摔断了腿")
}

func TestWhatIsOverNeedsNoHelp(t *testing.T) {
	expect(t, model.Normal, "去年的病已治好，现在一切正常", "前年房子着火后重建了，现在住得好", "以前欠的债早还清了，日子平稳",
		"那年车祸留下的伤早好了，没影响，照常上班", "2019年患过脑梗，恢复得好，一切正常")
	expect(t, model.EmergencyFound, "去年查出尿毒症，现在还在透析，借遍亲戚拿不出钱")
	expect(t, model.Change, "老人住院七天，已经出院，花了两千")
}

func TestTheNeighboursTroubleIsTheirs(t *testing.T) {
	expect(t, model.Normal, "邻居家着火，他家没事", "隔壁老李家房子塌了，我联系的这户都好", "对门媳妇跑了，他家没变化", "邻村发大水，这家没受影响，一切正常")
	expect(t, model.EmergencyFound, "邻居打电话说他家房子塌了", "住在邻居家，自家房子烧光了", "靠隔壁接济，没米下锅")
}

func TestTalkOfPolicyIsNoTrouble(t *testing.T) {
	expect(t, model.Normal, "宣传大病保险", "讲解了医疗救助和临时救助政策", "上门宣传防火防溺水", "提醒注意用火安全，防止触电",
		"发放防返贫宣传手册，讲了慢性病报销")
	expect(t, model.EmergencyFound, "上门宣传政策，发现老人昏迷在床")
}

func TestQuestionsAndPlansAreNoRecord(t *testing.T) {
	expect(t, model.Unclear, "怎么办低保", "这户是不是归我管？", "请问残疾证在哪里办", "明天去入户", "晚上再打", "还没来得及联系", "收到", "好的",
		"下周再去看", "改天上门", "有没有新的名单？")
	expect(t, model.EmergencyFound, "房子塌了，能不能申请救助？")
	expect(t, model.Normal, "入户看了，都好，下次再去")
}

func TestWhoWasReachedAfterAllWasReached(t *testing.T) {
	expect(t, model.Normal, "打了三次没接，后来打通了，一切正常", "昨天没人在家，今天去见到了，都好")
	expect(t, model.Unreached, "打了三次没人接", "发微信不回，电话关机", "家里没人，门锁着，房子完好")
}

func TestSpellingDoesNotMatter(t *testing.T) {
	expect(t, model.Normal, "走仿了，一切正长", "入戶走訪，一切正常", "ＯＫ，没变化")
	expect(t, model.EmergencyFound, "房子塌拉", "房屋倒塌，無處可住", "家里着 火 了，房子烧光")
	for _, s := range []string{"如户走仿，都好", "入戶走訪，都好", "入护了解，都好"} {
		if got := Read(s, wednesday).Means; got != model.ByVisit {
			t.Errorf("%q: %s", s, got)
		}
	}
}

func TestAnExpenseAloneTellsNothingOfIncome(t *testing.T) {
	got := Read("母亲住院花了五千", wednesday)
	if got.IncomeChange != model.IncomeUnknown || got.Outcome != model.Change {
		t.Errorf("%+v", got)
	}
}

func TestNobodyIsADenialAndNotAnEmptyPurse(t *testing.T) {
	for _, who := range []string{"家里没有人", "家里没得人", "屋头没得人", "没得人", "没得哪个", "没有人"} {
		for _, what := range []string{"生病", "住院", "受伤", "失业", "得大病"} {
			expect(t, model.Normal, who+what, who+what+" 正常", who+what+"，都正常")
		}
	}
	expect(t, model.Unreached, "家里没得人", "家里没得人在", "家里没有人", "去了，没得人应", "没得人接", "没得人")
	expect(t, model.EmergencyFound, "家里没得钱，母亲住院了", "老人住院，家里没有积蓄")
}

func TestAChangeIsToldBySomebody(t *testing.T) {
	for _, c := range []struct {
		text string
		want model.Outcome
		word string
	}{
		{"搬走了，联系不上户主，电话停机", model.Unreached, "搬走了"},
		{"电话关机，老人住院了", model.Unreached, "住院"},
		{"家里没人，搬走了", model.Unreached, "搬走了"},
		{"打了没接，后来打通了，儿子住院了", model.Change, "住院"},
		{"入户走访，老人住院了，儿子电话打不通", model.Change, "住院"},
		{"母亲住院了，儿子不回", model.Change, "住院"},
		{"房子塌了，电话没人接", model.EmergencyFound, "房子塌了"},
	} {
		got := Read(c.text, wednesday)
		if got.Outcome != c.want || !slices.Contains(got.Words, c.word) {
			t.Errorf("%q: %s %q, want %s with %s", c.text, got.Outcome, got.Words, c.want, c.word)
		}
	}
}

func TestHasteIsNoAlarm(t *testing.T) {
	for _, s := range []string{"急急忙忙去了趟村里", "急匆匆去了趟村里", "急忙去了村里一趟", "急急忙忙到河湾村张春明家"} {
		if got := Read(s, wednesday).Outcome; got == model.EmergencyFound {
			t.Errorf("%q: %s", s, got)
		}
		if rest, ok := IsEmergencyReport(s); ok {
			t.Errorf("%q: called a report: %q", s, rest)
		}
		if got := ReadFamily(s); got != (Family{Rest: s}) {
			t.Errorf("%q: %+v", s, got)
		}
	}
}

// TestABareDateIsNoReport: it answers a question, or is a slip.
func TestABareDateIsNoReport(t *testing.T) {
	for _, s := range []string{"12月15日", "11月15日", "15号", "11/6", "2026年11月6日", "3", "老段"} {
		if got := Read(s, wednesday); got.Outcome != model.Unclear {
			t.Errorf("%s: %s", s, got.Outcome)
		}
	}
}
