package reading

import (
	"slices"
	"strings"
)

// near is how far apart two words of one clause may stand and still belong
// together; dictated texts have clauses without end.
const near = 14

// personReach is how far before an event its person may stand, across commas.
const personReach = 24

// view is a text with its matches, ready to be asked.
type view struct {
	text
	clauses []clause
	matches []match
	said    map[string]bool // marks and events that count, anywhere in the text
	about   []about         // by clause
}

// about says what a clause speaks of.
type about struct{ contact, trouble, undone, asked bool }

func newView(t text, clauses []clause, ms []match) *view {
	v := &view{text: t, clauses: clauses, matches: ms, said: map[string]bool{}, about: make([]about, len(clauses)+1)}
	for _, m := range ms {
		a := &v.about[m.clause]
		a.asked = a.asked || m.scope == asked
		if m.scope != counts {
			continue
		}
		v.said[m.name] = true
		a.undone = a.undone || m.name == markUndone
		a.contact = a.contact || slices.Contains(ofContact, m.name)
		e := v.by.lex.events[m.name]
		a.trouble = a.trouble || e != nil && !e.Routine
	}
	return v
}

// contactIn says whether a clause speaks of the contact itself.
func (v *view) contactIn(c int) bool { return v.about[c].contact }

// happensIn says whether a clause tells what befell the family.
func (v *view) happensIn(c int) bool { return v.about[c].trouble }

// speaksOfHome says whether anything in the text belongs to a household or to
// a contact with it, so that it can be a report at all.
func (v *view) speaksOfHome() bool {
	for c := range v.clauses {
		if v.contactIn(c) {
			return true
		}
	}
	return slices.ContainsFunc([]string{
		"earner", "elder", "spouse", "child", "livestock", "crop", "house", "outbuilding", "wages", "money", markOwn,
	}, func(n string) bool { return v.said[n] })
}

// undone says whether a clause only tells what was not done yet (晚上再打).
func (v *view) undone(c int) bool { return v.about[c].undone }

// askedIn says whether a clause is a question.
func (v *view) askedIn(c int) bool { return v.about[c].asked }

// inquires says whether a text ends as a question and tells nothing that counts:
// 是不是该删了,他去年就迁走了?
func (v *view) inquires() bool {
	last := len(v.clauses) - 1
	return last >= 0 && (v.clauses[last].mark == '?' || v.onlyAsks()) && !v.tells()
}

// anywhere says whether one of the marks a|b counts in the text.
func (v *view) anywhere(names string) bool {
	for n := range strings.SplitSeq(names, "|") {
		if v.said[n] {
			return true
		}
	}
	return false
}

// beside says whether one of the marks a|b stands near match i in its clause.
func (v *view) beside(i int, names string) bool {
	for n := range strings.SplitSeq(names, "|") {
		if mk := v.by.lex.marks[n]; mk != nil && mk.Person {
			if v.person(i) == n {
				return true
			}
			continue
		}
		if v.near(i, n) {
			return true
		}
	}
	return false
}

func (v *view) near(i int, name string) bool {
	m := v.matches[i]
	fits := func(j int) bool {
		o := v.matches[j]
		return o.name == name && o.scope != denied && o.scope != asked
	}
	for j := i - 1; j >= 0 && v.matches[j].clause == m.clause && m.start-v.matches[j].start <= near+denialReach; j-- {
		if fits(j) && m.start-v.matches[j].end <= near {
			return true
		}
	}
	for j := i + 1; j < len(v.matches) && v.matches[j].clause == m.clause && v.matches[j].start-m.end <= near; j++ {
		if fits(j) {
			return true
		}
	}
	return false
}

// person returns the person that match i is about: the nearest one before it
// in the sentence, else the next one in its clause.
func (v *view) person(i int) string {
	m := v.matches[i]
	for j := i - 1; j >= 0 && m.start-v.matches[j].end <= personReach; j-- {
		o := v.matches[j]
		if o.clause != m.clause && v.clauses[o.clause].ends() {
			break
		}
		if mk := v.by.lex.marks[o.name]; mk != nil && mk.Person {
			return o.name
		}
	}
	for j := i + 1; j < len(v.matches) && v.matches[j].clause == m.clause && v.matches[j].start-m.end <= near; j++ {
		if mk := v.by.lex.marks[v.matches[j].name]; mk != nil && mk.Person {
			return v.matches[j].name
		}
	}
	return ""
}
