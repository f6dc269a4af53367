package reading

import "ringkeeper/model"

// IncomeSaid returns what a text plainly says of the household's income: that it is
// steady, has grown or has shrunk. said is false where it speaks of none, of
// several things, or only denies, hopes or remembers.
func IncomeSaid(s string) (change model.IncomeChange, said bool) {
	return standard().normalise(s).incomeSaid()
}

func (t text) incomeSaid() (change model.IncomeChange, said bool) {
	w := itemLexicon()
	for _, c := range split(t.runes) {
		before, income, after := w.Income.cut(string(t.runes[c.start:c.end]))
		if income == "" || w.Wishing.in(before) || w.Past.in(before) || w.Neighbours.in(before) {
			continue
		}
		for _, words := range []struct {
			list words
			says model.IncomeChange
		}{{w.IncomeUp, model.IncomeUp}, {w.IncomeDown, model.IncomeDown}, {w.IncomeSame, model.IncomeSame}} {
			between, word, _ := words.list.cut(after)
			if word == "" {
				continue
			}
			if w.Denials.suffix(between) != "" || said && change != words.says {
				return "", false
			}
			change, said = words.says, true
		}
	}
	return change, said
}
