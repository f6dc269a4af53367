package report

import (
	"strconv"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// HouseholdColumns are the headings of a list of households.
var HouseholdColumns = []string{"number", "head", "township", "village", "ring", "suggested_ring", "responsible", "contact_due", "visit_due", "assessment_due", "flags"}

// Household is a row of `ringkeeper households`.
type Household struct {
	Number           string       `json:"number"`
	Head             string       `json:"head"`
	Township         string       `json:"township"`
	Village          string       `json:"village"`
	Ring             model.Ring   `json:"ring"`
	SuggestedRing    model.Ring   `json:"suggested_ring"`
	Flags            []model.Flag `json:"flags"`
	Responsible      string       `json:"responsible"`
	ResponsiblePhone string       `json:"responsible_phone"`
	ContactDue       model.Day    `json:"contact_due"`
	VisitDue         model.Day    `json:"visit_due"`
	AssessmentDue    model.Day    `json:"assessment_due"`
}

// Households turns what is kept into rows.
func Households(rows []store.HouseholdRow) []Household {
	out := make([]Household, len(rows))
	for i, r := range rows {
		out[i] = Household{
			Number: r.Number, Head: r.Head, Township: r.Township, Village: r.Village, Ring: r.Ring,
			SuggestedRing: r.SuggestedRing, Flags: append([]model.Flag{}, r.Flags...), Responsible: r.Responsible,
			ResponsiblePhone: r.ResponsiblePhone, ContactDue: r.ContactDue, VisitDue: r.VisitDue, AssessmentDue: r.AssessmentDue,
		}
	}
	return out
}

func (h Household) cells(p Printer) []string {
	flags := make([]string, len(h.Flags))
	for i, f := range h.Flags {
		flags[i] = p.Word(f)
	}
	suggested := ""
	if h.SuggestedRing != h.Ring {
		suggested = p.Word(h.SuggestedRing)
	}
	return []string{
		h.Number, h.Head, h.Township, h.Village, p.Word(h.Ring), suggested, h.Responsible,
		h.ContactDue.String(), h.VisitDue.String(), h.AssessmentDue.String(), p.Join(flags),
	}
}

// OverdueColumns are the headings of a list of what is overdue.
var OverdueColumns = []string{"number", "head", "township", "village", "ring", "kind", "responsible", "due", "days_overdue", "periods_missed"}

// Overdue is a row of `ringkeeper overdue`.
type Overdue struct {
	Number        string     `json:"number"`
	Head          string     `json:"head"`
	Township      string     `json:"township"`
	Village       string     `json:"village"`
	Ring          model.Ring `json:"ring"`
	Kind          model.Kind `json:"kind"`
	Responsible   string     `json:"responsible"`
	Due           model.Day  `json:"due"`
	DaysOverdue   int        `json:"days_overdue"`
	PeriodsMissed int        `json:"periods_missed"`
}

// Overdues turns what is kept into rows, as of a day.
func Overdues(rows []store.OverdueRow, at model.Day) []Overdue {
	out := make([]Overdue, len(rows))
	for i, r := range rows {
		h := r.Household
		out[i] = Overdue{
			Number: h.Number, Head: h.Head, Township: h.Township, Village: h.Village, Ring: h.Ring, Kind: r.Kind,
			Responsible: r.Responsible, Due: r.Due.On, DaysOverdue: r.Due.DaysOverdue(at), PeriodsMissed: r.Due.PeriodsMissed(at),
		}
	}
	return out
}

func (o Overdue) cells(p Printer) []string {
	return []string{
		o.Number, o.Head, o.Township, o.Village, p.Word(o.Ring), p.Word(o.Kind), o.Responsible, o.Due.String(),
		strconv.Itoa(o.DaysOverdue), strconv.Itoa(o.PeriodsMissed),
	}
}
