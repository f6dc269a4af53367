package roster_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ringkeeper/model/roster"
)

func TestAWorkbookWrittenByHandIsRead(t *testing.T) {
	f := read(t, rawBook(t, text(sheetStart+headerRow+dataRow+sheetEnd)))
	if len(f.Households) != 1 || f.Households[0].Facts.Head != "张三" || len(f.Findings) > 0 {
		t.Errorf("%+v", f)
	}
}

func TestHostileFilesEndInOneError(t *testing.T) {
	// The default limits on elements end a bomb within a second too; smaller ones
	// spare the tests making large files.
	limits := roster.DefaultLimits()
	limits.Cells, limits.Elements = 200_000, 1_200_000
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	start, end := text(sheetStart+headerRow), text(sheetEnd)
	good := func(t *testing.T) []byte {
		b, err := os.ReadFile(book(t, []string{"名册"}, anyRows(family)))
		check(t, err)
		return b
	}
	bytesOf := func(name string, make func(t *testing.T) []byte) func(t *testing.T) string {
		return func(t *testing.T) string { return file(t, name, string(make(t))) }
	}
	sheet := func(ps ...func(io.Writer)) func(t *testing.T) string {
		return func(t *testing.T) string { return rawBook(t, parts(ps...)) }
	}
	list := func(content func() string) func(t *testing.T) string {
		return func(t *testing.T) string { return file(t, "x.csv", content()) }
	}
	for _, c := range []struct {
		name string
		make func(t *testing.T) string
		code roster.Code
		key  string
		want string
	}{
		{"a bomb that unpacks to 10 GiB", declares(10 << 30), roster.CodeFileTooLarge, "what", "unpacked"},
		{"a bomb that hides its size", declares(100), roster.CodeDamaged, "part", "sheet1.xml"},
		{"a bomb of blanks", sheet(start, again(" ", 3<<20), end), roster.CodeCellTooLong, "", ""},
		{"a bomb of rows", sheet(start, again("<row/>", 1_100_000), end), roster.CodeTooManyRows, "limit", "1048576"},
		{"a bomb of empty cells", sheet(start, again("<row>"+strings.Repeat("<c/>", 100)+"</row>", 3_000), end), roster.CodeFileTooFull, "of", "cells"},
		{"a bomb of other elements", sheet(start, again("<a/>", 1_300_000), end), roster.CodeFileTooFull, "of", "elements"},
		{"a bomb of nesting", sheet(start, again("<a>", 10_000)), roster.CodeDamaged, "", ""},
		{"more cells in a row than a sheet has", sheet(start, text("<row>"), again("<c><v>1</v></c>", 100_000), text("</row>"), end), roster.CodeTooManyColumns, "limit", "200"},
		{"a cell far to the right", sheet(start, text(`<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>1</v></c></row>`), end), roster.CodeTooManyColumns, "column", "XFD"},
		{"a cell far to the right in the header's rows", sheet(text(sheetStart+`<row r="1"><c r="XFD1"><v>1</v></c></row>`), end), roster.CodeTooManyColumns, "row", "1"},
		{"a column beyond the last", sheet(start, text(`<row r="2"><c r="ZZZZ2"><v>1</v></c></row>`), end), roster.CodeDamaged, "", ""},
		{"a row beyond the last", sheet(start, text(`<row r="99999999"><c r="A99999999"><v>1</v></c></row>`), end), roster.CodeDamaged, "", ""},
		{"a cell of 40,000 characters", sheet(start, text(`<row r="2"><c r="A2"><v>`+strings.Repeat("1", 40_000)+`</v></c></row>`), end), roster.CodeCellTooLong, "row", "2"},
		{"a sheet that breaks off", sheet(start, text(dataRow+`<row r="3"><c r="A3"><v>10`)), roster.CodeDamaged, "part", "sheet1.xml"},
		{"a sheet with a mistake in the middle", sheet(start, text(dataRow+`<row r="3"><c r="A3"><v>&bogus;</v></c></row><row r="4"><c r="A4"><v>1</v></c></row>`), end), roster.CodeDamaged, "part", "S"},
		{"half a workbook", bytesOf("x.xlsx", func(t *testing.T) []byte { b := good(t); return b[:len(b)/2] }), roster.CodeDamaged, "", ""},
		{"a workbook with flipped bytes", bytesOf("x.xlsx", flipped), roster.CodeDamaged, "part", "sheet1.xml"},
		{"a workbook named .csv", bytesOf("x.csv", good), roster.CodeWrongExtension, "is", "xlsx"},
		{"text named .xlsx", bytesOf("x.xlsx", func(t *testing.T) []byte { return []byte(csvOf(t, family)) }), roster.CodeWrongExtension, "is", "text"},
		{"a picture named .xlsx", bytesOf("x.xlsx", func(*testing.T) []byte { return []byte("\x89PNG\r\n\x1a\n\x00\x00\x00") }), roster.CodeNotWorkbook, "", ""},
		{"a picture named .csv", bytesOf("x.csv", func(*testing.T) []byte { return []byte("\x89PNG\r\n\x1a\n\x00\x00\x00") }), roster.CodeNotText, "", ""},
		{"zeros after a while in a .csv", list(func() string { return "户编号,户主\n" + strings.Repeat("1001,a\n", 2000) + "\x00\x00" }), roster.CodeNotText, "", ""},
		{"another zip archive", bytesOf("x.xlsx", otherZip), roster.CodeNotWorkbook, "", ""},
		{"an .xls", bytesOf("x.xls", func(*testing.T) []byte { return compoundFile("Workbook") }), roster.CodeOldWorkbook, "", ""},
		{"an .xls named .xlsx", bytesOf("x.xlsx", func(*testing.T) []byte { return compoundFile("Workbook") }), roster.CodeOldWorkbook, "", ""},
		{"a workbook under a password", encrypted, roster.CodeEncrypted, "", ""},
		{"a picture", bytesOf("x.png", good), roster.CodeUnsupported, "named", ".png"},
		{"an empty file", bytesOf("x.csv", func(*testing.T) []byte { return nil }), roster.CodeEmptyFile, "", ""},
		{"a folder", func(t *testing.T) string { return t.TempDir() }, roster.CodeCannotOpen, "reason", "not_a_file"},
		{"a device", func(*testing.T) string { return "/dev/zero" }, roster.CodeCannotOpen, "reason", "not_a_file"},
		{"no file", func(*testing.T) string { return "/nowhere/x.xlsx" }, roster.CodeCannotOpen, "reason", "missing"},
		{"a quote that is never closed", list(func() string {
			return "户编号,户主\n1001,张三\n1002,\"李四\n" + strings.Repeat("1003,王五\n", 200_000)
		}), roster.CodeUnclosedQuote, "row", "3"},
		{"a quote that is never closed in a short file", list(func() string { return "户编号,户主\n1002,\"李四\n" }), roster.CodeUnclosedQuote, "row", "2"},
		{"a line of megabytes", list(func() string { return "户编号,户主\n" + strings.Repeat("1001,", 1<<20) + "\n" }), roster.CodeLineTooLong, "row", "2"},
		{"a file that is one line", list(func() string { return strings.Repeat("a", 5<<20) }), roster.CodeLineTooLong, "row", "1"},
		{"many columns in a .csv", list(func() string { return "户编号,户主\n" + strings.Repeat("1001,", 1000) + "\n" }), roster.CodeTooManyColumns, "column", "GS"},
		{"a cell too long in a .csv", list(func() string { return "户编号,户主\n1001," + strings.Repeat("张", 40_000) + "\n" }), roster.CodeCellTooLong, "column", "B"},
		{"text that is no roster", list(func() string { return "今天天气很好\n" }), roster.CodeNoHeader, "rows", "10"},
		{"marked as UTF-8 and not", list(func() string { return "\ufeff户编号,户主\n1001,\xff\xfe\n" }), roster.CodeBadEncoding, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := c.make(t)
			e := refused(t, path, limits)
			if e.Code != c.code || c.key != "" && e.Detail[c.key] != c.want {
				t.Errorf("%v, want %s %s=%s", e, c.code, c.key, c.want)
			}
		})
	}
	left, err := filepath.Glob(filepath.Join(temporary, "excelize-*"))
	check(t, err)
	if len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// flipped is a workbook whose sheet was damaged on its way, its directory not.
func flipped(t *testing.T) []byte {
	b, err := os.ReadFile(rawBook(t, parts(text(sheetStart+headerRow), again(`<row><c><v>1</v></c></row>`, 1000), text(sheetEnd))))
	check(t, err)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	check(t, err)
	for _, f := range z.File {
		if f.Name == "xl/worksheets/sheet1.xml" {
			at, err := f.DataOffset()
			check(t, err)
			for i := range int64(8) {
				b[at+int64(f.CompressedSize64)/2+i] ^= 0x5a // a small file
			}
		}
	}
	return b
}

func otherZip(t *testing.T) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	_, err := z.Create("readme.txt")
	check(t, err)
	check(t, z.Close())
	return b.Bytes()
}

// compoundFile is the beginning of a file in Office's old container with a
// stream of a name.
func compoundFile(stream string) []byte {
	b := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 4096)...)
	for _, r := range stream {
		b = binary.LittleEndian.AppendUint16(b, uint16(r)) // ASCII
	}
	return append(b, make([]byte, 4096)...)
}

func encrypted(t *testing.T) string {
	f := excelize.NewFile()
	path := filepath.Join(t.TempDir(), "secret.xlsx")
	check(t, f.SaveAs(path, excelize.Options{Password: "secret"}))
	return path
}

func TestTheReaderLeavesNoTemporaryFilesBehind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	l := roster.DefaultLimits()
	l.MemoryBytes = 100 // so that the sheet goes through a temporary file
	path := book(t, []string{"名册"}, anyRows(family))
	f, err := roster.Reading{Limits: l}.File(t.Context(), path)
	check(t, err)
	isFamily(t, f)
	refused(t, rawBook(t, text(sheetStart+headerRow+`<row r="2"><c r="XFD2"><v>1</v></c></row>`+sheetEnd)), l)
	left, err := filepath.Glob(filepath.Join(dir, "excelize-*"))
	check(t, err)
	if len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestReadingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var b strings.Builder
	b.WriteString("户编号,户主\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "%d,张三\n", i)
	}
	for _, path := range []string{file(t, "x.csv", b.String()), book(t, []string{"名册"}, anyRows(family))} {
		if _, err := (roster.Reading{Limits: roster.DefaultLimits()}).File(ctx, path); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestAFileThatChangesWhileItIsReadIsRefused(t *testing.T) {
	var sheet table
	for range 1000 {
		sheet = append(sheet, []string{"合计", ""})
	}
	sheet = append(table{{"户编号", "户主"}, {"1", "张三"}}, sheet...)
	for _, path := range []string{file(t, "x.csv", csvOf(t, sheet)), book(t, []string{"名册"}, anyRows(sheet))} {
		for name, change := range map[string]func() error{
			"it grows":       func() error { return os.WriteFile(path, []byte("户编号,户主\n"), 0o600) },
			"another is put": func() error { return os.Rename(file(t, "y", "户编号,户主\n"), path) },
			"it is deleted":  func() error { return os.Remove(path) },
		} {
			whole, err := os.ReadFile(path)
			check(t, err)
			changed := false
			_, err = roster.Reading{Limits: roster.DefaultLimits(), Watch: func(float64) {
				if !changed {
					changed = true
					check(t, change())
				}
			}}.File(t.Context(), path)
			var e *roster.Error
			if !errors.As(err, &e) || e.Code != roster.CodeChanged || !changed {
				t.Errorf("%s: %s: %v", filepath.Ext(path), name, err)
			}
			check(t, os.WriteFile(path, whole, 0o600))
		}
	}
}

func TestMoreRowsThanTheLimitAreRefused(t *testing.T) {
	l := roster.DefaultLimits()
	l.Rows = 2
	e := refused(t, file(t, "x.csv", "户编号,户主\n1,a\n2,b\n3,c\n"), l)
	if e.Code != roster.CodeTooManyRows || e.Detail["limit"] != "2" {
		t.Errorf("%v", e)
	}
}

func TestAFileLargerThanTheLimitIsRefusedUnread(t *testing.T) {
	l := roster.DefaultLimits()
	l.FileBytes = 10
	if e := refused(t, file(t, "x.csv", csvOf(t, family)), l); e.Code != roster.CodeFileTooLarge || e.Detail["what"] != "file" {
		t.Errorf("%v", e)
	}
}
