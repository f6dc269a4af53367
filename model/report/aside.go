package report

import (
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/roster"
)

// Aside is a sheet of rows that were left out of an import.
type Aside struct {
	File string // from which they come
	Path string
	roster.Written
}

// PrintAsides says where the rows are that were left out, or would be; absent
// says that households were listed as not in the sheets.
func PrintAsides(p Printer, asides []Aside, dry, absent bool) error {
	key := "import.aside"
	if dry {
		key = "import.aside_preview"
	}
	var lines []string
	for _, a := range asides {
		what := p.Say("import.aside_rows", model.Args{"n": a.Rows})
		if a.Households > 0 {
			what = p.Say("import.aside_households", model.Args{"n": a.Households, "rows": what})
		}
		lines = append(lines, p.Say(key, model.Args{"file": a.File, "what": what, "path": a.Path, "column": p.Say("import.aside_column", nil)}))
		if absent && a.Unnumbered > 0 {
			lines = append(lines, p.Say("import.aside_unnumbered", model.Args{"n": a.Unnumbered}))
		}
	}
	return p.lines(lines...)
}

// Remarks words what stands beside rows that are left out.
func Remarks(p Printer) roster.Remarks {
	return roster.Remarks{
		Header: p.Say("import.aside_column", nil),
		Kin:    p.Say("import.aside_kin", nil),
		Reason: func(faults []roster.Finding) string {
			reasons := make([]string, len(faults))
			for i, f := range faults {
				reasons[i] = oneLine(reason(p, f))
			}
			return strings.Join(reasons, "\n")
		},
	}
}

// reason is a finding without its row, which is another one in the new sheet.
func reason(p Printer, f roster.Finding) string {
	what := p.Say("finding."+sentence(f), args(p, f.Detail, ofOriginal))
	if f.Column == "" {
		return what
	}
	return p.Say("import.finding", model.Args{"where": f.Column, "what": what})
}
