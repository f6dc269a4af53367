package roster

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"ringkeeper/model"
)

// Finding is a fault or a warning at a cell. File is the base name; Sheet is
// blank for CSV; Row counts from 1 as Excel does, 0 for what is no row's; Column
// is the letters and the header, as in "W 人均纯收入"; Household is blank where
// the row tells none. Value is blank for identity numbers.
type Finding struct {
	File      string
	Sheet     string
	Row       int
	Column    string
	Value     string
	Code      Code
	Household string
	Detail    map[string]string

	order uint64 // sheet, row, column, so that findings read from top to bottom
}

// Fault says that the finding stops the import; else it is a warning.
func (f Finding) Fault() bool { return f.Code.Fault() }

// HasFault says whether one of the findings stops the import.
func HasFault(fs []Finding) bool { return slices.ContainsFunc(fs, Finding.Fault) }

// findings keeps faults and warnings apart, each up to a limit, so that a flood
// of warnings never drowns a fault.
type findings struct {
	limit            int
	faults, warnings []Finding
	dropped          int
	faulty           int // faults, those beyond the limit too
	touched          touched
}

func (fs *findings) add(f Finding) {
	list := &fs.warnings
	if f.Fault() {
		list = &fs.faults
		fs.faulty++
		fs.touched.fault(f) // those beyond the limit too
	}
	if len(*list) >= fs.limit {
		fs.dropped++
		return
	}
	*list = append(*list, f)
}

// all returns the findings in the order of the sheets, rows and columns.
func (fs *findings) all() []Finding {
	list := slices.Concat(fs.faults, fs.warnings)
	slices.SortStableFunc(list, func(a, b Finding) int { return cmp.Compare(a.order, b.order) })
	return list
}

// told is shown for a sentence that names a value.
func told(f Field, text string) string {
	if text = shown(f, text); text == "" {
		return "…"
	}
	return text
}

const shownRunes = 60

// shown is a cell's text as a finding may show it: on one line, short, and
// without an identity number, whichever column it stands in. Of such a number
// nothing is shown, since the name stands beside it.
func shown(f Field, text string) string {
	text = strings.Join(strings.Fields(text), " ")
	switch f {
	case FieldID, FieldHeadID:
		return ""
	case FieldNumber, FieldPersonNumber:
		// A household's number may be as long as an identity number; it is
		// struck out only when it really is one.
		if c := clean(text); len(c) >= 18 && checkDigit(c[:17]) == upper(c[17]) && birthDate(c) {
			return ""
		}
	default:
		text = model.StrikeIDs(text)
	}
	if utf8.RuneCountInString(text) > shownRunes {
		text = string([]rune(text)[:shownRunes]) + "…"
	}
	return text
}
