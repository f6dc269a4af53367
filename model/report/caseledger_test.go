package report

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// hardship is the district of lived with two cases: one of its household, dealt
// with to the end, and one of a family that is not on the roster, told to nobody.
func hardship(t *testing.T) Query {
	t.Helper()
	st := lived(t)
	began := noon(on(time.November, 20))
	act := func(after time.Duration, by int64, notices []model.Notice, effects ...model.Effect) {
		t.Helper()
		err := st.Apply(t.Context(), model.Turn{At: model.InstantOf(began.Add(after)), Today: on(time.November, 20), Actor: by, Effects: effects, Notices: notices})
		if err != nil {
			t.Fatal(err)
		}
	}
	alert := model.Notice{Subject: "emergency:a", Kind: "alert", CadreID: 1, Priority: model.PriorityEmergency}
	act(0, 2, []model.Notice{alert}, model.FileEmergency{Emergency: model.Emergency{
		Source: "a", HouseholdID: 1, Text: "=着火，证530302196001011234", Causes: []model.Cause{model.CauseAccident}},
		Chain: []model.CaseLink{{Level: model.LevelCadre, CadreID: 1}}})
	act(2*time.Hour, 0, nil, model.EscalateEmergency{ID: 1, Levels: 1})
	act(3*time.Hour, 1, nil, model.AdvanceEmergency{ID: 1, Status: model.Acknowledged})
	act(4*time.Hour, 1, nil, model.NoteEmergency{ID: 1, Text: "已转移，证530302196001011234"}, model.NameCauses{ID: 1, Causes: []model.Cause{model.CauseHousing}})
	act(5*time.Hour, 1, nil, model.AdvanceEmergency{ID: 1, Status: model.OnSite}, model.AdvanceEmergency{ID: 1, Status: model.Closed, Reason: "已安置"})
	act(25*time.Hour, 1, nil, model.FileEmergency{Emergency: model.Emergency{Source: "b", Family: "孙有财", Village: "大坪村", Text: "断粮"}})
	q, err := Ask(t.Context(), st, printer(&strings.Builder{}, false, 0), began.Add(26*time.Hour), "")
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// sheets reads a workbook, or a CSV file, back: rows of cells with bars between.
func sheets(t *testing.T, path string) string {
	t.Helper()
	var rows [][]string
	if strings.HasSuffix(path, ".xlsx") {
		book, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		for _, name := range book.GetSheetList() {
			of, err := book.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			rows = append(append(rows, []string{name}), of...)
		}
	} else {
		b, err := os.ReadFile(path)
		if err == nil {
			r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(b), "\ufeff")))
			rows, err = r.ReadAll()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	for _, row := range rows {
		out.WriteString(strings.Join(row, "|") + "\n")
	}
	return out.String()
}

// TestTheLedgerHoldsEveryCaseWithItsPastAndTheFigures: names in full, identity
// numbers struck, and nothing that a spreadsheet program would work out.
func TestTheLedgerHoldsEveryCaseWithItsPastAndTheFigures(t *testing.T) {
	q := hardship(t)
	dir := t.TempDir()
	for _, name := range []string{"台账.xlsx", "台账.CSV"} {
		path := filepath.Join(dir, name)
		if err := ExportLedger(t.Context(), q, Cases{}, model.DefaultCaseLimits(), path, "operator"); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
		got := sheets(t, path)
		formula := "=着火"
		if strings.HasSuffix(name, ".CSV") {
			formula = "'=着火" // which stays text when a spreadsheet program opens it
		}
		want := []string{
			"case|reported_at|household|head|township|village|causes|text|",
			`1|2026-11-20 12:00|42|张春明|越州镇|河湾村|accident、housing|` + formula + `，证［证件号已隐去］|李明|王芳|closed|2026-11-20 15:00||2026-11-20 17:00|||2026-11-20 17:00|3:00|5:00||5:00|已安置|ledger.missed step=acknowledge|`,
			"ledger.waiting at= name=王芳 state=state.pending why=",
			"2|2026-11-21 13:00||孙有财||大坪村||断粮|王芳||reported",
		}
		if strings.HasSuffix(name, ".xlsx") {
			want = append(want,
				"1|2026-11-20 12:00|李明|filed|=着火，证［证件号已隐去］", "1|2026-11-20 15:00|王芳|acknowledged", "1|2026-11-20 16:00|王芳|noted|已转移，证［证件号已隐去］", "1|2026-11-20 17:00|王芳|closed|已安置",
				"1|2026-11-20 14:00||escalated|ledger.escalated level=cadre step=acknowledge", "1|2026-11-20 16:00|王芳|causes|housing",
				"emergencies.all|2|1|1|0|0|3:00 / 3:00||5:00 / 5:00||5:00 / 5:00", "accident|1|0|1|0|0|", "emergencies.unknown_township|1|1|0|0|0", "2026-11|2|1|1|0|0|", "emergencies.took")
		}
		for _, line := range want {
			if !strings.Contains(got, line) {
				t.Errorf("%s: %q is missing in\n%s", name, line, got)
			}
		}
		if strings.Contains(got, "196001011234") {
			t.Errorf("%s holds an identity number", name)
		}
		if err := ExportLedger(t.Context(), q, Cases{}, model.DefaultCaseLimits(), path, "operator"); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s is written over: %v", name, err)
		}
	}
	lines, err := q.Store.Audit(t.Context(), store.AuditFilter{Actions: []string{store.AuditLedgerExported}})
	if err != nil || len(lines) != 2 || lines[0].Actor != "operator" || lines[0].Detail != `{"cases":2}` {
		t.Errorf("audit log: %+v, %v", lines, err)
	}
	if err := ExportLedger(t.Context(), q, Cases{}, model.DefaultCaseLimits(), filepath.Join(dir, "x.pdf"), "operator"); !errors.Is(err, ErrMisused) {
		t.Errorf("another kind of file: %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 2 {
		t.Errorf("left behind: %v", left)
	}
}

// TestAPeriodAndAnAreaChooseTheCases: by the day on which they were reported, both
// days included.
func TestAPeriodAndAnAreaChooseTheCases(t *testing.T) {
	q := hardship(t)
	for _, c := range []struct {
		cases Cases
		want  string
	}{
		{Cases{}, "2 1"}, {Cases{Open: true}, "2"}, {Cases{From: on(time.November, 21)}, "2"}, {Cases{Until: on(time.November, 20)}, "1"},
		{Cases{From: on(time.November, 20), Until: on(time.November, 21)}, "2 1"}, {Cases{From: on(time.November, 22)}, ""},
	} {
		var out strings.Builder
		q.Out, q.JSON = &out, true
		if err := PrintEmergencies(t.Context(), q, c.cases); err != nil {
			t.Fatal(err)
		}
		var ids []string
		for line := range strings.Lines(out.String()) {
			ids = append(ids, strings.TrimPrefix(line[:len(`{"id":1`)], `{"id":`))
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("%+v: %q, want %q", c.cases, got, c.want)
		}
	}
}
