package store

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"ringkeeper/model"
)

// district is a roster in which every kind of scope tells households apart:
// a leader with three levels below, two units, two townships with a village of
// the same name, households of nobody, and an archived one.
func district(o *office) (households []model.Household, cadres []model.Cadre, p []int64) {
	people := make([]RosterCadre, 6)
	for i, name := range []string{"局长", "科长", "股长", "干部", "外人", "镇长"} {
		people[i] = person(name, model.RoleCadre)
		if i > 0 && i < 4 {
			people[i].SuperiorPhone = people[i-1].Cadre.Phone
		}
	}
	people[4].Cadre.Unit = "教育局"
	p = o.cadres(people...)
	var sheet []RosterHousehold
	for i, ring := range []model.Ring{model.Red, model.Orange, model.Yellow, model.Blue, model.Red, model.Red, model.Yellow, model.Blue, model.Red, model.Orange, model.Blue, model.Red} {
		f := family(fmt.Sprintf("%02d", i), ring, append(p, 0)[i%7])
		f.Facts.Township, f.Facts.Village = []string{"东山镇", "越州镇"}[i%2], []string{"新村", "老村", "坝口"}[i%3]
		sheet = append(sheet, f)
	}
	ids := o.roster(sheet...)
	o.ok(o.Commit(ctx, turn(firstDay, called(ids[0], firstDay+40), model.ArchiveHousehold{HouseholdID: ids[8]})))
	for _, id := range ids {
		households = append(households, o.household(id))
	}
	for _, id := range p {
		cadres = append(cadres, must[model.Cadre](o.t)(o.Cadre(ctx, id)))
	}
	return households, cadres, p
}

// lies says in plain words whether a household lies in a scope.
func lies(sc model.Scope, h model.Household, cadres []model.Cadre) bool {
	var r model.Cadre
	above := map[int64]bool{}
	superior := map[int64]int64{}
	for _, c := range cadres {
		superior[c.ID] = c.SuperiorID
		if c.ID == h.ResponsibleID {
			r = c
		}
	}
	for id := r.ID; id != 0; id = superior[id] {
		above[id] = true
	}
	return sc.All || sc.TownshipID != 0 && sc.TownshipID == h.TownshipID || sc.VillageID != 0 && sc.VillageID == h.VillageID ||
		sc.Unit != "" && sc.Unit == r.Unit || above[sc.LeaderID] || sc.CadreID != 0 && sc.CadreID == r.ID
}

func TestEveryListKeepsToItsScopeAndItsPagesJoinUp(t *testing.T) {
	o := newOffice(t)
	households, cadres, p := district(o)
	rapid.Check(t, func(rt *rapid.T) {
		pick := func(name string, ids ...int64) int64 {
			return rapid.SampledFrom(append([]int64{0, 0, 99}, ids...)).Draw(rt, name)
		}
		sc := model.Scope{
			All: rapid.IntRange(0, 9).Draw(rt, "all") == 0, TownshipID: pick("township", households[0].TownshipID, households[1].TownshipID),
			VillageID: pick("village", households[0].VillageID, households[1].VillageID, households[2].VillageID),
			Unit:      rapid.SampledFrom([]string{"", "", "教育局", "农业农村局"}).Draw(rt, "unit"), LeaderID: pick("leader", p...), CadreID: pick("cadre", p...),
		}
		at := firstDay + model.Day(rapid.IntRange(0, 400).Draw(rt, "day"))
		inside, overdue, duties := "", 0, map[model.Ring]map[model.Kind]int{}
		for _, h := range households {
			if !lies(sc, h, cadres) || h.ArchivedOn != 0 {
				continue
			}
			inside += h.Number
			for _, k := range model.Kinds {
				if h.Due(k).DaysOverdue(at) > 0 {
					if duties[h.Ring] == nil {
						duties[h.Ring] = map[model.Kind]int{}
					}
					duties[h.Ring][k]++
					overdue++
				}
			}
		}
		got := ""
		for _, r := range must[[]HouseholdRow](t)(o.Households(ctx, HouseholdFilter{Scope: sc})) {
			got += r.Number
		}
		if got != inside {
			rt.Fatalf("%+v holds %s, want %s", sc, got, inside)
		}
		rows := must[[]OverdueRow](t)(o.Overdue(ctx, sc, at))
		totals := must[OverdueTotals](t)(o.OverdueTotals(ctx, sc, at))
		if len(rows) != overdue || totals.Duties != overdue || fmt.Sprint(totals.ByRing) != fmt.Sprint(duties) {
			rt.Fatalf("%+v on %s: %d rows, totals %+v, want %d: %v", sc, at, len(rows), totals, overdue, duties)
		}
		seen := map[int64]bool{}
		byCadre := map[int64]int{}
		for i, r := range rows {
			seen[r.Household.ID] = true
			byCadre[r.Household.ResponsibleID]++
			if i > 0 && rows[i-1].Household.ResponsibleID != r.Household.ResponsibleID && byCadre[r.Household.ResponsibleID] > 1 {
				rt.Fatalf("the rows of cadre %d stand apart", r.Household.ResponsibleID)
			}
		}
		for _, c := range totals.ByCadre {
			if byCadre[c.CadreID] != c.Duties {
				rt.Fatalf("cadre %d: %d duties in the totals, %d in the list", c.CadreID, c.Duties, byCadre[c.CadreID])
			}
		}
		if totals.Households != len(seen) || len(totals.ByCadre) != len(byCadre) {
			rt.Fatalf("totals %+v of %d households and %d cadres", totals, len(seen), len(byCadre))
		}
		size := rapid.IntRange(1, 5).Draw(rt, "page")
		var joined []OverdueRow
		for offset := 0; offset < len(rows)+size; offset += size {
			joined = append(joined, must[[]OverdueRow](t)(o.OverduePage(ctx, sc, at, offset, size))...)
		}
		if fmt.Sprint(joined) != fmt.Sprint(rows) {
			rt.Fatalf("pages of %d do not join up to the list", size)
		}
	})
}
