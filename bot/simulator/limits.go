package simulator

import "time"

// Telegram's flood limits, as its FAQ gives them: about 30 messages a second in all, one a second
// to a private chat with short bursts allowed, 20 a minute to a group. A refused call does not
// count.
const (
	privateBurst = 3
	privateEvery = time.Second
)

// window counts what happened within the last span, up to size.
type window struct {
	size int
	span time.Duration
	at   []time.Time // a ring once it is full; next is its oldest
	next int
}

// wait is how long until there is room for one more.
func (w *window) wait(now time.Time) time.Duration {
	if len(w.at) < w.size {
		return 0
	}
	return w.at[w.next].Add(w.span).Sub(now)
}

func (w *window) take(now time.Time) {
	if len(w.at) < w.size {
		w.at = append(w.at, now)
		return
	}
	w.at[w.next] = now
	w.next = (w.next + 1) % w.size
}

// pace is one chat's share.
type pace struct {
	// full is when a private chat's burst is whole again.
	full  time.Time
	group window
}

func (c *chat) wait(now time.Time) time.Duration {
	if c.kind == "private" {
		if c.pace.full.Before(now) {
			return 0
		}
		return c.pace.full.Sub(now) - (privateBurst-1)*privateEvery
	}
	return c.pace.group.wait(now)
}

func (c *chat) take(now time.Time) {
	if c.kind != "private" {
		c.pace.group.take(now)
		return
	}
	if c.pace.full.Before(now) {
		c.pace.full = now
	}
	c.pace.full = c.pace.full.Add(privateEvery)
}

// admit counts a message to the chat, or refuses it with the seconds to wait.
func (s *Server) admit(c *chat) error {
	if !s.limits {
		return nil
	}
	now := s.now()
	if wait := max(s.overall.wait(now), c.wait(now)); wait > 0 {
		return flood(int((wait + time.Second - 1) / time.Second))
	}
	s.overall.take(now)
	c.take(now)
	return nil
}
