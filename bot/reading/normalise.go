package reading

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// text is a normalised text that remembers where each rune came from, so that
// what is shown and stored stays in the writer's own characters.
type text struct {
	runes    []rune
	at       []int // byte offset in original of each rune, and its length at the end
	original string
	by       *Reader
}

// source returns the original characters of the runes from start to end.
func (t text) source(start, end int) string {
	return strings.TrimSpace(t.original[t.at[start]:t.at[end]])
}

// slice returns the runes from start to end as a text of their own.
func (t text) slice(start, end int) text {
	return text{runes: t.runes[start:end], at: t.at[start : end+1], original: t.original, by: t.by}
}

// keycap follows a digit in 1️⃣ and makes it a list number.
const keycap = '\u20e3'

// normalise folds widths, writes traditional characters simplified, turns
// circled and bracketed digits into "1、", drops what cannot be seen, and sets
// common typos right.
func (by *Reader) normalise(s string) text {
	t := text{original: s, by: by, runes: make([]rune, 0, len(s)/3+8), at: make([]int, 0, len(s)/3+8)}
	add := func(at int, rs ...rune) {
		for _, r := range rs {
			t.runes = append(t.runes, r)
			t.at = append(t.at, at)
		}
	}
	simplified := by.lex.simplified
	for at, r := range s {
		switch {
		case r == '\n':
			add(at, r)
		case r == keycap || r == '\ufe0f' || r == '\ufeff' || r >= 0x200b && r <= 0x200f || unicode.IsControl(r) && !unicode.IsSpace(r):
			if r == keycap {
				add(at, '、')
			}
		case unicode.IsSpace(r):
			add(at, ' ')
		case r < 0x80:
			add(at, unicode.ToLower(r))
		case r >= 0x4e00 && r <= 0x9fff:
			if s, ok := simplified[r]; ok {
				r = s
			}
			add(at, r)
		case listNumber(r):
			add(at, ' ')
			for _, d := range norm.NFKC.String(string(r)) {
				if unicode.IsDigit(d) {
					add(at, d)
				}
			}
			add(at, '、')
		default:
			for _, d := range norm.NFKC.String(string(r)) {
				add(at, unicode.ToLower(d))
			}
		}
	}
	t.at = append(t.at, len(s))
	by.lex.correct(t.runes)
	return t
}

// listNumber says whether a rune is a digit in a circle, in brackets or with a
// full stop.
func listNumber(r rune) bool { return r >= 0x2460 && r <= 0x249b }

// squeezed drops the blanks that input methods put around figures (打了 3 遍),
// which would tear a phrase apart.
func (t text) squeezed() text {
	out := text{original: t.original, by: t.by, runes: make([]rune, 0, len(t.runes)), at: make([]int, 0, len(t.at))}
	for i, r := range t.runes {
		if r == ' ' && (i > 0 && isDigit(t.runes[i-1]) || i+1 < len(t.runes) && isDigit(t.runes[i+1])) {
			continue
		}
		out.runes = append(out.runes, r)
		out.at = append(out.at, t.at[i])
	}
	out.at = append(out.at, t.at[len(t.runes)])
	return out
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }
