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
	Bare         bool     // nothing is said but that there was a contact
	Doubt        bool     // it may be an emergency, or only a change
}

// Read reads a text about one household. today is the day on which it was
// written: 昨天 counts from it, and no day it names is later than it.
func Read(text string, today model.Day) Reading {
	return look(normalise(text)).reading(today, false)
}

// How reads only by what means and on which day a contact was made: unspecified
// and 0 where a text does not say, future where it names a day that has not come.
func How(text string, today model.Day) (means model.Means, day model.Day, future bool) {
	v := look(normalise(text))
	day, future = v.happenedOn(today)
	return v.means(), day, future
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
