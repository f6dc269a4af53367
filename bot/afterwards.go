package bot

import (
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// reportsOffered is how many reports of hardship are offered under one message.
const reportsOffered = 3

// afterwards are the buttons under what was recorded: what the bot was not sure
// of, the emergency that it may be, and to change or take back.
func (w *wording) afterwards(update int64, records []told) (keyboard [][]text.Button) {
	var standing []told
	for _, c := range records {
		if c.WithdrawnAt == 0 {
			standing = append(standing, c)
		}
	}
	reached := func(holds func(told) bool) bool {
		return slices.ContainsFunc(standing, func(c told) bool { return c.Text != "" && c.Outcome != model.Unreached && holds(c) })
	}
	if reached(func(c told) bool { return c.Means == model.Unspecified && c.Outcome != model.EmergencyFound }) {
		var row []text.Button
		for _, m := range []model.Means{model.ByPhone, model.ByWeChat, model.ByVisit} {
			row = append(row, w.button("means."+string(m), talk.Tap{Do: talk.TapSpecify, ID: update, Means: m}))
		}
		keyboard = append(keyboard, row)
	}
	if reached(func(c told) bool { return w.dayInDoubt(c) }) {
		var row []text.Button
		for _, word := range []string{talk.WordToday, talk.WordYesterday, talk.WordBefore} {
			row = append(row, w.button("day."+word, talk.Tap{Do: talk.TapSpecify, ID: update, Word: word}))
		}
		keyboard = append(keyboard, row)
	}
	n := 0 // what is in doubt is asked about by a message of its own
	for _, c := range standing {
		if c.denied || !talk.Hardship(c.ContactRecord) || talk.Doubtful(c.ContactRecord, c.HappenedOn) || n == reportsOffered {
			continue
		}
		n++
		label := "button.report"
		if len(standing) > 1 {
			label = "button.report_of"
		}
		keyboard = append(keyboard, []text.Button{w.button(label, talk.Tap{Do: talk.TapAmend, ID: c.ID, Outcome: model.EmergencyFound},
			model.Args{"head": model.MaskName(c.household.Head)})})
	}
	return append(keyboard, []text.Button{
		w.button("button.change", talk.Tap{Do: talk.TapChoose, ID: update}), w.button("button.undo", talk.Tap{Do: talk.TapUndo, ID: update}),
	})
}

// dayInDoubt says whether the day of writing stands for a day that nobody could
// tell.
func (w *wording) dayInDoubt(c told) bool {
	return c.HappenedOn == w.recordedOn(c.ContactRecord) && talk.DayInDoubt(c.Text, c.HappenedOn)
}
