package roster

import (
	"slices"
	"strconv"
	"strings"

	"ringkeeper/model"
)

// finish settles what only all rows together tell, and gives the file.
func (r *reader) finish() File {
	r.lostNumbers()
	fill := filler{}
	// What was gathered is let go household by household, so that a large
	// roster is not held twice.
	clear(r.households)
	clear(r.people)
	r.file.Households = make([]HouseholdRow, 0, len(r.order))
	for i, g := range r.order {
		r.order[i] = nil
		r.settleHead(g)
		g.settleMembers()
		r.settleSize(g)
		fill.location(g)
		g.row.Absent = r.absent(g)
		r.file.Households = append(r.file.Households, g.row)
	}
	fill.report(r)
	if r.file.Rows == 0 && len(r.found.faults) == 0 {
		r.header.Code = CodeNoRows
		r.found.add(r.header)
	}
	r.file.Findings, r.file.Dropped, r.file.touched = r.found.all(), r.found.dropped, r.found.touched
	return r.file
}

// findAt keeps a finding of a household at a row read before.
func (r *reader) findAt(p place, f Field, code Code, household, value string, pairs ...string) {
	column, order := "", uint64(0)
	if p.sheet != nil {
		column = p.sheet.label(f)
		first := 0
		if len(p.sheet.columns[f]) > 0 {
			first = p.sheet.columns[f][0]
		}
		order = orderOf(p.sheet.index, p.row, first)
	}
	r.found.add(Finding{
		File: r.file.Name, Sheet: p.sheet.name, Row: p.row, Column: column, Value: value, Code: code,
		Household: household, Detail: detail(pairs...), order: order,
	})
}

// settleHead brings the head's column and the relation 户主 together.
func (r *reader) settleHead(g *gathered) {
	head := g.row.Facts.Head
	switch {
	case head == "" && g.relationHead == "":
		field := FieldHead
		if !g.first.sheet.present.Has(FieldHead) {
			field = FieldRelation
		}
		r.findAt(g.first, field, CodeNoHead, g.row.Number, "")
	case head == "":
		g.row.Facts.Head = g.relationHead
	case g.relationHead != "" && g.relationHead != head:
		at := g.told(FieldHead)
		pairs := append([]string{"first", head, "first_column", at.sheet.label(FieldHead)}, at.pairs()...)
		r.found.add(g.relationCell.finding(CodeTwoHeads, g.row.Number, pairs))
	}
}

// settleMembers makes the head a member where only one row a household was read
// and told the head's identity number, and fills what persons leave open from
// the household's columns and the other way round.
func (g *gathered) settleMembers() {
	facts := &g.row.Facts
	if len(facts.Members) == 0 && g.headID != "" {
		facts.Members = []model.Member{{Name: facts.Head, IDNumber: g.headID, Relation: "户主"}}
		return
	}
	i := slices.IndexFunc(facts.Members, func(m model.Member) bool { return isHead(m.Relation) })
	if i < 0 {
		i = slices.IndexFunc(facts.Members, func(m model.Member) bool { return m.Name == facts.Head })
	}
	if i < 0 {
		return
	}
	head := &facts.Members[i]
	if head.IDNumber == "" && head.Name == facts.Head {
		head.IDNumber = g.headID
	}
	if facts.Phone == "" && !g.present.Has(FieldPhone) && head.Phone != "" {
		facts.Phone = head.Phone
		g.present = g.present.With(FieldPhone)
	}
}

// settleSize counts the members where no column tells the size, and holds the
// column against them where one does: a person who is missing from the sheet
// would be a person left out.
func (r *reader) settleSize(g *gathered) {
	facts := &g.row.Facts
	if !g.persons || g.crowded {
		return
	}
	if facts.Size == 0 && !g.unread.Has(FieldSize) {
		facts.Size = len(facts.Members)
		g.present = g.present.With(FieldSize)
		return
	}
	if facts.Size != 0 && facts.Size != len(facts.Members) {
		r.findAt(g.told(FieldSize), FieldSize, CodeSizeDiffers, g.row.Number, strconv.Itoa(facts.Size),
			"size", strconv.Itoa(facts.Size), "members", strconv.Itoa(len(facts.Members)))
	}
}

// absent are the fields that the file does not tell of a household.
func (r *reader) absent(g *gathered) Fields {
	all := Fields(1)<<fieldCount - 1
	told := g.present &^ g.unread
	if g.persons {
		told = told.With(FieldMembers)
	}
	return all &^ told
}

// filler fills township and village from the household above where a sheet
// leaves them blank, as merged cells do. It counts what it fills, since a guess
// must be seen.
type filler struct {
	above  map[*sheet]*model.Facts
	counts []fillCount
}

type fillCount struct {
	place place
	field Field
	n     int
}

func (f *filler) location(g *gathered) {
	if f.above == nil {
		f.above = map[*sheet]*model.Facts{}
	}
	s, facts := g.first.sheet, &g.row.Facts
	if above := f.above[s]; above != nil {
		if facts.Township == "" && s.present.Has(FieldTownship) && above.Township != "" {
			facts.Township = above.Township
			f.count(g.first, FieldTownship)
		}
		if facts.Village == "" && s.present.Has(FieldVillage) && above.Village != "" && facts.Township == above.Township {
			facts.Village = above.Village
			f.count(g.first, FieldVillage)
		}
	}
	f.above[s] = facts
}

func (f *filler) count(p place, field Field) {
	for i := range f.counts {
		if f.counts[i].field == field && f.counts[i].place.sheet == p.sheet {
			f.counts[i].n++
			return
		}
	}
	f.counts = append(f.counts, fillCount{p, field, 1})
}

func (f *filler) report(r *reader) {
	for _, c := range f.counts {
		r.findAt(c.place, c.field, CodeFilledFromAbove, "", "", "field", c.field.String(), "count", strconv.Itoa(c.n))
	}
}

// lostNumbers finds households' numbers that a spreadsheet cut to 15 digits and
// filled up with zeros, and that somebody made text again. One such number may be
// genuine, or retyped by itself: it is to be looked at. When every long number of
// a file ends so, none is genuine.
func (r *reader) lostNumbers() {
	var cut []*gathered
	whole := false
	for _, g := range r.order {
		if maybeCut(g.row.Number) {
			cut = append(cut, g)
		} else if len(g.row.Number) >= suspect && digits(g.row.Number) {
			whole = true
		}
	}
	code := CodeLostDigits
	if whole || len(cut) < 3 {
		code = CodeMaybeCut
	}
	for _, g := range cut {
		r.findAt(g.first, FieldNumber, code, g.row.Number, g.row.Number, "field", FieldNumber.String())
	}
}

// suspect is how long a number has to be for its zeros to mean something: of those
// with 16 digits every tenth ends in one.
const suspect = 17

// maybeCut says that a number has nothing but zeros where a spreadsheet would have
// put them.
func maybeCut(n string) bool {
	return len(n) >= suspect && digits(n) && strings.Trim(n[exact:], "0") == ""
}
