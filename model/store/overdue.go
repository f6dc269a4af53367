package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
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

// overdue selects columns of the overdue duties of a scope.
func overdue(sc model.Scope, at model.Day, columns, groupBy string) dutyQuery {
	d := dutyQuery{ranges: dueRanges(model.Kinds, func(model.Kind, model.Cadence) model.Day { return at - 1 }), columns: columns, groupBy: groupBy}
	condition, args := ofScope(sc)
	d.where.and(condition, args...)
	// What lies below a leader is found by cadre, and costs what lies there.
	d.ofCadres = !sc.All && sc.TownshipID == 0 && sc.VillageID == 0
	return d
}

// overdueCounts counts overdue duties that stand together in an index, whose
// columns the groups follow; no household is read. A household is counted with
// the first kind of duty that it is late in.
func overdueCounts(sc model.Scope, at model.Day) (ranges []dueRange, query string, args []any) {
	d := overdue(sc, at, `{range} AS part, h.responsible_id, h.ring, h.{kind}_due AS due_on, COUNT(*) AS duties,
		COUNT(CASE WHEN {earlier} THEN NULL ELSE 1 END) AS households`, "h.{kind}_due, h.responsible_id, h.township_id, h.ring")
	query, args = d.union()
	return d.ranges, query, args
}

// overdueByRing counts what is overdue, ByCadre apart.
func (q session) overdueByRing(sc model.Scope, at model.Day) (t OverdueTotals, err error) {
	ranges, query, args := overdueCounts(sc, at)
	t.ByRing = map[model.Ring]map[model.Kind]int{}
	err = q.each("overdue duties by ring", func(r *sql.Rows) error {
		var ring model.Ring
		var part, duties, households int
		if err := r.Scan(&ring, &part, &duties, &households); err != nil {
			return err
		}
		if t.ByRing[ring] == nil {
			t.ByRing[ring] = map[model.Kind]int{}
		}
		t.ByRing[ring][ranges[part].kind] += duties
		t.Duties += duties
		t.Households += households
		return nil
	}, `SELECT ring, part, SUM(duties), SUM(households) FROM (`+query+`) GROUP BY ring, part`, args...)
	return t, err
}

// placed is a cadre in the list of what is overdue.
type placed struct {
	CadreOverdue
	begins int // the place of the first of the duties
}

// overdueCadres lists the cadres of whose duties some stand in the list from one
// place to before another, in the order of the list: by the most pressing duty,
// nobody last.
func (q session) overdueCadres(sc model.Scope, at model.Day, from, to int) (cadres []placed, err error) {
	_, query, args := overdueCounts(sc, at)
	err = q.each("overdue duties by cadre", func(r *sql.Rows) error {
		var c placed
		err := r.Scan(&c.CadreID, &c.Name, &c.Phone, &c.Duties, &c.Households, &c.begins)
		cadres = append(cadres, c)
		return err
	}, `SELECT COALESCE(id, 0), COALESCE(name, ''), COALESCE(phone, ''), duties, households, begins FROM (
			SELECT responsible_id AS id, name, phone, SUM(duties) AS duties, SUM(households) AS households, SUM(SUM(duties)) OVER (
				ORDER BY responsible_id IS NULL, MIN(`+rank("ring")+` || due_on), name, responsible_id) - SUM(duties) AS begins
			FROM (`+query+`) o LEFT JOIN cadres c ON c.id = o.responsible_id GROUP BY responsible_id)
		WHERE begins < ? AND begins + duties > ? ORDER BY begins`, append(args, to, from)...)
	return cadres, err
}

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

// OverduePage is limit rows of Overdue from offset on, all where limit is below
// zero. The order is total: by ring, then the longest overdue, the rows of a
// cadre together where the most pressing of them stands.
func (s *Store) OverduePage(ctx context.Context, sc model.Scope, at model.Day, offset, limit int) (rows []OverdueRow, err error) {
	err = s.snapshot(ctx, func(q session) error {
		_, rows, err = q.overduePage(sc, at, offset, limit)
		return err
	})
	return rows, err
}

// OverdueTotals counts the overdue duties of a scope on a day.
func (s *Store) OverdueTotals(ctx context.Context, sc model.Scope, at model.Day) (t OverdueTotals, err error) {
	err = s.snapshot(ctx, func(q session) error {
		if t, err = q.overdueByRing(sc, at); err != nil {
			return err
		}
		cadres, err := q.overdueCadres(sc, at, 0, t.Duties)
		for _, c := range cadres {
			t.ByCadre = append(t.ByCadre, c.CadreOverdue)
		}
		return err
	})
	slices.SortFunc(t.ByCadre, func(a, b CadreOverdue) int {
		if a.CadreID == 0 || b.CadreID == 0 {
			return cmp.Compare(b.CadreID, a.CadreID) // nobody last
		}
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.CadreID, b.CadreID))
	})
	return t, err
}

// OverduePage is one page of the list of what is overdue.
type OverduePage struct {
	Totals      OverdueTotals // ByCadre tells of those on the page, in its order
	Page, Pages int
	Rows        []OverdueRow
}

// TurnOverdue is one page of Overdue, of so many rows, with the totals; the last
// page where the list has become shorter. Pages count from 0.
func (s *Store) TurnOverdue(ctx context.Context, sc model.Scope, at model.Day, page, size int) (p OverduePage, err error) {
	err = s.snapshot(ctx, func(q session) error {
		if p.Totals, err = q.overdueByRing(sc, at); err != nil || p.Totals.Duties == 0 {
			return err
		}
		p.Pages = (p.Totals.Duties + size - 1) / size
		p.Page = min(page, p.Pages-1)
		p.Totals.ByCadre, p.Rows, err = q.overduePage(sc, at, p.Page*size, size)
		return err
	})
	return p, err
}

// overduePage reads limit rows of the list from offset on, and the cadres of
// whom they tell.
func (q session) overduePage(sc model.Scope, at model.Day, offset, limit int) (of []CadreOverdue, rows []OverdueRow, err error) {
	end := math.MaxInt
	if limit >= 0 {
		end = offset + limit
	}
	cadres, err := q.overdueCadres(sc, at, offset, end)
	if err != nil || len(cadres) == 0 {
		return nil, nil, err
	}
	skip, last := offset-cadres[0].begins, len(cadres)-1
	for _, c := range cadres {
		of = append(of, c.CadreOverdue)
	}
	named := cadres
	if nobody := cadres[last]; nobody.CadreID == 0 {
		named = cadres[:last]
	}
	for some := range slices.Chunk(named, atOnce) {
		if rows, err = q.overdueOf(rows, sc, at, some); err != nil {
			return nil, nil, err
		}
	}
	if len(named) < len(cadres) {
		if rows, err = q.overdueOfNobody(rows, sc, at, max(end-cadres[last].begins, 0)); err != nil {
			return nil, nil, err
		}
	}
	return of, rows[skip:min(skip+end-offset, len(rows))], nil
}

// theirs selects the rows of the overdue duties that meet a condition on who is
// responsible.
func theirs(sc model.Scope, at model.Day, condition string, args ...any) (query string, all []any) {
	d := overdue(sc, at, householdColumns+`, '{kind}' AS kind, h.{kind}_due AS due_on`, "")
	d.ofCadres, d.ranges = true, nil
	for _, k := range model.Kinds {
		d.ranges = append(d.ranges, dueRange{k, model.NoCadence, at - 1})
	}
	d.where.and(condition, args...)
	query, all = d.union()
	return `SELECT * FROM (` + query + `) ORDER BY ` + rank("ring") + `, due_on, number, kind`, all
}

func scanOverdue(r *sql.Rows) (row OverdueRow, err error) {
	err = scanHousehold(r, &row.Household, &row.Kind, new(model.Day))
	row.Due = row.Household.Due(row.Kind)
	return row, err
}

// overdueOf adds all rows of some cadres.
func (q session) overdueOf(rows []OverdueRow, sc model.Scope, at model.Day, cadres []placed) ([]OverdueRow, error) {
	place, ids := make(map[int64]int, len(cadres)), make([]int64, len(cadres))
	for i, c := range cadres {
		place[c.CadreID], ids[i] = i, c.CadreID
	}
	before := len(rows)
	query, args := theirs(sc, at, "h.responsible_id IN (SELECT value FROM json_each(?))", jsonList(ids))
	err := q.each("overdue duties", func(r *sql.Rows) error {
		row, err := scanOverdue(r)
		if err != nil {
			return err
		}
		c := cadres[place[row.Household.ResponsibleID]]
		row.Responsible, row.ResponsiblePhone = c.Name, c.Phone
		rows = append(rows, row)
		return nil
	}, query, args...)
	slices.SortStableFunc(rows[before:], func(a, b OverdueRow) int {
		return cmp.Compare(place[a.Household.ResponsibleID], place[b.Household.ResponsibleID])
	})
	return rows, err
}

// overdueOfNobody adds the first rows of what nobody is responsible for, which
// may be the whole district's.
func (q session) overdueOfNobody(rows []OverdueRow, sc model.Scope, at model.Day, most int) ([]OverdueRow, error) {
	query, args := theirs(sc, at, "h.responsible_id IS NULL")
	err := q.each("overdue duties", func(r *sql.Rows) error {
		row, err := scanOverdue(r)
		rows = append(rows, row)
		return err
	}, query+` LIMIT ?`, append(args, most)...)
	return rows, err
}
