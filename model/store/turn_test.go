package store

import (
	"encoding/json"
	"errors"
	"testing"

	"ringkeeper/model"
)

func TestAnUpdateIsHandledOnce(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Red, 0))[0]
	o.received(5)
	tn := turn(firstDay, called(id, firstDay))
	tn.UpdateID = 5
	o.ok(o.Commit(ctx, tn))
	if err := o.Commit(ctx, tn); !errors.Is(err, model.ErrHandled) {
		t.Errorf("got %v, want ErrHandled", err)
	}
	if n := len(must[[]ContactRow](t)(o.Contacts(ctx, ContactFilter{}))); n != 1 {
		t.Errorf("%d records, want 1", n)
	}
	tn.UpdateID = 6 // never received
	if err := o.Commit(ctx, tn); !errors.Is(err, model.ErrHandled) {
		t.Errorf("got %v, want ErrHandled", err)
	}
}

func TestATurnOnAnOldReadingIsRefusedWholeAndItsUpdateStillWaits(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Red, 0))[0]
	o.received(5)
	read := o.household(id)
	o.ok(o.Commit(ctx, turn(firstDay, called(id, firstDay))))
	tn := turn(firstDay, called(id, firstDay+1))
	tn.UpdateID = 5
	tn.Reads = []model.Ref{{Table: "households", ID: id, Version: read.Version}}
	tn.Notices = []model.Notice{{Kind: "answer", ChatID: 7}}
	if err := o.Commit(ctx, tn); !errors.Is(err, model.ErrConflict) {
		t.Fatalf("got %v, want ErrConflict", err)
	}
	if waiting := must[[]Update](t)(o.NewUpdates(ctx, 0, 9)); len(waiting) != 1 {
		t.Errorf("%d updates wait, want 1", len(waiting))
	}
	if rows := must[[]OutboxRow](t)(o.OutboxRows(ctx, OutboxFilter{})); len(rows) != 0 {
		t.Errorf("an answer of the refused Turn stands in the outbox")
	}
	tn.Reads[0].Version = o.household(id).Version
	o.ok(o.Commit(ctx, tn))
}

func TestOfTwoWhoAcknowledgeOneWins(t *testing.T) {
	o := newOffice(t)
	people := o.cadres(person("王", model.RoleOffice), person("李", model.RoleOffice))
	o.ok(o.Commit(ctx, turn(firstDay, model.FileEmergency{Emergency: model.Emergency{Source: "7/1", Family: "赵家", Text: "房子着火"}})))
	e := must[model.Emergency](t)(o.EmergencyBySource(ctx, "7/1"))
	press := func(who int64) error {
		tn := turn(firstDay, model.AdvanceEmergency{ID: e.ID, Status: model.Acknowledged})
		tn.Actor = who
		tn.Reads = []model.Ref{{Table: "emergencies", ID: e.ID, Version: e.Version}}
		return o.Commit(ctx, tn)
	}
	o.ok(press(people[0]))
	if err := press(people[1]); !errors.Is(err, model.ErrConflict) {
		t.Errorf("got %v, want ErrConflict", err)
	}
	if e = must[model.Emergency](t)(o.Emergency(ctx, e.ID)); e.AcknowledgedBy != people[0] || e.AcknowledgedAt != instant(firstDay) {
		t.Errorf("acknowledged by %d at %d", e.AcknowledgedBy, e.AcknowledgedAt)
	}
}

func TestAnEmergencyOfOneSourceIsFiledOnceAndOnlyMovesForward(t *testing.T) {
	o := newOffice(t)
	file := model.FileEmergency{Emergency: model.Emergency{Source: "7/1", Family: "赵家", Causes: []model.Cause{model.CauseHousing}, ReportedBy: 3, Text: "房子着火"}}
	o.ok(o.Commit(ctx, turn(firstDay, file)))
	o.ok(o.Commit(ctx, turn(firstDay+1, file)))
	rows := must[[]EmergencyRow](t)(o.Emergencies(ctx, EmergencyFilter{Open: true}))
	if len(rows) != 1 || rows[0].Causes[0] != model.CauseHousing || rows[0].ReportedAt != instant(firstDay) {
		t.Fatalf("filed: %+v", rows)
	}
	if e := must[model.Emergency](t)(o.SimilarEmergency(ctx, 3, "房子着火", instant(firstDay))); e.ID != rows[0].ID {
		t.Errorf("the same report of the same person was not found")
	}
	for _, s := range []model.EmergencyStatus{model.OnSite, model.Acknowledged, model.Closed, model.Withdrawn} {
		o.ok(o.Commit(ctx, turn(firstDay+2, model.AdvanceEmergency{ID: rows[0].ID, Status: s})))
	}
	e := must[model.Emergency](t)(o.Emergency(ctx, rows[0].ID))
	if e.Status != model.Closed || e.OnSiteAt == 0 || e.AcknowledgedAt == 0 || e.ClosedAt == 0 {
		t.Errorf("after all: %+v", e)
	}
	if open := must[[]EmergencyRow](t)(o.Emergencies(ctx, EmergencyFilter{Open: true})); len(open) != 0 {
		t.Errorf("%d open ones", len(open))
	}
}

func TestAConversationFollowsTheStateThatWasRead(t *testing.T) {
	o := newOffice(t)
	talk := func(version int64, state string, until model.Instant) error {
		tn := turn(firstDay)
		tn.Talk = &model.Talk{ChatID: 7, PersonID: 8, State: json.RawMessage(state), ExpiresAt: until, Version: version}
		return o.Commit(ctx, tn)
	}
	tomorrow := instant(firstDay + 1)
	o.ok(talk(0, `{"step":1}`, tomorrow))
	if err := talk(0, `{"step":1}`, tomorrow); !errors.Is(err, model.ErrConflict) {
		t.Errorf("a second beginning: %v, want ErrConflict", err)
	}
	o.ok(talk(1, `{"step":2}`, tomorrow))
	read := must[model.Talk](t)(o.Talk(ctx, 7, 8, instant(firstDay)))
	if string(read.State) != `{"step":2}` || read.Version != 2 {
		t.Errorf("read %s in version %d", read.State, read.Version)
	}
	if late := must[model.Talk](t)(o.Talk(ctx, 7, 8, tomorrow)); late.State != nil || late.Version != 2 {
		t.Errorf("expired: %s in version %d", late.State, late.Version)
	}
	o.ok(talk(2, "", 0))
	if err := talk(2, `{}`, tomorrow); !errors.Is(err, model.ErrConflict) {
		t.Errorf("after the end: %v, want ErrConflict", err)
	}
	o.ok(talk(0, `{"step":1}`, tomorrow))
}

func TestANoticeWithTheSameKeyIsQueuedOnce(t *testing.T) {
	o := newOffice(t)
	tn := turn(firstDay)
	tn.Notices = []model.Notice{{Key: "digest 3 2026-03-02", ChatID: 7}, {ChatID: 7}}
	o.ok(o.Commit(ctx, tn))
	o.ok(o.Commit(ctx, tn))
	if rows := must[[]OutboxRow](t)(o.OutboxRows(ctx, OutboxFilter{})); len(rows) != 3 {
		t.Errorf("%d rows, want 3", len(rows))
	}
	if n := must[int](t)(o.Queue(ctx, tn.Notices, instant(firstDay))); n != 1 {
		t.Errorf("queued %d, want 1", n)
	}
}

func TestAStrangerIsKeptAsAnIDAndADay(t *testing.T) {
	o := newOffice(t)
	o.ok(o.Commit(ctx, turn(firstDay, model.NoteStranger{TelegramID: 9})))
	if !must[bool](t)(o.AnsweredToday(ctx, 9, firstDay)) || must[bool](t)(o.AnsweredToday(ctx, 9, firstDay+1)) {
		t.Error("answered on another day than today")
	}
	if lines := must[[]AuditLine](t)(o.Audit(ctx, AuditFilter{})); len(lines) != 0 {
		t.Errorf("audit says %+v", lines)
	}
}

func TestEveryChangeLeavesItsLineInTheAuditLog(t *testing.T) {
	o := newOffice(t)
	cadre := o.cadres(person("王", model.RoleCadre))[0]
	id := o.roster(family("1", model.Red, 0))[0]
	since := instant(firstDay + 1)
	tn := turn(firstDay+1,
		called(id, firstDay+1),
		model.ChangeRing{HouseholdID: id, Ring: model.Blue, Pace: model.Blue, Why: "例外批准"},
		model.BlockDuty{HouseholdID: id, Block: model.Block{Kind: model.Visit, From: firstDay, Until: firstDay + 9}},
		model.AssignCadre{HouseholdID: id, CadreID: cadre},
		model.ArchiveHousehold{HouseholdID: id, On: firstDay + 20},
		model.SetLanguage{CadreID: cadre, Language: "en"},
		model.SetBlocked{CadreID: cadre, Blocked: true},
		model.BindGroup{Group: model.Group{ChatID: -5, Scope: model.Scope{All: true}, Office: true}},
		model.MoveGroup{From: -5, To: -100},
		model.UnbindGroup{ChatID: -100},
		model.Audit{Action: "reveal", Subject: "household 1"},
	)
	tn.Actor = cadre
	o.ok(o.Commit(ctx, tn))
	want := []string{AuditContactRecorded, AuditRingChanged, AuditDutyBlocked, AuditHouseholdAssigned, AuditHouseholdArchived,
		AuditCadreLanguage, AuditCadreBlocked, AuditGroupBound, AuditGroupMoved, AuditGroupUnbound, "reveal"}
	lines := must[[]AuditLine](t)(o.AuditSince(ctx, nil, since))
	if len(lines) != len(want) {
		t.Fatalf("%d lines, want %d: %+v", len(lines), len(want), lines)
	}
	for i, l := range lines {
		if l.Action != want[i] || l.ActorID != cadre || l.At != since {
			t.Errorf("line %d: %+v, want action %s", i, l, want[i])
		}
	}
	if only := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditCadreBlocked, AuditGroupBound}, since)); len(only) != 2 {
		t.Errorf("%d lines of two actions", len(only))
	}
}

func TestATurnThatNamesWhatDoesNotExistChangesNothing(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Red, 0))[0]
	for _, e := range []model.Effect{
		called(99, firstDay),
		model.AdvanceEmergency{ID: 99, Status: model.Closed},
		model.ArchiveHousehold{HouseholdID: 99},
		model.RecordContact{Record: model.ContactRecord{HouseholdID: id, Outcome: model.Normal, Corrects: 99}},
	} {
		if err := o.Commit(ctx, turn(firstDay, called(id, firstDay), e)); !errors.Is(err, ErrUnknown) {
			t.Errorf("%T: got %v, want ErrUnknown", e, err)
		}
	}
	unclear := model.RecordContact{Record: model.ContactRecord{HouseholdID: id, Outcome: model.Unclear}}
	if o.Commit(ctx, turn(firstDay, unclear)) == nil {
		t.Error("an unclear record was stored")
	}
	if rows := must[[]ContactRow](t)(o.Contacts(ctx, ContactFilter{Withdrawn: true})); len(rows) != 0 {
		t.Errorf("%d records were kept", len(rows))
	}
}
