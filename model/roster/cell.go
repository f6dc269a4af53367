package roster

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clean brings a cell's text into one form: half-width, without invisible
// characters, and without what Excel users put around digits to keep them text
// (="5303…" or a leading apostrophe).
func clean(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	if strings.ContainsFunc(text, uncommon) {
		if !norm.NFKC.IsNormalString(text) {
			text = norm.NFKC.String(text)
		}
		text = strings.Map(func(r rune) rune {
			switch {
			case unicode.Is(unicode.Cf, r):
				return -1
			case unicode.IsSpace(r) || unicode.IsControl(r):
				return ' '
			}
			return r
		}, text)
		text = strings.TrimSpace(text)
	}
	text = unquoted(text)
	if strings.HasPrefix(text, "=") {
		inner := strings.TrimSpace(text[1:])
		if len(inner) >= 2 && (inner[0] == '"' && inner[len(inner)-1] == '"') {
			text = unquoted(strings.TrimSpace(inner[1 : len(inner)-1]))
		}
	}
	return text
}

// unquoted takes the apostrophes off that keep a cell text, a spreadsheet's own or
// the Writer's.
func unquoted(text string) string {
	return strings.TrimSpace(strings.TrimLeftFunc(text, func(r rune) bool { return r == '\'' || unicode.IsSpace(r) }))
}

// uncommon says that a character may have to be brought into another form; the
// most of a sheet are plain ASCII and Chinese characters, which stand as they are.
func uncommon(r rune) bool { return (r < ' ' || r >= 0x7f) && (r < '一' || r > '鿿') }

// compact is clean without any space inside, for numbers and names written as
// 张 三.
func compact(text string) string {
	text = clean(text)
	if !strings.Contains(text, " ") {
		return text
	}
	return strings.ReplaceAll(text, " ", "")
}

// personName is compact, yet keeps the spaces of a name in Latin letters.
func personName(text string) string {
	text = clean(text)
	for _, r := range text {
		if r < utf8.RuneSelf && unicode.IsLetter(r) {
			return text
		}
	}
	return strings.ReplaceAll(text, " ", "")
}

// none says that a cleaned text stands for nothing.
func none(text string) bool { return text == "无" || hollow(text) }

// hollow is none for columns in which 无 is an answer.
func hollow(text string) bool {
	switch text {
	case "", "-", "--", "—", "——", "–", "/", "\\", "未享受", "空", "null", "NULL", "None", "nan", "NaN":
		return true
	}
	return false
}

// value returns a cleaned text, blank for what stands for nothing.
func value(text string) string {
	text = clean(text)
	if none(text) {
		return ""
	}
	return text
}

// failed says that a formula's result is an error.
func failed(text string) bool {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "#") {
		return false
	}
	switch strings.ToUpper(text) {
	case "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA":
		return true
	}
	return false
}

// garbled says that a character was lost when the file's bytes were decoded.
func garbled(text string) bool { return strings.ContainsRune(text, utf8.RuneError) }

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// number reads what identifies something by its digits: a household's or a
// person's number, a phone. It undoes what spreadsheets do to such digits and
// says when digits were lost: scientific notation that shows fewer of them than
// the number has.
func number(text string) (digitsOf string, lost bool) {
	text = compact(text)
	if none(text) {
		return "", false
	}
	if whole, rest, ok := strings.Cut(text, "."); ok && digits(whole) && strings.Trim(rest, "0") == "" && rest != "" {
		return whole, len(whole) > 15 // a decimal fraction betrays a float, which holds 15 digits
	}
	return expand(text)
}

// expand writes scientific notation out where no digit is missing. The plus sign
// or the point is asked for, since 1E5 may be somebody's number.
func expand(text string) (string, bool) {
	e := strings.IndexAny(text, "eE")
	if e <= 0 || !strings.ContainsAny(text, ".+") {
		return text, false
	}
	mantissa, exponent := text[:e], strings.TrimPrefix(text[e+1:], "+")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if !digits(whole) || len(exponent) > 3 || !digits(exponent) || fraction != "" && !digits(fraction) {
		return text, false
	}
	power := 0
	for _, r := range exponent {
		power = power*10 + int(r-'0')
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) < power || len(whole)+power > 15 {
		return text, true
	}
	if len(fraction) > power {
		return text, false
	}
	return whole + fraction, false
}
