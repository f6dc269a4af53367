package reading

import (
	"slices"

	"ringkeeper/model"
)

// ofContact are the marks that tie a day to the contact rather than to what the
// family went through.
var ofContact = []string{"visit", "looked", "phone", "wechat", "other_means", "contacted", "reached", "unreached", "unreached_surely", "away", markPolicy}

// dayTimes are times of today where no day is named: 下午入户了.
var dayTimes = []string{"上午", "下午", "中午", "早上", "早晨", "傍晚", "刚"}

// happenedOn says on which day the contact was made, 0 where the text does not
// say. A day belongs to the contact when its clause speaks of the contact, or
// when it opens the report. future says that the day has not come.
func (v *view) happenedOn(today model.Day) (day model.Day, future bool) {
	days := daysIn(v.runes, today)
	var eventToday bool
	for _, d := range days {
		c := v.clauseAt(d.start)
		if c < 0 {
			continue
		}
		heads := d.start <= v.clauses[c].start+2
		alone := heads && v.clauses[c].end-d.end <= 2
		switch ties := v.contactIn(c) || alone && v.contactIn(c+1) || heads && !v.happensIn(c) && (c == 0 || c == 1 && d.start == v.clauses[c].start && !v.happensIn(0)); {
		case d.future:
			future = future || ties || v.undone(c)
		case ties && !v.undone(c) && !v.askedIn(c):
			day = d.day
		case heads && d.day == today && !v.undone(c):
			eventToday = true
		}
	}
	if day == 0 && (eventToday || len(days) == 0 && v.sometimeToday()) {
		day = today
	}
	return day, future && day == 0
}

func (v *view) clauseAt(rune int) int {
	i, found := slices.BinarySearchFunc(v.clauses, rune, func(c clause, at int) int {
		switch {
		case c.end <= at:
			return -1
		case c.start > at:
			return 1
		default:
			return 0
		}
	})
	if !found {
		return -1
	}
	return i
}

// sometimeToday finds a time of the day beside a contact: 刚打完电话.
func (v *view) sometimeToday() bool {
	for i := range v.runes {
		for _, w := range dayTimes {
			if !hasPrefix(v.runes[i:], w) || i > 0 && (v.runes[i-1] == '天' || v.runes[i-1] == '个') {
				continue
			}
			c := v.clauseAt(i)
			if c >= 0 && v.contactIn(c) && !v.undone(c) && i <= v.clauses[c].start+4 {
				return true
			}
		}
	}
	return false
}
