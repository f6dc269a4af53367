package report

import (
	"context"
	"encoding/json"
	"fmt"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Why is what `ringkeeper why` prints: where a household stands and why.
type Why struct {
	Household Household `json:"household"`
	RingWhy   string    `json:"ring_why"`
	Duties    []DutyWhy `json:"duties"`
	Contacts  []Contact `json:"contacts"`
}

// DutyWhy is one due day with its reasons.
type DutyWhy struct {
	Kind        model.Kind `json:"kind"`
	Due         model.Day  `json:"due"`
	DaysOverdue int        `json:"days_overdue"`
	Why         []string   `json:"why"`
}

// Explain explains one household as of a day: the rule that sorts it, the
// function over its history that gives each due day, and its last records. It
// answers ErrNoHousehold for a number that is not on the roster.
func Explain(ctx context.Context, q Query, number string, policy model.Policy) (w Why, err error) {
	h, err := q.Store.HouseholdByNumber(ctx, number)
	if err != nil {
		return w, err
	}
	if h.ID == 0 {
		return w, fmt.Errorf("%s: %w", number, ErrNoHousehold)
	}
	kept, err := q.Store.Why(ctx, h.ID)
	if err != nil {
		return w, err
	}
	row := store.HouseholdRow{Household: h, Responsible: kept.Responsible.Name, ResponsiblePhone: kept.Responsible.Phone}
	reason := policy.Judge(kept.Facts, q.At.Year()).Reason
	w = Why{
		Household: Households([]store.HouseholdRow{row})[0], RingWhy: q.Say(reason.Key, reason.Args),
		Contacts: Contacts(q.Printer, kept.Contacts[:min(len(kept.Contacts), whyContacts)]),
	}
	for _, k := range model.Kinds {
		due := policy.Due(k, kept.History, q.At)
		d := DutyWhy{Kind: k, Due: due.On, DaysOverdue: due.DaysOverdue(q.At)}
		for _, r := range due.Reasons {
			d.Why = append(d.Why, q.Say(r.Key, r.Args))
		}
		w.Duties = append(w.Duties, d)
	}
	return w, nil
}

// whyContacts is how many records an explanation shows.
const whyContacts = 10

func (w Why) print(p Printer) error {
	if p.JSON {
		enc := json.NewEncoder(p.Out)
		enc.SetEscapeHTML(false)
		return enc.Encode(w)
	}
	h := w.Household
	fmt.Fprintf(p.Out, "%s %s（%s %s） %s\n", h.Number, h.Head, h.Township, h.Village, p.Word(h.Ring))
	fmt.Fprintf(p.Out, "  %s\n", w.RingWhy)
	if h.SuggestedRing != h.Ring {
		fmt.Fprintf(p.Out, "  %s\n", p.Say("why.suggested", model.Args{"ring": h.SuggestedRing}))
	}
	for _, f := range h.Flags {
		fmt.Fprintf(p.Out, "  %s\n", p.Word(f))
	}
	if h.Responsible != "" {
		fmt.Fprintf(p.Out, "  %s\n", p.Say("why.responsible", model.Args{"name": h.Responsible, "phone": h.ResponsiblePhone}))
	}
	for _, d := range w.Duties {
		key := "why.due"
		switch {
		case d.Due == 0:
			key = "why.nothing"
		case d.DaysOverdue > 0:
			key = "why.overdue"
		}
		fmt.Fprintln(p.Out, p.Say(key, model.Args{"kind": d.Kind, "due": d.Due, "days": d.DaysOverdue}))
		for _, reason := range d.Why {
			fmt.Fprintf(p.Out, "  – %s\n", reason)
		}
	}
	if len(w.Contacts) == 0 {
		return nil
	}
	fmt.Fprintln(p.Out, p.Say("why.records", nil))
	return List(p, ContactColumns, w.Contacts)
}
