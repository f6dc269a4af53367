package telegram

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

const (
	defaultWorkers = 128
	lookBatch      = 64
	lookMost       = 16 << 10
	// lookRest is how long what is in hand goes on before the outbox is looked
	// at again; something more pressing waits no longer than that.
	lookRest = 5 * time.Millisecond
	// longestWait is the longest wait before an emergency or an answer is
	// tried again.
	longestWait = 5 * time.Minute
	// longestAway is the longest wait before one delivery tries whether
	// Telegram can be reached again.
	longestAway = time.Minute
)

// SenderOptions says how to send. Client, Outbox, Renderer, Now and Log have no
// defaults.
type SenderOptions struct {
	Client   *Client
	Outbox   Outbox
	Renderer Renderer
	Now      func() time.Time
	Log      *slog.Logger
	Limits   Limits
	Workers  int // calls at the same time; 0 means 128
	Jitter   *Jitter
	// ResendMark is the line of HTML above a message that may have arrived
	// before; nil means none.
	ResendMark func(language string) string
	// Together is the kind of emergencies of which one message tells many, where
	// many wait for a chat; empty for none.
	Together model.NoticeKind
	// LookEvery makes the sender look at the outbox without being woken, for
	// what another process queues; 0 means never.
	LookEvery time.Duration
	// Lost says who is to hear that a chat cannot be reached any more, or that the
	// bot may not write there; nil for nobody.
	Lost func(ctx context.Context, chat int64, mute bool) ([]model.Notice, error)
	// Called is told what became of each call; nil for nobody.
	Called func(outcome string)
	// Grace is how long calls under way may take when the sender is told to
	// end; 0 means 5 seconds.
	Grace time.Duration
}

// Sender sends what stands in the outbox. One goroutine decides what goes next
// and looks again whenever there is room, so that nothing is claimed ahead and
// an emergency overtakes everything that waits; workers make the calls, one
// message each.
type Sender struct {
	o      SenderOptions
	wake   chan struct{}
	offers chan []store.Delivery
	work   chan *job // for the workers, and back
	done   chan verdict

	// Everything below belongs to the goroutine of Run.

	hand     []*job          // what waits for its turn, in the order of before
	flying   map[int64]*job  // with a worker
	chats    map[int64]int64 // chats with a call under way, and for which delivery
	holds    map[hold]time.Time
	floods   map[int64]time.Time
	pace     *pace
	paused   time.Time // nothing goes before
	away     outage    // Telegram
	reading  outage    // the outbox
	writing  outage    // the outbox; it may be readable and full
	shown    map[int64]bool
	failures map[int64]int // of rendering and of edits, by delivery

	looked time.Time // when the outbox was looked at
	stale  bool      // look at the outbox before going on
	full   bool      // the last look found as many as it asked for …
	end    *job      // … and this was the last of them
	missed bool      // the last look left out what was under way
	limit  int
	fatal  error
}

// NewSender makes a sender that does nothing until Run.
func NewSender(o SenderOptions) *Sender {
	o.Workers = cmp.Or(o.Workers, defaultWorkers)
	o.Grace = cmp.Or(o.Grace, 5*time.Second)
	if o.Jitter == nil {
		o.Jitter = NewJitter(nil)
	}
	return &Sender{
		o:        o,
		wake:     make(chan struct{}, 1),
		offers:   make(chan []store.Delivery, 4*o.Workers),
		work:     make(chan *job, o.Workers),
		done:     make(chan verdict, o.Workers),
		flying:   map[int64]*job{},
		chats:    map[int64]int64{},
		holds:    map[hold]time.Time{},
		floods:   map[int64]time.Time{},
		pace:     newPace(o.Limits),
		away:     outage{log: o.Log, jitter: o.Jitter, limit: longestAway, down: "messages do not reach telegram", up: "messages reach telegram again"},
		reading:  outage{log: o.Log, jitter: o.Jitter, limit: longestAway, down: "the outbox cannot be read", up: "the outbox can be read again"},
		writing:  outage{log: o.Log, jitter: o.Jitter, limit: longestAway, down: "the outbox cannot be written", up: "the outbox can be written again"},
		shown:    map[int64]bool{},
		failures: map[int64]int{},
		limit:    lookBatch,
	}
}

// Wake makes the sender look at the outbox now. It never blocks.
func (s *Sender) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
		// It is to look already.
	}
}

// Take hands over deliveries that the outbox holds and that may be sent at once,
// so that they need not be read from it. It never blocks.
func (s *Sender) Take(due []store.Delivery) {
	if len(due) == 0 {
		return
	}
	select {
	case s.offers <- due:
	default:
		s.Wake() // a look at the outbox finds them too
	}
}

// Run sends until the context ends, which is no error; it returns ErrToken when
// Telegram does not know the token. Only the holder of the sender's lock may
// run it. When the context ends no new call begins, and those under way get the
// grace to come to their end.
func (s *Sender) Run(ctx context.Context) error {
	calls, stopCalls := lasting(ctx, s.o.Grace)
	defer stopCalls()
	// What was sent has to be written down even when the call took all grace.
	records, stopRecords := lasting(ctx, s.o.Grace+5*time.Second)
	defer stopRecords()

	s.recover(ctx)
	for range s.o.Workers {
		go func() {
			for j := range s.work {
				s.done <- s.step(calls, records, j)
			}
		}()
	}
	defer close(s.work)
	s.stale = true
	for ctx.Err() == nil && s.fatal == nil {
		if s.paused.After(s.o.Now()) {
			s.wait(ctx, time.Time{})
			continue
		}
		s.settleAll()
		// Only now, so that nothing is in hand that came after a call to look.
		select {
		case <-s.wake:
			s.stale = true
		default:
		}
		var later time.Time
		if s.room() && (s.stale || s.full && s.waiting() == 0) {
			if later = s.looked.Add(lookRest); s.hasOffers() || s.waiting() <= glance || !later.After(s.o.Now()) {
				s.look(ctx)
				later = time.Time{}
			}
		}
		started, room, until := s.start()
		if started > 0 {
			s.limit = lookBatch
			if s.crowded() { // who was told just now stands before others, and waits
				s.limit *= 4
			}
			if room && s.full && s.waiting() == 0 {
				continue
			}
		} else if room && s.full && s.limit < lookMost && len(s.flying) == 0 {
			// All that was looked at waits for its chat, and not because a call
			// to it is under way; others may stand behind it.
			s.limit *= 4
			s.stale = true
			continue
		}
		if !later.IsZero() {
			until = earlier(until, later)
		}
		s.wait(ctx, until)
	}
	for len(s.flying) > 0 {
		s.settle(<-s.done)
	}
	s.release(records)
	return s.fatal
}

// lasting is a context that ends some time after another one has.
func lasting(ctx context.Context, grace time.Duration) (context.Context, func()) {
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(grace, cancel)
		context.AfterFunc(late, func() { timer.Stop() })
	})
	return late, func() { stop(); cancel() }
}

func (s *Sender) recover(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := s.o.Outbox.Recover(ctx, s.at())
		if err == nil {
			s.writing.over()
			if n > 0 {
				s.o.Log.Warn("messages were cut off between request and answer", "count", n)
			}
			return
		}
		s.writing.wait(ctx, fmt.Errorf("recover outbox: %w", err), 0)
	}
}

func (s *Sender) at() model.Instant { return model.InstantOf(s.o.Now()) }

// wait waits until something may go on: somebody wakes the sender, a worker is
// done, or the time has come. The zero time means that nothing in hand waits
// for a time.
func (s *Sender) wait(ctx context.Context, until time.Time) {
	now := s.o.Now()
	if s.paused.After(now) {
		until = s.paused
	} else {
		until = s.next(ctx, now, until)
	}
	if every := s.o.LookEvery; every > 0 && (until.IsZero() || until.Sub(now) > every) {
		until = now.Add(every)
	}
	var alarm <-chan time.Time
	if !until.IsZero() {
		timer := time.NewTimer(max(until.Sub(now), time.Millisecond))
		defer timer.Stop()
		alarm = timer.C
	}
	select {
	case <-ctx.Done():
	case <-alarm:
		s.stale = true
	case <-s.wake:
		s.stale = true
	case v := <-s.done:
		s.settle(v)
	case due := <-s.offers:
		s.take(due)
	}
}

// settleAll takes back every job that is done already and takes what is offered,
// so that one look serves them all.
func (s *Sender) settleAll() {
	for {
		select {
		case v := <-s.done:
			s.settle(v)
		case due := <-s.offers:
			s.take(due)
		default:
			return
		}
	}
}

// next is when to look at the outbox again, at the latest at until; the zero
// time stands for never. As long as something waits that is due, another
// delivery may become due behind it.
func (s *Sender) next(ctx context.Context, now, until time.Time) time.Time {
	soon := now.Add(time.Second)
	if len(s.flying) > 0 { // a worker wakes the sender before long
		return earlier(until, soon)
	}
	if !until.IsZero() && until.Before(soon) {
		return until
	}
	at, waits, err := s.o.Outbox.NextDelivery(ctx)
	switch t := at.In(time.UTC); {
	case err == nil && !waits:
		return until
	case err == nil && t.After(now):
		return earlier(until, t)
	default:
		return soon
	}
}

// release hands back the deliveries of which parts are still to be sent.
func (s *Sender) release(ctx context.Context) {
	for _, j := range s.hand {
		if !j.begun {
			continue
		}
		f := store.Finish{State: model.DeliveryPending, At: s.at(), NotBefore: s.at(), Error: "the program ended between two parts"}
		if err := s.o.Outbox.Finish(ctx, j.d.ID, f); err != nil {
			s.o.Log.Error("a delivery could not be handed back", "delivery", j.d.ID, "error", err)
		}
	}
}
