package roster

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// origin is what is remembered of a sheet that was read, so that its rows can be
// written again as they came.
type origin struct {
	*table
	file   string
	sheet  string
	index  int     // of the sheet in the file
	header int     // row of the header, from 1
	width  int     // columns that hold anything below it
	rows   []owned // those below it that are not blank, from top to bottom
	odd    []oddCell
}

// owned says whose a row is.
type owned struct {
	row   int32
	owner int32 // see note
}

// note remembers whose a row is: one more than the household's place in the file.
// A row of nobody's keeps the household above it, from which a township is filled
// in: the same below zero, and 0 where there is none.
func (o *origin) note(row int, g *gathered, own bool) {
	owner := int32(0)
	switch {
	case g == nil:
	case own:
		owner = g.index + 1
	default:
		owner = -g.index - 1
	}
	o.rows = append(o.rows, owned{int32(row), owner}) // a file has fewer bytes
}

// reach notes how far to the right a row goes.
func (o *origin) reach(cells []string) {
	for i := len(cells); i > o.width; i-- {
		if strings.TrimSpace(cells[i-1]) != "" {
			o.width = i
		}
	}
}

// owner returns the household of a row and the one whose township it shares.
func (f *File) owner(o *origin, row int) (own, above *HouseholdRow) {
	i, found := slices.BinarySearchFunc(o.rows, int32(row), func(r owned, row int32) int { return cmp.Compare(r.row, row) }) // a file has fewer bytes
	if !found {
		return nil, nil
	}
	if n := o.rows[i].owner; n < 0 {
		return nil, &f.Households[-n-1]
	}
	own = f.ownerOf(o.rows[i])
	return own, own
}

// ownerOf returns the household of a row, nil for none.
func (f *File) ownerOf(r owned) *HouseholdRow {
	if r.owner > 0 {
		return &f.Households[r.owner-1]
	}
	return nil
}

// again reads the rows of the sheets once more, as text: what a column holds
// that the reader reads as it is kept, any other as a spreadsheet shows it, since
// a day is a number underneath.
func (f *File) again(ctx context.Context, visit func(o *origin, row int, cells []string) error) (err error) {
	in, isText, err := open(f.path, f.limits)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	if changed(f.path, f.state) {
		return refuse(CodeChanged, nil)
	}
	if isText {
		src, err := textRows(ctx, in, f.limits)
		if err != nil {
			return err
		}
		return visitRows(ctx, f.origins[0], src, nil, visit)
	}
	book, err := openBook(f.path, f.limits)
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }()
	for _, o := range f.origins {
		if err := visitSheet(ctx, book, o, visit); err != nil {
			return err
		}
	}
	return nil
}

func visitSheet(ctx context.Context, book *excelize.File, o *origin, visit func(o *origin, row int, cells []string) error) error {
	kept, err := book.Rows(o.sheet)
	if err != nil {
		return refuse(CodeDamaged, err, "part", o.sheet)
	}
	defer func() { _ = kept.Close() }()
	seen, err := book.Rows(o.sheet)
	if err != nil {
		return refuse(CodeDamaged, err, "part", o.sheet)
	}
	defer func() { _ = seen.Close() }()
	return visitRows(ctx, o, &workbookRows{rows: kept, odd: o.odd}, &workbookRows{rows: seen, shown: true}, visit)
}

// visitRows goes through a sheet; shown has the same rows as people see them,
// and may be nil.
func visitRows(ctx context.Context, o *origin, kept, shown source, visit func(o *origin, row int, cells []string) error) error {
	for row := 1; ; row++ {
		if row&0xff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		cells, ok, err := kept.next()
		if err != nil || !ok {
			return err
		}
		if shown != nil {
			looks, ok, err := shown.next()
			if err != nil || !ok {
				return err
			}
			cells = o.mix(cells, looks)
		}
		if err := visit(o, row, cells); err != nil {
			return err
		}
	}
}

// mix takes cells that the reader reads as they are kept, others as they look.
func (o *origin) mix(kept, looks []string) []string {
	mixed := slices.Clone(kept)
	for i := range mixed {
		if i < len(looks) && !o.reads(i) {
			mixed[i] = looks[i]
		}
	}
	return mixed
}

func (o *origin) reads(column int) bool {
	for _, columns := range o.columns {
		if slices.Contains(columns, column) {
			return true
		}
	}
	return false
}

// complete writes into a row what it leaves to the rows above it, which will not
// stand above it any longer: the household's number, its township and village.
func (f *File) complete(o *origin, row int, cells []string) []string {
	own, above := f.owner(o, row)
	fill := func(field Field, text string) {
		columns := o.columns[field]
		if text == "" || len(columns) == 0 {
			return
		}
		for _, i := range columns {
			if i < len(cells) && strings.TrimSpace(cells[i]) != "" {
				return
			}
		}
		if i := columns[0]; i < len(cells) {
			cells[i] = text
		}
	}
	if own != nil {
		fill(FieldNumber, own.Number)
	}
	if above != nil {
		fill(FieldTownship, above.Facts.Township)
		fill(FieldVillage, above.Facts.Village)
	}
	return cells
}
