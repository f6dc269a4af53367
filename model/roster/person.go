package roster

import (
	"strconv"
	"strings"

	"ringkeeper/model"
)

// person reads the person of a row in a sheet with one row a person.
func (s *sheet) person(g *gathered) {
	household := g.row.Number
	name, id := s.text(FieldName, household), s.text(FieldID, household)
	if name == "" && id == "" {
		s.find(CodePersonWithoutName, FieldName, household)
		return
	}
	m := model.Member{Name: personName(name)}
	if name == "" {
		s.find(CodePersonWithoutName, FieldName, household)
	} else {
		s.spoilt(FieldName, name, household)
	}
	m.IDNumber = s.identity(FieldID, id, household, m.Name)
	relation := s.plain(FieldRelation, household)
	m.Relation = relation
	m.Number = s.personNumber(household)
	m.Phone = s.personPhone(household)
	m.Labour = s.personLabour(household)
	m.Health = s.plain(FieldHealth, household)
	if isHead(relation) {
		s.headPerson(g, m)
	}
	if len(g.row.Facts.Members) == maxSize {
		s.tooMany(g)
	} else if !s.twice(g, m) {
		g.row.Facts.Members = append(g.row.Facts.Members, m)
	}
}

// tooMany names the first person beyond those that a household may have. The
// others are passed over: to hold each against all would take hours where a whole
// sheet has one number.
func (s *sheet) tooMany(g *gathered) {
	if !g.crowded {
		g.crowded = true
		s.find(CodeTooManyPeople, FieldNumber, g.row.Number, "limit", strconv.Itoa(maxSize))
	}
}

// plain reads what is kept as it is written.
func (s *sheet) plain(f Field, household string) string {
	text := s.text(f, household)
	if s.spoilt(f, text, household) {
		return ""
	}
	return s.r.intern(value(text))
}

// headPerson notes the person whose relation is 户主; a second one is a fault.
func (s *sheet) headPerson(g *gathered, m model.Member) {
	if g.relationAt.sheet == nil {
		g.relationHead, g.relationID, g.relationAt = m.Name, person18(m.IDNumber), place{s, s.row}
		g.relationCell = s.at(FieldName)
		return
	}
	if samePerson(m, model.Member{Name: g.relationHead, IDNumber: g.relationID}) {
		return
	}
	pairs := append([]string{"first", g.relationHead}, g.relationAt.pairs()...)
	s.find(CodeTwoHeads, FieldName, g.row.Number, pairs...)
}

// samePerson compares by identity number where both have one, else by name.
func samePerson(a, b model.Member) bool {
	if a.IDNumber != "" && b.IDNumber != "" {
		return person18(a.IDNumber) == person18(b.IDNumber)
	}
	return a.Name == b.Name
}

// twice names a person who was read before. Within one household the second row
// is left out; in two households both stay, since nobody but the office knows
// which is right.
func (s *sheet) twice(g *gathered, m model.Member) bool {
	warn := func(first personAt) {
		pairs := append([]string{"name", m.Name, "first_household", first.household.row.Number}, first.place.pairs()...)
		f := FieldID
		if m.IDNumber == "" {
			f = FieldName
		}
		s.find(CodePersonTwice, f, g.row.Number, pairs...)
	}
	key := ""
	if len(m.IDNumber) >= 15 && alphanumeric(m.IDNumber) {
		key = person18(m.IDNumber)
	}
	before, seen := s.r.people[key]
	for _, other := range g.row.Facts.Members {
		if samePerson(m, other) {
			if !seen {
				before = personAt{g, g.first}
			}
			warn(before)
			return true
		}
	}
	switch {
	case key == "":
	case seen:
		warn(before)
	default:
		s.r.people[key] = personAt{g, place{s, s.row}}
	}
	return false
}

// identity reads an identity number and names what is wrong with it.
func (s *sheet) identity(f Field, text, household, name string) string {
	if text == "" || s.spoilt(f, text, household) {
		return ""
	}
	id, code := readID(text)
	if code == CodeLostDigits {
		s.find(code, f, household, "field", f.String(), "name", name)
	} else if code != "" {
		s.find(code, f, household, "name", name)
	}
	return strings.Clone(id)
}

func (s *sheet) personNumber(household string) string {
	text := s.text(FieldPersonNumber, household)
	if text == "" || s.spoilt(FieldPersonNumber, text, household) {
		return ""
	}
	n, lost := number(text)
	if lost {
		s.find(CodeLostDigits, FieldPersonNumber, household, "field", FieldPersonNumber.String())
		return ""
	}
	if maybeCut(n) {
		s.find(CodeMaybeCut, FieldPersonNumber, household, "field", FieldPersonNumber.String())
	}
	return n
}

func (s *sheet) personPhone(household string) string {
	text := s.text(FieldPersonPhone, household)
	if text == "" || s.spoilt(FieldPersonPhone, text, household) {
		return ""
	}
	phone, ok := readPhone(text)
	if !ok {
		s.find(CodeHouseholdPhone, FieldPersonPhone, household, "field", FieldPersonPhone.String())
	}
	return phone
}

func (s *sheet) personLabour(household string) model.Labour {
	text := s.text(FieldLabour, household)
	if text == "" || s.spoilt(FieldLabour, text, household) {
		return model.LabourUnknown
	}
	l, ok := readLabour(text)
	if !ok {
		s.find(CodeUnknownValue, FieldLabour, household, "field", FieldLabour.String())
	}
	return l
}
