package roster

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ringkeeper/model"
)

// Known is what the store has of a household.
type Known struct {
	Facts         model.Facts
	Ring          model.Ring
	Pace          model.Ring
	Suggested     model.Ring
	Flags         []model.Flag
	ResponsibleID int64
}

// What an import does to a household.
type What string

// The kinds of change.
const (
	Added     What = "added"
	Changed   What = "changed"
	Unchanged What = "unchanged"
)

// Change is what an import does to one household. Ring and Pace are what holds
// after it; they are to be written where SetRing says so.
type Change struct {
	Number            string
	Provisional       string      // the number that the household had until now, where it waited for one
	Facts             model.Facts // as they are to be kept
	What              What
	Fields            []string // names of the facts that differ; flags where nothing else does
	Ring              model.Ring
	Pace              model.Ring
	SetRing           bool
	Suggested         model.Ring
	SuggestedBefore   model.Ring // NoRing for a household that is added
	Flags             []model.Flag
	ResponsibleID     int64
	AssignmentChanged bool
	File              string
	Sheet             string
	RowNo             int
}

// Plan is what an import would change, and what people should see before it.
type Plan struct {
	Changes                   []Change // one for each household of the file, in its order
	Added, Changed, Unchanged int
	SuggestedChanged          []string // numbers of known households whose suggested ring changes
	Absent                    []string // known numbers that the file does not tell of, sorted; nothing happens to them
	Findings                  []Finding
}

// NewPlan plans an import of households on a day. cadres is the cadres' list with
// its ids; in a dry run of both files ids that tell them apart will do.
//
// On first import the sheet's ring holds where there is one, else the judged one.
// Later the judged ring is only suggested, except that an undecided household
// gets its ring, or another pace.
func NewPlan(rows []HouseholdRow, known map[string]Known, cadres []model.Cadre, policy model.Policy, day model.Day) Plan {
	plan := Plan{Changes: make([]Change, 0, len(rows))}
	people := newDirectory(cadres)
	seen := make(map[string]int, len(rows))
	padded, arrived := withZeros(rows, known), arriving(rows, known)
	for _, row := range rows {
		if i, twice := seen[row.Number]; twice {
			plan.secondRow(row, plan.Changes[i])
			continue
		}
		seen[row.Number] = len(plan.Changes)
		provisional := arrived[row.Number]
		if provisional != "" {
			seen[provisional] = len(plan.Changes)
		}
		plan.household(row, known, provisional, people, policy, day)
		if plan.Changes[len(plan.Changes)-1].What == Added {
			plan.zeros(row, known, padded)
		}
	}
	for _, number := range slices.Sorted(maps.Keys(known)) {
		if _, told := seen[number]; !told {
			plan.Absent = append(plan.Absent, number)
		}
	}
	return plan
}

// secondRow: Read gives each household once, so that a second row comes from
// another file of the same import. It is left out, and stops the import where it
// says something else.
func (plan *Plan) secondRow(row HouseholdRow, first Change) {
	code := CodeHouseholdTwice
	if len(differing(first.Facts, merge(first.Facts, row))) > 0 {
		code = CodeContradiction
	}
	plan.find(code, row, cell{}, "first_row", itoa(first.RowNo), "first_sheet", first.Sheet, "first_file", first.File)
}

func (plan *Plan) household(row HouseholdRow, known map[string]Known, provisional string, people directory, policy model.Policy, day model.Day) {
	before, old := known[cmp.Or(provisional, row.Number)]
	facts := row.Facts
	if old {
		facts = merge(before.Facts, row)
	}
	judged := policy.Judge(facts, day.Year())
	c := Change{
		Number: row.Number, Provisional: provisional, Facts: facts, What: Added, Suggested: judged.Ring, SuggestedBefore: before.Suggested,
		Flags: slices.Clone(judged.Flags), File: row.File, Sheet: row.Sheet, RowNo: row.RowNo,
	}
	sheetRing := row.Facts.SheetRing
	if row.Absent.Has(FieldRing) {
		sheetRing = model.NoRing
	}
	c.setRing(before, old, sheetRing, judged)
	if facts.SheetRing != model.NoRing && facts.SheetRing != judged.Ring {
		c.Flags = append(c.Flags, model.FlagSheetRing)
	}
	plan.assign(&c, row, before, old, people)
	if old {
		c.Fields = differing(before.Facts, facts)
		if provisional != "" {
			c.Fields = slices.Insert(c.Fields, 0, FieldNumber.String())
		}
		if len(c.Fields) == 0 && !slices.Equal(c.Flags, before.Flags) {
			c.Fields = []string{"flags"} // another year's line or another setting: no fact of the household changed
		}
		c.What = Unchanged
		if len(c.Fields) > 0 || c.SetRing || c.AssignmentChanged || c.Suggested != before.Suggested {
			c.What = Changed
		}
		if c.Suggested != before.Suggested {
			plan.SuggestedChanged = append(plan.SuggestedChanged, c.Number)
		}
	}
	plan.warn(c, row, judged.Reason, people, policy, day)
	switch c.What {
	case Added:
		plan.Added++
	case Changed:
		plan.Changed++
	default:
		plan.Unchanged++
	}
	plan.Changes = append(plan.Changes, c)
}

// setRing decides the official ring. A sheet's 待研判 is a ring that the office
// gave: it holds as long as the sheet says so, at the judged pace where the rule
// is undecided too and at orange's where it is not.
func (c *Change) setRing(before Known, old bool, sheet model.Ring, judged model.Judgement) {
	c.Ring, c.Pace = before.Ring, before.Pace
	if old && before.Ring != model.Undecided {
		return
	}
	ring, pace := judged.Ring, judged.Pace
	switch {
	case sheet == model.Undecided:
		ring = model.Undecided
		if judged.Ring != model.Undecided {
			pace = model.Orange
		}
	case sheet != model.NoRing:
		ring, pace = sheet, sheet
	}
	c.SetRing = !old || ring != before.Ring || pace != before.Pace
	c.Ring, c.Pace = ring, pace
}

// warn names what people should look at in a household.
func (plan *Plan) warn(c Change, row HouseholdRow, why model.Reason, people directory, policy model.Policy, day model.Day) {
	year := day.Year()
	for _, flag := range c.Flags {
		switch flag {
		case model.FlagBoundary:
			plan.find(CodeBoundaryIncome, row, row.income,
				"income", c.Facts.Income.Fen.String(), "line", policy.RingLine.Of(year).String())
		case model.FlagUnmonitored:
			plan.find(CodeBelowStandard, row, row.income,
				"income", c.Facts.Income.Fen.String(), "standard", policy.MonitoringStandard.Of(year).String())
		case model.FlagSafetyNetLabour:
			plan.find(CodeSafetyNetLabour, row, cell{})
		case model.FlagSheetRing:
			plan.find(CodeSheetRingDiffers, row, row.ring,
				"sheet", string(c.Facts.SheetRing), "rule", string(c.Suggested), "reason", why.Key)
		}
	}
	cadre, ok := people.byID[c.ResponsibleID]
	wanted := policy.Tiers[c.Ring]
	if !ok || len(wanted) == 0 || slices.Contains(wanted, cadre.Tier) {
		return
	}
	names := make([]string, len(wanted))
	for i, t := range wanted {
		names[i] = string(t)
	}
	plan.find(CodeRank, row, row.responsible, "name", cadre.Name, "tier", string(cadre.Tier),
		"ring", string(c.Ring), "wanted", strings.Join(names, ","))
}

func (plan *Plan) find(code Code, row HouseholdRow, at cell, pairs ...string) {
	plan.Findings = append(plan.Findings, row.finding(code, at, pairs))
}
