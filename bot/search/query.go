package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"ringkeeper/model"
)

// query is what was typed, without what only separates.
type query struct {
	text   string
	number bool // of a household, or its end
	latin  bool // pinyin
}

// calls are words that stand before a number or behind a name and name nobody.
var (
	before = []string{"户编号", "户号", "编号", "尾号", "户主"}
	behind = []string{"家里", "他家", "她家", "家", "户"}
)

func parse(typed string) (q query) {
	q.text = plain(typed)
	digits, latin, other := 0, 0, 0
	for _, r := range q.text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case unicode.Is(unicode.Latin, r):
			latin++
		default:
			other++
		}
	}
	for _, w := range before {
		if rest, ok := strings.CutPrefix(q.text, w); ok && rest != "" {
			other -= len([]rune(w))
			q.text = rest
			break
		}
	}
	q.number = digits >= fewestDigits && other == 0
	q.latin = latin > 0 && digits == 0 && other == 0
	return q
}

// plain leaves letters, digits and the star of a masked name, in one width and
// case, without what only separates: spaces, brackets, the dot within a name.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '*' || r == '〇' || unicode.IsLetter(r) || r >= '0' && r <= '9' {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

// names are what of the query may be the name of this household's head: all of
// it, or what is left beside the place where it lives.
func (q query) names(h model.Household) []string {
	names := []string{q.text}
	for _, w := range behind {
		if rest, ok := strings.CutSuffix(q.text, w); ok && rest != "" && !strings.HasSuffix(h.Head, w) {
			names = append(names, rest)
		}
	}
	for _, name := range names {
		rest := name
		for _, place := range [][]string{spellings(h.Township), spellings(h.Village)} {
			for _, p := range place {
				if cut, ok := strings.CutPrefix(rest, p); ok {
					rest = cut
					break
				}
			}
		}
		if rest != name && rest != "" {
			names = append(names, rest)
		}
		if place, ok := strings.CutPrefix(name, h.Head); ok && named(place, h) {
			names = append(names, h.Head) // 张春明（河湾村）, as the bot writes it
		}
	}
	return names
}

// named says whether words are the name of where a household lives.
func named(place string, h model.Household) bool {
	for _, t := range append(spellings(h.Township), "") {
		for _, v := range spellings(h.Village) {
			if place == t+v {
				return true
			}
		}
	}
	return false
}

// endings of places, the longer ones first; people leave them out, or write
// another.
var endings = []string{"村民委员会", "居民委员会", "街道办事处", "村委会", "居委会", "社区", "街道", "镇", "乡", "村"}

// spellings are the ways of writing a place, the longest first.
func spellings(place string) []string {
	stem := place
	for _, e := range endings {
		if s, ok := strings.CutSuffix(place, e); ok && s != "" {
			stem = s
			break
		}
	}
	if stem == "" {
		return nil
	}
	all := make([]string, 0, len(endings)+1)
	for _, e := range endings {
		all = append(all, stem+e)
	}
	return append(all, stem)
}
