package roster

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"
)

// headerRows is how far down a sheet its header may stand.
const headerRows = 10

// reader gathers one file.
type reader struct {
	limits     Limits
	file       File
	found      findings
	sheets     int
	looked     []string // names of the sheets looked at
	households map[string]*gathered
	order      []*gathered
	people     map[string]personAt // by the 18 characters that tell a person
	cadres     map[string]int      // phone → index in file.Cadres
	words      []string            // that come again and again; the first is blank
	numbers    map[string]int32
	examples   int                // rows of a template's example
	watch      func(part float64) // nil: nobody watches
	progress   func() float64     // how much is read, of 1
	header     Finding            // where the first header stands, for faults of the file
}

// personAt remembers where a person was read first.
type personAt struct {
	household *gathered
	place     place
}

func newReader(l Limits) *reader {
	return &reader{
		limits: l, found: findings{limit: l.Findings, touched: newTouched()}, households: map[string]*gathered{},
		people: map[string]personAt{}, cadres: map[string]int{}, words: []string{""}, numbers: map[string]int32{"": 0},
	}
}

// intern keeps one copy of a text that comes again and again.
func (r *reader) intern(s string) string { return r.words[r.word(s)] }

// word is intern that gives the text's place among the words.
func (r *reader) word(s string) int32 {
	n, ok := r.numbers[s]
	if !ok {
		n, s = int32(len(r.words)), strings.Clone(s) // a file has fewer bytes
		r.words = append(r.words, s)
		r.numbers[s] = n
	}
	return n
}

// noHeader says that no sheet had a header.
func (r *reader) noHeader() error {
	return refuse(CodeNoHeader, nil, "sheets", strings.Join(r.looked, ", "), "rows", strconv.Itoa(headerRows))
}

func (r *reader) tell(part float64) {
	if r.watch != nil {
		r.watch(part)
	}
}

// sheet is the sheet being read, at its current row.
type sheet struct {
	*table
	r     *reader
	name  string
	index int
	row   int // from 1
	cells []string

	last     *gathered // household of the row above, nil after a faulty one
	above    *gathered // the nearest household above, whatever stands between
	astray   bool      // the row above is of a person whose household cannot be told
	origin   *origin   // what is remembered for rows that are left out
	examples int       // rows of a template's example
}

// readSheet reads one sheet and says whether it had a header; one without is
// left after ten rows.
func (r *reader) readSheet(ctx context.Context, name string, src source) (bool, error) {
	s := &sheet{r: r, name: name, index: r.sheets}
	r.sheets++
	r.looked = append(r.looked, name)
	var head [][]string
	for len(head) < headerRows {
		cells, ok, err := src.next()
		if err != nil {
			return false, s.locate(err)
		}
		if !ok {
			break
		}
		s.row++
		if _, err := s.bounded(cells); err != nil {
			return false, err
		}
		head = append(head, append([]string(nil), cells...))
	}
	t, at := findHeader(head)
	if t == nil {
		r.file.SkippedSheets = append(r.file.SkippedSheets, name)
		return false, nil
	}
	s.row = at + 1
	if !s.open(t) {
		return false, nil
	}
	for _, cells := range head[at+1:] {
		s.row++
		if err := s.take(cells); err != nil {
			return false, err
		}
	}
	for {
		cells, ok, err := src.next()
		if err != nil {
			return false, s.locate(err)
		}
		if !ok {
			return true, nil
		}
		if s.row++; s.row/10 > r.limits.Rows {
			return false, refuse(CodeTooManyRows, nil, "limit", strconv.Itoa(r.limits.Rows))
		}
		if s.row&0xff == 0 {
			if ctx.Err() != nil {
				return false, ctx.Err()
			}
			r.tell(r.progress())
		}
		if err := s.take(cells); err != nil {
			return false, err
		}
	}
}

// open begins a sheet at its header row, and says whether it can be read.
func (s *sheet) open(t *table) bool {
	s.table = t
	r := s.r
	s.origin = &origin{table: t, file: r.file.Name, sheet: s.name, index: s.index, header: s.row}
	r.file.origins = append(r.file.origins, s.origin)
	switch r.file.Kind {
	case "", t.kind:
		r.file.Kind = t.kind
	default:
		r.file.Kind = Both
	}
	r.file.Part = r.file.Part || t.reasons > 0
	for _, h := range t.unread {
		r.file.UnreadColumns = appendNew(r.file.UnreadColumns, h)
	}
	if r.header.Row == 0 {
		r.header = Finding{File: r.file.Name, Sheet: s.name, Row: s.row, order: orderOf(s.index, s.row, 0)}
	}
	missing := t.missing()
	for _, f := range missing {
		s.add(Finding{Code: CodeMissingColumn, Detail: detail("field", f.String(), "kind", string(t.kind))}, 0)
	}
	s.settleResponsible()
	return len(missing) == 0
}

// settleResponsible keeps the first of several columns that name somebody
// answerable under different headers: a sheet may well tell 包保领导 and
// 结对帮扶干部, who are two people and no contradiction. The others are named once.
func (s *sheet) settleResponsible() {
	for _, f := range []Field{FieldResponsible, FieldResponsiblePhone} {
		columns := s.columns[f]
		for i := 1; i < len(columns); i++ {
			first, other := headerOf(s.labels[columns[0]]), headerOf(s.labels[columns[i]])
			if headerKey(first) == headerKey(other) {
				continue
			}
			s.add(Finding{
				Column: s.labels[columns[i]], Code: CodeColumnUnread,
				Detail: detail("field", f.String(), "first_column", s.labels[columns[0]]),
			}, columns[i])
			columns = append(columns[:i:i], columns[i+1:]...)
			i--
		}
		s.columns[f] = columns
	}
}

// headerOf takes the letters off a column's label.
func headerOf(label string) string {
	_, text, _ := strings.Cut(label, " ")
	return text
}

// take reads one row below the header.
func (s *sheet) take(cells []string) error {
	filled, err := s.bounded(cells)
	if err != nil || !filled {
		s.last = nil // nothing is merged across a blank row
		return err
	}
	s.r.file.Rows++
	if s.r.file.Rows > s.r.limits.Rows {
		return refuse(CodeTooManyRows, nil, "limit", strconv.Itoa(s.r.limits.Rows))
	}
	if err := s.r.tooFaulty(); err != nil {
		return err
	}
	s.cells = cells
	s.origin.reach(cells)
	if s.kind == Cadres {
		s.cadre()
		s.origin.note(s.row, nil, false)
		return nil
	}
	s.household()
	if s.last != nil {
		s.above = s.last
	}
	s.origin.note(s.row, s.above, s.last != nil)
	return nil
}

// tooFaulty ends the reading of what nobody could mend: it is no roster, or one of
// whose columns holds something else than its header says. The first fault tells
// what is wrong with all.
func (r *reader) tooFaulty() error {
	if r.found.faulty <= r.limits.Faults {
		return nil
	}
	f := r.found.faults[0]
	return refuse(CodeTooManyFaults, nil, "limit", strconv.Itoa(r.limits.Faults), "row", strconv.Itoa(f.Row), "column", f.Column, "sheet", f.Sheet)
}

// bounded says whether a row has content, and refuses cells that are too far
// right or too long.
func (s *sheet) bounded(cells []string) (filled bool, err error) {
	for i, c := range cells {
		if c == "" {
			continue
		}
		if len(c) > s.r.limits.CellRunes && utf8.RuneCountInString(c) > s.r.limits.CellRunes {
			return false, refuse(CodeCellTooLong, nil, "sheet", s.name, "row", strconv.Itoa(s.row),
				"column", columnLetters(i), "limit", strconv.Itoa(s.r.limits.CellRunes))
		}
		if filled && i < s.r.limits.Columns || strings.TrimSpace(c) == "" {
			continue
		}
		if i >= s.r.limits.Columns {
			return false, refuse(CodeTooManyColumns, nil, "sheet", s.name, "row", strconv.Itoa(s.row),
				"column", columnLetters(i), "limit", strconv.Itoa(s.r.limits.Columns))
		}
		filled = true
	}
	return filled, nil
}

// locate adds the sheet to an error of its source.
func (s *sheet) locate(err error) error {
	if e, ok := err.(*Error); ok && s.name != "" && e.Detail != nil {
		e.Detail["sheet"] = s.name
	}
	return err
}

func appendNew(list []string, s string) []string {
	for _, x := range list {
		if x == s {
			return list
		}
	}
	return append(list, s)
}
