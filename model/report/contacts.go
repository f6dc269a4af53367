package report

import (
	"strconv"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// ContactColumns are the headings of a list of contacts.
var ContactColumns = []string{"id", "household", "head", "happened_on", "means", "outcome", "causes", "by", "recorded_at", "text"}

// Contact is a row of `ringkeeper contacts`.
type Contact struct {
	ID           int64              `json:"id"`
	Household    string             `json:"household"`
	Means        model.Means        `json:"kind"`
	Outcome      model.Outcome      `json:"outcome"`
	Causes       []model.Cause      `json:"causes"`
	MemberChange bool               `json:"member_change"`
	IncomeChange model.IncomeChange `json:"income_change"`
	HappenedOn   model.Day          `json:"happened_on"`
	RecordedAt   *string            `json:"recorded_at"`
	By           string             `json:"by"`
	OnBehalfOf   *string            `json:"on_behalf_of"`
	Text         string             `json:"text"`
	Corrects     *int64             `json:"corrects"`

	head, recorded string
}

// Contacts turns what is kept into rows.
func Contacts(p Printer, rows []store.ContactRow) []Contact {
	out := make([]Contact, len(rows))
	for i, r := range rows {
		out[i] = Contact{
			ID: r.ID, Household: r.Number, Means: r.Means, Outcome: r.Outcome, Causes: append([]model.Cause{}, r.Causes...),
			MemberChange: r.MemberChange, IncomeChange: r.IncomeChange, HappenedOn: r.HappenedOn, RecordedAt: p.time(r.RecordedAt),
			By: r.By, OnBehalfOf: orNull(r.OnBehalfOf), Text: model.StrikeIDs(r.Text), Corrects: orNull(r.Corrects),
			head: r.Head, recorded: p.clock(r.RecordedAt),
		}
	}
	return out
}

func (c Contact) cells(p Printer) []string {
	return []string{
		strconv.FormatInt(c.ID, 10), c.Household, c.head, c.HappenedOn.String(), p.Word(c.Means), p.Word(c.Outcome),
		causes(p, c.Causes), c.by(p), c.recorded, c.Text,
	}
}

// by names who recorded it, and for whom where it was a stand-in.
func (c Contact) by(p Printer) string {
	if c.OnBehalfOf == nil {
		return c.By
	}
	return p.Say("contact.by_for", model.Args{"by": c.By, "for": *c.OnBehalfOf})
}

func causes(p Printer, cs []model.Cause) string {
	words := make([]string, len(cs))
	for i, c := range cs {
		words[i] = p.Word(c)
	}
	return p.Join(words)
}
