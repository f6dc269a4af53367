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
	groups := map[shown]map[int64][]rune{}
	for _, h := range households {
		as := shown{h.Village, model.MaskName(h.Head)}
		if groups[as] == nil {
			groups[as] = map[int64][]rune{}
		}
		groups[as][h.ID] = []rune(h.Number)
	}
	told := map[int64]string{}
	for _, numbers := range groups {
		if len(numbers) < 2 {
			continue
		}
		digits := fewest
		for !apart(numbers, digits) {
			digits++
		}
		for id, number := range numbers {
			told[id] = tail(number, digits)
		}
	}
	return told
}

// apart says whether so many last digits are enough to tell the numbers apart;
// all of them are.
func apart(numbers map[int64][]rune, digits int) bool {
	seen, longest := map[string]bool{}, 0
	for _, number := range numbers {
		seen[tail(number, digits)] = true
		longest = max(longest, len(number))
	}
	return len(seen) == len(numbers) || digits >= longest
}

func tail(number []rune, digits int) string { return string(number[max(len(number)-digits, 0):]) }

// place words where a household lives, with the last digits of its number where
// another reads alike.
func (w *wording) place(h model.Household, told map[int64]string) text.HTML {
	if digits := told[h.ID]; digits != "" {
		return text.HTML(w.say.Say("place.alike", model.Args{"village": h.Village, "tail": digits}))
	}
	return text.HTML(text.Escape(h.Village))
}
