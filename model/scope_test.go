package model

import (
	"fmt"
	"testing"
)

func TestWhoSeesWhat(t *testing.T) {
	for _, c := range []struct {
		who   string
		cadre Cadre
		want  Scope
	}{
		{"the office sees all", Cadre{ID: 1, Role: RoleOffice}, Scope{All: true}},
		{"the bureau's head for the whole district sees all", Cadre{ID: 2, Role: RoleLeader, Tier: TierBureauHead, DistrictWide: true}, Scope{All: true}},
		{"the bureau's head without it sees who is below", Cadre{ID: 2, Role: RoleLeader, Tier: TierBureauHead}, Scope{LeaderID: 2}},
		{"a leader sees who is below and the named township", Cadre{ID: 3, Role: RoleLeader, Tier: TierDistrictLeader, TownshipID: 7}, Scope{LeaderID: 3, TownshipID: 7}},
		{"the whole district counts for no other leader", Cadre{ID: 3, Role: RoleLeader, Tier: TierDistrictLeader, DistrictWide: true}, Scope{LeaderID: 3}},
		{"a cadre sees the own households", Cadre{ID: 4, Role: RoleCadre, Tier: TierPairedCadre}, Scope{CadreID: 4}},
		{"a township does not widen a cadre's sight", Cadre{ID: 4, Role: RoleCadre, TownshipID: 7, DistrictWide: true}, Scope{CadreID: 4}},
		{"a stranger sees nothing", Cadre{}, Scope{}},
	} {
		got := ScopeOf(c.cadre)
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.who, got, c.want)
		}
		if got.Empty() != (c.cadre.ID == 0) {
			t.Errorf("%s: empty is %v", c.who, got.Empty())
		}
	}
}

func TestWhoMayDoWhatWhere(t *testing.T) {
	const (
		none = iota
		office
		leaders // and the office
		all
	)
	atLeast := map[Role]int{RoleCadre: all, RoleLeader: leaders, RoleOffice: office}
	table := map[Action][3]int{ // in private, in a bound group, in another group
		ActRecord:          {all, none, none},
		ActReportEmergency: {all, all, none},
		ActAcknowledge:     {all, all, none},
		ActSeeOverdue:      {leaders, all, none},
		ActSeeCases:        {all, all, none},
		ActSeeFigures:      {leaders, none, none},
		ActBindGroup:       {none, office, office},
		ActSeeHousehold:    {all, none, none},
	}
	if len(table) != len(may) {
		t.Errorf("%d actions here, %d there", len(table), len(may))
	}
	for action, places := range table {
		for place, who := range places {
			for role, needs := range atLeast {
				t.Run(fmt.Sprintf("%s/%d/%s", action, place, role), func(t *testing.T) {
					if got, want := May(Cadre{ID: 1, Role: role}, action, Place(place)), who >= needs; got != want {
						t.Errorf("may: %v, want %v", got, want)
					}
				})
			}
			if May(Cadre{}, action, Place(place)) || May(Cadre{Role: RoleOffice}, action, Place(place)) {
				t.Errorf("a stranger may %s", action)
			}
		}
	}
	if May(Cadre{ID: 1, Role: RoleOffice}, "fly", InPrivate) {
		t.Error("the office may do what nobody named")
	}
}

func TestACadreIsBoundByATelegramAccount(t *testing.T) {
	if (Cadre{ID: 1}).Bound() || !(Cadre{ID: 1, TelegramID: 5}).Bound() {
		t.Error("bound without an account, or not bound with one")
	}
}
