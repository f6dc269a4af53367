package store

import (
	"slices"
	"testing"

	"ringkeeper/model"
)

// TestEverythingOfACaseIsALineOfItsTimeline: in the order in which it happened, with
// whoever did it.
func TestEverythingOfACaseIsALineOfItsTimeline(t *testing.T) {
	o := newOffice(t)
	people := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre))
	h := o.roster(family("1", model.Red, people[1]))[0]
	chain := []model.CaseLink{{Level: model.LevelCadre, CadreID: people[1]}, {Level: model.LevelOffice, CadreID: people[0]}}
	id := int64(1)
	act := func(by int64, e ...model.Effect) {
		t.Helper()
		tn := turn(firstDay, e...)
		tn.Actor = by
		o.ok(o.Commit(ctx, tn))
	}
	act(people[1], model.FileEmergency{Emergency: model.Emergency{Source: "a", Family: "赵家", Text: "着火", Unconfirmed: true}, Chain: chain[1:]})
	act(people[1], model.ConfirmEmergency{ID: id, Subject: "emergency:a"})
	act(people[1], model.PlaceEmergency{ID: id, HouseholdID: h, Chain: chain[:1]})
	act(people[0], model.JoinReport{ID: id, Text: "又着了", Causes: []model.Cause{model.CauseHousing}})
	act(0, model.EscalateEmergency{ID: id, Levels: 1})
	act(people[0], model.AdvanceEmergency{ID: id, Status: model.Acknowledged})
	act(people[1], model.TakeOverEmergency{ID: id})
	act(people[1], model.NoteEmergency{ID: id, Text: "已转移"}, model.NameCauses{ID: id, Causes: []model.Cause{model.CauseHousing, model.CauseDisaster}})
	act(people[1], model.AdvanceEmergency{ID: id, Status: model.OnTheWay}, model.AdvanceEmergency{ID: id, Status: model.OnSite}, model.AdvanceEmergency{ID: id, Status: model.Solved})
	act(people[0], model.ReopenEmergency{ID: id, Reason: "没有住处"})
	act(people[0], model.AdvanceEmergency{ID: id, Status: model.Closed, Reason: "已安置"})
	events := must[[]model.CaseEvent](t)(o.CaseEvents(ctx, id))
	var kinds []model.CaseEventKind
	for _, v := range events {
		kinds = append(kinds, v.Kind)
	}
	want := []model.CaseEventKind{
		model.CaseFiled, model.CaseConfirmed, model.CasePlaced, model.CaseJoined, model.CaseEscalated, model.CaseAdvanced, model.CaseTakenOver,
		model.CaseNoted, model.CaseCauses, model.CaseAdvanced, model.CaseAdvanced, model.CaseAdvanced, model.CaseReopened, model.CaseAdvanced,
	}
	if !slices.Equal(kinds, want) {
		t.Fatalf("timeline %v", kinds)
	}
	if v := events[4]; v.ByID != 0 || v.Detail.Step != model.StepAcknowledge || v.Detail.Level != model.LevelCadre {
		t.Errorf("gone up: %+v", v)
	}
	if v := events[8]; v.ByID != people[1] || !slices.Equal(v.Detail.Causes, []model.Cause{model.CauseDisaster}) {
		t.Errorf("causes: %+v", v)
	}
	e := must[model.Emergency](t)(o.Emergency(ctx, id))
	if e.Status != model.Closed || e.AcknowledgedBy != people[1] || e.OnSiteBy != people[1] || e.SolvedAt != 0 || e.Reason != "已安置" || e.HouseholdID != h || e.EscalateAt != 0 {
		t.Errorf("at last: %+v", e)
	}
	if got := must[[]model.CaseLink](t)(o.CaseChain(ctx, id)); len(got) != 2 {
		t.Errorf("chain %+v", got)
	}
}
