package roster

import (
	"context"
	"fmt"
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
	rows, err := inspectArchive(ctx, f, size, r.limits)
	if err != nil {
		return err
	}
	book, err := excelize.OpenFile(f.Name(), excelize.Options{
		RawCellValue:      true, // a number format must not hide digits
		UnzipSizeLimit:    r.limits.UnzipBytes,
		UnzipXMLSizeLimit: min(r.limits.MemoryBytes, r.limits.UnzipBytes),
	})
	if book != nil {
		defer func() { _ = book.Close() }() // removes its temporary files
	}
	if err != nil {
		return refuse(CodeDamaged, err)
	}
	for _, name := range book.GetSheetList() {
		it, err := book.Rows(name)
		if err != nil {
			return refuse(CodeDamaged, err, "part", name)
		}
		src := &workbookRows{rows: it}
		read, err := r.readSheet(ctx, name, src)
		_ = it.Close()
		if err != nil {
			return err
		}
		if read && src.n < rows[name] {
			return refuse(CodeDamaged, nil, "part", name)
		}
	}
	return nil
}

type workbookRows struct {
	rows *excelize.Rows
	n    int
}

func (w *workbookRows) next() ([]string, bool, error) {
	if !w.rows.Next() {
		if err := w.rows.Error(); err != nil {
			return nil, false, refuse(CodeDamaged, err)
		}
		return nil, false, nil
	}
	w.n++
	cells, err := w.rows.Columns()
	if err != nil {
		return nil, false, refuse(CodeDamaged, err)
	}
	return cells, true, nil
}
