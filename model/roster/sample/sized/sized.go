// Package sized keeps invented districts of any size in databases, for
// benchmarks: what one district does fast, a province must do as well.
package sized

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/roster/sample"
	"ringkeeper/model/store"
)

// Zone is the zone of the districts' days, that of the default configuration.
var Zone = time.FixedZone("CST", 8*3600)

// Began is the moment from which the households are on the roster.
var Began = time.Date(2026, time.January, 5, 9, 0, 0, 0, Zone)

// Sizes are the numbers of households at which a benchmark measures: 1,000, and
// every power of ten up to what HOUSEHOLDS in the environment asks for.
func Sizes(b testing.TB) []int {
	b.Helper()
	most := 1000
	if asked := os.Getenv("HOUSEHOLDS"); asked != "" {
		var err error
		if most, err = strconv.Atoi(asked); err != nil {
			b.Fatalf("HOUSEHOLDS: %v", err)
		}
	}
	var sizes []int
	for n := 1000; n <= most; n *= 10 {
		sizes = append(sizes, n)
	}
	return sizes
}

// atOnce bounds how many households are written in one transaction.
const atOnce = 20_000

// District keeps a district of n households, with all its people and cadres, of
// whom everybody has a Telegram account. It returns the path of its database.
func District(b testing.TB, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "ringkeeper.db")
	st := Open(b, path)
	ctx, district := context.Background(), sample.Scaled(n)
	_, err := st.CatchUp(ctx, Began)
	check(b, err)
	cadres := make([]store.RosterCadre, len(district.Cadres))
	for i, c := range district.Cadres {
		cadres[i] = store.RosterCadre{
			Cadre:         model.Cadre{Name: c.Name, Unit: c.Unit, Post: c.Post, Phone: c.Phone, Tier: c.Tier, Role: c.Role},
			SuperiorPhone: c.SuperiorPhone, Domain: c.Domain,
		}
	}
	check(b, st.ApplyCadres(ctx, cadres, Began, "sized"))
	Exec(b, path, `UPDATE cadres SET telegram_id = 1000000 + id`)
	listed, err := st.Cadres(ctx, store.CadreFilter{})
	check(b, err)
	of := make(map[string]int64, len(listed))
	for _, c := range listed {
		of[c.Phone] = c.ID
	}
	for some := range slices.Chunk(district.Households, atOnce) {
		sheet := make([]store.RosterHousehold, len(some))
		for i, h := range some {
			pace := h.Ring
			if pace == model.Undecided {
				pace = model.Orange
			}
			sheet[i] = store.RosterHousehold{
				Number: h.Number, Facts: h.Facts, ResponsibleID: of[district.Cadres[h.Responsible].Phone], Ring: h.Ring, Pace: pace, Suggested: h.Ring,
			}
		}
		check(b, st.ApplyRoster(ctx, sheet, Began, "sized"))
	}
	return path
}

// Bare opens a database without the store, for the bound that a benchmark is held
// against.
func Bare(b testing.TB, path string) *sql.DB {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_busy_timeout=5000")
	check(b, err)
	b.Cleanup(func() { db.Close() })
	return db
}

// Exec changes a database past the store, where a benchmark needs what would
// take months to come about.
func Exec(b testing.TB, path, statement string, args ...any) {
	b.Helper()
	_, err := Bare(b, path).Exec(statement, args...)
	check(b, err)
}

// Open opens a database as the program does.
func Open(b testing.TB, path string) *store.Store {
	b.Helper()
	st, err := store.Open(context.Background(), path, store.Options{Policy: model.DefaultPolicy(), Zone: Zone})
	check(b, err)
	b.Cleanup(func() { st.Close() })
	return st
}

func check(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
