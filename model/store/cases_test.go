package store

import (
	"slices"
	"testing"
	"time"

	"ringkeeper/model"
)

// hardship files a case from a source at an instant, and queues an alert of it.
func (o *office) hardship(at model.Instant, source string) {
	o.t.Helper()
	o.ok(o.Commit(ctx, model.Turn{
		At: at, Effects: []model.Effect{model.FileEmergency{Emergency: model.Emergency{Source: source, ReportedAt: at}}},
		Notices: []model.Notice{{Subject: "emergency:" + source, Priority: model.PriorityEmergency, Kind: "alert", ChatID: 9}},
	}))
}

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
	act(people[0], model.ExplainWithdrawal{ID: id, Reason: "eased"}) // of what was not withdrawn
	e := must[model.Emergency](t)(o.Emergency(ctx, id))
	if e.Status != model.Closed || e.AcknowledgedBy != people[1] || e.OnSiteBy != people[1] || e.SolvedAt != 0 || e.Reason != "已安置" || e.HouseholdID != h || e.EscalateAt != 0 {
		t.Errorf("at last: %+v", e)
	}
	if got := must[[]model.CaseLink](t)(o.CaseChain(ctx, id)); len(got) != 2 {
		t.Errorf("chain %+v", got)
	}
}

// TestWhyACaseWasWithdrawnIsSaidAfterwards and is a line of its timeline.
func TestWhyACaseWasWithdrawnIsSaidAfterwards(t *testing.T) {
	o := newOffice(t)
	o.ok(o.Commit(ctx, turn(firstDay, model.FileEmergency{Emergency: model.Emergency{Source: "a"}})))
	o.ok(o.Commit(ctx, turn(firstDay, model.AdvanceEmergency{ID: 1, Status: model.Withdrawn, Reason: "no_emergency"})))
	o.ok(o.Commit(ctx, turn(firstDay, model.ExplainWithdrawal{ID: 1, Reason: "eased"})))
	events := must[[]model.CaseEvent](t)(o.CaseEvents(ctx, 1))
	e := must[model.Emergency](t)(o.Emergency(ctx, 1))
	if v := events[len(events)-1]; e.Reason != "eased" || v.Kind != model.CaseExplained || v.Text != "eased" {
		t.Errorf("%q, %+v", e.Reason, events)
	}
}

// TestWhatIsSentAlongIsOneLineOfTheCase: however often the same message is kept anew;
// what was refused is none.
func TestWhatIsSentAlongIsOneLineOfTheCase(t *testing.T) {
	l := newAlbum(t)
	l.does(model.FileEmergency{Emergency: model.Emergency{Source: "c", HouseholdID: l.a}})
	of := model.Owner{HouseholdID: l.a, CaseSource: "c"}
	refused := photo(2, of)
	refused.Attachment.Refused = model.TooLarge
	l.does(photo(1))
	l.does(photo(1, of))
	l.does(photo(1, of), refused)
	events := must[[]model.CaseEvent](t)(l.CaseEvents(ctx, 1))
	if len(events) != 2 || events[1].Kind != model.CaseAttached || events[1].Detail.Attached != model.Photo || events[1].ByID != l.cadre {
		t.Errorf("%+v", events)
	}
}

// TestOpenCasesAreListedAsTheyWantAttention: those that reached nobody, then the
// oldest; one in doubt waits ten minutes for its answer first.
func TestOpenCasesAreListedAsTheyWantAttention(t *testing.T) {
	o := newOffice(t)
	at := instant(firstDay)
	for i, source := range []string{"closed", "old", "untold", "new", "doubted"} {
		o.hardship(at.Add(time.Duration(i)*time.Minute), source)
	}
	o.ok(o.writes.Exec(`UPDATE outbox SET state = 'sent', sent_at = ? WHERE subject IN ('emergency:closed', 'emergency:old', 'emergency:new')`, at).Error)
	o.ok(o.writes.Exec(`UPDATE outbox SET state = 'failed', error = 'blocked' WHERE subject = 'emergency:untold'`).Error)
	o.ok(o.writes.Exec(`UPDATE emergencies SET unconfirmed = 1 WHERE source = 'doubted'`).Error)
	o.ok(o.Commit(ctx, model.Turn{At: at, Effects: []model.Effect{model.AdvanceEmergency{ID: 1, Status: model.Closed}}}))
	for _, c := range []struct {
		after time.Duration
		want  []string
	}{{13 * time.Minute, []string{"untold", "old", "new", "doubted"}}, {14 * time.Minute, []string{"untold", "doubted", "old", "new"}}} {
		var got []string
		for _, e := range must[[]EmergencyRow](t)(o.OpenEmergencies(ctx, EmergencyFilter{Scope: model.Scope{All: true}}, at.Add(c.after))) {
			got = append(got, e.Source)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("after %s: %v, want %v", c.after, got, c.want)
		}
	}
	o.ok(o.Commit(ctx, model.Turn{At: at, Effects: []model.Effect{model.AdvanceEmergency{ID: 3, Status: model.OnSite}}}))
	untold := must[[]EmergencyRow](t)(o.Emergencies(ctx, EmergencyFilter{ID: 3}))[0]
	if untold.Unreached(at.Add(time.Hour)) {
		t.Error("a case reached nobody, though somebody was at the home")
	}
	alerts := must[map[int64][]CaseAlert](t)(o.AlertsOf(ctx, 2, 3))
	if len(alerts) != 2 || alerts[2][0].State != model.DeliverySent || alerts[2][0].SentAt != at || alerts[3][0].Error != "blocked" {
		t.Errorf("alerts %+v", alerts)
	}
}

// TestACaseIsOfAPeriodByWhenItWasReported: from an instant to before another.
func TestACaseIsOfAPeriodByWhenItWasReported(t *testing.T) {
	o := newOffice(t)
	at := instant(firstDay)
	for i, source := range []string{"before", "first", "last", "after"} {
		o.hardship(at.Add(time.Duration(i)*time.Hour), source)
	}
	rows := must[[]EmergencyRow](t)(o.Emergencies(ctx, EmergencyFilter{Since: at.Add(time.Hour), Before: at.Add(3 * time.Hour)}))
	if len(rows) != 2 || rows[0].Source != "last" || rows[1].Source != "first" {
		t.Errorf("%+v", rows)
	}
	if one := must[[]EmergencyRow](t)(o.Emergencies(ctx, EmergencyFilter{ID: 3})); len(one) != 1 || one[0].Source != "last" {
		t.Errorf("one by its number: %+v", one)
	}
	events := must[[]model.CaseEvent](t)(o.CaseEvents(ctx, 1, 3))
	if len(events) != 2 || events[0].EmergencyID != 1 || events[1].EmergencyID != 3 {
		t.Errorf("timelines of two: %+v", events)
	}
}
