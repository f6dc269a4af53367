package reading

import "strings"

// titles follow a surname: 李大爷.
var titles = []string{"爷爷", "奶奶", "阿姨", "大爷", "大妈", "大哥", "大姐", "大叔", "大婶", "大爹", "大娘", "大伯", "大嫂", "的", "呢", "师傅", "老师", "嬢嬢", "孃孃", "嬢", "孃", "叔", "婶", "姨", "哥", "姐", "妹", "弟", "嫂", "伯", "爹", "奶", "老倌", "老汉", "家", "姓", "那户", "这户", "户"}

// kin returns how many runes a word takes that counts homes of one name.
func kin(runes []rune) int {
	for _, w := range []string{"姊妹", "姐妹", "兄弟", "弟兄", "户", "家"} {
		if hasPrefix(runes, w) {
			return len([]rune(w))
		}
	}
	return 0
}

// surnamesReach bounds a list of surnames that share a count.
const surnamesReach = 8

// surnamesAt reads 褚、季、车三户: surnames in a row and their number behind them.
func (d *digest) surnamesAt(runes []rune, i int) (reference, bool) {
	if n, length := number(runes[i:]); n > 1 && runeAt(runes, i+length) == '个' && runeAt(runes, i+length+2) == '家' {
		if own := d.surnames[string(runes[i+length+1])]; len(own) == n { // 两个谢家
			return reference{span: span{i, i + length + 3}, ns: own}, true
		}
	} else if at := i + length + 1; n > 1 && kin(runes[i+length:]) == 1 && runeAt(runes, at) == '姓' && at+1 < len(runes) {
		if own := d.surnames[string(runes[at+1])]; len(own) == n { // 两户姓谢的
			return reference{span: span{i, at + 2}, ns: own}, true
		}
	}
	r := reference{}
	names := 0
	for at := i; at < len(runes) && names < surnamesReach; at++ {
		own := d.surnames[string(runes[at])]
		if len(own) == 0 {
			return reference{}, false
		}
		names++
		r.ns = append(r.ns, own...)
		r.unsure = r.unsure || len(own) != 1
		at++
		if strings.ContainsRune("、和与跟", runeAt(runes, at)) {
			continue
		}
		n, length := number(runes[at:])
		if names < 2 || n != names || kin(runes[at+length:]) == 0 {
			return reference{}, false
		}
		r.span = span{i, at + length + kin(runes[at+length:])}
		return r, true
	}
	return reference{}, false
}

// surnameAt reads 老段家, 小李, 李大爷, 段家. A surname that two households
// share, or none has, is unsure.
func (d *digest) surnameAt(runes []rune, i int, boundary bool) (reference, bool) {
	at, familiar := i, false
	if strings.ContainsRune("老小姓", runes[i]) {
		at, familiar = i+1, true
	}
	if at >= len(runes) {
		return reference{}, false
	}
	width := 1
	if at+1 < len(runes) && len(d.surnames[string(runes[at:at+2])]) > 0 {
		width = 2
	}
	name := string(runes[at : at+width])
	if !d.lex.surnames[name] && len(d.surnames[name]) == 0 {
		return reference{}, false
	}
	end := at + width
	title := 0
	for _, w := range titles {
		if hasPrefix(runes[end:], w) {
			title = len([]rune(w))
			break
		}
	}
	own := d.living(runes[:i], d.surnames[name])
	if (familiar || title > 0) && len(own) == 1 {
		v := []rune(d.village[own[0]])
		boundary = boundary || len(v) > 0 && placedAt(runes, i, v) >= 0
	}
	switch {
	case title > 0 && familiar, title > 0 && len(own) > 0 && (boundary || startsAnswer(runes[end+title:])):
	case familiar && boundary && len(own) > 0 && !d.lex.inWord(runes, i):
	case boundary && len(own) == 1 && (i == 0 || separates(runes[i-1])) && strings.ContainsRune(" :", runeAt(runes, end)):
		// 丁 没变 施 停机
	default:
		return reference{}, false
	}
	end += title
	end += houseWord(runes[end:])
	// 李家两姊妹 are all the Lis there are.
	if n, length := number(runes[end:]); n == len(own) && n > 1 && kin(runes[end+length:]) > 0 {
		end += length + kin(runes[end+length:])
		return reference{span: span{i, end}, ns: own}, true
	}
	return reference{span: span{i, end}, ns: own, unsure: len(own) != 1}, true
}
