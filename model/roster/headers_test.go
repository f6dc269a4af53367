package roster_test

import (
	"reflect"
	"strings"
	"testing"

	"ringkeeper/model"
	"ringkeeper/model/roster"
)

func TestEveryHeaderOfAHouseholdIsUnderstood(t *testing.T) {
	type facts = model.Facts
	for _, c := range []struct {
		headers, value string
		want           func(facts) bool
	}{
		{"户联系电话, 联系电话, 农户联系电话", "10000000001", func(f facts) bool { return f.Phone == "10000000001" }},
		{"乡, 镇, 乡镇, 乡(镇), 乡（镇）, 镇(街道), 镇（街道）", "越州镇", func(f facts) bool { return f.Township == "越州镇" }},
		{"村, 行政村, 村(社区), 村（社区）", "河湾村", func(f facts) bool { return f.Village == "河湾村" }},
		{"自然村, 村民小组, 组, 村组", "3组", func(f facts) bool { return f.Group == "3组" }},
		{"户类型, 家庭类型", "脱贫户", func(f facts) bool { return f.Category == model.Lifted }},
		{"监测对象类别, 监测对象类型, 易返贫致贫户(监测对象)类型, 易返贫致贫户（监测对象）类型, 易返贫致贫户类型", "边缘易致贫户", func(f facts) bool { return f.Monitored == model.Marginal }},
		{"风险是否已消除, 风险是否消除", "是", func(f facts) bool { return f.RiskEliminated }},
		{"整户无劳动能力兜底保障户, 是否兜底户, 兜底户, 是否兜底", "是", func(f facts) bool { return f.SafetyNet }},
		{"人均纯收入, 人均纯收入（元）, 人均纯收入(元), 家庭人均纯收入, 家庭年人均纯收入, 2023年人均纯收入", "9200", func(f facts) bool { return f.Income.Fen == model.Yuan(9200) }},
		{"人均纯收入（万元）", "0.92", func(f facts) bool { return f.Income.Fen == model.Yuan(9200) }},
		{"人数, 家庭人口数, 当前家庭人口数", "4", func(f facts) bool { return f.Size == 4 }},
		{"劳动技能, 劳动能力", "弱劳动力或半劳动力", func(f facts) bool { return f.Labour == model.Yes }},
		{"圈层, 圈层类别", "红色", func(f facts) bool { return f.SheetRing == model.Red }},
		{"有产业发展条件和意愿", "是", func(f facts) bool { return f.Wish == model.Yes }},
		{"是否双绑", "是", func(f facts) bool { return f.DoubleBound == model.Yes }},
		{"证件号码, 身份证号, 身份证号码, 公民身份号码, 户主证件号码, 户主身份证号", id("53039919900101123"), func(f facts) bool {
			return len(f.Members) == 1 && f.Members[0].IDNumber == id("53039919900101123") && f.Members[0].Name == "张三"
		}},
	} {
		for _, h := range strings.Split(c.headers, ", ") {
			f := readSheet(t, table{{h, "户编号", "户主姓名"}, {c.value, "1001", "张三"}})
			if len(f.Findings) > 0 || len(f.Households) != 1 || !c.want(f.Households[0].Facts) {
				t.Errorf("%s: %+v %v", h, f.Households, f.Findings)
			}
		}
	}
}

func TestEveryHeaderOfNumberHeadAndResponsibleIsUnderstood(t *testing.T) {
	for _, number := range []string{"户编号", "户号"} {
		for _, head := range []string{"户主姓名", "户主", "姓名"} {
			for _, who := range []string{"包保领导", "包保责任人", "帮扶责任人", "结对帮扶干部"} {
				f := readSheet(t, table{{who, head, number, "包保责任人电话"}, {"李四", "张三", "1001", "19900000001"}})
				if len(f.Households) != 1 || len(f.Findings) > 0 {
					t.Fatalf("%s %s %s: %+v", number, head, who, f)
				}
				if h := f.Households[0]; h.Number != "1001" || h.Facts.Head != "张三" || h.Responsible != "李四" || h.ResponsiblePhone != "19900000001" {
					t.Errorf("%s %s %s: %+v", number, head, who, h)
				}
			}
		}
	}
}

func TestEveryHeaderOfAPersonIsUnderstood(t *testing.T) {
	number := id("53039919900101123")
	for _, c := range []struct {
		headers, value string
		want           model.Member
	}{
		{"人口编号, 人编号", "100101", model.Member{Number: "100101"}},
		{"证件号码, 身份证号, 身份证号码, 公民身份号码", number, model.Member{IDNumber: number}},
		{"家庭成员联系电话, 成员联系电话, 人联系电话", "10000000002", model.Member{Phone: "10000000002"}},
		{"劳动技能, 劳动能力", "普通劳动力", model.Member{Labour: model.LabourCommon}},
		{"健康状况", "健康", model.Member{Health: "健康"}},
	} {
		for _, h := range strings.Split(c.headers, ", ") {
			for _, name := range []string{"姓名", "成员姓名"} {
				f := readSheet(t, table{{h, name, "户编号", "与户主关系"}, {c.value, "张三", "1001", "户主"}})
				c.want.Name, c.want.Relation = "张三", "户主"
				if len(f.Findings) > 0 || len(f.Households) != 1 || !reflect.DeepEqual(f.Households[0].Facts.Members, []model.Member{c.want}) {
					t.Errorf("%s: %+v %v", h, f.Households, f.Findings)
				}
				if f.Households[0].Facts.Head != "张三" {
					t.Errorf("%s: head %q", h, f.Households[0].Facts.Head)
				}
			}
		}
	}
}

func TestTheHeaderMayStandAnywhereInTheFirstTenRows(t *testing.T) {
	for n := range 12 {
		var sheet table
		for range n {
			sheet = append(sheet, []string{"麒麟区脱贫户花名册", "", ""})
		}
		sheet = append(sheet, []string{"户编号", "户主", "人均纯收入"}, []string{"1001", "张三", "约1万"})
		path := book(t, []string{"名册"}, anyRows(sheet))
		if n >= 10 {
			if e := refused(t, path, roster.DefaultLimits()); e.Code != roster.CodeNoHeader || e.Detail["sheets"] != "名册" {
				t.Errorf("header in row %d: %v", n+1, e)
			}
			continue
		}
		f := read(t, path)
		if x := only(t, f.Findings, roster.CodeUnreadableIncome); x.Row != n+2 || x.Column != "C 人均纯收入" || x.Sheet != "名册" {
			t.Errorf("header in row %d: %+v", n+1, x)
		}
	}
}

func TestATwoLineHeaderIsReadAsOne(t *testing.T) {
	f := readSheet(t, rows("户编号|户主|家庭情况||", "||户类型|人均纯收入|人数", "1001|张三|脱贫户|18000|3"))
	if len(f.Households) != 1 || len(f.Findings) > 0 {
		t.Fatalf("%+v", f)
	}
	if x := f.Households[0].Facts; x.Head != "张三" || x.Category != model.Lifted || x.Size != 3 {
		t.Errorf("%+v", x)
	}
}

func TestTheTwoKindsOfFileAreToldApartByTheirHeaders(t *testing.T) {
	cadres := rows("姓名|单位|职务|联系电话|包保层级|角色|上级电话|辖区", "李四|区农业农村局|干部|19900000001|结对帮扶干部|干部||")
	households := rows("户编号|户主|圈层", "1001|张三|蓝色")
	if f := readSheet(t, cadres); f.Kind != roster.Cadres || len(f.Cadres) != 1 {
		t.Errorf("cadres: %+v", f)
	}
	if f := readSheet(t, households); f.Kind != roster.Households || len(f.Households) != 1 {
		t.Errorf("households: %+v", f)
	}
	notes := rows("填表说明", "一、户编号必填")
	f := read(t, book(t, []string{"干部", "说明", "农户"}, anyRows(cadres), anyRows(notes), anyRows(households)))
	if f.Kind != roster.Both || len(f.Cadres) != 1 || len(f.Households) != 1 || !reflect.DeepEqual(f.SkippedSheets, []string{"说明"}) {
		t.Errorf("both: %+v", f)
	}
}

func TestAMissingColumnIsAFaultOfTheFile(t *testing.T) {
	for header, field := range map[string]string{
		"户主|户类型|人均纯收入":       "number",
		"户编号|户类型|人均纯收入":      "head",
		"户编号|与户主关系|人均纯收入":    "head",
		"姓名|单位|职务|包保层级":      "phone",
		"单位|联系电话|包保层级|角色|职务": "name",
	} {
		sheet := rows("花名册", header, "x|y|z|w")
		f := readSheet(t, sheet)
		if x := only(t, f.Findings, roster.CodeMissingColumn); x.Detail["field"] != field || x.Row != 2 || !x.Fault() {
			t.Errorf("%s: %+v", header, x)
		}
	}
}

func TestASummaryByTownshipIsNoRoster(t *testing.T) {
	f := read(t, book(t, []string{"汇总", "名册"},
		anyRows(rows("镇(街道)|村(社区)|户数|人数", "越州镇|河湾村|20|61")), anyRows(rows("户编号|户主", "1001|张三"))))
	if len(f.Findings) > 0 || !reflect.DeepEqual(f.SkippedSheets, []string{"汇总"}) {
		t.Errorf("%+v", f)
	}
}

func TestUnknownHeadersAreNamedAndKnownIdleOnesAreNot(t *testing.T) {
	f := readSheet(t, rows("序号|户编号|户主|民族|星座|数据日期", "1|1001|张三|汉族|狮子座|202311"))
	if !reflect.DeepEqual(f.UnreadColumns, []string{"星座"}) {
		t.Errorf("%q", f.UnreadColumns)
	}
}
