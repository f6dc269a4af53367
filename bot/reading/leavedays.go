package reading

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"ringkeeper/model"
)

// figure is a number as people write it in a day.
const figure = `(\d{1,2}|[零〇一二两三四五六七八九十廿]{1,3})`

// leaveReach is how far ahead a day without a year may lie; of a later one the
// past year's was meant.
const leaveReach = 180

// dayForm is a way to name a day that lies ahead. One that is not named in full
// does not lie before base: today, or the first day of the leave.
type dayForm struct {
	form *regexp.Regexp
	head bool // only the first group is the day, the rest is what must follow it
	when func(s *leaveScan, i int) bool
	day  func(m []string, base, today model.Day) model.Day
}

// dashedRange is where a dash stands within the days: 12-1到12-10.
var dashedRange = regexp.MustCompile(`\d-\d{1,2}[日号]?\s*(?:到|至|~|–|—|\s)\s*\d{1,2}-\d`)

// dayForms are tried in this order.
var dayForms = []dayForm{
	{form: regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?`), day: func(m []string, _, _ model.Day) model.Day {
		return exact(figureOf(m[0]), figureOf(m[1]), figureOf(m[2]))
	}},
	{form: regexp.MustCompile(`^` + figure + `月` + figure + `[日号]?`), day: monthAndDay},
	{form: regexp.MustCompile(`^(\d{1,2})[./](\d{1,2})[日号]?`), day: monthAndDay},
	{form: regexp.MustCompile(`^(\d{1,2})-(\d{1,2})[日号]?`), when: func(s *leaveScan, _ int) bool { return s.dashes }, day: monthAndDay},
	{form: regexp.MustCompile(`^(\d{1,2}) *(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*`), day: func(m []string, base, _ model.Day) model.Day {
		return nearest(englishMonth(m[1]), figureOf(m[0]), base)
	}},
	{form: regexp.MustCompile(`^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* *(\d{1,2})`), day: func(m []string, base, _ model.Day) model.Day {
		return nearest(englishMonth(m[0]), figureOf(m[1]), base)
	}},
	{form: regexp.MustCompile(`^(大后天|后天|明[天日早晚]|今[天日早晚]|昨[天日]|前[天日]|tomorrow|today)`), day: func(m []string, _, today model.Day) model.Day {
		return today + model.Day(awayFromToday[strings.TrimRight(m[0], "天日早晚")])
	}},
	{form: regexp.MustCompile(`^` + figure + `天[之以]?后`), day: func(m []string, _, today model.Day) model.Day { return today + model.Day(figureOf(m[0])) }},
	{form: regexp.MustCompile(`^(下下|下|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天])`), day: comingWeekday},
	{form: regexp.MustCompile(`^(?:本|这个?)?月[底末]`), day: func(_ []string, base, _ model.Day) model.Day {
		y, m, _ := base.Date()
		return model.Date(y, m+1, 1) - 1
	}},
	{form: regexp.MustCompile(`^年[底末]`), day: func(_ []string, base, _ model.Day) model.Day { return model.Date(base.Year(), time.December, 31) }},
	{form: regexp.MustCompile(`^` + figure + `[日号]`), when: (*leaveScan).afterNoMonth, day: dayOfMonth},
	{form: regexp.MustCompile(`^` + figure + `\s*[-–—~至到]\s*` + figure + `[日号]`), head: true, day: dayOfMonth}, // 1-10号
	{form: regexp.MustCompile(`^` + figure), when: (*leaveScan).afterMark, day: dayOfMonth},                    // 12.1-10
}

// awayFromToday is what a word adds to today; without its last character, in
// which they differ.
var awayFromToday = map[string]int{"大后": 3, "后": 2, "明": 1, "今": 0, "昨": -1, "前": -2, "tomorrow": 1, "today": 0}

func figureOf(s string) int {
	n, _ := number([]rune(s))
	return n
}

func englishMonth(s string) int {
	return strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", s)/3 + 1
}

func monthAndDay(m []string, base, _ model.Day) model.Day {
	return nearest(figureOf(m[0]), figureOf(m[1]), base)
}

// nearest is the day of a month in the year in which it is latest within reach.
func nearest(month, dom int, base model.Day) model.Day {
	if month < 1 || month > 12 {
		return 0
	}
	return latest(0, month, dom, base+leaveReach)
}

// dayOfMonth is the next such day from base on.
func dayOfMonth(m []string, base, _ model.Day) model.Day {
	dom := figureOf(m[0])
	if dom < 1 || dom > 31 {
		return 0
	}
	y, month, _ := base.Date()
	for n := range 3 {
		first := model.Date(y, month+time.Month(n), 1)
		if d := exact(first.Year(), int(month-1+time.Month(n))%12+1, dom); d >= base {
			return d
		}
	}
	return 0
}

// comingWeekday is 周三 from base on, or the one of a named week.
func comingWeekday(m []string, base, today model.Day) model.Day {
	from := today
	if m[0] == "" {
		from = base
	}
	day := from - model.Day((int(from.Weekday())+6)%7) + model.Day(min(strings.Index("一二三四五六日天", m[1])/len("一"), 6))
	switch {
	case m[0] == "" && day < base:
		day += 7
	case m[0] == "下":
		day += 7
	case m[0] == "下下":
		day += 14
	}
	return day
}

// leaveLength is how long a leave lasts: some days, or some months.
type leaveLength struct{ days, months int }

// from is the last day of a leave of that length.
func (n leaveLength) from(day model.Day) model.Day {
	y, m, d := day.Date()
	return model.Date(y, m+time.Month(n.months), d) + model.Day(n.days) - 1
}

var lengthForm = regexp.MustCompile(`^(?:(半)个月|` + figure + `\s*(天|个?周|个?星期|个?礼拜|个月|days?|weeks?|months?))`)

// lengthAt reads 3天, 两周, 半个月 and says how many bytes it takes; 3天后 and 周三
// are none.
func lengthAt(text string) (l leaveLength, n int) {
	m := lengthForm.FindStringSubmatch(text)
	if m == nil {
		return l, 0
	}
	next, _ := utf8.DecodeRuneInString(text[len(m[0]):])
	if strings.ContainsRune("后前之以", next) {
		return l, 0
	}
	count := figureOf(m[2])
	switch {
	case m[1] != "":
		return leaveLength{days: 15}, len(m[0])
	case m[3] == "个月" || strings.HasPrefix(m[3], "month"):
		return leaveLength{months: count}, len(m[0])
	case m[3] == "天" || strings.HasPrefix(m[3], "day"):
		return leaveLength{days: count}, len(m[0])
	}
	return leaveLength{days: 7 * count}, len(m[0])
}
