package roster

import "strconv"

// where is a row of a file.
type where struct {
	sheet string
	row   int
}

// touched is what the faults of one file touch. A fault of a household touches
// all its rows, in whatever file they stand; any other touches its row.
type touched struct {
	households map[string]bool
	rows       map[string][]uint64 // by sheet, a bit for each row: hostile files have millions
	table      bool                // a sheet cannot be read as a whole
}

func newTouched() touched {
	return touched{households: map[string]bool{}, rows: map[string][]uint64{}}
}

func (t *touched) household(number string) { t.households[number] = true }

func (t *touched) row(sheet string, row int) bool {
	bits := t.rows[sheet]
	return row/64 < len(bits) && bits[row/64]>>(row%64)&1 == 1
}

func (t *touched) mark(at where) {
	bits := t.rows[at.sheet]
	for at.row/64 >= len(bits) {
		bits = append(bits, 0)
	}
	bits[at.row/64] |= 1 << (at.row % 64)
	t.rows[at.sheet] = bits
}

func (t *touched) fault(f Finding) {
	switch f.Code {
	case CodeMissingColumn, CodeNoRows:
		t.table = true
	default:
		t.mark(where{f.Sheet, f.Row})
		if f.Code == CodePhoneTwice && f.Detail["first_file"] == "" {
			t.mark(first(f))
		}
		if f.Household != "" {
			t.household(f.Household)
		}
	}
}

// first is the other row of a phone that two names have. Nobody but the office
// knows whose it is, so that neither is imported.
func first(f Finding) where {
	row, _ := strconv.Atoi(f.Detail["first_row"])
	return where{f.Detail["first_sheet"], row}
}

// LeftOut says what of some files is not to be imported while the rest is: the
// whole household where a fault touches one of its rows, since a household that
// lacks a person or a fact would be judged wrongly; the single row of a cadre.
type LeftOut struct {
	files      []File
	at         []touched
	households map[string]bool
	faults     []map[where][]Finding // by file, as far as they were kept
}

// NewLeftOut leaves out what the faults that Read found touch. Files must differ
// in their names.
func NewLeftOut(files []File) *LeftOut {
	l := &LeftOut{files: files, households: map[string]bool{}}
	for _, f := range files {
		if f.touched.rows == nil {
			f.touched = newTouched()
		}
		l.at = append(l.at, f.touched)
		l.faults = append(l.faults, map[where][]Finding{})
		for number := range f.touched.households {
			l.households[number] = true
		}
		l.note(f.Findings)
	}
	return l
}

// Add leaves out what the faults of a plan touch, and says whether there were
// any.
func (l *LeftOut) Add(findings []Finding) (faulty bool) {
	for _, f := range findings {
		if !f.Fault() {
			continue
		}
		faulty = true
		if i := l.file(f.File); i >= 0 {
			l.at[i].fault(f)
		}
		if i := l.file(f.Detail["first_file"]); i >= 0 && f.Code == CodePhoneTwice {
			l.at[i].mark(first(f))
		}
		if f.Household != "" {
			l.households[f.Household] = true
		}
	}
	l.note(findings)
	return faulty
}

func (l *LeftOut) note(findings []Finding) {
	for _, f := range findings {
		if i := l.file(f.File); i >= 0 && f.Fault() {
			at := where{f.Sheet, f.Row}
			l.faults[i][at] = append(l.faults[i][at], f)
		}
	}
}

func (l *LeftOut) file(name string) int {
	for i, f := range l.files {
		if f.Name == name {
			return i
		}
	}
	return -1
}

// Unreadable says that a sheet cannot be read as a whole, for want of a column or
// of rows: then nothing can be told apart.
func (l *LeftOut) Unreadable() bool {
	for _, t := range l.at {
		if t.table {
			return true
		}
	}
	return false
}

// Household says whether a household is left out.
func (l *LeftOut) Household(number string) bool { return l.households[number] }

// Sound returns what is left to import.
func (l *LeftOut) Sound() (households []HouseholdRow, cadres []CadreRow) {
	for i, f := range l.files {
		for _, row := range f.Households {
			if !l.households[row.Number] {
				households = append(households, row)
			}
		}
		for _, row := range f.Cadres {
			if !l.at[i].row(row.Sheet, row.RowNo) {
				cadres = append(cadres, row)
			}
		}
	}
	return households, cadres
}

// Cadre says whether a row that is left out names a cadre, by phone or, where
// the row has none, by name.
func (l *LeftOut) Cadre(phone, name string) bool {
	for i, f := range l.files {
		for _, row := range f.Cadres {
			c := row.Cadre
			if l.at[i].row(row.Sheet, row.RowNo) && (c.Phone == phone || c.Phone == "" && c.Name == personName(name)) {
				return true
			}
		}
	}
	return false
}
