package reading

import "strings"

// edges are the words for the first and the last households, longer ones first.
var edges = []struct {
	word string
	last bool
}{
	{"最前面", false}, {"最前头", false}, {"前面", false}, {"前边", false}, {"前头", false}, {"开头", false}, {"打头", false}, {"起头", false}, {"最前", false}, {"前", false}, {"头", false}, {"首", false},
	{"最后面", true}, {"最后头", true}, {"最末尾", true}, {"后面", true}, {"后边", true}, {"后头", true}, {"末尾", true}, {"末了", true}, {"最末", true}, {"最尾", true}, {"收尾", true}, {"尾上", true}, {"压轴", true}, {"垫底", true},
	{"倒数", true}, {"最后", true}, {"末", true}, {"尾", true}, {"后", true},
}

// edgesBegin are the first characters of all such words.
const edgesBegin = "最前开打起头首后末收尾压垫倒一单双奇偶"

// edgeAt reads 首户, 最后那户, 前三户, 末尾两家, 倒数第二户, 首尾两户, 单数的.
func (d *digest) edgeAt(runes []rune, i int) (reference, bool) {
	if !strings.ContainsRune(edgesBegin, runes[i]) {
		return reference{}, false
	}
	ns := d.all()
	for _, w := range []string{"头尾", "首尾", "前后", "首末", "一头一尾", "一首一尾"} {
		at := i + len([]rune(w))
		if !hasPrefix(runes[i:], w) || len(ns) < 2 {
			continue
		}
		if r := runeAt(runes, at); r == '这' || r == '那' {
			at++
		}
		if n, length := number(runes[at:]); n == 2 && kin(runes[at+length:]) == 1 {
			return reference{span: span{i, at + length + 1}, ns: []int{ns[0], ns[len(ns)-1]}}, true
		}
	}
	for _, w := range []string{"单数", "单号", "奇数", "双数", "双号", "偶数"} {
		if !hasPrefix(runes[i:], w) {
			continue
		}
		r := reference{span: span{i, i + 2}}
		for r.end < len(runes) && strings.ContainsRune("的户家", runes[r.end]) {
			r.end++
		}
		for _, n := range ns {
			if odd := strings.ContainsRune("单奇", runes[i]); odd == (n%2 == 1) {
				r.ns = append(r.ns, n)
			}
		}
		return r, len(r.ns) > 0
	}
	for _, e := range edges {
		if !hasPrefix(runes[i:], e.word) {
			continue
		}
		at := i + len([]rune(e.word))
		r := runeAt(runes, at)
		these := strings.ContainsRune("这那的", r) && r != 0
		if these {
			at++
			r = runeAt(runes, at)
		}
		short := len([]rune(e.word)) == 1
		if (r == '户' || r == '家') && (these || e.last || short) && len(ns) > 0 && (r == '户' || these || !short) && e.word != "后" && e.word != "前" {
			return reference{span: span{i, at + 1}, ns: edge(ns, 1, e.last)}, true // 首户, 末尾那家
		}
		from := at
		nth := r == '第'
		if nth {
			at++
		}
		n, length := number(runes[at:])
		unit := runeAt(runes, at+length)
		if length == 0 || n == 0 || unit != '户' && unit != '家' && (unit != '个' || short || runeAt(runes, at+length+1) == '月') {
			continue
		}
		if nth && (e.word != "倒数" || n > len(ns)) || !nth && e.word == "倒数" && from != at {
			continue
		}
		out := reference{span: span{i, at + length + 1}, unsure: n > len(ns), ns: edge(ns, min(n, len(ns)), e.last)}
		if nth {
			out.ns = out.ns[:1]
		}
		return out, true
	}
	return reference{}, false
}

// edge returns the first or the last n.
func edge(ns []int, n int, last bool) []int {
	if last {
		return ns[len(ns)-n:]
	}
	return ns[:n]
}
