package reading

import (
	"sort"

	"ringkeeper/model"
)

// A word of the lexicon may hold `#`, any number, and `~`, up to gapReach runes
// of the same clause, and end in `$`, the end of the clause. All are bounded, so that finding all words stays linear
// in the text.
const (
	gapReach  = 6
	gapMark   = '~'
	numMark   = '#'
	endMark   = '$'
	mostWilds = 2
)

// trie finds words at a place of a text.
type trie struct {
	next  map[rune]*trie
	names []string // the marks and events that have a word ending here
}

func (t *trie) add(word, name string) error {
	wild := 0
	node := t
	for _, r := range word {
		if r == gapMark || r == numMark {
			wild++
		}
		if node.next == nil {
			node.next = map[rune]*trie{}
		}
		if node.next[r] == nil {
			node.next[r] = &trie{}
		}
		node = node.next[r]
	}
	if wild > mostWilds || wild == len([]rune(word)) {
		return flaw(word, "dialect.wild", model.Args{"most": mostWilds})
	}
	node.names = append(node.names, name)
	return nil
}

// span is a stretch of runes.
type span struct{ start, end int }

func (s span) holds(o span) bool { return s.start <= o.start && o.end <= s.end }

// match is a word found in a text.
type match struct {
	name   string
	span          // from the first rune to the last, gaps included
	pieces []span // without the gaps
	clause int
	scope  scope
	// settled says that the words around tell that it is over or was not grave.
	settled bool
}

// walk reports every word that begins at start and ends before limit.
func (t *trie) walk(runes []rune, start, limit int, found func(names []string, pieces []span)) {
	var pieces [mostWilds + 1]span
	pieces[0] = span{start, start}
	t.follow(runes, limit, pieces[:1], found)
}

func (t *trie) follow(runes []rune, limit int, pieces []span, found func([]string, []span)) {
	if len(t.names) > 0 {
		found(t.names, pieces)
	}
	last := &pieces[len(pieces)-1]
	at := last.end
	if n := t.next[numMark]; n != nil {
		kept := last.end
		for to := at; to < limit && to < at+numberReach && isNumber(runes[to]); to++ {
			last.end = to + 1
			n.follow(runes, limit, pieces, found)
		}
		last.end = kept
	}
	if n := t.next[gapMark]; n != nil && last.end > last.start {
		for skip := 0; skip <= gapReach && at+skip <= limit; skip++ {
			n.follow(runes, limit, append(pieces, span{at + skip, at + skip}), found)
		}
	}
	if n := t.next[endMark]; n != nil && at == limit {
		found(n.names, pieces)
	}
	if at < limit {
		if n := t.next[runes[at]]; n != nil {
			kept := last.end
			last.end++
			n.follow(runes, limit, pieces, found)
			last.end = kept
		}
	}
}

// find returns a trie's words in all clauses in order. A word inside a longer one
// does not count: 没人接 holds no 没.
func (l *lex) find(t *trie, runes []rune, clauses []clause) []match {
	var all []match
	for c, cl := range clauses {
		first := len(all)
		for at := cl.start; at < cl.end; at++ {
			t.walk(runes, at, cl.end, func(names []string, pieces []span) {
				whole := span{pieces[0].start, pieces[len(pieces)-1].end}
				for _, n := range names {
					all = append(all, match{name: n, span: whole, pieces: append([]span(nil), pieces...), clause: c})
				}
			})
		}
		all = append(all[:first], l.longest(all[first:])...)
	}
	return all
}

// longest drops the matches whose pieces lie within those of a longer one, but
// keeps the marks that tell what an event is about: 房子塌 still holds 房子.
// Words are short, so only neighbours have to be compared.
func (l *lex) longest(ms []match) []match {
	sort.SliceStable(ms, func(i, j int) bool {
		if ms[i].start != ms[j].start {
			return ms[i].start < ms[j].start
		}
		return ms[i].end > ms[j].end
	})
	covered := make([]bool, len(ms))
	hides := func(long, short match) bool {
		e, m := l.events[long.name], l.marks[short.name]
		return within(short, long) && (e == nil || !e.Open && (m == nil || m.hidden))
	}
	for i := range ms {
		for j := i + 1; j < len(ms) && ms[j].start < ms[i].end; j++ {
			covered[j] = covered[j] || hides(ms[i], ms[j])
			covered[i] = covered[i] || hides(ms[j], ms[i])
		}
	}
	out := ms[:0]
	for i, m := range ms {
		if !covered[i] {
			out = append(out, m)
		}
	}
	return out
}

// within says whether a shorter match a lies in b.
func within(a, b match) bool {
	if size(a) >= size(b) {
		return false
	}
	for _, p := range a.pieces {
		inside := false
		for _, q := range b.pieces {
			inside = inside || q.holds(p)
		}
		if !inside {
			return false
		}
	}
	return true
}

// size counts the runes that a match is sure of.
func size(m match) (n int) {
	for _, p := range m.pieces {
		n += p.end - p.start
	}
	return n
}
