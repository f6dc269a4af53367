package report

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/roster"
)

// shownRows bounds how many households a plan lists by name where nothing is
// wrong with them; faults, suggestions and absent households are all listed.
const shownRows = 20

// ExplainFile gives one line for a file that could not be read as a whole.
func ExplainFile(p Printer, err error) string {
	var e *roster.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	return e.File + ": " + p.Say("file."+string(e.Code), args(p, e.Detail))
}

// PrintFile says what was read.
func PrintFile(p Printer, f roster.File) {
	kinds := map[roster.Kind][]string{
		roster.Households: {"import.households"}, roster.Cadres: {"import.cadres"}, roster.Both: {"import.cadres", "import.households"},
	}
	var what []string
	for _, key := range kinds[f.Kind] {
		what = append(what, p.Say(key, nil))
	}
	fmt.Fprintln(p.Out, p.Say("import.read", model.Args{"file": f.Name, "rows": f.Rows, "what": p.words(what)}))
	if len(f.SkippedSheets) > 0 {
		fmt.Fprintln(p.Out, p.Say("import.skipped", model.Args{"sheets": p.words(f.SkippedSheets)}))
	}
}

// PrintFindings lists faults, then warnings, each with where it stands and what
// to do, and says whether a fault stands in the way. dropped were too many to
// be kept.
func PrintFindings(p Printer, findings []roster.Finding, dropped int) (faulty bool) {
	var faults, warnings []roster.Finding
	for _, f := range findings {
		if f.Fault() {
			faults = append(faults, f)
		} else {
			warnings = append(warnings, f)
		}
	}
	list := func(title string, fs []roster.Finding) {
		if len(fs) == 0 {
			return
		}
		fmt.Fprintln(p.Out, p.Say(title, model.Args{"n": len(fs)}))
		for _, f := range fs {
			fmt.Fprintln(p.Out, "  "+finding(p, f))
		}
	}
	list("import.warnings", warnings)
	list("import.faults", faults)
	if dropped > 0 {
		fmt.Fprintln(p.Out, "  "+p.Say("import.more", model.Args{"n": dropped}))
	}
	return len(faults) > 0
}

func finding(p Printer, f roster.Finding) string {
	sheet := ""
	if f.Sheet != "" {
		sheet = p.Say("import.sheet", model.Args{"name": f.Sheet})
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
		"value": f.Value, "what": p.Say("finding."+string(f.Code), args(p, f.Detail)),
	})
}

// args words the details of a finding.
func args(p Printer, detail map[string]string) model.Args {
	out := model.Args{}
	for name, v := range detail {
		switch name {
		case "field":
			out[name] = p.Say("field."+v, nil)
		case "ring", "sheet", "rule":
			out[name] = v
			if r := model.Ring(v); r.Rank() < len(model.Rings) {
				out[name] = p.Word(r)
			}
		case "tier":
			out[name] = p.Word(model.Tier(v))
		case "wanted":
			out[name] = p.words(tiers(p, v))
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

// PrintPlan says what an import changes, or would.
func PrintPlan(p Printer, plan roster.Plan, dry bool) {
	if dry {
		shown := 0
		for _, c := range plan.Changes {
			line := change(p, c)
			if line == "" {
				continue
			}
			if shown++; shown <= shownRows {
				fmt.Fprintln(p.Out, line)
			}
		}
		if shown > shownRows {
			fmt.Fprintln(p.Out, p.Say("import.rest", model.Args{"n": shown - shownRows}))
		}
	}
	suggested(p, plan)
	if len(plan.Absent) > 0 {
		fmt.Fprintln(p.Out, p.Say("import.absent", model.Args{"n": len(plan.Absent), "numbers": p.words(plan.Absent)}))
	}
	key := "import.done"
	if dry {
		key = "import.preview"
	}
	fmt.Fprintln(p.Out, p.Say(key, model.Args{"added": plan.Added, "changed": plan.Changed, "unchanged": plan.Unchanged}))
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
	values["fields"] = p.words(fields)
	return p.Say("import.changed", values)
}

func suggested(p Printer, plan roster.Plan) {
	if len(plan.SuggestedChanged) == 0 {
		return
	}
	fmt.Fprintln(p.Out, p.Say("import.suggested_title", model.Args{"n": len(plan.SuggestedChanged)}))
	changed := make(map[string]bool, len(plan.SuggestedChanged))
	for _, number := range plan.SuggestedChanged {
		changed[number] = true
	}
	for _, c := range plan.Changes {
		if changed[c.Number] {
			fmt.Fprintln(p.Out, p.Say("import.suggested", model.Args{"number": c.Number, "head": c.Facts.Head, "ring": c.Ring, "suggested": c.Suggested}))
		}
	}
}

// PrintCadrePlan says what an import of the cadres' list changes, or would.
func PrintCadrePlan(p Printer, plan roster.CadrePlan, dry bool) {
	key := "import.cadres_done"
	if dry {
		key = "import.cadres_preview"
	}
	fmt.Fprintln(p.Out, p.Say(key, model.Args{"added": plan.Added, "changed": plan.Changed, "unchanged": plan.Unchanged}))
}
