package roster

import (
	"cmp"
	"slices"
	"strconv"

	"ringkeeper/model"
)

// KnownCadre is a cadre as the store has it. Domain is the township's name.
type KnownCadre struct {
	Cadre  model.Cadre
	Domain string
}

// CadreChange is what an import does to one cadre. Cadre carries the known id,
// binding and version; SuperiorID and TownshipID are left to whoever stores it,
// to be found by SuperiorPhone and Domain.
type CadreChange struct {
	Cadre         model.Cadre
	SuperiorPhone string
	Domain        string
	What          What
	Fields        []string
	File          string
	Sheet         string
	RowNo         int
}

// CadrePlan is what an import of the cadres' list would change. Superiors may
// stand below the people they lead, so that all are to be stored before the
// superiors are linked.
type CadrePlan struct {
	Changes                   []CadreChange
	Added, Changed, Unchanged int
	Absent                    []KnownCadre // not on the list: untouched
	Findings                  []Finding
}

// NewCadrePlan plans an import of the cadres' list. A cadre is known by the
// phone. townships are the names that 辖区 may have; none means that no roster
// was imported yet, and nothing is held against them.
func NewCadrePlan(rows []CadreRow, known []KnownCadre, townships []string) CadrePlan {
	p := cadrePlanner{
		byPhone: map[string]KnownCadre{}, phoneOf: map[int64]string{}, superior: map[string]string{}, listed: map[string]bool{},
		planned: map[string]CadreRow{},
	}
	for _, k := range known {
		p.byPhone[k.Cadre.Phone] = k
		p.phoneOf[k.Cadre.ID] = k.Cadre.Phone
	}
	for _, k := range known {
		if k.Cadre.SuperiorID != 0 {
			p.superior[k.Cadre.Phone] = p.phoneOf[k.Cadre.SuperiorID]
		}
	}
	rows = slices.Clone(rows)
	for i, row := range rows {
		if k, old := p.byPhone[row.Cadre.Phone]; old {
			row = p.keep(k, row)
			rows[i] = row
		}
		p.listed[row.Cadre.Phone] = true
		p.superior[row.Cadre.Phone] = row.SuperiorPhone
	}
	for _, row := range rows {
		if !p.secondRow(row) {
			p.row(row, townships)
		}
	}
	for _, k := range known {
		if !p.listed[k.Cadre.Phone] {
			p.plan.Absent = append(p.plan.Absent, k)
		}
	}
	slices.SortFunc(p.plan.Absent, func(a, b KnownCadre) int { return cmp.Compare(a.Cadre.Phone, b.Cadre.Phone) })
	return p.plan
}

// secondRow finds a phone that another file of the same import told already:
// Read gives each once, or as a fault. The first row holds.
func (p *cadrePlanner) secondRow(row CadreRow) bool {
	first, twice := p.planned[row.Cadre.Phone]
	if !twice || row.Cadre.Phone == "" {
		p.planned[row.Cadre.Phone] = row
		return false
	}
	if first.File == row.File && first.Cadre.Name != row.Cadre.Name {
		return true // Read has named it
	}
	pairs := []string{"name", row.Cadre.Name, "first_row", itoa(first.RowNo), "first_sheet", first.Sheet, "first_file", first.File}
	code := CodeCadreTwice
	if first.Cadre.Name != row.Cadre.Name {
		code = CodePhoneTwice
		pairs = append(pairs, "first", first.Cadre.Name)
	}
	p.find(code, row, row.name, pairs...)
	return true
}

type cadrePlanner struct {
	plan     CadrePlan
	byPhone  map[string]KnownCadre
	phoneOf  map[int64]string
	superior map[string]string // phone → phone of the superior, after the import
	listed   map[string]bool
	planned  map[string]CadreRow
}

func (p *cadrePlanner) row(row CadreRow, townships []string) {
	c := row.Cadre
	c.Language, c.SuperiorID, c.TownshipID = "", 0, 0
	change := CadreChange{Cadre: c, SuperiorPhone: row.SuperiorPhone, Domain: row.Domain, What: Added, File: row.File, Sheet: row.Sheet, RowNo: row.RowNo}
	if k, old := p.byPhone[c.Phone]; old {
		change.Fields = p.differing(k, row)
		change.What = Unchanged
		if len(change.Fields) > 0 {
			change.What = Changed
		}
		change.Cadre = k.Cadre
		change.Cadre.Name, change.Cadre.Unit, change.Cadre.Post = c.Name, c.Unit, c.Post
		change.Cadre.Tier, change.Cadre.Role, change.Cadre.DistrictWide = c.Tier, c.Role, c.DistrictWide
		if k.Cadre.Name != c.Name {
			// A phone goes on to somebody else, while the account that was bound
			// through it stays with the person before.
			p.find(CodeCadreRenamed, row, row.name, "name", c.Name, "known", k.Cadre.Name, "bound", strconv.FormatBool(k.Cadre.Bound()))
		}
	}
	p.checkSuperior(row)
	if row.Domain != "" && len(townships) > 0 && !slices.Contains(townships, row.Domain) {
		p.find(CodeUnknownTownship, row, row.domain, "name", row.Domain)
	}
	switch change.What {
	case Added:
		p.plan.Added++
	case Changed:
		p.plan.Changed++
	default:
		p.plan.Unchanged++
	}
	p.plan.Changes = append(p.plan.Changes, change)
}

// keep puts what is known into what the list does not tell.
func (p *cadrePlanner) keep(k KnownCadre, row CadreRow) CadreRow {
	absent := row.Absent.Has
	put(absent(FieldUnit), &row.Cadre.Unit, k.Cadre.Unit)
	put(absent(FieldPost), &row.Cadre.Post, k.Cadre.Post)
	put(absent(FieldTier), &row.Cadre.Tier, k.Cadre.Tier)
	put(absent(FieldRole), &row.Cadre.Role, k.Cadre.Role)
	put(absent(FieldSuperior), &row.SuperiorPhone, p.phoneOf[k.Cadre.SuperiorID])
	put(absent(FieldDomain), &row.Domain, k.Domain)
	put(absent(FieldDomain), &row.Cadre.DistrictWide, k.Cadre.DistrictWide)
	return row
}

// maxLevels is deeper than any office; the walk up the superiors ends there.
const maxLevels = 100

// checkSuperior: the superior is on the list or known, and the superiors lead
// up to somebody without one.
func (p *cadrePlanner) checkSuperior(row CadreRow) {
	if row.SuperiorPhone == "" {
		return
	}
	if _, known := p.byPhone[row.SuperiorPhone]; !known && !p.listed[row.SuperiorPhone] {
		p.find(CodeSuperiorUnknown, row, row.superior, "name", row.Cadre.Name)
		return
	}
	// Only the people who stand in the loop are named, not those below it.
	at := row.SuperiorPhone
	for range maxLevels {
		if at == row.Cadre.Phone {
			p.find(CodeSuperiorLoop, row, row.superior, "name", row.Cadre.Name)
			return
		}
		if at = p.superior[at]; at == "" {
			return
		}
	}
}

func (p *cadrePlanner) differing(k KnownCadre, row CadreRow) []string {
	var fields []string
	note := func(f Field, differ bool) {
		if differ {
			fields = append(fields, f.String())
		}
	}
	a, b := k.Cadre, row.Cadre
	note(FieldName, a.Name != b.Name)
	note(FieldUnit, a.Unit != b.Unit)
	note(FieldPost, a.Post != b.Post)
	note(FieldTier, a.Tier != b.Tier)
	note(FieldRole, a.Role != b.Role)
	note(FieldSuperior, p.phoneOf[a.SuperiorID] != row.SuperiorPhone)
	note(FieldDomain, k.Domain != row.Domain || a.DistrictWide != b.DistrictWide)
	return fields
}

func (p *cadrePlanner) find(code Code, row CadreRow, at cell, pairs ...string) {
	p.plan.Findings = append(p.plan.Findings, row.finding(code, at, pairs))
}
