package roster

import (
	"cmp"
	"slices"

	"ringkeeper/model"
)

// merge puts what a row tells over what is known: only what the file tells
// overwrites, and people known from a sheet of persons outlive a sheet of
// households.
func merge(known model.Facts, row HouseholdRow) model.Facts {
	told := row.Facts
	has := func(f Field) bool { return !row.Absent.Has(f) }
	merged := known
	if told.Head != "" {
		merged.Head = told.Head
	}
	put(has(FieldPhone), &merged.Phone, told.Phone)
	put(has(FieldTownship), &merged.Township, told.Township)
	put(has(FieldVillage), &merged.Village, told.Village)
	put(has(FieldGroup), &merged.Group, told.Group)
	put(has(FieldCategory), &merged.Category, told.Category)
	put(has(FieldMonitored), &merged.Monitored, told.Monitored)
	put(has(FieldRiskEliminated), &merged.RiskEliminated, told.RiskEliminated)
	put(has(FieldSafetyNet), &merged.SafetyNet, told.SafetyNet)
	put(has(FieldIncome), &merged.Income, told.Income)
	put(has(FieldSize), &merged.Size, told.Size)
	put(has(FieldLabour), &merged.Labour, told.Labour)
	put(has(FieldWish), &merged.Wish, told.Wish)
	put(has(FieldDoubleBound), &merged.DoubleBound, told.DoubleBound)
	put(has(FieldRing), &merged.SheetRing, told.SheetRing)
	merged.Members = mergeMembers(known.Members, row)
	return merged
}

func put[T any](told bool, into *T, v T) {
	if told {
		*into = v
	}
}

// mergeMembers: a sheet of persons tells who belongs to the household; a sheet of
// households at most who the head is.
func mergeMembers(known []model.Member, row HouseholdRow) []model.Member {
	told := row.Facts.Members
	if len(told) == 0 {
		return known
	}
	merged := make([]model.Member, len(told))
	for i, m := range told {
		if j := findMember(known, m); j >= 0 {
			m = mergeMember(known[j], m, row.Absent)
		}
		merged[i] = m
	}
	if !row.Absent.Has(FieldMembers) {
		if sameMembers(known, merged) {
			return known // another order of rows is no change
		}
		return merged
	}
	all := slices.Clone(known)
	for _, m := range merged {
		if j := findMember(all, m); j >= 0 {
			all[j] = m
		} else {
			all = append(all, m)
		}
	}
	return all
}

// mergeMember keeps what is known of a person where the sheet has no column.
func mergeMember(known, told model.Member, absent Fields) model.Member {
	m := known
	put(told.Name != "", &m.Name, told.Name)
	put(told.IDNumber != "", &m.IDNumber, told.IDNumber)
	put(told.Number != "", &m.Number, told.Number)
	if absent.Has(FieldMembers) {
		return m // the head as a sheet of households tells it: nothing but name and number
	}
	put(!absent.Has(FieldRelation), &m.Relation, told.Relation)
	put(!absent.Has(FieldPersonPhone), &m.Phone, told.Phone)
	put(!absent.Has(FieldLabour), &m.Labour, told.Labour)
	put(!absent.Has(FieldHealth), &m.Health, told.Health)
	return m
}

// findMember finds a person by identity number, else by the person's number,
// else by name.
func findMember(in []model.Member, m model.Member) int {
	for _, same := range []func(model.Member) bool{
		func(o model.Member) bool { return m.IDNumber != "" && person18(o.IDNumber) == person18(m.IDNumber) },
		func(o model.Member) bool { return m.Number != "" && o.Number == m.Number },
		func(o model.Member) bool {
			return m.Name == o.Name && (m.IDNumber == "" || o.IDNumber == "") && (m.Number == "" || o.Number == "")
		},
	} {
		if i := slices.IndexFunc(in, same); i >= 0 {
			return i
		}
	}
	return -1
}

func sameMembers(a, b []model.Member) bool {
	if len(a) != len(b) {
		return false
	}
	order := func(x, y model.Member) int {
		return cmp.Or(cmp.Compare(x.IDNumber, y.IDNumber), cmp.Compare(x.Number, y.Number), cmp.Compare(x.Name, y.Name))
	}
	a, b = slices.SortedFunc(slices.Values(a), order), slices.SortedFunc(slices.Values(b), order)
	return slices.Equal(a, b)
}

// differing lists the facts that differ, by name, in the order of the fields.
func differing(a, b model.Facts) []string {
	var fields []string
	note := func(f Field, differ bool) {
		if differ {
			fields = append(fields, f.String())
		}
	}
	note(FieldHead, a.Head != b.Head)
	note(FieldPhone, a.Phone != b.Phone)
	note(FieldTownship, a.Township != b.Township)
	note(FieldVillage, a.Village != b.Village)
	note(FieldGroup, a.Group != b.Group)
	note(FieldCategory, a.Category != b.Category)
	note(FieldMonitored, a.Monitored != b.Monitored)
	note(FieldRiskEliminated, a.RiskEliminated != b.RiskEliminated)
	note(FieldSafetyNet, a.SafetyNet != b.SafetyNet)
	note(FieldIncome, a.Income != b.Income)
	note(FieldSize, a.Size != b.Size)
	note(FieldRing, a.SheetRing != b.SheetRing)
	note(FieldWish, a.Wish != b.Wish)
	note(FieldDoubleBound, a.DoubleBound != b.DoubleBound)
	note(FieldLabour, a.Labour != b.Labour)
	note(FieldMembers, !sameMembers(a.Members, b.Members))
	return fields
}
