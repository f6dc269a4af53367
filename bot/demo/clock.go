package demo

import (
	"sync/atomic"
	"time"
)

// Clock is a clock that runs on from a moment and can be set forward, so that a
// day is told in seconds.
type Clock struct {
	machine func() time.Time
	offset  atomic.Int64 // to the machine's clock
	// OnSet is called when the clock was set, for those who set an alarm.
	OnSet func()
}

// NewClock returns a clock that shows at and runs on.
func NewClock(at time.Time, machine func() time.Time) *Clock {
	c := &Clock{machine: machine}
	c.Set(at)
	return c
}

// Now returns the time that the clock shows.
func (c *Clock) Now() time.Time { return c.machine().Add(time.Duration(c.offset.Load())) }

// Set sets the clock.
func (c *Clock) Set(at time.Time) {
	c.offset.Store(int64(at.Sub(c.machine())))
	if c.OnSet != nil {
		c.OnSet()
	}
}
