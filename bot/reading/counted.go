package reading

import "strings"

// numberAt reads a household's number: 3, 3号, 第三户, 1-4, 1到4.
func (d *digest) numberAt(runes []rune, i int, boundary bool, before []reference) (reference, bool) {
	first, end, marked, ok := d.oneNumber(runes, i)
	if !ok || i > 0 && isDigit(runes[i-1]) {
		return reference{}, false
	}
	if to, ok := d.rangeEnd(runes, end, first); ok && boundary {
		r := reference{span: span{i, to.end}, number: true, unsure: to.n <= first || !d.numbers[first] || !d.numbers[to.n]}
		for n := first; n <= to.n && !r.unsure; n++ {
			if d.numbers[n] {
				r.ns = append(r.ns, n)
			}
		}
		return r, true
	}
	if !d.numbers[first] {
		return reference{}, false
	}
	r := reference{span: span{i, end}, number: true, ns: []int{first}}
	bare := !marked
	chinese := !isDigit(runes[i]) && runes[i] != '第'
	switch {
	case marked && boundary:
		return r, true
	case marked:
		return r, runes[i] == '第' || i > 0 && !strings.ContainsRune(beforeFigure, runes[i-1]) && !isNumber(runes[i-1])
	case end < len(runes) && strings.ContainsRune(measures, runes[end]), end < len(runes) && runes[end] == '.' && end+1 < len(runes) && isDigit(runes[end+1]) && amount(runes[end+1:]):
		return reference{}, false
	case end+1 < len(runes) && runes[end] == ' ' && strings.ContainsRune(measures, runes[end+1]) && i > 0 && runes[i-1] == ' ':
		return reference{}, false
	case boundary && !chinese:
		return r, true
	case bare && chinese:
		return r, boundary && (end >= len(runes) || strings.ContainsRune("、,: ", runes[end]) || startsAnswer(runes[end:]) || chineseDigit(runes[end]) > 0)
	default:
		// In mid-clause a figure must go on counting and be followed by an answer.
		goesOn := len(before) > 0 && len(before[len(before)-1].ns) > 0 && first > before[len(before)-1].ns[len(before[len(before)-1].ns)-1]
		return r, goesOn && i > 0 && isHan(runes[i-1]) && !strings.ContainsRune(beforeFigure, runes[i-1]) && startsAnswer(runes[end:])
	}
}

// oneNumber reads a number with what belongs to it; marked says that 第, 号 or
// 户 makes it a household's.
func (d *digest) oneNumber(runes []rune, i int) (n, end int, marked, ok bool) {
	at := i
	if runes[at] == '第' {
		at++
		marked = true
	}
	if at < len(runes) && (runes[at] == '两' || runes[at] == '俩') {
		return 0, 0, false, false
	}
	n, length := number(runes[at:])
	if length == 0 || n == 0 {
		return 0, 0, false, false
	}
	end = at + length
	if w := houseWord(runes[end:]); w > 0 && runes[end] != '家' && runes[end] != '他' && runes[end] != '她' {
		if runes[end] == '户' && !marked && d.counts(runes[end+w:]) {
			return 0, 0, false, false
		}
		if runes[end] == '户' && hasPrefix(runes[end:], "户主") || runes[end] == '户' && hasPrefix(runes[end:], "户口") {
			return n, end, marked, true
		}
		return n, end + w, true, true
	}
	return n, end, marked, true
}

// counts says whether 都 or its like follows, so that 三户 is how many.
func (d *digest) counts(runes []rune) bool {
	for _, w := range []string{"都", "全", "均", "我都", "人家都", "一起"} {
		if hasPrefix(runes, w) {
			return true
		}
	}
	return false
}

type rangeTo struct{ n, end int }

func (d *digest) rangeEnd(runes []rune, at, first int) (rangeTo, bool) {
	for at < len(runes) && runes[at] == ' ' {
		at++
	}
	if at+1 >= len(runes) || !strings.ContainsRune(rangeSigns, runes[at]) {
		return rangeTo{}, false
	}
	at++
	for at < len(runes) && (runes[at] == ' ' || strings.ContainsRune(rangeSigns, runes[at])) {
		at++
	}
	if at >= len(runes) {
		return rangeTo{}, false
	}
	n, end, _, ok := d.oneNumber(runes, at)
	if !ok || end < len(runes) && strings.ContainsRune(measures, runes[end]) || !d.numbers[first] && !d.numbers[n] {
		return rangeTo{}, false
	}
	return rangeTo{n, end}, true
}

// amount says whether digits are the fraction of an amount (1.5万).
func amount(runes []rune) bool {
	i := 0
	for i < len(runes) && isDigit(runes[i]) {
		i++
	}
	return i < len(runes) && strings.ContainsRune("万千百元块亩斤倍米吨w", runes[i])
}

func startsAnswer(runes []rune) bool {
	for _, a := range answers {
		if hasPrefix(runes, a) {
			return !hasPrefix(runes, "一切") || len(runes) > 2
		}
	}
	return false
}

// countAt reads how many households are meant: 五户全部, 前三户, 后两户, 全部.
func (d *digest) countAt(runes []rune, i int) (reference, bool) {
	ns := d.all()
	if runes[i] == '前' || runes[i] == '后' || runes[i] == '头' {
		if n, length := number(runes[i+1:]); length > 0 && hasPrefix(runes[i+1+length:], "户") && n > 0 {
			r := reference{span: span{i, i + 2 + length}, unsure: n > len(ns)}
			if n = min(n, len(ns)); runes[i] == '后' {
				r.ns = ns[len(ns)-n:]
			} else {
				r.ns = ns[:n]
			}
			return r, true
		}
	}
	for _, w := range []string{"所有户", "所有的户", "所有人家", "全部户", "每一户", "每户", "每家", "各户", "家家户户", "家家", "户户", "这几户", "几户", "全部人家"} {
		if end := i + len([]rune(w)); hasPrefix(runes[i:], w) && !strings.ContainsRune("是归吗", at(runes, end)) {
			return reference{span: span{i, end}, kind: byAll, ns: ns}, true
		}
	}
	start := i
	if at(runes, i) == '这' || at(runes, i) == '我' {
		i++
	}
	n, length := number(runes[i:])
	if length > 0 && hasPrefix(runes[i+length:], "户") && (d.counts(runes[i+length+1:]) || at(runes, i) == '两') {
		return reference{span: span{start, i + length + 1}, kind: byAll, ns: ns, unsure: n != len(ns)}, true
	}
	return reference{}, false
}

// at returns a rune, 0 beyond the end.
func at(runes []rune, i int) rune {
	if i < 0 || i >= len(runes) {
		return 0
	}
	return runes[i]
}

// restAt reads 其余, 剩下的几户, 其他都. 其他 alone may be about one household
// (其他没变化), so that it needs a word for households or 都 after it.
func (d *digest) restAt(runes []rune, i int) (reference, bool) {
	for _, w := range []struct {
		word string
		sure bool
	}{
		{"其余的", true}, {"其余", true}, {"剩下的", true}, {"剩下", true}, {"剩余", true}, {"余下", true}, {"另外的", false}, {"另外", false},
		{"其他的", false}, {"其他", false}, {"其它的", false}, {"其它", false}, {"别的", false}, {"另", false},
	} {
		if !hasPrefix(runes[i:], w.word) {
			continue
		}
		end := i + len([]rune(w.word))
		_, length := number(runes[end:])
		if at(runes, end) == '几' {
			length = 1
		}
		after := end + length
		for _, h := range []string{"户人家", "户的", "户", "家的", "家", "人家", "户数"} {
			if hasPrefix(runes[after:], h) {
				return reference{span: span{i, after + len([]rune(h))}, kind: byRest}, true
			}
		}
		next := at(runes, end)
		if next == '人' || next == '方' || next == '情' || next == '成' || next == '没' && !w.sure {
			return reference{}, false
		}
		if w.sure && !isNumber(next) && next != '半' || strings.ContainsRune("都均全正一ok好无平", next) && next != 0 {
			return reference{span: span{i, end}, kind: byRest}, true
		}
		return reference{}, false
	}
	return reference{}, false
}
