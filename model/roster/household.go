package roster

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// gathered is a household as far as its rows were read.
type gathered struct {
	row     HouseholdRow
	texts   [householdFields]int32 // words, as first told, so that repeated facts cost a comparison
	later   map[Field]place        // of those that the first row did not tell
	index   int32                  // in reader.order
	first   place
	present Fields
	unread  Fields // told, yet not understood
	persons bool   // rows of persons were read
	crowded bool   // with more of them than a household has
	alone   place  // the row of a sheet with one row a household
	headID  string // from such a row

	relationHead string // the person whose relation is 户主
	relationID   string
	relationAt   place
	relationCell cell
}

// told is where a fact was told first.
func (g *gathered) told(f Field) place {
	if p, ok := g.later[f]; ok {
		return p
	}
	return g.first
}

// household reads a row of a household roster.
func (s *sheet) household() {
	g := s.whose()
	s.last = g
	if s.persons {
		s.stray(g)
	}
	if g == nil {
		return
	}
	g.present |= s.present
	if s.persons {
		g.persons = true
	}
	agrees := true
	for f := FieldHead; f < householdFields; f++ {
		if s.present.Has(f) && (f != FieldLabour || !s.persons) {
			agrees = s.fact(g, f) && agrees
		}
	}
	if !s.persons && g.alone.sheet == nil {
		g.alone = place{s, s.row}
	} else if !s.persons && agrees {
		s.find(CodeHouseholdTwice, FieldNumber, g.row.Number, g.alone.pairs()...)
	}
	if s.persons {
		s.person(g)
	} else if id := s.text(FieldID, g.row.Number); id != "" && g.headID == "" {
		g.headID = s.identity(FieldID, id, g.row.Number, g.row.Facts.Head)
	}
}

// whose finds the household that the row tells of, nil when there is none.
func (s *sheet) whose() *gathered {
	text := s.text(FieldNumber, "")
	if known, ok := householdHeaders[headerKey(text)]; ok && known == FieldNumber {
		return nil // the header repeated, as print-outs do at each page
	}
	if text == "" {
		return s.unnumbered()
	}
	if example(text) {
		s.passExample(FieldNumber)
		return nil
	}
	if footnote(text) || s.footer() && !s.namesSomebody() || s.spoilt(FieldNumber, text, "") {
		return nil // 合计 may have a figure in the number's column
	}
	n, lost := number(text)
	if lost {
		s.find(CodeLostDigits, FieldNumber, "", "field", FieldNumber.String())
		return nil
	}
	if !plainNumber(n) {
		s.find(CodeBadNumber, FieldNumber, "")
		return nil
	}
	if reserved(n) {
		s.find(CodeReservedNumber, FieldNumber, "")
		return nil
	}
	g := s.r.households[n]
	if g == nil {
		g = &gathered{first: place{s, s.row}, index: int32(len(s.r.order))} // below Limits.Rows
		g.row = HouseholdRow{Number: strings.Clone(n), File: s.r.file.Name, Sheet: s.name, RowNo: s.row}
		s.r.households[g.row.Number] = g
		s.r.order = append(s.r.order, g)
	}
	return g
}

// stray sees to persons whose household cannot be told, since the number is
// unreadable: they may belong to the household above or to the one below, unless
// a head begins there. Neither is sound then, as one of them lacks a person.
func (s *sheet) stray(g *gathered) {
	relation, _ := s.first(FieldRelation)
	head := isHead(relation)
	switch {
	case g != nil:
		if s.astray && !head {
			s.r.found.touched.household(g.row.Number)
		}
		s.astray = false
	case !s.r.found.touched.row(s.name, s.row):
	case head:
		s.above, s.astray = nil, true
	default:
		if s.above != nil {
			s.r.found.touched.household(s.above.row.Number)
		}
		s.astray = true
	}
}

// plainNumber bounds what a household's number may be: it stands in messages and
// on buttons.
func plainNumber(n string) bool {
	if utf8.RuneCountInString(n) > 40 {
		return false
	}
	for _, r := range n {
		if !unicode.IsPrint(r) || r == ' ' {
			return false
		}
	}
	return true
}

// reserved says that a number is one that a household is called by after it was
// forgotten: X- and digits.
func reserved(n string) bool { return strings.HasPrefix(n, "X-") && digits(n[2:]) }

// unnumbered decides about a row without a number: a person below the first row
// of the household when the number's cell is merged, else a fault; the footer of
// a sheet is neither.
func (s *sheet) unnumbered() *gathered {
	if !s.namesSomebody() {
		s.leaveOut()
		return nil
	}
	if s.footer() {
		return nil
	}
	name, _ := s.first(FieldName)
	id, _ := s.first(FieldID)
	head, _ := s.first(FieldHead)
	relation, _ := s.first(FieldRelation)
	if s.persons && s.last != nil && (name != "" || id != "") && !isHead(relation) &&
		(head == "" || personName(head) == s.last.row.Facts.Head) {
		return s.last
	}
	if name == "" {
		name = head
	}
	s.find(CodeNoNumber, FieldNumber, "", "name", shown(FieldName, name))
	return nil
}

func (s *sheet) namesSomebody() bool {
	for _, f := range []Field{FieldName, FieldID, FieldHead, FieldHeadID} {
		if _, column := s.first(f); column >= 0 {
			return true
		}
	}
	return false
}

// leaveOut passes over a row that names nobody, and says so unless it is plainly
// a footer or holds nothing that the reader reads.
func (s *sheet) leaveOut() {
	if s.footer() {
		return
	}
	for f := Field(0); f < fieldCount; f++ {
		if _, column := s.first(f); column >= 0 {
			s.find(CodeRowSkipped, f, "")
			return
		}
	}
}

// footer says that the first cell of the row that is not blank begins a footer.
func (s *sheet) footer() bool {
	for _, c := range s.cells {
		if strings.TrimSpace(c) != "" {
			return footnote(c)
		}
	}
	return false
}

// footnote says that a cell begins the rows under a table: totals, signatures,
// notes.
func footnote(text string) bool {
	text = strings.ReplaceAll(clean(text), " ", "")
	for _, word := range []string{"合计", "总计", "小计", "共计", "填表", "制表", "填报", "审核", "备注:", "说明:", "注:", "备注", "说明"} {
		if strings.HasPrefix(text, word) {
			return true
		}
	}
	return false
}
