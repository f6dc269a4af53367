package reminders

import (
	"context"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// OfficeNews is what the office should hear beside its own duties. What happened
// is told once; what stands is told once a week, and after an import; emergencies
// that wait too long, on every workday until they move.
type OfficeNews struct {
	// Since is when the newest digest to this person was sent, zero for never.
	Since model.Instant `json:"since,omitempty"`
	// What happened since.
	Bindings    int `json:"bindings,omitempty"`
	Moves       int `json:"moves,omitempty"` // to another account
	Blocked     int `json:"blocked,omitempty"`
	Undelivered int `json:"undelivered,omitempty"` // ambiguous or failed
	SetAside    int `json:"set_aside,omitempty"`   // updates that could not be handled
	Imports     int `json:"imports,omitempty"`
	// Emergencies that are late or of which nobody heard, which are told every day.
	Pressing int `json:"pressing,omitempty"`
	// What stands.
	Undecided   int `json:"undecided,omitempty"`    // households without a ring
	Unassigned  int `json:"unassigned,omitempty"`   // households with something due for which nobody is responsible
	Unreached   int `json:"unreached,omitempty"`    // cadres with something due whom no digest reaches
	Procedures  int `json:"procedures,omitempty"`   // identifications, and eliminations of a risk, that run
	Late        int `json:"late,omitempty"`         // of them those that should have ended
	MissingYear int `json:"missing_year,omitempty"` // whose public holidays are not on record
}

// fresh says whether there is anything that was not told.
func (n OfficeNews) fresh(heardThisWeek bool) bool {
	happened := n.Bindings+n.Moves+n.Blocked+n.Undelivered+n.SetAside > 0
	stands := n.Undecided+n.Unassigned+n.Unreached+n.Procedures+n.MissingYear > 0
	return happened || n.Pressing > 0 || stands && (!heardThisWeek || n.Imports > 0)
}

// officeFacts are what the news of every office person are counted from.
type officeFacts struct {
	stands      OfficeNews
	happened    []store.AuditLine
	undelivered []store.OutboxRow
}

// gatherOffice reads what happened since an instant, that at which the person of
// the office who heard least was told.
func (p *Planner) gatherOffice(ctx context.Context, day model.Day, stands OfficeNews, since, at model.Instant) (f officeFacts, err error) {
	f.stands = stands
	if f.stands.Undecided, err = p.Store.CountUndecided(ctx); err != nil {
		return f, err
	}
	pressing, err := p.Store.PressingCases(ctx, model.Scope{All: true}, at)
	if err != nil {
		return f, err
	}
	f.stands.Pressing = len(pressing)
	if f.stands.Procedures, f.stands.Late, err = p.Store.CountProcedures(ctx, day-p.Limits.IdentifyDays()); err != nil {
		return f, err
	}
	f.happened, err = p.Store.AuditSince(ctx, []string{
		store.AuditCadreBound, store.AuditCadreMoved, store.AuditCadreBlocked, store.AuditUpdateSetAside, store.AuditRosterImported, store.AuditCadresImported,
	}, since)
	if err != nil {
		return f, err
	}
	f.undelivered, err = p.Store.OutboxRows(ctx, store.OutboxFilter{
		States: []model.DeliveryState{model.DeliveryAmbiguous, model.DeliveryFailed}, Since: p.startOfDay(since),
	})
	return f, err
}

// startOfDay widens an instant to its day. A delivery is known by when it was
// queued and may fail later, so what was queued on the day of a digest counts
// for the next.
func (p *Planner) startOfDay(i model.Instant) model.Instant {
	if i == 0 {
		return 0
	}
	return model.InstantOf(model.DayOf(i.In(p.Zone), p.Zone).At(0, 0, p.Zone))
}

// newsFor counts what one person of the office has not heard.
func (p *Planner) newsFor(f officeFacts, since model.Instant) OfficeNews {
	n := f.stands
	n.Since = since
	for _, l := range f.happened {
		if l.At <= since {
			continue
		}
		switch l.Action {
		case store.AuditCadreBound:
			n.Bindings++
		case store.AuditCadreMoved:
			n.Moves++
		case store.AuditCadreBlocked:
			n.Blocked++
		case store.AuditUpdateSetAside:
			n.SetAside++
		default:
			n.Imports++
		}
	}
	from := p.startOfDay(since)
	for _, row := range f.undelivered {
		if row.CreatedAt >= from {
			n.Undelivered++
		}
	}
	return n
}
