package reading

import "strings"

const chineseDigits = "零一二三四五六七八九"

// numberReach bounds how much is read as one number; longer runs of digits are
// nobody's count.
const numberReach = 8

// isNumber says whether a rune can stand in a number, 几 and 多 included; 半 is
// not, since 半天 is no day.
func isNumber(r rune) bool {
	return isDigit(r) || strings.ContainsRune("〇零一二两俩三四五六七八九十百千万几多.w", r)
}

// number reads the Arabic or Chinese whole number at the beginning of runes and
// says how many runes it takes; 0 runes where there is none.
func number(runes []rune) (value, length int) {
	for length < len(runes) && length < numberReach && isDigit(runes[length]) {
		value = value*10 + int(runes[length]-'0')
		length++
	}
	if length > 0 {
		return value, length
	}
	return chineseNumber(runes)
}

// chineseNumber reads up to 九十九, and 百 alone, which is all that days and
// households need.
func chineseNumber(runes []rune) (value, length int) {
	digit := -1
	for length < len(runes) && length < 4 {
		r := runes[length]
		switch {
		case r == '廿' && digit < 0 && value == 0:
			value = 20
		case r == '十' && value == 0:
			value, digit = max(digit, 1)*10, -1
			if length > 0 && runes[length-1] == '零' {
				return 0, 0
			}
		case chineseDigit(r) >= 0 && digit < 0:
			digit = chineseDigit(r)
		default:
			return value + max(digit, 0), length
		}
		length++
	}
	return value + max(digit, 0), length
}

// chineseDigit returns the value of a Chinese digit, -1 for any other rune.
func chineseDigit(r rune) int {
	if r == '两' || r == '俩' {
		return 2
	}
	if r == '〇' {
		return 0
	}
	i := strings.IndexRune(chineseDigits, r)
	if i < 0 {
		return -1
	}
	return i / len("零")
}
