package bot_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What a hostile file may cost. Time is the processor's, since on a busy machine
// what goes by is not the file's fault; only a file that hangs meets the end of
// patience.
const (
	hostileTime   = 10 * time.Second
	hostileMemory = 500 << 10 // KiB
	patience      = 3 * time.Minute
)

// hostile is a file that is to be refused. The small ones lie in
// testdata/hostile, so that anybody can try them; -update writes them anew.
type hostile struct {
	name  string
	body  maker
	large bool
	words string
}

var hostileSet = []hostile{
	{"inflates.xlsx", book(many(" ", 300<<20)), true, "文件太大，超过 256 MiB"},
	{"inflates-and-says-little.xlsx", book(nil, part{sheetName, then(saying(topRows), many("<row></row>", 4<<20), saying(endRows)), 100}), false, "文件已损坏"},
	{"says-10-gib.xlsx", book(nil, part{sheetName, saying(topRows + endRows), 10 << 30}), false, "文件太大，超过 256 MiB"},
	{"many-parts.xlsx", book(saying(oneRow), manyParts(10_100)...), true, "内容太多"},
	{"big-picture.xlsx", book(saying(oneRow), part{name: "xl/media/image1.bin", body: many("\x00\x01", 100<<20)}), true, "文件太大，超过 32 MiB"},
	{"many-rows.xlsx", book(many("<row/>", 1_100_000)), false, "行数超过 1048576"},
	{"million-columns.xlsx", book(then(saying("<row>"), many("<c><v>1</v></c>", 1_000_000), saying("</row>"))), false, "第2行附近的列太多，最多 200 列"},
	{"far-right.xlsx", book(saying(`<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>1</v></c></row>`)), false, "XFD 列"},
	{"beyond-the-last-column.xlsx", book(saying(`<row r="2"><c r="ZZZZZ2"><v>1</v></c></row>`)), false, "文件已损坏"},
	{"beyond-the-last-row.xlsx", book(saying(`<row r="2147483647"><c r="A2147483647"><v>1</v></c></row>`)), false, "文件已损坏"},
	{"empty-cells.xlsx", book(many("<row>"+strings.Repeat("<c/>", 100)+"</row>", 70_000)), false, "内容太多"},
	{"elements.xlsx", book(many("<a/>", 5_000_000)), false, "内容太多"},
	{"deep.xlsx", book(many("<a>", 1_000_000)), false, "文件已损坏"},
	{"entities.xlsx", book(nil, part{name: sheetName, body: saying(xmlHead + `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet ` + mainSpace + `><sheetData><row r="1"><c t="inlineStr"><is><t>&c;</t></is></c></row>` + endRows)}), false, "没有找到表头"},
	{"hidden-encoding.xlsx", book(nil, part{name: sheetName, body: then(saying(`<?xml version="1.0" encoding="UTF-16LE"?>`), wide(topRows+oneRow+endRows))}), false, "文件已损坏"},
	{"huge-cell.xlsx", book(then(saying(`<row r="2"><c r="A2" t="inlineStr"><is><t>`), many("张", 20<<20), saying(`</t></is></c></row>`))), true, "太长"},
	{"long-cell.xlsx", book(saying(`<row r="2"><c r="A2"><v>` + strings.Repeat("1", 40_000) + `</v></c></row>`)), false, "太长"},
	{"shared-strings.xlsx", book(saying(`<row r="2"><c r="A2" t="s"><v>0</v></c></row>`), part{name: "xl/sharedStrings.xml", body: then(saying(xmlHead+`<sst `+mainSpace+`>`), many("<si><t>x</t></si>", 2_500_000), saying("</sst>"))}), false, "内容太多"},
	{"styles.xlsx", book(saying(oneRow), part{name: "xl/styles.xml", body: then(saying(xmlHead+`<styleSheet `+mainSpace+`><cellXfs>`), many("<xf/>", 3_900_000), saying("</cellXfs></styleSheet>"))}), false, "内容太多"},
	{"sheets.xlsx", book(saying(oneRow), part{name: "xl/workbook.xml", body: then(saying(xmlHead+`<workbook `+mainSpace+` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>`), counted(`<sheet name="S%d" sheetId="1" r:id="rId1"/>`, 500_000), saying("</sheets></workbook>"))}), true, "内容太多"},
	{"one-part-many-sheets.xlsx", book(saying(oneRow), part{name: "xl/workbook.xml", body: then(saying(xmlHead+`<workbook `+mainSpace+` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>`), counted(`<sheet name="S%d" sheetId="1" r:id="rId1"/>`, 900), saying("</sheets></workbook>"))}), false, "文件已损坏"},
	{"relations.xlsx", book(saying(oneRow), part{name: "xl/_rels/workbook.xml.rels", body: then(saying(xmlHead+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`), counted(`<Relationship Id="r%d" Target="x"/>`, 900_000), saying("</Relationships>"))}), true, "内容太多"},
	{"merged.xlsx", book(nil, part{name: sheetName, body: then(saying(topRows+`</sheetData><mergeCells>`), many(`<mergeCell ref="A2:XFD1048576"/>`, 4_500_000), saying(`</mergeCells></worksheet>`))}), true, "内容太多"},
	{"breaks-off.xlsx", book(nil, part{name: sheetName, body: saying(topRows + `<row r="2"><c r="A2"><v>10`)}), false, "文件已损坏"},
	{"half.xlsx", cut(book(saying(oneRow)), 2), false, "文件已损坏"},
	{"only-a-start.xlsx", saying("PK\x03\x04 and so on"), false, "文件已损坏"},
	{"other-archive.xlsx", archive("readme.txt", "word/document.xml"), false, "不是 Excel 工作簿"},
	{"climbing.xlsx", archive("../../../../tmp/evil.txt", "/etc/evil.txt"), false, "不是 Excel 工作簿"},
	{"binary.xlsx", archive("xl/workbook.bin"), false, "旧版 Excel"},
	{"old.xls", compound("Workbook"), false, "旧版 Excel"},
	{"old-renamed.xlsx", compound("Workbook"), false, "旧版 Excel"},
	{"password.xlsx", compound("EncryptedPackage"), false, "文件有密码"},
	{"web-page.xlsx", saying("<html><body><table><tr><td>户编号</td></tr></table></body></html>"), false, "扩展名与内容不符"},
	{"web-page.xls", saying("<html><body><table><tr><td>户编号</td></tr></table></body></html>"), false, "旧版 Excel"},
	{"picture.png", saying("\x89PNG\r\n\x1a\n"), false, "不认识的文件类型"},
	{"picture.xlsx", saying("\x89PNG\r\n\x1a\n\x00\x00"), false, "不是 Excel 工作簿"},
	{"packed.csv", saying("\x1f\x8b\x08\x00\x00\x00\x00\x00"), false, "不是文本文件"},
	{"workbook.csv", book(saying(oneRow)), false, "扩展名与内容不符"},
	{"empty.csv", saying(""), false, "文件是空的"},
	{"zeros.csv", saying("户编号,户主\n1001,张\x00三\n"), false, "不是文本文件"},
	{"late-zeros.csv", then(saying("户编号,户主\n"), many("1001,a\n", 20_000), saying("\x00\x00")), true, "不是文本文件"},
	{"unmarked-utf16.csv", wide("户编号,户主\n1001,张三\n"), false, "不是文本文件"},
	{"marked-and-not-utf8.csv", saying("\ufeff户编号,户主\n1001,\xff\xfe\n"), false, "文字编码不认识"},
	{"unclosed-quote.csv", saying("户编号,户主\n1001,张三\n1002,\"李四\n1003,王五\n"), false, "第3行的引号没有成对"},
	{"unclosed-quote-of-100-mib.csv", then(saying("户编号,户主\n1002,\"李四\n"), many("1003,王五\n", 8<<20)), true, "第2行的引号没有成对"},
	{"million-columns.csv", then(saying("户编号,户主\n"), many("1,", 1_000_000), saying("\n")), true, "第2行太长"},
	{"many-columns.csv", then(saying("户编号,户主\n"), many("1,", 1_000)), false, "GS 列"},
	{"one-line.csv", many("a", 200<<20), true, "第1行太长"},
	{"quotes.csv", many(`"`, 200<<20), true, "第1行太长"},
	{"long-cell.csv", then(saying("户编号,户主\n1001,"), many("张", 40_000)), false, "B 列的内容太长"},
	{"blank-lines.csv", many("\n", 250<<20), true, "没有找到表头"},
	{"blank-lines-below.csv", then(saying("户编号,户主\n"), many("\n", 250<<20)), true, "行数超过"},
	{"faults.csv", then(saying("户编号,户主,人均纯收入\n"), counted("%d,张三,许多\n", 1_300_000)), true, "第2行 C 人均纯收入 起，错误超过 100000 处"},
	{"prose.csv", saying("今天天气很好\n"), false, "没有找到表头"},
}

func manyParts(n int) (all []part) {
	for i := range n {
		all = append(all, part{name: fmt.Sprintf("xl/media/image%d.png", i), body: saying("x")})
	}
	return all
}

// hostileFiles: each of the set ends the real program in one line, in bounded
// memory, and leaves nothing behind: no temporary file, nothing beside the file,
// not even a database.
func hostileFiles(o *operator) {
	kept, err := filepath.Abs(filepath.Join("testdata", "hostile"))
	if err != nil {
		o.t.Fatal(err)
	}
	for _, h := range hostileSet {
		o.t.Run(h.name, func(t *testing.T) {
			o := o.alone(t)
			path := filepath.Join(o.dir, h.name)
			if !h.large {
				small := filepath.Join(kept, h.name)
				if *update {
					if err := writeFile(small, h.body); err != nil {
						t.Fatal(err)
					}
				}
				b, err := os.ReadFile(small)
				if err != nil {
					t.Fatal(err)
				}
				h.body = saying(string(b))
			}
			if err := writeFile(path, h.body); err != nil {
				t.Fatal(err)
			}
			o.refuses(path, h.words)
		})
	}
	o.t.Run("crowded.csv", func(t *testing.T) {
		o := o.alone(t)
		o.withRoster()
		path := filepath.Join(o.dir, "crowded.csv")
		if err := writeFile(path, then(saying("户编号,姓名,与户主关系\n"), counted("1,张%d,其他\n", 1_000_000))); err != nil {
			t.Fatal(err)
		}
		if out := o.endsSoon(path, "没有导入任何数据"); !strings.Contains(out, "第101行 A 户编号“1”：这一户超过 99 人") {
			t.Errorf("%.2000s", out)
		}
	})
	o.file("长\n名字.csv", "a\n")
	o.refuses("长\n名字.csv", "没有找到表头")
	sparse := o.file("sparse.xlsx", "PK\x03\x04")
	if err := os.Truncate(sparse, 3<<30); err != nil {
		o.t.Fatal(err)
	}
	o.refuses(sparse, "文件太大，超过 2048 MiB")
	o.refuses("/dev/zero", "打不开文件")
	o.refuses(o.dir, "打不开文件")
	if err := syscall.Mkfifo(filepath.Join(o.dir, "pipe.csv"), 0o600); err == nil {
		o.refuses("pipe.csv", "打不开文件")
	}
	secret := o.file("secret.csv", "户编号,户主\n1001,张三\n")
	if err := os.Chmod(secret, 0); err != nil {
		o.t.Fatal(err)
	}
	if os.Geteuid() != 0 { // whom nothing is kept from
		o.refuses(secret, "打不开文件")
	}
}

// refuses holds that the import of a file ends as a hostile file's has to, with
// one line and nothing else.
func (o *operator) refuses(path, words string) {
	o.t.Helper()
	if out := o.endsSoon(path, words); out != "" {
		o.t.Errorf("it printed %s", out)
	}
}

// endsSoon holds that the import of a file fails cheaply and leaves nothing behind,
// and returns what it printed.
func (o *operator) endsSoon(path, words string) string {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	temporary, before := o.t.TempDir(), o.listing()
	most := filepath.Join(o.t.TempDir(), "most")
	run := o.command(os.Args[0], o.program, "import", path)
	run.Env = append(run.Env, "TMPDIR="+temporary, measuring+"="+most)
	var out, errs bytes.Buffer
	run.Stdout, run.Stderr = &out, &errs
	if err := run.Start(); err != nil {
		o.t.Fatal(err)
	}
	stop := context.AfterFunc(ctx, func() { _ = run.Process.Kill() })
	_ = run.Wait()
	if !stop() {
		o.t.Fatalf("%s took longer than %s", path, patience)
	}
	o.fails(said{run.ProcessState.ExitCode(), out.String(), errs.String()}, 1, words, "没有导入任何数据")
	b, err := os.ReadFile(most)
	if err != nil {
		o.t.Fatal(err)
	}
	var kib int
	var worked time.Duration
	if _, err := fmt.Sscan(string(b), &kib, (*int64)(&worked)); err != nil || kib > hostileMemory || worked > hostileTime {
		o.t.Errorf("%d KiB of memory, %s of the processor: %v", kib, worked, err)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		o.t.Errorf("left in the folder for temporary files: %v %v", left, err)
	}
	if after := o.listing(); after != before {
		o.t.Errorf("beside the file stand %s, stood %s", after, before)
	}
	return out.String()
}

func (o *operator) listing() string {
	o.t.Helper()
	entries, err := os.ReadDir(o.dir)
	if err != nil {
		o.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, "|")
}
