package store

import (
	"errors"
	"testing"

	"ringkeeper/model"
)

func TestAnInvitationWorksOnceWhileItIsTheNewestAndNotExpired(t *testing.T) {
	day := instant(firstDay)
	for _, c := range []struct {
		name    string
		prepare func(o *office, cadre int64)
		hash    string
		at      model.Day
		holds   bool
	}{
		{"fresh", nil, "first", firstDay, true},
		{"unknown", nil, "other", firstDay, false},
		{"expired", nil, "first", firstDay + 7, false},
		{"a newer one was made", func(o *office, cadre int64) { o.ok(o.CreateInvite(ctx, cadre, "second", day+1e9, day)) }, "first", firstDay, false},
		{"the newer one itself", func(o *office, cadre int64) { o.ok(o.CreateInvite(ctx, cadre, "second", day+1e9, day)) }, "second", firstDay, true},
		{"used", func(o *office, cadre int64) {
			o.ok(o.Commit(ctx, turn(firstDay, model.BindCadre{CadreID: cadre, InviteHash: "first", TelegramID: 5})))
		}, "first", firstDay, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			cadre := o.cadres(person("王", model.RoleCadre))[0]
			o.ok(o.CreateInvite(ctx, cadre, "first", instant(firstDay+7), day))
			if c.prepare != nil {
				c.prepare(o, cadre)
			}
			found, ok, err := o.FindInvite(ctx, c.hash, instant(c.at))
			if err != nil || ok != c.holds || ok && found.ID != cadre {
				t.Errorf("found %d, %t, %v", found.ID, ok, err)
			}
			err = o.Commit(ctx, turn(c.at, model.BindCadre{CadreID: cadre, InviteHash: c.hash, TelegramID: 6, Language: "zh"}))
			if (err == nil) != c.holds || err != nil && !errors.Is(err, ErrInvite) {
				t.Errorf("binding: %v", err)
			}
		})
	}
}

func TestAnInvitationBindsNobodyElse(t *testing.T) {
	o := newOffice(t)
	people := o.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre))
	o.ok(o.CreateInvite(ctx, people[0], "first", instant(firstDay+7), instant(firstDay)))
	err := o.Commit(ctx, turn(firstDay, model.BindCadre{CadreID: people[1], InviteHash: "first", TelegramID: 6}))
	if !errors.Is(err, ErrInvite) {
		t.Errorf("got %v, want ErrInvite", err)
	}
}

func TestATelegramAccountBelongsToOneCadre(t *testing.T) {
	o := newOffice(t)
	people := o.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre))
	o.bind(people[0], 5)
	o.bind(people[1], 5)
	if c := must[model.Cadre](t)(o.CadreByTelegram(ctx, 5)); c.ID != people[1] {
		t.Errorf("account of cadre %d, want %d", c.ID, people[1])
	}
	if c := must[model.Cadre](t)(o.Cadre(ctx, people[0])); c.Bound() {
		t.Error("the first still has it")
	}
	if lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditCadreUnbound, AuditCadreBound}, 0)); len(lines) != 3 {
		t.Errorf("%d audit lines, want 3", len(lines))
	}
	if c := must[model.Cadre](t)(o.CadreByTelegram(ctx, 0)); c.ID != 0 {
		t.Error("account 0 is somebody's")
	}
}

func TestACadresListAppliedTwiceChangesNothing(t *testing.T) {
	o := newOffice(t)
	below := person("李", model.RoleCadre)
	below.SuperiorPhone, below.Domain = "138王", "东山镇"
	head := person("王", model.RoleLeader)
	head.Domain = "全区"
	list := []RosterCadre{below, head} // the superior stands after
	ids := o.cadres(list...)
	before := must[[]model.Cadre](t)(o.Cadres(ctx, CadreFilter{}))
	o.cadres(list...)
	after := must[[]model.Cadre](t)(o.Cadres(ctx, CadreFilter{}))
	for i := range before {
		if before[i] != after[i] {
			t.Errorf("%+v became %+v", before[i], after[i])
		}
	}
	if lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditCadresImported}, 0)); len(lines) != 1 {
		t.Errorf("%d audit lines, want 1", len(lines))
	}
	area := must[Area](t)(o.AreaByName(ctx, "东山镇"))
	li := must[model.Cadre](t)(o.Cadre(ctx, ids[0]))
	if li.SuperiorID != ids[1] || li.TownshipID != area.ID || li.DistrictWide {
		t.Errorf("李: %+v", li)
	}
	if above := must[model.Cadre](t)(o.Cadre(ctx, ids[1])); !above.DistrictWide {
		t.Errorf("above 李: %+v", above)
	}
	below.SuperiorPhone = "nobody"
	if err := o.ApplyCadres(ctx, []RosterCadre{below}, morning(firstDay), "office"); !errors.Is(err, ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
	}
}

func TestANewListLeavesTheTelegramAccountAlone(t *testing.T) {
	o := newOffice(t)
	id := o.cadres(person("王", model.RoleCadre))[0]
	o.bind(id, 5)
	promoted := person("王", model.RoleLeader)
	o.cadres(promoted)
	if c := must[model.Cadre](t)(o.Cadre(ctx, id)); c.TelegramID != 5 || c.Role != model.RoleLeader || c.Language != "zh" {
		t.Errorf("after: %+v", c)
	}
}
