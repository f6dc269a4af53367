package reading

import (
	"slices"
	"strings"

	"ringkeeper/model"
)

// ofContact are the marks that tie a day to the contact rather than to what the
// family went through.
var ofContact = []string{"visit", "looked", "phone", "wechat", "other_means", "contacted", "reached", "unreached", "unreached_surely", "away", markPolicy}

// dayTimes are times of today where no day is named: 下午入户了.
var dayTimes = []string{"上午", "下午", "中午", "早上", "早晨", "傍晚", "刚"}

// fillers may stand before the day that opens a report; 房子昨晚烧光了 opens with
// the house, and tells its day.
const (
	fillers   = "那个嗯就我他她呃哎急报补记是在从于只俺咱刚才"
	fillReach = 6
)

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
		ties := v.contactNear(c, d.span) || alone && v.contactIn(c+1) || setsOut(v.runes[min(d.end, v.clauses[c].end):v.clauses[c].end])
		opens := d.start-v.clauses[c].start <= fillReach && strings.Trim(string(v.runes[v.clauses[c].start:d.start]), fillers) == "" && (c == 0 || c == 1 && d.start == v.clauses[c].start && !v.happensIn(0))
		switch {
		case d.future:
			future = future || ties || opens && !v.happensIn(0) || v.undone(c)
		case d.day == today && v.undone(c):
			// 今天再打 is no contact yet.
		case ties:
			day = d.day
		case opens && !v.happensIn(c) && opening == 0:
			opening = d.day
		case heads && d.day == today && !v.happensIn(c):
			eventToday = true
		case !d.ofMonth && loose == 0:
			loose = d.day
		}
	}
	switch uneventful := o == model.Normal || o == model.Unreached; {
	case day != 0:
	case opening != 0 && o != model.EmergencyFound:
		day = opening
	case uneventful:
		day = loose
	}
	if day == 0 && (eventToday || v.justNow() || len(days) == 0 && v.sometimeToday()) {
		day = today
	}
	return day, future && day == 0
}

// contactNear says whether a clause speaks of the contact, a dictated one not far
// from a day.
func (v *view) contactNear(c int, d span) bool {
	if cl := v.clauses[c]; !v.contactIn(c) || cl.end-cl.start <= 2*near {
		return v.contactIn(c)
	}
	i, _ := slices.BinarySearchFunc(v.matches, d.start-near, func(m match, at int) int { return m.start - at })
	for ; i < len(v.matches) && v.matches[i].start <= d.end+near; i++ {
		if m := v.matches[i]; m.clause == c && m.scope == counts && slices.Contains(ofContact, m.name) {
			return true
		}
	}
	return false
}

// What may stand between a day and what the writer did on it, how that begins,
// and what begins so and is the family's: 昨天我又去, but not 昨天去世.
const (
	between = "刚才天日我又亲就才都特地专门晚上早下午傍中夜里间白和跟陪在的"
	setting = "去克打拨赶跑走到入访往赴联通问碰遇微视"
)

var familys = []string{
	"通水", "通电", "通路", "去世", "去医", "去看病", "去看医", "去打工", "去上", "去读", "去了医", "打工", "打架", "打针", "打雷", "打了一架", "走了", "走丢", "走失", "跑了", "到期", "到账", "到医", "到手", "到现在", "到今", "拨款", "拨付", "问题", "微", "视力", "入学", "入院", "入伍", "入职", "入狱", "赶街", "赶集", "赶出",
}

// setsOut says whether the words after a day tell what the writer did on it.
func setsOut(after []rune) bool {
	i := 0
	for i < len(after) && i < 5 && strings.ContainsRune(between, after[i]) {
		i++
	}
	if i == len(after) || !strings.ContainsRune(setting, after[i]) {
		return false
	}
	return hasPrefix(after[i:], "微信") || hasPrefix(after[i:], "走了一") || hasPrefix(after[i:], "走了五") || hasPrefix(after[i:], "跑了一") ||
		!slices.ContainsFunc(familys, func(w string) bool { return hasPrefix(after[i:], w) })
}

// justNow says whether a contact was made a moment ago: 刚打, 刚刚到他家.
func (v *view) justNow() bool {
	for i, r := range v.runes {
		if r == '刚' && setsOut(v.runes[i+1:min(len(v.runes), i+1+2*near)]) {
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
