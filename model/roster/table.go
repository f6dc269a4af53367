package roster

import (
	"slices"
	"strings"
)

// maxHeaderCell bounds what is looked up as a header; headers are short, and a
// row of data in the first ten may hold long texts.
const maxHeaderCell = 400

// table is a header row that was found: which columns tell which field.
type table struct {
	kind    Kind
	persons bool // one row a person
	columns [fieldCount][]int
	labels  []string
	units   []int64
	present Fields
	named   int // columns that were recognised
	unread  []string
	reasons int // the column of an earlier import's reasons, from 1; 0 for none
}

// identified says that the row names a household or a person, as a summary by
// township does not.
func (t *table) identified() bool {
	p := t.present
	if t.kind == Cadres && (p.Has(FieldTier) || p.Has(FieldRole) || p.Has(FieldSuperior)) {
		return true
	}
	return p.Has(FieldNumber) || p.Has(FieldHead) || p.Has(FieldName) || p.Has(FieldID) || p.Has(FieldHeadID)
}

// asTable reads a row as a header, nil when it is none.
func asTable(cells []string) *table {
	keys := make([]string, len(cells))
	count := func(of map[string]Field) (n int) {
		for _, k := range keys {
			if _, ok := of[k]; ok {
				n++
			}
		}
		return n
	}
	for i, c := range cells {
		if len(c) <= maxHeaderCell {
			keys[i] = headerKey(c)
		}
	}
	// Both kinds have 姓名 and 联系电话; whichever recognises more columns is
	// meant, and a column with a household's number settles it.
	kind, known := Households, householdHeaders
	numbered := slices.Contains(keys, "户编号") || slices.Contains(keys, "户号")
	if !numbered && count(cadreHeaders) > count(householdHeaders) {
		kind, known = Cadres, cadreHeaders
	}
	t := &table{kind: kind, labels: make([]string, len(cells)), units: make([]int64, len(cells))}
	for i, k := range keys {
		f, ok := known[k]
		t.labels[i] = columnLetters(i) + " " + strings.Join(strings.Fields(cells[i]), "")
		t.units[i] = 1
		if slices.Contains(reasonHeaders, k) {
			t.reasons = i + 1
			continue
		}
		if !ok {
			if _, dull := unneeded[k]; k != "" && !dull {
				t.unread = append(t.unread, strings.Join(strings.Fields(cells[i]), ""))
			}
			continue
		}
		if f == FieldIncome {
			t.units[i] = headerUnit(cells[i])
		}
		t.columns[f] = append(t.columns[f], i)
		t.present = t.present.With(f)
		t.named++
	}
	if !t.header() {
		return nil
	}
	t.settleLayout()
	return t
}

// header says whether enough was recognised: a household's number beside
// anything else, or three columns of which one names a person.
func (t *table) header() bool {
	if t.kind == Households && t.present.Has(FieldNumber) {
		return t.named >= 2
	}
	return t.named >= 3 && t.identified()
}

// settleLayout tells one row a person from one row a household. 姓名 without a
// relation and without a column of its own for the head is the head.
func (t *table) settleLayout() {
	if t.kind != Households {
		return
	}
	t.persons = t.present.Has(FieldRelation) || t.present.Has(FieldName) && t.present.Has(FieldHead)
	if t.persons || !t.present.Has(FieldName) {
		return
	}
	t.columns[FieldHead], t.columns[FieldName] = t.columns[FieldName], nil
	t.present = t.present.With(FieldHead) &^ (1 << FieldName)
}

// missing lists the fields without which the sheet cannot be read.
func (t *table) missing() []Field {
	var fields []Field
	need := func(f Field, ok bool) {
		if !ok {
			fields = append(fields, f)
		}
	}
	if t.kind == Cadres {
		need(FieldName, t.present.Has(FieldName))
		need(FieldPhone, t.present.Has(FieldPhone))
		return fields
	}
	need(FieldNumber, t.present.Has(FieldNumber))
	need(FieldHead, t.present.Has(FieldHead) || t.present.Has(FieldName) && t.present.Has(FieldRelation))
	return fields
}

// label returns the letters and the header of a field's first column.
func (t *table) label(f Field) string {
	if t == nil || len(t.columns[f]) == 0 {
		return ""
	}
	return t.labels[t.columns[f][0]]
}

// columnLetters names a column as Excel does, counting from 0.
func columnLetters(i int) string {
	var b []byte
	for i++; i > 0; i = (i - 1) / 26 {
		b = append([]byte{byte('A' + (i-1)%26)}, b...)
	}
	return string(b)
}

// findHeader looks for the header among the first rows of a sheet: the row in
// which most columns are recognised. A row is also read together with the one
// above it, whose cells show through where its own are blank, since two-line
// headers with cells merged downwards are common.
func findHeader(rows [][]string) (*table, int) {
	var best *table
	at := -1
	better := func(t *table, i int) {
		if t != nil && (best == nil || t.named > best.named) {
			best, at = t, i
		}
	}
	for i, cells := range rows {
		better(asTable(cells), i)
		if i == 0 {
			continue
		}
		both := append([]string(nil), cells...)
		for j, above := range rows[i-1] {
			switch {
			case j >= len(both):
				both = append(both, above)
			case strings.TrimSpace(both[j]) == "":
				both[j] = above
			}
		}
		if t := asTable(both); t != nil && (best == nil || t.named > best.named) && startsHeader(cells) {
			best, at = t, i
		}
	}
	return best, at
}

// startsHeader says that a row holds a header of its own and no data, so that
// reading it together with the row above is sound.
func startsHeader(cells []string) bool {
	for _, c := range cells {
		if len(c) > maxHeaderCell {
			continue
		}
		k := headerKey(c)
		if _, ok := householdHeaders[k]; ok {
			return true
		}
		if _, ok := cadreHeaders[k]; ok {
			return true
		}
	}
	return false
}
