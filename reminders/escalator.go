package reminders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Cases is what an Escalator asks of what is kept.
type Cases interface {
	// WindCases sets the clocks anew where the limits have changed.
	WindCases(ctx context.Context) error
	// CasesDue lists the cases of which somebody is to hear by an instant.
	CasesDue(ctx context.Context, at model.Instant) ([]model.Emergency, error)
	// NextEscalation returns when somebody is to hear of a case; 0: of none.
	NextEscalation(ctx context.Context) (model.Instant, error)
	CaseChain(ctx context.Context, id int64) ([]model.CaseLink, error)
	Cadre(ctx context.Context, id int64) (model.Cadre, error)
	Hold(ctx context.Context) (store.Hold, error)
	// Apply commits a Turn; model.ErrConflict: a case has moved meanwhile.
	Apply(ctx context.Context, t model.Turn) error
}

// Escalator has cases that wait too long go up. It sleeps until the next clock
// rings, or until it is woken since one was set.
type Escalator struct {
	Options
	cases Cases
	send  func()
	woken chan struct{}
}

// NewEscalator returns an Escalator that calls send when there is something to send.
// Of the options it needs Limits, Hooks, Zone, Hours, Now and Log.
func NewEscalator(cases Cases, o Options, send func()) *Escalator {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Escalator{o, cases, send, make(chan struct{}, 1)}
}

const (
	// escalatorLook is how often it looks at the latest: a timer does not count
	// the hours in which the machine slept, and a restore is confirmed elsewhere.
	escalatorLook  = time.Hour
	escalatorRetry = time.Minute // after a look failed
)

// Wake says that a clock was set, or that the time is another.
func (x *Escalator) Wake() {
	select {
	case x.woken <- struct{}{}:
	default:
	}
}

// Run works until ctx ends.
func (x *Escalator) Run(ctx context.Context) error {
	wound := false
	for {
		err := error(nil)
		if !wound {
			err = x.cases.WindCases(ctx)
			wound = err == nil
		}
		next := escalatorRetry
		if err == nil {
			next, err = x.look(ctx)
		}
		if err != nil && ctx.Err() == nil {
			x.Log.Error("job failed", "job", "escalate", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-x.woken:
		case <-time.After(next):
		}
	}
}

// look has everything go up whose time has come, and returns after how long to look
// again.
func (x *Escalator) look(ctx context.Context) (next time.Duration, err error) {
	hold, err := x.cases.Hold(ctx)
	if err != nil || hold.Held {
		return escalatorLook, err
	}
	at := model.InstantOf(x.Now())
	due, err := x.cases.CasesDue(ctx, at)
	if err != nil {
		return escalatorRetry, err
	}
	var failed []error
	told := 0
	for _, e := range due {
		hear, err := x.raise(ctx, e, at)
		switch {
		case err == nil:
			told += hear
		case !errors.Is(err, model.ErrConflict): // one that has moved is looked at again
			failed = append(failed, fmt.Errorf("escalate emergency %d: %w", e.ID, err))
		}
	}
	if told > 0 {
		x.Log.Info("emergencies wait too long", "count", told)
		x.send()
	}
	if len(failed) > 0 {
		return escalatorRetry, errors.Join(failed...)
	}
	ring, err := x.cases.NextEscalation(ctx)
	if err != nil {
		return escalatorRetry, err
	}
	if ring == 0 {
		return escalatorLook, nil
	}
	return min(escalatorLook, max(0, ring.In(x.Zone).Sub(x.Now()))), nil
}

// raise has one case go up, and tells how many hear of it. A clock that rings before
// its time says that whoever has the case in hand blocked the bot.
func (x *Escalator) raise(ctx context.Context, e model.Emergency, at model.Instant) (told int, err error) {
	chain, err := x.cases.CaseChain(ctx, e.ID)
	if err != nil {
		return 0, err
	}
	levels, readers := escalate(e, chain, at, x.Limits)
	notice := Escalation{Source: e.Source, Step: e.Step}
	if levels == e.Escalated && e.AcknowledgedBy != 0 {
		c, err := x.cases.Cadre(ctx, e.AcknowledgedBy)
		if err != nil {
			return 0, err
		}
		if c.Blocked {
			notice.Holder, readers = c.ID, aboutHolder(e, chain)
		}
	}
	turn := model.Turn{
		At: at, Reads: []model.Ref{{Table: "emergencies", ID: e.ID, Version: e.Version}},
		Effects: []model.Effect{model.EscalateEmergency{ID: e.ID, Levels: levels}},
	}
	for _, to := range readers {
		notice.Level = to.Level
		turn.Notices = append(turn.Notices, x.notice(e, notice, to, at))
	}
	if i := slices.IndexFunc(readers, func(l model.CaseLink) bool { return l.Level == model.LevelOffice || l.Level == model.LevelLeadingGroup }); i >= 0 {
		turn.Effects = append(turn.Effects, model.CallsOfEscalation(x.Hooks, e.Source, fmt.Sprintf("%s:%s:%d", e.Step, readers[i].Level, e.Version), at)...)
	}
	return len(turn.Notices), x.cases.Apply(ctx, turn)
}

// notice makes a notice to one reader. Its key holds the case's version, since a
// step that comes once more, after a case was reopened, is told once more.
func (x *Escalator) notice(e model.Emergency, data Escalation, to model.CaseLink, at model.Instant) model.Notice {
	b, err := json.Marshal(data)
	if err != nil {
		panic(err) // plain data always marshals
	}
	n := model.Notice{
		Key:     fmt.Sprintf("escalation:%d:%d:%s:%d:%d", e.ID, e.Version, e.Step, to.CadreID, to.ChatID),
		Subject: e.Subject(), Priority: model.PriorityEmergency, Kind: KindEscalated, CadreID: to.CadreID, ChatID: to.ChatID, Data: b,
	}
	if e.Step != model.StepAcknowledge && e.Step != model.StepOnSite { // nobody is got out of bed for what has waited for days
		n.NotBefore = model.InstantOf(x.Hours.next(at.In(x.Zone), x.Zone))
	}
	return n
}
