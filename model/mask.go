package model

import "regexp"

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

// idNumber finds identity numbers: 15, 18, 20 or 22 characters, the 18th
// perhaps an X, in half or full width.
var idNumber = regexp.MustCompile(`[1-9１-９][0-9０-９]{13,16}[0-9０-９XxＸｘ]([0-9０-９]{4}|[0-9０-９]{2})?`)

// StrikeIDs takes identity numbers out of a text that is shown or copied.
func StrikeIDs(text string) string {
	return idNumber.ReplaceAllString(text, "［证件号已隐去］")
}
