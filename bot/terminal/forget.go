package terminal

import (
	"context"

	"ringkeeper/model/report"
	"ringkeeper/model/store/backup"
)

// Forget removes what is known of a household and of its people.
type Forget struct {
	Number string `arg:""`
	DryRun bool
	When
}

// Run forgets the household and says what that took away, and where it is still
// known.
func (c Forget) Run(ctx context.Context, d *Desk) error {
	return AsOf{When: c.When}.Ask(ctx, d, func(ctx context.Context, q report.Query) error {
		kept, err := backup.Kept(d.Config.Database)
		if err != nil {
			return err
		}
		return report.Forget(ctx, q, c.Number, "operator", c.DryRun, kept)
	})
}
