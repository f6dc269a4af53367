package bot

import (
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// pending is what waits on a household's card: difficulties and needs, and duties
// that are excused.
func (s sheet) pending() (lines []string) {
	for _, b := range s.excuses() {
		lines = append(lines, s.say.Say("card.excused", model.Args{"kind": b.Kind, "until": b.Until(), "why": b.Why}))
	}
	open := s.openItems()
	if len(open) > 0 {
		lines = append(lines, s.say.Say("item.digest", nil))
	}
	for _, i := range open {
		lines = append(lines, s.say.Say("item.line", model.Args{"kind": i.Kind, "text": s.masked(i.Text), "on": i.OpenedOn}))
	}
	return lines
}

// pendingButtons settle what waits, and end what is excused.
func (s sheet) pendingButtons() (rows [][]text.Button) {
	open := s.openItems()
	rows = s.settlers(open[:min(len(open), mostButtons)], "")
	for _, b := range s.excuses() {
		rows = append(rows, []text.Button{s.button("button.end_block_kind", talk.Tap{Do: talk.TapUnblock, ID: b.ID}, model.Args{"kind": b.Kind})})
	}
	return rows
}

// openItems are those that stand, what was said twice once, the oldest first.
func (s sheet) openItems() (open []store.ItemRow) {
	for _, i := range slices.Backward(s.why.Items) {
		same := func(o store.ItemRow) bool { return o.Kind == i.Kind && o.Text == i.Text }
		if i.Stands && i.Status == model.ItemOpen && !slices.ContainsFunc(open, same) {
			open = append(open, i)
		}
	}
	return open
}

// excuses are the blocks that hold today, of each kind the one that ends last.
func (s sheet) excuses() (in []store.BlockRow) {
	for _, k := range model.Kinds {
		var last store.BlockRow
		for _, b := range s.why.Blocks {
			if b.Kind == k && b.FromDay <= s.today && b.Until() >= max(s.today, last.Until()+1) {
				last = b
			}
		}
		if last.ID != 0 {
			in = append(in, last)
		}
	}
	return in
}
