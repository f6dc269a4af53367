package reading

import (
	"slices"
	"strings"
)

// numberAt reads a household's number: 3, 3号, 第三户, 1-4, 1到4.
func (d *digest) numberAt(runes []rune, i int, boundary bool, before []reference) (reference, bool) {
	first, end, marked, ok := d.oneNumber(runes, i, inRow(runes, i, before))
	if !ok || i > 0 && isDigit(runes[i-1]) {
		return reference{}, false
	}
	if to, ok := d.rangeEnd(runes, end, first); ok && (boundary || runes[i] == '第') {
		r := reference{span: span{i, to.end}, number: true, unsure: to.n <= first || !d.numbers[first] || !d.numbers[to.n]}
		for n := first; n <= to.n && !r.unsure; n++ {
			if d.numbers[n] {
				r.ns = append(r.ns, n)
			}
		}
		return r, true
	}
	if !d.numbers[first] {
		return d.rowAt(runes, i, boundary)
	}
	r := reference{span: span{i, end}, number: true, ns: []int{first}}
	if runes[i] != '第' && (runes[end-1] == '户' && isNumber(runes[end-2]) || runeAt(runes, end) == '家') {
		r.count = first
	}
	if runes[i] == '一' && slices.ContainsFunc([]string{"没落", "不落", "没漏", "不漏", "没少", "不少", "不差", "没拉", "不拉"}, func(w string) bool { return hasPrefix(runes[end:], w) }) {
		return reference{}, false // 一户没落
	}
	if runes[i] == '一' && i > 0 && strings.ContainsRune("没无", runes[i-1]) || i > 1 && runes[i] == '一' && hasPrefix(runes[i-2:], "没有") {
		return reference{}, false // 没有一户有变化
	}
	if chineseDigit(runes[i]) >= 0 && runeAt(runes, end) == '家' {
		return reference{}, false // 一家不落
	}
	bare := !marked
	chinese := !isDigit(runes[i]) && runes[i] != '第'
	switch {
	case marked && boundary:
		return r, true
	case marked:
		return r, runes[i] == '第' || i > 0 && (runes[i-1] == '了' || !strings.ContainsRune(beforeFigure, runes[i-1])) && !isNumber(runes[i-1])
	case hasPrefix(runes[end:], "晚上"):
		return r, boundary
	case end < len(runes) && strings.ContainsRune(measures, runes[end]), end < len(runes) && runes[end] == '.' && end+1 < len(runes) && isDigit(runes[end+1]) && amount(runes[end+1:]):
		return reference{}, false
	case end+1 < len(runes) && runes[end] == ' ' && strings.ContainsRune(measures, runes[end+1]) && i > 0 && runes[i-1] == ' ':
		return reference{}, false
	case boundary && !chinese:
		return r, true
	case bare && chinese:
		if row := len(before) - 1; row >= 0 && !boundary && before[row].number && isNumber(runes[before[row].start]) && !isDigit(runes[before[row].start]) {
			// 一二三正常四没接
			last := before[row].ns
			return r, len(last) > 0 && first > last[len(last)-1] && isHan(runeAt(runes, i-1)) && !isNumber(runeAt(runes, i-1)) && !strings.ContainsRune(beforeFigure, runes[i-1]) && startsAnswer(runes[end:])
		}
		return r, boundary && (end >= len(runes) || strings.ContainsRune("、,: ", runes[end]) || startsAnswer(runes[end:]) || chineseDigit(runes[end]) > 0)
	default:
		// In mid-clause a figure must go on counting and be followed by an answer.
		goesOn := len(before) > 0 && len(before[len(before)-1].ns) > 0 && first > before[len(before)-1].ns[len(before[len(before)-1].ns)-1]
		for reach := end + listReach; end < min(reach, len(runes)) && (isDigit(runes[end]) || strings.ContainsRune("、.", runes[end])); {
			end++ // 正常4.5没接
		}
		return r, goesOn && i > 0 && isHan(runes[i-1]) && !strings.ContainsRune(beforeFigure, runes[i-1]) && startsAnswer(runes[end:])
	}
}

// rowAt reads 123都好 as 1, 2 and 3, where no household has that number.
func (d *digest) rowAt(runes []rune, i int, boundary bool) (reference, bool) {
	r := reference{span: span{i, i}, number: true}
	for ; r.end < len(runes) && isDigit(runes[r.end]); r.end++ {
		n := int(runes[r.end] - '0')
		if !d.numbers[n] || len(r.ns) > 0 && n <= r.ns[len(r.ns)-1] {
			return reference{}, false
		}
		r.ns = append(r.ns, n)
	}
	return r, boundary && len(r.ns) > 1 && startsAnswer(runes[r.end:])
}

// listReach is how far a list of figures is followed to the answer behind it.
const listReach = 16

// inRow says whether a number right before i makes 二户三户都 a row of numbers.
func inRow(runes []rune, i int, before []reference) bool {
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	return last.number && joined(runes, last.end, i)
}

// oneNumber reads a number with what belongs to it; marked says that 第, 号 or
// 户 makes it a household's.
func (d *digest) oneNumber(runes []rune, i int, inRow bool) (n, end int, marked, ok bool) {
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
	if r := runeAt(runes, end); marked && (r == '家' || r == '个' && runeAt(runes, end+1) != '月') {
		return n, end + 1, true, true
	}
	if w := houseWord(runes[end:]); w > 0 && runes[end] != '家' && runes[end] != '他' && runes[end] != '她' {
		if runes[end] == '户' && !marked && !inRow && d.counts(runes[end+w:]) {
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
	for _, w := range []string{"都", "全", "均", "皆", "俱", "已", "我都", "人家都", "一起", "统统", "通通"} {
		if hasPrefix(runes, w) {
			return true
		}
	}
	return false
}

type rangeTo struct{ n, end int }

// untilWords stand between the ends of a range as the signs do: 3号一直到6号.
var untilWords = []string{"开始一直到", "开始到", "往后到", "一直到", "起直到", "直到", "起到", "起至", "开始至", "以后到"}

// rangeEnd reads the second end of a range: ~4, 到第四户, and behind a circled
// figure, which is written as 1、.
func (d *digest) rangeEnd(runes []rune, at, first int) (rangeTo, bool) {
	for at < len(runes) && (runes[at] == ' ' || runes[at] == '、') {
		at++
	}
	from := at
	for _, w := range untilWords {
		if hasPrefix(runes[at:], w) {
			at += len([]rune(w))
			break
		}
	}
	for at < len(runes) && (at > from && runes[at] == ' ' || strings.ContainsRune(rangeSigns, runes[at])) {
		at++
	}
	if at == from || at >= len(runes) {
		return rangeTo{}, false
	}
	n, end, _, ok := d.oneNumber(runes, at, true)
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

// countAt reads how many households are meant: 五户全部, 以上五户, 每户.
func (d *digest) countAt(runes []rune, i int) (reference, bool) {
	ns := d.all()
	for _, w := range []string{"以上各户", "上述各户", "以上几户", "上述几户", "以上农户", "上面几户", "上面各户", "名单上的", "名单里的", "清单上的", "清单里的", "这些户", "这几家", "所有户", "所有的户", "所有人家", "全部户", "每一户", "每户", "每家", "各家各户", "各户", "家家户户", "家家", "户户", "这几户", "几户", "全部人家"} {
		if end := i + len([]rune(w)); hasPrefix(runes[i:], w) && !strings.ContainsRune("是归吗", runeAt(runes, end)) {
			return reference{span: span{i, end}, kind: byAll, ns: ns}, true
		}
	}
	start, these := i, false
	for _, w := range []string{"以上", "上述", "本批", "我这", "这", "我", "共"} {
		if hasPrefix(runes[i:], w) {
			i += len([]rune(w))
			these = w != "我"
			break
		}
	}
	n, length := number(runes[i:])
	if r := runeAt(runes, i+length); length == 0 || r != '户' && r != '家' {
		return reference{}, false
	}
	end := i + length + 1
	if d.counts(runes[end:]) || these || runeAt(runes, i) == '两' {
		return reference{span: span{start, end}, kind: byAll, ns: ns, unsure: n != len(ns), told: n}, true
	}
	return reference{}, false
}

// runeAt returns a rune, 0 beyond the end.
func runeAt(runes []rune, i int) rune {
	if i < 0 || i >= len(runes) {
		return 0
	}
	return runes[i]
}
