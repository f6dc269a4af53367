package roster

import (
	"strconv"
)

// cadre reads a row of the cadres' list.
func (s *sheet) cadre() {
	name, phone := s.text(FieldName, ""), s.text(FieldPhone, "")
	if name == "" && phone == "" {
		s.leaveOut()
		return
	}
	if cadreHeaders[headerKey(name)] == FieldName && headerKey(name) == "姓名" || footnote(name) {
		return // the header repeated, or a footer
	}
	if example(name) {
		s.passExample(FieldName)
		return
	}
	row := CadreRow{File: s.r.file.Name, Sheet: s.name, RowNo: s.row}
	row.name, row.superior, row.domain = s.at(FieldName), s.at(FieldSuperior), s.at(FieldDomain)
	c := &row.Cadre
	if !s.spoilt(FieldName, name, "") {
		c.Name = personName(name)
	}
	if name == "" {
		s.find(CodeCadreNoName, FieldName, "", "phone", shown(FieldPhone, phone))
	}
	c.Phone = s.cadrePhone(FieldPhone, c.Name)
	if phone == "" {
		s.find(CodeCadreNoPhone, FieldPhone, "", "name", c.Name)
	}
	c.Unit, c.Post = s.plain(FieldUnit, ""), s.plain(FieldPost, "")
	var ok bool
	row.Absent = (1<<fieldCount - 1) &^ s.present
	if c.Tier, ok = readTier(s.text(FieldTier, "")); !ok {
		row.Absent = row.Absent.With(FieldTier)
		s.find(CodeUnknownValue, FieldTier, "", "field", FieldTier.String(), "name", c.Name)
	}
	if c.Role, ok = readRole(s.text(FieldRole, "")); !ok {
		s.find(CodeUnknownRole, FieldRole, "", "name", c.Name)
	}
	row.SuperiorPhone = s.cadrePhone(FieldSuperior, c.Name)
	row.Domain = s.r.intern(compact(s.plain(FieldDomain, "")))
	if districtWide(row.Domain) {
		row.Domain, c.DistrictWide = "", true
	}
	if s.listedBefore(row) {
		return
	}
	s.r.file.Cadres = append(s.r.file.Cadres, row)
}

// cadrePhone reads the phone of a cadre or of the superior: people are known by
// it, so that a poor one is a fault.
func (s *sheet) cadrePhone(f Field, name string) string {
	text := s.text(f, "")
	if text == "" || s.spoilt(f, text, "") {
		return ""
	}
	phone, ok, lost := readMobile(text)
	switch {
	case lost:
		s.find(CodeLostDigits, f, "", "field", f.String(), "name", name)
	case !ok:
		s.find(CodeCadreBadPhone, f, "", "field", f.String(), "name", name)
	}
	return phone
}

// listedBefore holds a row against an earlier one with the same phone: the same
// name is the same person, whose first row holds; another name is a fault.
func (s *sheet) listedBefore(row CadreRow) bool {
	if row.Cadre.Phone == "" {
		return false
	}
	i, seen := s.r.cadres[row.Cadre.Phone]
	if !seen {
		s.r.cadres[row.Cadre.Phone] = len(s.r.file.Cadres)
		return false
	}
	first := s.r.file.Cadres[i]
	pairs := []string{"name", row.Cadre.Name, "first_row", strconv.Itoa(first.RowNo), "first_sheet", first.Sheet}
	if first.Cadre.Name == row.Cadre.Name {
		s.find(CodeCadreTwice, FieldPhone, "", pairs...)
		return true
	}
	s.find(CodePhoneTwice, FieldPhone, "", append(pairs, "first", first.Cadre.Name)...)
	return false
}
