package reading

import (
	"slices"
	"strings"

	"ringkeeper/model"
)

// hintsFrom is the length from which weak words are asked.
const hintsFrom = 6

// hints are the weak words, the gravest kind first.
var hints = []model.Outcome{model.EmergencyFound, model.Change, model.Unreached, model.Normal}

// hinted weighs the weak words of a text that is long enough to tell anything.
// A tie goes to the graver kind: a needless question costs less than silence.
func (v *view) hinted() (model.Outcome, []string) {
	if len(v.runes) < hintsFrom || !v.speaksOfHome() || v.said[markPolicy] {
		return model.Unclear, nil
	}
	best, most := model.Unclear, 0
	var words []string
	weak := v.by.lex.find(v.by.lex.weak, v.runes, v.clauses)
	for _, h := range hints {
		var found []string
		for _, m := range weak {
			denied := m.start > 0 && strings.ContainsRune(refusals, v.runes[m.start-1]) || m.start > 1 && strings.ContainsRune(refusals, v.runes[m.start-2])
			if w := v.source(m.start, m.end); m.name == string(h) && !denied && !slices.Contains(found, w) {
				found = append(found, w)
			}
		}
		if h == model.EmergencyFound && len(found) < 2 {
			continue // One weak word is too little for an alarm.
		}
		if len(found) > most {
			best, most, words = h, len(found), found
		}
	}
	return best, words
}
