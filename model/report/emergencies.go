package report

import (
	"context"
	"strconv"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Cases chooses emergencies for the terminal.
type Cases struct {
	Open        bool
	From, Until model.Day // reported from a day on, up to a day; 0 does not restrict
}

// filter chooses them in the query's area.
func (c Cases) filter(q Query) store.EmergencyFilter {
	f := store.EmergencyFilter{Open: c.Open, Area: q.Area}
	if c.From != 0 {
		f.Since = model.InstantOf(c.From.At(0, 0, q.Zone))
	}
	if c.Until != 0 {
		f.Before = model.InstantOf((c.Until + 1).At(0, 0, q.Zone))
	}
	return f
}

// PrintEmergencies lists emergencies, newest first; those that are open alone, as
// they want attention.
func PrintEmergencies(ctx context.Context, q Query, c Cases) error {
	list := q.Store.Emergencies
	if c.Open {
		list = func(ctx context.Context, f store.EmergencyFilter) ([]store.EmergencyRow, error) {
			return q.Store.OpenEmergencies(ctx, f, model.InstantOf(q.Time))
		}
	}
	rows, err := list(ctx, c.filter(q))
	return printed(q, EmergencyColumns, Emergencies(q, rows), err)
}

// EmergencyColumns are the headings of a list of emergencies.
var EmergencyColumns = []string{"id", "household", "head", "township", "status", "causes", "reported_by", "reported_at", "in_hand", "reached", "text"}

// Emergency is a row of `ringkeeper emergencies`.
type Emergency struct {
	ID             int64                 `json:"id"`
	Household      *string               `json:"household"`
	Family         *string               `json:"family"`
	Status         model.EmergencyStatus `json:"status"`
	Causes         []model.Cause         `json:"causes"`
	ReportedBy     string                `json:"reported_by"`
	ReportedAt     *string               `json:"reported_at"`
	AcknowledgedAt *string               `json:"acknowledged_at"`
	OnSiteAt       *string               `json:"on_site_at"`
	ClosedAt       *string               `json:"closed_at"`
	Text           string                `json:"text"`
	OnTheWayAt     *string               `json:"on_the_way_at"`
	SolvedAt       *string               `json:"solved_at"`
	IdentifyingAt  *string               `json:"identifying_at"`
	InHand         *string               `json:"in_hand"`
	Reached        bool                  `json:"reached"`

	head, township, reported string
	unreached                bool
}

// Emergencies turns what is kept into rows.
func Emergencies(q Query, rows []store.EmergencyRow) []Emergency {
	out := make([]Emergency, len(rows))
	for i, r := range rows {
		family := familyOf(r)
		out[i] = Emergency{
			ID: r.ID, Household: orNull(r.Number), Family: orNull(family), Status: r.Status, Causes: append([]model.Cause{}, r.Causes...),
			ReportedBy: r.Reporter, ReportedAt: q.time(r.ReportedAt), AcknowledgedAt: q.time(r.AcknowledgedAt),
			OnSiteAt: q.time(r.OnSiteAt), ClosedAt: q.time(r.ClosedAt), Text: model.StrikeIDs(r.Text),
			OnTheWayAt: q.time(r.OnTheWayAt), SolvedAt: q.time(r.SolvedAt), IdentifyingAt: q.time(r.IdentifyingAt),
			InHand: orNull(r.Acknowledger), Reached: r.Reached,
			head: r.Head, township: r.Township, reported: q.clock(r.ReportedAt), unreached: r.Unreached(model.InstantOf(q.Time)),
		}
		if r.HouseholdID == 0 {
			out[i].head = family
		}
	}
	return out
}

// familyOf is a family that is not on the roster, as it was reported.
func familyOf(r store.EmergencyRow) string {
	family := model.StrikeIDs(r.Family)
	if r.HouseholdID == 0 && r.Village != "" {
		family = r.Village + " " + family
	}
	return family
}

func (e Emergency) cells(p Printer) []string {
	reached := ""
	if e.unreached {
		reached = p.Say("emergencies.unreached", nil)
	}
	return []string{
		strconv.FormatInt(e.ID, 10), orBlank(e.Household), e.head, e.township, p.Word(e.Status), causes(p, e.Causes),
		e.ReportedBy, e.reported, orBlank(e.InHand), reached, e.Text,
	}
}
