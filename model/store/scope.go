package store

import (
	"strings"

	"ringkeeper/model"
)

// ofScope is the condition that a household (alias h) lies in a scope. What the
// scope names is added up: a household in any of its parts lies in it.
func ofScope(sc model.Scope) (condition string, args []any) {
	if sc.All {
		return "1 = 1", nil
	}
	var parts []string
	or := func(part string, arg any) {
		parts = append(parts, part)
		args = append(args, arg)
	}
	if sc.TownshipID != 0 {
		or("h.township_id = ?", sc.TownshipID)
	}
	if sc.VillageID != 0 {
		or("h.village_id = ?", sc.VillageID)
	}
	if sc.Unit != "" {
		or("h.responsible_id IN (SELECT id FROM cadres WHERE unit = ?)", sc.Unit)
	}
	if sc.LeaderID != 0 {
		or("h.responsible_id IN ("+below+")", sc.LeaderID)
	}
	if sc.CadreID != 0 {
		or("h.responsible_id = ?", sc.CadreID)
	}
	if len(parts) == 0 {
		return "1 = 0", nil
	}
	return "(" + strings.Join(parts, " OR ") + ")", args
}

// below selects a leader and everyone below by 上级电话. UNION, not UNION ALL, so
// that a circle of superiors ends.
const below = `WITH RECURSIVE below(id) AS (
	SELECT ? UNION SELECT c.id FROM cadres c JOIN below b ON c.superior_id = b.id
) SELECT id FROM below`

// emergenciesOfScope is the condition that an emergency (alias e, its household
// h where it has one) lies in a scope. A family that is not on the roster is
// found by its township; of people, what they reported and what they have in hand
// is theirs, too.
func emergenciesOfScope(sc model.Scope) (condition string, args []any) {
	condition, args = ofScope(sc)
	if sc.All {
		return condition, args
	}
	parts := []string{condition}
	or := func(part string, more ...any) {
		parts = append(parts, part)
		args = append(args, more...)
	}
	if sc.TownshipID != 0 {
		or("e.township_id = ?", sc.TownshipID)
	}
	if sc.VillageID != 0 {
		or("(e.township_id, e.village) IN (SELECT parent_id, name FROM areas WHERE id = ?)", sc.VillageID)
	}
	if sc.Unit != "" {
		const people = " IN (SELECT id FROM cadres WHERE unit = ?)"
		or("e.reported_by"+people+" OR e.acknowledged_by"+people, sc.Unit, sc.Unit)
	}
	if sc.LeaderID != 0 {
		const people = " IN (" + below + ")"
		or("e.reported_by"+people+" OR e.acknowledged_by"+people, sc.LeaderID, sc.LeaderID)
	}
	if sc.CadreID != 0 {
		or("e.reported_by = ? OR e.acknowledged_by = ? OR e.id IN (SELECT emergency_id FROM case_events WHERE by_id = ? AND kind = 'joined')",
			sc.CadreID, sc.CadreID, sc.CadreID)
	}
	return "(" + strings.Join(parts, " OR ") + ")", args
}
