package roster

import "strings"

// readMobile reads a mobile number: 11 digits that begin with 1, perhaps with
// +86 before and marks between. It says apart whether digits were lost.
func readMobile(text string) (phone string, ok, lost bool) {
	text, lost = number(text)
	if text == "" || lost {
		return "", text == "" && !lost, lost
	}
	text = strings.Map(func(r rune) rune {
		if r == '-' || r == '(' || r == ')' || r == '+' {
			return -1
		}
		return r
	}, text)
	if len(text) == 13 || len(text) == 15 {
		text = strings.TrimPrefix(strings.TrimPrefix(text, "00"), "86")
	}
	if len(text) != 11 || text[0] != '1' || !digits(text) {
		return "", false, false
	}
	return text, true, false
}

// readPhone reads the phone of a household or a person: a mobile number, else a
// number of the fixed network; of several the first. Nothing is matched by it,
// so that a poor one costs a warning only.
func readPhone(text string) (phone string, ok bool) {
	text = value(text)
	if text == "" {
		return "", true
	}
	if phone, ok, _ := readMobile(text); ok {
		return phone, true
	}
	first := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/、,;; ", r) })
	if len(first) == 0 {
		return "", false
	}
	if phone, ok, _ := readMobile(first[0]); ok {
		return phone, true
	}
	bare := strings.NewReplacer("-", "", "(", "", ")", "").Replace(first[0])
	if len(bare) < 7 || len(bare) > 12 || !digits(bare) {
		return "", false
	}
	return first[0], true
}
