package roster_test

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ringkeeper/model/roster"
)

func TestASheetHasItsNameOnlyOnceItIsWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.xlsx")
	names := func() string {
		entries, err := os.ReadDir(dir)
		check(t, err)
		var list []string
		for _, e := range entries {
			list = append(list, e.Name())
		}
		return strings.Join(list, " ")
	}
	// A program that was killed left this.
	check(t, os.WriteFile(path+".partial", []byte(strings.Repeat("x", 1<<20)), 0o644))
	w, err := roster.Create(path, roster.Layout{Sheet: "S", Header: 1})
	check(t, err)
	check(t, w.Row([]string{"户编号", "户主"}))
	check(t, w.Row([]string{"1", "张三"}))
	if got := names(); got != "x.xlsx.partial" {
		t.Errorf("while it is written there are %s", got)
	}
	if _, err := roster.Create(path, roster.Layout{Sheet: "S"}); !roster.Exists(err) {
		t.Errorf("a second writer: %v", err)
	}
	check(t, w.Close())
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || names() != "x.xlsx" || len(read(t, path).Households) != 1 {
		t.Errorf("%v %v %s", info, err, names())
	}
	if _, err := roster.Create(path, roster.Layout{Sheet: "S"}); !roster.Exists(err) {
		t.Errorf("over an existing one: %v", err)
	}
	late := filepath.Join(dir, "y.xlsx")
	w, err = roster.Create(late, roster.Layout{Sheet: "S"})
	check(t, err)
	check(t, os.WriteFile(late, []byte("another's"), 0o600))
	if err := w.Close(); !roster.Exists(err) || names() != "x.xlsx y.xlsx" {
		t.Errorf("over one that came meanwhile: %v, %s", err, names())
	}
	check(t, syscall.Symlink(late, path+"2.xlsx.partial"))
	if _, err := roster.Create(path+"2.xlsx", roster.Layout{Sheet: "S"}); err == nil {
		t.Error("written through a link of somebody else's")
	}
}

// TestColumnsAreToldFromLeftToRight: Excel offers to repair a sheet that tells
// them otherwise.
func TestColumnsAreToldFromLeftToRight(t *testing.T) {
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain.xlsx")
	w, err := roster.Create(plain, roster.Layout{Sheet: "S", Header: 1, Widths: []float64{0, 30, 30, 0, 8}})
	check(t, err)
	check(t, w.Row([]string{"户编号"}))
	check(t, w.Sheet(roster.Layout{Sheet: "T"}))
	check(t, w.Close())
	_, aside := part(t, file(t, "x.csv", "户编号,户主,人均纯收入\n1,张三,许多\n"))
	sheets := []string{plain, aside}
	for _, kind := range []roster.Kind{roster.Households, roster.Cadres} {
		path := filepath.Join(dir, string(kind)+".xlsx")
		check(t, roster.WriteTemplate(path, kind, func(key string) string { return key }))
		sheets = append(sheets, path)
	}
	for _, path := range sheets {
		for name, text := range partsOf(t, path) {
			if !strings.HasPrefix(name, "xl/worksheets/sheet") {
				continue
			}
			var sheet struct {
				Columns []struct {
					From int `xml:"min,attr"`
					To   int `xml:"max,attr"`
				} `xml:"cols>col"`
			}
			check(t, xml.Unmarshal([]byte(text), &sheet))
			last := 0
			for _, c := range sheet.Columns {
				if c.From <= last || c.To < c.From {
					t.Errorf("%s %s: %+v", filepath.Base(path), name, sheet.Columns)
				}
				last = c.To
			}
			if last < 5 {
				t.Errorf("%s %s tells %+v", filepath.Base(path), name, sheet.Columns)
			}
		}
	}
}

func partsOf(t *testing.T, path string) map[string]string {
	z, err := zip.OpenReader(path)
	check(t, err)
	defer z.Close()
	all := map[string]string{}
	for _, f := range z.File {
		b, err := z.Open(f.Name)
		check(t, err)
		var text strings.Builder
		_, err = io.Copy(&text, b)
		check(t, err)
		all[f.Name] = text.String()
	}
	return all
}
