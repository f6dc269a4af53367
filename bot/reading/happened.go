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

// justDone are words for a contact that was made a moment ago; what else 刚
// begins tells of the family (刚满月).
var justDone = []string{"刚打", "刚拨", "刚通", "刚联系", "刚问", "刚视频", "刚挂", "刚聊", "刚见", "刚碰", "刚遇", "刚看", "刚走访", "刚入户", "刚从", "刚到他", "刚到她", "刚去他", "刚去她", "刚克", "刚和他", "刚跟他", "刚和她", "刚跟她"}

// happenedOn says on which day the contact was made, 0 where the text does not
// say. A day belongs to the contact when its clause speaks of the contact, or
// when it opens the report. Any other day is the family's (男人昨天埋的), unless
// nothing befell the family. future says that the day has not come.
func (v *view) happenedOn(today model.Day, o model.Outcome) (day model.Day, future bool) {
	days := daysIn(v.runes, today)
	var eventToday bool
	var opening, loose model.Day
	for _, d := range days {
		c := v.clauseAt(d.start)
		if c < 0 {
			continue
		}
		heads := d.start <= v.clauses[c].start+2
		alone := heads && v.clauses[c].end-d.end <= 2
		ties := v.contactIn(c) || alone && v.contactIn(c+1)
		opens := heads && !v.personIn(v.clauses[c].start, d.start) && (c == 0 || c == 1 && d.start == v.clauses[c].start && !v.happensIn(0))
		switch {
		case d.future:
			future = future || ties || opens && !v.happensIn(0) || v.undone(c)
		case d.day == today && v.undone(c):
			// 今天再打 is no contact yet.
		case ties:
			day = d.day
		case opens && opening == 0:
			opening = d.day
		case heads && d.day == today:
			eventToday = true
		case !d.ofMonth && loose == 0:
			loose = d.day
		}
	}
	switch uneventful := o == model.Normal || o == model.Unreached; {
	case day != 0:
	case opening != 0:
		day = opening
	case uneventful:
		day = loose
	}
	if day == 0 && (eventToday || v.justNow() || len(days) == 0 && v.sometimeToday()) {
		day = today
	}
	return day, future && day == 0
}

// personIn says whether somebody is named between two places.
func (v *view) personIn(start, end int) bool {
	return slices.ContainsFunc(v.matches, func(m match) bool {
		mk := v.by.lex.marks[m.name]
		return mk != nil && mk.Person && m.start >= start && m.end <= end
	})
}

// justNow says whether a contact was made a moment ago.
func (v *view) justNow() bool {
	for i, r := range v.runes {
		if r == '刚' && slices.ContainsFunc(justDone, func(w string) bool { return hasPrefix(v.runes[i:], w) }) {
			return true
		}
	}
	return false
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
