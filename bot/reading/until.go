package reading

import (
	"strings"
	"time"

	"ringkeeper/model"
)

// Until reads a text that is a day to come and nothing else but a few particles:
// 12月15日, 十二月十五号, 15号, 12/15, 2026-12-15, 下个月5号, 月底. A day of the month that has passed
// is the next month's, a day of the year the next year's.
func Until(s string, today model.Day) (day model.Day, ok bool) {
	t := []rune(strings.TrimSpace(string(standard().normalise(s).runes)))
	t = []rune(strings.TrimSpace(strings.NewReplacer("到", "", "为止", "", "之前", "", "前", "", "吧", "", "请缓", "", "大概", "", "左右", "", " ", "").Replace(string(t))))
	if string(t) == "月底" || string(t) == "本月底" || string(t) == "这个月底" {
		return model.Month.Period(today).End(), true
	}
	y, m, _ := today.Date()
	for _, month := range []struct {
		word  string
		ahead time.Month
	}{{"下个月", 1}, {"下月", 1}, {"这个月", 0}, {"本月", 0}} {
		if rest, ok := strings.CutPrefix(string(t), month.word); ok {
			if n, all := numbersOf([]rune(rest)); all && len(n) == 1 {
				first := model.Date(y, m+month.ahead, 1)
				return onCalendar(first.Year(), monthOf(first), n[0])
			}
		}
	}
	n, all := numbersOf(t)
	switch {
	case !all:
		return 0, false
	case len(n) == 3:
		return onCalendar(n[0], n[1], n[2])
	case len(n) == 2:
		if day, ok = onCalendar(y, n[0], n[1]); ok && day < today {
			day, ok = onCalendar(y+1, n[0], n[1])
		}
		return day, ok
	case len(n) == 1:
		if day, ok = onCalendar(y, int(m), n[0]); ok && day < today {
			next := model.Month.Period(today).Next().Start
			day, ok = onCalendar(next.Year(), monthOf(next), n[0])
		}
		return day, ok
	}
	return 0, false
}

// numbersOf returns the numbers of a text; all says that nothing stands between
// them but what a day is written with, and that the last is no month.
func numbersOf(t []rune) (ns []int, all bool) {
	last := rune(0)
	for i := 0; i < len(t); {
		n, length := number(t[i:])
		if length == 0 {
			return nil, false
		}
		ns = append(ns, n)
		i, last = i+length, 0
		if i < len(t) {
			if !strings.ContainsRune("年月日号-/.", t[i]) {
				return nil, false
			}
			last = t[i]
			i++
		}
	}
	return ns, len(ns) > 1 && strings.ContainsRune("\x00日号", last) || len(ns) == 1 && strings.ContainsRune("日号", last)
}

// onCalendar returns a day that there is.
func onCalendar(year, month, dom int) (day model.Day, ok bool) {
	day = model.Date(year, time.Month(month), dom)
	y, m, d := day.Date()
	return day, y == year && int(m) == month && d == dom
}

func monthOf(d model.Day) int {
	_, m, _ := d.Date()
	return int(m)
}
