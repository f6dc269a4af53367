package reminders

import (
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Below counts the duties of those below a leader that have been overdue for
// some workdays.
type Below struct {
	Overdue int
	// New counts those whose cadre took the household over so lately that
	// nobody is told yet.
	New int
}

// leaders counts for every leader what is overdue below. The cost follows what
// is overdue, not who exists.
type leaders struct {
	cadres    map[int64]model.Cadre
	townships map[int64][]int64 // township → leaders who see it
	all       []int64           // those who see everything
	below     map[int64]*Below
}

func newLeaders(cadres []model.Cadre) *leaders {
	l := &leaders{cadres: make(map[int64]model.Cadre, len(cadres)), townships: map[int64][]int64{}, below: map[int64]*Below{}}
	for _, c := range cadres {
		l.cadres[c.ID] = c
		switch scope := model.ScopeOf(c); {
		case scope.All:
			l.all = append(l.all, c.ID)
			l.below[c.ID] = &Below{}
		case scope.LeaderID != 0:
			l.below[c.ID] = &Below{}
			if scope.TownshipID != 0 {
				l.townships[scope.TownshipID] = append(l.townships[scope.TownshipID], c.ID)
			}
		}
	}
	return l
}

// maxLevels bounds the way up by 上级电话, which a faulty list may close to a ring.
const maxLevels = 10

// count counts a duty for every leader above it, once each. The own households
// of a leader stand in the own digest.
func (l *leaders) count(d store.Duty, isNew bool) {
	own := d.Household.ResponsibleID
	told := map[int64]bool{own: true}
	tell := func(id int64) {
		b := l.below[id]
		if b == nil || told[id] {
			return
		}
		told[id] = true
		if isNew {
			b.New++
		} else {
			b.Overdue++
		}
	}
	for id, i := l.cadres[own].SuperiorID, 0; id != 0 && i < maxLevels; id, i = l.cadres[id].SuperiorID, i+1 {
		tell(id)
	}
	for _, id := range l.townships[d.Household.TownshipID] {
		tell(id)
	}
	for _, id := range l.all {
		tell(id)
	}
}

func (l *leaders) of(id int64) Below {
	if b := l.below[id]; b != nil {
		return *b
	}
	return Below{}
}

// firstWorkday returns the first workday of the week of a workday.
func firstWorkday(w model.Workdays, day model.Day) model.Day {
	first := monday(day)
	for first < day && !w.Workday(first) {
		first++
	}
	return first
}

func monday(day model.Day) model.Day { return day - model.Day((day.Weekday()+6)%7) }

// overdueFor returns the latest due day of a duty that on a day has been overdue
// for at least so many workdays.
func overdueFor(w model.Workdays, day model.Day, workdays int) model.Day {
	for ; workdays > 0; day-- {
		if w.Workday(day) {
			workdays--
		}
		if workdays == 0 {
			break
		}
	}
	return day - 1
}

// inHandover says whether a household was taken over so lately that what is
// overdue is not yet told to leaders.
func inHandover(h model.Household, day model.Day, days int) bool {
	return h.AssignedOn != 0 && day < h.AssignedOn+model.Day(days)
}
