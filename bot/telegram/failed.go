package telegram

import (
	"context"
	"errors"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// failed writes down what becomes of a delivery whose call did not succeed.
func (s *Sender) failed(ctx context.Context, j *job, e errand, v verdict) verdict {
	f := store.Finish{State: model.DeliveryPending, At: s.at(), Error: v.err.Error()}
	part := model.DeliveryPending
	now := s.o.Now()
	switch v.outcome.Kind {
	case RetryLater:
		v.again = now.Add(s.o.Jitter.of(v.outcome.After))
	case NotSent, Unauthorized, Conflict:
		// How long Telegram is given to come back is decided for all
		// deliveries together; then this one is to be the first.
		v.again = now.Add(s.o.Jitter.of(time.Second))
	case Ambiguous:
		v.again = now.Add(s.patient(j))
		if e.verb != send {
			// To show the same twice does no harm.
			break
		}
		part = model.DeliveryAmbiguous
		if j.d.Notice.Priority >= model.PriorityDigest && !j.d.Edit {
			f.State = model.DeliveryAmbiguous
			v.again = time.Time{}
		} else {
			f.Resend = true
		}
	case Migrated:
		f.MigratedTo = v.outcome.To
	case Gone:
		part, f.State, f.Gone = model.DeliveryFailed, model.DeliveryFailed, true
		if n := j.d.Notice; n.CadreID == 0 && n.ChatID > 0 {
			f.State = model.DeliveryStale // a private chat that is no cadre's: nobody is to look into it
		}
	default:
		part, f.State = model.DeliveryFailed, model.DeliveryFailed
	}
	if mute := v.outcome.Kind == Muted; s.o.Lost != nil && (f.Gone || mute) {
		s.insist(ctx, j, func() (err error) {
			f.Notices, err = s.o.Lost(ctx, j.d.Notice.ChatID, mute)
			return err
		})
	}
	s.tell(j, v)
	if !v.again.IsZero() {
		f.NotBefore = model.InstantOf(v.again)
	}
	if e.verb == send {
		s.mark(ctx, j, e.n, store.PartOutcome{State: part, At: f.At})
	}
	s.finish(ctx, j, f)
	return v
}

// patient is how long a delivery waits before its next try.
func (s *Sender) patient(j *job) time.Duration {
	return s.o.Jitter.of(backoff(max(j.d.Attempts, j.failures)+1, longestWait))
}

// tell logs what an operator should know. The words of a refusal stay in the
// outbox, because they may quote the message.
func (s *Sender) tell(j *job, v verdict) {
	log := s.o.Log.With("delivery", j.d.ID, "kind", j.d.Notice.Kind)
	code := 0
	var f *Failure
	if errors.As(v.err, &f) {
		code = f.Code
	}
	switch v.outcome.Kind {
	case Ambiguous:
		log.Warn("nobody can know whether a message arrived", "code", code)
	case Gone:
		log.Info("the chat cannot be reached any more", "code", code)
	case Muted:
		log.Warn("the bot may not write in a group", "code", code)
	case Migrated:
		log.Info("the group has another id now", "to", v.outcome.To)
	case Permanent:
		log.Error("telegram refuses a message for good", "code", code)
	}
}
