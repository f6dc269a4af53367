package talk

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// naming finds a case that is named and of which nothing is said. The longest
// number of a case is shorter than any of a household.
var naming = regexp.MustCompile(`^(看|查|查看)?\s*(急难|case)?\s*(#)?\s*(\d{1,7})\s*号?$`)

// CaseNumber reads a text that names a case by its number and says no more: #12, 急难
// 12. It is certain where it cannot mean anything else; 急难 12 may also tell of
// household 12 of a list.
func CaseNumber(text string) (id int64, certain, ok bool) {
	m := naming.FindStringSubmatch(halfWidth(text))
	if m == nil || m[2] == "" && m[3] == "" {
		return 0, false, false
	}
	id, err := strconv.ParseInt(m[4], 10, 64)
	return id, m[1] != "" || m[2] == "case" || m[3] != "", err == nil && id != 0
}

// halfWidth is a text in half width and small letters, without what stands around
// it.
func halfWidth(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("。？?！!", r) })))
}
