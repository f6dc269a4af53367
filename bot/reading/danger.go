package reading

import (
	"slices"

	"ringkeeper/model"
)

// shortReport and shortLength are how many clauses and characters a report has at
// most of which a plain danger stands whatever was learned. Longer ones may go on
// to tell why it is none.
const shortReport, shortLength = 2, 80

func (v *view) short() bool { return len(v.clauses) <= shortReport && len(v.runes) <= shortLength }

// plainDanger says whether a short text tells of a danger to life or house that
// needs no second reading: 着火了, 喝了农药. It is of this home, and of now.
func (v *view) plainDanger() bool {
	if !v.short() {
		return false
	}
	plain := v.dangers()
	found, _ := v.findings()
	return slices.ContainsFunc(found, func(f finding) bool {
		return f.outcome == model.EmergencyFound && touches(plain, v.matches[f.match])
	})
}

// dangerElsewhere says whether a short text speaks of plain danger, but only as
// denied, past, another family's, taught, asked or supposed: 邻居家着火了.
func (v *view) dangerElsewhere() bool {
	if !v.short() {
		return false
	}
	plain := v.dangers()
	elsewhere := false
	for _, m := range v.matches {
		e := v.by.lex.events[m.name]
		switch {
		case m.name == markNotDanger:
			elsewhere = true
		case e == nil || e.Routine:
		case m.scope == counts || m.scope == planned:
			return false
		default:
			elsewhere = elsewhere || touches(plain, m)
		}
	}
	return elsewhere
}

// dangers are the words of plain danger, wherever they stand.
func (v *view) dangers() []match { return v.by.lex.find(v.by.lex.plain, v.runes, v.clauses) }

func touches(words []match, m match) bool {
	return slices.ContainsFunc(words, func(w match) bool { return w.start < m.end && m.start < w.end })
}

// markNotDanger is what only sounds like danger.
const markNotDanger = "not_danger"

// cries says whether a sentence of the text, read alone, is an emergency for the
// rules and for what was learned: 正常。他家房子着火了. So no calm words around it
// can hide a danger to life or house.
func (v *view) cries() bool {
	start := 0
	for i, c := range v.clauses {
		if i+1 < len(v.clauses) && !c.ends() {
			continue
		}
		a, b := v.clauses[start].start, c.end
		start = i + 1
		if c.mark == '?' || a == 0 && b == len(v.runes) {
			continue
		}
		alone := look(v.slice(a, b))
		r := alone.ruled(false)
		if r.Outcome == model.EmergencyFound && v.by.weights.Scores(alone.features(r, false))[slices.Index(outcomes, model.EmergencyFound)] > sure {
			return true
		}
	}
	return false
}

// sure is what the emergency of a sentence must score among calm ones.
const sure = 0.3
