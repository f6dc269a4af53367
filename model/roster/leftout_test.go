package roster_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ringkeeper/model/roster"
)

var remarks = roster.Remarks{
	Header: "未导入原因", Kin: "同一户有错误",
	Reason: func(faults []roster.Finding) string {
		var list []string
		for _, f := range faults {
			list = append(list, string(f.Code))
		}
		return strings.Join(list, " ")
	},
}

// part reads a file, leaves out what is faulty and returns the numbers that are
// imported, and the sheet of the others: "" where none was written.
func part(t *testing.T, path string) (sound []string, aside string) {
	t.Helper()
	f := read(t, path)
	left := roster.NewLeftOut([]roster.File{f})
	households, cadres := left.Sound()
	for _, h := range households {
		sound = append(sound, h.Number)
	}
	for _, c := range cadres {
		sound = append(sound, c.Cadre.Name)
	}
	aside = filepath.Join(t.TempDir(), "未导入.xlsx")
	written, err := left.Write(t.Context(), f, aside, remarks)
	check(t, err)
	if written.Rows == 0 {
		if _, err := os.Stat(aside); err == nil {
			t.Error("a sheet without rows was written")
		}
		return sound, ""
	}
	return sound, aside
}

// sheetOf returns the cells of the only sheet, blank cells at the end of a row cut
// off.
func sheetOf(t *testing.T, path string) table {
	t.Helper()
	f, err := excelize.OpenFile(path)
	check(t, err)
	defer f.Close()
	return rowsOf(t, f, f.GetSheetName(0))
}

func TestWhatIsLeftOutIsWholeAndComesBackAsItWas(t *testing.T) {
	people := "乡镇|村|户编号|姓名|与户主关系|人均纯收入|联系电话"
	for _, c := range []struct {
		name  string
		sheet table
		sound string
		want  table // from the second row on; nil: nothing is left out
	}{
		{"nothing is wrong", rows(people, "越州镇|河湾村|1|张三|户主|9200|"), "1", nil},
		{"one bad person takes the whole household along, wherever its rows stand",
			rows(people, "越州镇|河湾村|1|张三|户主|9200|", "越州镇|河湾村|2|李四|户主|9300|", "越州镇|河湾村|1|王丽|配偶|约1万|"), "2",
			rows("越州镇|河湾村|1|张三|户主|9200||同一户有错误", "越州镇|河湾村|1|王丽|配偶|约1万||contradiction")},
		{"what stood in the row above is filled in: township, village and number",
			rows(people, "越州镇|河湾村|1|张三|户主|9200|", "东山镇|石坎村|2|李四|户主|9200|", "||3|王五|户主|约1万|", "|||王六|之子||"), "1 2",
			rows("东山镇|石坎村|3|王五|户主|约1万||unreadable_income", "东山镇|石坎村|3|王六|之子|||同一户有错误")},
		{"a person of an unreadable number may be of the household above, never of the one that begins below",
			rows(people, "越州镇|河湾村|1|张三|户主|9200|", "越州镇|河湾村|5.3E+17|王丽|配偶||", "越州镇|河湾村|2|李四|户主|9200|"), "2",
			rows("越州镇|河湾村|1|张三|户主|9200||同一户有错误", "", "越州镇|河湾村|5.3E+17|王丽|配偶|||lost_digits")},
		{"or of the one below that begins without its head",
			rows(people, "越州镇|河湾村|1|张三|户主|9200|", "越州镇|河湾村|5.3E+17|赵六|户主||", "越州镇|河湾村|2|王丽|配偶||", "越州镇|河湾村|2|李四|户主|9200|"), "1",
			rows("", "越州镇|河湾村|5.3E+17|赵六|户主|||lost_digits", "越州镇|河湾村|2|王丽|配偶|||同一户有错误", "越州镇|河湾村|2|李四|户主|9200||同一户有错误")},
		{"what a spreadsheet would take for a formula",
			rows(people, "越州镇|=A1+1|1|张三|户主|约1万|+86 139 0000 0001", "@镇|-|2|李四|户主|9200|-"), "2",
			rows("越州镇|=A1+1|1|张三|户主|约1万|+86 139 0000 0001|unreadable_income")},
		{"cadres row by row", rows("姓名|联系电话|角色", "李明|19900000001|干部", "王芳|199|干部", "赵强|19900000003|国王"), "李明",
			rows("王芳|199|干部|cadre_bad_phone", "赵强|19900000003|国王|unknown_role")},
		{"a phone that two names have is nobody's", rows("姓名|联系电话|角色", "李明|19900000001|干部", "王芳|19900000001|干部"), "",
			rows("李明|19900000001|干部|同一户有错误", "王芳|19900000001|干部|phone_twice")},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, path := range []string{file(t, "名册.csv", csvOf(t, c.sheet)), book(t, []string{"名册"}, anyRows(c.sheet))} {
				sound, aside := part(t, path)
				if got := strings.Join(sound, " "); got != c.sound {
					t.Errorf("%s: imported %q, want %q", filepath.Ext(path), got, c.sound)
				}
				if (aside == "") != (c.want == nil) {
					t.Fatalf("%s: the sheet is %q", filepath.Ext(path), aside)
				}
				if aside == "" {
					continue
				}
				got := sheetOf(t, aside)
				if want := append(append([]string(nil), c.sheet[0]...), "未导入原因"); !reflect.DeepEqual(got[0], want) {
					t.Errorf("the header is %q", got[0])
				}
				if len(got)-1 != len(c.want) {
					t.Fatalf("got %q", got)
				}
				for i, want := range c.want {
					if strings.Join(got[i+1], "|") != strings.Join(want, "|") {
						t.Errorf("%s: row %d is %q, want %q", filepath.Ext(path), i+2, got[i+1], want)
					}
				}
				again := read(t, aside)
				if first := read(t, path); !reflect.DeepEqual(faulty(first), faulty(again)) {
					t.Errorf("the sheet has the faults %v, the file %v", faulty(again), faulty(first))
				}
				if _, second := part(t, aside); !reflect.DeepEqual(sheetOf(t, second), got) {
					t.Errorf("left out once more it is %q, was %q", sheetOf(t, second), got)
				}
			}
		})
	}
}

func faulty(f roster.File) map[roster.Code]int {
	count := map[roster.Code]int{}
	for _, x := range f.Findings {
		if x.Fault() {
			count[x.Code]++
		}
	}
	return count
}

func TestTheMendedSheetTellsWhatTheWholeWouldHave(t *testing.T) {
	sound := read(t, file(t, "x.csv", csvOf(t, family)))
	broken := table{family[0], family[1], family[2], append([]string(nil), family[3]...)}
	broken[3][11] = "约1万"
	_, aside := part(t, book(t, []string{"名册"}, anyRows(broken)))
	f, err := excelize.OpenFile(aside)
	check(t, err)
	check(t, f.SetCellStr("名册", "L2", family[3][11]))
	check(t, f.Save())
	check(t, f.Close())
	mended := read(t, aside)
	if len(mended.Findings) > 0 || len(mended.Households) != 1 || !reflect.DeepEqual(mended.Households[0].Facts, sound.Households[1].Facts) {
		t.Errorf("%+v", mended)
	}
}

func TestTitlesAndEverySheetWithFaultsComeAlongAndDaysStayDays(t *testing.T) {
	f := excelize.NewFile()
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	check(t, err)
	for i, sheet := range []string{"越州镇", "东山镇", "三宝街道"} {
		if i > 0 {
			_, err := f.NewSheet(sheet)
			check(t, err)
		} else {
			check(t, f.SetSheetName("Sheet1", sheet))
		}
		check(t, f.SetSheetRow(sheet, "A1", &[]any{sheet + "名册"}))
		check(t, f.SetSheetRow(sheet, "A2", &[]any{"户编号", "户主", "人均纯收入", "入户日期"}))
		income := any(9200.5)
		if i != 1 {
			income = "约1万"
		}
		check(t, f.SetSheetRow(sheet, "A3", &[]any{int64(530302100100) + int64(i), "张三", income, 45231, "", "批注"}))
		check(t, f.SetCellStyle(sheet, "D3", "D3", day))
	}
	path := filepath.Join(t.TempDir(), "x.xlsx")
	check(t, f.SaveAs(path))
	sound, aside := part(t, path)
	if len(sound) != 1 || sound[0] != "530302100101" {
		t.Errorf("%v", sound)
	}
	got, err := excelize.OpenFile(aside)
	check(t, err)
	if list := got.GetSheetList(); !reflect.DeepEqual(list, []string{"越州镇", "三宝街道"}) {
		t.Fatalf("%v", list)
	}
	want := table{
		{"三宝街道名册"}, {"户编号", "户主", "人均纯收入", "入户日期", "", "", "未导入原因"},
		{"530302100102", "张三", "约1万", "2023-11-01", "", "批注", "unreadable_income"},
	}
	if sheet := rowsOf(t, got, "三宝街道"); !reflect.DeepEqual(sheet, want) {
		t.Errorf("%q", sheet)
	}
	panes, err := got.GetPanes("越州镇")
	if err != nil || !panes.Freeze || panes.YSplit != 2 {
		t.Errorf("%+v %v", panes, err)
	}
	info, err := os.Stat(aside)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

func TestFaultsBeyondTheLimitAreLeftOutTooThoughTheyAreNotListed(t *testing.T) {
	l := roster.DefaultLimits()
	l.Findings = 1
	f, err := roster.Reading{Limits: l}.File(t.Context(), file(t, "x.csv", "户编号,户主,人均纯收入\n1,张三,许多\n2,李四,许多\n3,王五,9000\n"))
	check(t, err)
	if sound, _ := roster.NewLeftOut([]roster.File{f}).Sound(); len(sound) != 1 || sound[0].Number != "3" {
		t.Errorf("%+v", sound)
	}
}

func TestAFileThatChangedSinceItWasReadIsNotTakenApart(t *testing.T) {
	path := file(t, "x.csv", "户编号,户主,人均纯收入\n1,张三,许多\n2,李四,9000\n")
	f := read(t, path)
	check(t, os.WriteFile(path, []byte("户编号,户主,人均纯收入\n2,李四,9000\n1,张三,许多\n3,王五,9000\n"), 0o600))
	aside := filepath.Join(t.TempDir(), "x.xlsx")
	_, err := roster.NewLeftOut([]roster.File{f}).Write(t.Context(), f, aside, remarks)
	if e, ok := err.(*roster.Error); !ok || e.Code != roster.CodeChanged || e.File != "x.csv" {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(aside); err == nil {
		t.Error("a sheet was written")
	}
}

// TestMoreThanASheetHoldsIsNotWritten: a CSV file may have more rows than a sheet.
func TestMoreThanASheetHoldsIsNotWritten(t *testing.T) {
	path := file(t, "x.csv", "户编号,姓名,与户主关系\n2,李四,户主\n"+strings.Repeat("1,张三,其他\n", 1_048_576))
	f, aside := read(t, path), filepath.Join(t.TempDir(), "x.xlsx")
	_, err := roster.NewLeftOut([]roster.File{f}).Write(t.Context(), f, aside, remarks)
	var e *roster.Error
	if !errors.As(err, &e) || e.Code != roster.CodeLeftOutTooLong || e.Detail["limit"] != "1048576" {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(aside); err == nil {
		t.Error("a sheet was written")
	}
}
