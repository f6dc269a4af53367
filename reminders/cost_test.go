package reminders

import (
	"context"
	"database/sql"
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

// kept is the real store, with what it does not tell in one question yet.
type kept struct{ *store.Store }

func (k kept) LastDigests(ctx context.Context, since model.Instant) (queued, sent map[int64]model.Instant, err error) {
	queued, sent = map[int64]model.Instant{}, map[int64]model.Instant{}
	rows, err := k.OutboxRows(ctx, store.OutboxFilter{Kind: KindDigest, Since: since})
	for _, r := range rows {
		queued[r.CadreID] = max(queued[r.CadreID], r.CreatedAt)
		if r.SentAt != 0 {
			sent[r.CadreID] = max(sent[r.CadreID], r.SentAt)
		}
	}
	return queued, sent, err
}

// qilin is a database of the district's size: every tenth household is red, the
// others are blue.
func qilin(t testing.TB) (kept, string) {
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
	return kept{st}, path
}

func TestPlanningWorksWithWhatIsKept(t *testing.T) {
	st, _ := qilin(t)
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
			due += len(d.Due)
			if len(d.Due) > 0 && d.Reason != NotBound {
				t.Errorf("%s: %s", c.when, d.Reason)
			}
		}
		if due < c.due || c.due == 0 && due > 0 {
			t.Errorf("%s: %d duties have come to a step, want %d", c.when, due, c.due)
		}
	}
}

// BenchmarkPlan decides a day for the district, beside the bare query over the
// rows that are due: on a quiet day, when the red are due, and on the worst of
// days, when everything is.
func BenchmarkPlan(b *testing.B) {
	st, path := qilin(b)
	db, err := sql.Open("sqlite3", "file:"+path+"?_query_only=1")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	p := office(b, newFake())
	p.Store = st
	for _, day := range []string{"2026-01-06", "2026-01-21", "2026-06-24"} {
		b.Run(day+"/plan", func(b *testing.B) {
			for b.Loop() {
				if _, err := p.Preview(b.Context(), at(day+" 08:30")); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(day+"/sql", func(b *testing.B) {
			for b.Loop() {
				bareRows(b, db, on(day))
			}
		})
	}
}

func bareRows(b *testing.B, db *sql.DB, day model.Day) {
	rows, err := db.Query(`SELECT id, responsible_id, contact_due, contact_period_cadence, visit_due, visit_period_cadence
		FROM households WHERE contact_due <= ? OR visit_due <= ? ORDER BY responsible_id`, (day + 30).String(), (day + 60).String())
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, cadre, contactCadence, visitCadence int64
		var contact, visit string
		if err := rows.Scan(&id, &cadre, &contact, &contactCadence, &visit, &visitCadence); err != nil {
			b.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkDecide is the planner alone, without what it reads: every household
// of the district half a year overdue.
func BenchmarkDecide(b *testing.B) {
	c := calendar(b, "")
	var duties []store.Duty
	for i := range int64(districtHouseholds) {
		duties = append(duties, store.Duty{
			Household: model.Household{ID: i}, Kind: model.Contact,
			Due: model.Due{On: on("2026-05-31"), Period: model.Month.Period(on("2026-05-01"))}, NamedOn: on("2026-11-23"),
		})
	}
	for b.Loop() {
		rulesOf(model.DefaultSteps(), c, on("2026-11-24")).decide(reader{cadre: bound(1, model.RoleCadre), duties: duties})
	}
}
