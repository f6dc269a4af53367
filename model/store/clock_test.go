package store

import (
	"slices"
	"testing"
	"time"

	"ringkeeper/model"
)

// filedAs files a case and returns it.
func (o *office) filedAs(source string, day model.Day, chain ...model.CaseLink) model.Emergency {
	o.t.Helper()
	o.ok(o.Commit(ctx, turn(day, model.FileEmergency{Emergency: model.Emergency{Source: source, Text: "着火"}, Chain: chain})))
	return must[model.Emergency](o.t)(o.EmergencyBySource(ctx, source))
}

// TestTheClockOfACaseIsKeptWithIt and rings for those whose time has come, the one
// that waits longest first.
func TestTheClockOfACaseIsKeptWithIt(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice))
	chain := model.CaseLink{Level: model.LevelOffice, CadreID: p[0]}
	if at := must[model.Instant](t)(o.NextEscalation(ctx)); at != 0 {
		t.Errorf("rings at %v without a case", at)
	}
	later, first := o.filedAs("a", firstDay+1, chain), o.filedAs("b", firstDay, chain)
	o.filedAs("nobody", firstDay)
	if at := must[model.Instant](t)(o.NextEscalation(ctx)); at != first.ReportedAt.Add(2*time.Hour) {
		t.Errorf("rings at %v", at)
	}
	due := func(at model.Instant) (sources []string) {
		for _, e := range must[[]model.Emergency](t)(o.CasesDue(ctx, at)) {
			sources = append(sources, e.Source)
		}
		return sources
	}
	if got := due(first.EscalateAt - 1); len(got) != 0 {
		t.Errorf("a moment before: %v", got)
	}
	if got := due(later.EscalateAt); !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("a day later: %v", got)
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.EscalateEmergency{ID: first.ID, Levels: 1})))
	if got := due(first.EscalateAt); len(got) != 0 {
		t.Errorf("all of one heard: %v", got)
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.AdvanceEmergency{ID: later.ID, Status: model.Withdrawn})))
	if got := due(later.EscalateAt); !slices.Equal(got, []string{"b"}) { // nobody was at the home either
		t.Errorf("withdrawn: %v", got)
	}
}

// TestOtherLimitsWindTheClocksAnewOnce: who heard stays, and cases that are over
// stay over.
func TestOtherLimitsWindTheClocksAnewOnce(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre))
	cadre, office := model.CaseLink{Level: model.LevelCadre, CadreID: p[1]}, model.CaseLink{Level: model.LevelOffice, CadreID: p[0]}
	fresh, heard, over := o.filedAs("a", firstDay, cadre, office), o.filedAs("b", firstDay, cadre, office), o.filedAs("c", firstDay, cadre)
	o.ok(o.Commit(ctx, turn(firstDay, model.EscalateEmergency{ID: heard.ID, Levels: 1}, model.AdvanceEmergency{ID: over.ID, Status: model.Closed})))
	rings := func() (at []time.Duration) {
		for _, e := range []model.Emergency{fresh, heard, over} {
			now := must[model.Emergency](t)(o.Emergency(ctx, e.ID)).EscalateAt
			if now != 0 {
				now -= e.ReportedAt
			}
			at = append(at, time.Duration(now)*time.Millisecond)
		}
		return at
	}
	o.ok(o.WindCases(ctx))
	if got := rings(); !slices.Equal(got, []time.Duration{2 * time.Hour, 3 * time.Hour, 0}) {
		t.Errorf("as before: %v", got)
	}
	o.limits.Acknowledge = model.CaseLimit{Hours: 4, ThenHours: 3}
	o.ok(o.WindCases(ctx))
	if got := rings(); !slices.Equal(got, []time.Duration{4 * time.Hour, 7 * time.Hour, 0}) {
		t.Errorf("wound anew: %v", got)
	}
	// A clock that was made to ring is not wound while the limits are the same.
	taken := turn(firstDay, model.AdvanceEmergency{ID: fresh.ID, Status: model.Acknowledged}, model.AdvanceEmergency{ID: heard.ID, Status: model.OnSite})
	taken.Actor = p[1]
	o.ok(o.Commit(ctx, taken))
	gone := turn(firstDay, model.SetBlocked{CadreID: p[1], Blocked: true})
	gone.At = fresh.ReportedAt.Add(5 * time.Hour)
	o.ok(o.Commit(ctx, gone))
	o.ok(o.WindCases(ctx))
	if got := rings(); !slices.Equal(got, []time.Duration{5 * time.Hour, 240 * time.Hour, 0}) {
		t.Errorf("whoever has two in hand is gone, of which one is at the home: %v", got)
	}
}

// TestAnotherChainGoesOnWhereTheFormerStood: the alert tells those who are new.
func TestAnotherChainGoesOnWhereTheFormerStood(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre), person("赵", model.RoleLeader))
	h := o.roster(family("1", model.Red, p[1]))[0]
	cadre, leader, office := model.CaseLink{Level: model.LevelCadre, CadreID: p[1]}, model.CaseLink{Level: model.LevelLeader, CadreID: p[2]}, model.CaseLink{Level: model.LevelOffice, CadreID: p[0]}
	for _, c := range []struct {
		what          string
		before, after []model.CaseLink
		heard, want   int
	}{
		{"nobody had heard", []model.CaseLink{cadre, office}, []model.CaseLink{cadre, leader}, 0, 0},
		{"the cadre had", []model.CaseLink{cadre, office}, []model.CaseLink{cadre, leader}, 1, 1},
		{"all had, so that the next limit runs, and there is a leader now", []model.CaseLink{cadre, office}, []model.CaseLink{cadre, leader}, 2, 0},
		{"the leader had, there is none now", []model.CaseLink{cadre, leader, office}, []model.CaseLink{cadre}, 2, 1},
	} {
		e := o.filedAs(c.what, firstDay, c.before...)
		o.ok(o.Commit(ctx, turn(firstDay, model.EscalateEmergency{ID: e.ID, Levels: c.heard}, model.PlaceEmergency{ID: e.ID, HouseholdID: h, Chain: c.after})))
		if got := must[model.Emergency](t)(o.Emergency(ctx, e.ID)); got.Escalated != c.want {
			t.Errorf("%s: %d levels have heard, want %d", c.what, got.Escalated, c.want)
		}
	}
}

// TestWhatPresses: of which nobody heard, then what is late, the oldest first.
func TestWhatPresses(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre))
	alert := func(source string, state model.DeliveryState) {
		t.Helper()
		key := "alert:" + source
		must[int](t)(o.Queue(ctx, []model.Notice{{Key: key, Subject: "emergency:" + source, Kind: "alert", CadreID: p[0]}}, instant(firstDay)))
		for _, r := range must[[]OutboxRow](t)(o.OutboxRows(ctx, OutboxFilter{Subject: "emergency:" + source})) {
			if state != model.DeliveryPending {
				o.ok(o.Finish(ctx, r.ID, Finish{State: state, At: instant(firstDay)}))
			}
		}
	}
	for _, source := range []string{"told", "lost", "waiting", "in hand", "lost too", "over"} {
		o.filedAs(source, firstDay)
	}
	alert("told", model.DeliverySent)
	alert("lost", model.DeliveryFailed)
	alert("waiting", model.DeliveryPending)
	o.ok(o.Commit(ctx, turn(firstDay, model.AdvanceEmergency{ID: 4, Status: model.Acknowledged}, model.AdvanceEmergency{ID: 6, Status: model.Withdrawn})))
	pressing := func(at model.Instant) (list []string) {
		for _, c := range must[[]PressingCase](t)(o.PressingCases(ctx, model.Scope{All: true}, at)) {
			if c.Unheard {
				c.Source += "!"
			}
			list = append(list, c.Source)
		}
		return list
	}
	reported := must[model.Emergency](t)(o.Emergency(ctx, 1)).ReportedAt
	for after, want := range map[time.Duration][]string{
		model.ConfirmWithin - 1:         nil,
		model.ConfirmWithin:             {"lost!", "waiting!", "lost too!"},
		2*time.Hour + time.Millisecond:  {"lost!", "waiting!", "lost too!", "told"},
		24*time.Hour + time.Millisecond: {"lost!", "waiting!", "lost too!", "told", "in hand"},
	} {
		if got := pressing(reported.Add(after)); !slices.Equal(got, want) {
			t.Errorf("after %v: %v, want %v", after, got, want)
		}
	}
	if got := must[[]PressingCase](t)(o.PressingCases(ctx, model.Scope{TownshipID: 99}, reported.Add(time.Hour))); len(got) != 0 {
		t.Errorf("elsewhere: %+v", got)
	}
}

// TestAlertsThatFailedGoOutWhenTheirReaderIsBack, where they still say something.
func TestAlertsThatFailedGoOutWhenTheirReaderIsBack(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre))
	group := model.BindGroup{Group: model.Group{ChatID: -5, Office: true, Leading: true}}
	o.ok(o.Commit(ctx, turn(firstDay, group)))
	if g := must[model.Group](t)(o.Group(ctx, -5)); !g.Leading {
		t.Error("the leading group's chat is none")
	}
	for _, source := range []string{"new", "in hand", "over"} {
		o.filedAs(source, firstDay)
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.AdvanceEmergency{ID: 2, Status: model.OnSite}, model.AdvanceEmergency{ID: 3, Status: model.Withdrawn})))
	var notices []model.Notice
	for _, source := range []string{"new", "in hand", "over"} {
		for _, kind := range []model.NoticeKind{"alert", "escalated", "filed"} {
			for _, to := range []model.Notice{{CadreID: p[0]}, {CadreID: p[1]}, {ChatID: -5}} {
				to.Subject, to.Kind = "emergency:"+source, kind
				notices = append(notices, to)
			}
		}
	}
	must[int](t)(o.Queue(ctx, notices, instant(firstDay)))
	for _, r := range must[[]OutboxRow](t)(o.OutboxRows(ctx, OutboxFilter{})) {
		o.ok(o.Finish(ctx, r.ID, Finish{State: model.DeliveryFailed, Error: ErrorBlocked, At: instant(firstDay)}))
	}
	waiting := func() (list []string) {
		rows := must[[]OutboxRow](t)(o.OutboxRows(ctx, OutboxFilter{States: []model.DeliveryState{model.DeliveryPending}}))
		for _, r := range slices.Backward(rows) {
			list = append(list, r.Cadre+" "+string(r.Kind))
		}
		return list
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.SetBlocked{CadreID: p[1], Blocked: true})))
	if got := waiting(); len(got) != 0 {
		t.Errorf("blocked: %v", got)
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.SetBlocked{CadreID: p[1]})))
	if got := waiting(); !slices.Equal(got, []string{"李 alert", "李 escalated", "李 escalated"}) {
		t.Errorf("back: %v", got)
	}
	o.ok(o.Commit(ctx, turn(firstDay, group)))
	if got := waiting(); !slices.Equal(got, []string{"李 alert", " alert", "李 escalated", " escalated", "李 escalated", " escalated"}) {
		t.Errorf("the group is bound again: %v", got)
	}
}

// TestALevelThatNobodyStoodAtIsFilledLater: whoever is bound then hears what was
// passed by and still waits, and where somebody stood nobody is added.
func TestALevelThatNobodyStoodAtIsFilledLater(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleOffice), person("李", model.RoleCadre), person("赵", model.RoleLeader))
	cadre, leader, office := model.CaseLink{Level: model.LevelCadre, CadreID: p[1]}, model.CaseLink{Level: model.LevelLeader, CadreID: p[2]}, model.CaseLink{Level: model.LevelOffice, CadreID: p[0]}
	group := model.CaseLink{Level: model.LevelLeadingGroup, ChatID: -9}
	leading := model.BindGroup{Group: model.Group{ChatID: -9, Title: "领导小组", Scope: model.Scope{All: true}, Leading: true}}
	chat := model.BindGroup{Group: model.Group{ChatID: -8, Title: "办公室", Scope: model.Scope{All: true}, Office: true}}
	for _, c := range []struct {
		what  string
		chain []model.CaseLink
		heard []int // levels, of one step after the other
		took  model.EmergencyStatus
		bound model.Effect
		added model.CaseLink
		step  model.CaseStep
		want  int
		rings time.Duration // after the report
	}{
		{"nobody had heard", []model.CaseLink{cadre, office}, nil, "", leading, group, model.StepAcknowledge, 0, 2 * time.Hour},
		{"the cadre had", []model.CaseLink{cadre, office}, []int{1}, "", leading, group, model.StepAcknowledge, 1, 3 * time.Hour},
		{"all had", []model.CaseLink{cadre, office}, []int{2}, "", leading, group, model.StepAcknowledge, 2, 4 * time.Hour},
		{"the next step is late too", []model.CaseLink{cadre, office}, []int{2, 1}, "", leading, group, model.StepOnSite, 1, 27 * time.Hour},
		{"all had heard of the last step", []model.CaseLink{cadre, office}, []int{2, 2, 2}, "", leading, group, model.StepClose, 2, 288 * time.Hour},
		{"the step that all had heard of was taken", []model.CaseLink{cadre, office}, []int{2}, model.OnSite, leading, group, model.StepClose, 0, 240 * time.Hour},
		{"a chain of nobody", nil, nil, "", leading, group, model.StepAcknowledge, 0, 2 * time.Hour},
		{"the office's group stands below", []model.CaseLink{cadre, leader, group}, []int{2}, "", chat, model.CaseLink{Level: model.LevelOffice, ChatID: -8}, model.StepAcknowledge, 2, 4 * time.Hour},
		{"the leading group had heard before the office", []model.CaseLink{cadre, group}, []int{2}, "", chat, model.CaseLink{Level: model.LevelOffice, ChatID: -8}, model.StepAcknowledge, 1, 3 * time.Hour},
		{"striking it off waited for all, and now for the office", []model.CaseLink{cadre, leader}, []int{0}, model.Solved, model.SetBlocked{CadreID: p[0]}, office, model.StepStrikeOff, 0, 240 * time.Hour},
		{"there is an office", []model.CaseLink{cadre, office}, []int{1}, "", chat, office, model.StepAcknowledge, 1, 3 * time.Hour},
	} {
		e := o.filedAs(c.what, firstDay, c.chain...)
		for _, n := range c.heard {
			o.ok(o.Commit(ctx, turn(firstDay, model.EscalateEmergency{ID: e.ID, Levels: n})))
		}
		if c.took != "" {
			o.ok(o.Commit(ctx, turn(firstDay, model.AdvanceEmergency{ID: e.ID, Status: c.took})))
		}
		if b, ok := c.bound.(model.SetBlocked); ok {
			o.ok(o.Commit(ctx, turn(firstDay, model.SetBlocked{CadreID: b.CadreID, Blocked: true})))
		}
		o.ok(o.Commit(ctx, turn(firstDay, c.bound)))
		got := must[model.Emergency](t)(o.Emergency(ctx, e.ID))
		rings := time.Duration(got.EscalateAt-got.ReportedAt) * time.Millisecond
		if got.Step != c.step || got.Escalated != c.want || rings != c.rings {
			t.Errorf("%s: %d levels have heard of %s, and the next hears after %s; want %d of %s, %s", c.what, got.Escalated, got.Step, rings, c.want, c.step, c.rings)
		}
		chain := must[[]model.CaseLink](t)(o.CaseChain(ctx, e.ID))
		if want := len(model.LevelsOf(append(c.chain, c.added))); len(chain) != want || !slices.Contains(chain, c.added) {
			t.Errorf("%s: chain %+v", c.what, chain)
		}
		o.ok(o.Commit(ctx, turn(firstDay, model.AdvanceEmergency{ID: e.ID, Status: model.Withdrawn})))
	}
}
