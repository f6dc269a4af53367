package terminal

import (
	"context"
	"sync"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/roster/intake"
	"ringkeeper/model/store"
)

// Import brings in sheets of households or cadres.
type Import struct {
	Files   []string `arg:"" name:"file"`
	DryRun  bool
	SkipBad bool
	When
}

// busy is how long an import waits for the database before it says so, and asks
// anew.
const busy = 2 * time.Second

// Run imports all the files or none; with SkipBad whatever no fault touches. All
// is read before the database is opened.
func (c Import) Run(ctx context.Context, d *Desk) error {
	at, err := c.Time(d)
	if err != nil {
		return err
	}
	b := newBar(d.Errs, d.Now)
	defer b.clear()
	p := d.Printer(false, at)
	sheets, err := intake.Read(ctx, p, c.Files, func(file string, part float64) {
		b.show(func() string { return d.Say("import.reading", model.Args{"file": file}) }, part)
	})
	if b.clear(); err != nil {
		return err
	}
	waits := sync.OnceFunc(func() { b.note(d.Say("import.waiting", nil)) })
	var st *store.Store
	if err := intake.Patiently(ctx, waits, func() (err error) {
		st, err = d.begin(ctx, d.Now(), busy)
		return err
	}); err != nil {
		return err
	}
	defer st.Close()
	return intake.Import{Store: st, Policy: d.Config.Policy, Zone: d.Zone(), At: at, Dry: c.DryRun, SkipBad: c.SkipBad, Actor: "operator",
		Watch: func(part float64) { b.show(func() string { return d.Say("import.writing", nil) }, part) }, Waits: waits}.
		Run(ctx, p, sheets)
}
