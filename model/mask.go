package model

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaskName hides the middle of a person's name: 张三 → 张*, 张春明 → 张*明.
func MaskName(name string) string {
	r := []rune(name)
	switch len(r) {
	case 0, 1:
		return name
	case 2:
		return string(r[:1]) + "*"
	default:
		for i := 1; i < len(r)-1; i++ {
			r[i] = '*'
		}
		return string(r)
	}
}

const struckID = "［证件号已隐去］"

// inOnePiece finds identity numbers that are written without a break: 15, 18, 20
// or 22 characters, the 18th perhaps an X, in half or full width.
var inOnePiece = regexp.MustCompile(`^[1-9１-９][0-9０-９]{13,16}([0-9０-９]{1,5}|[XxＸｘ×]([0-9０-９]{4}|[0-9０-９]{2})?)`)

// StrikeIDs takes identity numbers out of a text that is shown or copied. In one
// piece every run of that many digits counts as one. In groups (530302 19900307
// 451X) only one with a day of birth does, since people also write the numbers of
// households one after the other.
func StrikeIDs(text string) string {
	var out strings.Builder
	inside := false // a run of digits, in which no group begins
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		_, digit := digitOf(r)
		if digit {
			n := len(inOnePiece.FindString(text[i:]))
			if n == 0 && !inside {
				n = inGroups(text[i:])
			}
			if n > 0 {
				out.WriteString(struckID)
				i, inside = i+n, false
				continue
			}
		}
		inside = digit
		out.WriteString(text[i : i+size])
		i += size
	}
	return out.String()
}

// The lengths of identity numbers: 18 of a person, 15 of one of old, 20 and 22
// of a disabled person's certificate.
const (
	oldID      = 15
	personalID = 18
	longestID  = 22
)

// inGroups returns how many bytes of an identity number in groups the text
// begins with.
func inGroups(text string) int {
	var digits []byte
	var ends, groups []int // where each digit ends; the length of its group so far
	between := 0
	for i, r := range text {
		d, ok := digitOf(r)
		ok = ok && (d != 'X' || len(digits) == personalID-1)
		if !ok {
			between++
			if between > 2 || !separates(r) {
				break
			}
			continue
		}
		group := 1
		if between == 0 && len(groups) > 0 {
			group += groups[len(groups)-1]
		}
		digits, ends, groups, between = append(digits, d), append(ends, i+utf8.RuneLen(r)), append(groups, group), 0
		if len(digits) == longestID {
			break
		}
	}
	for _, n := range []int{longestID, longestID - 2, personalID} {
		if len(digits) >= n && bornOn(digits[6:14], true) {
			return ends[n-1]
		}
	}
	if len(digits) >= oldID && bornOn(digits[6:12], false) && !slices.Contains(lengths(groups[:oldID]), 1) && !slices.Contains(lengths(groups[:oldID]), 2) {
		return ends[oldID-1]
	}
	return 0
}

// lengths are those of whole groups.
func lengths(groups []int) (whole []int) {
	for i, n := range groups {
		if i+1 == len(groups) || groups[i+1] == 1 {
			whole = append(whole, n)
		}
	}
	return whole
}

// bornOn says whether digits are a day of birth, with the century or without.
func bornOn(d []byte, century bool) bool {
	if century {
		if c := string(d[:2]); c != "19" && c != "20" {
			return false
		}
		d = d[2:]
	}
	month, day := string(d[2:4]), string(d[4:6])
	return month >= "01" && month <= "12" && day >= "01" && day <= "31"
}

// digitOf reads a digit, or the X that stands for ten, in half or full width.
func digitOf(r rune) (byte, bool) {
	switch {
	case r >= '0' && r <= '9':
		return byte(r), true
	case r >= '０' && r <= '９':
		return byte(r-'０') + '0', true
	case strings.ContainsRune("xXｘＸ×", r):
		return 'X', true
	}
	return 0, false
}

// separates says whether a character may stand between the groups of a number:
// spaces of all kinds, those that are not seen, and dashes.
func separates(r rune) bool {
	return strings.ContainsRune(" \t\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u2060\u3000\ufeff-－‐–—·.", r)
}
