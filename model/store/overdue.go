package store

import (
	"context"
	"fmt"
	"strings"

	"ringkeeper/model"
)

// OverdueRow is one overdue duty; a household with two of them is two rows.
type OverdueRow struct {
	Household        model.Household
	Kind             model.Kind
	Due              model.Due // day and period
	Responsible      string
	ResponsiblePhone string
}

// OverdueTotals counts overdue duties.
type OverdueTotals struct {
	Households int // that have at least one
	Duties     int
	ByRing     map[model.Ring]map[model.Kind]int
	ByCadre    []CadreOverdue // by name, those without a responsible cadre last
}

// CadreOverdue counts what is overdue of one cadre's households.
type CadreOverdue struct {
	CadreID    int64 // 0: nobody is responsible
	Name       string
	Phone      string
	Households int
	Duties     int
}

// dueColumn names the column that keeps a kind's due day.
func dueColumn(k model.Kind) string {
	switch k {
	case model.Contact:
		return "contact_due"
	case model.Visit:
		return "visit_due"
	default:
		return "assessment_due"
	}
}

// overdue selects the overdue duties of a scope: a range of an index for each
// kind, so that the cost follows what is overdue and not what exists.
func overdue(sc model.Scope, at model.Day) (query string, args []any) {
	condition, inScope := ofScope(sc)
	var arms []string
	for _, k := range model.Kinds {
		column := dueColumn(k)
		arms = append(arms, fmt.Sprintf(`SELECT '%s' AS kind, h.%s AS due_on, h.* FROM households h WHERE h.%s < ? AND %s`, k, column, column, condition))
		args = append(append(args, at), inScope...)
	}
	return strings.Join(arms, " UNION ALL "), args
}

// inOrder sorts overdue rows (o, with the responsible cadre r) in a total
// order: by ring, then the longest overdue, the rows of a cadre together where
// the most pressing of them stands. The + keeps SQLite from reading the households
// by cadre instead of by what is due.
var inOrder = ` ORDER BY r.id IS NULL, MIN(` + rank("o.ring") + ` || o.due_on) OVER (PARTITION BY +o.responsible_id), r.name, r.id, ` +
	rank("o.ring") + `, o.due_on, o.number, o.kind`

// rank is model.Ring.Rank in SQL.
func rank(column string) string {
	var b strings.Builder
	b.WriteString("CASE " + column)
	for i, r := range model.Rings {
		fmt.Fprintf(&b, " WHEN '%s' THEN %d", r, i)
	}
	fmt.Fprintf(&b, " ELSE %d END", len(model.Rings))
	return b.String()
}

// Overdue lists every overdue duty of a scope on a day by responsible cadre,
// sorted by ring and days overdue (most first).
func (s *Store) Overdue(ctx context.Context, sc model.Scope, at model.Day) ([]OverdueRow, error) {
	return s.OverduePage(ctx, sc, at, 0, -1)
}

// OverduePage is limit rows of Overdue from offset on.
func (s *Store) OverduePage(ctx context.Context, sc model.Scope, at model.Day, offset, limit int) ([]OverdueRow, error) {
	union, args := overdue(sc, at)
	var rows []struct {
		model.Household
		Kind             model.Kind
		Responsible      string
		ResponsiblePhone string
	}
	err := s.query(ctx).find("overdue duties", &rows, `
		SELECT o.*, COALESCE(r.name, '') AS responsible, COALESCE(r.phone, '') AS responsible_phone
		FROM (`+union+`) o LEFT JOIN cadres r ON r.id = o.responsible_id`+inOrder+` LIMIT ? OFFSET ?`, append(args, limit, offset)...)
	if err != nil {
		return nil, err
	}
	out := make([]OverdueRow, len(rows))
	for i, r := range rows {
		out[i] = OverdueRow{r.Household, r.Kind, r.Household.Due(r.Kind), r.Responsible, r.ResponsiblePhone}
	}
	return out, nil
}

// OverdueTotals counts the overdue duties of a scope on a day.
func (s *Store) OverdueTotals(ctx context.Context, sc model.Scope, at model.Day) (t OverdueTotals, err error) {
	union, args := overdue(sc, at)
	t.ByRing = map[model.Ring]map[model.Kind]int{}
	err = s.snapshot(ctx, func(q session) error {
		var byRing []struct {
			Ring model.Ring
			Kind model.Kind
			N    int
		}
		if err := q.find("overdue duties by ring", &byRing, `SELECT o.ring, o.kind, COUNT(*) AS n FROM (`+union+`) o GROUP BY o.ring, o.kind`, args...); err != nil {
			return err
		}
		for _, r := range byRing {
			if t.ByRing[r.Ring] == nil {
				t.ByRing[r.Ring] = map[model.Kind]int{}
			}
			t.ByRing[r.Ring][r.Kind] = r.N
			t.Duties += r.N
		}
		return q.find("overdue duties by cadre", &t.ByCadre, `
			SELECT COALESCE(r.id, 0) AS cadre_id, COALESCE(r.name, '') AS name, COALESCE(r.phone, '') AS phone,
				COUNT(DISTINCT o.id) AS households, COUNT(*) AS duties
			FROM (`+union+`) o LEFT JOIN cadres r ON r.id = o.responsible_id
			GROUP BY r.id ORDER BY r.id IS NULL, r.name, r.id`, args...)
	})
	for _, c := range t.ByCadre {
		t.Households += c.Households
	}
	return t, err
}
