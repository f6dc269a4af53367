package intake_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ringkeeper/model/roster"
	"ringkeeper/model/roster/sample"
	"ringkeeper/model/roster/sample/sized"
)

// sheetRows is how many rows a sheet of a workbook holds.
const sheetRows = 1_048_576

// BenchmarkImport imports a roster of one row a person with the real program,
// from its start to the last row written, beside a bare stream read of the same
// file with the same library, in turns. The goal is a speed of 0.7 of the bare
// one's for workbooks. The write goes into a database that has the cadres.
func BenchmarkImport(b *testing.B) {
	program := filepath.Join(b.TempDir(), "ringkeeper")
	if out, err := exec.Command("go", "build", "-o", program, "ringkeeper").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, n := range sized.Sizes(b) {
		district, people := sample.Scaled(n), 0
		for _, h := range district.Households {
			people += len(h.Facts.Members)
		}
		for _, kind := range []struct {
			extension string
			read      func(*testing.B, string)
		}{{"xlsx", readWorkbook}, {"csv", readCSV}} {
			if kind.extension == "xlsx" && people >= sheetRows {
				continue // more than a sheet holds
			}
			b.Run(fmt.Sprintf("%d_households/%s", n, kind.extension), func(b *testing.B) {
				dir := b.TempDir()
				cadres, households := filepath.Join(dir, "cadres.csv"), filepath.Join(dir, "households."+kind.extension)
				if err := district.WriteCadres(cadres); err != nil {
					b.Fatal(err)
				}
				if err := district.WriteHouseholds(households); err != nil {
					b.Fatal(err)
				}
				var ours, bare time.Duration
				var most int64
				for i := 0; b.Loop(); i++ {
					database := filepath.Join(dir, fmt.Sprintf("%d.db", i))
					importWith(b, program, database, cadres)
					took, peak := importWith(b, program, database, households)
					ours, most = ours+took, max(most, peak)
					start := time.Now()
					kind.read(b, households)
					bare += time.Since(start)
				}
				b.ReportMetric(bare.Seconds()/ours.Seconds(), "bare/ours")
				b.ReportMetric(float64(people*b.N)/ours.Seconds(), "rows/s")
				b.ReportMetric(ours.Seconds()*1e3/float64(b.N), "ours-ms")
				b.ReportMetric(bare.Seconds()*1e3/float64(b.N), "bare-ms")
				b.ReportMetric(float64(most)/1e3, "peak-MB")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// importWith runs the program's import and answers how long it took and how many
// kilobytes it held at most.
func importWith(b *testing.B, program, database, file string) (time.Duration, int64) {
	b.Helper()
	c := exec.Command(program, "import", file)
	c.Env = append(os.Environ(), "DATABASE_URL="+database)
	start := time.Now()
	out, err := c.CombinedOutput()
	took := time.Since(start)
	if err != nil {
		b.Fatalf("%v\n%.2000s", err, out)
	}
	return took, c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
}

func readWorkbook(b *testing.B, path string) {
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

func readCSV(b *testing.B, path string) {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows := csv.NewReader(f)
	rows.ReuseRecord = true
	for {
		if _, err := rows.Read(); err == io.EOF {
			return
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead reads and checks a roster in this process, for profiles.
func BenchmarkRead(b *testing.B) {
	path := filepath.Join(b.TempDir(), "households.csv")
	if err := sample.Scaled(1000).WriteHouseholds(path); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := (roster.Reading{Limits: roster.DefaultLimits()}).File(context.Background(), path); err != nil {
			b.Fatal(err)
		}
	}
}
