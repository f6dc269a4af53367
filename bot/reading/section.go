package reading

import (
	"slices"
	"strings"

	"ringkeeper/model"
)

// joiners may stand between two references that share what follows.
const joiners = "、,。. 和跟与及同还有/&+\n:)"

// mention is one or more references that share what follows: 1、2和老段家.
type mention struct {
	span
	kind   kind
	ns     []int
	unsure bool
	told   int  // of the rest: how many it is said to be
	except bool // 除3外: named only to be left out
	denied bool // 不是2: taken back for the next mention
}

// group joins neighbouring references.
func group(runes []rune, refs []reference) (out []mention) {
	for _, r := range refs {
		if n := len(out); n > 0 && out[n-1].kind == byName && r.kind == byName && joined(runes, out[n-1].end, r.start) {
			g := &out[n-1]
			if repeats(*g, r) && strings.ContainsAny(string(runes[g.end:r.start]), ",。\n") {
				out = append(out, mention{span: r.span, ns: slices.Clone(r.ns), unsure: r.unsure})
				continue
			}
			// A number beside another household's name is a slip: ask.
			if contradicts(runes, *g, r) {
				g.unsure = true
			}
			for _, k := range r.ns {
				if !slices.Contains(g.ns, k) {
					g.ns = append(g.ns, k)
				}
			}
			g.end, g.unsure = r.end, g.unsure || r.unsure
			continue
		}
		m := mention{span: r.span, kind: r.kind, ns: slices.Clone(r.ns), unsure: r.unsure, told: r.told}
		for _, w := range []string{"除了", "除开", "除去", "除却", "除", "就是", "只有", "就"} {
			if k := m.start - len([]rune(w)); k >= 0 && hasPrefix(runes[k:], w) && r.kind == byName {
				m.except = strings.HasPrefix(w, "除")
				m.start = k
				break
			}
		}
		if k := m.start - len([]rune("不是")); k >= 0 && hasPrefix(runes[k:], "不是") {
			m.denied = true
		}
		out = append(out, m)
	}
	for i := range out {
		// 闵朝阳、盛加美两家, 凌水清一户
		m := &out[i]
		if n, length := number(runes[m.end:]); m.kind == byName && n == len(m.ns) && kin(runes[m.end+length:]) > 0 && !isDigit(runes[m.end-1]) {
			if end := m.end + length + kin(runes[m.end+length:]); i+1 == len(out) || end <= out[i+1].start {
				m.end = end
			}
		}
	}
	return out
}

// repeats says whether a reference names again what a mention named: the second
// one begins what is said of it (去了1号和3号家,1号没变化).
func repeats(g mention, r reference) bool {
	for _, n := range r.ns {
		if slices.Contains(g.ns, n) {
			return true
		}
	}
	return false
}

// joinReach is how long a stretch of joiners is at most.
const joinReach = 16

// joined says whether only joiners stand between two places, within a sentence.
func joined(runes []rune, from, to int) bool {
	return to-from <= joinReach && !slices.Contains(runes[from:to], '。') && strings.Trim(string(runes[from:to]), joiners) == ""
}

func contradicts(runes []rune, g mention, r reference) bool {
	between := strings.Trim(string(runes[g.end:r.start]), " .:)")
	return between == "" && !r.number && len(g.ns) == 1 && len(r.ns) == 1 && g.ns[0] != r.ns[0] && g.end > g.start && isDigit(runes[g.start])
}

// section is a mention with the words that belong to it.
type section struct {
	mention
	body     text
	bodyEnd  int
	labelled bool // the words stand before the households
	replaces bool // a correction
	silent   bool // named only to be left out or moved
	undone   bool // the words before it say that it is still to be done
}

// cut gives every mention the words up to the next one.
func (h *hearing) cut(groups []mention) (out []section) {
	for i, g := range groups {
		end := len(h.runes)
		if i+1 < len(groups) {
			end = groups[i+1].start
		}
		s := section{mention: g, body: trim(h.slice(g.end, end)), bodyEnd: end}
		if own, all, found := h.thenAll(s); found {
			s.body = own
			out = append(out, s, section{mention: mention{kind: byRest}, body: all, bodyEnd: end, labelled: true})
			continue
		}
		if hasPrefix(s.body.runes, "除外") {
			s.body = trim(s.body.slice(len([]rune("除外")), len(s.body.runes)))
			s.silent = len(s.body.runes) == 0
		}
		if !g.except {
			out = append(out, s)
			continue
		}
		own, rest, found := exceptions(s.body)
		s.body, s.silent = own, len(own.runes) == 0
		out = append(out, s)
		if found {
			out = append(out, section{mention: mention{kind: byRest}, body: rest, bodyEnd: end, labelled: true})
		}
	}
	return out
}

// thenAll cuts what is said of all from what was said of one that nobody reached:
// 6号没联系上,全部正常.
func (h *hearing) thenAll(s section) (own, all text, found bool) {
	cs := split(s.body.runes)
	if s.kind != byName || s.except || len(cs) < 2 {
		return text{}, text{}, false
	}
	last := cs[len(cs)-1]
	own, all = trim(s.body.slice(0, last.start)), trim(s.body.slice(last.start, last.end))
	if !slices.ContainsFunc([]string{"全部", "全都", "都", "均"}, func(w string) bool { return hasPrefix(all.runes, w) }) {
		return text{}, text{}, false
	}
	return own, all, look(own).ruled(true).Outcome == model.Unreached && look(all).ruled(true).Outcome == model.Normal
}

// exceptions cuts 外都正常, or 没接以外都正常, into what is said of the exception
// and of the rest.
func exceptions(body text) (own, rest text, found bool) {
	for i, r := range body.runes {
		if !strings.ContainsRune("都均全", r) {
			continue
		}
		end := i
		for end > 0 && strings.ContainsRune("外以之了, ", body.runes[end-1]) {
			end--
		}
		return body.slice(0, end), body.slice(i, len(body.runes)), true
	}
	end := 0
	for end < len(body.runes) && strings.ContainsRune("外以之, ", body.runes[end]) {
		end++
	}
	if end > 0 {
		return body.slice(0, 0), body.slice(end, len(body.runes)), end < len(body.runes)
	}
	return body, text{}, false
}

// trim drops the separators around a body.
func trim(t text) text {
	start, end := 0, len(t.runes)
	for start < end && strings.ContainsRune("、,.: )-—号", t.runes[start]) {
		start++
	}
	for end > start && strings.ContainsRune("、,。;: \n(", t.runes[end-1]) {
		end--
	}
	return t.slice(start, end)
}

// labelsFirst turns 正常的有1、2;没打通的是3 around: every mention takes the words
// before it. It is so where the last mention has no words after it and the
// first ones have some before them.
func (h *hearing) labelsFirst(lead text, secs []section) []section {
	if len(secs[len(secs)-1].body.runes) > 0 || secs[0].except {
		return secs
	}
	for _, s := range secs {
		if s.kind != byName || s.silent || h.correctionIn(s.body) {
			return secs
		}
	}
	if v := look(lead); !v.tells() || v.reading(h.today, true).Outcome == model.Unclear {
		return secs
	}
	words := lead
	for i := range secs {
		next := secs[i].body
		secs[i].body, secs[i].labelled = words, true
		words = next
	}
	return secs
}

// tells says whether a text holds an event, and not only how or when.
func (v *view) tells() bool {
	for _, m := range v.matches {
		if v.by.lex.events[m.name] != nil && m.scope == counts {
			return true
		}
	}
	return false
}
