package reading

import "slices"

// digest is the numbered message that is answered, by every way in which a
// reply can name one of its households.
type digest struct {
	lex      *lex
	lines    []Line
	numbers  map[int]bool
	names    map[rune][]called // full names and given names, by their first character
	surnames map[string][]int
	villages map[rune][]called
}

// called is a word that names households of the digest.
type called struct {
	word  []rune
	ns    []int
	given bool // a name without the surname, which counts at the beginning of a piece only
}

func newDigest(by *Reader, lines []Line) *digest {
	d := &digest{
		lex:     by.lex,
		numbers: map[int]bool{}, names: map[rune][]called{},
		surnames: map[string][]int{}, villages: map[rune][]called{},
	}
	full, given, villages := map[string][]int{}, map[string][]int{}, map[string][]int{}
	for _, l := range lines {
		if d.numbers[l.N] {
			continue
		}
		d.numbers[l.N] = true
		d.lines = append(d.lines, l)
		head := string(by.normalise(l.Head).runes)
		if name := []rune(head); len(name) >= 2 {
			s := d.lex.surnameOf(name)
			full[head] = append(full[head], l.N)
			d.surnames[s] = append(d.surnames[s], l.N)
			if rest := name[len([]rune(s)):]; len(rest) >= 2 {
				given[string(rest)] = append(given[string(rest)], l.N)
			}
		}
		if v := string(by.normalise(l.Village).runes); v != "" {
			villages[v] = append(villages[v], l.N)
		}
	}
	index(d.names, full, false)
	index(d.names, given, true)
	index(d.villages, villages, false)
	return d
}

func index(into map[rune][]called, words map[string][]int, given bool) {
	for w, ns := range words {
		r := []rune(w)
		into[r[0]] = append(into[r[0]], called{r, ns, given})
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
	for _, l := range d.lines {
		ns = append(ns, l.N)
	}
	return ns
}

// others returns the digest's numbers without some.
func (d *digest) others(without map[int]bool) (ns []int) {
	for _, l := range d.lines {
		if !without[l.N] {
			ns = append(ns, l.N)
		}
	}
	return ns
}
