package roster

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Writer writes rows of text to a new file, .xlsx or .csv. The file is readable
// by its owner only, since rosters hold identity numbers.
type Writer struct {
	file   *os.File
	text   *csv.Writer
	buffer *bufio.Writer
	book   *excelize.File
	stream *excelize.StreamWriter
	row    int
	cells  []any
	style  int
}

// Create creates the file, which must not exist yet. A CSV file begins with a
// byte order mark, without which Excel takes UTF-8 for GBK.
func Create(path, sheet string) (*Writer, error) {
	ext := strings.ToLower(filepath.Ext(path))
	if ext != ".xlsx" && ext != ".csv" {
		return nil, refuse(CodeUnsupported, nil, "named", ext)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("create roster: %w", err)
	}
	w := &Writer{file: f}
	if ext == ".csv" {
		w.buffer = bufio.NewWriterSize(f, 1<<16)
		_, _ = w.buffer.WriteString("\ufeff") // an error comes back at Flush
		w.text = csv.NewWriter(w.buffer)
		w.text.UseCRLF = true
		return w, nil
	}
	if err := w.openBook(sheet); err != nil {
		return nil, errors.Join(fmt.Errorf("create roster: %w", err), f.Close())
	}
	return w, nil
}

// textFormat is Excel's number format "@": what is typed stays as typed.
const textFormat = 49

func (w *Writer) openBook(sheet string) (err error) {
	w.book = excelize.NewFile()
	if err = w.book.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	if w.style, err = w.book.NewStyle(&excelize.Style{NumFmt: textFormat}); err != nil {
		return err
	}
	if w.stream, err = w.book.NewStreamWriter(sheet); err != nil {
		return err
	}
	return w.stream.SetColStyle(1, 100, w.style)
}

// Row writes one row.
func (w *Writer) Row(cells []string) error {
	w.row++
	if w.text != nil {
		return w.text.Write(cells)
	}
	w.cells = w.cells[:0]
	for _, c := range cells {
		if c == "" {
			w.cells = append(w.cells, nil)
			continue
		}
		w.cells = append(w.cells, c)
	}
	at, err := excelize.CoordinatesToCellName(1, w.row)
	if err != nil {
		return err
	}
	return w.stream.SetRow(at, w.cells)
}

// Close writes what is left and closes the file.
func (w *Writer) Close() error {
	var err error
	if w.text != nil {
		w.text.Flush()
		err = errors.Join(w.text.Error(), w.buffer.Flush())
	} else {
		if err = w.stream.Flush(); err == nil {
			err = w.book.Write(w.file)
		}
		err = errors.Join(err, w.book.Close())
	}
	if err = errors.Join(err, w.file.Close()); err != nil {
		return fmt.Errorf("write roster: %w", err)
	}
	return nil
}

// Exists says whether an error of Create is that the file exists already.
func Exists(err error) bool { return errors.Is(err, fs.ErrExist) }
