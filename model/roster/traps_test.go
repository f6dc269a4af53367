package roster_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"ringkeeper/model"
	"ringkeeper/model/roster"
)

// family is two households as the real export gives them, one row a person.
var family = rows(
	"序号|乡(镇)|行政村|户编号|人编号|姓名|证件号码|人数|与户主关系|健康状况|劳动技能|人均纯收入|户联系电话|户类型|易返贫致贫户(监测对象)类型|风险是否消除|是否兜底户|圈层|包保责任人|包保责任人电话",
	"1|越州镇|河湾村|1001|100101|张三|"+id("53039919700101123")+"|2|户主|健康|普通劳动力|9200|10000000001|脱贫户||||红色|李四|19900000001",
	"2|越州镇|河湾村|1001|100102|王丽|"+id("53039919720202124")+"|2|配偶|残疾|丧失劳动力|9200|10000000001|脱贫户||||红色|李四|19900000001",
	"3|东山镇|石坎村|1002|100201|赵五|"+id("53039919800303125")+"|1|户主|健康|无劳动力|12400|10000000002|一般农户|边缘易致贫户|否|否|黄色|周六|19900000002",
)

func wantFamily() []model.Facts {
	return []model.Facts{
		{
			Head: "张三", Phone: "10000000001", Township: "越州镇", Village: "河湾村", Category: model.Lifted,
			Income: model.Income{Fen: model.Yuan(9200), Known: true}, Size: 2, SheetRing: model.Red,
			Members: []model.Member{
				{Number: "100101", Name: "张三", IDNumber: id("53039919700101123"), Relation: "户主", Labour: model.LabourCommon, Health: "健康"},
				{Number: "100102", Name: "王丽", IDNumber: id("53039919720202124"), Relation: "配偶", Labour: model.LabourLost, Health: "残疾"},
			},
		},
		{
			Head: "赵五", Phone: "10000000002", Township: "东山镇", Village: "石坎村", Category: model.Ordinary, Monitored: model.Marginal,
			Income: model.Income{Fen: model.Yuan(12400), Known: true}, Size: 1, SheetRing: model.Yellow,
			Members: []model.Member{
				{Number: "100201", Name: "赵五", IDNumber: id("53039919800303125"), Relation: "户主", Labour: model.LabourNone, Health: "健康"},
			},
		},
	}
}

func isFamily(t *testing.T, f roster.File) {
	t.Helper()
	if len(f.Findings) > 0 {
		t.Errorf("findings: %+v", f.Findings)
	}
	var got []model.Facts
	for _, h := range f.Households {
		got = append(got, h.Facts)
	}
	if !reflect.DeepEqual(got, wantFamily()) {
		t.Errorf("got  %+v\nwant %+v", got, wantFamily())
	}
}

func TestOneRowAPersonIsRead(t *testing.T) {
	isFamily(t, readSheet(t, family))
	isFamily(t, read(t, book(t, []string{"名册"}, anyRows(family))))
}

func TestCSVIsReadInEveryEncodingAndWithEverySeparator(t *testing.T) {
	plain := csvOf(t, family)
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(plain)
	check(t, err)
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(plain, ",", "\t"))
	check(t, err)
	for name, text := range map[string]string{
		"UTF-8": plain, "UTF-8 with a mark": "\ufeff" + plain, "GBK": gbk, "GBK with tabs": strings.ReplaceAll(gbk, ",", "\t"),
		"tabs": strings.ReplaceAll(plain, ",", "\t"), "semicolons": strings.ReplaceAll(plain, ",", ";"),
		"CRLF": strings.ReplaceAll(plain, "\n", "\r\n"), "no end of line": strings.TrimSuffix(plain, "\n"), "UTF-16": wide,
		"CR": strings.ReplaceAll(plain, "\n", "\r"), "GBK with CR": strings.ReplaceAll(gbk, "\n", "\r"),
		"sep=": "sep=;\n" + strings.ReplaceAll(plain, ",", ";"),
	} {
		t.Run(name, func(t *testing.T) { isFamily(t, read(t, file(t, "名册.csv", text))) })
	}
}

func TestAGBKFileWhoseChineseComesLateIsStillRead(t *testing.T) {
	late := table{{"户编号", "户主"}}
	for i := range 3000 {
		late = append(late, []string{"HH" + strings.Repeat("0", 20) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)), "Zhang San"})
	}
	late = append(late, []string{"HH9", "张三"})
	text, err := simplifiedchinese.GBK.NewEncoder().String(csvOf(t, late))
	check(t, err)
	f := read(t, file(t, "x.csv", text))
	if n := len(f.Households); n != 3001 || f.Households[n-1].Facts.Head != "张三" {
		t.Errorf("%d households", n)
	}
}

func TestColumnsInAnyOrderImportAlike(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		order := make([]int, len(family[0]))
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(rt, "order")
		var shuffled table
		for _, r := range family {
			row := make([]string, len(order))
			for i, j := range order {
				row[i] = r[j]
			}
			shuffled = append(shuffled, row)
		}
		isFamily(t, readSheet(t, shuffled))
	})
}

func TestFullWidthTextIsReadAsHalfWidth(t *testing.T) {
	wide := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7f && r != '-' {
				return r + 0xfee0
			}
			return r
		}, s)
	}
	var sheet table
	for _, r := range family {
		row := make([]string, len(r))
		for i, c := range r {
			row[i] = wide(c)
		}
		sheet = append(sheet, row)
	}
	isFamily(t, readSheet(t, sheet))
}

func TestEveryWordForNoneIsNone(t *testing.T) {
	for _, none := range []string{"", "-", "—", "——", "无", "未享受", "　"} {
		f := readSheet(t, table{
			{"户编号", "户主", "监测对象类型", "是否兜底户", "人均纯收入", "圈层", "联系电话", "户类型", "包保责任人"},
			{"1001", "张三", none, none, none, none, none, none, none},
		})
		if len(f.Findings) > 0 || !reflect.DeepEqual(f.Households[0].Facts, model.Facts{Head: "张三"}) || f.Households[0].Responsible != "" {
			t.Errorf("%q: %+v %+v", none, f.Households[0], f.Findings)
		}
	}
}

func TestMergedCellsBelowTheHeadAreFilled(t *testing.T) {
	f := readSheet(t, rows(
		"乡镇|村|户编号|户主姓名|姓名|与户主关系|人均纯收入",
		"越州镇|河湾村|1001|张三|张三|户主|9200",
		"||||王丽|配偶|",
		"||||张小三|之子|",
		"||1002|赵五|赵五|户主|12400",
	))
	if len(f.Households) != 2 || len(f.Households[0].Facts.Members) != 3 || f.Households[0].Facts.Size != 3 {
		t.Fatalf("%+v", f.Households)
	}
	if x := f.Households[1].Facts; x.Township != "越州镇" || x.Village != "河湾村" {
		t.Errorf("%+v", x)
	}
	for i, x := range f.Findings {
		column := []string{"A 乡镇", "B 村"}[i]
		if x.Code != roster.CodeFilledFromAbove || x.Row != 5 || x.Column != column || x.Detail["count"] != "1" {
			t.Errorf("%+v", x)
		}
	}
}

func TestTrailingBlankRowsFootersAndRepeatedHeadersAreNoHouseholds(t *testing.T) {
	f := readSheet(t, rows(
		"序号|户编号|户主|乡镇", "1|1001|张三|越州镇", "序号|户编号|户主|乡镇", "2|1002|李四|越州镇", "3||| ", "|||", "| |　|-",
		"合计||2户|", "填表人：王某||审核：赵某|", "|合计||", "备注：数据截至11月|||",
	))
	if len(f.Households) != 2 || len(f.Findings) > 0 {
		t.Errorf("%+v %+v", f.Households, f.Findings)
	}
}

func TestNumbersStoredAsNumbersAreReadWhole(t *testing.T) {
	path := book(t, []string{"名册"}, [][]any{
		{"户编号", "户主", "人均纯收入", "人数", "联系电话", "包保责任人电话"},
		{int64(530302100101), "张三", 9200.5, 4.0, int64(10000000001), int64(19900000001)},
		{530302100102.0, "李四", 9999.999999999998, 3, 10000000002.0, 19900000002.0},
	})
	f := read(t, path)
	a, b := f.Households[0], f.Households[1]
	if a.Number != "530302100101" || a.Facts.Income.Fen != 920050 || a.Facts.Size != 4 || a.Facts.Phone != "10000000001" || a.ResponsiblePhone != "19900000001" {
		t.Errorf("%+v", a)
	}
	if b.Number != "530302100102" || b.Facts.Income.Fen != model.Yuan(10000) || b.ResponsiblePhone != "19900000002" || len(f.Findings) > 0 {
		t.Errorf("%+v %+v", b, f.Findings)
	}
}

func TestANumberFormatHidesNoDigits(t *testing.T) {
	f := excelize.NewFile()
	check(t, f.SetSheetRow("Sheet1", "A1", &[]any{"户编号", "户主", "人均纯收入", "联系电话"}))
	check(t, f.SetSheetRow("Sheet1", "A2", &[]any{int64(530302100101), "张三", 9200.5, int64(10000000001)}))
	for cell, format := range map[string]int{"A2": 11, "C2": 1, "D2": 11} { // 11 is 0.00E+00, 1 is 0
		style, err := f.NewStyle(&excelize.Style{NumFmt: format})
		check(t, err)
		check(t, f.SetCellStyle("Sheet1", cell, cell, style))
	}
	path := t.TempDir() + "/x.xlsx"
	check(t, f.SaveAs(path))
	h := read(t, path).Households[0]
	if h.Number != "530302100101" || h.Facts.Income.Fen != 920050 || h.Facts.Phone != "10000000001" {
		t.Errorf("%+v", h)
	}
}

func TestTheSameHeaderTwiceGivesTheFirstThatIsNotBlank(t *testing.T) {
	f := readSheet(t, rows("户编号|户主|联系电话|联系电话|人均纯收入|人均纯收入",
		"1001|张三||10000000001|9200|9,200元", "1002|李四|10000000002||-|8000"))
	if len(f.Findings) > 0 || f.Households[0].Facts.Phone != "10000000001" || f.Households[1].Facts.Phone != "10000000002" ||
		f.Households[1].Facts.Income.Fen != model.Yuan(8000) {
		t.Errorf("%+v %+v", f.Households, f.Findings)
	}
}

func TestLeaderAndCadreInTwoColumnsAreNamedOnce(t *testing.T) {
	f := readSheet(t, rows("户编号|户主|包保领导|结对帮扶干部", "1001|张三|赵五|李四", "1002|王丽||李四"))
	x := only(t, f.Findings, roster.CodeColumnUnread)
	if x.Fault() || x.Column != "D 结对帮扶干部" || x.Row != 1 || x.Detail["first_column"] != "C 包保领导" || f.Households[0].Responsible != "赵五" {
		t.Errorf("%+v", f)
	}
}

func TestEverySheetWithAHeaderIsRead(t *testing.T) {
	f := read(t, book(t, []string{"越州镇", "说明", "东山镇"},
		anyRows(table{family[0], family[1], family[2]}), [][]any{{"说明"}}, anyRows(table{family[0], family[3]})))
	isFamily(t, f)
	if f.Rows != 3 || f.Households[1].Sheet != "东山镇" || f.Households[1].RowNo != 2 {
		t.Errorf("%d rows, %+v", f.Rows, f.Households[1])
	}
}

func TestHouseholdsAndPersonsOnTwoSheetsMakeOneHousehold(t *testing.T) {
	f := read(t, book(t, []string{"户", "人"},
		anyRows(rows("户号|户主|人均纯收入|户类型", "1001|张三|9200|脱贫户")),
		anyRows(rows("户编号|姓名|与户主关系|劳动技能", "1001|张三|户主|普通劳动力", "1001|王丽|配偶|无劳动力"))))
	if len(f.Findings) > 0 || len(f.Households) != 1 {
		t.Fatalf("%+v", f)
	}
	x := f.Households[0].Facts
	if x.Head != "张三" || x.Income.Fen != model.Yuan(9200) || len(x.Members) != 2 || x.HasLabour() != model.Yes {
		t.Errorf("%+v", x)
	}
}

func TestACategoryColumnMayTellTheMonitoredType(t *testing.T) {
	f := readSheet(t, rows("户编号|户主|户类型", "1|张三|脱贫不稳定户", "2|李四|边缘易致贫户", "3|王五|突发严重困难户", "4|赵六|监测对象", "5|钱七|一般农户（监测对象）", "6|孙八|建档立卡户", "7|周九|一般农户，非监测对象"))
	for i, want := range []model.Monitored{model.Unstable, model.Marginal, model.Sudden, model.Marginal, model.Marginal, model.NotMonitored, model.NotMonitored} {
		if got := f.Households[i].Facts.Monitored; got != want {
			t.Errorf("%d: %q, want %q", i, got, want)
		}
	}
	if len(f.Findings) != 2 || f.Findings[0].Detail["taken_as"] != "marginal" || f.Findings[0].Row != 5 || f.Findings[1].Row != 6 {
		t.Errorf("%+v", f.Findings)
	}
}

func TestRowNumbersAreThoseOfExcelAcrossGaps(t *testing.T) {
	f := excelize.NewFile()
	check(t, f.SetSheetRow("Sheet1", "B3", &[]any{"户编号", "户主", "人均纯收入"}))
	check(t, f.SetSheetRow("Sheet1", "B7", &[]any{"1001", "张三", "9000"}))
	check(t, f.SetSheetRow("Sheet1", "B5000", &[]any{"1002", "李四", "约1万"}))
	path := t.TempDir() + "/x.xlsx"
	check(t, f.SaveAs(path))
	sheet := read(t, path)
	if x := only(t, sheet.Findings, roster.CodeUnreadableIncome); x.Row != 5000 || x.Column != "D 人均纯收入" || x.File != "x.xlsx" {
		t.Errorf("%+v", x)
	}
	if h := sheet.Households[0]; h.RowNo != 7 || h.File != "x.xlsx" {
		t.Errorf("%+v", h)
	}
	lines := read(t, file(t, "x.csv", "户编号,户主,人均纯收入\n\n1001,\"张\n三\",9000\n\n1002,李四,约1万\n"))
	if x := only(t, lines.Findings, roster.CodeUnreadableIncome); x.Row != 5 {
		t.Errorf("a cell with a line break is one row, a blank line too: %+v", x)
	}
}
