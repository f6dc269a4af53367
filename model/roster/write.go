package roster

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Layout is how a sheet looks in a spreadsheet program; a CSV file keeps nothing
// of it.
type Layout struct {
	Sheet  string
	Header int       // the row of the header, which with all above it stays in view; 0 for none
	Widths []float64 // of the columns in characters, from the first; 0 and those beyond have 14
	Wrap   int       // a column with long text, counted from 1; 0 for none
}

// Writer writes rows of text to a new file, .xlsx or .csv. The file is readable
// by its owner only, since rosters hold identity numbers. What a spreadsheet
// program would take for a formula stays text.
type Writer struct {
	file   *unnamed
	text   *csv.Writer
	buffer *bufio.Writer
	book   *excelize.File
	stream *excelize.StreamWriter
	layout Layout
	row    int
	sheets int
	cells  []any

	plain, safe, head, wrapped int // styles
}

// Create creates the file, which must not exist yet. A CSV file begins with a
// byte order mark, without which Excel takes UTF-8 for GBK.
func Create(path string, layout Layout) (*Writer, error) {
	ext := strings.ToLower(filepath.Ext(path))
	if ext != ".xlsx" && ext != ".csv" {
		return nil, refuse(CodeUnsupported, nil, "named", ext)
	}
	f, err := begin(path)
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
	if err := w.openBook(layout); err != nil {
		return nil, errors.Join(fmt.Errorf("create roster: %w", err), w.Discard())
	}
	return w, nil
}

func (w *Writer) openBook(layout Layout) (err error) {
	w.book = excelize.NewFile()
	if w.plain, w.safe, err = textStyles(w.book, excelize.Style{}); err != nil {
		return err
	}
	if w.head, err = w.book.NewStyle(headerLook()); err != nil {
		return err
	}
	if w.wrapped, err = w.book.NewStyle(&excelize.Style{NumFmt: textFormat, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return err
	}
	return w.Sheet(layout)
}

// headerLook is the look of a header: bold on a tint, wrapped.
func headerLook() *excelize.Style {
	return &excelize.Style{
		NumFmt: textFormat, Font: &excelize.Font{Bold: true},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true},
		Border:    []excelize.Border{{Type: "bottom", Style: 1, Color: "7F7F7F"}},
	}
}

// defaultWidth is that of columns for which the layout has none: it shows a
// township, a name or a phone whole.
const defaultWidth = 14

// Sheet goes on to a further sheet of a workbook.
func (w *Writer) Sheet(layout Layout) (err error) {
	if w.stream != nil {
		if err = w.stream.Flush(); err != nil {
			return err
		}
	}
	w.layout, w.row = layout, 0
	if w.sheets++; w.sheets == 1 {
		err = w.book.SetSheetName("Sheet1", layout.Sheet)
	} else {
		_, err = w.book.NewSheet(layout.Sheet)
	}
	if err != nil {
		return err
	}
	if w.stream, err = w.book.NewStreamWriter(layout.Sheet); err != nil {
		return err
	}
	if err = w.columns(layout.Widths); err != nil {
		return err
	}
	if layout.Header == 0 {
		return nil
	}
	return w.stream.SetPanes(frozen(layout.Header, 0))
}

// columns gives the columns their look. Excel takes a sheet that does not tell them
// from left to right for damaged; excelize tells first what was set last.
func (w *Writer) columns(widths []float64) error {
	for to := max(100, len(widths)); to > 0; {
		width, from := widthOf(widths, to), to
		for from > 1 && widthOf(widths, from-1) == width {
			from--
		}
		if err := errors.Join(w.stream.SetColWidth(from, to, width), w.stream.SetColStyle(from, to, w.plain)); err != nil {
			return err
		}
		to = from - 1
	}
	return nil
}

func widthOf(widths []float64, column int) float64 {
	if column <= len(widths) && widths[column-1] > 0 {
		return widths[column-1]
	}
	return defaultWidth
}

// frozen keeps rows and columns in view.
func frozen(rows, columns int) *excelize.Panes {
	at, _ := excelize.CoordinatesToCellName(columns+1, rows+1) // both are small and not negative
	pane := "bottomLeft"
	if columns > 0 {
		pane = "bottomRight"
	}
	return &excelize.Panes{Freeze: true, XSplit: columns, YSplit: rows, TopLeftCell: at, ActivePane: pane}
}

// Row writes one row.
func (w *Writer) Row(cells []string) error {
	w.row++
	if w.text != nil {
		safe := make([]string, len(cells))
		for i, c := range cells {
			safe[i] = quoted(c)
		}
		return w.text.Write(safe)
	}
	w.cells = w.cells[:0]
	for i, c := range cells {
		w.cells = append(w.cells, w.cell(i+1, c))
	}
	at, err := excelize.CoordinatesToCellName(1, w.row)
	if err != nil {
		return err
	}
	return w.stream.SetRow(at, w.cells)
}

func (w *Writer) cell(column int, text string) any {
	switch {
	case text == "":
		return nil
	case formula(text):
		return excelize.Cell{StyleID: w.safe, Value: text}
	case w.row == w.layout.Header:
		return excelize.Cell{StyleID: w.head, Value: text}
	case column == w.layout.Wrap:
		return excelize.Cell{StyleID: w.wrapped, Value: text}
	}
	return text
}

// Close writes what is left and gives the file its name; after an error there is
// none.
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
	if err == nil {
		err = w.file.keep()
	} else {
		err = errors.Join(err, w.file.drop())
	}
	if err != nil {
		return fmt.Errorf("write roster: %w", err)
	}
	return nil
}

// Discard gives up: the file is removed.
func (w *Writer) Discard() error {
	var err error
	if w.book != nil {
		if w.stream != nil {
			err = w.stream.Flush() // which also removes its temporary file
		}
		err = errors.Join(err, w.book.Close())
	}
	return errors.Join(err, w.file.drop())
}

// Exists says whether an error of Create is that the file exists already.
func Exists(err error) bool { return errors.Is(err, fs.ErrExist) }
