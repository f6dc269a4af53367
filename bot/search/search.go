// Package search finds households by what a person types of them: a number or
// its last digits, a name with or without the village, the beginning of a name,
// a name without the surname, its pinyin or their initials, a name that sounds the same or differs in one
// character. It is pure: it looks among the households that it is given, and
// whoever calls gives only those that the person may see.
//
// Only what fits best is found. Two that fit alike are both found, and the
// caller asks which: a household is never guessed.
package search

import (
	"strings"

	"ringkeeper/model"
)

// Rank says how well a household fits what was typed, the best first.
type Rank int

// The ranks.
const (
	None         Rank = iota
	Number            // the whole 户编号
	Tail              // its last digits, four at least
	Name              // the head's name, with the village or without
	Beginning         // the beginning of the name, or the name as it is masked
	Given             // the name without the surname, as neighbours call each other
	Pinyin            // the whole name in pinyin
	Initials          // the initials of its pinyin
	PinyinBegins      // the beginning of either
	Sound             // another name that sounds the same, as dictation writes it
	Near              // a name that differs in one character
)

// Find returns the households that fit a query best, in the order in which they
// were given, and how well they fit.
func Find(query string, among []model.Household) (found []model.Household, rank Rank) {
	q := parse(query)
	for _, h := range among {
		switch r := q.fits(h); {
		case r == None || rank != None && r > rank:
		case r == rank:
			found = append(found, h)
		default:
			found, rank = append(found[:0:0], h), r
		}
	}
	return found, rank
}

// fewestDigits is how many last digits of a number are taken for one.
const fewestDigits = 4

func (q query) fits(h model.Household) Rank {
	switch {
	case q.text == "":
		return None
	case q.number && strings.EqualFold(h.Number, q.text):
		return Number
	case q.number:
		if len(h.Number) > len(q.text) && strings.EqualFold(h.Number[len(h.Number)-len(q.text):], q.text) {
			return Tail
		}
		return None
	}
	h.Head = plain(h.Head)
	if q.latin {
		return q.spells(h.Head)
	}
	best := None
	for _, name := range q.names(h) {
		if r := compare([]rune(name), []rune(h.Head)); best == None || r != None && r < best {
			best = r
		}
	}
	return best
}

// compare ranks a typed name beside a head's.
func compare(typed, head []rune) Rank {
	switch {
	case len(typed) == 0:
		return None
	case string(typed) == string(head):
		return Name
	case len(typed) < len(head) && string(head[:len(typed)]) == string(typed), string(typed) == model.MaskName(string(head)):
		return Beginning
	case given(typed, head):
		return Given
	case sounds(typed, head):
		return Sound
	case near(typed, head):
		return Near
	}
	return None
}

// given says whether a name was typed without its surname: 建国, 志远 for 欧阳志远.
func given(typed, head []rune) bool {
	cut := len(head) - len(typed)
	return len(typed) >= 2 && cut > 0 && cut <= 2 && string(head[cut:]) == string(typed)
}

// near says that one character was typed wrong, left out or added. Of a name of
// two characters the first must be right: else half of all names would be near.
func near(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 2 || len(b)-len(a) > 1 || len(a) == 2 && a[0] != b[0] {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return string(a[min(i+1, len(a)):]) == string(b[min(i+1, len(b)):])
	}
	return string(a[i:]) == string(b[i+1:])
}
