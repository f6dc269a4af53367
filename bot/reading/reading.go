package reading

import "ringkeeper/model"

// Reading is what one text says of one household.
type Reading struct {
	Outcome      model.Outcome
	Means        model.Means
	Causes       []model.Cause
	HappenedOn   model.Day // 0: not said
	MemberChange bool
	IncomeChange model.IncomeChange
	Words        []string // the words that decided, as they were written
	Future       bool     // a day that has not come was named as the day of the contact
}

// Read reads a text about one household. today is the day on which it was
// written: 昨天 counts from it, and no day it names is later than it.
func Read(text string, today model.Day) Reading {
	return look(normalise(text)).reading(today, false)
}

// look finds the words of a text and what they count for.
func look(t text) *view {
	t = t.squeezed()
	clauses := split(t.runes)
	matches := lexicon().words.find(t.runes, clauses)
	applyScope(t.runes, clauses, matches)
	return newView(t, clauses, matches)
}

// reading reads the text. named says that a household was named beside it, so
// that a bare 好 is an answer and not an acknowledgement.
func (v *view) reading(today model.Day, named bool) Reading {
	r := v.decide(named)
	r.Means = v.means()
	r.HappenedOn, r.Future = v.happenedOn(today)
	if r.Outcome == model.Unclear {
		r.HappenedOn, r.Means = 0, model.Unspecified
	}
	return r
}
