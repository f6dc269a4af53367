package model

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// Day is a calendar day in the district's zone, counted from 1970-01-01. The
// zero Day means "no day". It is kept and shown as 2006-01-02.
type Day int32

const dayLayout = "2006-01-02"

// Date returns the day of a year, month and day of month; out-of-range values
// roll over as in time.Date.
func Date(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// DayOf returns the calendar day on which t falls in loc.
func DayOf(t time.Time, loc *time.Location) Day {
	y, m, d := t.In(loc).Date()
	return Date(y, m, d)
}

// ParseDay reads a day written as 2006-01-02.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(dayLayout, s)
	if err != nil {
		return 0, fmt.Errorf("day %q: want the form 2006-01-02", s)
	}
	return Day(t.Unix() / 86400), nil
}

func (d Day) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Date splits the day into year, month and day of month.
func (d Day) Date() (year int, month time.Month, day int) { return d.utc().Date() }

// Year returns the day's calendar year.
func (d Day) Year() int { return d.utc().Year() }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// At returns the instant of the day at hour:minute in loc.
func (d Day) At(hour, minute int, loc *time.Location) time.Time {
	y, m, n := d.Date()
	return time.Date(y, m, n, hour, minute, 0, 0, loc)
}

// String returns the day as 2006-01-02, and nothing for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.utc().Format(dayLayout)
}

// Value stores the day as text, no day as NULL.
func (d Day) Value() (driver.Value, error) {
	if d == 0 {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads what Value stored.
func (d *Day) Scan(v any) (err error) {
	switch v := v.(type) {
	case nil:
		*d = 0
	case string:
		*d, err = ParseDay(v)
	case []byte:
		*d, err = ParseDay(string(v))
	case time.Time:
		*d = DayOf(v, v.Location())
	default:
		err = fmt.Errorf("day: cannot read %T", v)
	}
	return err
}

// GormDataType names the column type for gorm.
func (Day) GormDataType() string { return "text" }

// MarshalJSON writes "2006-01-02", or null for no day.
func (d Day) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (d *Day) UnmarshalJSON(b []byte) (err error) {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*d = 0
	if s != nil && *s != "" {
		*d, err = ParseDay(*s)
	}
	return err
}

// Instant is a moment in milliseconds since the Unix epoch, UTC; the zero
// Instant means "never". Kept as an integer so that comparing is comparing.
type Instant int64

// InstantOf truncates t to milliseconds.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMilli())
}

// In returns the instant as a time in loc; the zero time for never.
func (i Instant) In(loc *time.Location) time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).In(loc)
}

// Add returns the instant d later.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Milliseconds()) }
