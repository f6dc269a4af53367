package reminders

import (
	_ "embed"
	"fmt"
	"os"
	"time"

	"ringkeeper/model"
)

// The years that were published when this was built. An office adds later ones
// with a file of the same form.
//
//go:embed holidays.json
var published []byte

// Calendar tells workdays from rest days: weekends are free but for the public
// holidays and make-up workdays that the State Council publishes for each year.
type Calendar struct {
	rest  map[model.Day]bool // true: a rest day, false: a make-up workday
	known map[int]bool
}

// LoadCalendar returns the published years, and over them those of the file at
// path; an empty path means no file. The file holds one year, or a list of years,
// in the form of the public holiday-cn data set:
//
//	{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}, …]}
//
// The error tells every fault of the file at once.
func LoadCalendar(path string) (*Calendar, error) {
	c := &Calendar{rest: map[model.Day]bool{}, known: map[int]bool{}}
	if err := c.add(published); err != nil {
		return nil, fmt.Errorf("published holidays: %w", err)
	}
	if path == "" {
		return c, nil
	}
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("holidays: %w", err)
	}
	if err := c.add(file); err != nil {
		return nil, fmt.Errorf("holidays: %s: %w", path, err)
	}
	return c, nil
}

// Workday says whether people work on a day. Of a year that is not known only
// weekends are free.
func (c *Calendar) Workday(d model.Day) bool {
	if rest, said := c.rest[d]; said {
		return !rest
	}
	return !weekend(d)
}

func weekend(d model.Day) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// Known says whether the public holidays of a year are on record.
func (c *Calendar) Known(year int) bool { return c.known[year] }

// MissingYear returns a year whose public holidays should be on record by a day
// and are not: the day's own year, or from 1 November the next, since that is
// when it is published.
func (c *Calendar) MissingYear(day model.Day) (year int, missing bool) {
	year, month, _ := day.Date()
	if !c.Known(year) {
		return year, true
	}
	if month >= time.November && !c.Known(year+1) {
		return year + 1, true
	}
	return 0, false
}

// restAfter counts the rest days between a day and the next workday. Their steps
// move to that day, so a digest looks that much further ahead.
func restAfter(w model.Workdays, day model.Day) (n int) {
	for n < longestRest && !w.Workday(day+model.Day(n)+1) {
		n++
	}
	return n
}

// longestRest bounds how far restAfter looks; no published holiday is longer.
const longestRest = 15
