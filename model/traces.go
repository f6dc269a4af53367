package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Traces are words by which somebody is known – names, telephones, numbers – to
// be found in what people typed: in half or full width, with a small x or a large
// one, with blanks or dashes between.
type Traces struct{ words []trace }

type trace struct {
	runes []rune
	whole bool // counts only where no other letter or digit touches it
}

// A number as short as these is in every text.
const (
	shortestNumber = 6 // of digits alone
	shortestWord   = 3 // with letters among them
)

// Add adds a word, unless it is so short that it would be found everywhere. A
// number counts only by itself, since 100001 is part of 1000012; an identity number
// does everywhere, since that of a disabled person's certificate begins with it.
func (t *Traces) Add(word string) {
	var w trace
	for _, p := range fold(word) {
		w.runes = append(w.runes, p.rune)
	}
	n := len(w.runes)
	if ascii := !slices.ContainsFunc(w.runes, func(r rune) bool { return r >= utf8.RuneSelf }); ascii {
		digits := !slices.ContainsFunc(w.runes, func(r rune) bool { return r < '0' || r > '9' })
		if n < shortestWord || digits && n < shortestNumber {
			return
		}
		w.whole = n < oldID
	} else if n < 2 {
		return
	}
	t.words = append(t.words, w)
}

// In says whether a text holds one of the words.
func (t Traces) In(text string) bool {
	places := fold(text)
	return slices.ContainsFunc(t.words, func(w trace) bool { return w.find(places) >= 0 })
}

// Strike puts a star in the place of each of the words in a text.
func (t Traces) Strike(text string) string {
	for _, w := range t.words {
		var out strings.Builder
		copied, places := 0, fold(text)
		for i := w.find(places); i >= 0; i = w.find(places) {
			out.WriteString(text[copied:places[i].begins] + "＊")
			places = places[i+len(w.runes)-1:]
			copied, places = places[0].ends, places[1:]
		}
		text = out.String() + text[copied:]
	}
	return text
}

// place is a character of a text and where it stands, in bytes.
type place struct {
	rune
	begins, ends int
	gap          int // how many characters before it were passed over
}

// fold gives the characters of a text in half width and small letters, without
// what stands between those of somebody who spells.
func fold(text string) []place {
	places := make([]place, 0, len(text))
	for i, gap := 0, 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if spells(r) {
			gap++
		} else {
			if r >= '！' && r <= '～' {
				r -= '！' - '!'
			}
			places, gap = append(places, place{unicode.ToLower(r), i, i + size, gap}), 0
		}
		i += size
	}
	return places
}

// find returns the first place of a text from which the word stands there, -1
// for none. Between two of its characters two others may be passed over.
func (w trace) find(places []place) int {
	for i := range places {
		end := i + len(w.runes)
		if end > len(places) {
			break
		}
		at := places[i:end]
		if !slices.EqualFunc(at, w.runes, func(p place, r rune) bool { return p.rune == r }) ||
			slices.ContainsFunc(at[1:], func(p place) bool { return p.gap > 2 }) {
			continue
		}
		if !w.whole || !(i > 0 && touches(places[i-1], places[i])) && !(end < len(places) && touches(places[end-1], places[end])) {
			return i
		}
	}
	return -1
}

// touches says whether two characters are parts of one number.
func touches(a, b place) bool {
	part := func(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	return b.gap == 0 && part(a.rune) && part(b.rune)
}
