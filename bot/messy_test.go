package bot_test

import (
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// messyCase is a case of testdata/messy.txt, which explains its marks.
type messyCase struct {
	name   string
	first  int // row of the file
	rows   [][]string
	expect []string
	later  []string // a row of the file that is imported afterwards
	then   string   // what is stored after that
}

// messyRoster reads the cases, and the rows of the file that they make.
func messyRoster(o *operator) (cases []*messyCase, rows [][]string) {
	b, err := os.ReadFile(filepath.Join("testdata", "messy.txt"))
	if err != nil {
		o.t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "title: "):
			rows = append(rows, []string{line[len("title: "):]})
		case strings.HasPrefix(line, "header: "):
			rows = append(rows, strings.Split(line[len("header: "):], "|"))
		case strings.HasPrefix(line, "## "):
			cases = append(cases, &messyCase{name: line[3:], first: len(rows) + 1})
		case len(cases) == 0 || line == "":
		case strings.HasPrefix(line, "> "):
			cases[len(cases)-1].later = strings.Split(line[2:], "|")
		case strings.HasPrefix(line, "- then: "):
			cases[len(cases)-1].then = line[len("- then: "):]
		case strings.HasPrefix(line, "- "):
			c := cases[len(cases)-1]
			c.expect = append(c.expect, line[2:])
		default:
			c := cases[len(cases)-1]
			c.rows = append(c.rows, strings.Split(line, "|"))
			rows = append(rows, strings.Split(line, "|"))
		}
	}
	return cases, rows
}

func messy(o *operator) {
	cases, rows := messyRoster(o)
	if len(cases) < 40 {
		o.t.Fatalf("only %d cases", len(cases))
	}
	staff := o.file("干部.csv", "姓名,联系电话,包保层级,角色\n王芳,13900000001,结对帮扶干部,干部\n李明,13900000002,结对帮扶干部,干部\n李明,13900000003,结对帮扶干部,干部\n"+
		"赵强,13900000004,区级挂联领导,领导\n孙丽,13900000005,成员单位主要负责人,领导\n周勇,13900000006,部门班子成员,干部\n")
	for name, write := range map[string]func(path string, rows [][]string) error{"农户.csv": writeGBK, "农户.xlsx": writeBook} {
		o.t.Run(name, func(t *testing.T) {
			o := o.alone(t)
			if err := write(filepath.Join(o.dir, name), rows); err != nil {
				t.Fatal(err)
			}
			o.succeeds("import", staff, "--at", "2026-11-24")
			j := judge{operator: o, said: o.succeeds("import", name, "--skip-bad", "--at", "2026-11-24"), kept: map[string]map[string]any{}}
			for _, row := range o.rows("households") {
				j.kept[fmt.Sprint(row["number"])] = row
			}
			j.aside = asideNumbers(t, filepath.Join(o.dir, "农户-未导入.xlsx"))
			for _, c := range cases {
				t.Run(c.name, func(t *testing.T) { j.holds(t, c) })
			}
			again := rows[:2:2]
			for _, c := range cases {
				if c.later != nil {
					again = append(again, c.later)
				}
			}
			if err := write(filepath.Join(o.dir, "再"+name), again); err != nil {
				t.Fatal(err)
			}
			o.succeeds("import", "再"+name, "--at", "2026-12-24")
			later := map[string]string{}
			for _, row := range o.rows("households") {
				later[fmt.Sprint(row["number"])] = stored(row)
			}
			for _, c := range cases {
				if c.later != nil && later[c.later[3]] != c.then {
					t.Errorf("%s: afterwards %q is stored, want %q", c.name, later[c.later[3]], c.then)
				}
			}
		})
	}
}

func writeGBK(path string, rows [][]string) error {
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return err
	}
	text, err := simplifiedchinese.GBK.NewEncoder().String(b.String())
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o600)
}

func writeBook(path string, rows [][]string) error {
	f := excelize.NewFile()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			return err
		}
	}
	return f.SaveAs(path)
}

// asideNumbers are the households' numbers in the sheet of what was left out.
func asideNumbers(t *testing.T, path string) (numbers []string) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if len(row) > 3 {
			numbers = append(numbers, row[3])
		}
	}
	return numbers
}

// judge holds an import against the cases.
type judge struct {
	*operator
	said  string
	kept  map[string]map[string]any // by number
	aside []string
}

var fullWidth = strings.NewReplacer("０", "0", "１", "1", "２", "2", "９", "9")

func (j judge) holds(t *testing.T, c *messyCase) {
	number := fullWidth.Replace(c.rows[0][3])
	row := j.kept[number]
	place := ""
	for i := range c.rows {
		place += fmt.Sprintf("|%d", c.first+i)
	}
	about := regexp.MustCompile(`(?m)^ +(?:Sheet1 )?第(?:`+place[1:]+`)行.*$`).FindAllString(j.said, -1)
	if len(c.expect) == 0 {
		t.Fatal("nothing is expected")
	}
	for _, e := range c.expect {
		key, want, _ := strings.Cut(e, ": ")
		switch key {
		case "stored":
			got := ""
			if row != nil {
				got = stored(row)
			}
			if got != want {
				t.Errorf("stored is %q, want %q", got, want)
			}
		case "left out":
			for _, r := range c.rows {
				if j.kept[r[3]] != nil || !slices.Contains(j.aside, r[3]) {
					t.Errorf("%s is imported or not in the sheet of what is left out", r[3])
				}
			}
		case "says":
			if !slices.ContainsFunc(about, func(line string) bool { return strings.Contains(line, want) }) {
				t.Errorf("%q is not said: %q", want, about)
			}
		case "nothing", "silent":
			if len(about) > 0 || key == "nothing" && row != nil {
				t.Errorf("it says %q", about)
			}
		case "kept":
			got := j.facts(t, number)
			for pair := range strings.FieldsSeq(want) {
				name, value, _ := strings.Cut(pair, "=")
				if got[name] != value {
					t.Errorf("%s is %q, want %q", name, got[name], value)
				}
			}
		default:
			t.Errorf("what does %q mean?", e)
		}
	}
	if row == nil && strings.HasPrefix(c.expect[0], "stored") || row != nil && c.expect[0] == "left out" {
		t.Errorf("household %s: %v", number, row)
	}
}

// stored words what is kept of a household's ring.
func stored(row map[string]any) string {
	return strings.TrimSpace(fmt.Sprintf("%v %v %s", row["ring"], row["suggested_ring"], strings.Trim(fmt.Sprint(row["flags"]), "[]")))
}

// facts are what the store keeps of a household beside its ring.
func (j judge) facts(t *testing.T, number string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(j.dir, "ringkeeper.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var raw, ids string
	var members int
	err = db.QueryRow(`SELECT v.facts, COUNT(m.name), COALESCE(GROUP_CONCAT(NULLIF(m.id_number, '') ORDER BY m.position), '') FROM households h
		JOIN household_versions v ON v.household_id = h.id LEFT JOIN members m ON m.version_id = v.id WHERE h.number = ?`, number).Scan(&raw, &members, &ids)
	if err != nil {
		t.Fatal(err)
	}
	var facts struct {
		Head, Phone string
		Income      struct{ Fen int64 }
	}
	if err := json.Unmarshal([]byte(raw), &facts); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"head": facts.Head, "phone": facts.Phone, "income": fmt.Sprint(facts.Income.Fen / 100), "members": fmt.Sprint(members), "ids": ids,
	}
}
