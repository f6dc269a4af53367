package terminal

import (
	"context"

	"github.com/alecthomas/kong"

	"ringkeeper/model/report"
)

// List prints the list that has the command's name.
type List struct{ Listing }

// Run prints the list.
func (c List) Run(ctx context.Context, d *Desk, call *kong.Context) error {
	return c.Ask(ctx, d, report.Lists[call.Selected().Name])
}

// Why explains one household.
type Why struct {
	Number string `arg:""`
	AsOf
}

// Run prints why the household has its ring and its due days.
func (c Why) Run(ctx context.Context, d *Desk) error {
	return c.Ask(ctx, d, func(ctx context.Context, q report.Query) error {
		return report.PrintWhy(ctx, q, c.Number, d.Config.Policy)
	})
}

// Config prints what is in force.
type Config struct{}

// Run prints the settings. Secrets say only whether they are set.
func (Config) Run(d *Desk) error { return d.Config.Print(d.Out, d.Say) }
