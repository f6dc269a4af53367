package reading

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// words are a list of words, the longest first, so that of two the one is found
// that says more.
type words []string

// UnmarshalYAML reads words with blanks between.
func (w *words) UnmarshalYAML(node *yaml.Node) error {
	*w = strings.Fields(node.Value)
	slices.SortStableFunc(*w, func(a, b string) int { return len(b) - len(a) })
	return nil
}

// cut cuts a text at the first of the words in it; word is "" where none is.
func (w words) cut(s string) (before, word, after string) {
	at := len(s)
	for _, x := range w {
		if i := strings.Index(s, x); i >= 0 && i < at {
			at, word = i, x
		}
	}
	if word == "" {
		return s, "", ""
	}
	return s[:at], word, s[at+len(word):]
}

// in says whether a text holds one of the words.
func (w words) in(s string) bool {
	return slices.ContainsFunc(w, func(x string) bool { return strings.Contains(s, x) })
}

// prefix returns the word with which a text begins, "" for none.
func (w words) prefix(s string) string {
	for _, x := range w {
		if strings.HasPrefix(s, x) {
			return x
		}
	}
	return ""
}

// suffix returns the word with which a text ends, "" for none.
func (w words) suffix(s string) string {
	for _, x := range w {
		if strings.HasSuffix(s, x) {
			return x
		}
	}
	return ""
}

// without takes the words out of a text.
func (w words) without(s string) string {
	for _, x := range w {
		s = strings.ReplaceAll(s, x, " ")
	}
	return s
}
