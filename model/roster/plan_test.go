package roster_test

import (
	"reflect"
	"testing"

	"ringkeeper/model"
	"ringkeeper/model/roster"
)

var (
	policy = model.DefaultPolicy()
	today  = model.Date(2026, 11, 24)
	staff  = []model.Cadre{
		{ID: 1, Name: "李四", Phone: "19900000001", Tier: model.TierDistrictLeader},
		{ID: 2, Name: "周六", Phone: "19900000002", Tier: model.TierDepartmentLeader},
		{ID: 3, Name: "王芳", Phone: "19900000003", Tier: model.TierPairedCadre},
		{ID: 4, Name: "王芳", Phone: "19900000004", Tier: model.TierPairedCadre},
		{ID: 5, Name: "钱七", Phone: "19900000005", Tier: model.TierPairedCadre},
	}
)

// kept is what a store would have after an import.
func kept(p roster.Plan) map[string]roster.Known {
	known := map[string]roster.Known{}
	for _, c := range p.Changes {
		known[c.Number] = roster.Known{Facts: c.Facts, Ring: c.Ring, Pace: c.Pace, Suggested: c.Suggested, Flags: c.Flags, ResponsibleID: c.ResponsibleID}
	}
	return known
}

func planOf(t *testing.T, known map[string]roster.Known, sheet table) roster.Plan {
	t.Helper()
	f := readSheet(t, sheet)
	if roster.HasFault(f.Findings) {
		t.Fatalf("%+v", f.Findings)
	}
	return roster.NewPlan(f.Households, known, staff, policy, today)
}

func TestTheSameFileTwiceChangesNothing(t *testing.T) {
	first := planOf(t, nil, family)
	if first.Added != 2 || len(first.Findings) > 0 {
		t.Fatalf("%+v", first)
	}
	again := planOf(t, kept(first), family)
	if again.Unchanged != 2 || again.Added+again.Changed != 0 || len(again.SuggestedChanged) > 0 {
		t.Errorf("%+v", again)
	}
	for _, c := range again.Changes {
		if c.SetRing || c.AssignmentChanged || len(c.Fields) > 0 || c.What != roster.Unchanged {
			t.Errorf("%+v", c)
		}
	}
	backwards := table{family[0], family[3], family[2], family[1]}
	if p := planOf(t, kept(first), backwards); p.Unchanged != 2 {
		t.Errorf("the rows in another order: %+v", p.Changes)
	}
}

func TestTheFirstImportTakesTheSheetsRingAndJudgesWhereThereIsNone(t *testing.T) {
	head := "户编号|户主|户类型|人均纯收入|劳动能力|兜底户|圈层"
	for _, c := range []struct {
		row                   string
		ring, pace, suggested model.Ring
		flags                 []model.Flag
	}{
		{"1|张三|脱贫户|18000|有||", model.Blue, model.Blue, model.Blue, nil},
		{"1|张三|脱贫户|9200|弱劳动力||", model.Red, model.Red, model.Red, nil},
		{"1|张三|脱贫户|9200|无|是|", model.Orange, model.Orange, model.Orange, nil},
		{"1|张三|脱贫户|18000|有||红色", model.Red, model.Red, model.Blue, []model.Flag{model.FlagSheetRing}},
		{"1|张三|脱贫户|10000|有||", model.Red, model.Red, model.Red, []model.Flag{model.FlagBoundary}},
		{"1|张三|脱贫户|9000|丧失劳动力||", model.Undecided, model.Orange, model.Undecided, nil},
		{"1|张三|脱贫户||有||", model.Undecided, model.Orange, model.Undecided, nil},
		{"1|张三|一般农户|18000|有||", model.Undecided, model.NoRing, model.Undecided, nil},
		{"1|张三|脱贫户|18000|有||待研判", model.Undecided, model.Orange, model.Blue, []model.Flag{model.FlagSheetRing}},
		{"1|张三|一般农户|18000|有||蓝色", model.Blue, model.Blue, model.Undecided, []model.Flag{model.FlagSheetRing}},
	} {
		p := planOf(t, nil, rows(head, c.row))
		x := p.Changes[0]
		if x.What != roster.Added || !x.SetRing || x.Ring != c.ring || x.Pace != c.pace || x.Suggested != c.suggested || !reflect.DeepEqual(x.Flags, c.flags) {
			t.Errorf("%s: %+v", c.row, x)
		}
		if again := planOf(t, kept(p), rows(head, c.row)); again.Unchanged != 1 {
			t.Errorf("%s again: %+v", c.row, again.Changes)
		}
	}
}

func TestASettingThatChangesOnlyTheFlagsIsAChange(t *testing.T) {
	head := "户编号|户主|户类型|人均纯收入|劳动能力"
	sheet := rows(head, "1|张三|脱贫户|8500|有", "2|李四|脱贫户|18000|有")
	known := kept(planOf(t, nil, sheet))
	raised := model.DefaultPolicy()
	raised.MonitoringStandard = model.ByYear{2026: 8000}
	p := roster.NewPlan(readSheet(t, sheet).Households, known, staff, raised, today)
	c := p.Changes[0]
	if p.Changed != 1 || p.Unchanged != 1 || !reflect.DeepEqual(c.Fields, []string{"flags"}) || len(c.Flags) > 0 || c.Ring != known["1"].Ring || c.Suggested != c.SuggestedBefore {
		t.Errorf("%+v", p)
	}
}

func TestLaterImportsChangeOnlyTheSuggestedRing(t *testing.T) {
	head := "户编号|户主|户类型|人均纯收入|劳动能力|圈层"
	known := kept(planOf(t, nil, rows(head, "1|张三|脱贫户|18000|有|蓝色")))
	p := planOf(t, known, rows(head, "1|张三|脱贫户|9000|有|红色"))
	c := p.Changes[0]
	if c.SetRing || c.Ring != model.Blue || c.Pace != model.Blue || c.Suggested != model.Red || c.SuggestedBefore != model.Blue ||
		c.What != roster.Changed || !reflect.DeepEqual(c.Fields, []string{"income", "sheet_ring"}) || !reflect.DeepEqual(p.SuggestedChanged, []string{"1"}) {
		t.Errorf("%+v", p)
	}
}

func TestAnUndecidedHouseholdGetsItsRingOrAnotherPace(t *testing.T) {
	head := "户编号|户主|户类型|人均纯收入|劳动能力"
	known := kept(planOf(t, nil, rows(head, "1|张三|脱贫户||有")))
	if c := planOf(t, known, rows(head, "1|张三|脱贫户|9000|有")).Changes[0]; !c.SetRing || c.Ring != model.Red || c.Pace != model.Red {
		t.Errorf("to red: %+v", c)
	}
	if c := planOf(t, known, rows(head+"|圈层", "1|张三|脱贫户||有|黄色")).Changes[0]; !c.SetRing || c.Ring != model.Yellow || c.Pace != model.Yellow {
		t.Errorf("to the sheet's ring: %+v", c)
	}
	c := planOf(t, known, rows(head, "1|张三|一般农户||有")).Changes[0]
	if !c.SetRing || c.Ring != model.Undecided || c.Pace != model.NoRing || c.What != roster.Changed {
		t.Errorf("out of scope: %+v", c)
	}
	eliminated := rows(head+"|监测对象类型|风险是否消除", "1|张三|一般农户|9000|有|边缘易致贫户|是")
	if c := planOf(t, known, eliminated).Changes[0]; !c.SetRing || c.Ring != model.Undecided || c.Pace != model.Blue {
		t.Errorf("risk eliminated: %+v", c)
	}
}

func TestAColumnThatIsAbsentErasesNothing(t *testing.T) {
	known := kept(planOf(t, nil, family))
	p := planOf(t, known, rows("户编号|户主|人均纯收入", "1001|张三|9500", "1002|赵五|12400"))
	c := p.Changes[0]
	if !reflect.DeepEqual(c.Fields, []string{"income"}) || len(c.Facts.Members) != 2 || c.Facts.Phone != "10000000001" || c.ResponsibleID != 1 || c.AssignmentChanged {
		t.Errorf("%+v", c)
	}
	if p.Unchanged != 1 || p.Changed != 1 {
		t.Errorf("%d changed, %d unchanged", p.Changed, p.Unchanged)
	}
	persons := planOf(t, known, rows("户编号|姓名|与户主关系|证件号码", "1001|张三|户主|"+id("53039919700101123"), "1001|王丽|配偶|"+id("53039919720202124")))
	if m := persons.Changes[0].Facts.Members; len(m) != 2 || m[0].Labour != model.LabourCommon || m[1].Health != "残疾" || persons.Unchanged != 1 {
		t.Errorf("%+v", persons.Changes[0])
	}
	if !reflect.DeepEqual(persons.Absent, []string{"1002"}) {
		t.Errorf("absent: %v", persons.Absent)
	}
}

// TestNoSheetErasesWhyAHouseholdWasIdentified: none has such a column.
func TestNoSheetErasesWhyAHouseholdWasIdentified(t *testing.T) {
	known := kept(planOf(t, nil, family))
	for number, k := range known {
		k.Facts.RiskCauses = []model.Cause{model.CauseAccident}
		known[number] = k
	}
	again := planOf(t, known, family)
	if again.Unchanged != 2 || !reflect.DeepEqual(again.Changes[0].Facts.RiskCauses, []model.Cause{model.CauseAccident}) {
		t.Errorf("%+v", again.Changes)
	}
}

// TestANumberTakesThePlaceOfAProvisionalOne where one new household, and only one,
// has the same head and village.
func TestANumberTakesThePlaceOfAProvisionalOne(t *testing.T) {
	first := planOf(t, nil, family)
	number := first.Changes[0].Number
	waiting := func() map[string]roster.Known {
		known := kept(first)
		known["P-3"] = known[number]
		delete(known, number)
		return known
	}
	p := planOf(t, waiting(), family)
	c := p.Changes[0]
	if c.Provisional != "P-3" || c.Number != number || c.What != roster.Changed || !reflect.DeepEqual(c.Fields, []string{"number"}) || c.SetRing || len(p.Absent) != 0 || p.Added != 0 {
		t.Errorf("%+v, absent %v", c, p.Absent)
	}
	if p.Changes[1].Provisional != "" {
		t.Errorf("%+v", p.Changes[1])
	}
	two := waiting()
	two["P-4"] = two["P-3"]
	if p := planOf(t, two, family); p.Added != 1 || len(p.Absent) != 2 {
		t.Errorf("of two that are alike one is taken: %+v", p)
	}
	elsewhere := waiting()
	k := elsewhere["P-3"]
	k.Facts.Village = "别村"
	elsewhere["P-3"] = k
	if p := planOf(t, elsewhere, family); p.Added != 1 || len(p.Absent) != 1 {
		t.Errorf("one of another village is taken: %+v", p)
	}
	rows := readSheet(t, family).Households
	namesake := rows[0]
	namesake.Number = "99999"
	if p := roster.NewPlan(append(rows, namesake), waiting(), staff, policy, today); p.Added != 2 || len(p.Absent) != 1 {
		t.Errorf("of two rows that fit one is taken: %+v", p)
	}
	provisional := rows[0]
	provisional.Number = "P-3"
	if p := roster.NewPlan(append(rows, provisional), waiting(), staff, policy, today); p.Added != 1 || len(p.Absent) != 0 {
		t.Errorf("it stands on the sheet itself: %+v", p)
	}
}

func TestABlankCellOfAColumnThatIsThereOverwrites(t *testing.T) {
	known := kept(planOf(t, nil, rows("户编号|户主|户类型|人均纯收入|监测对象类型", "1|张三|脱贫户|9000|脱贫不稳定户")))
	c := planOf(t, known, rows("户编号|户主|户类型|人均纯收入|监测对象类型", "1|张三|脱贫户|-|—")).Changes[0]
	if c.Facts.Income.Known || c.Facts.Monitored != model.NotMonitored || c.Suggested != model.Undecided {
		t.Errorf("%+v", c)
	}
}

func TestAValueThatIsNotUnderstoodKeepsTheKnownOne(t *testing.T) {
	known := kept(planOf(t, nil, rows("户编号|户主|户类型|人均纯收入", "1|张三|脱贫户|18000")))
	if p := planOf(t, known, rows("户编号|户主|户类型|人均纯收入", "1|张三|外星户|18000")); p.Unchanged != 1 {
		t.Errorf("%+v", p.Changes[0])
	}
}

func TestAPersonWhoJoinsOrLeavesIsAChangeOfMembers(t *testing.T) {
	known := kept(planOf(t, nil, family))
	c := planOf(t, known, table{family[0], family[1], family[3]}).Changes[0]
	if !reflect.DeepEqual(c.Fields, []string{"members"}) || len(c.Facts.Members) != 1 {
		t.Errorf("%+v", c)
	}
}

func TestTheResponsiblePersonIsFoundByPhoneElseByName(t *testing.T) {
	head := "户编号|户主|圈层|包保责任人|包保责任人电话"
	for _, c := range []struct {
		name, row string
		id        int64
		code      roster.Code
		column    string
	}{
		{"by phone", "1|张三|蓝色|王芳|19900000004", 4, "", ""},
		{"by name", "1|张三|蓝色|钱七|", 5, "", ""},
		{"by phone alone", "1|张三|蓝色||19900000005", 5, "", ""},
		{"a name with a space", "1|张三|蓝色|钱 七|", 5, "", ""},
		{"phone not on the list", "1|张三|蓝色|钱七|19900000099", 0, roster.CodeResponsibleUnknown, "E 包保责任人电话"},
		{"name not on the list", "1|张三|蓝色|孙八|", 0, roster.CodeResponsibleUnknown, "D 包保责任人"},
		{"a name that fits two", "1|张三|蓝色|王芳|", 0, roster.CodeResponsibleAmbiguous, "D 包保责任人"},
		{"the phone of another name", "1|张三|蓝色|钱七|19900000003", 3, roster.CodeResponsibleName, "D 包保责任人"},
		{"rank", "1|张三|红色|钱七|", 5, roster.CodeRank, "D 包保责任人"},
		{"nobody", "1|张三|蓝色||", 0, roster.CodeNoResponsible, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := planOf(t, nil, rows(head, c.row))
			if x := p.Changes[0]; x.ResponsibleID != c.id || x.AssignmentChanged != (c.id != 0) {
				t.Errorf("%+v", x)
			}
			var others []roster.Finding
			for _, x := range p.Findings {
				if x.Code != roster.CodeSheetRingDiffers {
					others = append(others, x)
				}
			}
			if c.code == "" {
				if len(others) > 0 {
					t.Errorf("%+v", others)
				}
				return
			}
			if x := only(t, others, c.code); x.Row != 2 || x.Column != c.column || x.Household != "1" || len(others) != 1 {
				t.Errorf("%+v", others)
			}
		})
	}
}

func TestABlankResponsibleLeavesTheAssignmentAsItIs(t *testing.T) {
	head := "户编号|户主|包保责任人"
	known := kept(planOf(t, nil, rows(head, "1|张三|钱七")))
	if c := planOf(t, known, rows(head, "1|张三|")).Changes[0]; c.ResponsibleID != 5 || c.AssignmentChanged {
		t.Errorf("%+v", c)
	}
	if c := planOf(t, known, rows(head, "1|张三|李四")).Changes[0]; c.ResponsibleID != 1 || !c.AssignmentChanged || c.What != roster.Changed {
		t.Errorf("%+v", c)
	}
}

func TestPlansWarnOfWhatPeopleShouldLookAt(t *testing.T) {
	p := planOf(t, nil, rows("户编号|户主|户类型|人均纯收入|劳动能力|兜底户|圈层",
		"1|张三|脱贫户|10000|有||", "2|李四|脱贫户|7000|有||", "3|王五|脱贫户|9000|有|是|", "4|赵六|脱贫户|18000|有||红色"))
	for _, c := range []struct {
		code   roster.Code
		row    int
		column string
		detail map[string]string
	}{
		{roster.CodeBoundaryIncome, 2, "D 人均纯收入", map[string]string{"income": "10000", "line": "10000"}},
		{roster.CodeBelowStandard, 3, "D 人均纯收入", map[string]string{"income": "7000", "standard": "8700"}},
		{roster.CodeSafetyNetLabour, 4, "", map[string]string{}},
		{roster.CodeSheetRingDiffers, 5, "G 圈层", map[string]string{"sheet": "red", "rule": "blue", "reason": "ring.blue"}},
	} {
		x := only(t, p.Findings, c.code)
		if x.Row != c.row || x.Column != c.column || x.Fault() || !reflect.DeepEqual(x.Detail, c.detail) {
			t.Errorf("%+v", x)
		}
	}
	if len(p.Findings) != 4 {
		t.Errorf("%v", codes(p.Findings))
	}
}

func TestTwoFilesThatTellOfOneHouseholdMustAgree(t *testing.T) {
	a := readSheet(t, rows("户编号|户主|人均纯收入", "1|张三|9000")).Households
	same := readSheet(t, rows("户编号|户主", "1|张三")).Households
	other := readSheet(t, rows("户编号|户主|人均纯收入", "1|张三|9500")).Households
	p := roster.NewPlan(append(a, same...), nil, nil, policy, today)
	if len(p.Changes) != 1 || only(t, p.Findings, roster.CodeHouseholdTwice).Fault() {
		t.Errorf("%+v", p)
	}
	if p := roster.NewPlan(append(a, other...), nil, nil, policy, today); !only(t, p.Findings, roster.CodeContradiction).Fault() {
		t.Errorf("%+v", p)
	}
}

func TestRowsMadeByHandTellEverything(t *testing.T) {
	row := roster.HouseholdRow{Number: "1", Facts: model.Facts{Head: "张三", Category: model.Lifted}}
	known := map[string]roster.Known{"1": {Facts: model.Facts{Head: "张三", Phone: "10000000001", Members: []model.Member{{Name: "张三"}}}, Ring: model.Blue}}
	c := roster.NewPlan([]roster.HouseholdRow{row}, known, nil, policy, today).Changes[0]
	if !reflect.DeepEqual(c.Fields, []string{"phone", "category"}) || len(c.Facts.Members) != 1 {
		t.Errorf("%+v", c)
	}
}

// TestTwoNumbersThatDifferOnlyByZerosInFrontAreNamed: a spreadsheet takes them off.
func TestTwoNumbersThatDifferOnlyByZerosInFrontAreNamed(t *testing.T) {
	first := planOf(t, nil, rows("户编号|户主|包保责任人", "08020|张三|钱七", "0001|李四|钱七", "77|王五|钱七"))
	if len(first.Findings) > 0 {
		t.Errorf("%+v", first.Findings)
	}
	again := planOf(t, kept(first), rows("户编号|户主|包保责任人", "8020|张三|钱七", "1|李四|钱七", "0077|王五|钱七", "77|王五|钱七", "080200|赵六|钱七", "08020|张三|钱七"))
	var got []string
	for _, x := range again.Findings {
		got = append(got, x.Household+" "+string(x.Code)+" "+x.Detail["number"])
	}
	if want := []string{"8020 zeros_differ 08020", "1 zeros_differ 0001", "0077 zeros_differ 77"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
