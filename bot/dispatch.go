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
	workers  = 64 // updates handled at once, each of another chat
	batch    = 512
	attempts = 3 // before an update is set aside
	retryMin = time.Second
	retryMax = time.Minute
)

// Run handles what the inbox holds until ctx ends: updates of one chat in
// order, different chats in parallel. What it holds when ctx ends is finished.
func (b *Bot) Run(ctx context.Context) error {
	d := dispatcher{bot: b, lanes: map[int64][]store.Update{}, slots: make(chan struct{}, workers)}
	defer d.wait.Wait()
	var retry <-chan time.Time
	for {
		if err := d.take(ctx); err != nil && ctx.Err() == nil {
			b.log.Error("inbox cannot be read", "error", err)
			retry = time.After(retryMin)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-b.wakeIn:
		case <-retry:
			retry = nil
		}
	}
}

// dispatcher gives every chat a lane of its own.
type dispatcher struct {
	bot   *Bot
	slots chan struct{}
	wait  sync.WaitGroup
	last  int64 // Seq of the newest update that was put on a lane

	mu    sync.Mutex
	lanes map[int64][]store.Update // a lane exists while somebody works on it
}

// take puts everything new on its lane.
func (d *dispatcher) take(ctx context.Context) error {
	for {
		updates, err := d.bot.store.NewUpdates(ctx, d.last, batch)
		if err != nil {
			return err
		}
		for _, u := range updates {
			d.last = u.Seq
			d.put(ctx, u)
		}
		if len(updates) < batch {
			return nil
		}
	}
}

// put puts an update on its chat's lane.
func (d *dispatcher) put(ctx context.Context, u store.Update) {
	d.mu.Lock()
	defer d.mu.Unlock()
	lane, busy := d.lanes[u.Chat]
	d.lanes[u.Chat] = append(lane, u)
	if !busy {
		d.wait.Go(func() { d.work(ctx, u.Chat) })
	}
}

// work empties a lane.
func (d *dispatcher) work(ctx context.Context, chat int64) {
	for {
		d.mu.Lock()
		lane := d.lanes[chat]
		if len(lane) == 0 || ctx.Err() != nil {
			delete(d.lanes, chat)
			d.mu.Unlock()
			return
		}
		u := lane[0]
		d.lanes[chat] = lane[1:]
		d.mu.Unlock()
		d.slots <- struct{}{}
		d.settle(ctx, u)
		<-d.slots
	}
}

// settle handles one update until it is done or set aside. A database that is
// busy or full is waited for; anything else that fails is tried a few times
// and then set aside, so that it blocks nobody and is never dropped.
func (d *dispatcher) settle(ctx context.Context, u store.Update) {
	if ctx.Err() != nil {
		return // it is still new, and taken up at the next start
	}
	b := d.bot
	done := context.WithoutCancel(ctx) // what was begun is finished
	pause := retryMin
	for tried := u.Attempts; ; {
		err := b.Handle(done, u)
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
			if err = b.setAside(done, u, err); err == nil {
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

// Handle handles one update of the inbox and commits its Turn. Where a row that
// the decision rests on changed meanwhile, it is decided anew.
func (b *Bot) Handle(ctx context.Context, u store.Update) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	parsed, err := telegram.Parse(u.Raw, b.username)
	if err != nil {
		return fmt.Errorf("update cannot be read: %w", err)
	}
	for {
		r, err := b.open(ctx, parsed, u.ReceivedAt)
		if err != nil {
			return err
		}
		r.turn.UpdateID = u.ID
		if err = b.handle(ctx, r); err == nil {
			r.turn.Forget = r.cadre.ID == 0 && r.PersonID != 0
			err = b.store.Commit(ctx, r.turn)
		}
		switch {
		case errors.Is(err, model.ErrConflict), errors.Is(err, store.ErrInvite): // somebody was quicker
			continue
		case errors.Is(err, model.ErrHandled):
			return nil
		case err != nil:
			return err
		}
		b.wakeOut()
		if concerns(r.turn.Effects) {
			b.rights()
		}
		if r.CallbackID != "" {
			if err := b.telegram.AnswerCallback(ctx, r.CallbackID, r.answer, r.alert); err != nil {
				b.log.Debug("press not answered", "update", u.ID, "error", err)
			}
		}
		return nil
	}
}
