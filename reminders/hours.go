package reminders

import (
	"fmt"
	"time"

	"ringkeeper/model"
)

// Clock is a time of day in the district's zone.
type Clock struct{ Hour, Minute int }

func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

// on returns the moment of a day at which the clock shows c.
func (c Clock) on(day model.Day, zone *time.Location) time.Time {
	return day.At(c.Hour, c.Minute, zone)
}

// Hours is the part of a day in which a reminder may arrive, from the first
// clock time to before the second.
type Hours struct{ From, Until Clock }

func (h Hours) hold(at time.Time, day model.Day, zone *time.Location) bool {
	return !at.Before(h.From.on(day, zone)) && at.Before(h.Until.on(day, zone))
}

// next returns the first moment of the hours that is not before at.
func (h Hours) next(at time.Time, zone *time.Location) time.Time {
	day := model.DayOf(at, zone)
	if !at.Before(h.Until.on(day, zone)) {
		day++
	}
	if from := h.From.on(day, zone); at.Before(from) {
		return from
	}
	return at
}
