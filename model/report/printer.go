// Package report words what is kept for people at a terminal and for scripts:
// lists as tables in the terminal's width, or one JSON object a line. The
// terminal belongs to whoever owns the database, so names stand in full there;
// id numbers never do.
package report

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

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
	// Join joins words as the operator's language does.
	Join func(words []string) string
}

// Speaker words sentences and values in a language; its text is HTML.
type Speaker interface {
	Say(key string, args model.Args) string
	Word(v any) any
	List(words []string) string
}

// NewPrinter returns a printer as wide as the terminal that out is; plain takes
// the markup out of a text.
func NewPrinter(out io.Writer, json bool, zone *time.Location, s Speaker, plain func(html string) string) Printer {
	p := Printer{
		Out: out, JSON: json, Zone: zone, Plain: plain, Join: s.List,
		Word: func(v any) string { return plain(fmt.Sprint(s.Word(v))) },
		Say:  func(key string, args model.Args) string { return plain(s.Say(key, args)) },
	}
	if f, ok := out.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			p.Width = width
		}
	}
	return p
}

// Row is one line of a list: its fields as JSON, its cells as a table.
type Row interface {
	cells(p Printer) []string
}

// List prints rows under the headings that the catalogue has for the list's
// columns.
func List[R Row](p Printer, columns []string, rows []R) error {
	if p.JSON {
		return p.objects(func(yield func(any) bool) {
			for _, r := range rows {
				if !yield(r) {
					return
				}
			}
		})
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

// objects prints one JSON object a line.
func (p Printer) objects(all func(yield func(any) bool)) error {
	out := bufio.NewWriter(p.Out)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for o := range all {
		if err := enc.Encode(o); err != nil {
			return err
		}
	}
	return out.Flush()
}

// object prints one JSON object.
func (p Printer) object(o any) error { return p.objects(func(yield func(any) bool) { yield(o) }) }

// lines prints lines of text, without what would drive the terminal.
func (p Printer) lines(all ...string) error {
	out := bufio.NewWriter(p.Out)
	var errs []error
	for _, l := range all {
		_, err := fmt.Fprintln(out, strings.TrimRight(oneLine(l), " "))
		errs = append(errs, err)
	}
	return errors.Join(append(errs, out.Flush())...)
}

// PrintLine prints a sentence.
func PrintLine(p Printer, key string, args model.Args) error { return p.lines(p.Say(key, args)) }

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
	return i.In(p.Zone).Format("2006-01-02 15:04")
}

// orNull gives nil for a zero value, which JSON shows as null.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// orBlank gives what orNull took, nothing for null.
func orBlank[T any](v *T) (out T) {
	if v != nil {
		out = *v
	}
	return out
}
