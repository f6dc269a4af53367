package roster

import (
	"strconv"
	"strings"

	"ringkeeper/model"
)

// fact reads one fact of the household, or holds it against what another row
// told of the same; false when the two contradict each other.
func (s *sheet) fact(g *gathered, f Field) bool {
	text := s.text(f, g.row.Number)
	first := s.r.words[g.texts[f]]
	if text == "" || text == first {
		return true
	}
	_, column := s.first(f)
	if first != "" {
		at := g.told(f)
		unit := at.sheet.units[at.sheet.columns[f][0]]
		if canon(f, text, s.units[column]) == canon(f, first, unit) {
			return true
		}
		code := CodeContradictionMinor
		switch {
		case f == FieldHead:
			code = CodeTwoHeads
		case decisive.Has(f):
			code = CodeContradiction
		}
		pairs := append([]string{"field", f.String(), "first", told(f, first), "first_column", at.sheet.label(f)}, at.pairs()...)
		s.find(code, f, g.row.Number, pairs...)
		return false
	}
	if g.texts[f] = s.r.word(text); g.first != (place{s, s.row}) {
		if g.later == nil {
			g.later = map[Field]place{}
		}
		g.later[f] = place{s, s.row}
	}
	if s.spoilt(f, text, g.row.Number) {
		if f == FieldHead {
			g.row.Facts.Head = personName(text) // there is a head, if an unreadable one
		}
		return true
	}
	if !s.set(g, f, text, s.units[column]) {
		g.unread = g.unread.With(f)
	}
	return true
}

// set puts a fact into the household; false when the text was not understood,
// which it has then named.
func (s *sheet) set(g *gathered, f Field, text string, unit int64) bool {
	facts := &g.row.Facts
	ok, code := true, CodeUnknownValue
	switch f {
	case FieldHead:
		facts.Head = personName(text)
	case FieldHeadID:
		g.headID = s.identity(f, text, g.row.Number, facts.Head)
	case FieldPhone:
		facts.Phone, ok = readPhone(text)
		code = CodeHouseholdPhone
	case FieldTownship:
		facts.Township = s.r.intern(compact(text))
	case FieldVillage:
		facts.Village = s.r.intern(compact(text))
	case FieldGroup:
		facts.Group = s.r.intern(compact(text))
	case FieldCategory:
		return s.category(g, text)
	case FieldMonitored:
		s.eliminated(g, f, text)
		facts.Monitored, ok = readMonitored(text)
		if !ok && facts.Monitored != model.NotMonitored {
			s.find(CodeUnknownValue, f, g.row.Number, "field", f.String(), "taken_as", string(facts.Monitored))
			return true
		}
	case FieldRiskEliminated:
		var a model.Answer
		a, ok = readAnswer(text)
		facts.RiskEliminated = a == model.Yes
	case FieldSafetyNet:
		facts.SafetyNet, ok = readSafetyNet(text)
	case FieldIncome:
		facts.Income, ok = readIncome(text, unit)
		code = CodeUnreadableIncome
		g.row.income = s.at(f)
	case FieldSize:
		facts.Size, ok = readSize(text)
	case FieldRing:
		facts.SheetRing, ok = readRing(text)
		g.row.ring = s.at(f)
	case FieldResponsible:
		g.row.Responsible = s.r.intern(personName(text))
		g.row.responsible = s.at(f)
	case FieldResponsiblePhone:
		var lost bool
		g.row.ResponsiblePhone, ok, lost = readMobile(text)
		g.row.ResponsiblePhone = s.r.intern(g.row.ResponsiblePhone)
		g.row.phone = s.at(f)
		if lost {
			code = CodeLostDigits
		}
	case FieldWish:
		facts.Wish, ok = readAnswer(text)
	case FieldDoubleBound:
		facts.DoubleBound, ok = readAnswer(text)
	case FieldLabour:
		var l model.Labour
		l, ok = readLabour(text)
		facts.Labour = labourAnswer(l)
	}
	if !ok {
		s.find(code, f, g.row.Number, "field", f.String())
	}
	return ok
}

// category reads 户类型, and from it whether the household is monitored where no
// column of its own says so in this row. It may say 监测对象 and no category.
func (s *sheet) category(g *gathered, text string) bool {
	c, m, ok := readCategory(text)
	g.row.Facts.Category = c
	if !ok && m == model.NotMonitored {
		m, _ = readMonitored(text)
	}
	known := ok || m != model.NotMonitored
	if own, _ := s.first(FieldMonitored); own != "" || m == model.NotMonitored {
		if !ok && c == model.CategoryUnknown {
			s.find(CodeUnknownValue, FieldCategory, g.row.Number, "field", FieldCategory.String())
		}
		return known
	}
	s.eliminated(g, FieldCategory, text)
	g.row.Facts.Monitored = m
	g.present = g.present.With(FieldMonitored)
	if !ok {
		s.find(CodeUnknownValue, FieldCategory, g.row.Number, "field", FieldCategory.String(), "taken_as", string(m))
	}
	return true
}

// eliminated sees to a type of monitoring that says 已消除, which has a column of
// its own: where that says nothing, the type is believed, and somebody told.
func (s *sheet) eliminated(g *gathered, f Field, text string) {
	if own, _ := s.first(FieldRiskEliminated); own == "" && eliminated(value(text)) {
		g.row.Facts.RiskEliminated = true
		g.present = g.present.With(FieldRiskEliminated)
		s.find(CodeRiskTaken, f, g.row.Number, "field", f.String())
	}
}

// canon is what a text means in a field, so that 12,300 and 12300元 do not
// contradict each other.
func canon(f Field, text string, unit int64) string {
	yes := func(a model.Answer, ok bool) string { return string(a) + strconv.FormatBool(ok) }
	switch f {
	case FieldIncome:
		if x, ok := readIncome(text, unit); ok {
			return x.Fen.String()
		}
	case FieldSize:
		if n, ok := readSize(text); ok {
			return strconv.Itoa(n)
		}
	case FieldRing:
		if r, ok := readRing(text); ok {
			return string(r)
		}
	case FieldCategory:
		if c, m, ok := readCategory(text); ok {
			return string(c) + string(m)
		}
	case FieldMonitored:
		m, _ := readMonitored(text)
		return string(m)
	case FieldRiskEliminated, FieldWish, FieldDoubleBound:
		return yes(readAnswer(text))
	case FieldSafetyNet:
		b, ok := readSafetyNet(text)
		return strconv.FormatBool(b && ok)
	case FieldLabour:
		l, _ := readLabour(text)
		return string(l)
	case FieldPhone, FieldResponsiblePhone, FieldPersonPhone:
		if p, ok := readPhone(text); ok {
			return p
		}
	case FieldNumber, FieldPersonNumber:
		n, _ := number(text)
		return n
	case FieldID, FieldHeadID:
		id, _ := readID(text)
		return person18(id)
	}
	return strings.ToUpper(compact(text))
}
