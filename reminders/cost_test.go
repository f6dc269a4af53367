package reminders

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

const (
	districtCadres     = 400
	districtHouseholds = 3750
)

// qilin is a database of the district's size: every tenth household is red, the
// others are blue.
func qilin(t testing.TB) *store.Store {
	t.Helper()
	ctx, began := context.Background(), at("2026-01-05 09:00")
	path := filepath.Join(t.TempDir(), "district.db")
	st, err := store.Open(ctx, path, store.Options{Policy: model.DefaultPolicy(), Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	var cadres []store.RosterCadre
	for i := range districtCadres {
		cadres = append(cadres, store.RosterCadre{Cadre: model.Cadre{
			Name: fmt.Sprintf("干部%d", i), Phone: fmt.Sprintf("138%08d", i), Role: model.RoleCadre, Tier: model.TierPairedCadre,
		}})
	}
	cadres[0].Cadre.Role = model.RoleOffice
	if err := st.ApplyCadres(ctx, cadres, began, "test"); err != nil {
		t.Fatal(err)
	}
	list, err := st.Cadres(ctx, store.CadreFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var sheet []store.RosterHousehold
	for i := range districtHouseholds {
		ring := model.Blue
		if i%10 == 0 {
			ring = model.Red
		}
		sheet = append(sheet, store.RosterHousehold{
			Number: fmt.Sprintf("5303%06d", i), ResponsibleID: list[i%len(list)].ID, Ring: ring, Pace: ring, Suggested: ring, SetRing: true,
			Facts: model.Facts{Head: "张春明", Township: fmt.Sprintf("镇%d", i%10), Village: fmt.Sprintf("村%d", i%100), Category: model.Lifted},
		})
	}
	if err := st.ApplyRoster(ctx, sheet, began, "test"); err != nil {
		t.Fatal(err)
	}
	return st
}

func TestPlanningWorksWithWhatIsKept(t *testing.T) {
	st := qilin(t)
	p := office(t, newFake())
	p.Store = st
	for _, c := range []struct {
		when string
		due  int
	}{
		{"2026-01-06 08:30", 0},                            // nothing is open in the first days
		{"2026-01-21 08:30", districtHouseholds / 10},      // contacts of the month, ten days before
		{"2026-06-01 08:30", districtHouseholds * 11 / 10}, // every contact, and the visits of the red
	} {
		planned, err := p.Preview(context.Background(), at(c.when))
		if err != nil {
			t.Fatal(err)
		}
		due := 0
		for _, d := range planned.Decisions {
			for _, alike := range d.Due {
				due += len(alike.Households)
			}
			if len(d.Due) > 0 && d.Reason != NotBound {
				t.Errorf("%s: %s", c.when, d.Reason)
			}
		}
		if due < c.due || c.due == 0 && due > 0 {
			t.Errorf("%s: %d duties have come to a step, want %d", c.when, due, c.due)
		}
	}
}

// BenchmarkDecide is the planner alone, without what it reads: every household
// of the district half a year overdue.
func BenchmarkDecide(b *testing.B) {
	c := calendar(b, "")
	var duties []store.Owed
	for i := range int64(districtHouseholds) {
		duties = append(duties, store.Owed{Kind: model.Contact, Due: on("2026-05-31"), Cadence: model.Month, NamedOn: on("2026-11-23"), Households: []int64{i}})
	}
	for b.Loop() {
		rulesOf(model.DefaultSteps(), c, on("2026-11-24")).decide(reader{cadre: bound(1, model.RoleCadre), duties: duties})
	}
}
