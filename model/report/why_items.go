package report

import "ringkeeper/model"

// Item is a difficulty or a need of the household, newest first.
type Item struct {
	ID        int64            `json:"id"`
	Kind      model.ItemKind   `json:"kind"`
	Text      string           `json:"text"`
	OpenedOn  model.Day        `json:"opened_on"`
	By        *string          `json:"by"`
	Record    int64            `json:"record"`
	Stands    bool             `json:"stands"` // false: its record was taken back or corrected
	Status    model.ItemStatus `json:"status"`
	Outcome   string           `json:"outcome"`
	SettledAt *string          `json:"settled_at"`
	SettledBy *string          `json:"settled_by"`

	settled string
}

func (e explanation) items() []Item {
	out := []Item{}
	for _, i := range e.kept.Items {
		if !e.knew(i.At) {
			continue
		}
		item := Item{
			ID: i.ID, Kind: i.Kind, Text: model.StrikeIDs(i.Text), OpenedOn: i.OpenedOn, By: e.by(i.ByID), Record: i.ContactID, Stands: i.Stands,
			Status: i.Status, Outcome: model.StrikeIDs(i.Outcome), SettledAt: e.time(i.SettledAt), SettledBy: e.by(i.SettledBy), settled: e.clock(i.SettledAt),
		}
		if i.SettledAt != 0 && !e.knew(i.SettledAt) { // it was open then
			item.Status, item.Outcome, item.SettledAt, item.SettledBy = model.ItemOpen, "", nil, nil
		}
		out = append(out, item)
	}
	return out
}

// items tells what is open, and what came of the rest.
func (w Why) items(p Printer) (lines []string) {
	for n, i := range w.Items {
		if n == 0 {
			lines = append(lines, p.Say("why.items", nil))
		}
		line := p.Say("why.item", model.Args{"kind": i.Kind, "text": i.Text, "from": i.OpenedOn, "by": orBlank(i.By), "status": i.Status})
		if i.SettledAt != nil {
			line += p.Say("why.item_settled", model.Args{"by": orBlank(i.SettledBy), "at": i.settled, "outcome": i.Outcome})
		}
		if !i.Stands {
			line += p.Say("why.item_gone", nil)
		}
		lines = append(lines, "  "+line)
	}
	return lines
}
