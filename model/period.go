package model

import (
	"fmt"
	"time"
)

// Cadence is how often a duty comes back: once in a calendar month, half-year
// (January–June, July–December) or year [D]. A smaller value is stricter.
type Cadence int

// The cadences, strictest first.
const (
	NoCadence Cadence = iota
	Month
	HalfYear
	Year
)

var cadenceNames = [...]string{"none", "month", "half_year", "year"}

func (c Cadence) String() string {
	if c < 0 || int(c) >= len(cadenceNames) {
		return fmt.Sprintf("cadence(%d)", int(c))
	}
	return cadenceNames[c]
}

// MarshalText writes the cadence by name.
func (c Cadence) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a cadence by name.
func (c *Cadence) UnmarshalText(b []byte) error {
	for i, name := range cadenceNames {
		if string(b) == name {
			*c = Cadence(i)
			return nil
		}
	}
	return &Flaw{string(b), Reason{"flaw.cadence", nil}}
}

func (c Cadence) months() int { return [...]int{0, 1, 6, 12}[c] }

// shortest returns the days of the cadence's shortest period.
func (c Cadence) shortest() int { return [...]int{0, 28, 181, 365}[c] }

// Period is one month, half-year or year.
type Period struct {
	Cadence Cadence
	Start   Day // its first day
}

// Period returns the cadence's period in which d falls.
func (c Cadence) Period(d Day) Period {
	y, m, _ := d.Date()
	n := c.months()
	first := (int(m)-1)/n*n + 1
	return Period{c, Date(y, time.Month(first), 1)}
}

// Next returns the period after p.
func (p Period) Next() Period {
	y, m, _ := p.Start.Date()
	return Period{p.Cadence, Date(y, m+time.Month(p.Cadence.months()), 1)}
}

// End returns the period's last day.
func (p Period) End() Day { return p.Next().Start - 1 }

// ended counts p and the periods after it whose last day is before at.
func (p Period) ended(at Day) int {
	if at < p.Start {
		return 0
	}
	return (monthsOf(p.Cadence.Period(at).Start) - monthsOf(p.Start)) / p.Cadence.months()
}

func monthsOf(d Day) int {
	y, m, _ := d.Date()
	return y*12 + int(m)
}
