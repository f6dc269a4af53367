package terminal

import (
	"context"

	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/roster/intake"
)

// Import brings in sheets of households or cadres.
type Import struct {
	Files   []string `arg:"" name:"file"`
	DryRun  bool
	SkipBad bool
	When
}

// Run imports all the files or none; with SkipBad whatever no fault touches. All
// is read before the database is opened.
func (c Import) Run(ctx context.Context, d *Desk) error {
	at, err := c.Time(d)
	if err != nil {
		return err
	}
	b := newBar(d.Errs, d.Now)
	defer b.clear()
	sheets, err := intake.Read(ctx, d.Printer(false, at), c.Files, func(file string, part float64) {
		b.show(func() string { return d.Say("import.reading", model.Args{"file": file}) }, part)
	})
	if b.clear(); err != nil {
		return err
	}
	return AsOf{When: c.When}.in(ctx, d, d.Begin, "", func(ctx context.Context, q report.Query) error {
		return intake.Import{Store: q.Store, Policy: d.Config.Policy, Zone: d.Zone(), At: q.Time, Dry: c.DryRun, SkipBad: c.SkipBad, Actor: "operator",
			Watch: func(part float64) { b.show(func() string { return d.Say("import.writing", nil) }, part) }}.
			Run(ctx, q.Printer, sheets)
	})
}
