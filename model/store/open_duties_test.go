package store

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ringkeeper/model"
)

// What a digest is to list: everything overdue or within its longest step,
// whoever is asked about and however far ahead.
func TestOpenDutiesAreThoseWithinTheirLongestStep(t *testing.T) {
	o := newOffice(t)
	households, _, p := district(o)
	rapid.Check(t, func(rt *rapid.T) {
		steps := model.DefaultSteps()
		if rapid.Bool().Draw(rt, "assessments too") {
			steps.Before[model.Assessment] = map[model.Cadence][]int{model.Year: {60, 0}}
		}
		if rapid.Bool().Draw(rt, "no visits") {
			delete(steps.Before, model.Visit)
		}
		q := OpenQuery{
			At: firstDay + model.Day(rapid.IntRange(-5, 400).Draw(rt, "day")), Ahead: rapid.IntRange(0, 15).Draw(rt, "ahead"),
			CadreID: rapid.SampledFrom(append([]int64{0, 0, 99}, p...)).Draw(rt, "cadre"), Unassigned: rapid.Bool().Draw(rt, "unassigned"), Steps: steps,
		}
		type row struct {
			h model.Household
			k model.Kind
		}
		var want []row
		for _, h := range households {
			for _, k := range model.Kinds {
				days, ok := steps.Before[k][h.Due(k).Period.Cadence]
				asked := q.CadreID != 0 && h.ResponsibleID == q.CadreID || q.CadreID == 0 && (h.ResponsibleID != 0 || q.Unassigned)
				if ok && asked && h.Due(k).On != 0 && q.At >= h.Due(k).On-model.Day(days[0]+q.Ahead) {
					want = append(want, row{h, k})
				}
			}
		}
		slices.SortFunc(want, func(a, b row) int {
			return cmp.Or(cmp.Compare(a.h.ResponsibleID, b.h.ResponsibleID), cmp.Compare(a.h.Due(a.k).On, b.h.Due(b.k).On),
				cmp.Compare(a.h.Ring.Rank(), b.h.Ring.Rank()), cmp.Compare(a.h.Number, b.h.Number), cmp.Compare(a.k, b.k))
		})
		expected, got := "", ""
		for _, r := range want {
			expected += fmt.Sprintln(r.h.Number, r.k, r.h.Due(r.k).On)
		}
		for _, d := range must[[]Duty](t)(o.OpenDuties(ctx, q)) {
			got += fmt.Sprintln(d.Household.Number, d.Kind, d.Due.On)
			if d.NamedOn != 0 {
				rt.Fatalf("named on %s by nobody", d.NamedOn)
			}
		}
		if got != expected {
			rt.Fatalf("%+v: open\n%swant\n%s", q, got, expected)
		}
	})
}
