package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// renderRecorded reads back what one message recorded, when each household is
// due next, and what of the digest is still open.
func renderRecorded(ctx context.Context, w *wording, d recorded) (text.Page, error) {
	records, err := w.store.ContactsOfUpdate(ctx, d.UpdateID)
	if err != nil {
		return text.Page{}, err
	}
	standing := slices.DeleteFunc(slices.Clone(records), func(c model.ContactRecord) bool { return c.WithdrawnAt != 0 })
	title := w.say.Say("recorded.title", model.Args{"n": len(standing)})
	if len(standing) == 0 {
		title = w.say.Say("recorded.withdrawn", nil)
		standing = records
	}
	page := text.Page{Rows: text.Rows(title)}
	for _, c := range standing {
		h, err := w.store.Household(ctx, c.HouseholdID)
		if err != nil {
			return text.Page{}, err
		}
		number := ""
		if n := d.Numbers[h.ID]; n != 0 {
			number = w.say.Say("recorded.number", model.Args{"number": n})
		}
		row := w.recordedRow(h, c, number)
		if c.WithdrawnAt != 0 {
			row = "<s>" + row + "</s>"
		} else {
			row += "\n" + w.after(h, c)
		}
		page.Rows = append(page.Rows, text.Row{HTML: row, N: d.Numbers[h.ID], HouseholdID: h.ID})
	}
	if len(d.Numbers) > 0 && records[0].WithdrawnAt == 0 {
		open, err := w.open(ctx, d.Numbers)
		if err != nil {
			return text.Page{}, err
		}
		page.Rows = append(page.Rows, text.Rows(w.stillOpen(open)...)...)
	}
	if records[0].WithdrawnAt == 0 {
		page.Keyboard = [][]text.Button{{w.button("button.undo", talk.Tap{Do: talk.TapUndo, ID: d.UpdateID})}}
	}
	return page, nil
}

func (w *wording) recordedRow(h model.Household, c model.ContactRecord, number string) string {
	causes, day := "", ""
	if len(c.Causes) > 0 {
		causes = w.say.Say("recorded.causes", model.Args{"causes": text.HTML(w.say.Causes(c.Causes))})
	}
	if c.HappenedOn != w.today {
		day = w.say.Say("recorded.day", model.Args{"day": c.HappenedOn})
	}
	return w.say.Say("recorded.row", model.Args{
		"number": text.HTML(number), "head": model.MaskName(h.Head), "village": h.Village,
		"means": c.Means, "outcome": c.Outcome, "causes": text.HTML(causes), "day": text.HTML(day),
	})
}

// after says when the household is due next, or that a try settles nothing.
func (w *wording) after(h model.Household, c model.ContactRecord) string {
	if c.Outcome == model.Unreached {
		return w.say.Say("recorded.tried", nil)
	}
	var dues []string
	for _, k := range []model.Kind{model.Contact, model.Visit} {
		due := h.Due(k)
		switch days := due.DaysOverdue(w.today); {
		case due.On == 0:
		case days > 0:
			dues = append(dues, w.say.Say("recorded.due_overdue", model.Args{"kind": k, "days": days}))
		default:
			dues = append(dues, w.say.Say("recorded.due", model.Args{"kind": k, "due": due.On}))
		}
	}
	return w.say.Say("recorded.next", model.Args{"dues": text.HTML(w.say.List(dues))})
}

// open returns, by kind of duty, the numbers of a digest whose households still
// owe it.
func (w *wording) open(ctx context.Context, numbers map[int64]int) (map[model.Kind][]int, error) {
	duties, err := w.duties(ctx, 0)
	open := map[model.Kind][]int{}
	for _, d := range duties {
		if n := numbers[d.Household.ID]; n != 0 {
			open[d.Kind] = append(open[d.Kind], n)
		}
	}
	return open, err
}

func (w *wording) stillOpen(open map[model.Kind][]int) (lines []string) {
	for _, k := range model.Kinds {
		if len(open[k]) == 0 {
			continue
		}
		slices.Sort(open[k])
		words := make([]string, len(open[k]))
		for i, n := range open[k] {
			words[i] = strconv.Itoa(n)
		}
		lines = append(lines, w.say.Say("recorded.open", model.Args{"kind": k, "n": len(words), "numbers": text.HTML(w.say.List(words))}))
	}
	if len(lines) == 0 {
		lines = append(lines, w.say.Say("recorded.all_done", nil))
	}
	return lines
}

// renderPick asks how one household is: one more tap records it.
func renderPick(ctx context.Context, w *wording, d picking) (text.Page, error) {
	h, err := w.store.Household(ctx, d.HouseholdID)
	if err != nil {
		return text.Page{}, err
	}
	args := model.Args{"head": model.MaskName(h.Head), "village": h.Village, "text": model.StrikeIDs(d.Text)}
	if d.Text != "" {
		return text.Page{Rows: []text.Row{{HTML: w.say.Say("ask.what", args), N: 1, HouseholdID: h.ID}}, Keyboard: w.outcomes(h.ID)}, nil
	}
	tap := func(key string, m model.Means, o model.Outcome) text.Button {
		return w.button(key, talk.Tap{Do: talk.TapRecord, ID: h.ID, Means: m, Outcome: o})
	}
	return text.Page{
		Rows: []text.Row{{HTML: w.say.Say("pick.question", args), N: 1, HouseholdID: h.ID}},
		Keyboard: [][]text.Button{
			{tap("pick.contact_normal", model.Unspecified, model.Normal), tap("pick.visit_normal", model.ByVisit, model.Normal)},
			{tap("pick.contact_change", model.Unspecified, model.Change), tap("pick.visit_change", model.ByVisit, model.Change)},
			{tap("pick.unreached", model.Unspecified, model.Unreached), tap("pick.emergency", model.Unspecified, model.EmergencyFound)},
		},
	}, nil
}

// outcomes are the buttons under words whose outcome was not understood.
func (w *wording) outcomes(household int64) [][]text.Button {
	var row []text.Button
	for _, o := range []model.Outcome{model.Normal, model.Change, model.Unreached, model.EmergencyFound} {
		row = append(row, w.button("outcome."+string(o), talk.Tap{Do: talk.TapPiece, ID: household, Outcome: o}))
	}
	return [][]text.Button{row, {w.button("button.none", talk.Tap{Do: talk.TapDrop})}}
}

// whichLines is how many households are offered as buttons; more do not fit a
// telephone's screen, and the number can be typed.
const whichLines = 24

// renderWhich asks which household some words are about.
func renderWhich(_ context.Context, w *wording, d which) (text.Page, error) {
	var page text.Page
	page.Rows = text.Rows(strings.Join([]string{
		w.say.Say("ask.which", nil), w.say.Say("ask.piece", model.Args{"text": model.StrikeIDs(d.Text)}),
	}, "\n"))
	for i, l := range d.Lines[:min(len(d.Lines), whichLines)] {
		if i%3 == 0 {
			page.Keyboard = append(page.Keyboard, nil)
		}
		last := &page.Keyboard[len(page.Keyboard)-1]
		*last = append(*last, text.Button{
			Label: fmt.Sprintf("%d %s", l.N, model.MaskName(l.Head)),
			Data:  talk.Tap{Do: talk.TapPiece, ID: l.HouseholdID}.String(),
		})
	}
	page.Keyboard = append(page.Keyboard, []text.Button{w.button("button.none", talk.Tap{Do: talk.TapDrop})})
	return page, nil
}
