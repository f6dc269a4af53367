package reading

import (
	"slices"
	"strings"
)

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
		told, length := number(runes[end:])
		if runeAt(runes, end) == '几' {
			length = 1
		}
		after := end + length
		for _, h := range []string{"户人家", "户的", "户", "家的", "家", "人家", "户数", "各户", "各家"} {
			if hasPrefix(runes[after:], h) {
				return reference{span: span{i, after + len([]rune(h))}, kind: byRest, told: told}, true
			}
		}
		next := runeAt(runes, end)
		if next == '人' && startsAnswer(runes[end+1:]) {
			return reference{span: span{i, end + 1}, kind: byRest}, true
		}
		if next == '人' || next == '方' || next == '情' || next == '成' || hasPrefix(runes[end:], "收入") || next == '没' && !w.sure && !slices.Contains(runes[max(0, i-exceptReach):i], '除') {
			return reference{}, false
		}
		if hasPrefix(runes[end:], "那个") || hasPrefix(runes[end:], "一个") {
			return reference{}, false // 剩下那个老顾: the name tells who
		}
		if !w.sure && steady(runes[end:]) {
			return reference{span: span{i, end}, kind: byRest}, true
		}
		if w.sure && !isNumber(next) && next != '半' || strings.ContainsRune("都均全皆俱各正一ok好无平没就", next) && next != 0 {
			return reference{span: span{i, end}, kind: byRest}, true
		}
		return reference{}, false
	}
	return reference{}, false
}

// steady says whether words begin that call all as it was: 照旧, 稳得很. They are
// said of homes, not of what else there is in one.
func steady(runes []rune) bool {
	for _, w := range []string{"照", "还是", "还那", "还都", "老样", "原样", "一样", "依旧", "依然", "仍", "稳", "如常", "如旧", "如故", "平安", "安好", "安稳", "不变", "未变", "未动", "不动", "没动静", "过得去", "也", "跟上", "跟往", "和上", "和往", "同上", "同前", "ok", "么事没", "啥事没", "老规矩"} {
		if hasPrefix(runes, w) {
			return true
		}
	}
	return false
}
