package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"ringkeeper/bot/telegram"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

const (
	workers   = 128 // updates handled at once, each of another chat
	batch     = 512
	attempts  = 3           // before an update is set aside
	decisions = 4 * workers // of one attempt, while others are quicker: more than others can be
	retryMin  = time.Second
	retryMax  = time.Minute
)

// Run handles what the inbox holds until ctx ends: updates of one chat in
// order, different chats in parallel. What it holds when ctx ends is finished.
func (b *Bot) Run(ctx context.Context) error {
	d := newDispatcher(b)
	for range workers {
		d.wait.Go(func() { d.work(ctx) })
	}
	defer d.wait.Wait()
	defer d.close()
	// What an earlier run left is read; what comes from then on is handed over.
	behind := true
	var retry <-chan time.Time
	for {
		if behind {
			err := d.catchUp(ctx)
			if behind = err != nil; behind && ctx.Err() == nil {
				b.log.Error("inbox cannot be read", "error", err)
				retry = time.After(retryMin)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case arrived := <-b.arrivals:
			if !behind { // else they are read with the others
				d.put(arrived)
			}
		case <-retry:
		}
	}
}

// dispatcher gives every chat a lane of its own, on which one worker works at a
// time.
type dispatcher struct {
	bot  *Bot
	wait sync.WaitGroup
	last int64 // Seq of the newest update that was put on a lane

	mu     sync.Mutex
	ready  *sync.Cond          // there is a lane to work on, or no more will come
	lanes  map[int64][]arrival // those that hold updates, or are worked on
	queue  []int64             // lanes that wait for a worker
	closed bool
}

func newDispatcher(b *Bot) *dispatcher {
	d := &dispatcher{bot: b, lanes: map[int64][]arrival{}}
	d.ready = sync.NewCond(&d.mu)
	return d
}

// catchUp puts everything on its lane that the inbox holds.
func (d *dispatcher) catchUp(ctx context.Context) error {
	for {
		updates, err := d.bot.store.NewUpdates(ctx, d.last, batch)
		if err != nil {
			return err
		}
		read := make([]arrival, len(updates))
		for i, u := range updates {
			read[i].Update = u
		}
		d.put(read)
		if len(updates) < batch {
			return nil
		}
	}
}

// put puts updates on the lanes of their chats, and leaves out those that are
// there already.
func (d *dispatcher) put(updates []arrival) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, u := range updates {
		if u.Seq <= d.last {
			continue
		}
		d.last = u.Seq
		lane, taken := d.lanes[u.Chat]
		d.lanes[u.Chat] = append(lane, u)
		if !taken {
			d.queue = append(d.queue, u.Chat)
			d.ready.Signal()
		}
	}
}

// close sends the workers home.
func (d *dispatcher) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	d.ready.Broadcast()
}

// work takes one update after another, each from the lane that waits longest.
func (d *dispatcher) work(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for {
		for len(d.queue) == 0 && !d.closed {
			d.ready.Wait()
		}
		if d.closed {
			return
		}
		chat := d.queue[0]
		d.queue = d.queue[1:]
		u := d.lanes[chat][0]
		d.mu.Unlock()
		d.settle(ctx, u)
		d.mu.Lock()
		if rest := d.lanes[chat][1:]; len(rest) > 0 {
			d.lanes[chat] = rest
			d.queue = append(d.queue, chat)
			// This worker takes the next itself, whichever that is.
		} else {
			delete(d.lanes, chat)
		}
	}
}

// settle handles one update until it is done or set aside. A database that is
// busy or full is waited for; anything else that fails is tried a few times
// and then set aside, so that it blocks nobody and is never dropped.
func (d *dispatcher) settle(ctx context.Context, u arrival) {
	if ctx.Err() != nil {
		return // it is still new, and taken up at the next start
	}
	b := d.bot
	done := context.WithoutCancel(ctx) // what was begun is finished
	pause := retryMin
	for tried := u.Attempts; ; {
		err := b.conclude(done, u)
		if err == nil {
			b.turned("handled")
			return
		}
		waits := errors.Is(err, store.ErrBusy) || errors.Is(err, store.ErrFull)
		if !waits {
			tried++
			b.turned("failed")
			b.log.Error("update failed", "update", u.ID, "attempt", tried, "error", err)
		}
		if tried >= attempts {
			if err = b.setAside(done, u.Update, err); err == nil {
				b.turned("aside")
				return
			}
		} else if !waits {
			if err := b.store.NoteAttempt(done, u.ID, err.Error()); err != nil {
				b.log.Error("attempt not noted", "update", u.ID, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return // it is still new, and taken up at the next start
		case <-time.After(pause):
			pause = min(2*pause, retryMax)
		}
	}
}

// setAside puts an update where an operator sees it and tells its sender.
func (b *Bot) setAside(ctx context.Context, u store.Update, problem error) error {
	at := model.InstantOf(b.now())
	if err := b.store.SetAside(ctx, u.ID, problem.Error(), at); err != nil {
		return err
	}
	if parsed, err := telegram.Parse(u.Raw, b.username); err == nil && parsed.ChatKind == "private" {
		if c, err := b.store.CadreByTelegram(ctx, parsed.PersonID); err == nil && c.ID != 0 {
			_, err := b.store.Queue(ctx, []model.Notice{{
				Key: fmt.Sprintf("aside:%d:%d", u.ID, u.ReceivedAt), Priority: model.PriorityAnswer, Kind: kindSay, CadreID: c.ID,
				Data: encode(sentence{Key: "aside"}),
			}}, at)
			b.wakeOut()
			return err
		}
	}
	return nil
}

// conclude handles one update of the inbox and commits its Turn. Where a row that
// the decision rests on changed meanwhile, it is decided anew.
func (b *Bot) conclude(ctx context.Context, u arrival) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if u.decoded == nil {
		u.decoded = telegram.Decode(u.Raw)
	}
	parsed, err := u.decoded.Update(b.username)
	if err != nil {
		return fmt.Errorf("update cannot be read: %w", err)
	}
	for decided := 1; ; decided++ {
		r, err := b.open(ctx, parsed, u.ReceivedAt)
		if err != nil {
			return err
		}
		r.turn.UpdateID = u.ID
		var due []store.Delivery
		if err = b.handle(ctx, r); err == nil {
			r.turn.Forget = r.cadre.ID == 0 && (r.PersonID != 0 || r.Kind == telegram.Message) || r.overheard()
			due, err = b.store.Conclude(ctx, r.turn)
		}
		switch {
		case (errors.Is(err, model.ErrConflict) || errors.Is(err, store.ErrInvite)) && decided < decisions: // somebody was quicker
			continue
		case errors.Is(err, model.ErrHandled):
			return nil
		case err != nil:
			return err
		}
		b.send(due)
		if len(due) < len(r.turn.Notices) || r.turn.ShowsAnew() || len(r.turn.Effects) > 0 {
			b.wakeOut()
		}
		if concerns(r.turn.Effects) {
			b.rights()
		}
		if setsClock(r.turn.Effects) {
			b.cases()
		}
		if r.CallbackID != "" {
			if err := b.telegram.AnswerCallback(ctx, r.CallbackID, r.answer, r.alert); err != nil {
				b.log.Debug("press not answered", "update", u.ID, "error", err)
			}
		}
		return nil
	}
}
