package report

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// area is what belongs to a township or a village, for lists whose rows do not
// stand for households.
type area struct {
	cadres   map[int64]bool // answerable for a household there, or whose 辖区 it is
	chats    map[int64]bool // their private chats
	subjects map[string]bool
}

func areaOf(ctx context.Context, st *store.Store, scope model.Scope) (a area, err error) {
	a = area{map[int64]bool{}, map[int64]bool{}, map[string]bool{}}
	households, err := st.Households(ctx, store.HouseholdFilter{Scope: scope, Archived: true})
	if err != nil {
		return a, err
	}
	answerable := map[int64]bool{}
	for _, h := range households {
		answerable[h.ResponsibleID] = true
		a.subjects["household "+h.Number] = true
	}
	emergencies, err := st.Emergencies(ctx, store.EmergencyFilter{Area: scope})
	if err != nil {
		return a, err
	}
	for _, e := range emergencies {
		a.subjects[fmt.Sprintf("emergency %d", e.ID)] = true
	}
	cadres, err := st.Cadres(ctx, store.CadreFilter{})
	for _, c := range cadres {
		if !answerable[c.ID] && (scope.TownshipID == 0 || c.TownshipID != scope.TownshipID) {
			continue
		}
		a.cadres[c.ID] = true
		a.subjects[fmt.Sprintf("cadre %d", c.ID)] = true
		if c.Bound() {
			a.chats[c.TelegramID] = true
		}
	}
	return a, err
}

// within leaves the rows that belong to the query's area.
func within[R any](ctx context.Context, q Query, rows []R, belongs func(area, R) bool) ([]R, error) {
	if q.Area.Empty() {
		return rows, nil
	}
	a, err := areaOf(ctx, q.Store, q.Area)
	return slices.DeleteFunc(rows, func(r R) bool { return !belongs(a, r) }), err
}

// areaNamed returns the scope of a township or a village; an empty name means
// the whole district.
func areaNamed(ctx context.Context, st *store.Store, name string) (model.Scope, error) {
	if name == "" {
		return model.Scope{}, nil
	}
	a, err := st.AreaByName(ctx, name)
	switch {
	case errors.Is(err, store.ErrNoArea):
		return model.Scope{}, &Fault{"error.no_area", model.Args{"area": name}, err}
	case errors.Is(err, store.ErrAmbiguousArea):
		return model.Scope{}, &Fault{"error.ambiguous_area", model.Args{"area": name}, err}
	}
	return a.Scope(), err
}
