package store

import (
	"errors"
	"slices"
	"testing"

	"ringkeeper/model"
)

// procedure opens one and returns its number.
func (o *office) procedure(by int64, day model.Day, p model.Procedure) int64 {
	o.t.Helper()
	o.acts(by, day, model.OpenProcedure{Procedure: p})
	opened := must[model.Procedure](o.t)(o.ProcedureBySource(ctx, p.Source))
	return opened.ID
}

// acts does something in the name of a cadre.
func (o *office) acts(by int64, day model.Day, effects ...model.Effect) {
	o.t.Helper()
	t := turn(day, effects...)
	t.Actor = by
	o.ok(o.Commit(ctx, t))
}

// goesOn makes the steps of a procedure, each a day after the other.
func (o *office) goesOn(id, by int64, day model.Day, steps ...model.ProcedureStep) {
	o.t.Helper()
	for i, s := range steps {
		o.acts(by, day+model.Day(i), model.AdvanceProcedure{ID: id, Step: s})
	}
}

var untilEntered = []model.ProcedureStep{model.StepChecked, model.StepPosted, model.StepTownship, model.StepCounty}

func TestStepsFollowEachOtherAndAreDatedByWhom(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre))
	h := o.roster(family("1", model.Red, p[1]))[0]
	id := o.procedure(p[1], firstDay, model.Procedure{Source: "a", Kind: model.EliminateRisk, HouseholdID: h, ResponsibleID: p[1]})
	o.acts(p[1], firstDay, model.OpenProcedure{Procedure: model.Procedure{Source: "a", Kind: model.EliminateRisk, HouseholdID: h}})
	o.acts(p[1], firstDay+1, model.AdvanceProcedure{ID: id, Step: model.StepPosted}) // not its turn
	o.goesOn(id, p[1], firstDay+2, model.StepChecked, model.StepPosted)
	o.acts(p[1], firstDay+4, model.AdvanceProcedure{ID: id, Step: model.StepChecked}) // once more
	o.acts(p[1], firstDay+4, model.RedateProcedure{ID: id, On: firstDay + 2})
	got := must[model.Procedure](t)(o.RunningProcedure(ctx, h))
	want := []model.MadeStep{
		{Step: model.StepChecked, OnDay: firstDay + 2, ByID: p[1], MadeAt: instant(firstDay + 2)},
		{Step: model.StepPosted, OnDay: firstDay + 2, ByID: p[1], MadeAt: instant(firstDay + 3)},
	}
	if got.ID != id || !slices.Equal(got.Made, want) || got.OpenedOn != firstDay || got.OpenedBy != p[1] {
		t.Errorf("procedure %d of %d: %+v", got.ID, id, got)
	}
	if lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditProcedureOpened, AuditProcedureAdvanced, AuditProcedureRedated}, 0)); len(lines) != 4 {
		t.Errorf("the audit log has %d lines of it: %+v", len(lines), lines)
	}
	running, late, err := o.CountProcedures(ctx, firstDay+1)
	if o.ok(err); running != 1 || late != 1 {
		t.Errorf("%d run, %d of them late", running, late)
	}
}

// TestAFamilyIsOnTheRosterAtTheEnd: with its ring, its cadre and its duties, and
// its case is closed.
func TestAFamilyIsOnTheRosterAtTheEnd(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre))
	o.roster(family("1", model.Red, p[1]))
	o.acts(p[1], firstDay, model.FileEmergency{Emergency: model.Emergency{Source: "c", Family: "孙有财", Village: "新村", TownshipID: 1}})
	o.acts(p[1], firstDay, model.AdvanceEmergency{ID: 1, Status: model.OnSite})
	id := o.procedure(p[1], firstDay, model.Procedure{
		Source: "a", Kind: model.IdentifyMonitored, EmergencyID: 1, Family: "孙有财", Village: "新村", TownshipID: 1, Causes: []model.Cause{model.CauseIllness},
	})
	o.goesOn(id, p[0], firstDay, untilEntered...)
	o.acts(p[0], firstDay+5, model.EnterHousehold{ProcedureID: id, Why: "县级审批"}) // not all is known
	o.acts(p[0], firstDay+5, model.FillProcedure{ID: id, Subtype: model.Sudden}, model.FillProcedure{ID: id, Number: "77"},
		model.FillProcedure{ID: id, ResponsibleID: p[1]}, model.FillProcedure{ID: id, Cause: model.CauseAccident}, model.EnterHousehold{ProcedureID: id, Why: "县级审批"})
	h := o.byNumber("77")
	if h.Head != "孙有财" || h.Ring != model.Undecided || h.Pace != model.Orange || h.ResponsibleID != p[1] || h.RosterSince != firstDay+5 {
		t.Errorf("on the roster is %+v", h)
	}
	if h.ContactDue != model.Date(2026, 3, 31) || h.VisitDue != model.Date(2026, 6, 30) {
		t.Errorf("contact is due %s, visit %s", h.ContactDue, h.VisitDue)
	}
	w := must[Why](t)(o.Why(ctx, h.ID))
	if w.Facts.Monitored != model.Sudden || !slices.Equal(w.Facts.RiskCauses, []model.Cause{model.CauseAccident}) || w.Rings[0].Why != "县级审批" || w.Rings[0].ByID != p[0] || w.Assignments[0].ByID != p[0] {
		t.Errorf("it is explained by %+v", w)
	}
	e := must[model.Emergency](t)(o.Emergency(ctx, 1))
	if e.Status != model.Closed || e.HouseholdID != h.ID || e.Family != "" || e.Reason != "县级审批" {
		t.Errorf("its case is %+v", e)
	}
	if got := must[model.Procedure](t)(o.ProcedureOfCase(ctx, 1)); got.Status != model.ProcedureEntered || got.HouseholdID != h.ID || got.Family != "" || got.EndedBy != p[0] {
		t.Errorf("the procedure is %+v", got)
	}
	if differs := must[[]string](t)(o.Recheck(ctx, morning(firstDay+6))); len(differs) != 0 {
		t.Errorf("the recheck mends %v", differs)
	}
}

// TestANumberThatIsTakenMeanwhileEntersNobody: the household that has it stays as
// it is, and the procedure waits for another.
func TestANumberThatIsTakenMeanwhileEntersNobody(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre))
	o.roster(family("1", model.Red, p[1]))
	id := o.procedure(p[1], firstDay, model.Procedure{Source: "a", Kind: model.IdentifyMonitored, Family: "孙有财", Village: "新村", TownshipID: 1, Causes: []model.Cause{model.CauseIllness}})
	o.goesOn(id, p[0], firstDay, untilEntered...)
	o.acts(p[0], firstDay+5, model.FillProcedure{ID: id, Subtype: model.Sudden}, model.FillProcedure{ID: id, Number: "77"}, model.FillProcedure{ID: id, ResponsibleID: p[1]})
	o.roster(family("77", model.Red, p[1]))
	before := o.byNumber("77")
	if err := o.Commit(ctx, turn(firstDay+6, model.EnterHousehold{ProcedureID: id, Why: "县级审批"})); !errors.Is(err, model.ErrConflict) {
		t.Errorf("got %v, want ErrConflict", err)
	}
	after := o.byNumber("77")
	if after.Head != before.Head || after.Version != before.Version {
		t.Errorf("household 77 is %+v now", after)
	}
	if still := must[model.Procedure](t)(o.ProcedureBySource(ctx, "a")); still.Next() != model.StepEntered || still.Number != "77" {
		t.Errorf("the procedure: %+v", still)
	}
}

// TestAHouseholdOfTheRosterKeepsItsRingUnlessItIsStricter, its people and what
// else is known of it.
func TestAHouseholdOfTheRosterKeepsItsRingUnlessItIsStricter(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre))
	rich, poor, open := family("1", model.Blue, p[1]), family("2", model.Red, p[1]), family("3", model.Undecided, 0)
	rich.Facts.Income = model.Income{Fen: model.Yuan(18000), Known: true}
	poor.Facts.Income = rich.Facts.Income
	open.Facts.Income = model.Income{Fen: model.Yuan(12400), Known: true}
	open.Facts.SheetRing = model.Undecided
	ids := o.roster(rich, poor, open)
	want := []model.Ring{model.Yellow, model.Red, model.Yellow}
	for i, h := range ids {
		id := o.procedure(p[1], firstDay, model.Procedure{
			Source: string(rune('a' + i)), Kind: model.IdentifyMonitored, HouseholdID: h, ResponsibleID: p[1], Causes: []model.Cause{model.CauseWater},
		})
		o.goesOn(id, p[0], firstDay, untilEntered...)
		o.acts(p[0], firstDay+5, model.FillProcedure{ID: id, Subtype: model.Marginal}, model.EnterHousehold{ProcedureID: id, Why: "县级审批"})
		got := o.household(h)
		if got.Ring != want[i] || got.SuggestedRing != model.Yellow || got.ResponsibleID != p[1] {
			t.Errorf("%s: %s, suggested %s, responsible %d", got.Number, got.Ring, got.SuggestedRing, got.ResponsibleID)
		}
		var member model.Member
		o.ok(o.query(ctx).find("member", &member, `SELECT name, id_number FROM members ORDER BY version_id DESC LIMIT 1`))
		if member.IDNumber == "" || member.Name != got.Head {
			t.Errorf("%s: its people are %+v", got.Number, member)
		}
	}
	if flags := o.household(ids[2]).Flags; !slices.Contains(flags, model.FlagSheetRing) {
		t.Errorf("that the sheet says otherwise is not flagged: %v", flags)
	}
	lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditHouseholdMonitored, AuditRingChanged, AuditHouseholdAssigned}, 0))
	if len(lines) != 3+2+1 {
		t.Errorf("%d lines of the audit log: %+v", len(lines), lines)
	}
}

func TestWithItsRiskEliminatedARingIsOnlySuggested(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre))
	sheet := family("1", model.Yellow, p[1])
	sheet.Facts.Category, sheet.Facts.Monitored, sheet.Facts.Income = model.Lifted, model.Unstable, model.Income{Fen: model.Yuan(18000), Known: true}
	h := o.roster(sheet)[0]
	id := o.procedure(p[1], firstDay, model.Procedure{Source: "a", Kind: model.EliminateRisk, HouseholdID: h, ResponsibleID: p[1]})
	o.goesOn(id, p[0], firstDay, untilEntered...)
	o.acts(p[0], firstDay+5, model.EnterHousehold{ProcedureID: id})
	got := o.household(h)
	if f := must[model.Facts](t)(o.Facts(ctx, h)); !f.RiskEliminated || got.Ring != model.Yellow || got.SuggestedRing != model.Blue {
		t.Errorf("eliminated: %v, %s, suggested %s", f.RiskEliminated, got.Ring, got.SuggestedRing)
	}
}

func TestARefusalNeedsAReasonAndClosesTheCase(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("李", model.RoleCadre))
	o.acts(p[0], firstDay, model.FileEmergency{Emergency: model.Emergency{Source: "c", Family: "孙有财"}})
	id := o.procedure(p[0], firstDay, model.Procedure{Source: "a", Kind: model.IdentifyMonitored, EmergencyID: 1, Family: "孙有财"})
	if err := o.Commit(ctx, turn(firstDay, model.RefuseProcedure{ID: id})); err == nil {
		t.Error("it is refused without a reason")
	}
	if e := must[model.Emergency](t)(o.Emergency(ctx, 1)); e.Status != model.Identifying || e.IdentifyingAt != instant(firstDay) {
		t.Errorf("the case is %s since %d", e.Status, e.IdentifyingAt)
	}
	o.acts(p[0], firstDay, model.RefuseProcedure{ID: id, Why: "孙有财家有车", Words: "有车"})
	o.acts(p[0], firstDay, model.AdvanceProcedure{ID: id, Step: model.StepChecked}, model.RefuseProcedure{ID: id, Why: model.GivenUp}, model.FillProcedure{ID: id, Number: "7"})
	got := must[model.Procedure](t)(o.Procedure(ctx, id))
	if got.Status != model.ProcedureRefused || got.Refusal != "孙有财家有车" || len(got.Made) != 0 || got.Number != "" {
		t.Errorf("refused: %+v", got)
	}
	if e := must[model.Emergency](t)(o.Emergency(ctx, 1)); e.Status != model.Closed || e.Reason != "有车" {
		t.Errorf("the case is %s: %s", e.Status, e.Reason)
	}
	if lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditProcedureRefused}, 0)); len(lines) != 1 || lines[0].Detail != "" {
		t.Errorf("somebody's words stand in the audit log: %+v", lines)
	}
}

func TestAProcedureFollowsItsCaseToAHousehold(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("李", model.RoleCadre), person("王", model.RoleOffice))
	h := o.roster(family("1", model.Red, p[0]))[0]
	o.acts(p[1], firstDay, model.FileEmergency{Emergency: model.Emergency{Source: "c", Family: "张一"}})
	id := o.procedure(p[1], firstDay, model.Procedure{Source: "a", Kind: model.IdentifyMonitored, EmergencyID: 1, Family: "张一", ResponsibleID: p[1]})
	o.acts(p[1], firstDay, model.PlaceEmergency{ID: 1, HouseholdID: h}, model.NameCauses{ID: 1, Causes: []model.Cause{model.CauseWater}})
	if got := must[model.Procedure](t)(o.RunningProcedure(ctx, h)); got.ID != id || got.Family != "" || got.ResponsibleID != p[0] || !slices.Equal(got.Causes, []model.Cause{model.CauseWater}) {
		t.Errorf("it is of %+v", got)
	}
}

// TestAProcedureEndsWithItsCase, however that ends.
func TestAProcedureEndsWithItsCase(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("李", model.RoleCadre))
	o.acts(p[0], firstDay, model.FileEmergency{Emergency: model.Emergency{Source: "c", Family: "孙有财"}})
	id := o.procedure(p[0], firstDay, model.Procedure{Source: "a", Kind: model.IdentifyMonitored, EmergencyID: 1, Family: "孙有财"})
	o.queued(model.Notice{Kind: "procedure", Subject: "procedure:a", ChatID: 7})
	o.sent(o.theOne(), 100, "办理中")
	o.acts(p[0], firstDay+2, model.NoteEmergency{ID: 1, Text: "还好"})
	o.acts(p[0], firstDay+2, model.AdvanceEmergency{ID: 1, Status: model.Withdrawn})
	got := must[model.Procedure](t)(o.Procedure(ctx, id))
	if got.Status != model.ProcedureRefused || got.Refusal != model.CaseEnded || got.EndedAt != instant(firstDay+2) || got.EndedBy != p[0] {
		t.Errorf("it is %+v", got)
	}
	if due := o.due(instant(firstDay + 3)); len(due) != 1 || !due[0].Edit {
		t.Errorf("what shows it is not shown anew: %+v", due)
	}
}
