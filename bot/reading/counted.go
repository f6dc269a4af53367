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
		return d.rowAt(runes, i, boundary)
	}
	r := reference{span: span{i, end}, number: true, ns: []int{first}}
	if runes[i] != '第' && (runes[end-1] == '户' && isNumber(runes[end-2]) || runeAt(runes, end) == '家') {
		r.count = first
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

// edges are the words for the first and the last households.
var edges = []struct {
	word string
	last bool
}{{"首户", false}, {"头户", false}, {"头一户", false}, {"头一家", false}, {"末户", true}, {"末一户", true}, {"最后一户", true}, {"最后一家", true}, {"最后那户", true}}

// edgeAt reads 首户, 最后一户, 前三户, 头两家, 后面两个.
func (d *digest) edgeAt(runes []rune, i int) (reference, bool) {
	ns := d.all()
	for _, e := range edges {
		if end := i + len([]rune(e.word)); hasPrefix(runes[i:], e.word) && len(ns) > 0 {
			if e.last {
				return reference{span: span{i, end}, ns: ns[len(ns)-1:]}, true
			}
			return reference{span: span{i, end}, ns: ns[:1]}, true
		}
	}
	for _, w := range []string{"前面", "前边", "开头", "前", "头", "后面", "后边", "最后", "后"} {
		if !hasPrefix(runes[i:], w) {
			continue
		}
		at := i + len([]rune(w))
		if r := runeAt(runes, at); r == '这' || r == '那' {
			at++
		}
		n, length := number(runes[at:])
		if r := runeAt(runes, at+length); length == 0 || n == 0 || r != '户' && r != '家' && (r != '个' || !strings.HasSuffix(w, "面")) {
			continue
		}
		r := reference{span: span{i, at + length + 1}, unsure: n > len(ns)}
		if n = min(n, len(ns)); strings.HasPrefix(w, "后") || strings.HasPrefix(w, "最后") {
			r.ns = ns[len(ns)-n:]
		} else {
			r.ns = ns[:n]
		}
		return r, true
	}
	return reference{}, false
}

// countAt reads how many households are meant: 五户全部, 以上五户, 每户.
func (d *digest) countAt(runes []rune, i int) (reference, bool) {
	ns := d.all()
	for _, w := range []string{"所有户", "所有的户", "所有人家", "全部户", "每一户", "每户", "每家", "各户", "家家户户", "家家", "户户", "这几户", "几户", "全部人家"} {
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
		return reference{span: span{start, end}, kind: byAll, ns: ns, unsure: n != len(ns)}, true
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

// exceptReach is how far before 其他没变化 an exception makes it speak of the rest.
const exceptReach = 40

// restAt reads 其余, 剩下的几户, 其他都. 其他 alone may be about one household
// (其他没变化), so that it needs a word for households or 都 after it.
func (d *digest) restAt(runes []rune, i int) (reference, bool) {
	for _, w := range []string{"他户", "别户", "别家", "余户", "余者", "余的", "剩的", "剩哈的", "旁的", "旁人家", "别个家", "别的人家", "其他人家", "除此之外", "除此以外", "此外", "其余各"} {
		if end := i + len([]rune(w)); hasPrefix(runes[i:], w) && runeAt(runes, end) != '人' && runeAt(runes, end) != '的' {
			return reference{span: span{i, end}, kind: byRest}, true
		}
	}
	for _, w := range []string{"中间", "当中"} {
		if n, length := number(runes[min(len(runes), i+2):]); hasPrefix(runes[i:], w) && n > 0 && kin(runes[i+2+length:]) == 1 {
			return reference{span: span{i, i + 3 + length}, kind: byRest}, true
		}
	}
	for _, w := range []struct {
		word string
		sure bool
	}{
		{"其余的", true}, {"其余", true}, {"剩下的", true}, {"剩下", true}, {"剩余的", true}, {"剩余", true}, {"剩哈", true}, {"余下的", true}, {"余下", true}, {"另外的", false}, {"另外", false},
		{"其他的", false}, {"其他", false}, {"其它的", false}, {"其它", false}, {"别的", false}, {"另", false},
	} {
		if !hasPrefix(runes[i:], w.word) {
			continue
		}
		end := i + len([]rune(w.word))
		_, length := number(runes[end:])
		if runeAt(runes, end) == '几' {
			length = 1
		}
		after := end + length
		for _, h := range []string{"户人家", "户的", "户", "家的", "家", "人家", "户数", "各户", "各家"} {
			if hasPrefix(runes[after:], h) {
				return reference{span: span{i, after + len([]rune(h))}, kind: byRest}, true
			}
		}
		next := runeAt(runes, end)
		if next == '人' || next == '方' || next == '情' || next == '成' || next == '没' && !w.sure && !slices.Contains(runes[max(0, i-exceptReach):i], '除') {
			return reference{}, false
		}
		if hasPrefix(runes[end:], "那个") || hasPrefix(runes[end:], "一个") {
			return reference{}, false // 剩下那个老顾: the name tells who
		}
		if w.sure && !isNumber(next) && next != '半' || strings.ContainsRune("都均全皆俱各正一ok好无平没就", next) && next != 0 {
			return reference{span: span{i, end}, kind: byRest}, true
		}
		return reference{}, false
	}
	return reference{}, false
}
