package intake_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/roster/intake"
	"ringkeeper/model/store"
)

var zone = time.FixedZone("CST", 8*3600)

// office is an office with a store and sheets to import.
type office struct {
	*testing.T
	st  *store.Store
	dir string
	out strings.Builder
}

func newOffice(t *testing.T) *office {
	o := &office{T: t, dir: t.TempDir()}
	var err error
	o.st, err = store.Open(t.Context(), filepath.Join(o.dir, "x.db"), store.Options{Policy: model.DefaultPolicy(), Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.st.Close() })
	return o
}

func (o *office) sheet(name string, rows ...string) string {
	path := filepath.Join(o.dir, name)
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		o.Fatal(err)
	}
	return path
}

// run imports on a day and returns the error; what was printed is kept.
func (o *office) run(day model.Day, dry bool, paths ...string) error {
	return o.runs(day, dry, false, paths...)
}

// skips imports what no fault touches.
func (o *office) skips(paths ...string) {
	o.Helper()
	if err := o.runs(november, false, true, paths...); err != nil {
		o.Fatalf("%v\n%s", err, o.out.String())
	}
}

func (o *office) runs(day model.Day, dry, skip bool, paths ...string) error {
	o.out.Reset()
	words, sheets, err := o.read(paths...)
	if err != nil {
		return err
	}
	in := o.importing(day)
	in.Dry, in.SkipBad = dry, skip
	return in.Run(o.Context(), words, sheets)
}

func (o *office) read(paths ...string) (report.Printer, intake.Sheets, error) {
	words := report.NewPrinter(&o.out, false, zone, plainWords{}, func(s string) string { return s })
	sheets, err := intake.Read(o.Context(), words, paths, nil)
	return words, sheets, err
}

func (o *office) importing(day model.Day) intake.Import {
	return intake.Import{Store: o.st, Policy: model.DefaultPolicy(), Zone: zone, At: day.At(9, 0, zone), Actor: "test"}
}

func (o *office) imports(day model.Day, paths ...string) {
	o.Helper()
	if err := o.run(day, false, paths...); err != nil {
		o.Fatalf("%v\n%s", err, o.out.String())
	}
}

// state is all that an import could change.
func (o *office) state() string {
	o.Helper()
	households, err := o.st.Households(o.Context(), store.HouseholdFilter{Scope: model.Scope{All: true}, Archived: true})
	cadres, err2 := o.st.Cadres(o.Context(), store.CadreFilter{})
	audit, err3 := o.st.Audit(o.Context(), store.AuditFilter{})
	facts, err4 := o.st.RosterFacts(o.Context())
	if err := errors.Join(err, err2, err3, err4); err != nil {
		o.Fatal(err)
	}
	return fmt.Sprintf("%+v\n%+v\n%+v\n%+v", households, cadres, audit, facts)
}

func (o *office) household(number string) model.Household {
	o.Helper()
	h, err := o.st.HouseholdByNumber(o.Context(), number)
	if err != nil || h.ID == 0 {
		o.Fatalf("household %s: %v", number, err)
	}
	return h
}

// plainWords says a sentence's key with its arguments.
type plainWords struct{}

func (plainWords) Say(key string, args model.Args) string {
	for _, name := range slices.Sorted(maps.Keys(args)) {
		key += fmt.Sprintf(" %s=%v", name, args[name])
	}
	return key
}
func (plainWords) Word(v any) any             { return v }
func (plainWords) List(words []string) string { return strings.Join(words, ",") }

const (
	cadreHeader     = "姓名,联系电话,包保层级,角色,上级电话,辖区"
	householdHeader = "户编号,户主,乡镇,村,户类型,人均纯收入,包保责任人"
)

var (
	october  = model.Date(2026, time.October, 1)
	november = model.Date(2026, time.November, 20)
)

func (o *office) cadres() string {
	return o.sheet("干部.csv", cadreHeader, "王芳,13900000001,结对帮扶干部,干部,13900000003,", "李明,13900000002,结对帮扶干部,干部,,", "赵强,13900000003,,领导,,越州镇")
}

func (o *office) households() string {
	return o.sheet("农户.csv", householdHeader, "530302001,张春明,越州镇,河湾村,脱贫户,18000,王芳", "530302002,刘大,越州镇,河湾村,脱贫户,18000,李明")
}

func TestListsOfCadresGoBeforeRostersWhateverTheirOrder(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.households(), o.cadres())
	if h := o.household("530302001"); h.ResponsibleID == 0 || h.RosterSince != october || h.ContactDue != model.Date(2026, time.December, 31) {
		t.Errorf("%+v", h)
	}
}

func TestOneFaultyRowStopsEveryFile(t *testing.T) {
	o := newOffice(t)
	before := o.state()
	bad := o.sheet("坏.csv", householdHeader, "530302001,张春明,越州镇,河湾村,脱贫户,18000,王芳", "530302002,刘大,越州镇,河湾村,脱贫户,许多,王芳")
	for _, files := range [][]string{{o.cadres(), bad}, {bad, o.cadres()}, {o.cadres(), o.households(), bad}} {
		if err := o.run(october, false, files...); !errors.Is(err, intake.ErrFaults) {
			t.Errorf("%v", err)
		}
		if !strings.Contains(o.out.String(), "坏.csv") || !strings.Contains(o.out.String(), "row=3") || !strings.Contains(o.out.String(), "许多") {
			t.Errorf("the fault is not found:\n%s", o.out.String())
		}
	}
	if after := o.state(); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

func TestEveryFileThatCannotBeReadIsTold(t *testing.T) {
	o := newOffice(t)
	before := o.state()
	err := o.run(october, false, filepath.Join(o.dir, "无.csv"), o.cadres(), o.sheet("图.png", "x"))
	var f *report.Fault
	if !errors.Is(err, intake.ErrFile) || !errors.As(err, &f) {
		t.Fatalf("%v", err)
	}
	for _, name := range []string{"无.csv", "图.png"} {
		if !strings.Contains(fmt.Sprint(f.Args["files"]), name) {
			t.Errorf("%s is not told: %v", name, f.Args)
		}
	}
	if o.state() != before {
		t.Error("something changed")
	}
}

func TestTheSameFilesTwiceChangeNothingNotEvenTheAuditLog(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres(), o.households())
	before := o.state()
	for _, files := range [][]string{{o.cadres(), o.households()}, {o.cadres()}, {o.households()}} {
		o.imports(november, files...)
		if after := o.state(); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
		if !strings.Contains(o.out.String(), "added=0 changed=0") {
			t.Errorf("it says:\n%s", o.out.String())
		}
	}
}

func TestADryRunChangesNothing(t *testing.T) {
	o := newOffice(t)
	before := o.state()
	if err := o.run(october, true, o.households(), o.cadres()); err != nil {
		t.Fatal(err)
	}
	if o.state() != before {
		t.Error("something changed")
	}
	for _, words := range []string{"import.cadres_preview added=3", "import.preview added=2", "import.added head=张春明", "import.cadre_added name=王芳"} {
		if !strings.Contains(o.out.String(), words) {
			t.Errorf("%q is not said:\n%s", words, o.out.String())
		}
	}
}

func TestAnotherResponsiblePersonIsAnAssignmentAndMovesNoDueDay(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres(), o.households())
	before := o.household("530302001")
	o.imports(november, o.sheet("换人.csv", householdHeader, "530302001,张春明,越州镇,河湾村,脱贫户,18000,李明", "530302002,刘大,越州镇,河湾村,脱贫户,18000,李明"))
	after := o.household("530302001")
	if after.ResponsibleID == before.ResponsibleID || after.AssignedOn != november {
		t.Errorf("not assigned: %+v", after)
	}
	for _, k := range model.Kinds {
		if before.Due(k).On != after.Due(k).On {
			t.Errorf("%s: due %s, was %s", k, after.Due(k).On, before.Due(k).On)
		}
	}
	why, err := o.st.Why(t.Context(), after.ID)
	if err != nil || len(why.Assignments) != 2 || len(why.Rings) != 1 {
		t.Errorf("%+v, %v", why.Assignments, err)
	}
	if !strings.Contains(o.out.String(), "fields=field.responsible") || !strings.Contains(o.out.String(), "changed=1 unchanged=1") {
		t.Errorf("it says:\n%s", o.out.String())
	}
}

func TestWhoIsAbsentFromASheetStaysAndIsListed(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres(), o.households())
	before := o.household("530302002")
	o.imports(november, o.sheet("一户.csv", householdHeader, "530302001,张春明,越州镇,河湾村,脱贫户,9000,王芳"),
		o.sheet("一人.csv", cadreHeader, "王芳,13900000001,结对帮扶干部,干部,13900000003,"))
	if after := o.household("530302002"); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("was %+v, is %+v", before, after)
	}
	for _, words := range []string{"import.absent n=1 names=530302002", "import.cadres_absent n=2 names="} {
		if !strings.Contains(o.out.String(), words) {
			t.Errorf("%q is not said:\n%s", words, o.out.String())
		}
	}
	if cadres, _ := o.st.Cadres(t.Context(), store.CadreFilter{}); len(cadres) != 3 {
		t.Errorf("%d cadres are left", len(cadres))
	}
}

func TestADomainThatTheListTakesAwayIsTakenAway(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres(), o.households())
	of := func() model.Cadre {
		c, err := o.st.CadreByPhone(t.Context(), "13900000003")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if of().TownshipID == 0 {
		t.Fatal("no township to begin with")
	}
	taken := o.sheet("收回.csv", cadreHeader, "赵强,13900000003,,领导,,")
	o.imports(november, taken)
	if c := of(); c.TownshipID != 0 || c.DistrictWide {
		t.Errorf("%+v", c)
	}
	before := o.state()
	o.imports(november, taken)
	if o.state() != before {
		t.Error("the second time something changed")
	}
}

func TestWhoWatchesSeesHowFarReadingAndWritingAre(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres())
	rows := []string{householdHeader}
	for i := range 1000 {
		rows = append(rows, fmt.Sprintf("530302%04d,张春明,越州镇,河湾村,脱贫户,18000,王芳", i))
	}
	var read, written []float64
	words := report.NewPrinter(&o.out, false, zone, plainWords{}, func(s string) string { return s })
	sheets, err := intake.Read(t.Context(), words, []string{o.sheet("农户.csv", rows...)}, func(file string, part float64) {
		if file != "农户.csv" {
			t.Errorf("reading %q", file)
		}
		read = append(read, part)
	})
	if err != nil {
		t.Fatal(err)
	}
	in := o.importing(november)
	in.Watch = func(part float64) { written = append(written, part) }
	if err := in.Run(t.Context(), words, sheets); err != nil {
		t.Fatal(err)
	}
	if len(read) < 3 || !slices.IsSorted(read) || read[len(read)-1] > 1 {
		t.Errorf("read: %v", read)
	}
	if len(written) < 10 || !slices.IsSorted(written) || written[0] >= 0.5 || written[len(written)-1] != 1 {
		t.Errorf("written: %v", written)
	}
}
