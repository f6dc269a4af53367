package roster

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzIncome(f *testing.F) {
	for _, s := range []string{"12300", "12,300", "1.2万", "9800元", "-", "约1万", "1e308", "１２，３００"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := readIncome(text, 1)
		if !ok {
			return
		}
		if got.Fen > maxIncome*100 || got.Fen < -maxIncome*100 {
			t.Errorf("%q: %v", text, got)
		}
		if again, ok := readIncome(got.Fen.String(), 1); got.Known && got.Fen >= 0 && (!ok || again != got) {
			t.Errorf("%q: %v, written out and read again %v", text, got, again)
		}
	})
}

func FuzzIdentity(f *testing.F) {
	for _, s := range []string{"530399199001011234", "53039919900101123x", `="530399199001011234"`, "5.30321E+17", "53039919900101123443B1", "无"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, code := readID(text)
		if code == "" && id != "" && (len(id) < 18 || checkDigit(id[:17]) != id[17] || !birthDate(id)) {
			t.Errorf("%q passes as %q", text, id)
		}
		if code == CodeLostDigits && id != "" {
			t.Errorf("%q lost digits and is kept as %q", text, id)
		}
	})
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"5303021001", "5303021001.0", "5.30302E+11", "１２", "HH-001", "1E5", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, lost := number(text)
		if lost {
			return
		}
		if again, lost := number(n); n != "" && !none(n) && plainNumber(n) && utf8.ValidString(text) && (lost || again != n) {
			if compact(n) == n { // what still wears ="…" is taken off one layer at a time
				t.Errorf("%q: %q, read again %q lost %v", text, n, again, lost)
			}
		}
	})
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\r\nc,d", "\"a\"\"b\",c\n", "\"open", "a,\"b\nc\",d\n\n\ne", "=\"530\",x", ",,,\n", "\"\"", "\"a\"b,c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l := DefaultLimits()
		l.LineBytes = 1 << 16
		rows := &csvRows{in: bufio.NewReaderSize(strings.NewReader(text), l.LineBytes), comma: ',', limits: l}
		n, cells := 0, 0
		for {
			row, ok, err := rows.next()
			if err != nil {
				return
			}
			if !ok {
				break
			}
			n++
			cells += len(row)
			if len(row) == 0 {
				t.Fatalf("%q: row %d has no cell", text, n)
			}
		}
		if lines := strings.Count(text, "\n") + 1; n > lines || cells > len(text)+n {
			t.Errorf("%q: %d rows, %d cells", text, n, cells)
		}
	})
}

// FuzzHeader: whatever a header is, its key is found again, and a row of headers
// is read without a panic.
func FuzzHeader(f *testing.F) {
	for _, s := range []string{"户编号|户主", "2026年人均纯收入（万元）|姓名|与户主关系|户号", "姓名|联系电话|包保层级", "*户编号|户编号|圈层", "|||", "未导入原因"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		cells := strings.Split(line, "|")
		for _, c := range cells {
			if key := headerKey(c); utf8.ValidString(c) && headerKey(key) != headerKey(headerKey(key)) {
				t.Errorf("%q: %q, then %q", c, key, headerKey(key))
			}
		}
		table, at := findHeader([][]string{cells, cells})
		if table == nil {
			return
		}
		named := 0
		for _, columns := range table.columns {
			named += len(columns)
			for _, i := range columns {
				if i >= len(cells) {
					t.Fatalf("column %d of %d", i, len(cells))
				}
			}
		}
		if at < 0 || at > 1 || named != table.named {
			t.Errorf("%q: row %d, %d columns of %d", line, at, named, table.named)
		}
	})
}

// FuzzCell: what is written as text comes back as the text it was, out of either
// format, and a sheet never holds a formula.
func FuzzCell(f *testing.F) {
	for _, s := range []string{"张三", "=1+1", "'=1", "+86 139", "-", "@x", "\tx", `="530302"`, "''", "' ="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		if once := clean(text); clean(quoted(text)) != once {
			t.Errorf("%q is %q, quoted %q", text, once, clean(quoted(text)))
		}
		if formula(quoted(text)) {
			t.Errorf("%q goes out as %q", text, quoted(text))
		}
	})
}

// FuzzText reads any bytes as a CSV file: the reader ends, and what it found can
// be told apart and written again.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"户编号,户主\n1,张三\n", "\xbb\xa7\xb1\xe0\xba\xc5,\xbb\xa7\xd6\xf7\n1,\xd5\xc5\n", "\xff\xfe1\x00,\x00", "户编号,姓名,与户主关系,人均纯收入\n1,张三,户主,约\n,李四,配偶,\n5.3E+17,x,之子,\n",
		"姓名,联系电话,角色\n李明,13900000001,国王\n", "户编号\t户主\n例\t张三\n", "a\x00b",
	} {
		f.Add([]byte(s))
	}
	l := DefaultLimits()
	l.Findings = 50
	path := filepath.Join(f.TempDir(), "x.csv")
	f.Fuzz(func(t *testing.T, b []byte) { readAndPart(t, path, b, l) })
}

// FuzzWorkbook reads any bytes as a workbook, and any bytes as the sheet of one.
func FuzzWorkbook(f *testing.F) {
	dir := f.TempDir()
	path := filepath.Join(dir, "seed.xlsx")
	w, err := Create(path, Layout{Sheet: "S", Header: 1})
	if err != nil {
		f.Fatal(err)
	}
	if err := errors.Join(w.Row([]string{"户编号", "户主", "人均纯收入"}), w.Row([]string{"1", "=1", "约"}), w.Close()); err != nil {
		f.Fatal(err)
	}
	seed, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed, false)
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>户编号</t></is></c><c r="B1" t="inlineStr"><is><t>户主</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>`), true)
	l := DefaultLimits()
	l.UnzipBytes, l.MemoryBytes, l.Findings = 1<<20, 1<<16, 50
	f.Fuzz(func(t *testing.T, b []byte, sheet bool) {
		if sheet {
			b = withSheet(t, seed, b)
		}
		readAndPart(t, filepath.Join(dir, "x.xlsx"), b, l)
	})
}

// withSheet puts other bytes in the place of a workbook's sheet.
func withSheet(t *testing.T, book, sheet []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		if f.Name != "xl/worksheets/sheet1.xml" {
			err = errors.Join(err, z.Copy(f))
		}
	}
	w, err2 := z.Create("xl/worksheets/sheet1.xml")
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	_, err = w.Write(sheet)
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readAndPart(t *testing.T, path string, b []byte, l Limits) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Reading{Limits: l}.File(t.Context(), path)
	var refused *Error
	if err != nil {
		if !errors.As(err, &refused) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v", err)
		}
		return
	}
	left := NewLeftOut([]File{f})
	households, cadres := left.Sound()
	if len(households) > len(f.Households) || len(cadres) > len(f.Cadres) {
		t.Error("more is sound than was read")
	}
	for _, x := range f.Findings {
		if x.Fault() && x.Household != "" && !left.Household(x.Household) {
			t.Errorf("%+v does not leave its household out", x)
		}
	}
	if !HasFault(f.Findings) {
		return // a second reading would tell nothing
	}
	if _, err := left.Write(t.Context(), f, "", Remarks{}); err != nil {
		t.Errorf("counting what is left out: %v", err)
	}
}
