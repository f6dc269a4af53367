package reading

import (
	"slices"
	"strings"
)

// digest is the numbered message that is answered, by every way in which a
// reply can name one of its households.
type digest struct {
	lex      *lex
	lines    []Line
	listed   []Line // those of the message itself
	numbers  map[int]bool
	names    map[rune][]called // full names and given names, by their first character
	surnames map[string][]int
	villages map[rune][]called
	village  map[int]string // by number, as people begin it
}

// called is a word that names households of the digest.
type called struct {
	word  []rune
	ns    []int
	given bool // a name without the surname, which counts at the beginning of a piece only
	alone bool // it counts only between what are no letters or digits
}

func newDigest(by *Reader, lines []Line) *digest {
	d := &digest{
		lex:     by.lex,
		numbers: map[int]bool{}, names: map[rune][]called{},
		surnames: map[string][]int{}, villages: map[rune][]called{}, village: map[int]string{},
	}
	full, given, villages, aka := map[string][]int{}, map[string][]int{}, map[string][]int{}, map[string][]int{}
	aside := map[string][]int{} // surnames
	for _, l := range lines {
		if d.numbers[l.N] {
			continue
		}
		d.numbers[l.N] = true
		d.lines = append(d.lines, l)
		if !l.Aside {
			d.listed = append(d.listed, l)
		}
		for _, word := range l.Aka {
			aka[string(by.normalise(word).runes)] = append(aka[string(by.normalise(word).runes)], l.N)
		}
		head := string(by.normalise(l.Head).runes)
		if name := []rune(head); len(name) >= 2 {
			s := d.lex.surnameOf(name)
			full[head] = append(full[head], l.N)
			if of := d.surnames; l.Aside {
				aside[s] = append(aside[s], l.N)
			} else {
				of[s] = append(of[s], l.N)
			}
			if rest := name[len([]rune(s)):]; len(rest) >= 2 {
				given[string(rest)] = append(given[string(rest)], l.N)
			}
		}
		v := string(by.normalise(l.Village).runes)
		d.village[l.N] = village(strings.TrimSuffix(v, "社区"))
		if v != "" && !l.Aside {
			villages[v] = append(villages[v], l.N)
		}
	}
	for s, ns := range aside { // of the list is meant first
		if len(d.surnames[s]) == 0 {
			d.surnames[s] = ns
		}
	}
	index(d.names, full, called{})
	index(d.names, given, called{given: true})
	index(d.names, aka, called{alone: true})
	index(d.villages, villages, called{})
	return d
}

// index enters words that name households, each like what it is given.
func index(into map[rune][]called, words map[string][]int, like called) {
	for w, ns := range words {
		like.word, like.ns = []rune(w), ns
		if len(like.word) > 0 {
			into[like.word[0]] = append(into[like.word[0]], like)
		}
	}
	for _, list := range into {
		slices.SortFunc(list, func(a, b called) int {
			if n := len(b.word) - len(a.word); n != 0 {
				return n
			}
			return slices.Compare(a.word, b.word)
		})
	}
}

// surnameOf returns the family name of a name, two characters where it is one
// of the double ones.
func (l *lex) surnameOf(name []rune) string {
	if len(name) > 2 && l.surnames[string(name[:2])] {
		return string(name[:2])
	}
	return string(name[:1])
}

// all returns the digest's numbers in its order.
func (d *digest) all() (ns []int) {
	for _, l := range d.listed {
		ns = append(ns, l.N)
	}
	return ns
}

// others returns the digest's numbers without some.
func (d *digest) others(without map[int]bool) (ns []int) {
	for _, l := range d.listed {
		if !without[l.N] {
			ns = append(ns, l.N)
		}
	}
	return ns
}
