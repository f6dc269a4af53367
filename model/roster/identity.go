package roster

import (
	"strings"
	"time"
)

// readID reads an identity number. The first 18 characters are the number, two
// or four more make it that of a disability certificate; what is kept is the
// whole. The code is blank when nothing is wrong with it; only lost digits are a
// fault, since papers with a mistake in them exist and the household must not
// fall out for it.
func readID(text string) (string, Code) {
	id := strings.ToUpper(compact(text))
	if none(id) {
		return "", ""
	}
	if whole, rest, ok := strings.Cut(id, "."); ok && digits(whole) && strings.Trim(rest, "0") == "" {
		if len(whole) > 15 {
			return "", CodeLostDigits
		}
		id = whole
	}
	if _, lost := expand(id); lost {
		return "", CodeLostDigits
	}
	if len(id) != 18 && len(id) != 20 && len(id) != 22 || !digits(id[:17]) || !alphanumeric(id[17:]) {
		return id, CodeIDForm
	}
	if checkDigit(id[:17]) != id[17] {
		// A spreadsheet keeps 15 digits of a number and fills up with zeros.
		if strings.Trim(id[15:], "0") == "" {
			return "", CodeLostDigits
		}
		return id, CodeIDCheckDigit
	}
	if !birthDate(id) {
		return id, CodeIDBirthDate
	}
	return id, ""
}

// person18 is the part of an identity number that tells the person: a
// disability certificate and an identity card of one person share it.
func person18(id string) string {
	if len(id) > 18 {
		return id[:18]
	}
	return id
}

var weights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// checkDigit gives the 18th character for 17 digits, by ISO 7064 MOD 11-2 as in
// GB 11643-1999; 0 when they are no digits.
func checkDigit(id17 string) byte {
	if len(id17) != 17 || !digits(id17) {
		return 0
	}
	sum := 0
	for i, w := range weights {
		sum += int(id17[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// birthDate says whether digits 7 to 14 are a day between 1900 and 2099.
func birthDate(id string) bool {
	t, err := time.Parse("20060102", id[6:14])
	return err == nil && t.Year() >= 1900 && t.Year() < 2100
}

func upper(b byte) byte {
	if b >= 'a' && b <= 'z' {
		return b - 'a' + 'A'
	}
	return b
}

func alphanumeric(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}
