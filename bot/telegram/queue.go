package telegram

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// hold keeps what stands behind a delivery that has to be tried again: of its
// chat, and of its priority or a lesser one. An emergency never waits because a
// digest failed.
type hold struct {
	chat     int64
	priority model.Priority
}

// patience is how often a delivery is tried before others of its chat may pass.
const patience = 5

// glance is how much is read to see whether something more pressing came while
// others are in hand.
const glance = 8

// before is the order in which deliveries go, as the outbox has it: what matters
// most, and then what is oldest. An emergency that somebody has to hear of goes
// before those that changed.
func before(a, b *job) int {
	return cmp.Or(cmp.Compare(a.d.Notice.Priority, b.d.Notice.Priority), cmp.Compare(a.changed(), b.changed()), cmp.Compare(a.d.ID, b.d.ID))
}

// changed is 1 for an emergency that is to be shown anew, else 0.
func (j *job) changed() int {
	if j.d.Edit && j.d.Notice.Priority == model.PriorityEmergency {
		return 1
	}
	return 0
}

// put puts a job in its place among those in hand, unless it is there.
func (s *Sender) put(j *job) {
	if i, there := slices.BinarySearchFunc(s.hand, j, before); !there {
		s.hand = slices.Insert(s.hand, i, j)
	}
}

// drop takes out of the hand what was told in the message of another delivery.
func (s *Sender) drop(carried []store.Carried) {
	if len(carried) == 0 {
		return
	}
	told := make(map[int64]bool, len(carried))
	for _, c := range carried {
		told[c.ID] = true
	}
	s.hand = slices.DeleteFunc(s.hand, func(j *job) bool { return told[j.d.ID] })
}

func (s *Sender) job(d store.Delivery) *job {
	return &job{d: d, sure: s.shown[d.ID], failures: s.failures[d.ID]}
}

// take takes what is offered. What stands behind the end of a look that did not
// see everything is left to the next, since others may stand before it.
func (s *Sender) take(due []store.Delivery) {
	for _, d := range due {
		j := s.job(d)
		if _, flies := s.flying[d.ID]; flies || s.full && before(j, s.end) > 0 {
			continue
		}
		j.offered = true
		s.put(j)
	}
}

// hasOffers says whether something in hand was offered and not looked at since.
func (s *Sender) hasOffers() bool {
	return slices.ContainsFunc(s.hand, func(j *job) bool { return j.offered && !j.begun })
}

// waiting counts what is in hand and not begun.
func (s *Sender) waiting() (n int) {
	for _, j := range s.hand {
		if !j.begun {
			n++
		}
	}
	return n
}

// look reads what is due. What is under way is left out. While much is in hand
// only the head is read: whatever is more pressing stands there. All of it is
// read when what is in hand has to wait, and others may stand behind it, or was
// offered, and others of the same chat may stand before it.
func (s *Sender) look(ctx context.Context) {
	s.stale, s.missed, s.looked = false, false, s.o.Now()
	limit := s.limit
	glimpse := s.waiting() > glance && limit == lookBatch && !s.hasOffers()
	if glimpse {
		limit = glance
	}
	due, err := s.o.Outbox.DueDeliveries(ctx, s.at(), limit)
	if err != nil {
		s.hand = slices.DeleteFunc(s.hand, func(j *job) bool { return !j.begun })
		s.full = false
		if ctx.Err() == nil {
			s.trouble(&s.reading, fmt.Errorf("due deliveries: %w", err))
		}
		return
	}
	s.reading.over()
	if s.full = len(due) >= limit; s.full {
		s.end = s.job(due[len(due)-1])
	} else {
		glimpse = false // there is nothing else
	}
	read := make(map[int64]bool, len(due))
	for _, d := range due {
		read[d.ID] = true
	}
	s.hand = slices.DeleteFunc(s.hand, func(j *job) bool { return !j.begun && (!glimpse || read[j.d.ID]) })
	for _, d := range due {
		if _, flies := s.flying[d.ID]; flies {
			s.missed = true
			continue
		}
		s.put(s.job(d)) // unless it is begun
	}
}

// trouble notes that something cannot be used, and waits with everything. Calls
// that were under way together fail together, and count once.
func (s *Sender) trouble(with *outage, err error) {
	if with.failures == 0 || !s.paused.After(s.o.Now()) {
		s.pause(with.fail(err, 0))
	}
}

func (s *Sender) pause(d time.Duration) {
	if until := s.o.Now().Add(d); until.After(s.paused) {
		s.paused = until
	}
	s.stale = true
}

// start gives to workers what may go now, in order. It returns how many those
// were, whether there is room for others, and when the first of those that
// have to wait may go.
func (s *Sender) start() (started int, room bool, until time.Time) {
	now := s.o.Now()
	// Of a chat only the first may go, even when it is the one that has to
	// wait: this is what keeps the order.
	considered := map[int64]bool{}
	room = true
	crowded := s.crowded()
	for _, j := range s.turns(crowded, now) {
		if !s.free(j) {
			room = false
			break
		}
		if t := s.pace.all(); t.After(now) {
			room, until = false, earlier(until, t)
			break
		}
		chat := j.d.Notice.ChatID
		_, busy := s.chats[chat]
		if busy || considered[chat] {
			continue
		}
		considered[chat] = true
		if t := s.ready(j, now); t.After(now) {
			until = earlier(until, t)
			continue
		}
		s.pace.take(now, chat)
		j.crowded = crowded
		s.flying[j.d.ID], j.flies = j, true
		s.chats[chat] = j.d.ID
		started++
		s.work <- j
	}
	if started > 0 {
		s.hand = slices.DeleteFunc(s.hand, func(j *job) bool { return j.flies })
	}
	return started, room, until
}

// room says whether any worker is free.
func (s *Sender) room() bool { return len(s.flying) < s.o.Workers }

// free says whether a worker may take the job. While Telegram cannot be
// reached, or the outbox not be written, one at a time finds out. Digests leave
// a few workers to what is more pressing, because a call that gets no answer
// holds its worker for long.
func (s *Sender) free(j *job) bool {
	workers := s.o.Workers
	if s.away.failures > 0 || s.writing.failures > 0 {
		workers = 1
	} else if j.d.Notice.Priority >= model.PriorityDigest {
		workers -= workers / 8
	}
	return len(s.flying) < workers
}

// ready is when the chat of a job may get its next message.
func (s *Sender) ready(j *job, now time.Time) time.Time {
	chat := j.d.Notice.ChatID
	t := s.pace.chat(chat)
	if flood := s.floods[chat]; flood.After(t) {
		t = flood
	}
	for p := model.PriorityEmergency; p <= j.d.Notice.Priority; p++ {
		key := hold{chat, p}
		held, ok := s.holds[key]
		switch {
		case !ok:
		case !held.After(now):
			delete(s.holds, key)
		case held.After(t):
			t = held
		}
	}
	return t
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}
