package reminders

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Store is what reminders ask of what is kept.
type Store interface {
	people
	outbox
	// CatchUp brings the due days up to a moment.
	CatchUp(ctx context.Context, at time.Time) (changed int, err error)
	// Hold tells whether a restore waits to be confirmed, and when the last was.
	Hold(ctx context.Context) (store.Hold, error)
	notes
}

// notes are values that are kept by name, empty where none was.
type notes interface {
	Meta(ctx context.Context, name string) (string, error)
	SetMeta(ctx context.Context, name, value string) error
}

type people interface {
	Cadres(ctx context.Context, f store.CadreFilter) ([]model.Cadre, error)
	CadresOf(ctx context.Context, ids []int64) ([]model.Cadre, error)
	// EachOwing tells what is open, cadre by cadre.
	EachOwing(ctx context.Context, q store.OpenQuery, f func(model.Cadre, []store.Owed) error) error
	// OwedWhereStoodIn tells by who stands in what is open for whom they do.
	OwedWhereStoodIn(ctx context.Context, q store.OpenQuery) (map[int64][]store.Owed, error)
	StandIns(ctx context.Context, f store.StandInFilter) ([]model.StandIn, error)
	// ItemsWaiting counts by cadre the items that have been open since a day.
	ItemsWaiting(ctx context.Context, since model.Day) (map[int64]int, error)
	CountUndecided(ctx context.Context) (int, error)
	// PressingCases lists the cases that are late or of which nobody heard.
	PressingCases(ctx context.Context, scope model.Scope, at model.Instant) ([]store.PressingCase, error)
	// CountProcedures counts those that run, and of them those opened before a day.
	CountProcedures(ctx context.Context, before model.Day) (running, late int, err error)
	AuditSince(ctx context.Context, actions []string, since model.Instant) ([]store.AuditLine, error)
}

type outbox interface {
	// LastDigests tells by cadre when the newest digest queued since an instant
	// was queued, and when the newest of them that was sent was sent.
	LastDigests(ctx context.Context, since model.Instant) (queued, sent map[int64]model.Instant, err error)
	OutboxRows(ctx context.Context, f store.OutboxFilter) ([]store.OutboxRow, error)
	Queue(ctx context.Context, notices []model.Notice, at model.Instant) (queued int, err error)
}

// Options are what reminders work with.
type Options struct {
	Store    Store
	Calendar *Calendar
	Steps    model.Steps
	Zone     *time.Location
	DigestAt Clock // when the day's digests are planned
	Hours    Hours // when they may arrive
	// LeaderAfter is the number of workdays after which an overdue duty stands
	// in the summary of the leaders above.
	LeaderAfter int
	// Handover is the number of days after a household was taken over in which
	// leaders are not told of what is overdue.
	Handover int
	Limits   model.CaseLimits // of the steps of a case
	Hooks    []model.Hook     // that are called when a case goes up to the office, for the Escalator
	Jobs     []Job            // for the scheduler
	Now      func() time.Time // for the scheduler and the Escalator
	Log      *slog.Logger     // for these two; nil means none
}

// Planner decides who gets a digest and puts it into the outbox.
type Planner struct{ Options }

// NewPlanner returns a planner; of the options it needs neither Jobs nor Now nor Log.
func NewPlanner(o Options) *Planner { return &Planner{o} }

// Planned is what was decided for a day.
type Planned struct {
	Day       model.Day
	Decisions []Decision // by name of the cadre
	Queued    int        // digests that were not in the outbox yet
	// Held says that a restore waits to be confirmed, so that the day may still
	// have to be planned.
	Held bool
}

// Households are the ids of all households of which something has come to a step.
func (p Planned) Households() []int64 {
	var due []Due
	for _, d := range p.Decisions {
		due = append(due, d.Due...)
	}
	return households(due)
}

// lookback bounds how far back digests are looked for. Who got none in that time
// is told what happened in it.
const lookback = 35

// itemsAlone is for how many days an item must have been open, and its cadre have
// got no digest, before a digest goes out for it alone. It is within lookback.
const itemsAlone = 30

// noticesAtOnce is how many digests are put into the outbox in one transaction.
const noticesAtOnce = 500

// Queue decides for everybody as of a moment and queues the digests. Doing so
// again on the same day queues nothing twice. Of the decisions it keeps none, so
// that it needs no more memory for a province than for a district.
func (p *Planner) Queue(ctx context.Context, at time.Time) (Planned, error) {
	return p.queue(ctx, at, func(Decision) {})
}

// Plan is Queue for somebody who wants to see what was decided for everybody.
func (p *Planner) Plan(ctx context.Context, at time.Time) (Planned, error) {
	return p.show(ctx, at, p.queue)
}

// Preview decides as Plan does and queues nothing.
func (p *Planner) Preview(ctx context.Context, at time.Time) (Planned, error) {
	return p.show(ctx, at, func(ctx context.Context, at time.Time, see func(Decision)) (Planned, error) {
		return p.decide(ctx, at, func(d Decision) error {
			see(d)
			return nil
		})
	})
}

// queue shows every decision and queues the digests, many at a time.
func (p *Planner) queue(ctx context.Context, at time.Time, see func(Decision)) (Planned, error) {
	var waiting []model.Notice
	queued := 0
	hand := func() error {
		if len(waiting) == 0 {
			return nil
		}
		n, err := p.Store.Queue(ctx, waiting, model.InstantOf(at))
		queued, waiting = queued+n, waiting[:0]
		if err != nil {
			return fmt.Errorf("queue digests: %w", err)
		}
		return nil
	}
	planned, err := p.decide(ctx, at, func(d Decision) error {
		see(d)
		if d.Send {
			waiting = append(waiting, p.notice(d, model.DayOf(at, p.Zone), at))
		}
		if len(waiting) < noticesAtOnce {
			return nil
		}
		return hand()
	})
	if err == nil {
		err = hand()
	}
	planned.Queued = queued
	return planned, err
}

// show gathers what work decides, and names those of whom there was nothing to
// decide.
func (p *Planner) show(ctx context.Context, at time.Time, work func(context.Context, time.Time, func(Decision)) (Planned, error)) (Planned, error) {
	decided := map[int64]Decision{}
	planned, err := work(ctx, at, func(d Decision) { decided[d.CadreID] = d })
	if err != nil {
		return planned, err
	}
	cadres, err := p.Store.Cadres(ctx, store.CadreFilter{})
	if err != nil {
		return planned, fmt.Errorf("plan %s: %w", planned.Day, err)
	}
	silent := NothingOpen
	if !p.Calendar.Workday(planned.Day) {
		silent = RestDay
	}
	for _, c := range cadres {
		d, ok := decided[c.ID]
		if !ok {
			d = Decision{CadreID: c.ID, Cadre: c.Name, Reason: silent}
		}
		planned.Decisions = append(planned.Decisions, d)
	}
	if d, lost := decided[0]; lost {
		planned.Decisions = append(planned.Decisions, d)
	}
	return planned, nil
}

// decide shows the decision for everybody of whom there is one to make.
func (p *Planner) decide(ctx context.Context, at time.Time, see func(Decision) error) (planned Planned, err error) {
	planned.Day = model.DayOf(at, p.Zone)
	if !p.Calendar.Workday(planned.Day) {
		return planned, nil
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("plan %s: %w", planned.Day, err)
		}
	}()
	hold, err := p.Store.Hold(ctx)
	if err != nil {
		return planned, err
	}
	planned.Held = hold.Held
	var silence Reason // of every digest
	switch {
	case hold.Held || model.DayOf(hold.Restored.In(p.Zone), p.Zone) >= planned.Day:
		// On the day of a restore a digest may have gone out before it, of which
		// the backup knows nothing.
		silence = AfterRestore
	case !p.Hours.hold(at, planned.Day, p.Zone):
		silence = OutsideHours
	}
	return planned, p.decideAll(ctx, at, planned.Day, func(d Decision) error {
		if d.Send && silence != "" {
			d.Send, d.Reason = false, silence
		}
		return see(d)
	})
}
