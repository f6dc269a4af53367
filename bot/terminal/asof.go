package terminal

import (
	"context"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/report"
)

// When is the moment as of which a command works.
type When struct {
	At string `placeholder:"TIME"`
}

// Time returns the moment, now where none was given. The error is one of the
// call.
func (w When) Time(d *Desk) (time.Time, error) {
	if w.At == "" {
		return d.Now(), nil
	}
	if at, ok := d.Config.Moment(w.At); ok {
		return at, nil
	}
	return time.Time{}, report.Misuse("error.at", model.Args{"at": w.At})
}

// AsOf is what a command takes that prints as of a moment.
type AsOf struct {
	When
	JSON bool `name:"json"`
}

// Ask opens the database as of the moment and has something printed.
func (a AsOf) Ask(ctx context.Context, d *Desk, print func(context.Context, report.Query) error) error {
	return a.in(ctx, d, "", print)
}

// in asks about an area; an empty one is the whole district.
func (a AsOf) in(ctx context.Context, d *Desk, area string, print func(context.Context, report.Query) error) error {
	at, err := a.Time(d)
	if err != nil {
		return err
	}
	st, err := d.Open(ctx, d.Now()) // a list shows another day and brings nothing about
	if err != nil {
		return err
	}
	defer st.Close()
	q, err := report.Ask(ctx, st, d.Printer(a.JSON, at), at, area)
	if err != nil {
		return err
	}
	return print(ctx, q)
}

// Listing is what every list takes.
type Listing struct {
	AsOf
	Area string `placeholder:"NAME"`
}

// Ask opens the database as of the moment and has something of the area printed.
func (l Listing) Ask(ctx context.Context, d *Desk, print func(context.Context, report.Query) error) error {
	return l.in(ctx, d, l.Area, print)
}
