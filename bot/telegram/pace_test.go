package telegram

import (
	"testing"
	"time"
)

// drain sends as fast as it is allowed to, for a while, and returns when.
func drain(p *pace, chat func(i int) int64, from time.Time, span time.Duration) []time.Time {
	var sent []time.Time
	for now := from; now.Sub(from) < span; {
		id := chat(len(sent))
		room := p.all()
		if c := p.chat(id); c.After(room) {
			room = c
		}
		if room.After(now) {
			now = room
			continue
		}
		p.take(now, id)
		sent = append(sent, now)
	}
	return sent
}

// most is the largest number of messages within any span.
func most(sent []time.Time, span time.Duration) int {
	n := 0
	for i, from := range sent {
		j := i
		for j < len(sent) && sent[j].Sub(from) < span {
			j++
		}
		n = max(n, j-i)
	}
	return n
}

func TestNoLimitOfTelegramIsPassed(t *testing.T) {
	start := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	everybody := drain(newPace(DefaultLimits()), func(i int) int64 { return int64(i + 1) }, start, time.Minute)
	if n := most(everybody, time.Second); n > 29 || len(everybody) < 60*28 {
		t.Errorf("%d a second, %d a minute", n, len(everybody))
	}
	group := drain(newPace(DefaultLimits()), func(int) int64 { return -5 }, start, 10*time.Minute)
	if n := most(group, time.Minute); n != 20 || len(group) < 195 || most(group, time.Second) > 1 {
		t.Errorf("to a group %d a minute, %d in ten", n, len(group))
	}
	person := drain(newPace(DefaultLimits()), func(int) int64 { return 5 }, start, time.Minute)
	if len(person) != 60 || most(person, time.Second) != 1 {
		t.Errorf("to a person %d a minute", len(person))
	}
}

func TestWithoutLimitsNothingWaitsAndNothingIsRemembered(t *testing.T) {
	p := newPace(Limits{})
	now := time.Unix(0, 0)
	for range 1000 {
		if p.all().After(now) || p.chat(-1).After(now) {
			t.Fatal("there is a limit")
		}
		p.take(now, -1)
	}
	if len(p.chats) != 0 {
		t.Error("chats are remembered")
	}
}

func TestQuietChatsAreForgotten(t *testing.T) {
	p := newPace(Limits{ChatEvery: time.Second})
	now := time.Unix(1_000_000, 0)
	for i := range 50_000 {
		p.take(now, int64(i+1))
		now = now.Add(40 * time.Millisecond)
	}
	if len(p.chats) > 4096 {
		t.Errorf("%d chats are remembered", len(p.chats))
	}
}

// A group that got many is kept waiting for a few seconds at most, not for what is
// left of the minute.
func TestAGroupIsNeverQuietForLong(t *testing.T) {
	start := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	for name, before := range map[string][]time.Duration{"after none": nil, "after two": {-40 * time.Second, -39 * time.Second}, "after twelve": {
		-59 * time.Second, -58 * time.Second, -57 * time.Second, -56 * time.Second, -30 * time.Second, -29 * time.Second,
		-28 * time.Second, -27 * time.Second, -10 * time.Second, -9 * time.Second, -8 * time.Second, -7 * time.Second,
	}} {
		p := newPace(DefaultLimits())
		for _, t := range before {
			p.take(start.Add(t), -5)
		}
		sent := drain(p, func(int) int64 { return -5 }, start, 5*time.Minute)
		longest := sent[0].Sub(start)
		for i := range sent[1:] {
			longest = max(longest, sent[i+1].Sub(sent[i]))
		}
		if longest > 5*time.Second || len(sent) < 95 {
			t.Errorf("%s: %d sent, quiet for %v", name, len(sent), longest)
		}
	}
}
