package telegram

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"ringkeeper/model"
)

// Received is one update on its way into the inbox. Chat is its lane, 0 where
// that cannot be told; such an update is kept like any other.
type Received struct {
	ID, Chat int64
	Raw      []byte
	Decoded  *Decoded // of Raw
	At       model.Instant
}

// Inbox keeps what comes in.
type Inbox interface {
	// Offset is the number up to which updates are confirmed, 0 at first.
	Offset(ctx context.Context) (int64, error)
	// Receive keeps updates and the offset that confirms them, in one
	// transaction. An update that is there already is left as it is.
	Receive(ctx context.Context, updates []Received, offset int64) error
}

const (
	pollWait  = 50 * time.Second
	pollLimit = 100
	pollRest  = time.Minute // the longest wait after failures
)

// Poller brings Telegram's updates to the inbox.
type Poller struct {
	Client *Client
	Inbox  Inbox
	Polled func() // called after Telegram answered a poll; may be nil
	// Failed is called with why a poll failed, an OutcomeKind; may be nil.
	Failed func(outcome string)
	Now    func() time.Time
	Jitter *Jitter
	Log    *slog.Logger
}

// Run polls until the context ends, which is no error; it returns ErrToken when
// Telegram does not know the token. An update is confirmed, by asking for those
// behind it, only after the inbox has it: whatever fails, Telegram sends it
// again.
func (p *Poller) Run(ctx context.Context) error {
	away := outage{log: p.Log, jitter: p.Jitter, limit: pollRest, down: "telegram does not answer", up: "telegram answers again"}
	rival := outage{log: p.Log, jitter: p.Jitter, limit: pollRest, down: "another program polls with this bot's token", up: "no other program polls any more"}
	lost := outage{log: p.Log, jitter: p.Jitter, limit: pollRest, down: "the inbox cannot be written", up: "the inbox can be written again"}
	offset, ok := int64(0), false
	for ctx.Err() == nil {
		if !ok {
			var err error
			if offset, err = p.Inbox.Offset(ctx); err != nil {
				lost.wait(ctx, fmt.Errorf("offset of the inbox: %w", err), 0)
				continue
			}
			ok = true
		}
		updates, err := p.Client.Updates(ctx, offset, pollLimit, pollWait)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			outcome := OutcomeOf(err)
			if p.Failed != nil {
				p.Failed(string(outcome.Kind))
			}
			switch outcome.Kind {
			case Unauthorized:
				return fmt.Errorf("poll: %w", err)
			case Conflict:
				rival.wait(ctx, err, 0)
			default:
				away.wait(ctx, err, outcome.After)
			}
			continue
		}
		away.over()
		rival.over()
		if p.Polled != nil {
			p.Polled()
		}
		if len(updates) == 0 {
			continue
		}
		next := after(updates)
		if err := p.Inbox.Receive(ctx, p.received(updates), next); err != nil {
			// Asking again from the same offset brings the same updates.
			lost.wait(ctx, fmt.Errorf("keep updates: %w", err), 0)
			continue
		}
		lost.over()
		offset = next
	}
	return nil
}

func (p *Poller) received(updates []RawUpdate) []Received {
	at := model.InstantOf(p.Now())
	out := make([]Received, len(updates))
	for i, u := range updates {
		out[i] = Received{ID: u.ID, Chat: u.Decoded.lane(), Raw: u.Raw, Decoded: u.Decoded, At: at}
	}
	return out
}

// after is the offset that confirms a batch. It follows what came, even to a
// lower number: after a quiet week Telegram may count anew.
func after(updates []RawUpdate) int64 {
	last := updates[0].ID
	for _, u := range updates {
		last = max(last, u.ID)
	}
	return last + 1
}
