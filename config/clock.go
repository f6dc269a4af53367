package config

import (
	"fmt"
	"time"
)

// Clock is a time of day in the district's zone, written 08:30.
type Clock struct{ Hour, Minute int }

func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

// Before says whether c is earlier in the day than d.
func (c Clock) Before(d Clock) bool { return c.minutes() < d.minutes() }

func (c Clock) minutes() int { return c.Hour*60 + c.Minute }

// MarshalText writes the time as 08:30.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads 08:30.
func (c *Clock) UnmarshalText(b []byte) error {
	t, err := time.Parse("15:04", string(b))
	if err != nil {
		return wanted("config.clock", b)
	}
	c.Hour, c.Minute = t.Hour(), t.Minute()
	return nil
}

// Zone is a time zone that is written by its name.
type Zone struct{ *time.Location }

// MarshalText writes the zone's name.
func (z Zone) MarshalText() ([]byte, error) { return []byte(z.Location.String()), nil }

// UnmarshalText reads a zone's name, for instance Asia/Shanghai.
func (z *Zone) UnmarshalText(b []byte) error {
	l, err := time.LoadLocation(string(b))
	if err != nil || len(b) == 0 {
		return wanted("config.zone", b)
	}
	z.Location = l
	return nil
}
