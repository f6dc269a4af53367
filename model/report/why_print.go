package report

import (
	"strconv"

	"ringkeeper/model"
)

// RecordColumns are the headings of the records of one household.
var RecordColumns = []string{"id", "happened_on", "means", "outcome", "causes", "by", "recorded_at", "stands", "text"}

// Record is a contact of the explained household, one that was taken back too.
type Record struct {
	Contact
	WithdrawnAt  *string `json:"withdrawn_at"`
	WithdrawnBy  *string `json:"withdrawn_by"`
	SupersededBy *int64  `json:"superseded_by"` // the correction that stands in its place
}

func (r Record) cells(p Printer) []string {
	stands := ""
	switch {
	case r.SupersededBy != nil:
		stands = p.Say("why.corrected", model.Args{"id": *r.SupersededBy})
	case r.WithdrawnAt != nil:
		stands = p.Say("why.withdrawn", nil)
	}
	return []string{
		strconv.FormatInt(r.ID, 10), r.HappenedOn.String(), p.Word(r.Means), p.Word(r.Outcome), causes(p, r.Causes), r.by(p), r.recorded, stands, r.Text,
	}
}

// ToldColumns are the headings of a list of who was told of a duty.
var ToldColumns = []string{"id", "sent_at", "cadre", "kind", "due", "state"}

// Told is a digest that named a duty of the household.
type Told struct {
	Outbox int64               `json:"outbox"`
	Cadre  *string             `json:"cadre"`
	Kind   model.Kind          `json:"kind"`
	Due    model.Day           `json:"due"`
	State  model.DeliveryState `json:"state"`
	SentAt *string             `json:"sent_at"`

	sent string
}

func (t Told) cells(p Printer) []string {
	return []string{strconv.FormatInt(t.Outbox, 10), t.sent, orBlank(t.Cadre), p.Word(t.Kind), t.Due.String(), stateWord(p, t.State)}
}

// shownRecords is how many lines of a list an explanation shows to people;
// scripts get all.
const shownRecords = 20

func (w Why) print(p Printer) error {
	if p.JSON {
		return p.object(w)
	}
	lines := w.standing(p)
	lines = append(lines, w.duties(p)...)
	lines = append(lines, w.past(p)...)
	if err := p.lines(lines...); err != nil {
		return err
	}
	if err := section(p, "why.told", ToldColumns, w.Told); err != nil {
		return err
	}
	return section(p, "why.records", RecordColumns, w.Contacts)
}

func (w Why) standing(p Printer) []string {
	h := w.Household
	lines := []string{
		p.Say("why.head", model.Args{"number": h.Number, "head": h.Head, "township": h.Township, "village": h.Village, "ring": h.Ring}),
		"  " + w.RingWhy,
	}
	if h.SuggestedRing != h.Ring {
		lines = append(lines, "  "+p.Say("why.suggested", model.Args{"ring": h.SuggestedRing}))
	}
	for _, f := range h.Flags {
		lines = append(lines, "  "+p.Word(f))
	}
	if h.Responsible != "" {
		lines = append(lines, "  "+p.Say("why.responsible", model.Args{"name": h.Responsible, "phone": h.ResponsiblePhone}))
	}
	return lines
}

func (w Why) duties(p Printer) (lines []string) {
	for _, d := range w.Duties {
		key := "why.due"
		switch {
		case d.Due == 0:
			key = "why.nothing"
		case d.DaysOverdue > 0:
			key = "why.overdue"
		}
		lines = append(lines, p.Say(key, model.Args{"kind": d.Kind, "due": d.Due, "days": d.DaysOverdue}))
		for _, reason := range d.Why {
			lines = append(lines, "  – "+reason)
		}
	}
	return lines
}

// past tells which rings and which people the household had, and its pauses.
func (w Why) past(p Printer) (lines []string) {
	who := func(by *string) string {
		if by == nil {
			return p.Say("why.import", nil)
		}
		return *by
	}
	for _, r := range w.Rings {
		why := r.Why
		if r.By == nil {
			why = "" // an import keeps there who imported
		}
		lines = append(lines, "  "+p.Say("why.ring", model.Args{"from": r.From, "ring": r.Ring, "why": why, "by": who(r.By), "at": r.recorded}))
	}
	if len(lines) > 0 {
		lines = append([]string{p.Say("why.rings", nil)}, lines...)
	}
	for i, a := range w.Responsible {
		if i == 0 {
			lines = append(lines, p.Say("why.assignments", nil))
		}
		lines = append(lines, "  "+p.Say("why.assignment", model.Args{"from": a.From, "name": orBlank(a.Cadre), "by": who(a.By), "at": a.recorded}))
	}
	for i, b := range w.Pauses {
		if i == 0 {
			lines = append(lines, p.Say("why.pauses", nil))
		}
		line := p.Say("why.pause", model.Args{"kind": b.Kind, "from": b.From, "until": b.Until, "why": model.BlockReason(b.Why), "by": who(b.By)})
		switch {
		case b.EndedOn == 0:
		case b.EndedOn < b.From:
			line += p.Say("why.pause_undone", model.Args{"by": orBlank(b.EndedBy)})
		default:
			line += p.Say("why.pause_ended", model.Args{"on": b.EndedOn, "by": orBlank(b.EndedBy)})
		}
		lines = append(lines, "  "+line)
	}
	return append(append(lines, w.items(p)...), w.procedures(p)...)
}

// section prints a list under a title, the newest rows of it.
func section[R Row](p Printer, title string, columns []string, rows []R) error {
	if len(rows) == 0 {
		return nil
	}
	if err := p.lines(p.Say(title, nil)); err != nil {
		return err
	}
	if err := List(p, columns, rows[:min(len(rows), shownRecords)]); err != nil || len(rows) <= shownRecords {
		return err
	}
	return p.lines(p.Say("why.more", model.Args{"n": len(rows) - shownRecords}))
}
