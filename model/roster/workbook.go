package roster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/xuri/excelize/v2"
)

// source gives the rows of a sheet one after another, the blank ones included.
type source interface {
	// next returns the next row's cells; false at the end.
	next() ([]string, bool, error)
}

// readWorkbook reads every sheet of a workbook that has a header.
func (r *reader) readWorkbook(ctx context.Context, f *os.File, size int64) (err error) {
	// excelize is not ours, and files that made it panic have been seen; such a
	// file is damaged and no reason to end the program.
	defer func() {
		if p := recover(); p != nil {
			err = refuse(CodeDamaged, fmt.Errorf("excelize: %v", p))
		}
	}()
	seen, err := inspectArchive(ctx, f, size, r.limits, func(part float64) { r.tell(part * inspected) })
	if err != nil {
		return err
	}
	all, done := 0, 0
	for _, s := range seen {
		all += s.rows
	}
	book, err := openBook(f.Name(), r.limits)
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }()
	for _, name := range book.GetSheetList() {
		it, err := book.Rows(name)
		if err != nil {
			return refuse(CodeDamaged, err, "part", name)
		}
		src := &workbookRows{rows: it, odd: seen[name].odd}
		r.progress = func() float64 { return inspected + (1-inspected)*float64(done+src.n)/float64(max(all, 1)) }
		read, err := r.readSheet(ctx, name, src)
		_ = it.Close()
		if err != nil {
			return err
		}
		done += seen[name].rows
		if read && src.n < seen[name].rows {
			return refuse(CodeDamaged, nil, "part", name)
		}
		if read {
			r.file.origins[len(r.file.origins)-1].odd = seen[name].odd
		}
	}
	return nil
}

var errEncoding = errors.New("a part is not in UTF-8")

// inspected is about the share of the time that goes into looking at the archive.
const inspected = 0.25

// openBook opens a workbook that was inspected. To close it removes its temporary
// files.
func openBook(path string, l Limits) (*excelize.File, error) {
	book, err := excelize.OpenFile(path, excelize.Options{
		RawCellValue:      true, // a number format must not hide digits
		UnzipSizeLimit:    l.UnzipBytes,
		UnzipXMLSizeLimit: min(l.MemoryBytes, l.UnzipBytes),
		ShortDatePattern:  "yyyy-mm-dd", // where a day is written as it looks
	})
	if err != nil {
		if book != nil {
			_ = book.Close()
		}
		return nil, refuse(CodeDamaged, err)
	}
	// In another encoding the parts could hold what their inspection did not
	// see; no program writes one.
	book.CharsetTranscoder(func(string, io.Reader) (io.Reader, error) { return nil, errEncoding })
	return book, nil
}

type workbookRows struct {
	rows  *excelize.Rows
	odd   []oddCell
	shown bool // as people see the cells
	n     int
}

func (w *workbookRows) next() ([]string, bool, error) {
	if !w.rows.Next() {
		if err := w.rows.Error(); err != nil {
			return nil, false, refuse(CodeDamaged, err)
		}
		return nil, false, nil
	}
	w.n++
	var as []excelize.Options
	if w.shown {
		as = []excelize.Options{{ShortDatePattern: "yyyy-mm-dd"}}
	}
	cells, err := w.rows.Columns(as...)
	if err != nil {
		return nil, false, refuse(CodeDamaged, err)
	}
	for ; len(w.odd) > 0 && int(w.odd[0].row) <= w.n; w.odd = w.odd[1:] {
		if c := w.odd[0]; int(c.row) == w.n {
			cells = c.show(cells)
		}
	}
	return cells, true, nil
}
