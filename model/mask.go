package model

import (
	"slices"
	"strings"
	"unicode"
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

// StrikeIDs takes identity numbers out of a text that is shown or copied. In one
// piece every run of 15 digits or more counts as one. In groups (530302 19900307
// 451X) only one with a day of birth does, since people also write the numbers of
// households one after the other.
func StrikeIDs(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); {
		n, struck := identity(text[i:])
		if struck {
			out.WriteString(struckID)
		} else {
			out.WriteString(text[i : i+n])
		}
		i += n
	}
	return out.String()
}

// identity returns the length of what the text begins with, in bytes: an identity
// number, another run of digits, or a character.
func identity(text string) (n int, is bool) {
	read := arabic
	if r, size := utf8.DecodeRuneInString(text); !isDigit(arabic(r)) {
		if !isDigit(chinese(r)) {
			return size, false
		}
		read = chinese
	}
	n, digits := inOnePiece(text, read)
	grouped := 0
	if digits < personalID { // the rest may follow after a gap
		grouped = inGroups(text, read)
	}
	return max(n, grouped), digits >= oldID || grouped > 0
}

// numerals reads a digit, or X for the one that stands for ten; 0 is neither.
type numerals func(rune) byte

func isDigit(d byte) bool { return d != 0 && d != 'X' }

// inOnePiece returns the length of the run of digits that the text begins with, in
// bytes and in digits. From the 18th on an X is one.
func inOnePiece(text string, read numerals) (n, digits int) {
	for i, r := range text {
		if d := read(r); d == 0 || d == 'X' && digits < personalID-1 {
			return i, digits
		}
		digits++
	}
	return len(text), digits
}

// The lengths of identity numbers: 18 of a person, 15 of one of old, 20 and 22
// of a disabled person's certificate.
const (
	oldID      = 15
	personalID = 18
	longestID  = 22
)

// inGroups returns how many bytes of an identity number in groups the text
// begins with. Between groups there may stand up to three characters that are
// neither letter nor digit. Numbers of one or two digits with commas or the like
// between them are households; other gaps are of those who spell.
func inGroups(text string, read numerals) int {
	var digits []byte
	var ends, groups []int // where each digit ends; the length of its group so far
	between, listed := 0, false
	for i, r := range text {
		d := read(r)
		if d == 0 || d == 'X' && len(digits) != personalID-1 {
			between++
			if between > 3 || unicode.IsLetter(r) || unicode.IsNumber(r) {
				break
			}
			listed = listed || !spells(r)
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
	if len(digits) < oldID || listed && slices.Max(groups) == 2 || telephones(digits, groups) {
		return 0
	}
	for _, n := range []int{longestID, longestID - 2, personalID} {
		if len(digits) >= n && bornOn(digits[6:14], true) {
			return ends[n-1]
		}
	}
	if bornOn(digits[6:12], false) && !slices.Contains(lengths(groups[:oldID]), 1) && !slices.Contains(lengths(groups[:oldID]), 2) {
		return ends[oldID-1]
	}
	return 0
}

// telephones says whether a group is a telephone's number.
func telephones(digits []byte, groups []int) bool {
	const length = 11
	for i, n := range groups {
		if n == length && digits[i+1-length] == '1' && (i+1 == len(groups) || groups[i+1] == 1) {
			return true
		}
	}
	return false
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

// arabic reads digits in half or full width and from the mathematical alphabets
// that phones offer.
func arabic(r rune) byte {
	const first, last = '\U0001d7ce', '\U0001d7ff' // five alphabets of ten
	switch {
	case r >= '0' && r <= '9':
		return byte(r)
	case r >= '０' && r <= '９':
		return byte(r-'０') + '0'
	case r >= first && r <= last:
		return byte((r-first)%10) + '0'
	case strings.ContainsRune("xXｘＸ×", r):
		return 'X'
	}
	return 0
}

// chinese reads Chinese numerals as they are dictated, digit by digit.
func chinese(r rune) byte {
	switch i := strings.IndexRune("〇一二三四五六七八九", r); {
	case i >= 0:
		return byte(i/len("〇")) + '0'
	case r == '零':
		return '0'
	case strings.ContainsRune("xXｘＸ", r):
		return 'X'
	}
	return 0
}

// spells says whether a character stands between the digits of those who spell a
// number: a space, a dash, a dot, or what cannot be seen.
func spells(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Zs, unicode.Pd) || strings.ContainsRune("\u2212·.", r)
}
