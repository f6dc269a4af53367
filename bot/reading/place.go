package reading

import (
	"strings"
	"unicode"
)

// nameAt reads a head's name anywhere, a given name at the beginning of a piece.
func (d *digest) nameAt(runes []rune, i int, boundary bool) (reference, bool) {
	for _, c := range d.names[runes[i]] {
		end := i + len(c.word)
		if c.given && !boundary || !hasPrefix(runes[i:], string(c.word)) || c.alone && !alone(runes, i, end) {
			continue
		}
		end += houseWord(runes[end:])
		ns := d.living(runes[:i], c.ns)
		return reference{span: span{i, end}, ns: ns, unsure: len(ns) > 1}, true
	}
	return reference{}, false
}

// placeBefore is how far before a name the village of its household may stand.
const placeBefore = 10

// living leaves, of several households of one name, those whose village stands
// before it; all of them where none does.
func (d *digest) living(before []rune, ns []int) []int {
	if len(ns) == 1 {
		return ns
	}
	words := string(before[max(len(before)-placeBefore, 0):])
	var here []int
	for _, n := range ns {
		if v := []rune(d.village[n]); len(v) > 0 && placedAt(before, len(before), v) >= 0 {
			return []int{n}
		}
	}
	for _, n := range ns {
		if v := d.village[n]; v != "" && strings.Contains(words, v) {
			here = append(here, n)
		}
	}
	if len(here) == 0 {
		return ns
	}
	return here
}

// place takes the village before a name into the reference, so that 老段家跟石坎和丽英
// are two that share what follows, and one in brackets behind it chooses of two.
func (d *digest) place(runes []rune, from int, r *reference) {
	if r.kind != byName || r.number || len(r.ns) == 0 {
		return
	}
	for _, n := range r.ns {
		v := []rune(d.village[n])
		if len(v) == 0 {
			continue
		}
		if r.unsure && runeAt(runes, r.end) == '(' && hasPrefix(runes[r.end+1:], string(v)) {
			end := r.end + 1 + len(v)
			for end < len(runes) && strings.ContainsRune("村的那户", runes[end]) {
				end++
			}
			if runeAt(runes, end) == ')' && len(d.living(runes[:end], r.ns)) == 1 {
				r.ns, r.end, r.unsure = []int{n}, end+1, false
				return
			}
		}
		if at := placedAt(runes, r.start, v); at >= from {
			r.start = at
			return
		}
	}
}

// placedAt returns where a village begins of which i speaks (石坎的老段), -1 for
// nowhere.
func placedAt(runes []rune, i int, village []rune) int {
	for i > 0 && strings.ContainsRune("村的那个", runes[i-1]) {
		i--
	}
	if at := i - len(village); at >= 0 && hasPrefix(runes[at:], string(village)) {
		return at
	}
	return -1
}

// alone says whether runes stand between what are no letters or digits, and
// count nothing: 0003 in 10003 or in 0003元 names nobody.
func alone(runes []rune, start, end int) bool {
	word := func(r rune) bool { return r < unicode.MaxASCII && (unicode.IsLetter(r) || isDigit(r)) }
	counted := end
	if runeAt(runes, end) == ' ' {
		counted++
	}
	return !word(runeAt(runes, start-1)) && !word(runeAt(runes, end)) && (counted >= len(runes) || !strings.ContainsRune(measures, runes[counted]))
}

// villageAt reads 石坎那户, 河湾的三户, 西村几户都.
func (d *digest) villageAt(runes []rune, i int) (reference, bool) {
	for _, c := range d.villages[runes[i]] {
		if !hasPrefix(runes[i:], string(c.word)) {
			continue
		}
		end := i + len(c.word)
		for end < len(runes) && strings.ContainsRune("村的", runes[end]) {
			end++
		}
		if r := runeAt(runes, end); (r == '那' || r == '这') && isNumber(runeAt(runes, end+1)) {
			end++
		}
		n, length := number(runes[end:])
		if length == 0 && (i == 0 || separates(runes[i-1]) || strings.ContainsRune("和跟与及", runes[i-1])) && startsAnswer(runes[end:]) {
			// 河湾的都好, 石坎没去
			return reference{span: span{i, end}, ns: c.ns, unsure: len(c.ns) != 1 && !d.counts(runes[end:])}, true
		}
		if length == 0 && (i == 0 || separates(runes[i-1])) && strings.ContainsRune("、和跟与及", runeAt(runes, end)) {
			if next, ok := d.villageAt(runes, end+1); ok {
				return reference{span: span{i, end}, ns: c.ns, unsure: len(c.ns) != 1 && next.unsure}, true // 河湾、石坎都好
			}
		}
		switch rest := runes[end+length:]; {
		case length > 0 && (hasPrefix(rest, "户") || hasPrefix(rest, "家")):
			return reference{span: span{i, end + length + 1}, ns: c.ns, unsure: n != len(c.ns), told: n}, true
		case length == 0 && (hasPrefix(rest, "几户") || hasPrefix(rest, "各户")):
			return reference{span: span{i, end + 2}, ns: c.ns}, true
		case length == 0 && (hasPrefix(rest, "那户") || hasPrefix(rest, "这户") || hasPrefix(rest, "那家") || hasPrefix(rest, "这家")):
			return reference{span: span{i, end + 2}, ns: c.ns, unsure: len(c.ns) != 1}, true
		}
	}
	return reference{}, false
}
