package store

import (
	"errors"
	"strings"
	"testing"

	"ringkeeper/model"
)

func TestAScopeHoldsTheHouseholdsThatItNames(t *testing.T) {
	o := newOffice(t)
	chief, head, wang, li := person("局长", model.RoleLeader), person("科长", model.RoleLeader), person("王", model.RoleCadre), person("李", model.RoleCadre)
	head.SuperiorPhone, wang.SuperiorPhone, chief.SuperiorPhone = "138局长", "138科长", "138王" // a circle must end
	li.Cadre.Unit = "教育局"
	p := o.cadres(chief, head, wang, li)
	at := func(number, township, village string, cadre int64) RosterHousehold {
		f := family(number, model.Red, cadre)
		f.Facts.Township, f.Facts.Village = township, village
		return f
	}
	o.roster(at("a", "东山镇", "新村", p[1]), at("b", "东山镇", "老村", p[2]), at("c", "越州镇", "新村", p[3]), at("d", "越州镇", "坝口", 0))
	area := func(name string) model.Scope { return must[Area](t)(o.AreaByName(ctx, name)).Scope() }
	yuezhou := area("越州镇")
	for name, c := range map[string]struct {
		scope model.Scope
		want  string
	}{
		"nothing":                        {model.Scope{}, ""},
		"all":                            {model.Scope{All: true}, "abcd"},
		"township":                       {yuezhou, "cd"},
		"village":                        {area("越州镇/新村"), "c"},
		"unit":                           {model.Scope{Unit: "教育局"}, "c"},
		"cadre":                          {model.Scope{CadreID: p[2]}, "b"},
		"leader with those below":        {model.Scope{LeaderID: p[1]}, "ab"},
		"leader and a township":          {model.Scope{LeaderID: p[1], TownshipID: yuezhou.TownshipID}, "abcd"},
		"leader without anybody below":   {model.Scope{LeaderID: p[3]}, "c"},
		"whoever is above the whole lot": {model.Scope{LeaderID: p[0]}, "ab"},
	} {
		var got strings.Builder
		for _, h := range must[[]HouseholdRow](t)(o.Households(ctx, HouseholdFilter{Scope: c.scope})) {
			got.WriteString(h.Number)
		}
		if got.String() != c.want {
			t.Errorf("%s: %q, want %q", name, got.String(), c.want)
		}
		if rows := must[[]OverdueRow](t)(o.Overdue(ctx, c.scope, model.Date(2026, 5, 1))); len(rows) != len(c.want) {
			t.Errorf("%s: %d overdue, want %d", name, len(rows), len(c.want))
		}
	}
	in := must[[]HouseholdRow](t)(o.Households(ctx, HouseholdFilter{Scope: model.Scope{LeaderID: p[1]}, Area: area("老村")}))
	if len(in) != 1 || in[0].Number != "b" || in[0].Responsible != "王" {
		t.Errorf("a scope within an area: %+v", in)
	}
}

func TestAnAreaIsFoundByItsNameOrWithItsTownship(t *testing.T) {
	o := newOffice(t)
	a, b := family("1", model.Red, 0), family("2", model.Red, 0)
	b.Facts.Township = "越州镇"
	o.roster(a, b)
	for name, want := range map[string]error{"东山镇": nil, "新村": ErrAmbiguousArea, "东山镇/新村": nil, "越州镇 / 新村": nil, "没有": ErrNoArea} {
		if _, err := o.AreaByName(ctx, name); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
}

// TestACaseIsSeenByWhoHasItInHandAndByWhoReportedItToo: the second report was
// joined to it.
func TestACaseIsSeenByWhoHasItInHandAndByWhoReportedItToo(t *testing.T) {
	o := newOffice(t)
	boss, wang, li, zhao := person("局", model.RoleLeader), person("王", model.RoleCadre), person("李", model.RoleCadre), person("赵", model.RoleCadre)
	wang.SuperiorPhone, wang.Cadre.Unit = "138局", "水务局"
	p := o.cadres(boss, wang, li, zhao)
	by := func(cadre int64, e model.Effect) {
		tn := turn(firstDay, e)
		tn.Actor = cadre
		o.ok(o.Commit(ctx, tn))
	}
	by(p[3], model.FileEmergency{Emergency: model.Emergency{Source: "a"}})
	by(p[1], model.AdvanceEmergency{ID: 1, Status: model.Acknowledged})
	by(p[2], model.JoinReport{ID: 1, Text: "又来了"})
	for name, c := range map[string]struct {
		scope model.Scope
		want  int
	}{
		"who has it in hand": {model.Scope{CadreID: p[1]}, 1}, "who reported it too": {model.Scope{CadreID: p[2]}, 1}, "who reported it": {model.Scope{CadreID: p[3]}, 1},
		"the leader of who has it in hand": {model.Scope{LeaderID: p[0]}, 1}, "the unit of who has it in hand": {model.Scope{Unit: "水务局"}, 1},
		"anybody else": {model.Scope{CadreID: p[0]}, 0}, "another unit": {model.Scope{Unit: "林草局"}, 0},
	} {
		if rows := must[[]EmergencyRow](t)(o.Emergencies(ctx, EmergencyFilter{Scope: c.scope})); len(rows) != c.want {
			t.Errorf("%s: %d, want %d", name, len(rows), c.want)
		}
	}
}

func TestAFamilyOffTheRosterIsSeenByItsTownshipAndItsReporter(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre))
	id := o.roster(family("1", model.Red, p[0]))[0]
	town := must[Area](t)(o.AreaByName(ctx, "东山镇"))
	o.ok(o.Commit(ctx, turn(firstDay,
		model.FileEmergency{Emergency: model.Emergency{Family: "赵家", TownshipID: town.ID, Village: "新村", ReportedBy: p[1]}},
		model.FileEmergency{Emergency: model.Emergency{HouseholdID: id, ReportedBy: p[1]}})))
	village := must[Area](t)(o.AreaByName(ctx, "新村"))
	for name, c := range map[string]struct {
		scope model.Scope
		want  int
	}{"township": {town.Scope(), 2}, "village": {village.Scope(), 2}, "reporter": {model.Scope{CadreID: p[1]}, 2},
		"responsible": {model.Scope{CadreID: p[0]}, 1}, "another township": {model.Scope{TownshipID: 99}, 0}, "all": {model.Scope{All: true}, 2}} {
		if rows := must[[]EmergencyRow](t)(o.Emergencies(ctx, EmergencyFilter{Scope: c.scope})); len(rows) != c.want {
			t.Errorf("%s: %d, want %d", name, len(rows), c.want)
		}
	}
}
