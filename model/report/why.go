package report

import (
	"context"
	"fmt"
	"slices"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Why is what `ringkeeper why` prints: where a household stands on a day and
// why, who was told when, and what was answered. Lists are newest first, and
// what was taken back stays in them, marked.
type Why struct {
	Household   Household    `json:"household"`
	RingWhy     string       `json:"ring_why"`
	Rings       []RingSpell  `json:"rings"`
	Responsible []Assignment `json:"responsible"`
	Pauses      []Pause      `json:"pauses"`
	Items       []Item       `json:"items"`
	Procedures  []Procedure  `json:"procedures"`
	Duties      []DutyWhy    `json:"duties"`
	Told        []Told       `json:"told"`
	Contacts    []Record     `json:"contacts"`
}

// RingSpell says from which day on the household has a ring.
type RingSpell struct {
	From       model.Day  `json:"from"`
	Ring       model.Ring `json:"ring"`
	Why        string     `json:"why"`
	RecordedAt *string    `json:"recorded_at"`
	By         *string    `json:"by"` // null: an import

	recorded string
}

// Assignment says from which day on somebody is responsible.
type Assignment struct {
	From       model.Day `json:"from"`
	Cadre      *string   `json:"cadre"`
	RecordedAt *string   `json:"recorded_at"`
	By         *string   `json:"by"`

	recorded string
}

// Pause is an excused pause of one kind of duty. One that was ended early holds
// until EndedOn, before From where it never did.
type Pause struct {
	Kind    model.Kind `json:"kind"`
	From    model.Day  `json:"from"`
	Until   model.Day  `json:"until"`
	Why     string     `json:"why"`
	By      *string    `json:"by"`
	EndedOn model.Day  `json:"ended_on"`
	EndedBy *string    `json:"ended_by"`
}

// DutyWhy is one due day with its reasons.
type DutyWhy struct {
	Kind        model.Kind `json:"kind"`
	Due         model.Day  `json:"due"`
	DaysOverdue int        `json:"days_overdue"`
	Why         []string   `json:"why"`
}

// Explain explains one household as it stood at the end of a day, by what was
// known then: the rule that sorts it, the function over its history that gives
// each due day, who was told, and its records. It answers a Fault for a number
// that is not on the roster.
func Explain(ctx context.Context, q Query, number string, policy model.Policy) (w Why, err error) {
	h, err := q.Store.HouseholdByNumber(ctx, number)
	if err != nil {
		return w, err
	}
	if h.ID == 0 {
		return w, unknownHousehold(number)
	}
	kept, err := q.Store.Why(ctx, h.ID)
	if err != nil {
		return w, err
	}
	cadres, err := q.Store.Cadres(ctx, store.CadreFilter{})
	if err != nil {
		return w, err
	}
	e := explanation{q.Printer, kept, policy, q.At, map[int64]model.Cadre{}}
	for _, c := range cadres {
		e.cadres[c.ID] = c
	}
	reason := policy.Judge(kept.Facts, q.At.Year()).Reason
	w = Why{
		RingWhy: q.Say(reason.Key, reason.Args), Rings: e.rings(), Responsible: e.assignments(), Pauses: e.pauses(), Items: e.items(), Procedures: e.procedures(),
		Told: e.told(), Contacts: e.records(),
	}
	history := e.history()
	for _, k := range model.Kinds {
		due := policy.Due(k, history, q.At)
		h.SetDue(k, due)
		d := DutyWhy{Kind: k, Due: due.On, DaysOverdue: due.DaysOverdue(q.At), Why: []string{}}
		for _, r := range due.Reasons {
			d.Why = append(d.Why, q.Say(r.Key, r.Args))
		}
		w.Duties = append(w.Duties, d)
	}
	w.Household = e.household(h)
	return w, nil
}

// explanation is what a household is explained from.
type explanation struct {
	Printer
	kept   store.Why
	policy model.Policy
	at     model.Day
	cadres map[int64]model.Cadre
}

// knew says whether something was recorded by the day that is explained.
func (e explanation) knew(recorded model.Instant) bool {
	return model.DayOf(recorded.In(e.Zone), e.Zone) <= e.at
}

// history is the household's history as it was known at the end of the day: a
// record that was taken back later counted then.
func (e explanation) history() model.History {
	h := model.History{LastAssessment: e.kept.History.LastAssessment, ArchivedOn: e.kept.History.ArchivedOn}
	for _, r := range slices.Backward(e.kept.Rings) {
		if e.knew(r.RecordedAt) {
			h.Spells = append(h.Spells, model.Spell{From: r.FromDay, Pace: r.Pace})
		}
	}
	for _, b := range e.kept.Blocks {
		until := b.UntilDay
		if e.knew(b.EndedAt) {
			until = b.Until()
		}
		if e.knew(b.RecordedAt) {
			h.Blocks = append(h.Blocks, model.Block{Kind: b.Kind, From: b.FromDay, Until: until})
		}
	}
	for _, c := range e.kept.Contacts {
		r := c.ContactRecord
		if !e.knew(r.RecordedAt) || r.WithdrawnAt != 0 && e.knew(r.WithdrawnAt) {
			continue
		}
		r.WithdrawnAt = 0
		if e.policy.Settles(r, model.Contact) {
			h.LastContact = max(h.LastContact, r.HappenedOn)
		}
		if e.policy.Settles(r, model.Visit) {
			h.LastVisit = max(h.LastVisit, r.HappenedOn)
		}
	}
	return h
}

// household is the row of the day: the ring and the person of then.
func (e explanation) household(h model.Household) Household {
	row := store.HouseholdRow{Household: h, Responsible: e.kept.Responsible.Name, ResponsiblePhone: e.kept.Responsible.Phone}
	for _, r := range e.kept.Rings {
		if r.FromDay <= e.at && e.knew(r.RecordedAt) {
			row.Ring = r.Ring
			break
		}
	}
	for _, a := range e.kept.Assignments {
		if a.FromDay <= e.at && e.knew(a.RecordedAt) {
			row.Responsible, row.ResponsiblePhone = a.Cadre, e.cadres[a.CadreID].Phone
			break
		}
	}
	return Households([]store.HouseholdRow{row})[0]
}

func (e explanation) rings() []RingSpell {
	out := make([]RingSpell, len(e.kept.Rings))
	for i, r := range e.kept.Rings {
		out[i] = RingSpell{r.FromDay, r.Ring, model.StrikeIDs(r.Why), e.time(r.RecordedAt), e.by(r.ByID), e.clock(r.RecordedAt)}
	}
	return out
}

func (e explanation) assignments() []Assignment {
	out := make([]Assignment, len(e.kept.Assignments))
	for i, a := range e.kept.Assignments {
		out[i] = Assignment{a.FromDay, orNull(a.Cadre), e.time(a.RecordedAt), e.by(a.ByID), e.clock(a.RecordedAt)}
	}
	return out
}

func (e explanation) pauses() []Pause {
	out := make([]Pause, len(e.kept.Blocks))
	for i, b := range e.kept.Blocks {
		out[i] = Pause{b.Kind, b.FromDay, b.UntilDay, model.StrikeIDs(string(b.Why)), e.by(b.ByID), b.EndedOn, e.by(b.EndedBy)}
	}
	return out
}

func (e explanation) told() []Told {
	out := make([]Told, len(e.kept.Told))
	for i, t := range e.kept.Told {
		out[i] = Told{t.OutboxID, orNull(t.Cadre), t.Kind, t.Due, t.State, e.time(t.SentAt), e.clock(t.SentAt)}
	}
	return out
}

func (e explanation) records() []Record {
	contacts := Contacts(e.Printer, e.kept.Contacts)
	out := make([]Record, len(contacts))
	for i, c := range e.kept.Contacts {
		out[i] = Record{contacts[i], e.time(c.WithdrawnAt), e.by(c.WithdrawnBy), orNull(c.SupersededBy)}
	}
	return out
}

// by names a cadre, nobody for 0.
func (e explanation) by(id int64) *string {
	if id == 0 {
		return nil
	}
	name := e.cadres[id].Name
	if name == "" {
		name = fmt.Sprint(id)
	}
	return &name
}
