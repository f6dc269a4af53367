package roster

// cell is a place that a finding can name. A large roster has four of them for
// each household, so that it holds no more than what the sheet does not.
type cell struct {
	origin      *origin // of the sheet; nil where none told it
	row, column int32   // from 1, and from 0; no column below
	value       string
}

// at remembers a field of the current row for findings that come later.
func (s *sheet) at(f Field) cell {
	text, column := s.first(f)
	if column < 0 && len(s.columns[f]) > 0 {
		column = s.columns[f][0]
	}
	return cell{s.origin, int32(s.row), int32(column), shown(f, text)} // a file has fewer bytes
}

// finding makes a finding at a cell.
func (c cell) finding(code Code, household string, pairs []string) Finding {
	f := Finding{
		File: c.origin.file, Sheet: c.origin.sheet, Row: int(c.row), Value: c.value, Code: code, Household: household,
		Detail: detail(pairs...), order: orderOf(c.origin.index, int(c.row), int(max(c.column, 0))),
	}
	if c.column >= 0 {
		f.Column = c.origin.labels[c.column]
	}
	return f
}

// finding makes a finding at a cell, or at the household's first row where no
// sheet told of it.
func (row *HouseholdRow) finding(code Code, at cell, pairs []string) Finding {
	if at.origin == nil {
		return Finding{File: row.File, Sheet: row.Sheet, Row: row.RowNo, Code: code, Household: row.Number, Detail: detail(pairs...)}
	}
	return at.finding(code, row.Number, pairs)
}

// finding makes a finding at a cell of a cadre, or at the row.
func (row *CadreRow) finding(code Code, at cell, pairs []string) Finding {
	if at.origin == nil {
		return Finding{File: row.File, Sheet: row.Sheet, Row: row.RowNo, Code: code, Detail: detail(pairs...)}
	}
	return at.finding(code, "", pairs)
}

// orderOf places a finding among those of the file.
func orderOf(sheet, row, column int) uint64 {
	return uint64(sheet)<<48 | uint64(row)<<16 | uint64(column) // all three are small and positive
}
