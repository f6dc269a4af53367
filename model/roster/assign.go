package roster

import (
	"strconv"

	"ringkeeper/model"
)

// directory finds cadres as a roster names them.
type directory struct {
	byID    map[int64]model.Cadre
	byPhone map[string]model.Cadre
	byName  map[string][]model.Cadre
}

func newDirectory(cadres []model.Cadre) directory {
	d := directory{
		byID:    make(map[int64]model.Cadre, len(cadres)),
		byPhone: make(map[string]model.Cadre, len(cadres)),
		byName:  make(map[string][]model.Cadre, len(cadres)),
	}
	for _, c := range cadres {
		if c.ID != 0 {
			d.byID[c.ID] = c
		}
		if c.Phone != "" {
			d.byPhone[c.Phone] = c
		}
		name := personName(c.Name)
		d.byName[name] = append(d.byName[name], c)
	}
	return d
}

// assign finds the responsible person: by phone when the row gives one, else by
// name. Nobody named changes nothing, since a blank cell is no order to leave a
// household alone.
func (plan *Plan) assign(c *Change, row HouseholdRow, before Known, old bool, people directory) {
	c.ResponsibleID = before.ResponsibleID
	var found model.Cadre
	switch {
	case row.ResponsiblePhone != "":
		cadre, ok := people.byPhone[row.ResponsiblePhone]
		if !ok {
			plan.find(CodeResponsibleUnknown, row, row.phone,
				"by", "phone", "phone", row.ResponsiblePhone, "name", row.Responsible)
			return
		}
		if row.Responsible != "" && personName(cadre.Name) != row.Responsible {
			plan.find(CodeResponsibleName, row, row.responsible,
				"name", row.Responsible, "listed", cadre.Name)
		}
		found = cadre
	case row.Responsible != "":
		named := people.byName[row.Responsible]
		if len(named) > 1 {
			plan.find(CodeResponsibleAmbiguous, row, row.responsible,
				"name", row.Responsible, "count", itoa(len(named)))
			return
		}
		if len(named) == 0 {
			plan.find(CodeResponsibleUnknown, row, row.responsible,
				"by", "name", "name", row.Responsible)
			return
		}
		found = named[0]
	default:
		if before.ResponsibleID == 0 && !row.Absent.Has(FieldResponsible) {
			plan.find(CodeNoResponsible, row, row.responsible)
		}
		return
	}
	c.ResponsibleID = found.ID
	c.AssignmentChanged = !old && found.ID != 0 || old && found.ID != before.ResponsibleID
}

func itoa(n int) string { return strconv.Itoa(n) }
