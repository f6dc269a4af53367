package roster_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ringkeeper/model"
	"ringkeeper/model/roster"
)

// template writes a template whose notes are their own keys.
func template(t *testing.T, kind roster.Kind) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.xlsx")
	check(t, roster.WriteTemplate(path, kind, func(key string) string { return key }))
	return path
}

var templates = []roster.Kind{roster.Households, roster.Cadres}

func TestATemplateThatNobodyFilledInIsRefusedKindly(t *testing.T) {
	for _, kind := range templates {
		path := template(t, kind)
		if e := refused(t, path, roster.DefaultLimits()); e.Code != roster.CodeOnlyExample {
			t.Errorf("%s: %v", kind, e)
		}
		info, err := os.Stat(path)
		check(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v", kind, info.Mode())
		}
		if err := roster.WriteTemplate(path, kind, strings.ToUpper); !roster.Exists(err) {
			t.Errorf("overwrote %s: %v", kind, err)
		}
	}
	if err := roster.WriteTemplate(filepath.Join(t.TempDir(), "t.csv"), roster.Cadres, strings.ToUpper); err == nil {
		t.Error("a .csv was written, which holds no drop-downs")
	}
}

func TestEveryColumnOfATemplateHasANoteAndEveryAnswerOfItsDropDownIsUnderstood(t *testing.T) {
	for _, kind := range templates {
		f, err := excelize.OpenFile(template(t, kind))
		check(t, err)
		sheet := f.GetSheetName(0)
		head := rowsOf(t, f, sheet)[0]
		notes, err := f.GetComments(sheet)
		check(t, err)
		noted := map[string]bool{}
		for _, c := range notes {
			noted[c.Cell] = strings.HasPrefix(c.Text, "note."+string(kind)+".")
		}
		for i, h := range head {
			at, err := excelize.CoordinatesToCellName(i+1, 1)
			check(t, err)
			if !noted[at] {
				t.Errorf("%s: %s %s has no note", kind, at, h)
			}
		}
		lists, err := f.GetDataValidations(sheet)
		check(t, err)
		if len(lists) < 2 {
			t.Errorf("%s: %d drop-downs", kind, len(lists))
		}
		for _, list := range lists {
			column, _, err := excelize.SplitCellName(strings.Split(list.Sqref, ":")[0])
			check(t, err)
			n, err := excelize.ColumnNameToNumber(column)
			check(t, err)
			for _, answer := range strings.Split(strings.Trim(list.Formula1, `"`), ",") {
				row := make([]string, len(head))
				for i, h := range head { // as much as makes a row
					row[i] = map[string]string{"*户编号": "1001", "*姓名": "张三", "*与户主关系": "户主", "*联系电话": "19900000001"}[h]
				}
				row[n-1] = answer
				got := readSheet(t, table{head, row})
				for _, x := range got.Findings {
					if x.Code != roster.CodeNoHead && x.Code != roster.CodeNoResponsible { // another relation than 户主
						t.Errorf("%s %s %s: %+v", kind, head[n-1], answer, x)
					}
				}
			}
		}
		panes, err := f.GetPanes(sheet)
		check(t, err)
		if width, err := f.GetColWidth(sheet, "A"); !panes.Freeze || panes.YSplit != 1 || err != nil || width < 12 {
			t.Errorf("%s: panes %+v, width %v", kind, panes, width)
		}
		check(t, f.Close())
	}
}

func rowsOf(t *testing.T, f *excelize.File, sheet string) table {
	t.Helper()
	all, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	check(t, err)
	return all
}

func TestATemplateThatIsFilledInImportsWithoutItsExample(t *testing.T) {
	path := template(t, roster.Households)
	f, err := excelize.OpenFile(path)
	check(t, err)
	sheet := f.GetSheetName(0)
	for column, text := range map[string]string{"A": "530302100100000123", "B": "赵五", "C": "户主", "D": id("53039919800303125"), "L": "脱贫户", "O": "9,200", "E": "普通劳动力"} {
		check(t, f.SetCellStr(sheet, column+"4", text))
	}
	check(t, f.Save())
	check(t, f.Close())
	got := read(t, path)
	if len(got.Households) != 1 || got.Rows != 1 || len(got.UnreadColumns) > 0 {
		t.Fatalf("%+v", got)
	}
	h := got.Households[0]
	if h.Number != "530302100100000123" || h.Facts.Head != "赵五" || h.Facts.Income.Fen != model.Yuan(9200) || len(h.Facts.Members) != 1 {
		t.Errorf("%+v", h)
	}
	if x := only(t, got.Findings, roster.CodeExample); x.Row != 2 || x.Fault() {
		t.Errorf("%+v", x)
	}
	if len(got.Findings) != 1 {
		t.Errorf("%v", codes(got.Findings))
	}
}

func TestAnExampleWhoseMarkIsReplacedIsARow(t *testing.T) {
	path := template(t, roster.Cadres)
	f, err := excelize.OpenFile(path)
	check(t, err)
	check(t, f.SetCellStr(f.GetSheetName(0), "A2", "李明"))
	check(t, f.Save())
	got := read(t, path)
	if len(got.Cadres) != 1 || len(got.Findings) > 0 || got.Cadres[0].Cadre.Tier != model.TierPairedCadre {
		t.Errorf("%+v", got)
	}
}
