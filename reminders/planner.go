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
	// OpenDuties lists what is open, the duties of one cadre together.
	OpenDuties(ctx context.Context, q store.OpenQuery) ([]store.Duty, error)
	Undecided(ctx context.Context, sc model.Scope) ([]store.HouseholdRow, error)
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
	Jobs     []Job            // for the scheduler
	Now      func() time.Time // for the scheduler
	Log      *slog.Logger     // for the scheduler; nil means none
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

// lookback bounds how far back digests are looked for. Who got none in that time
// is told what happened in it.
const lookback = 35

// Plan decides for everybody as of a moment and queues the digests. Doing so
// again on the same day queues nothing twice.
func (p *Planner) Plan(ctx context.Context, at time.Time) (Planned, error) {
	planned, err := p.Preview(ctx, at)
	if err != nil {
		return planned, err
	}
	var notices []model.Notice
	for _, d := range planned.Decisions {
		if d.Send {
			notices = append(notices, p.notice(d, planned.Day, at))
		}
	}
	if len(notices) > 0 {
		if planned.Queued, err = p.Store.Queue(ctx, notices, model.InstantOf(at)); err != nil {
			return planned, fmt.Errorf("queue digests: %w", err)
		}
	}
	return planned, nil
}

// Preview decides as Plan does and queues nothing.
func (p *Planner) Preview(ctx context.Context, at time.Time) (Planned, error) {
	day := model.DayOf(at, p.Zone)
	planned := Planned{Day: day}
	cadres, err := p.Store.Cadres(ctx, store.CadreFilter{})
	if err != nil {
		return planned, fmt.Errorf("plan %s: %w", day, err)
	}
	if !p.Calendar.Workday(day) {
		for _, c := range cadres {
			planned.Decisions = append(planned.Decisions, Decision{CadreID: c.ID, Cadre: c.Name, Reason: RestDay})
		}
		return planned, nil
	}
	if planned.Decisions, err = p.decideAll(ctx, cadres, day); err != nil {
		return planned, fmt.Errorf("plan %s: %w", day, err)
	}
	hold, err := p.Store.Hold(ctx)
	if err != nil {
		return planned, fmt.Errorf("plan %s: %w", day, err)
	}
	planned.Held = hold.Held
	switch {
	case hold.Held || model.DayOf(hold.Restored.In(p.Zone), p.Zone) >= day:
		// On the day of a restore a digest may have gone out before it, of which
		// the backup knows nothing.
		planned.silence(AfterRestore)
	case !p.Hours.hold(at, day, p.Zone):
		planned.silence(OutsideHours)
	}
	return planned, nil
}

// silence turns every digest into a silence for a reason.
func (p *Planned) silence(why Reason) {
	for i := range p.Decisions {
		if d := &p.Decisions[i]; d.Send {
			d.Send, d.Reason = false, why
		}
	}
}
