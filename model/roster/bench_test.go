package roster_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ringkeeper/model"
	"ringkeeper/model/roster"
	"ringkeeper/model/roster/sample"
)

// BenchmarkImport reads and plans Qilin's roster beside a bare stream read of the
// same file by excelize, in turns so that both see the same machine. The goal is
// a speed of at least half the bare one's (bare/ours ≥ 0.5).
func BenchmarkImport(b *testing.B) {
	path := filepath.Join(b.TempDir(), "qilin.xlsx")
	r := sample.Qilin()
	if err := r.WriteHouseholds(path); err != nil {
		b.Fatal(err)
	}
	var cadres []model.Cadre
	for i, c := range r.Cadres {
		cadres = append(cadres, model.Cadre{ID: int64(i + 1), Name: c.Name, Phone: c.Phone, Tier: c.Tier})
	}
	var ours, bare time.Duration
	for b.Loop() {
		start := time.Now()
		f, err := roster.Read(context.Background(), path, roster.DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		if f.Rows != 13159 || len(f.Households) != 3750 || len(f.Findings) > 0 {
			b.Fatalf("%d rows, %d households, %d findings", f.Rows, len(f.Households), len(f.Findings))
		}
		roster.NewPlan(f.Households, nil, cadres, model.DefaultPolicy(), model.Date(2026, 11, 24))
		ours += time.Since(start)
		start = time.Now()
		bareRead(b, path)
		bare += time.Since(start)
	}
	b.ReportMetric(bare.Seconds()/ours.Seconds(), "bare/ours")
	b.ReportMetric(float64(r.People())*float64(b.N)/ours.Seconds(), "rows/s")
	b.ReportMetric(ours.Seconds()*1000/float64(b.N), "ours-ms")
	b.ReportMetric(bare.Seconds()*1000/float64(b.N), "bare-ms")
}

func bareRead(b *testing.B, path string) {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		b.Fatal(err)
	}
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			b.Fatal(err)
		}
	}
	if err := rows.Close(); err != nil {
		b.Fatal(err)
	}
}
