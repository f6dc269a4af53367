// Package report words what is kept for people at a terminal and for scripts:
// lists as tables in the terminal's width, or one JSON object a line. The
// terminal belongs to whoever owns the database, so names stand in full there;
// id numbers never do.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"ringkeeper/model"
)

// Printer prints lists.
type Printer struct {
	Out   io.Writer
	JSON  bool // one object a line, names in snake_case
	Width int  // of the terminal in columns; 0 cuts nothing
	Zone  *time.Location
	// Word gives a value of the model in the operator's language.
	Word func(v any) string
	// Plain takes the markup out of a message.
	Plain func(html string) string
	// Say gives a sentence or a column's heading in the operator's language.
	Say func(key string, args model.Args) string
}

// Row is one line of a list: its fields as JSON, its cells as a table.
type Row interface {
	cells(p Printer) []string
}

// List prints rows under the headings that the catalogue has for the list's
// columns.
func List[R Row](p Printer, columns []string, rows []R) error {
	if p.JSON {
		enc := json.NewEncoder(p.Out)
		enc.SetEscapeHTML(false)
		for _, r := range rows {
			if err := enc.Encode(r); err != nil {
				return err
			}
		}
		return nil
	}
	heads := make([]string, len(columns))
	for i, c := range columns {
		heads[i] = p.Say("column."+c, nil)
	}
	table := [][]string{heads}
	for _, r := range rows {
		table = append(table, r.cells(p))
	}
	return p.table(table)
}

// table prints rows in columns as wide as they need; where the terminal is
// narrower, the widest column gives way.
func (p Printer) table(rows [][]string) error {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], runewidth.StringWidth(cell))
		}
	}
	for p.Width > 0 {
		total, widest := 2*(len(widths)-1), 0
		for i, w := range widths {
			total += w
			if w > widths[widest] {
				widest = i
			}
		}
		if total <= p.Width || widths[widest] <= 8 {
			break
		}
		widths[widest] = max(8, widths[widest]-(total-p.Width))
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			cell = runewidth.Truncate(strings.ReplaceAll(cell, "\n", " "), widths[i], "…")
			line.WriteString(runewidth.FillRight(cell, widths[i]))
			line.WriteString("  ")
		}
		if _, err := fmt.Fprintln(p.Out, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

// time gives an instant in RFC 3339 with the district's zone, nil for never.
func (p Printer) time(i model.Instant) *string {
	if i == 0 {
		return nil
	}
	s := i.In(p.Zone).Format(time.RFC3339)
	return &s
}

// clock gives an instant as people at a terminal read it.
func (p Printer) clock(i model.Instant) string {
	if i == 0 {
		return ""
	}
	return i.In(p.Zone).Format("01-02 15:04")
}

func (p Printer) words(values []string) string { return strings.Join(values, "、") }
