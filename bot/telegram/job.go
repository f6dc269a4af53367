package telegram

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// job is a delivery on its way. It belongs to the sender's goroutine, and to a
// worker while one makes a step of it.
type job struct {
	d        store.Delivery
	begun    bool
	todo     []errand
	sure     bool // the messages are known to show what the outbox holds
	failures int  // of rendering and of edits so far
	resumed  bool // goes on where an earlier try ended
	offered  bool // and not read from the outbox
	crowded  bool // more emergencies wait than can go within a second
	flies    bool // with a worker, or on its way there
	toldAll  bool // an emergency that leaves none waiting for its chat
}

// verb is what is done with one message.
type verb int

const (
	send verb = iota
	edit
	remove
)

// errand is one call that a delivery needs.
type errand struct {
	verb      verb
	n         int // of the part
	messageID int // to edit or remove
	part      Part
	marked    bool // it may have arrived before
}

// step makes one call of a job, and before the first the words for it. Calls
// may end earlier than what has to be written down about them.
func (s *Sender) step(calls, records context.Context, j *job) verdict {
	if !j.begun {
		if v, goOn := s.begin(records, j); !goOn {
			return v
		}
	}
	if len(j.todo) == 0 {
		return s.finished(records, j, verdict{job: j})
	}
	e := j.todo[0]
	if j.resumed && e.verb == send {
		// A delivery that is begun counts as being sent with all its parts. One
		// that goes on does not, so that its part has to say it itself.
		switch err := s.o.Outbox.ResumePart(records, j.d.ID, e.n); {
		case errors.Is(err, store.ErrOver):
			return verdict{job: j, shown: j.sure}
		case err != nil:
			return verdict{job: j, more: true, outbox: fmt.Errorf("resume part: %w", err)}
		}
	}
	messageID, err := s.call(calls, j, e)
	v := verdict{job: j, called: true, outcome: OutcomeOf(err), err: err}
	if v.outcome.Kind != Sent {
		return s.failed(records, j, e, v)
	}
	j.todo = j.todo[1:]
	if e.verb == send && len(j.todo) == 0 && !j.d.Edit {
		sent := store.PartOutcome{State: model.DeliverySent, MessageID: messageID, At: s.at(), Carries: len(j.d.Carried) > 0}
		s.insist(records, j, func() error { return s.o.Outbox.FinishSent(records, j.d.ID, e.n, sent) })
		v.shown = true
		return v
	}
	if e.verb == send {
		s.mark(records, j, e.n, store.PartOutcome{State: model.DeliverySent, MessageID: messageID, At: s.at()})
	}
	if len(j.todo) > 0 {
		v.more = true
		return v
	}
	return s.finished(records, j, v)
}

// finished ends a delivery of which everything was said.
func (s *Sender) finished(ctx context.Context, j *job, v verdict) verdict {
	s.finish(ctx, j, store.Finish{State: model.DeliverySent, At: s.at()})
	v.shown = true
	return v
}

func (s *Sender) call(ctx context.Context, j *job, e errand) (int, error) {
	chat := j.d.Notice.ChatID
	switch e.verb {
	case edit:
		err := s.o.Client.Edit(ctx, chat, e.messageID, e.part)
		if refused(err, notThere...) || refused(err, unchangable...) {
			// The person took it away, or it is too old; there is nothing
			// left to put right.
			return 0, nil
		}
		return 0, err
	case remove:
		err := s.o.Client.Delete(ctx, chat, e.messageID)
		if refused(err, unchangable...) {
			return 0, nil
		}
		return 0, err
	}
	p := e.part
	if e.marked && s.o.ResendMark != nil {
		p.HTML = s.o.ResendMark(j.d.Language) + "\n" + p.HTML
	}
	replyTo := 0
	if e.n == 1 {
		replyTo = j.d.Notice.ReplyTo
	}
	return s.o.Client.Send(ctx, chat, p, replyTo)
}

// begin finds out what a delivery says and keeps it. It returns false when
// there is nothing to be called for now.
func (s *Sender) begin(ctx context.Context, j *job) (verdict, bool) {
	if !j.d.Edit && anySent(j.d.Parts) {
		return s.resume(ctx, j)
	}
	if err := s.gather(ctx, j); err != nil {
		return verdict{job: j, outbox: fmt.Errorf("companions of a delivery: %w", err)}, false
	}
	r, err := s.render(ctx, j.d)
	if err != nil {
		again := s.o.Now().Add(s.o.Jitter.of(backoff(j.failures+1, longestWait)))
		if j.failures == 0 {
			s.o.Log.Error("a notice cannot be put into words", "delivery", j.d.ID, "kind", j.d.Notice.Kind, "error", err)
		}
		s.finish(ctx, j, store.Finish{State: model.DeliveryPending, At: s.at(), NotBefore: model.InstantOf(again), Error: fmt.Sprintf("render: %v", err)})
		return verdict{job: j, again: again, render: true}, false
	}
	parts := Split(r.Page)
	if r.Drop == "" && len(parts) == 0 {
		r.Drop = "nothing to say"
	}
	if r.Drop != "" {
		s.finish(ctx, j, store.Finish{State: model.DeliveryStale, At: s.at(), Error: r.Drop, Wanted: j.d.Wanted})
		return verdict{job: j, shown: j.sure}, false
	}
	if !j.d.Edit {
		j.toldAll = j.toldAll && r.Left == 0
		j.d.Carried = j.d.Carried[:len(j.d.Carried)-r.Left]
	}
	begun := store.Begun{
		ID: j.d.ID, ChatID: j.d.Notice.ChatID, Wanted: j.d.Wanted, Edit: j.d.Edit, Again: j.d.Begun, Carried: j.d.Carried, Rendered: rendered(parts, r.Named),
	}
	switch err := s.o.Outbox.BeginDelivery(ctx, begun, s.at()); {
	case errors.Is(err, store.ErrOver): // sent by a look before it was handed over, or dropped
		return verdict{job: j, shown: j.sure}, false
	case err != nil:
		return verdict{job: j, outbox: fmt.Errorf("begin delivery: %w", err)}, false
	}
	j.begun = true
	if j.d.Edit {
		j.todo = edits(j.d.Parts, begun.Rendered.Parts, parts, j.sure)
		return verdict{}, true
	}
	for i, p := range parts {
		j.todo = append(j.todo, errand{verb: send, n: i + 1, part: p, marked: i == 0 && j.d.Resend})
	}
	return verdict{}, true
}

// resume goes on with a delivery of which some parts were sent: the others are
// sent as they were kept, so that all of them belong together.
func (s *Sender) resume(ctx context.Context, j *job) (verdict, bool) {
	for _, p := range j.d.Parts {
		if p.MessageID != 0 {
			continue
		}
		unknown := p.State == model.DeliverySending || p.State == model.DeliveryAmbiguous
		if unknown && j.d.Notice.Priority >= model.PriorityDigest {
			s.finish(ctx, j, store.Finish{State: model.DeliveryAmbiguous, At: s.at(), Error: "a part was cut off between request and answer"})
			return verdict{job: j}, false
		}
		buttons, err := decodeKeyboard(p.Keyboard)
		if err != nil {
			s.o.Log.Error("buttons of a part are left out", "delivery", j.d.ID, "error", err)
		}
		j.todo = append(j.todo, errand{verb: send, n: p.N, part: Part{HTML: p.HTML, Keyboard: buttons}, marked: unknown})
	}
	j.begun, j.resumed = true, true
	return verdict{}, true
}

func anySent(parts []store.Part) bool {
	for _, p := range parts {
		if p.MessageID != 0 {
			return true
		}
	}
	return false
}

// mark and finish write down what has happened at Telegram, and so do not give
// up before the program has to end: what would be forgotten would be sent again.

func (s *Sender) mark(ctx context.Context, j *job, n int, o store.PartOutcome) {
	s.insist(ctx, j, func() error { return s.o.Outbox.MarkPart(ctx, j.d.ID, n, o) })
}

func (s *Sender) finish(ctx context.Context, j *job, f store.Finish) {
	s.insist(ctx, j, func() error { return s.o.Outbox.Finish(ctx, j.d.ID, f) })
}

func (s *Sender) insist(ctx context.Context, j *job, write func() error) {
	for n := 1; ; n++ {
		err := write()
		if err == nil || errors.Is(err, store.ErrUnknown) {
			return
		}
		if n == 1 {
			s.o.Log.Error("the outbox cannot be written; trying until it can", "delivery", j.d.ID, "error", err)
		}
		if !rest(ctx, s.o.Jitter.of(backoff(n, 15*time.Second))) {
			return
		}
	}
}
