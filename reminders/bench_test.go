package reminders

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/roster/sample/sized"
	"ringkeeper/model/store"
)

// quietDue is how many households owe something on a quiet day, whatever the
// size of the district.
const quietDue = 50

// BenchmarkPlan decides a day beside the bare query for what the decisions are
// made from, in turns so that both see the same machine: on a quiet day, on which
// as few households are due in a province as in a town; when the month's contacts
// are; and on the worst of days, when everything is overdue.
func BenchmarkPlan(b *testing.B) {
	for _, n := range sized.Sizes(b) {
		b.Run(fmt.Sprintf("%d_households", n), func(b *testing.B) {
			path := sized.District(b, n)
			sized.Exec(b, path, `UPDATE households SET contact_due = '2026-01-08', contact_period_cadence = ? WHERE id % ? = 0`, int(model.Month), n/quietDue)
			st, db := sized.Open(b, path), sized.Bare(b, path)
			for _, day := range []struct{ what, at string }{
				{"quiet", "2026-01-06"}, {"monthly_contacts", "2026-01-21"}, {"all_overdue", "2027-01-15"},
			} {
				b.Run(day.what, func(b *testing.B) { benchPlan(b, st, db, day.at) })
			}
		})
	}
}

func benchPlan(b *testing.B, st *store.Store, db *sql.DB, day string) {
	p := office(b, newFake())
	p.Store = st
	bare := dueRows(p.Steps, on(day), restAfter(p.Calendar, on(day)))
	plan := func(see func(Decision) error) {
		if _, err := p.decide(context.Background(), at(day+" 08:30"), see); err != nil {
			b.Fatal(err)
		}
	}
	var ours, sql time.Duration
	due, households := 0, 0
	for b.Loop() {
		start := time.Now()
		plan(func(Decision) error { return nil })
		ours += time.Since(start)
		start = time.Now()
		due, households = scanDue(b, db, bare)
		sql += time.Since(start)
	}
	open := 0
	plan(func(d Decision) error {
		open += d.Open
		return nil
	})
	if open != due {
		b.Fatalf("%d duties were decided on, %d are due", open, due)
	}
	b.ReportMetric(ours.Seconds()/sql.Seconds(), "ours/sql")
	b.ReportMetric(ours.Seconds()*1e3/float64(b.N), "ours-ms")
	b.ReportMetric(sql.Seconds()*1e3/float64(b.N), "sql-ms")
	b.ReportMetric(float64(households), "due-households")
	b.ReportMetric(ours.Seconds()*1e6/float64(b.N)/float64(max(households, 1)), "µs/due-household")
	b.ReportMetric(peak(plan), "peak-MB")
	b.ReportMetric(0, "ns/op")
}

// peak is how much memory Go has in use at most while a day is planned.
func peak(plan func(func(Decision) error)) float64 {
	var most uint64
	decisions := 0
	runtime.GC()
	plan(func(Decision) error {
		if decisions++; decisions%500 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
		}
		return nil
	})
	return float64(most) / (1 << 20)
}

// dueRows is the query for the rows that are due, with what it takes to decide
// on a digest: whose household it is and since when, what is due when, and when
// that was last named.
func dueRows(steps model.Steps, day model.Day, ahead int) string {
	var arms []string
	for _, k := range []model.Kind{model.Contact, model.Visit} {
		for _, c := range []model.Cadence{model.Month, model.HalfYear, model.Year} {
			arms = append(arms, fmt.Sprintf(`SELECT responsible_id, id, '%[1]s', %[1]s_period_cadence, %[1]s_due, assigned_on,
				(SELECT MAX(sent_at) FROM named_duties JOIN outbox ON outbox.id = delivery_id WHERE household_id = households.id AND named_duties.kind = '%[1]s' AND due = %[1]s_due)
				FROM households WHERE %[1]s_period_cadence = %[2]d AND %[1]s_due <= '%[3]s'`, k, c, day+model.Day(steps.Longest(k, c)+ahead)))
		}
	}
	return strings.Join(arms, " UNION ALL ") + " ORDER BY 1, 2"
}

// scanDue reads the rows and counts them and their households.
func scanDue(b *testing.B, db *sql.DB, query string) (due, households int) {
	rows, err := db.Query(query)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	last := int64(0)
	for rows.Next() {
		var id, cadence int64
		var cadre, named sql.NullInt64
		var kind, on, assigned string
		if err := rows.Scan(&cadre, &id, &kind, &cadence, &on, &assigned, &named); err != nil {
			b.Fatal(err)
		}
		due++
		if id != last {
			households++
			last = id
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return due, households
}
