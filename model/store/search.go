package store

import (
	"context"
	"strings"

	"ringkeeper/model"
)

// Clues are what a query may mean by a household, as far as an index can find
// it. What is left empty finds nothing.
type Clues struct {
	Number string   // a 户编号 or its last digits, four at least
	Heads  []string // whole names
	Begins string   // the beginning of a name
	// Like are names in which "_" stands for any character but the first.
	Like []string
}

// mostFound bounds what one look-up gives: more are no answer to anybody.
const mostFound = 50

// HouseholdsLike lists households of a scope, archived ones apart, that fit any
// clue, by number, 50 at most. However large the district, it reads what bears
// the number's end or the names, at the widest those of one surname.
func (s *Store) HouseholdsLike(ctx context.Context, sc model.Scope, clues Clues) (rows []model.Household, err error) {
	var found conditions
	if n := clues.Number; len(n) >= tailDigits {
		found.and(`SELECT id FROM households WHERE number = ?`, n)
		found.and(`SELECT id FROM households WHERE substr(number, -4) = ? AND substr(number, -length(?)) = ?`, n[len(n)-tailDigits:], n, n)
	}
	if len(clues.Heads) > 0 {
		found.and(`SELECT id FROM households WHERE head IN ?`, clues.Heads)
	}
	if clues.Begins != "" {
		found.and(`SELECT id FROM households WHERE head >= ? AND head < ?`, clues.Begins, clues.Begins+last)
	}
	for _, name := range clues.Like {
		surname := string([]rune(name)[:1])
		found.and(`SELECT id FROM households WHERE head >= ? AND head < ? AND head LIKE ?`, surname, surname+last, name)
	}
	if len(found.parts) == 0 {
		return nil, nil
	}
	where := within(sc, model.Scope{})
	where.and(onRoster)
	// CROSS JOIN keeps SQLite from beginning with the scope, which is many.
	err = s.query(ctx).find("households by clues", &rows, `SELECT h.* FROM (`+strings.Join(found.parts, " UNION ")+`) f CROSS JOIN households h ON h.id = f.id
		WHERE `+where.text()+` ORDER BY h.number LIMIT ?`, append(append(found.args, where.args...), mostFound)...)
	return rows, err
}

const (
	tailDigits = 4            // as many as the index holds
	last       = "\U0010FFFF" // comes after every character
)

// InScope says whether a household lies in a scope.
func (s *Store) InScope(ctx context.Context, sc model.Scope, householdID int64) (bool, error) {
	condition, args := ofScope(sc)
	return s.query(ctx).row("household in scope", `SELECT 1 FROM households h WHERE h.id = ? AND `+condition, append([]any{householdID}, args...), new(int))
}
