package bot

import (
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// fewest is how many last digits of a number tell households apart, where these
// are enough.
const fewest = 4

// alike tells households apart that read alike in one message, since they share
// village and masked name: by id, the last digits of each one's number.
func alike(households []model.Household) map[int64]string {
	type shown struct{ village, head string }
	as := func(h model.Household) shown { return shown{h.Village, model.MaskName(h.Head)} }
	groups := map[shown]map[int64]string{}
	for _, h := range households {
		if groups[as(h)] == nil {
			groups[as(h)] = map[int64]string{}
		}
		groups[as(h)][h.ID] = h.Number
	}
	tails := map[int64]string{}
	for _, numbers := range groups {
		for digits := fewest; len(numbers) > 1; digits++ {
			seen := map[string]bool{}
			for id, number := range numbers {
				tails[id] = number[max(len(number)-digits, 0):]
				seen[tails[id]] = true
			}
			if len(seen) == len(numbers) {
				break
			}
		}
	}
	return tails
}

// place words where a household lives, with the last digits of its number where
// another reads alike.
func (w *wording) place(h model.Household, tails map[int64]string) text.HTML {
	if tail := tails[h.ID]; tail != "" {
		return text.HTML(w.say.Say("place.alike", model.Args{"village": h.Village, "tail": tail}))
	}
	return text.HTML(text.Escape(h.Village))
}
