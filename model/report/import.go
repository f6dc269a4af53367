package report

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/roster"
)

// shownRows bounds how many households a plan lists by name where nothing is
// wrong with them; faults and suggestions are all listed. Of those who are not in
// the sheet the first are named: after the first import a sheet is often a part.
const (
	shownRows   = 20
	shownAbsent = 10
)

// ExplainFile gives one line for a file that could not be read as a whole.
func ExplainFile(p Printer, err error) string {
	var e *roster.Error
	if !errors.As(err, &e) {
		return Cause(err).Error()
	}
	key := "file." + string(e.Code)
	if e.Detail["row"] != "" && e.Detail["column"] == "" && (e.Code == roster.CodeTooManyColumns || e.Code == roster.CodeCellTooLong) {
		key += "_about" // counted before the cells were told apart
	}
	return p.Say("import.unread", model.Args{"file": e.File, "what": strings.TrimSpace(p.Say(key, args(p, e.Detail, ofFile)))})
}

// PrintFile says what was read.
func PrintFile(p Printer, f roster.File) error {
	kinds := map[roster.Kind][]string{
		roster.Households: {"import.households"}, roster.Cadres: {"import.cadres"}, roster.Both: {"import.cadres", "import.households"},
	}
	var what []string
	for _, key := range kinds[f.Kind] {
		what = append(what, p.Say(key, nil))
	}
	lines := []string{p.Say("import.read", model.Args{"file": f.Name, "n": f.Rows, "what": p.Join(what)})}
	if len(f.SkippedSheets) > 0 {
		lines = append(lines, p.Say("import.skipped", model.Args{"sheets": p.Join(f.SkippedSheets)}))
	}
	return p.lines(lines...)
}

// Found are the findings of an import.
type Found struct {
	Findings []roster.Finding
	Dropped  int  // too many to be kept
	Several  bool // files, which are then named
	LeftOut  bool // faults are left out and do not stop the import
}

// PrintFindings lists warnings, then faults, which so stand next to what comes
// after, each with where it stands and what to do.
func PrintFindings(p Printer, found Found) error {
	var faults, warnings, lines []string
	for _, f := range found.Findings {
		if !found.Several {
			f.File = ""
		}
		if f.Fault() {
			faults = append(faults, "  "+finding(p, f))
		} else {
			warnings = append(warnings, "  "+finding(p, f))
		}
	}
	list := func(title string, found []string) {
		if len(found) > 0 {
			lines = append(append(lines, p.Say(title, model.Args{"n": len(found)})), found...)
		}
	}
	list("import.warnings", warnings)
	if found.LeftOut {
		list("import.faults_left", faults)
	} else {
		list("import.faults", faults)
	}
	if found.Dropped > 0 {
		lines = append(lines, "  "+p.Say("import.more", model.Args{"n": found.Dropped}))
	}
	return p.lines(lines...)
}

func finding(p Printer, f roster.Finding) string {
	sheet := ""
	if f.Sheet != "" {
		sheet = p.Say("import.sheet", model.Args{"name": f.Sheet})
	}
	if f.File != "" {
		sheet = p.Say("import.sheet", model.Args{"name": f.File}) + sheet
	}
	where := "import.where"
	if f.Column == "" {
		where = "import.where_row"
	}
	key := "import.finding_value"
	if f.Value == "" {
		key = "import.finding"
	}
	return p.Say(key, model.Args{
		"where": p.Say(where, model.Args{"sheet": sheet, "row": f.Row, "column": f.Column}),
		"value": f.Value, "what": p.Say("finding."+sentence(f), args(p, f.Detail, ofFile)),
	})
}

// sentence is the key of what is said of a finding: a value that was not known
// is kept out, or taken with care for one that is; what contradicts a value stands
// in another row or beside it.
func sentence(f roster.Finding) string {
	d := f.Detail
	switch {
	case d["taken_as"] != "":
		return string(f.Code) + "_taken"
	case d["first_column"] != "" && d["first_row"] == strconv.Itoa(f.Row) && d["first_sheet"] == f.Sheet:
		return string(f.Code) + "_beside"
	}
	return string(f.Code)
}

// Rows of the file that is read, and of the one that a sheet of left-out rows came
// from.
const (
	ofFile     = "import.row"
	ofOriginal = "import.row_original"
)

// args words the details of a finding, in which rows are those of a file.
func args(p Printer, detail map[string]string, row string) model.Args {
	out := model.Args{}
	for name, v := range detail {
		switch name {
		case "first_row":
			out[name] = p.Say(row, model.Args{"row": v})
		case "field":
			out[name] = p.Say("field."+v, nil)
		case "ring", "sheet", "rule":
			out[name] = v
			if r := model.Ring(v); r.Rank() < len(model.Rings) {
				out[name] = p.Word(r)
			}
		case "taken_as":
			out[name] = p.Word(model.Monitored(v))
		case "tier":
			out[name] = p.Word(model.Tier(v))
		case "wanted":
			out[name] = p.Join(tiers(p, v))
		default:
			out[name] = v
		}
	}
	return out
}

func tiers(p Printer, list string) (words []string) {
	for _, t := range model.Tiers {
		if slices.Contains(strings.Split(list, ","), string(t)) {
			words = append(words, p.Word(t))
		}
	}
	return words
}

// PrintPlan says what an import changes, or would. On the first import nobody
// needs every household by name.
func PrintPlan(p Printer, plan roster.Plan, dry bool) error {
	var lines []string
	shown := 0
	for _, c := range plan.Changes {
		line := change(p, c)
		if line == "" || !dry && c.What == roster.Added {
			continue
		}
		if shown++; shown <= shownRows {
			lines = append(lines, line)
		}
	}
	if shown > shownRows {
		lines = append(lines, p.Say("import.rest", model.Args{"n": shown - shownRows}))
	}
	lines = append(lines, suggested(p, plan)...)
	lines = append(lines, absent(p, "import.absent", "import.absent_many", plan.Absent)...)
	key := "import.done"
	if dry {
		key = "import.preview"
	}
	return p.lines(append(lines, p.Say(key, model.Args{"added": plan.Added, "changed": plan.Changed, "unchanged": plan.Unchanged}))...)
}

// absent counts who is known and not told of, and names the first.
func absent(p Printer, key, many string, names []string) []string {
	switch n := len(names); {
	case n == 0:
		return nil
	case n > shownAbsent:
		return []string{p.Say(many, model.Args{"n": n, "names": p.Join(names[:shownAbsent])})}
	default:
		return []string{p.Say(key, model.Args{"n": n, "names": p.Join(names)})}
	}
}

func change(p Printer, c roster.Change) string {
	values := model.Args{"number": c.Number, "head": c.Facts.Head, "ring": c.Ring}
	switch {
	case c.What == roster.Added:
		return p.Say("import.added", values)
	case c.What != roster.Changed:
		return ""
	case c.SetRing:
		return p.Say("import.ring_given", values)
	}
	fields := make([]string, 0, len(c.Fields)+1)
	for _, f := range c.Fields {
		fields = append(fields, p.Say("field."+f, nil))
	}
	if c.AssignmentChanged {
		fields = append(fields, p.Say("field.responsible", nil))
	}
	if len(fields) == 0 { // another ring is suggested, which is told of by itself
		return ""
	}
	values["fields"] = p.Join(fields)
	return p.Say("import.changed", values)
}

func suggested(p Printer, plan roster.Plan) (lines []string) {
	if len(plan.SuggestedChanged) == 0 {
		return nil
	}
	lines = append(lines, p.Say("import.suggested_title", model.Args{"n": len(plan.SuggestedChanged)}))
	changed := make(map[string]bool, len(plan.SuggestedChanged))
	for _, number := range plan.SuggestedChanged {
		changed[number] = true
	}
	for _, c := range plan.Changes {
		if changed[c.Number] {
			lines = append(lines, p.Say("import.suggested", model.Args{"number": c.Number, "head": c.Facts.Head, "ring": c.Ring, "suggested": c.Suggested}))
		}
	}
	return lines
}

// PrintCadrePlan says what an import of the cadres' list changes, or would.
func PrintCadrePlan(p Printer, plan roster.CadrePlan, dry bool) error {
	var lines []string
	shown := 0
	for _, c := range plan.Changes {
		if c.What == roster.Unchanged || !dry && c.What == roster.Added {
			continue
		}
		if shown++; shown > shownRows {
			continue
		}
		if c.What == roster.Added {
			lines = append(lines, p.Say("import.cadre_added", model.Args{"name": c.Cadre.Name, "phone": c.Cadre.Phone}))
			continue
		}
		fields := make([]string, len(c.Fields))
		for i, f := range c.Fields {
			fields[i] = p.Say("field."+f, nil)
		}
		lines = append(lines, p.Say("import.cadre_changed", model.Args{"name": c.Cadre.Name, "phone": c.Cadre.Phone, "fields": p.Join(fields)}))
	}
	if shown > shownRows {
		lines = append(lines, p.Say("import.cadres_rest", model.Args{"n": shown - shownRows}))
	}
	names := make([]string, len(plan.Absent))
	for i, k := range plan.Absent {
		names[i] = k.Cadre.Name
	}
	lines = append(lines, absent(p, "import.cadres_absent", "import.cadres_absent_many", names)...)
	key := "import.cadres_done"
	if dry {
		key = "import.cadres_preview"
	}
	return p.lines(append(lines, p.Say(key, model.Args{"added": plan.Added, "changed": plan.Changed, "unchanged": plan.Unchanged}))...)
}
