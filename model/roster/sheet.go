package roster

import "strconv"

// place is where something stands in the file.
type place struct {
	sheet *sheet
	row   int
}

// pairs are the keys under which a finding names another place.
func (p place) pairs() []string {
	if p.sheet == nil {
		return nil
	}
	return []string{"first_row", strconv.Itoa(p.row), "first_sheet", p.sheet.name}
}

// add keeps a finding of the current row.
func (s *sheet) add(f Finding, column int) {
	f.File, f.Sheet, f.Row, f.order = s.r.file.Name, s.name, s.row, orderOf(s.index, s.row, column)
	s.r.found.add(f)
}

// find keeps a finding at a field of the current row.
func (s *sheet) find(code Code, f Field, household string, pairs ...string) {
	text, column := s.first(f)
	finding := Finding{Code: code, Household: household, Value: shown(f, text), Detail: detail(pairs...)}
	if column >= 0 {
		finding.Column = s.labels[column]
	} else {
		finding.Column, column = s.label(f), 0
	}
	s.add(finding, column)
}

// answers are the fields in which 无 is an answer; elsewhere it stands for
// nothing.
var answers = Fields(0).With(FieldSafetyNet).With(FieldRiskEliminated).With(FieldWish).With(FieldDoubleBound).With(FieldLabour)

// first returns the text of a field, from the first of its columns that is not
// blank, and that column; -1 when all are.
func (s *sheet) first(f Field) (string, int) {
	for _, i := range s.columns[f] {
		if i < len(s.cells) && s.cells[i] != "" && !none(clean(s.cells[i])) {
			return s.cells[i], i
		}
	}
	if !answers.Has(f) {
		return "", -1
	}
	for _, i := range s.columns[f] {
		if i < len(s.cells) && s.cells[i] != "" && !hollow(clean(s.cells[i])) {
			return s.cells[i], i
		}
	}
	return "", -1
}

// text is first, and names values in further columns of the field that say
// something else.
func (s *sheet) text(f Field, household string) string {
	text, column := s.first(f)
	if len(s.columns[f]) < 2 || column < 0 {
		return text
	}
	for _, i := range s.columns[f] {
		if i <= column || i >= len(s.cells) || none(clean(s.cells[i])) {
			continue
		}
		if canon(f, text, s.units[column]) == canon(f, s.cells[i], s.units[i]) {
			continue
		}
		code := CodeContradictionMinor
		if decisive.Has(f) {
			code = CodeContradiction
		}
		s.add(Finding{
			Column: s.labels[i], Value: shown(f, s.cells[i]), Code: code, Household: household,
			Detail: detail("field", f.String(), "first", told(f, text), "first_row", strconv.Itoa(s.row),
				"first_sheet", s.name, "first_column", s.labels[column]),
		}, i)
	}
	return text
}

// spoilt names text that no reader should try: a formula's error or none of its
// results, or characters lost in decoding.
func (s *sheet) spoilt(f Field, text, household string) bool {
	switch {
	case text == uncalculated:
		s.find(CodeNotCalculated, f, household, "field", f.String())
	case failed(text):
		s.find(CodeCellError, f, household, "field", f.String())
	case garbled(text):
		s.find(CodeGarbled, f, household, "field", f.String())
	default:
		return false
	}
	return true
}
