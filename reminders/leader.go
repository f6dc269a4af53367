package reminders

import (
	"context"
	"maps"
	"slices"

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

func (b *Below) add(n Below) { b.Overdue, b.New = b.Overdue+n.Overdue, b.New+n.New }

func (b *Below) take(n Below) { b.Overdue, b.New = b.Overdue-n.Overdue, b.New-n.New }

// leaders counts for every leader what is overdue below. What a whole township
// or the district sees is counted once for all who see it, so that the cost
// follows what is overdue and not how many leaders there are.
type leaders struct {
	cadres    map[int64]model.Cadre // who may see something of what was counted
	district  Below
	townships map[int64]Below
	// alone is what one leader sees by 上级电话 beyond the own township, less the
	// own households in it: those stand in the own digest.
	alone map[int64]Below
}

// backlog is where duties are overdue: below whom, and in which township.
type backlog struct {
	cadre      int64 // the responsible cadre if that is one who sees more than the own households, else 0
	superiorID int64
	townshipID int64
}

// backlogs count what has been overdue long enough to be told to leaders.
type backlogs struct {
	until   model.Day // due by then
	handed  model.Day // taken over after that day: nobody is told yet
	overdue map[backlog]Below
}

// backlogs begins to count on a day. Counting as of the first workday of the week
// keeps the summary weekly, and a week that began without the program is made up
// for on its next day.
func (p *Planner) backlogs(day model.Day) backlogs {
	return backlogs{
		until:  overdueFor(p.Calendar, firstWorkday(p.Calendar, day), p.LeaderAfter),
		handed: day - model.Day(p.Handover), overdue: map[backlog]Below{},
	}
}

func (b backlogs) add(c model.Cadre, duties []store.Owed) {
	for _, d := range duties {
		if d.Due > b.until {
			continue
		}
		where := backlog{superiorID: c.SuperiorID, townshipID: d.TownshipID}
		if seesOthers(c) {
			where.cadre = c.ID
		}
		n := Below{Overdue: len(d.Households)}
		if d.AssignedOn > b.handed {
			n = Below{New: len(d.Households)}
		}
		n.add(b.overdue[where])
		b.overdue[where] = n
	}
}

// seesOthers says whether somebody sees more than the own households.
func seesOthers(c model.Cadre) bool { return model.ScopeOf(c).CadreID != c.ID }

// above tells the leaders' part of what was counted.
func (b backlogs) above(ctx context.Context, all people) (*leaders, error) {
	l := &leaders{cadres: map[int64]model.Cadre{}, townships: map[int64]Below{}, alone: map[int64]Below{}}
	if len(b.overdue) == 0 {
		return l, nil
	}
	if err := l.find(ctx, all, b.overdue); err != nil {
		return nil, err
	}
	for where, n := range b.overdue {
		l.count(where, n)
	}
	return l, nil
}

// maxLevels bounds the way up by 上级电话, which a faulty list may close to a ring.
const maxLevels = 10

// find looks up everybody who may see some of what is overdue.
func (l *leaders) find(ctx context.Context, all people, overdue map[backlog]Below) error {
	add := func(cadres []model.Cadre, err error) error {
		for _, c := range cadres {
			l.cadres[c.ID] = c
		}
		return err
	}
	superiors := map[int64]bool{}
	for b := range overdue {
		superiors[b.superiorID] = true
		l.townships[b.townshipID] = Below{}
	}
	for _, f := range []store.CadreFilter{
		{Roles: []model.Role{model.RoleOffice}}, {District: true},
		{Roles: []model.Role{model.RoleLeader}, Townships: slices.Sorted(maps.Keys(l.townships))},
	} {
		if err := add(all.Cadres(ctx, f)); err != nil {
			return err
		}
	}
	climbed := map[int64]bool{0: true}
	for range maxLevels {
		maps.DeleteFunc(superiors, func(id int64, _ bool) bool { return climbed[id] })
		if len(superiors) == 0 {
			break
		}
		found, err := all.CadresOf(ctx, slices.Sorted(maps.Keys(superiors)))
		if err := add(found, err); err != nil {
			return err
		}
		maps.Copy(climbed, superiors)
		clear(superiors)
		for _, c := range found {
			superiors[c.SuperiorID] = true
		}
	}
	return nil
}

// count counts a backlog for every leader above it, once each. The own households
// of a leader stand in the own digest.
func (l *leaders) count(b backlog, n Below) {
	l.district.add(n)
	township := l.townships[b.townshipID]
	township.add(n)
	l.townships[b.townshipID] = township
	if seesPlace(l.cadres[b.cadre], b.townshipID) {
		alone := l.alone[b.cadre]
		alone.take(n)
		l.alone[b.cadre] = alone
	}
	told := []int64{b.cadre}
	for id := b.superiorID; id != 0 && len(told) <= maxLevels; id = l.cadres[id].SuperiorID {
		c := l.cadres[id]
		if !slices.Contains(told, id) && model.ScopeOf(c).LeaderID != 0 && !seesPlace(c, b.townshipID) {
			alone := l.alone[id]
			alone.add(n)
			l.alone[id] = alone
		}
		told = append(told, id)
	}
}

// seesPlace says whether somebody sees a township whoever is responsible there.
func seesPlace(c model.Cadre, township int64) bool {
	scope := model.ScopeOf(c)
	return scope.All || scope.TownshipID != 0 && scope.TownshipID == township
}

// of is what is overdue below somebody.
func (l *leaders) of(c model.Cadre) Below {
	below, scope := l.alone[c.ID], model.ScopeOf(c)
	switch {
	case scope.All:
		below.add(l.district)
	case scope.TownshipID != 0:
		below.add(l.townships[scope.TownshipID])
	}
	return below
}

// told are those who have something overdue below.
func (l *leaders) told() map[int64]bool {
	ids := map[int64]bool{}
	for id, c := range l.cadres {
		if l.of(c) != (Below{}) {
			ids[id] = true
		}
	}
	return ids
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
