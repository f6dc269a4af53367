package roster_test

import (
	"fmt"
	"strings"
	"testing"

	"ringkeeper/model/roster"
)

func TestEveryFaultAndWarningNamesItsCell(t *testing.T) {
	good, bad := id("53039919900101123"), id("53039919900101123")[:17]
	if good[17] == '1' {
		bad += "2"
	} else {
		bad += "1"
	}
	people := "户编号|姓名|与户主关系|证件号码|人均纯收入|户类型|联系电话|人数|圈层"
	for _, c := range []struct {
		name   string
		sheet  table
		code   roster.Code
		fault  bool
		row    int
		column string
		value  string
		who    string
		detail map[string]string
	}{
		{"an id in scientific notation", rows(people, "1001|张三|户主|5.30321E+17|||||"), roster.CodeLostDigits, true, 2, "D 证件号码", "", "1001", map[string]string{"field": "id_number", "name": "张三"}},
		{"a household's number in scientific notation", rows(people, "5.30321E+17|张三|户主||||||"), roster.CodeLostDigits, true, 2, "A 户编号", "5.30321E+17", "", map[string]string{"field": "number"}},
		{"a responsible person's phone that lost digits", rows("户编号|户主|包保责任人电话", "1001|张三|1.99E+10"), roster.CodeLostDigits, true, 2, "C 包保责任人电话", "1.99E+10", "1001", map[string]string{"field": "responsible_phone"}},
		{"two heads by relation", rows(people, "1001|张三|户主||||||", "1001|李四|户主||||||"), roster.CodeTwoHeads, true, 3, "B 姓名", "李四", "1001", map[string]string{"first": "张三", "first_row": "2"}},
		{"two heads by the head's column", rows("户编号|户主|人均纯收入", "1001|张三|9000", "1001|李四|9000"), roster.CodeTwoHeads, true, 3, "B 户主", "李四", "1001", map[string]string{"first": "张三", "first_row": "2"}},
		{"head's column against relation", rows("户编号|户主姓名|姓名|与户主关系", "1001|张三|李四|户主"), roster.CodeTwoHeads, true, 2, "C 姓名", "李四", "1001", map[string]string{"first": "张三"}},
		{"no number", rows("户编号|户主", "1001|张三", "|李四"), roster.CodeNoNumber, true, 3, "A 户编号", "", "", map[string]string{"name": "李四"}},
		{"no number beside a head", rows(people, "|张三|户主||||||"), roster.CodeNoNumber, true, 2, "A 户编号", "", "", map[string]string{"name": "张三"}},
		{"a number that is a text", rows("户编号|户主", "这一户的编号还没有下来请镇里的同志抓紧时间向区里申请之后再补填到这一格里谢谢各位同志了辛苦辛苦|张三"), roster.CodeBadNumber, true, 2, "A 户编号", "*", "", nil},
		{"no head", rows(people, "1001|张三|之子||||||"), roster.CodeNoHead, true, 2, "C 与户主关系", "", "1001", nil},
		{"a number of the form that forgotten households have", rows("户编号|户主", "X-12|张三", "X-1a|李四"), roster.CodeReservedNumber, true, 2, "A 户编号", "X-12", "", nil},
		{"no head in one row a household", rows("户编号|户主", "1001|-"), roster.CodeNoHead, true, 2, "B 户主", "", "1001", nil},
		{"unreadable income", rows(people, "1001|张三|户主||约1万||||"), roster.CodeUnreadableIncome, true, 2, "E 人均纯收入", "约1万", "1001", nil},
		{"an id in the income's column", rows(people, "1001|张三|户主||"+good+"||||"), roster.CodeUnreadableIncome, true, 2, "E 人均纯收入", "［证件号已隐去］", "1001", nil},
		{"a failed formula", rows(people, "1001|张三|户主||#N/A||||"), roster.CodeCellError, true, 2, "E 人均纯收入", "#N/A", "1001", map[string]string{"field": "income"}},
		{"lost characters", rows(people, "1001|张\ufffd|户主||||||"), roster.CodeGarbled, true, 2, "B 姓名", "*", "1001", map[string]string{"field": "name"}},
		{"two incomes", rows(people, "1001|张三|户主||9000||||", "1001|李四|配偶||9500||||"), roster.CodeContradiction, true, 3, "E 人均纯收入", "9500", "1001", map[string]string{"field": "income", "first": "9000", "first_row": "2", "first_column": "E 人均纯收入"}},
		{"two categories", rows(people, "1001|张三|户主|||脱贫户|||", "1001|李四|配偶|||一般农户|||"), roster.CodeContradiction, true, 3, "F 户类型", "一般农户", "1001", map[string]string{"field": "category"}},
		{"two rings", rows(people, "1001|张三|户主||||||红", "1001|李四|配偶||||||蓝"), roster.CodeContradiction, true, 3, "I 圈层", "蓝", "1001", map[string]string{"field": "sheet_ring"}},
		{"one header twice with two incomes", rows("户编号|户主|人均纯收入|人均纯收入", "1001|张三|9000|9500"), roster.CodeContradiction, true, 2, "D 人均纯收入", "9500", "1001", map[string]string{"first": "9000", "first_column": "C 人均纯收入"}},
		{"two rings in one row", rows("户编号|户主|圈层|圈层类别", "1001|张三|红圈|蓝圈"), roster.CodeContradiction, true, 2, "D 圈层类别", "蓝圈", "1001", map[string]string{"first": "红圈", "first_column": "C 圈层"}},
		{"two phones", rows(people, "1001|张三|户主||||10000000001||", "1001|李四|配偶||||10000000002||"), roster.CodeContradictionMinor, false, 3, "G 联系电话", "10000000002", "1001", map[string]string{"field": "phone", "first": "10000000001"}},
		{"a wrong check digit", rows(people, "1001|张三|户主|"+bad+"|||||"), roster.CodeIDCheckDigit, false, 2, "D 证件号码", "", "1001", map[string]string{"name": "张三"}},
		{"a wrong birth date", rows(people, "1001|张三|户主|"+id("53039919901301123")+"|||||"), roster.CodeIDBirthDate, false, 2, "D 证件号码", "*", "1001", map[string]string{"name": "张三"}},
		{"an id of 17 characters", rows(people, "1001|张三|户主|53039919900101123|||||"), roster.CodeIDForm, false, 2, "D 证件号码", "", "1001", map[string]string{"name": "张三"}},
		{"a person twice in a household", rows(people, "1001|张三|户主|"+good+"|||||", "1001|张三|户主|"+good+"|||||"), roster.CodePersonTwice, false, 3, "D 证件号码", "*", "1001", map[string]string{"first_household": "1001", "first_row": "2"}},
		{"a person in two households", rows(people, "1001|张三|户主|"+good+"|||||", "1002|张三|户主|"+good+"43|||||"), roster.CodePersonTwice, false, 3, "D 证件号码", "*", "1002", map[string]string{"first_household": "1001", "first_row": "2"}},
		{"a row without a person", rows(people, "1001|张三|户主||||||", "1001||||||||"), roster.CodePersonWithoutName, false, 3, "B 姓名", "", "1001", nil},
		{"a household twice", rows("户编号|户主", "1001|张三", "1001|张三"), roster.CodeHouseholdTwice, false, 3, "A 户编号", "1001", "1001", map[string]string{"first_row": "2"}},
		{"an unknown category", rows(people, "1001|张三|户主|||外星户|||"), roster.CodeUnknownValue, false, 2, "F 户类型", "外星户", "1001", map[string]string{"field": "category"}},
		{"an unknown ring", rows(people, "1001|张三|户主||||||紫色"), roster.CodeUnknownValue, false, 2, "I 圈层", "紫色", "1001", map[string]string{"field": "sheet_ring"}},
		{"a phone that is none", rows(people, "1001|张三|户主||||没有电话的||"), roster.CodeHouseholdPhone, false, 2, "G 联系电话", "没有电话的", "1001", map[string]string{"field": "phone"}},
		{"fewer people than the size says", rows(people, "1001|张三|户主|||||3|"), roster.CodeSizeDiffers, false, 2, "H 人数", "3", "1001", map[string]string{"size": "3", "members": "1"}},
		{"a row of nobody", rows(people, "1001|张三|户主||||||", "||||9000||||"), roster.CodeRowSkipped, false, 3, "E 人均纯收入", "9000", "", nil},
		{"a header and no rows", rows("标题", "户编号|户主"), roster.CodeNoRows, true, 2, "", "", "", nil},
		{"a cadre without a name", rows("姓名|联系电话|包保层级", "|19900000001|结对帮扶干部"), roster.CodeCadreNoName, true, 2, "A 姓名", "", "", map[string]string{"phone": "19900000001"}},
		{"a cadre without a phone", rows("姓名|联系电话|包保层级", "李四||结对帮扶干部"), roster.CodeCadreNoPhone, true, 2, "B 联系电话", "", "", map[string]string{"name": "李四"}},
		{"a cadre's phone that is none", rows("姓名|联系电话|包保层级", "李四|1990000|结对帮扶干部"), roster.CodeCadreBadPhone, true, 2, "B 联系电话", "1990000", "", map[string]string{"name": "李四", "field": "phone"}},
		{"a cadre's phone that lost digits", rows("姓名|联系电话|包保层级", "李四|1.99E+10|结对帮扶干部"), roster.CodeLostDigits, true, 2, "B 联系电话", "1.99E+10", "", map[string]string{"name": "李四", "field": "phone"}},
		{"a superior's phone that is none", rows("姓名|联系电话|上级电话", "李四|19900000001|王局长"), roster.CodeCadreBadPhone, true, 2, "C 上级电话", "王局长", "", map[string]string{"field": "superior_phone"}},
		{"one phone, two names", rows("姓名|联系电话|单位", "李四|19900000001|甲", "王五|19900000001|乙"), roster.CodePhoneTwice, true, 3, "B 联系电话", "19900000001", "", map[string]string{"name": "王五", "first": "李四", "first_row": "2"}},
		{"a cadre twice", rows("姓名|联系电话|单位", "李四|19900000001|甲", "李四|19900000001|乙"), roster.CodeCadreTwice, false, 3, "B 联系电话", "19900000001", "", map[string]string{"name": "李四", "first_row": "2"}},
		{"an unknown role", rows("姓名|联系电话|角色", "李四|19900000001|国王"), roster.CodeUnknownRole, true, 2, "C 角色", "国王", "", map[string]string{"name": "李四"}},
		{"an unknown tier", rows("姓名|联系电话|包保层级", "李四|19900000001|国王"), roster.CodeUnknownValue, false, 2, "C 包保层级", "国王", "", map[string]string{"name": "李四", "field": "tier"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := read(t, book(t, []string{"表一"}, anyRows(c.sheet)))
			x := only(t, f.Findings, c.code)
			if x.Fault() != c.fault || x.Sheet != "表一" || x.Row != c.row || x.Column != c.column || c.value != "*" && x.Value != c.value || x.Household != c.who {
				t.Errorf("%+v", x)
			}
			for k, v := range c.detail {
				if x.Detail[k] != v {
					t.Errorf("%s: %q, want %q", k, x.Detail[k], v)
				}
			}
			if n := len(f.Findings); n != 1 {
				t.Errorf("%d findings: %v", n, codes(f.Findings))
			}
		})
	}
}

func TestEveryFaultOfAFileIsCollectedInTheOrderOfItsRows(t *testing.T) {
	f := readSheet(t, rows("户编号|户主|人均纯收入|户类型", "1001|张三|约1万|外星户", "|李四|9000|脱贫户", "1003|-|九千|脱贫户", "1004|王五|9000|脱贫户"))
	want := []struct {
		row  int
		code roster.Code
	}{
		{2, roster.CodeUnreadableIncome}, {2, roster.CodeUnknownValue}, {3, roster.CodeNoNumber}, {4, roster.CodeNoHead}, {4, roster.CodeUnreadableIncome},
	}
	if len(f.Findings) != len(want) {
		t.Fatalf("%+v", f.Findings)
	}
	for i, w := range want {
		if f.Findings[i].Row != w.row || f.Findings[i].Code != w.code {
			t.Errorf("%d: %+v, want %v", i, f.Findings[i], w)
		}
	}
	sound, _ := roster.NewLeftOut([]roster.File{f}).Sound()
	if len(sound) != 1 || sound[0].Number != "1004" {
		t.Errorf("sound: %+v", sound)
	}
}

func TestNumbersCutToFifteenDigitsAreFoundOut(t *testing.T) {
	f := readSheet(t, rows("户编号|户主", "530302100100123000|张三", "530302100100456000|李四", "530302100100789000|王五"))
	if len(f.Findings) != 3 {
		t.Fatalf("%+v", f.Findings)
	}
	for _, x := range f.Findings {
		if x.Code != roster.CodeLostDigits || x.Column != "A 户编号" {
			t.Errorf("%+v", x)
		}
	}
	// One that was retyped is the usual accident; among whole ones it may be genuine.
	f = readSheet(t, rows("户编号|姓名|与户主关系|人编号", "530302100100123000|张三|户主|", "530302100100456001|李四|户主|5303021001004560000", "530302100100789001|王五|户主|"))
	if got := fmt.Sprint(codes(f.Findings), f.Findings[0].Row, f.Findings[1].Row, roster.HasFault(f.Findings)); got != "[maybe_cut maybe_cut] 2 3 false" {
		t.Errorf("%+v", f.Findings)
	}
}

func TestAHouseholdHasNoMorePeopleThanAnyHas(t *testing.T) {
	var b strings.Builder
	b.WriteString("户编号,姓名,与户主关系\n1,张三,户主\n2,李四,户主\n")
	for i := range 50_000 {
		fmt.Fprintf(&b, "1,张%d,其他\n", i)
	}
	f := read(t, file(t, "x.csv", b.String()))
	x := only(t, f.Findings, roster.CodeTooManyPeople)
	if x.Row != 102 || x.Household != "1" || x.Detail["limit"] != "99" || !x.Fault() || len(f.Findings) != 1 {
		t.Errorf("%+v", f.Findings)
	}
	if sound, _ := roster.NewLeftOut([]roster.File{f}).Sound(); len(sound) != 1 || sound[0].Number != "2" {
		t.Errorf("%+v", sound)
	}
}

func TestAFileOfNothingButFaultsIsRefusedWithItsFirst(t *testing.T) {
	l := roster.DefaultLimits()
	l.Faults, l.Findings = 10, 5
	e := refused(t, file(t, "x.csv", "户编号,户主,人均纯收入\n"+strings.Repeat("1,张三,9000\n", 3)+strings.Repeat(",李四,9000\n", 11)+"2,王五,9000\n"), l)
	if e.Code != roster.CodeTooManyFaults || e.Detail["limit"] != "10" || e.Detail["row"] != "5" || e.Detail["column"] != "A 户编号" {
		t.Errorf("%v", e)
	}
}

func TestAFloodOfFindingsIsCountedAndKeepsItsFaults(t *testing.T) {
	sheet := rows("户编号|户主|户类型|人均纯收入")
	for i := range 50 {
		sheet = append(sheet, []string{fmt.Sprint(1000 + i), "张三", "外星户", "9000"})
	}
	sheet = append(sheet, []string{"z1", "张三", "脱贫户", "约1万"})
	l := roster.DefaultLimits()
	l.Findings = 10
	f, err := roster.Reading{Limits: l}.File(t.Context(), file(t, "x.csv", csvOf(t, sheet)))
	check(t, err)
	if len(f.Findings) != 11 || f.Dropped != 40 || !roster.HasFault(f.Findings) {
		t.Errorf("%d findings, %d dropped", len(f.Findings), f.Dropped)
	}
}
