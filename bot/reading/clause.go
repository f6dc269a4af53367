package reading

import "strings"

// clause is a piece of a text between punctuation.
type clause struct {
	start, end int  // runes
	mark       rune // the punctuation that ended it, 0 at the end of the text
}

// ends says whether the clause closes a sentence, so that whoever was spoken of
// is no longer.
func (c clause) ends() bool { return strings.ContainsRune("。;!?\n", c.mark) }

const stops = ",。;!?\n:()“”\"…~"

// split cuts a text into its clauses. A blank cuts between Chinese characters
// only, a comma and a full stop not inside a figure.
func split(runes []rune) []clause {
	var out []clause
	start := 0
	for i, r := range runes {
		if !stopsAt(runes, i) {
			continue
		}
		if i > start {
			out = append(out, clause{start, i, r})
		} else if len(out) > 0 && strings.ContainsRune("。;!?\n", r) {
			out[len(out)-1].mark = r
		}
		start = i + 1
	}
	if start < len(runes) {
		out = append(out, clause{start, len(runes), 0})
	}
	return out
}

func stopsAt(runes []rune, i int) bool {
	r := runes[i]
	inFigure := i > 0 && i+1 < len(runes) && isDigit(runes[i-1]) && isDigit(runes[i+1])
	switch {
	case r == ' ':
		return true
	case r == '.' || r == ',' || r == ':':
		return !inFigure
	default:
		return strings.ContainsRune(stops, r)
	}
}
