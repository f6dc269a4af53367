package roster_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ringkeeper/model/roster"
)

var formulas = []string{"=1+1", `=HYPERLINK("http://x","y")`, "+86 139 0000 0001", "-", "-2", "@SUM(A1)", "\t=1", "\r=1", `="530302"`}

func TestNoSheetThatGoesOutHoldsAFormula(t *testing.T) {
	sheet := table{{"户编号", "户主", "村"}}
	for i, f := range formulas {
		sheet = append(sheet, []string{strings.Repeat("1", i+1), f, f})
	}
	var facts [2][]string
	for k, ext := range []string{".xlsx", ".csv"} {
		path := filepath.Join(t.TempDir(), "x"+ext)
		w, err := roster.Create(path, roster.Layout{Sheet: "S", Header: 1})
		check(t, err)
		for _, row := range sheet {
			check(t, w.Row(row))
		}
		check(t, w.Close())
		for _, h := range read(t, path).Households {
			facts[k] = append(facts[k], h.Facts.Head+"|"+h.Facts.Village)
		}
		if ext == ".csv" {
			b, err := os.ReadFile(path)
			check(t, err)
			for _, line := range strings.Split(string(b), "\n")[1:] {
				for _, cell := range strings.Split(line, ",")[:min(2, strings.Count(line, ","))] {
					if c := strings.TrimPrefix(cell, `"`); c != "" && strings.ContainsAny(c[:1], "=+-@\t\r") {
						t.Errorf("%q stands in %q", c, line)
					}
				}
			}
			continue
		}
		f, err := excelize.OpenFile(path)
		check(t, err)
		for i, want := range formulas {
			at, _ := excelize.CoordinatesToCellName(2, i+2)
			formula, err := f.GetCellFormula("S", at)
			check(t, err)
			kind, err := f.GetCellType("S", at)
			check(t, err)
			style, err := f.GetCellStyle("S", at)
			check(t, err)
			quoted := f.Styles.CellXfs.Xf[style].QuotePrefix
			if got, _ := f.GetCellValue("S", at); formula != "" || kind != excelize.CellTypeInlineString || quoted == nil || !*quoted || got != want {
				t.Errorf("%q: %q, formula %q, type %v, style %d", want, got, formula, kind, style)
			}
		}
	}
	// Written as text, they are read as they would have been at first.
	plain := read(t, file(t, "x.csv", csvOf(t, sheet)))
	for i, h := range plain.Households {
		if first := h.Facts.Head + "|" + h.Facts.Village; facts[0][i] != first || facts[1][i] != first {
			t.Errorf("%q is read as %q, from .xlsx %q, from .csv %q", formulas[i], first, facts[0][i], facts[1][i])
		}
	}
}
