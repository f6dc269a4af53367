package roster_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ringkeeper/model/roster"
)

// cells is a sheet of a household's number, a head, an identity number, a person's
// number, a relation and an income, whose second row is as given.
func cells(row string) func(t *testing.T) roster.File {
	const head = `<row r="1"><c r="A1" t="inlineStr"><is><t>户编号</t></is></c><c r="B1" t="inlineStr"><is><t>姓名</t></is></c><c r="C1" t="inlineStr"><is><t>证件号码</t></is></c>` +
		`<c r="D1" t="inlineStr"><is><t>人编号</t></is></c><c r="E1" t="inlineStr"><is><t>与户主关系</t></is></c><c r="F1" t="inlineStr"><is><t>人均纯收入</t></is></c></row>`
	const good = `<row r="5"><c r="A5"><v>530302100100123</v></c><c r="B5" t="inlineStr"><is><t>李四</t></is></c><c r="E5" t="inlineStr"><is><t>户主</t></is></c></row>`
	return func(t *testing.T) roster.File { return read(t, rawBook(t, text(sheetStart+head+row+good+sheetEnd))) }
}

func TestNumbersThatLostTheirDigitsAndFormulasWithoutResultAreFaults(t *testing.T) {
	const number, name, relation = `<c r="A3" t="inlineStr"><is><t>530302000000123456</t></is></c>`, `<c r="B3" t="inlineStr"><is><t>张三</t></is></c>`, `<c r="E3" t="inlineStr"><is><t>户主</t></is></c>`
	row := func(cells ...string) string { return `<row r="3">` + strings.Join(cells, "") + `</row>` }
	for _, c := range []struct {
		name, row string
		want      string
	}{
		{"all is text", row(number, name, relation), "[]"},
		{"a household's number as a number", row(`<c r="A3"><v>530302000000123000</v></c>`, name, relation), "[3 A 户编号 lost_digits 5.30302000000123E+17]"},
		{"a round one", row(`<c r="A3" s="1"><v>5000000000000000</v></c>`, name, relation), "[3 A 户编号 lost_digits 5E+15]"},
		{"an identity number as a number", row(number, name, `<c r="C3" t="n"><v>530399197001011000</v></c>`, relation), "[3 C 证件号码 lost_digits ]"},
		{"a person's number as a number", row(number, name, `<c r="D3"><v>53030200000012300001</v></c>`, relation), "[3 D 人编号 lost_digits 5.3030200000012300001E+19]"},
		{"15 digits are whole", row(`<c r="A3"><v>530302000000123</v></c>`, name, relation), "[]"},
		{"the result of a formula", row(`<c r="A3"><f>B1</f><v>530302000000123000</v></c>`, name, relation), "[3 A 户编号 lost_digits 5.30302000000123E+17]"},
		{"without references", `<row/><row><c><v>530302000000123000</v></c><c t="inlineStr"><is><t>张三</t></is></c></row>`, "[3 A 户编号 lost_digits 5.30302000000123E+17]"},
		{"a number that no one reads", row(number, name, relation, `<c r="G3"><v>530302000000123000</v></c>`), "[]"},
		{"an income", row(number, name, relation, `<c r="F3"><f>5000+4000</f></c>`), "[3 F 人均纯收入 not_calculated #BLANK!]"},
		{"an income with an empty value", row(number, name, relation, `<c r="F3"><f>5000+4000</f><v></v></c>`), "[3 F 人均纯收入 not_calculated #BLANK!]"},
		{"and one that closes itself", row(number, name, relation, `<c r="F3"><f t="shared" si="0"/><v/></c>`), "[3 F 人均纯收入 not_calculated #BLANK!]"},
		{"a formula that came to nothing", row(number, name, relation, `<c r="F3" t="str"><f>IF(1,"")</f><v></v></c>`), "[]"},
		{"a formula that came to something", row(number, name, relation, `<c r="F3"><f>5000+4000</f><v>9000</v></c>`), "[]"},
		{"a household's number", row(`<c r="A3"><f>1+1</f></c>`, name, relation), "[3 A 户编号 not_calculated #BLANK!]"},
		{"a relation", row(number, name, `<c r="E3"><f>E4</f></c>`), "[3 E 与户主关系 not_calculated #BLANK! 3 E 与户主关系 no_head ]"},
		{"a formula that came to a text in its cell", row(number, name, `<c r="E3" t="inlineStr"><f>"户主"</f><is><t>户主</t></is></c>`), "[]"},
		{"with blanks around the sign", row(number, name, relation, `<c r = "F3" t = "str"><f>IF(1,"")</f><v></v></c>`), "[]"},
		{"with prefixes", row(number, name, relation, `<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="F3"><x:f>5000+4000</x:f></x:c>`), "[3 F 人均纯收入 not_calculated #BLANK!]"},
		{"as a text that needs no escapes", row(number, name, relation, `<c r="F3"><f>5000+4000</f><v><![CDATA[9000]]></v></c>`), "[]"},
		{"a total below", `<row r="3"><c r="A3" t="inlineStr"><is><t>合计</t></is></c><c r="F3"><f>SUM(F1:F2)</f></c></row>`, "[]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := cells(c.row)(t)
			var got []string
			for _, x := range f.Findings {
				got = append(got, fmt.Sprint(x.Row, " ", x.Column, " ", x.Code, " ", x.Value))
			}
			if fmt.Sprint(got) != c.want {
				t.Errorf("%v, want %s", got, c.want)
			}
		})
	}
}

// TestAFormulaBehindTheCellsIsNoCells: a drop-down from another sheet, or a little
// chart in a cell, stands behind the data and has formulas too.
func TestAFormulaBehindTheCellsIsNoCells(t *testing.T) {
	const behind = `<extLst><ext xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><xm:f>Sheet2!A1:A9</xm:f></ext></extLst>`
	const head = `<row r="1"><c r="A1" t="inlineStr"><is><t>户编号</t></is></c><c r="B1" t="inlineStr"><is><t>户主</t></is></c></row>`
	const last = `<row r="2"><c r="A2" t="inlineStr"><is><t>5303021</t></is></c><c r="B2" t="inlineStr"><is><t>张三</t></is></c></row>`
	sheet := strings.Replace(sheetStart+head+last+sheetEnd, "</sheetData>", "</sheetData>"+behind, 1)
	f := read(t, rawBook(t, text(sheet)))
	if len(f.Findings) != 0 || len(f.Households) != 1 || f.Households[0].Facts.Head != "张三" {
		t.Errorf("%+v, %+v", f.Findings, f.Households)
	}
}

// TestWhatIsLeftOutForItsCellsIsFoundFaultyAgain: a spreadsheet shows the number
// and the formula as the sheet beside the file has them.
func TestWhatIsLeftOutForItsCellsIsFoundFaultyAgain(t *testing.T) {
	f := excelize.NewFile()
	check(t, f.SetSheetRow("Sheet1", "A1", &[]any{"户编号", "户主", "人均纯收入"}))
	check(t, f.SetSheetRow("Sheet1", "A2", &[]any{int64(530302000000123456), "张三", 9000}))
	check(t, f.SetSheetRow("Sheet1", "A3", &[]any{"530302000000123457", "李四"}))
	check(t, f.SetSheetRow("Sheet1", "A4", &[]any{"530302000000123458", "王五", 9000}))
	check(t, f.SetCellFormula("Sheet1", "C3", "5000+4000"))
	path := t.TempDir() + "/x.xlsx"
	check(t, f.SaveAs(path))
	sound, aside := part(t, path)
	if fmt.Sprint(sound) != "[530302000000123458]" {
		t.Errorf("sound: %v", sound)
	}
	want := map[roster.Code]int{roster.CodeLostDigits: 1, roster.CodeNotCalculated: 1}
	if got := faulty(read(t, aside)); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("again: %v, %q", got, sheetOf(t, aside))
	}
}
