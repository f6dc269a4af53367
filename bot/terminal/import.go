package terminal

import (
	"context"

	"ringkeeper/model/report"
	"ringkeeper/model/roster/intake"
)

// Import brings in sheets of households or cadres.
type Import struct {
	Files  []string `arg:"" name:"file"`
	DryRun bool
	When
}

// Run imports all the files or none.
func (c Import) Run(ctx context.Context, d *Desk) error {
	return AsOf{When: c.When}.Ask(ctx, d, func(ctx context.Context, q report.Query) error {
		return intake.Import{Store: q.Store, Policy: d.Config.Policy, Zone: d.Zone(), At: q.Time, Dry: c.DryRun, Actor: "operator"}.
			Run(ctx, q.Printer, c.Files)
	})
}
