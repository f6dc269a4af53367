package roster

import (
	"context"
	"errors"
	"slices"
	"strconv"
)

// Remarks words what is written beside rows that are left out.
type Remarks struct {
	Header string // of the column, which import does not read
	Reason func(faults []Finding) string
	Kin    string // of a row without a fault of its own: the household has one elsewhere
}

// Written says what Write wrote.
type Written struct {
	Rows       int
	Households int
	Unnumbered int // rows of a roster whose household cannot be told
}

// Write writes the rows of a file that are left out to a new sheet at a path, as
// they came and under their own headers, with the reasons in a further column.
// What they left to rows above them is filled in, so that the sheet can be
// imported by itself once it is mended. Where no row of the file is left out,
// nothing is written, and where the path is blank, rows are counted only.
func (l *LeftOut) Write(ctx context.Context, file File, path string, words Remarks) (done Written, err error) {
	w := leftWriter{l: l, i: l.file(file.Name), file: &file, path: path, words: words, households: map[string]bool{}}
	if err = w.fits(); err == nil {
		err = file.again(ctx, w.visit)
	}
	var refused *Error
	if errors.As(err, &refused) {
		refused.File = file.Name
	}
	switch {
	case w.out == nil:
	case err != nil:
		err = errors.Join(err, w.out.Discard())
	default:
		err = w.out.Close()
	}
	w.done.Households = len(w.households)
	return w.done, err
}

// leftWriter goes through a file and writes what is left out.
type leftWriter struct {
	l     *LeftOut
	i     int // of the file
	file  *File
	path  string
	words Remarks

	out        *Writer // nil until a row is left out
	at         *origin // the sheet being read
	began      bool    // it has rows that are left out
	heads      [][]string
	reasons    int // the column of the reasons
	done       Written
	households map[string]bool
}

func (w *leftWriter) visit(o *origin, row int, cells []string) error {
	if w.at != o {
		w.at, w.began, w.heads = o, false, nil
	}
	if row <= o.header {
		w.heads = append(w.heads, slices.Clone(cells))
		return nil
	}
	own, _ := w.file.owner(o, row)
	if !w.leaves(o, row, own) {
		return nil
	}
	faults := w.l.faults[w.i][where{o.sheet, row}]
	w.done.Rows++
	switch {
	case own != nil:
		w.households[own.Number] = true
	case o.kind == Households:
		w.done.Unnumbered++
	}
	if w.path == "" {
		return nil
	}
	if err := w.begin(o); err != nil {
		return err
	}
	if own == nil && o.kind == Households {
		// A blank row above keeps it from being taken for a person of the
		// household that now happens to stand there.
		if err := w.out.Row(nil); err != nil {
			return err
		}
	}
	wide := make([]string, w.reasons+1)
	copy(wide[:w.reasons], cells)
	if wide[w.reasons] = w.words.Kin; len(faults) > 0 {
		wide[w.reasons] = w.words.Reason(faults)
	}
	return w.out.Row(w.file.complete(o, row, wide))
}

// leaves says whether a row is left out.
func (w *leftWriter) leaves(o *origin, row int, own *HouseholdRow) bool {
	if own != nil {
		return w.l.households[own.Number]
	}
	return w.l.at[w.i].row(o.sheet, row)
}

// fits refuses to write more rows than a sheet holds: a CSV file may have more of
// them, and nobody would mend so many.
func (w *leftWriter) fits() error {
	for _, o := range w.file.origins {
		n := o.header
		for _, r := range o.rows {
			own := w.file.ownerOf(r)
			if !w.leaves(o, int(r.row), own) {
				continue
			}
			if n++; own == nil && o.kind == Households {
				n++ // the blank row above it
			}
			if n > maxRows {
				return refuse(CodeLeftOutTooLong, nil, "limit", strconv.Itoa(maxRows))
			}
		}
	}
	return nil
}

// begin writes the rows down to the header, once a sheet.
func (w *leftWriter) begin(o *origin) (err error) {
	if w.began {
		return nil
	}
	w.began = true
	w.reasons = max(o.width, len(o.labels))
	if o.table.reasons == w.reasons {
		w.reasons-- // those of an earlier import
	}
	widths := make([]float64, w.reasons+1)
	widths[w.reasons] = 60
	layout := Layout{Sheet: o.sheet, Header: o.header, Widths: widths, Wrap: w.reasons + 1}
	if layout.Sheet == "" {
		layout.Sheet = "Sheet1" // of a CSV file
	}
	if w.out == nil {
		w.out, err = Create(w.path, layout)
	} else {
		err = w.out.Sheet(layout)
	}
	if err != nil {
		return err
	}
	for i, cells := range w.heads {
		wide := make([]string, w.reasons+1)
		copy(wide[:w.reasons], cells)
		if i == o.header-1 {
			wide[w.reasons] = w.words.Header
		}
		if err := w.out.Row(wide); err != nil {
			return err
		}
	}
	return nil
}
