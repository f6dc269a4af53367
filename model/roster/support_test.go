package roster_test

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ringkeeper/model/roster"
)

// table is the rows of one sheet.
type table [][]string

// rows makes a table of lines whose cells stand between bars.
func rows(lines ...string) table {
	var t table
	for _, l := range lines {
		cells := strings.Split(l, "|")
		for i := range cells {
			cells[i] = strings.Trim(cells[i], " ")
		}
		t = append(t, cells)
	}
	return t
}

func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func csvOf(t *testing.T, sheet table) string {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(sheet); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// book writes a workbook; the sheets are named as the pairs say.
func book(t *testing.T, names []string, sheets ...[][]any) string {
	t.Helper()
	f := excelize.NewFile()
	for i, name := range names {
		if i == 0 {
			check(t, f.SetSheetName("Sheet1", name))
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for r, cells := range sheets[i] {
			at, err := excelize.CoordinatesToCellName(1, r+1)
			check(t, err)
			check(t, f.SetSheetRow(name, at, &cells))
		}
	}
	path := filepath.Join(t.TempDir(), "book.xlsx")
	check(t, f.SaveAs(path))
	check(t, f.Close())
	return path
}

// anyRows turns a table into cells for book; blank cells stay empty.
func anyRows(sheet table) [][]any {
	var out [][]any
	for _, r := range sheet {
		cells := make([]any, len(r))
		for i, c := range r {
			if c != "" {
				cells[i] = c
			}
		}
		out = append(out, cells)
	}
	return out
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) roster.File {
	t.Helper()
	f, err := roster.Reading{Limits: roster.DefaultLimits()}.File(context.Background(), path)
	check(t, err)
	return f
}

// readSheet reads a table as CSV.
func readSheet(t *testing.T, sheet table) roster.File {
	t.Helper()
	return read(t, file(t, "list.csv", csvOf(t, sheet)))
}

// refused reads a file that must be refused, and returns why.
func refused(t *testing.T, path string, l roster.Limits) *roster.Error {
	t.Helper()
	_, err := roster.Reading{Limits: l}.File(context.Background(), path)
	var e *roster.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a refusal", err)
	}
	if strings.Contains(e.Error(), "\n") {
		t.Errorf("more than one line: %q", e.Error())
	}
	return e
}

// codes lists the findings' codes.
func codes(fs []roster.Finding) []roster.Code {
	var list []roster.Code
	for _, f := range fs {
		list = append(list, f.Code)
	}
	return list
}

// only returns the one finding of a code.
func only(t *testing.T, fs []roster.Finding, code roster.Code) roster.Finding {
	t.Helper()
	var found []roster.Finding
	for _, f := range fs {
		if f.Code == code {
			found = append(found, f)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d findings %s in %v", len(found), code, codes(fs))
	}
	return found[0]
}

// id makes an identity number that is right.
func id(id17 string) string {
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(id17[i]-'0') * w
	}
	return id17 + string("10X98765432"[sum%11])
}
