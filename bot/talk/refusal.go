package talk

import (
	"strings"
	"unicode"
)

// refusing are the words with which somebody refuses a procedure.
var refusing = []string{"不予纳入", "不纳入", "不予消除", "不消除", "refuse", "refused"}

// Refusal reads a text that refuses a procedure and the reason behind it, which
// may be missing: 不予纳入：家里有车.
func Refusal(text string) (why string, ok bool) {
	text = strings.TrimSpace(text)
	for _, w := range refusing {
		if len(text) >= len(w) && strings.EqualFold(text[:len(w)], w) {
			why, ok = text[len(w):], true
		}
	}
	why = strings.TrimFunc(why, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) })
	return strings.TrimPrefix(why, "因为"), ok
}
