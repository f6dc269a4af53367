package store

import (
	"reflect"
	"testing"

	"ringkeeper/model"
)

func TestTheFactsOfASheetComeBackWholeInTheirNewestVersion(t *testing.T) {
	o := newOffice(t)
	full := family("1", model.Red, 0)
	full.Facts = model.Facts{
		Head: "张三", Phone: "13800000000", Township: "东山镇", Village: "新村", Group: "三组", Category: model.Lifted, Monitored: model.Marginal,
		RiskEliminated: true, SafetyNet: true, Income: model.Income{Fen: model.Yuan(9200), Known: true}, Size: 2, Labour: model.Yes, Wish: model.No,
		DoubleBound: model.Yes, SheetRing: model.Red,
		Members: []model.Member{
			{Number: "1", Name: "张三", IDNumber: "530302199001011234", Relation: "户主", Phone: "13800000000", Labour: model.LabourCommon, Health: "健康"},
			{Name: "李四", Labour: model.LabourNone},
		},
	}
	bare := family("2", model.Undecided, 0)
	bare.Facts = model.Facts{Head: "王五", Township: "东山镇", Village: "新村"}
	id := o.roster(full, bare)[0]
	facts := must[map[string]model.Facts](t)(o.RosterFacts(ctx))
	for _, r := range []RosterHousehold{full, bare} {
		if !reflect.DeepEqual(facts[r.Number], r.Facts) {
			t.Errorf("household %s: %+v, want %+v", r.Number, facts[r.Number], r.Facts)
		}
		if FactsHash(facts[r.Number]) != must[map[string]Known](t)(o.RosterState(ctx))[r.Number].FactsHash {
			t.Errorf("household %s: what comes back has another hash", r.Number)
		}
	}
	moved := full
	moved.Facts.Village, moved.Facts.Members = "老村", full.Facts.Members[1:]
	o.ok(o.ApplyRoster(ctx, []RosterHousehold{moved}, morning(firstDay+30), "office"))
	if facts = must[map[string]model.Facts](t)(o.RosterFacts(ctx)); !reflect.DeepEqual(facts["1"], moved.Facts) {
		t.Errorf("the newest: %+v", facts["1"])
	}
	var versions []struct {
		ValidFrom  model.Day
		RecordedAt model.Instant
		Members    int
	}
	o.ok(o.query(ctx).find("versions", &versions, `SELECT valid_from, recorded_at, (SELECT COUNT(*) FROM members WHERE version_id = v.id) AS members
		FROM household_versions v WHERE household_id = ? ORDER BY id`, id))
	if len(versions) != 2 || versions[0].ValidFrom != firstDay || versions[0].Members != 2 || versions[1].RecordedAt != instant(firstDay+30) || versions[1].Members != 1 {
		t.Errorf("versions %+v", versions)
	}
	if h := o.household(id); h.Village != "老村" || h.ContactDue != model.Date(2026, 3, 31) {
		t.Errorf("a removal within the township moved the due day: %+v", h)
	}
}

// Three rows of one number: each meets what the one before left.
func TestTheLastRowOfANumberInASheetHolds(t *testing.T) {
	o := newOffice(t)
	rows := make([]RosterHousehold, 3)
	for i := range rows {
		rows[i] = family("1", model.Red, 0)
		rows[i].Suggested, rows[i].Flags = model.Red, nil
	}
	rows[1].Suggested, rows[1].Flags = model.Orange, []model.Flag{model.FlagBoundary}
	o.roster(rows...)
	if h := o.byNumber("1"); h.SuggestedRing != model.Red || len(h.Flags) != 0 {
		t.Errorf("suggested %s, flags %v", h.SuggestedRing, h.Flags)
	}
}

func TestASheetThatFailsHalfWayLeavesNothing(t *testing.T) {
	o := newOffice(t)
	if err := o.ApplyRoster(ctx, []RosterHousehold{family("1", model.Red, 0), family("2", model.Red, 99)}, morning(firstDay), "office"); err == nil {
		t.Error("a responsible cadre who does not exist was taken")
	}
	if known := must[map[string]Known](t)(o.RosterState(ctx)); len(known) != 0 {
		t.Errorf("%d households stayed", len(known))
	}
	if areas := must[[]Area](t)(o.Areas(ctx)); len(areas) != 0 {
		t.Errorf("areas %+v stayed", areas)
	}
}
