package search

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"

	"ringkeeper/model"
)

// spells ranks a query in Latin letters beside a name.
func (q query) spells(head string) Rank {
	left := readings(head)
	switch {
	case spend(left, q.text, func(reading string, n int) bool { return n == len(reading) }) == all:
		return Pinyin
	case spend(left, q.text, func(_ string, n int) bool { return n == 1 }) == all:
		return Initials
	case spend(left, q.text, func(string, int) bool { return true }) != no:
		return PinyinBegins
	}
	return None
}

// How much of a name letters spell.
const (
	no    = iota
	begin // and the rest of it is not typed
	all
)

// spend spends the letters on one character after the other, on each the
// beginning of a reading that may be taken. It keeps how many letters may be
// spent so far, so that its time grows with the name and the letters.
func spend(left [][]string, letters string, may func(reading string, n int) bool) int {
	spent, much := map[int]bool{0: true}, no
	for i, readings := range left {
		next := map[int]bool{}
		for from := range spent {
			for _, reading := range readings {
				for n := 1; n <= len(reading) && strings.HasPrefix(letters[from:], reading[:n]); n++ {
					if may(reading, n) {
						next[from+n] = true
					}
				}
			}
		}
		if spent = next; spent[len(letters)] {
			much = begin
			if i+1 == len(left) {
				return all
			}
		}
	}
	return much
}

// sounds says whether two names read alike.
func sounds(a, b []rune) bool {
	if len(a) != len(b) || len(a) < 2 {
		return false
	}
	x, y := readings(string(a)), readings(string(b))
	for i := range x {
		if a[i] != b[i] && !slices.ContainsFunc(x[i], func(r string) bool { return slices.Contains(y[i], r) }) {
			return false
		}
	}
	return true
}

// readings are, for each character of a name, its readings without tones; a
// letter reads as itself. The surname has the reading that it has as one.
func readings(name string) [][]string {
	all := make([][]string, 0, 4)
	as, rest := surname(name)
	for syllable := range strings.FieldsSeq(as) {
		all = append(all, strings.Split(syllable, "/"))
	}
	args := pinyin.Args{Style: pinyin.Normal, Heteronym: true}
	for _, r := range rest {
		of := pinyin.SinglePinyin(r, args)
		if len(of) == 0 {
			of = []string{strings.ToLower(string(r))}
		}
		for _, reading := range of { // ü is typed as v, and as u by most
			if u := strings.Replace(reading, "v", "u", 1); u != reading {
				of = append(of, u)
			}
		}
		all = append(all, of)
	}
	return all
}

// Spellings are how a household is named beside its head's name: by its number
// and the number's last digits, by the pinyin of the name and by its initials.
func Spellings(h model.Household) []string {
	words := []string{h.Number}
	for n := fewestDigits; n <= mostDigits && n < len(h.Number); n++ {
		if tail := h.Number[len(h.Number)-n:]; n > fewestDigits || !isYear(tail) {
			words = append(words, tail)
		}
	}
	whole, initials := []string{""}, []string{""}
	for _, of := range readings(plain(h.Head)) {
		whole, initials = spelled(whole, of, false), spelled(initials, of, true)
	}
	for _, word := range append(whole, initials...) {
		if len(word) >= shortestName && !slices.Contains(words, word) && !slices.Contains(otherWords, word) {
			words = append(words, word)
		}
	}
	return words
}

// otherWords are never the initials of somebody.
var otherWords = []string{"ok", "hi", "no", "icu"}

func isYear(digits string) bool {
	return strings.HasPrefix(digits, "19") || strings.HasPrefix(digits, "20")
}

// How many last digits of a number are taken for it, and how many spellings of
// a name are gone through.
const (
	mostDigits    = 8
	mostSpellings = 16
)

func spelled(so []string, readings []string, initial bool) (far []string) {
	for _, begun := range so {
		for _, r := range readings {
			if initial {
				r = r[:1]
			}
			if word := begun + r; len(far) < mostSpellings && !slices.Contains(far, word) {
				far = append(far, word)
			}
		}
	}
	return far
}
