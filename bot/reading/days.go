package reading

import (
	"strings"
	"time"

	"ringkeeper/model"
)

// saidDay is a day that a text names.
type saidDay struct {
	span
	day     model.Day // 0 for a coming day that is not named exactly (下周)
	future  bool
	ofMonth bool // 18号, with or without a month, which may be a date in the family's life
}

// relative are the words that count from today. A longer word stands before the
// one that it begins with.
var relative = []struct {
	word string
	days int
}{
	{"大前天", -3}, {"上前天", -3}, {"大前日", -3}, {"前天", -2}, {"前日", -2}, {"前晚", -2}, {"前儿个", -2},
	{"昨", -1}, {"今天", 0}, {"今朝", 0}, {"今日", 0}, {"今早", 0}, {"今到", 0}, {"今去", 0}, {"今晨", 0}, {"今儿", 0}, {"今上午", 0}, {"今下午", 0}, {"今中午", 0},
	{"刚才", 0}, {"刚刚", 0}, {"方才", 0}, {"将才", 0}, {"才将", 0}, {"大后天", 3}, {"后天", 2}, {"明天", 1}, {"明日", 1}, {"明早", 1}, {"明晚", 1},
}

// soon are coming times without an exact day.
var soon = []string{"下周", "下星期", "下个星期", "下礼拜", "下个礼拜", "下个月", "下月"}

// daysIn finds the days that a text names, in order. Figures that only look
// like a day (1.2万, 6号线, 每月8号) are left alone.
func daysIn(runes []rune, today model.Day) []saidDay {
	var out []saidDay
	for i := 0; i < len(runes); {
		d, ok := dayAt(runes, i, today)
		if !ok {
			i++
			continue
		}
		i = d.end
		if d.day == 0 && !d.future { // the end of a term
			continue
		}
		d.future = d.future || d.day > today
		out = append(out, d)
	}
	return out
}

// dayBegins are the characters that a day can begin with, besides digits.
const dayBegins = "大上前昨今刚方将才后明周星礼本这下元五六七八国零一二三四五六七八九十廿"

func dayAt(runes []rune, i int, today model.Day) (saidDay, bool) {
	if !isDigit(runes[i]) && !strings.ContainsRune(dayBegins, runes[i]) {
		return saidDay{}, false
	}
	rest := runes[i:min(len(runes), i+16)]
	before := rune(0)
	if i > 0 {
		before = runes[i-1]
	}
	for k, read := range []func([]rune, rune, model.Day) (model.Day, int){relativeDay, agoDay, weekday, feast, date, monthDay} {
		if day, n := read(rest, before, today); n > 0 {
			return saidDay{span: span{i, i + n}, day: day, ofMonth: k > 3}, true
		}
	}
	for _, s := range soon {
		if hasPrefix(rest, s) {
			return saidDay{span: span{i, i + len([]rune(s))}, future: true}, true
		}
	}
	return saidDay{}, false
}

func hasPrefix(runes []rune, word string) bool {
	i := 0
	for _, r := range word {
		if i >= len(runes) || runes[i] != r {
			return false
		}
		i++
	}
	return true
}

// relativeDay reads 昨天 and its like; not within 以前天天.
func relativeDay(runes []rune, before rune, today model.Day) (model.Day, int) {
	if strings.ContainsRune("以之从目年今先", before) && before != 0 {
		return 0, 0
	}
	for _, r := range relative {
		if hasPrefix(runes, r.word) {
			return today + model.Day(r.days), len([]rune(r.word))
		}
	}
	return 0, 0
}

// agoDay reads 三天前.
func agoDay(runes []rune, before rune, today model.Day) (model.Day, int) {
	if isNumber(before) {
		return 0, 0
	}
	n, length := number(runes)
	if length == 0 || n == 0 || n > 366 {
		return 0, 0
	}
	for _, tail := range []string{"天前", "天之前", "天以前", "日前"} {
		if hasPrefix(runes[length:], tail) {
			return today - model.Day(n), length + len([]rune(tail))
		}
	}
	return 0, 0
}

// weekday reads 周三, 上周六, 本周一, 上上个礼拜天. Weeks begin on Monday; a bare
// 周三 is the latest one.
func weekday(runes []rune, before rune, today model.Day) (model.Day, int) {
	i, weeks, bare := 0, 0, true
	for i < len(runes) && runes[i] == '上' {
		i++
		weeks--
		bare = false
	}
	if i == 0 && len(runes) > 0 && strings.ContainsRune("本这下", runes[0]) {
		i, bare = 1, false
		if runes[0] == '下' {
			weeks = 1
		}
	}
	if i > 0 && i < len(runes) && runes[i] == '个' {
		i++
	}
	word := 0
	for _, w := range []string{"周", "星期", "礼拜"} {
		if hasPrefix(runes[i:], w) {
			word = len([]rune(w))
		}
	}
	if word == 0 || i+word >= len(runes) || bare && (before == '每' || isNumber(before) || before == '个' || before == '逢') {
		return 0, 0
	}
	nth := strings.IndexRune("一二三四五六日天", runes[i+word])
	if nth < 0 {
		return 0, 0
	}
	nth = min(nth/len("一"), 6)
	monday := today - model.Day((int(today.Weekday())+6)%7)
	day := monday + model.Day(7*weeks+nth)
	if bare && day > today {
		day -= 7
	}
	return day, i + word + 1
}

// feasts are the holidays that fall on the same day each year.
var feasts = []struct {
	name       string
	month, day int
}{{"元旦", 1, 1}, {"五一", 5, 1}, {"六一", 6, 1}, {"七一", 7, 1}, {"八一", 8, 1}, {"国庆", 10, 1}}

// feast reads 元旦那天. The holiday alone may be its whole week.
func feast(runes []rune, _ rune, today model.Day) (model.Day, int) {
	for _, f := range feasts {
		if !hasPrefix(runes, f.name) {
			continue
		}
		i := len([]rune(f.name))
		if runeAt(runes, i) == '节' {
			i++
		}
		if next := runeAt(runes, i); strings.ContainsRune("那当这", next) && next != 0 && strings.ContainsRune("天日", runeAt(runes, i+1)) {
			return latest(0, f.month, f.day, today), i + 2
		}
	}
	return 0, 0
}

// date reads a date with a month: 2026年11月6日, 11月6号, 11/6, 11-6, 11.6. Without
// a year it is the latest such day, or one that is soon to come.
func date(runes []rune, before rune, today model.Day) (model.Day, int) {
	if isNumber(before) || before == '每' {
		return 0, 0
	}
	first, i := number(runes)
	if i == 0 || i >= len(runes) {
		return 0, 0
	}
	year, month := 0, first
	if first >= 2000 && first < 2100 && strings.ContainsRune("年-/.", runes[i]) {
		n, length := number(runes[i+1:])
		year, month, i = first, n, i+1+length
		if length == 0 || i >= len(runes) {
			return 0, 0
		}
	}
	sep := runes[i]
	if month < 1 || month > 12 || !strings.ContainsRune("月-/.", sep) || (year == 0 && sep != '月' && !isDigit(runes[0])) {
		return 0, 0
	}
	dom, length := number(runes[i+1:])
	if length == 0 || sep != '月' && !isDigit(runes[i+1]) {
		return 0, 0
	}
	i += 1 + length
	if i < len(runes) && (runes[i] == '号' || runes[i] == '日') {
		i++
	} else if i < len(runes) && strings.ContainsRune("万千百元块亩斤倍米个人年月天岁吨头只级度%-/.w", runes[i]) {
		return 0, 0
	}
	day := latest(year, month, dom, today)
	if next := exact(today.Year(), month, dom); year == 0 && next > today && next-today <= daysAhead {
		day = next
	}
	if term(runes[i:]) {
		return 0, i
	}
	return day, lengthIf(day != 0, i)
}

// daysAhead is within how many days a date without a year is one that has not come,
// rather than last year's: who writes 12月1日 in November has slipped.
const daysAhead = 60

// term says whether what follows a date makes it the end of a term: 12月31日前.
func term(runes []rune) bool {
	for _, w := range []string{"前", "之前", "以前", "截止", "止", "为止", "到期", "截"} {
		if hasPrefix(runes, w) {
			return true
		}
	}
	return false
}

func lengthIf(ok bool, n int) int {
	if ok {
		return n
	}
	return 0
}

// latest returns the named day of the year, or of the latest year in which it
// is not after today; 0 for a day that no calendar holds.
func latest(year, month, dom int, today model.Day) model.Day {
	if year != 0 {
		return exact(year, month, dom)
	}
	for y := today.Year(); y > today.Year()-9; y-- {
		if d := exact(y, month, dom); d != 0 && d <= today {
			return d
		}
	}
	return 0
}

func exact(year, month, dom int) model.Day {
	d := model.Date(year, time.Month(month), dom)
	if _, m, n := d.Date(); int(m) != month || n != dom {
		return 0
	}
	return d
}

// monthDay reads a day without its month: 18号, 二十日, 上个月28号.
func monthDay(runes []rune, before rune, today model.Day) (model.Day, int) {
	i, back := 0, -1
	for _, p := range []struct {
		word string
		back int
	}{{"上个月", 1}, {"上月", 1}, {"这个月", 0}, {"本月", 0}, {"这月", 0}} {
		if hasPrefix(runes, p.word) {
			i, back = len([]rune(p.word)), p.back
			break
		}
	}
	if i == 0 && (isNumber(before) || strings.ContainsRune("月第每初栋幢组第农", before) && before != 0) {
		return 0, 0
	}
	dom, length := number(runes[i:])
	i += length
	if length == 0 || dom < 1 || dom > 31 || i >= len(runes) || runes[i] != '号' && runes[i] != '日' {
		return 0, 0
	}
	if runes[i] == '日' && back < 0 && (dom == 1 || isHan(before) && !strings.ContainsRune("于在我至", before) || strings.ContainsRune("来内后未已余间多之", runeAt(runes, i+1))) {
		return 0, 0 // 奔丧三日, 三日来
	}
	i++
	if i < len(runes) && strings.ContainsRune("楼线门家户院病机车文组地人房三工龄子间", runes[i]) {
		return 0, 0
	}
	year, month, _ := today.Date()
	for n := max(back, 0); n < 4; n++ {
		if d := exact(year, int(month)-n, dom); month > time.Month(n) && d != 0 && (d <= today || back >= 0) {
			return d, i
		}
		if d := exact(year-1, int(month)-n+12, dom); month <= time.Month(n) && d != 0 {
			return d, i
		}
		if back >= 0 {
			break
		}
	}
	return 0, 0
}
