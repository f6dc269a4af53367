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

// look reads what is due. What is under way is left out. While much is in hand
// only the head is read: whatever is more pressing stands there. All of it is
// read when what is in hand has to wait, and others may stand behind it.
func (s *Sender) look(ctx context.Context) {
	s.stale, s.missed, s.looked = false, false, s.o.Now()
	limit, hand := s.limit, s.queue
	if len(hand) > glance && limit == lookBatch {
		limit = glance
	} else {
		hand = nil
	}
	due, err := s.o.Outbox.DueDeliveries(ctx, s.at(), limit)
	if err != nil {
		s.queue, s.full = nil, false
		if ctx.Err() == nil {
			s.trouble(&s.reading, fmt.Errorf("due deliveries: %w", err))
		}
		return
	}
	s.reading.over()
	s.full = len(due) >= limit || len(hand) > 0
	read := make(map[int64]bool, len(due))
	for _, d := range due {
		read[d.ID] = true
	}
	for _, d := range hand {
		if !read[d.ID] {
			due = append(due, d)
		}
	}
	s.queue = slices.DeleteFunc(due, func(d store.Delivery) bool {
		_, open := s.open[d.ID]
		_, flying := s.flying[d.ID]
		s.missed = s.missed || flying
		return open || flying
	})
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
func (s *Sender) start(calls, records context.Context) (started int, room bool, until time.Time) {
	now := s.o.Now()
	// Of a chat only the first may go, even when it is the one that has to
	// wait: this is what keeps the order.
	considered := map[int64]bool{}
	var left []store.Delivery
	room = true
	for _, j := range s.candidates() {
		chat := j.d.Notice.ChatID
		_, begun := s.open[j.d.ID]
		keep := func() {
			if !begun {
				left = append(left, j.d)
			}
		}
		if !room || considered[chat] {
			keep()
			continue
		}
		considered[chat] = true
		if !s.free(j) {
			room = false
			keep()
			continue
		}
		if t := s.pace.all(); t.After(now) {
			room, until = false, earlier(until, t)
			keep()
			continue
		}
		if _, busy := s.chats[chat]; busy {
			keep()
			continue
		}
		if t := s.ready(j, now); t.After(now) {
			until = earlier(until, t)
			keep()
			continue
		}
		s.pace.take(now, chat)
		delete(s.open, j.d.ID)
		s.flying[j.d.ID] = j
		s.chats[chat] = j.d.ID
		started++
		go func() { s.done <- s.step(calls, records, j) }()
	}
	s.queue = left
	return started, room, until
}

// candidates are the deliveries in hand, what matters most and is oldest first.
func (s *Sender) candidates() []*job {
	all := make([]*job, 0, len(s.open)+len(s.queue))
	for _, j := range s.open {
		all = append(all, j)
	}
	for _, d := range s.queue {
		all = append(all, &job{d: d, sure: s.shown[d.ID], failures: s.failures[d.ID]})
	}
	slices.SortFunc(all, func(a, b *job) int {
		return cmp.Or(cmp.Compare(a.d.Notice.Priority, b.d.Notice.Priority), cmp.Compare(a.d.ID, b.d.ID))
	})
	return all
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
