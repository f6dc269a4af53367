package model

import (
	"fmt"
	"maps"
	"slices"
)

// Steps says how many days before a due day a reminder is owed, by kind of duty
// and cadence, and how it goes on once the duty is overdue.
type Steps struct {
	// Before lists days before the due day, most first. An assessment is
	// looked up under "year".
	Before map[Kind]map[Cadence][]int `json:"before" yaml:"before"`
	// OverdueEvery is the number of workdays between reminders of an overdue
	// duty; the first comes on the first workday after the due day.
	OverdueEvery int `json:"overdue_every" yaml:"overdue_every"`
}

// DefaultSteps are this project's steps [D].
func DefaultSteps() Steps {
	return Steps{
		Before: map[Kind]map[Cadence][]int{
			Contact: {Month: {10, 3, 0}, HalfYear: {30, 10, 3, 0}, Year: {60, 30, 7, 0}},
			Visit:   {Month: {10, 3, 0}, HalfYear: {45, 21, 7, 0}, Year: {60, 30, 7, 0}},
		},
		OverdueEvery: 3,
	}
}

// Workdays tells workdays from rest days.
type Workdays interface{ Workday(Day) bool }

// Longest returns how many days before its due day a duty first stands in a
// digest; a digest lists everything open within it.
func (s Steps) Longest(k Kind, c Cadence) int {
	longest := 0
	for _, n := range s.Before[k][c] {
		longest = max(longest, n)
	}
	return longest
}

// Newest returns the day of the newest step of a duty that has come by day at,
// zero when none has or nothing is owed. A step that falls on a rest day moves to the workday
// before. An overdue duty's steps are the first workday after the due day and
// then every OverdueEvery-th workday.
func (s Steps) Newest(k Kind, d Due, at Day, w Workdays) Day {
	if d.On == 0 {
		return 0
	}
	var newest Day
	for _, n := range s.Before[k][d.Period.Cadence] {
		step := d.On - Day(n)
		for i := 0; i < maxRest && !w.Workday(step); i++ {
			step--
		}
		if step <= at && step > newest {
			newest = step
		}
	}
	if at <= d.On {
		return newest
	}
	// The loop costs the days overdue, which the months since anybody looked
	// at the duty bound.
	every, since := max(s.OverdueEvery, 1), 0
	for day := d.On + 1; day <= at; day++ {
		if !w.Workday(day) {
			continue
		}
		if since%every == 0 {
			newest = day
		}
		since++
	}
	return newest
}

// maxRest bounds how far a step moves back over rest days; the longest
// published holiday is shorter.
const maxRest = 15

// Validate reports every step that makes no sense, all at once.
func (s Steps) Validate() error {
	var wrong flaws
	for _, k := range slices.Sorted(maps.Keys(s.Before)) {
		for _, c := range slices.Sorted(maps.Keys(s.Before[k])) {
			days := s.Before[k][c]
			for i, n := range days {
				if n < 0 || n > 180 || i > 0 && n >= days[i-1] {
					wrong.add(fmt.Sprintf("before.%s.%s", k, c), "flaw.steps", Args{"got": fmt.Sprint(days)})
					break
				}
			}
		}
	}
	if s.OverdueEvery < 1 || s.OverdueEvery > 30 {
		wrong.add("overdue_every", "config.range", Args{"got": s.OverdueEvery, "from": 1, "until": 30})
	}
	return wrong.join()
}
