package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/roster/sample/sized"
	"ringkeeper/model/store"
)

// pageRows is how many rows /overdue shows.
const pageRows = 20

// BenchmarkOverdue reads what the first page of /overdue shows beside the bare
// SQL for the same figures, in turns: soon after the roster began, when what is
// overdue stays as few in a province as in a town, and when everything is
// overdue.
func BenchmarkOverdue(b *testing.B) {
	for _, n := range sized.Sizes(b) {
		b.Run(fmt.Sprintf("%d_households", n), func(b *testing.B) {
			path := sized.District(b, n)
			sized.Exec(b, path, `UPDATE households SET contact_due = '2026-01-08', contact_period_cadence = ? WHERE id % ? = 0`, int(model.Month), n/50)
			st, db := sized.Open(b, path), sized.Bare(b, path)
			for _, day := range []struct {
				what string
				at   model.Day
			}{{"few", model.Date(2026, time.January, 20)}, {"all", model.Date(2027, time.January, 15)}} {
				b.Run(day.what, func(b *testing.B) { benchOverdue(b, st, db, day.at) })
			}
		})
	}
}

func benchOverdue(b *testing.B, st *store.Store, db *sql.DB, at model.Day) {
	var ours, bare time.Duration
	all := model.Scope{All: true}
	for b.Loop() {
		start := time.Now()
		page, err := st.TurnOverdue(context.Background(), all, at, 0, pageRows)
		if err != nil {
			b.Fatal(err)
		}
		ours += time.Since(start)
		start = time.Now()
		households, duties, rows := bareOverdue(b, db, at)
		bare += time.Since(start)
		if page.Totals.Households != households || page.Totals.Duties != duties || len(page.Rows) != rows {
			b.Fatalf("%d households, %d duties, %d rows; bare %d, %d, %d", page.Totals.Households, page.Totals.Duties, len(page.Rows), households, duties, rows)
		}
	}
	b.ReportMetric(ours.Seconds()/bare.Seconds(), "ours/sql")
	b.ReportMetric(ours.Seconds()*1e3/float64(b.N), "ours-ms")
	b.ReportMetric(bare.Seconds()*1e3/float64(b.N), "sql-ms")
	b.ReportMetric(0, "ns/op")
}

// bareOverdue reads the counts by ring and kind, the households, and the first
// rows in the order of the list, each with one statement.
func bareOverdue(b *testing.B, db *sql.DB, at model.Day) (households, duties, rows int) {
	day := at.String()
	const overdue = `SELECT id, responsible_id, ring, 'contact' AS kind, contact_due AS due FROM households WHERE contact_period_cadence IN (1, 2, 3) AND contact_due < ?1
		UNION ALL SELECT id, responsible_id, ring, 'visit', visit_due FROM households WHERE visit_period_cadence IN (1, 2, 3) AND visit_due < ?1
		UNION ALL SELECT id, responsible_id, ring, 'assessment', assessment_due FROM households WHERE assessment_due < ?1`
	scan(b, db, func(r *sql.Rows) error {
		var ring, kind string
		var n int
		err := r.Scan(&ring, &kind, &n)
		duties += n
		return err
	}, `SELECT ring, kind, COUNT(*) FROM (`+overdue+`) GROUP BY ring, kind`, day)
	scan(b, db, func(r *sql.Rows) error { return r.Scan(&households) }, `SELECT COUNT(DISTINCT id) FROM (`+overdue+`)`, day)
	scan(b, db, func(r *sql.Rows) error {
		rows++
		var head, village, ring, kind, due, name string
		var cadre sql.NullInt64
		var theirs int
		return r.Scan(&cadre, &name, &theirs, &head, &village, &ring, &kind, &due)
	}, `WITH overdue AS (`+overdue+`), ranked AS (
			SELECT *, CASE ring WHEN 'red' THEN 0 WHEN 'orange' THEN 1 WHEN 'yellow' THEN 2 WHEN 'undecided' THEN 3 ELSE 4 END AS rank FROM overdue
		), pressing AS (
			SELECT responsible_id, MIN(rank || due) AS first, COUNT(*) AS theirs FROM ranked GROUP BY responsible_id
			ORDER BY responsible_id IS NULL, first, (SELECT name FROM cadres WHERE id = responsible_id), responsible_id LIMIT ?2
		)
		SELECT o.responsible_id, c.name, p.theirs, h.head, h.village, o.ring, o.kind, o.due
		FROM pressing p JOIN ranked o ON o.responsible_id IS p.responsible_id JOIN households h ON h.id = o.id LEFT JOIN cadres c ON c.id = o.responsible_id
		ORDER BY o.responsible_id IS NULL, p.first, c.name, c.id, o.rank, o.due, h.number, o.kind LIMIT ?2`, day, pageRows)
	return households, duties, rows
}

func scan(b *testing.B, db *sql.DB, row func(*sql.Rows) error, query string, args ...any) {
	b.Helper()
	rows, err := db.Query(query, args...)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			b.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
}
