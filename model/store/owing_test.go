package store

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ringkeeper/model"
)

// What decides on reminders is what the digests list, cadre by cadre.
func TestWhoOwesIsWhoseDigestListsSomething(t *testing.T) {
	o := newOffice(t)
	households, cadres, p := district(o)
	due := households[0].ContactDue
	o.queued(model.Notice{Kind: "digest", ChatID: 7, Priority: model.PriorityDigest})
	d := o.theOne()
	o.begin(d, Rendered{Named: []Named{{households[0].ID, model.Contact, due}}}, "一")
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliverySent, At: instant(due - 8)}))
	township := map[int64]int64{}
	for _, h := range households {
		township[h.ID] = h.TownshipID
	}
	rapid.Check(t, func(rt *rapid.T) {
		q := OpenQuery{
			At: firstDay + model.Day(rapid.IntRange(-5, 400).Draw(rt, "day")), Ahead: rapid.IntRange(0, 15).Draw(rt, "ahead"),
			Unassigned: rapid.Bool().Draw(rt, "unassigned"), Steps: model.DefaultSteps(),
		}
		var want, got []string
		line := func(cadre, household int64, k model.Kind, due, named, assigned model.Day, c model.Cadence) string {
			return fmt.Sprintln(cadre, household, k, due, named, assigned, c)
		}
		for _, d := range must[[]Duty](t)(o.OpenDuties(ctx, q)) {
			h := d.Household
			want = append(want, line(h.ResponsibleID, h.ID, d.Kind, d.Due.On, d.NamedOn, h.AssignedOn, d.Due.Period.Cadence))
		}
		seen := map[int64]bool{}
		o.ok(o.EachOwing(ctx, q, func(c model.Cadre, owed []Owed) error {
			if seen[c.ID] || c.ID != 0 && !slices.Contains(cadres, c) {
				rt.Fatalf("cadre %+v, seen before: %v", c, seen[c.ID])
			}
			seen[c.ID] = true
			for _, d := range owed {
				for _, id := range d.Households {
					if township[id] != d.TownshipID {
						rt.Fatalf("household %d is not in township %d", id, d.TownshipID)
					}
					got = append(got, line(c.ID, id, d.Kind, d.Due, d.NamedOn, d.AssignedOn, d.Cadence))
				}
			}
			return nil
		}))
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			rt.Fatalf("%d open\n%q, want\n%q", len(p), got, want)
		}
	})
}
