package bot

import (
	"context"
	"slices"
	"strconv"

	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// stillOpen tells, by kind of duty, what of a digest is still owed: what it
// named and what has the same due day now.
func (w *wording) stillOpen(ctx context.Context, d recorded) (lines []string, err error) {
	if d.Digest == 0 {
		return nil, nil
	}
	named, err := w.store.NamedDuties(ctx, d.Digest)
	if err != nil {
		return nil, err
	}
	own, err := w.store.HouseholdsFor(ctx, w.reader.CadreID, w.today)
	if err != nil {
		return nil, err
	}
	households := make(map[int64]model.Household, len(own))
	for _, h := range own {
		households[h.ID] = h
	}
	open := map[model.Kind][]int{}
	for _, n := range named {
		h, own := households[n.HouseholdID]
		if number := d.Numbers[n.HouseholdID]; own && number != 0 && h.Due(n.Kind).On == n.Due {
			open[n.Kind] = append(open[n.Kind], number)
		}
	}
	for _, k := range model.Kinds {
		if numbers := open[k]; len(numbers) > 0 {
			lines = append(lines, w.say.Say("recorded.open", model.Args{"kind": k, "n": len(numbers), "numbers": ranges(w.say, numbers)}))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, w.say.Say("recorded.all_done", nil))
	}
	return lines, nil
}

// ranges words numbers as a list in which runs are drawn together: 1–5、8.
func ranges(say text.Speaker, numbers []int) text.HTML {
	numbers = slices.Clone(numbers)
	slices.Sort(numbers)
	var words []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if j < i+2 {
			j = i
			words = append(words, strconv.Itoa(numbers[i]))
		} else {
			words = append(words, strconv.Itoa(numbers[i])+"–"+strconv.Itoa(numbers[j]))
		}
		i = j + 1
	}
	return text.HTML(say.List(words))
}
