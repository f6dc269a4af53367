package telegram

import "time"

// Limits is how fast may be sent. The zero value sets none.
type Limits struct {
	PerSecond      int           // in all; Telegram bears about 30
	Burst          int           // how many of these may go at once
	ChatEvery      time.Duration // between two messages to a chat
	GroupPerMinute int           // Telegram bears 20
}

// DefaultLimits stay below what Telegram bears.
func DefaultLimits() Limits {
	return Limits{PerSecond: 28, Burst: 1, ChatEvery: time.Second, GroupPerMinute: 20}
}

// groupSpan is the minute over which messages to a group are counted, and a
// little more, because Telegram counts from when they arrive.
const groupSpan = time.Minute + 500*time.Millisecond

// pace keeps to the limits. It never waits: it says when there is room.
type pace struct {
	limits Limits
	full   time.Time // when the burst of all chats is whole again
	chats  map[int64]*chatPace
}

type chatPace struct {
	next time.Time
	sent []time.Time // to a group, within the last span
	told time.Time   // when the chat was told of all emergencies that waited
}

func newPace(l Limits) *pace { return &pace{limits: l, chats: map[int64]*chatPace{}} }

// all returns when there is room for one more message in all.
func (p *pace) all() time.Time {
	if p.limits.PerSecond <= 0 {
		return time.Time{}
	}
	return p.full.Add(-time.Duration(max(p.limits.Burst, 1)-1) * p.interval())
}

func (p *pace) interval() time.Duration { return time.Second / time.Duration(p.limits.PerSecond) }

// chat returns when there is room for one more message to a chat.
func (p *pace) chat(id int64) time.Time {
	c := p.chats[id]
	if c == nil {
		return time.Time{}
	}
	room := c.next
	if n := p.limits.GroupPerMinute; n > 0 && len(c.sent) >= n {
		if t := c.sent[len(c.sent)-n].Add(groupSpan); t.After(room) {
			room = t
		}
	}
	return room
}

// take counts a message that goes now.
func (p *pace) take(now time.Time, id int64) {
	if p.limits.PerSecond > 0 {
		if p.full.Before(now) {
			p.full = now
		}
		p.full = p.full.Add(p.interval())
	}
	if p.limits.ChatEvery <= 0 && p.limits.GroupPerMinute <= 0 {
		return
	}
	if len(p.chats) >= 4096 {
		p.forget(now)
	}
	c := p.chats[id]
	if c == nil {
		c = &chatPace{}
		p.chats[id] = c
	}
	c.next = now.Add(p.limits.ChatEvery)
	// Groups have negative ids.
	if id < 0 && p.limits.GroupPerMinute > 0 {
		c.sent = append(c.sent, now)
		if extra := len(c.sent) - p.limits.GroupPerMinute; extra > 0 {
			c.sent = append(c.sent[:0], c.sent[extra:]...)
		}
		if t := now.Add(c.spread(now, p.limits.GroupPerMinute)); t.After(c.next) {
			c.next = t
		}
	}
}

const (
	// companyRest is how long a chat that was told of many emergencies at once is
	// left in peace, so that the next come together too. Each still goes out
	// within five seconds.
	companyRest = 3 * time.Second
	// lastTurn is how long a chat that was told of all emergencies that waited for
	// it lets other chats go first, where not all can go.
	lastTurn = 8 * time.Second
)

// toldAll notes that a chat was told of all that waited for it.
func (p *pace) toldAll(id int64, now time.Time, many bool) {
	c := p.chats[id]
	if c == nil {
		return
	}
	c.told = now
	if t := now.Add(companyRest); many && t.After(c.next) {
		c.next = t
	}
}

// toldJustNow says whether a chat was told of all that waited for it a moment ago.
func (p *pace) toldJustNow(id int64, now time.Time) bool {
	c := p.chats[id]
	return c != nil && now.Sub(c.told) < lastTurn
}

// spread is how long a group rests after a message: not at all for the first
// quarter of a minute's messages, and then so long that it could go on at this
// pace. Else what comes when all of a minute's are sent would wait for most of
// the minute.
func (c *chatPace) spread(now time.Time, perMinute int) (rest time.Duration) {
	sent := c.sent
	for now.Sub(sent[0]) >= groupSpan {
		sent = sent[1:]
	}
	if len(sent) < perMinute/4 {
		return 0
	}
	left := perMinute - len(sent)
	for i, t := range sent {
		// When this one is a minute ago, there was room for so many more.
		rest = max(rest, t.Add(groupSpan).Sub(now)/time.Duration(left+i+1))
	}
	return rest
}

// forget drops the chats that were quiet for longer than any limit looks back.
func (p *pace) forget(now time.Time) {
	for id, c := range p.chats {
		if now.Sub(c.next) > groupSpan {
			delete(p.chats, id)
		}
	}
}
