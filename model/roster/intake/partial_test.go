package intake_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/roster"
	"ringkeeper/model/roster/intake"
	"ringkeeper/model/store"
)

// says holds that the last import said each of the words, or with a minus before
// them did not.
func (o *office) says(words ...string) {
	o.Helper()
	for _, w := range words {
		unwanted := strings.HasPrefix(w, "-")
		if strings.Contains(o.out.String(), strings.TrimPrefix(w, "-")) == unwanted {
			o.Errorf("%q in:\n%s", w, o.out.String())
		}
	}
}

// roster lists the numbers that are kept.
func (o *office) numbers() string {
	o.Helper()
	all, err := o.st.Households(o.Context(), store.HouseholdFilter{})
	state, err2 := o.st.RosterState(o.Context())
	if err := errors.Join(err, err2); err != nil || len(state) < len(all) {
		o.Fatal(err)
	}
	list := ""
	for _, n := range []string{"530302001", "530302002", "530302003", "530302004"} {
		if _, ok := state[n]; ok {
			list += n[8:]
		}
	}
	return list
}

func (o *office) sheets() (names []string) {
	all, err := filepath.Glob(filepath.Join(o.dir, "*.xlsx"))
	if err != nil {
		o.Fatal(err)
	}
	for _, path := range all {
		names = append(names, filepath.Base(path))
	}
	return names
}

const (
	good   = "530302001,张春明,越州镇,河湾村,脱贫户,18000,王芳"
	bad    = "530302002,刘大,越州镇,河湾村,脱贫户,许多,王芳"
	nobody = "530302003,赵五,越州镇,河湾村,脱贫户,9000,无此人"
)

func TestTheGoodRowsAreTakenAndTheOthersStandBesideTheFile(t *testing.T) {
	o := newOffice(t)
	o.skips(o.cadres(), o.sheet("农户.csv", householdHeader, good, bad, nobody))
	o.says("import.faults_left n=2", "许多", "无此人", "import.done added=1", "import.cadres_done added=3",
		"import.aside column=import.aside_column file=农户.csv", "import.aside_households n=2 rows=import.aside_rows n=2", "import.aside_name.xlsx", "-import.absent", "-import.faults n")
	if o.numbers() != "1" || len(o.sheets()) != 1 {
		t.Errorf("kept %s, sheets %v", o.numbers(), o.sheets())
	}
}

func TestHouseholdsOfTheOtherSheetAreNotReportedMissingAndStayAsTheyAre(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres(), o.sheet("农户.csv", householdHeader, good, strings.Replace(bad, "许多", "18000", 1), strings.Replace(nobody, "无此人", "王芳", 1)))
	before := fmt.Sprint(o.household("530302002"))
	o.skips(o.sheet("农户.csv", householdHeader, good, bad), o.sheet("干部.csv", cadreHeader, "王芳,13900000001,结对帮扶干部,干部,,", "李明,13900000002,,国王,,"))
	if after := fmt.Sprint(o.household("530302002")); after != before {
		t.Errorf("was %s, is %s", before, after)
	}
	o.says("import.absent n=1 names=530302003", "import.cadres_absent n=1 names=赵强", "-import.aside_unnumbered")
	o.skips(o.sheet("农户.csv", householdHeader, good, "5.3E+17,刘大,越州镇,河湾村,脱贫户,18000,王芳"))
	o.says("import.absent n=2", "import.aside_unnumbered n=1")
}

func TestADryRunSaysWhatWouldBeLeftOutAndWritesNothing(t *testing.T) {
	o := newOffice(t)
	before := o.state()
	if err := o.runs(october, true, true, o.cadres(), o.sheet("农户.csv", householdHeader, good, bad)); err != nil {
		t.Fatal(err)
	}
	o.says("import.aside_preview", "import.aside_households n=1", "import.preview added=1")
	if o.state() != before || len(o.sheets()) > 0 {
		t.Errorf("something was written: %v", o.sheets())
	}
}

func TestWhoLeansOnARowThatIsLeftOutIsLeftOutToo(t *testing.T) {
	o := newOffice(t)
	staff := o.sheet("干部.csv", cadreHeader, "王芳,13900000001,,干部,13900000003,", "李明,13900000002,,干部,,", "赵强,13900000003,,国王,,")
	o.skips(staff, o.sheet("农户.csv", householdHeader, good, "530302002,刘大,越州镇,河湾村,脱贫户,9000,李明"))
	o.says("import.cadres_done added=1", "import.done added=1", "finding.unknown_role", "finding.superior_unknown", "finding.responsible_unknown")
	if o.numbers() != "2" || len(o.sheets()) != 2 {
		t.Errorf("kept %s, sheets %v", o.numbers(), o.sheets())
	}
}

func TestTheSheetOfAnEarlierImportIsNeverOverwritten(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres())
	for range 2 {
		o.skips(o.sheet("农户.csv", householdHeader, good, bad))
	}
	o.skips(o.sheet("农户-未导入.csv", householdHeader, bad), o.sheet("其他.csv", householdHeader, good))
	if got := fmt.Sprint(o.sheets()); got != "[农户-import.aside_name-2.xlsx 农户-import.aside_name-3.xlsx 农户-import.aside_name.xlsx]" {
		t.Error(got)
	}
}

func TestOneHouseholdInTwoFilesIsLeftOutOfBoth(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres())
	here, there := filepath.Join(o.dir, "东"), filepath.Join(o.dir, "西")
	for _, dir := range []string{here, there} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	a := o.sheet("东/名册.csv", householdHeader, good, "530302002,刘大,越州镇,河湾村,脱贫户,9000,王芳")
	b := o.sheet("西/名册.csv", householdHeader, bad, strings.Replace(nobody, "无此人", "王芳", 1))
	o.skips(a, b, a)
	if o.numbers() != "13" {
		t.Errorf("kept %s\n%s", o.numbers(), o.out.String())
	}
	for _, dir := range []string{here, there} {
		f, err := roster.Reading{Limits: roster.DefaultLimits()}.File(t.Context(), filepath.Join(dir, "名册-import.aside_name.xlsx"))
		if err != nil || len(f.Households) != 1 || f.Households[0].Number != "530302002" {
			t.Errorf("%s: %+v %v", dir, f, err)
		}
	}
}

func TestWhereNothingIsGoodOrATableCannotBeReadNothingIsImported(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres())
	before := o.state()
	for name, rows := range map[string][]string{
		"every row is faulty": {householdHeader, bad, nobody},
		"a column is missing": {"户编号,人均纯收入,户类型", "530302001,9000,脱贫户"},
	} {
		if err := o.runs(november, false, true, o.sheet("坏.csv", rows...)); !errors.Is(err, intake.ErrFaults) {
			t.Errorf("%s: %v", name, err)
		}
		o.says("import.faults n=")
	}
	if o.state() != before || len(o.sheets()) > 0 {
		t.Errorf("something was written: %v", o.sheets())
	}
}

func TestWhereTheSheetBesideCannotBeWrittenNothingIsImported(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres())
	before := o.state()
	path := o.sheet("农户.csv", householdHeader, good, bad)
	// A name that is too long for a file once something is put behind it.
	long := filepath.Join(o.dir, strings.Repeat("x", 247)+".csv")
	if err := os.Rename(path, long); err != nil {
		t.Fatal(err)
	}
	if err := o.runs(november, false, true, long); err == nil || o.state() != before {
		t.Errorf("%v", err)
	}
}

func TestAPlanThatTheRosterRanAwayFromIsMadeAnew(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres(), o.households())
	words, sheets, err := o.read(o.sheet("变.csv", householdHeader, strings.Replace(good, "18000", "17000", 1), bad))
	if err != nil {
		t.Fatal(err)
	}
	in := o.importing(november)
	in.SkipBad = true
	// Between plan and write the sheet of what is left out gets its name.
	interfered, say := 0, words.Say
	between := func(f func()) {
		words.Say = func(key string, args model.Args) string {
			if key == "import.aside_name" {
				interfered++
				f()
			}
			return say(key, args)
		}
	}
	between(func() {
		if interfered == 1 {
			o.imports(november, o.sheet("先.csv", householdHeader, strings.Replace(good, "18000", "16000", 1)))
		}
	})
	if err := in.Run(t.Context(), words, sheets); err != nil {
		t.Fatal(err)
	}
	facts, err := o.st.RosterFacts(t.Context())
	if err != nil || facts["530302001"].Income.Fen.String() != "17000" || interfered != 2 {
		t.Errorf("%+v, planned %d times, %v", facts["530302001"], interfered, err)
	}
	o.imports(november, o.sheet("先.csv", householdHeader, strings.Replace(good, "18000", "15000", 1)))
	between(func() {
		o.imports(november, o.sheet("先.csv", householdHeader, strings.Replace(good, "18000", fmt.Sprint(20000+interfered), 1)))
	})
	if err := in.Run(t.Context(), words, sheets); !errors.Is(err, store.ErrMoved) {
		t.Errorf("%v", err)
	}
	if got := fmt.Sprint(o.sheets()); got != "[变-import.aside_name.xlsx]" {
		t.Errorf("a sheet tells of an import that did not happen: %s", got)
	}
}

// TestAnImportWaitsMuchLongerThanItAsks: another program holds the database ten
// times as long as one try waits for it; one that never lets go is told of.
func TestAnImportWaitsMuchLongerThanItAsks(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres())
	path := filepath.Join(o.dir, "x.db")
	hasty, err := store.Open(t.Context(), path, store.Options{Policy: model.DefaultPolicy(), Zone: zone, BusyTimeout: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer hasty.Close()
	db, err := sql.Open("sqlite3", path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	held, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	words, sheets, err := o.read(o.households())
	if err != nil {
		t.Fatal(err)
	}
	in, waited := o.importing(november), 0
	in.Store = hasty
	in.Waits = func() {
		if waited++; waited == 10 {
			if err := held.Rollback(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := in.Run(t.Context(), words, sheets); err != nil || waited != 10 || o.numbers() != "12" {
		t.Errorf("waited %d times: %v", waited, err)
	}
	if held, err = db.Begin(); err != nil {
		t.Fatal(err)
	}
	defer held.Rollback()
	words, sheets, err = o.read(o.sheet("三.csv", householdHeader, strings.Replace(nobody, "无此人", "王芳", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if err := in.Run(t.Context(), words, sheets); !errors.Is(err, store.ErrBusy) {
		t.Errorf("held for ever: %v", err)
	}
}

// TestAMendedSheetSaysNothingOfThoseWhoAreInAlready: it tells of few, and the
// others would fill the screen.
func TestAMendedSheetSaysNothingOfThoseWhoAreInAlready(t *testing.T) {
	o := newOffice(t)
	all := []string{householdHeader}
	for i := range 30 {
		all = append(all, fmt.Sprintf("5303021%02d,张三,越州镇,河湾村,脱贫户,18000,王芳", i))
	}
	o.imports(october, o.cadres(), o.sheet("全.csv", all...))
	for header, says := range map[string]string{
		"":                 "import.absent_many n=30 names=530302100,530302101,530302102,530302103,530302104,530302105,530302106,530302107,530302108,530302109",
		"未导入原因":            "-import.absent",
		"Why not imported": "-import.absent",
	} {
		path := o.sheet("一.csv", householdHeader+","+header, good)
		if err := o.run(november, true, path); err != nil {
			t.Fatal(err)
		}
		o.says(says)
	}
	o.imports(november, o.sheet("少.csv", all[0], all[1]))
	o.says("import.absent_many n=29", "-530302111")
	staff := []string{cadreHeader}
	for i := range 12 {
		staff = append(staff, fmt.Sprintf("干%c,139100000%02d,,,,", '一'+rune(i), i))
	}
	o.imports(november, o.sheet("干部.csv", staff...))
	o.imports(november, o.cadres())
	o.says("import.cadres_absent_many n=12")
}

// TestASheetSetAsideAgainHasOneWordInItsName, in whatever language it was named.
func TestASheetSetAsideAgainHasOneWordInItsName(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres())
	for _, name := range []string{"名册-未导入.csv", "名册-not-imported-3.csv"} {
		o.skips(o.sheet(name, householdHeader, good, bad))
	}
	if got := fmt.Sprint(o.sheets()); got != "[名册-import.aside_name-2.xlsx 名册-import.aside_name.xlsx]" {
		t.Error(got)
	}
}
