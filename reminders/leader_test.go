package reminders

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Counting a township or the district once for all who see it gives what counting
// for each leader alone would: every duty of those below once, the own ones never.
func TestEveryLeaderIsToldOfEachDutyBelowOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newFake()
		draw := func(what string, most int64) int64 { return rapid.Int64Range(0, most).Draw(rt, what) }
		const people, townships = 7, 3
		for id := int64(1); id <= people; id++ {
			c := bound(id, rapid.SampledFrom([]model.Role{model.RoleCadre, model.RoleLeader, model.RoleOffice}).Draw(rt, "role"))
			c.SuperiorID, c.TownshipID = draw("superior", people), draw("township", townships)
			if rapid.IntRange(0, 4).Draw(rt, "bureau") == 0 {
				c.Tier, c.DistrictWide = model.TierBureauHead, true
			}
			f.cadres = append(f.cadres, c)
		}
		p := office(t, f)
		day := on("2026-11-09")
		b := p.backlogs(day)
		want := map[int64]Below{}
		for i := range rapid.IntRange(0, 8).Draw(rt, "households") {
			var c model.Cadre
			if id := draw("responsible", people); id != 0 {
				c = f.cadres[id-1]
			}
			d := store.Owed{Due: day - 40, AssignedOn: day - 14 - model.Day(draw("taken over", 2)), TownshipID: 1 + draw("place", townships-1), Households: []int64{int64(i)}}
			b.add(c, []store.Owed{d})
			for _, leader := range f.cadres {
				if leader.ID == c.ID || !isAbove(f, leader, c, d.TownshipID) {
					continue
				}
				n := want[leader.ID]
				if d.AssignedOn+model.Day(p.Handover) > day {
					n.New++
				} else {
					n.Overdue++
				}
				want[leader.ID] = n
			}
		}
		above, err := b.above(context.Background(), f)
		if err != nil {
			rt.Fatal(err)
		}
		told := map[int64]Below{}
		for id := range above.told() {
			told[id] = above.of(f.cadres[id-1])
		}
		if fmt.Sprint(told) != fmt.Sprint(want) {
			rt.Fatalf("told %v, want %v", told, want)
		}
	})
}

// isAbove says in plain words whether somebody is told of what a cadre owes in a
// township.
func isAbove(f *fake, leader, c model.Cadre, township int64) bool {
	scope := model.ScopeOf(leader)
	if scope.All || scope.TownshipID != 0 && scope.TownshipID == township {
		return true
	}
	for id, levels := c.SuperiorID, 0; id != 0 && levels < maxLevels; levels++ {
		if id == leader.ID {
			return scope.LeaderID != 0
		}
		id = f.cadres[id-1].SuperiorID
	}
	return false
}
