package bot_test

import (
	"bytes"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/creack/pty"
	"github.com/xuri/excelize/v2"
)

func leftOutRows(o *operator) {
	o.withRoster()
	const id = "530302199003074512"
	o.file("坏.csv", "户编号,姓名,与户主关系,证件号码,人均纯收入,户类型,包保责任人,联系电话\n"+
		"530302990001,张春明,户主,"+id+",一大堆,脱贫户,,+86 139\n530302990001,王丽,配偶,,,脱贫户,,-\n530302990002,李四,户主,,9000,脱贫户,,\n")
	preview := o.succeeds("import", "坏.csv", "--skip-bad", "--dry-run", "--at", "2026-07-02")
	if !strings.Contains(preview, "将新增 1 户") || !strings.Contains(preview, "1 户（共 2 行）不会导入，将写到 坏-未导入.xlsx（没有写任何文件）") || o.listing() != "ringkeeper.db|坏.csv" {
		o.t.Errorf("a dry run:\n%s%s", preview, o.listing())
	}
	done := o.succeeds("import", "坏.csv", "--skip-bad", "--at", "2026-07-02")
	for _, words := range []string{"1 处错误，有错误的没有导入", "第2行 E 人均纯收入“一大堆”", "已导入：新增 1 户", "1 户（共 2 行）没有导入，已写到 坏-未导入.xlsx：请按“未导入原因”一列改好，再导入这个文件"} {
		if !strings.Contains(done, words) {
			o.t.Errorf("%q is not said:\n%s", words, done)
		}
	}
	if strings.Contains(preview+done, id) {
		o.t.Error("an identity number was printed")
	}
	path := filepath.Join(o.dir, "坏-未导入.xlsx")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		o.t.Fatalf("%v %v", info, err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		o.t.Fatal(err)
	}
	rows, err := f.GetRows("Sheet1")
	if err != nil || len(rows) != 3 || rows[1][3] != id || rows[1][7] != "+86 139" || rows[1][8] != "E 人均纯收入：收入看不懂：请写成数字，例如 9800 或 1.2万" || !strings.Contains(rows[2][8], "同一户") {
		o.t.Fatalf("%q %v", rows, err)
	}
	if again := o.run("import", "坏-未导入.xlsx"); again.status != 1 || !strings.Contains(again.err, "有错误（见上），没有导入任何数据：请改好后重新导入，或者加上 --skip-bad") {
		o.t.Errorf("%+v", again)
	}
	if err := f.SetCellStr("Sheet1", "E2", "9800"); err != nil {
		o.t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		o.t.Fatal(err)
	}
	if mended := o.succeeds("import", "坏-未导入.xlsx", "--at", "2026-07-02"); !strings.Contains(mended, "新增 1 户") || strings.Contains(mended, "处错误") {
		o.t.Errorf("the mended sheet:\n%s", mended)
	}
	if n := len(o.rows("households")); n != 42 {
		o.t.Errorf("%d households", n)
	}
	if mended := o.succeeds("import", "坏-未导入.xlsx", "--at", "2026-07-02"); strings.Contains(mended, "名册里没有") {
		o.t.Errorf("those who are in already are listed:\n%s", mended)
	}
	o.setAsideTwice()
	o.file("全坏.csv", personHeader+person("530302990003", "赵五", "许多", ""))
	o.fails(o.run("import", "全坏.csv", "--skip-bad"), 1, "有错误（见上），没有导入任何数据")
}

// setAsideTwice: what was set aside in English and is so once more in Chinese has
// one word in its name and one column of reasons, which name rows of the sheet
// that they were read from as such.
func (o *operator) setAsideTwice() {
	o.t.Helper()
	o.file("ringkeeper.yaml", "language: en\n")
	o.file("two.csv", personHeader+person("530302990004", "赵五", "9000", "")+person("530302990005", "钱六", "9000", "")+person("530302990005", "孙七", "9000", ""))
	if said := o.succeeds("import", "two.csv", "--skip-bad", "--at", "2026-07-02"); !strings.Contains(said, "two.csv: 3 rows,") || !strings.Contains(said, "1 household (2 rows) not imported, written to two-not-imported.xlsx") {
		o.t.Errorf("in English:\n%s", said)
	}
	o.file("ringkeeper.yaml", "")
	o.file("另外.csv", personHeader+person("530302990006", "周八", "9000", ""))
	o.succeeds("import", "two-not-imported.xlsx", "另外.csv", "--skip-bad", "--at", "2026-07-02")
	for name, want := range map[string]string{"two-not-imported.xlsx": "the other is 钱六, row 3 of the original", "two-未导入.xlsx": "另一个是 钱六，原表第2行"} {
		f, err := excelize.OpenFile(filepath.Join(o.dir, name))
		if err != nil {
			o.t.Fatal(err)
		}
		rows, err := f.GetRows("Sheet1")
		columns := strings.Count(personHeader, ",") + 2
		if err != nil || len(rows) != 3 || len(rows[0]) != columns || !strings.Contains(rows[2][columns-1], want) {
			o.t.Errorf("%s: %q %v", name, rows, err)
		}
	}
}

func templates(o *operator) {
	for _, language := range []struct{ yaml, written, note, untouched string }{
		{"", "已写好", "必填。照国家系统里的户编号填", "表里只有示例，还没有填写：请从示例下面一行填起"},
		{"language: en\n", "Wrote", "Required. The household's number", "holds only the example: fill it in"},
	} {
		o.file("ringkeeper.yaml", language.yaml)
		for _, kind := range []string{"households", "cadres"} {
			name := kind + language.written + ".xlsx"
			if said := o.succeeds("template", kind, name); !strings.Contains(said, language.written) || !strings.Contains(said, name) {
				o.t.Errorf("%s", said)
			}
			o.fails(o.run("template", kind, name), 1, name)
			o.fails(o.run("import", name), 1, language.untouched)
			f, err := excelize.OpenFile(filepath.Join(o.dir, name))
			if err != nil {
				o.t.Fatal(err)
			}
			notes, err := f.GetComments(f.GetSheetName(0))
			if err != nil || len(notes) < 8 || kind == "households" && !strings.Contains(notes[0].Text, language.note) {
				o.t.Errorf("%s: %+v %v", name, notes, err)
			}
		}
		o.fails(o.run("template", "households", "x.csv"), 2, "x.csv")
		o.fails(o.run("template", "villages", "x.xlsx"), 2, "villages")
	}
	o.file("ringkeeper.yaml", "")
	f, err := excelize.OpenFile(filepath.Join(o.dir, "households已写好.xlsx"))
	if err != nil {
		o.t.Fatal(err)
	}
	for cell, text := range map[string]string{"A4": "530302100100000123", "B4": "赵五", "C4": "户主", "L4": "脱贫户", "O4": "18,000"} {
		if err := f.SetCellStr(f.GetSheetName(0), cell, text); err != nil {
			o.t.Fatal(err)
		}
	}
	if err := f.SaveAs(filepath.Join(o.dir, "农户.xlsx")); err != nil {
		o.t.Fatal(err)
	}
	if said := o.succeeds("import", "农户.xlsx", "--at", "2026-07-01"); !strings.Contains(said, "新增 1 户") || !strings.Contains(said, "第2行 A *户编号“例”：这是示例行，没有导入") {
		o.t.Errorf("filled in:\n%s", said)
	}
}

// slowRoster is a file with one household that takes seconds to read: under it
// stand nearly two million footers.
func (o *operator) slowRoster() string {
	path := filepath.Join(o.dir, "慢.csv")
	head := "\xbb\xa7\xb1\xe0\xba\xc5,\xbb\xa7\xd6\xf7\n530302990001,\xd5\xc5\xc8\xfd\n" // 户编号,户主 and 张三 in GBK
	if err := writeFile(path, then(saying(head), many("\xba\xcf\xbc\xc6,"+strings.Repeat("\xbc\xd7,", 16)+"\n", 1_900_000))); err != nil {
		o.t.Fatal(err)
	}
	return path
}

// progress: on a terminal a long import shows how far it is, and takes the bar
// away again; while the file is read, others write to the database, here the same
// household under another name.
func progress(o *operator) {
	o.withRoster()
	path := o.slowRoster()
	long := o.command(o.program, "import", path, "--at", "2026-07-02")
	screen, err := pty.StartWithSize(long, &pty.Winsize{Rows: 24, Cols: 60})
	if err != nil {
		o.t.Fatal(err)
	}
	defer screen.Close()
	var shown bytes.Buffer
	buf := make([]byte, 4096)
	wrote := false
	for {
		n, err := screen.Read(buf)
		shown.Write(buf[:n])
		if !wrote && strings.Contains(shown.String(), "%") {
			wrote = true
			// It stands in the middle of the file until the other is done.
			if err := long.Process.Signal(syscall.SIGSTOP); err != nil {
				o.t.Fatal(err)
			}
			if said := o.succeeds("import", o.changedRoster(), "--at", "2026-07-02"); !strings.Contains(said, "新增 1 户") {
				o.t.Errorf("beside the long import:\n%s", said)
			}
			if err := long.Process.Signal(syscall.SIGCONT); err != nil {
				o.t.Fatal(err)
			}
		}
		if err != nil { // on Linux a terminal ends with an error of its own
			break
		}
	}
	if err := long.Wait(); err != nil {
		o.t.Fatalf("%v\n%s", err, shown.String())
	}
	bars := strings.Split(shown.String(), "\r\x1b[K")
	if len(bars) < 3 || !strings.Contains(bars[1], "正在读取 慢.csv") || !strings.HasPrefix(bars[1], "[") {
		o.t.Fatalf("shown: %q", shown.String())
	}
	last := bars[len(bars)-1]
	if strings.Contains(last, "%") || !strings.Contains(last, "已导入：新增 0 户，变更 1 户") {
		o.t.Errorf("in the end: %q", last)
	}
	if got := o.run("import", path, "--dry-run"); got.status != 0 || got.err != "" || strings.ContainsAny(got.out, "%\r\x1b") {
		o.t.Errorf("in a pipe: %+v", got)
	}
	quick := o.command(o.program, "import", o.changedRoster(), "--dry-run")
	if screen, err = pty.Start(quick); err != nil {
		o.t.Fatal(err)
	}
	defer screen.Close()
	all, _ := io.ReadAll(screen) // ends with the terminal's own error
	if err := quick.Wait(); err != nil || strings.Contains(string(all), "%") {
		o.t.Errorf("a short import shows a bar: %q %v", all, err)
	}
}

// busyDatabase: an import waits for somebody else's write to end.
func busyDatabase(o *operator) {
	o.withRoster()
	db, err := sql.Open("sqlite3", filepath.Join(o.dir, "ringkeeper.db")+"?_txlock=immediate")
	if err != nil {
		o.t.Fatal(err)
	}
	defer db.Close()
	held, err := db.Begin()
	if err != nil {
		o.t.Fatal(err)
	}
	defer held.Rollback()
	waiting := o.command(o.program, "import", o.changedRoster(), "--at", "2026-07-02")
	out, err := waiting.StdoutPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	if err := waiting.Start(); err != nil {
		o.t.Fatal(err)
	}
	first := make([]byte, 1) // it has read its file and comes to the database
	if _, err := io.ReadFull(out, first); err != nil {
		o.t.Fatal(err)
	}
	if _, err := held.Exec(`CREATE TABLE busy AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT i FROM n`); err != nil {
		o.t.Fatal(err)
	}
	if _, err := held.Exec(`DROP TABLE busy`); err != nil {
		o.t.Fatal(err)
	}
	if err := held.Commit(); err != nil {
		o.t.Fatal(err)
	}
	rest, err := io.ReadAll(out)
	if err2 := waiting.Wait(); err != nil || err2 != nil || !strings.Contains(string(rest), "已导入：新增 1 户") {
		o.t.Errorf("%v %v\n%s", err, err2, rest)
	}
}
