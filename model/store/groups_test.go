package store

import (
	"encoding/json"
	"fmt"
	"testing"

	"ringkeeper/model"
)

func TestAGroupsMoveIsFollowedOnceHoweverOftenItIsTold(t *testing.T) {
	o := newOffice(t)
	tn := turn(firstDay, model.BindGroup{Group: model.Group{ChatID: -5, Title: "东山镇", Scope: model.Scope{TownshipID: 3}}},
		model.FileEmergency{Emergency: model.Emergency{Source: "a", ReportedIn: -5}})
	tn.Talk = &model.Talk{ChatID: -5, PersonID: 8, State: json.RawMessage(`{}`)}
	tn.Notices = []model.Notice{{Kind: "waits", ChatID: -5, NotBefore: instant(firstDay + 1)}, {Kind: "shown", ChatID: -5}}
	o.ok(o.Commit(ctx, tn))
	o.sent(o.due(instant(firstDay))[0], 100, "一")
	for range 3 {
		o.ok(o.Commit(ctx, turn(firstDay, model.MoveGroup{From: -5, To: -100}, model.MoveGroup{From: -100, To: -100})))
	}
	var where []string
	for _, r := range must[[]OutboxRow](t)(o.OutboxRows(ctx, OutboxFilter{})) {
		where = append(where, fmt.Sprint(r.Kind, r.ChatID))
	}
	// Telegram keeps the old messages under the old id.
	if got := fmt.Sprint(where); got != "[shown-5 waits-100]" {
		t.Errorf("outbox: %s", got)
	}
	if e := must[model.Emergency](t)(o.EmergencyBySource(ctx, "a")); e.ReportedIn != -100 {
		t.Errorf("the case was reported in %d", e.ReportedIn)
	}
	if talk := must[model.Talk](t)(o.Talk(ctx, -100, 8, instant(firstDay))); string(talk.State) != `{}` || talk.Version != 1 {
		t.Errorf("talk %+v", talk)
	}
	groups := must[[]model.Group](t)(o.Groups(ctx))
	if len(groups) != 1 || groups[0].ChatID != -100 || groups[0].Version != 2 {
		t.Errorf("groups %+v", groups)
	}
	if lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditGroupMoved}, 0)); len(lines) != 1 || lines[0].Subject != "group -100" || lines[0].Detail != `{"was_group":-5}` {
		t.Errorf("audit %+v", lines)
	}
}

// The new group may have been bound already, when the move is told last.
func TestAMoveToAGroupThatIsBoundAlreadyLeavesOne(t *testing.T) {
	o := newOffice(t)
	o.ok(o.Commit(ctx, turn(firstDay, model.BindGroup{Group: model.Group{ChatID: -5, Title: "旧"}}, model.BindGroup{Group: model.Group{ChatID: -100, Title: "新"}})))
	for _, chat := range []int64{-5, -100} {
		tn := turn(firstDay)
		tn.Talk = &model.Talk{ChatID: chat, PersonID: 8, State: json.RawMessage(`{}`)}
		o.ok(o.Commit(ctx, tn))
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.MoveGroup{From: -5, To: -100})))
	if groups := must[[]model.Group](t)(o.Groups(ctx)); len(groups) != 1 || groups[0].ChatID != -100 {
		t.Errorf("groups %+v", groups)
	}
}

func TestAGroupBoundAnewHasItsNewScopeAndANewVersion(t *testing.T) {
	o := newOffice(t)
	for i, scope := range []model.Scope{{All: true}, {TownshipID: 1, VillageID: 2, Unit: "教育局", LeaderID: 3, CadreID: 4}, {}} {
		tn := turn(firstDay, model.BindGroup{Group: model.Group{ChatID: -5, Title: "组", Scope: scope, Office: i == 0}})
		tn.Actor = 9
		o.ok(o.Commit(ctx, tn))
		g := must[model.Group](t)(o.Group(ctx, -5))
		if g.Scope != scope || g.Office != (i == 0) || g.Version != int64(i+1) || g.BoundBy != 9 || g.BoundAt != instant(firstDay) {
			t.Errorf("bound to %+v: %+v", scope, g)
		}
	}
	o.ok(o.Commit(ctx, turn(firstDay, model.UnbindGroup{ChatID: -5}, model.UnbindGroup{ChatID: -5})))
	if lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditGroupUnbound}, 0)); len(lines) != 1 {
		t.Errorf("%d audit lines of one leave", len(lines))
	}
	if g := must[model.Group](t)(o.Group(ctx, -5)); g.ChatID != 0 {
		t.Errorf("group %+v", g)
	}
}

// TestWhatTheBotMayDoInAGroupIsKeptUntilItIsBoundAnew, and goes with the group that
// becomes another.
func TestWhatTheBotMayDoInAGroupIsKeptUntilItIsBoundAnew(t *testing.T) {
	o := newOffice(t)
	bind := model.BindGroup{Group: model.Group{ChatID: -5, Title: "组", Scope: model.Scope{All: true}, Leading: true, Standing: model.HearsMeant}}
	o.ok(o.Commit(ctx, turn(firstDay, bind)))
	o.ok(o.Commit(ctx, turn(firstDay+1, model.HearGroup{ChatID: -5}, model.StandInGroup{ChatID: -5, Standing: model.Mute})))
	o.ok(o.Commit(ctx, turn(firstDay+2, model.HearGroup{ChatID: -5}, model.StandInGroup{ChatID: -5, Standing: model.Mute}, model.MoveGroup{From: -5, To: -100})))
	g := must[model.Group](t)(o.Group(ctx, -100))
	if !g.Leading || g.Office || g.Standing != model.Mute || g.HeardAt != instant(firstDay+1) || g.Version != 4 {
		t.Errorf("kept: %+v", g)
	}
	if lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditGroupStanding}, 0)); len(lines) != 1 || lines[0].Detail != `{"standing":"mute"}` {
		t.Errorf("audit %+v", lines)
	}
	if lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditGroupBound}, 0)); len(lines) != 1 || lines[0].Detail != `{"leading":true,"scope":"全区"}` {
		t.Errorf("audit %+v", lines)
	}
	bind.Group.ChatID, bind.Group.Leading, bind.Group.Standing = -100, false, model.HearsAll
	o.ok(o.Commit(ctx, turn(firstDay+3, bind)))
	if g := must[model.Group](t)(o.Group(ctx, -100)); g.Leading || g.Standing != model.HearsAll || g.HeardAt != 0 {
		t.Errorf("bound anew: %+v", g)
	}
}
