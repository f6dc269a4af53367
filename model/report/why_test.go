package report

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

func on(m time.Month, d int) model.Day { return model.Date(2026, m, d) }

func noon(d model.Day) time.Time { return d.At(12, 0, zone) }

// lived is a store with one household that was red since 1 October, contacted
// on 5 November, which was taken back on 10 November, and handed over on 15
// November.
func lived(t *testing.T) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), store.Options{Policy: model.DefaultPolicy(), Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	cadres := []store.RosterCadre{
		{Cadre: model.Cadre{Name: "王芳", Phone: "1", Role: model.RoleCadre}}, {Cadre: model.Cadre{Name: "李明", Phone: "2", Role: model.RoleCadre}},
	}
	sheet := func(cadre int64) []store.RosterHousehold {
		return []store.RosterHousehold{{Number: "42", ResponsibleID: cadre, Ring: model.Red, Pace: model.Red, Suggested: model.Red,
			Facts: model.Facts{Head: "张春明", Township: "越州镇", Village: "河湾村", Category: model.Lifted}}}
	}
	contact := model.RecordContact{Record: model.ContactRecord{HouseholdID: 1, Means: model.ByPhone, Outcome: model.Normal, HappenedOn: on(time.November, 5), ByID: 1, UpdateID: 5}}
	for _, err := range []error{
		st.ApplyCadres(t.Context(), cadres, noon(on(time.October, 1)), "test"),
		st.ApplyRoster(t.Context(), sheet(1), noon(on(time.October, 1)), "test"),
		st.Apply(t.Context(), model.Turn{At: model.InstantOf(noon(on(time.November, 5))), Today: on(time.November, 5), Actor: 1, Effects: []model.Effect{contact}}),
		st.Apply(t.Context(), model.Turn{At: model.InstantOf(noon(on(time.November, 10))), Today: on(time.November, 10), Actor: 1,
			Effects: []model.Effect{model.WithdrawContacts{UpdateID: 5}}}),
		st.ApplyRoster(t.Context(), sheet(2), noon(on(time.November, 15)), "test"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return st
}

func explain(t *testing.T, st *store.Store, at model.Day) Why {
	t.Helper()
	q, err := Ask(t.Context(), st, printer(&strings.Builder{}, false, 0), noon(at), "")
	if err != nil {
		t.Fatal(err)
	}
	w, err := Explain(t.Context(), q, "42", model.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestAnyDayIsExplainedByWhatWasKnownThen(t *testing.T) {
	st := lived(t)
	for _, c := range []struct {
		at          model.Day
		due         model.Day
		overdue     int
		responsible string
	}{
		{on(time.September, 30), 0, 0, "李明"}, // before the roster: nothing is known of the day
		{on(time.October, 20), on(time.October, 31), 0, "王芳"},
		{on(time.November, 4), on(time.October, 31), 4, "王芳"},
		{on(time.November, 5), on(time.December, 31), 0, "王芳"},
		{on(time.November, 9), on(time.December, 31), 0, "王芳"},
		{on(time.November, 10), on(time.October, 31), 10, "王芳"},
		{on(time.November, 20), on(time.October, 31), 20, "李明"},
	} {
		w := explain(t, st, c.at)
		if d := w.Duties[0]; d.Due != c.due || d.DaysOverdue != c.overdue || w.Household.ContactDue != c.due || w.Household.Responsible != c.responsible {
			t.Errorf("%s: due %s, %d days overdue, %s; want %s, %d, %s", c.at, d.Due, d.DaysOverdue, w.Household.Responsible, c.due, c.overdue, c.responsible)
		}
	}
}

func TestWhatWasTakenBackIsShownAsSuch(t *testing.T) {
	st := lived(t)
	w := explain(t, st, on(time.November, 20))
	if len(w.Contacts) != 1 || w.Contacts[0].WithdrawnAt == nil || *w.Contacts[0].WithdrawnBy != "王芳" || len(w.Rings) != 1 || len(w.Responsible) != 2 {
		t.Errorf("%+v", w)
	}
	var out strings.Builder
	if err := w.print(printer(&out, false, 0)); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"why.withdrawn", "why.ring at=2026-10-01 12:00 by=why.import from=2026-10-01", "name=李明"} {
		if !strings.Contains(out.String(), words) {
			t.Errorf("%q is not said:\n%s", words, out.String())
		}
	}
}

// TestItemsAndPausesAreExplainedAsTheyStoodThen: what was settled or ended later was
// open then.
func TestItemsAndPausesAreExplainedAsTheyStoodThen(t *testing.T) {
	st := lived(t)
	apply := func(day int, effects ...model.Effect) {
		t.Helper()
		at := on(time.November, day)
		if err := st.Apply(t.Context(), model.Turn{At: model.InstantOf(noon(at)), Today: at, Actor: 2, Effects: effects}); err != nil {
			t.Fatal(err)
		}
	}
	apply(16, model.RecordContact{
		Record: model.ContactRecord{HouseholdID: 1, Means: model.ByVisit, Outcome: model.Unreached},
		Items:  []model.Named{{Kind: model.Difficulty, Text: "缺一台抽水机 530302199001011234"}},
	}, model.BlockDuty{HouseholdID: 1, Block: model.Block{Kind: model.Contact, Until: on(time.December, 31)}, Why: model.WorkingAway})
	apply(18, model.SettleItem{ID: 1, Status: model.ItemSolved, Outcome: "装好了"}, model.EndBlock{ID: 1})
	then, now := explain(t, st, on(time.November, 17)), explain(t, st, on(time.November, 19))
	if i := then.Items[0]; i.Status != model.ItemOpen || i.Outcome != "" || i.SettledAt != nil || strings.Contains(i.Text, "530302") {
		t.Errorf("then: %+v", i)
	}
	if i := now.Items[0]; i.Status != model.ItemSolved || i.Outcome != "装好了" || *i.SettledBy != "李明" || !i.Stands {
		t.Errorf("now: %+v", i)
	}
	if got, want := then.Duties[0].Due, model.Date(2027, time.January, 31); got != want {
		t.Errorf("then due %s, want %s", got, want)
	}
	if p := now.Pauses[0]; p.EndedOn != on(time.November, 17) || p.Until != on(time.December, 31) || now.Duties[0].Due != on(time.December, 3) {
		t.Errorf("now: %+v, due %s", p, now.Duties[0].Due)
	}
	if len(explain(t, st, on(time.November, 15)).Items) != 0 {
		t.Error("nobody knew of it before")
	}
	var out strings.Builder
	if err := now.print(printer(&out, false, 0)); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"why.items", "why.item_settled", "why.pause_ended", "装好了"} {
		if !strings.Contains(out.String(), words) {
			t.Errorf("%q is not said:\n%s", words, out.String())
		}
	}
}

// TestAProcedureIsExplainedAsFarAsItHadGot.
func TestAProcedureIsExplainedAsFarAsItHadGot(t *testing.T) {
	st := lived(t)
	for i, e := range []model.Effect{
		model.OpenProcedure{Procedure: model.Procedure{Source: "a", Kind: model.EliminateRisk, HouseholdID: 1}},
		model.AdvanceProcedure{ID: 1, Step: model.StepChecked},
		model.RefuseProcedure{ID: 1, Why: "530302199001011234 不同意"},
	} {
		at := on(time.November, 16+2*i)
		if err := st.Apply(t.Context(), model.Turn{At: model.InstantOf(noon(at)), Today: at, Actor: 2, Effects: []model.Effect{e}}); err != nil {
			t.Fatal(err)
		}
	}
	if got := explain(t, st, on(time.November, 15)).Procedures; len(got) != 0 {
		t.Errorf("before: %+v", got)
	}
	if got := explain(t, st, on(time.November, 17)).Procedures[0]; got.Status != model.ProcedureRunning || len(got.Steps) != 0 || *got.OpenedBy != "李明" {
		t.Errorf("begun: %+v", got)
	}
	if got := explain(t, st, on(time.November, 19)).Procedures[0]; got.Status != model.ProcedureRunning || len(got.Steps) != 1 || got.Refusal != "" || got.EndedAt != nil {
		t.Errorf("checked: %+v", got)
	}
	now := explain(t, st, on(time.November, 20))
	if got := now.Procedures[0]; got.Status != model.ProcedureRefused || !strings.Contains(got.Refusal, "不同意") || strings.Contains(got.Refusal, "530302") || *got.EndedBy != "李明" {
		t.Errorf("refused: %+v", got)
	}
	var out strings.Builder
	if err := now.print(printer(&out, false, 0)); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"why.procedures", "why.procedure_step", "why.procedure_refused", "不同意"} {
		if !strings.Contains(out.String(), words) {
			t.Errorf("%q is not said:\n%s", words, out.String())
		}
	}
}

func TestANumberThatIsNotOnTheRosterIsAFault(t *testing.T) {
	st := lived(t)
	q, err := Ask(t.Context(), st, printer(&strings.Builder{}, false, 0), noon(on(time.November, 1)), "")
	if err != nil {
		t.Fatal(err)
	}
	var f *Fault
	if err := PrintWhy(t.Context(), q, "43", model.DefaultPolicy()); !errors.Is(err, ErrNoHousehold) || !errors.As(err, &f) || f.Args["number"] != "43" {
		t.Errorf("%v", err)
	}
}

func TestEveryListKeepsToItsArea(t *testing.T) {
	st := lived(t)
	other := []store.RosterHousehold{{Number: "43", Ring: model.Red, Pace: model.Red, Suggested: model.Red,
		Facts: model.Facts{Head: "刘大", Township: "茨营镇", Village: "龙塘村"}}}
	if err := st.ApplyRoster(t.Context(), other, noon(on(time.November, 16)), "test"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		list, area, has, hasNot string
	}{
		{"households", "越州镇", `"42"`, `"43"`}, {"households", "茨营镇/龙塘村", `"43"`, `"42"`},
		{"overdue", "越州镇", `"42"`, `"43"`}, {"contacts", "茨营镇", "", "42"},
		{"audit", "越州镇", "household 42", "roster.import"}, {"audit", "", "roster.import", "nothing"},
		{"inbox", "茨营镇", "", "{"}, {"outbox", "茨营镇", "", "{"}, {"emergencies", "茨营镇", "", "{"},
	} {
		var out strings.Builder
		q, err := Ask(t.Context(), st, printer(&out, true, 0), noon(on(time.November, 20)), c.area)
		if err != nil {
			t.Fatal(err)
		}
		if err := Lists[c.list](t.Context(), q); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), c.has) || strings.Contains(out.String(), c.hasNot) {
			t.Errorf("%s of %q:\n%s", c.list, c.area, out.String())
		}
	}
	var f *Fault
	if _, err := Ask(t.Context(), st, Printer{Zone: zone}, noon(1), "无此镇"); !errors.As(err, &f) || f.Key != "error.no_area" {
		t.Errorf("%v", err)
	}
}

func TestARecordSaysByWhomItWasMadeAndForWhom(t *testing.T) {
	st := lived(t)
	day := on(time.November, 20)
	err := st.Apply(t.Context(), model.Turn{At: model.InstantOf(noon(day)), Today: day, Actor: 1, Effects: []model.Effect{model.RecordContact{
		Record: model.ContactRecord{HouseholdID: 1, Means: model.ByVisit, Outcome: model.Normal, HappenedOn: day, ByID: 1, OnBehalfOfID: 2, UpdateID: 9}}}})
	if err != nil {
		t.Fatal(err)
	}
	w := explain(t, st, day)
	if c := w.Contacts[0]; c.By != "王芳" || c.OnBehalfOf == nil || *c.OnBehalfOf != "李明" {
		t.Errorf("%+v", c)
	}
	var out strings.Builder
	if err := w.print(printer(&out, false, 0)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "contact.by_for by=王芳 for=李明") {
		t.Errorf("for whom is not said:\n%s", out.String())
	}
}
