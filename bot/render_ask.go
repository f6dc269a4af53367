package bot

import (
	"context"
	"fmt"
	"strings"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// renderPick asks how one household is: one more tap records it.
func renderPick(ctx context.Context, w *wording, d picking) (text.Page, error) {
	h, err := w.store.Household(ctx, d.HouseholdID)
	if err != nil {
		return text.Page{}, err
	}
	own := h.ResponsibleID == w.reader.CadreID
	if !own {
		if own, err = w.store.StandsIn(ctx, w.reader.CadreID, h.ResponsibleID, w.today); err != nil {
			return text.Page{}, err
		}
	}
	if !own {
		w.drop = "the household is not the reader's any more"
		return text.Page{}, nil
	}
	args := model.Args{"head": model.MaskName(h.Head), "village": h.Village, "text": d.Text}
	if d.Text != "" {
		return text.Page{Rows: []text.Row{{HTML: w.say.Say("ask.what", args), N: 1, HouseholdID: h.ID}}, Keyboard: w.outcomes(d)}, nil
	}
	question := w.say.Say("pick.question", args)
	if last, err := w.lastRecord(ctx, h); err != nil || last != "" {
		question += "\n" + last
		if err != nil {
			return text.Page{}, err
		}
	}
	page := text.Page{Rows: []text.Row{{HTML: question, N: 1, HouseholdID: h.ID}}, Keyboard: w.recorders(h.ID)}
	err = w.withOpen(ctx, &page, h)
	return page, err
}

// lastRecord tells what the reader recorded of a household today, so that an old
// button, pressed again, does not look as if nothing had been said.
func (w *wording) lastRecord(ctx context.Context, h model.Household) (string, error) {
	today, err := w.store.Contacts(ctx, store.ContactFilter{Number: h.Number, ByID: w.reader.CadreID, Since: model.InstantOf(w.today.At(0, 0, w.bot.config.Zone.Location)), Limit: 1})
	if err != nil || len(today) == 0 {
		return "", err
	}
	c := today[0]
	return w.say.Say("pick.already", model.Args{"at": c.RecordedAt, "means": c.Means, "outcome": c.Outcome}), nil
}

// recorders are the buttons that record an outcome of one household at once.
func (w *wording) recorders(household int64) [][]text.Button {
	tap := func(key string, m model.Means, o model.Outcome) text.Button {
		return w.button(key, talk.Tap{Do: talk.TapRecord, ID: household, Means: m, Outcome: o})
	}
	return [][]text.Button{
		{tap("pick.contact_normal", model.Unspecified, model.Normal), tap("pick.visit_normal", model.ByVisit, model.Normal)},
		{tap("pick.contact_change", model.Unspecified, model.Change), tap("pick.visit_change", model.ByVisit, model.Change)},
		{tap("pick.unreached", model.Unspecified, model.Unreached), tap("pick.emergency", model.Unspecified, model.EmergencyFound)},
	}
}

// outcomes are the buttons under words whose outcome was not understood.
func (w *wording) outcomes(d picking) [][]text.Button {
	var row []text.Button
	for _, o := range []model.Outcome{model.Normal, model.Change, model.Unreached, model.EmergencyFound} {
		row = append(row, w.button("outcome."+string(o), talk.Tap{Do: talk.TapPiece, ID: d.HouseholdID, Outcome: o, Question: d.Question}))
	}
	return [][]text.Button{row, {w.noneOf(d.Question)}}
}

// whichLines is how many households are offered as buttons; more do not fit a
// telephone's screen, and the number can be typed.
const whichLines = 24

// renderWhich asks which household some words are about.
func renderWhich(ctx context.Context, w *wording, d which) (text.Page, error) {
	var page text.Page
	question := "ask.which"
	if d.Foreign {
		question = "ask.foreign"
	}
	page.Rows = text.Rows(strings.Join([]string{
		w.say.Say(question, nil), w.say.Say("ask.piece", model.Args{"text": d.Text}),
	}, "\n"))
	lines := d.Lines[:min(len(d.Lines), whichLines)]
	labels, wide, err := w.labels(ctx, lines)
	if err != nil {
		return page, err
	}
	perRow := 3
	if wide {
		perRow = 2
	}
	for i, l := range lines {
		if i%perRow == 0 {
			page.Keyboard = append(page.Keyboard, nil)
		}
		last := &page.Keyboard[len(page.Keyboard)-1]
		*last = append(*last, text.Button{Label: labels[i], Data: talk.Tap{Do: talk.TapPiece, ID: l.HouseholdID, Question: d.Question}.String()})
	}
	if len(d.Lines) > whichLines {
		page.Rows = append(page.Rows, text.Rows(w.say.Say("ask.type_number", nil))...)
	}
	page.Keyboard = append(page.Keyboard, []text.Button{w.noneOf(d.Question)})
	return page, nil
}

// labels name households on buttons: by number and masked name where the list is
// on the reader's phone, by name and place where one of them is not, or two would
// read alike.
func (w *wording) labels(ctx context.Context, lines []talk.Line) (labels []string, wide bool, err error) {
	households := make([]model.Household, len(lines))
	for i, l := range lines {
		if households[i], err = w.store.Household(ctx, l.HouseholdID); err != nil {
			return nil, false, err
		}
		wide = wide || l.Aside
	}
	told := alike(households)
	same := map[string]int{}
	for _, h := range households {
		same[model.MaskName(h.Head)]++
	}
	listed := !wide
	for i, l := range lines {
		head := model.MaskName(households[i].Head)
		label := fmt.Sprintf("%d %s", l.N, head)
		if !listed || same[head] > 1 {
			wide = true
			named := text.Plain(w.say.Say("ask.household_named", model.Args{"head": head, "village": w.place(households[i], told)}))
			if label = named; listed {
				label = fmt.Sprintf("%d %s", l.N, named)
			}
		}
		labels = append(labels, label)
	}
	return labels, wide, nil
}

func (w *wording) noneOf(question int64) text.Button {
	return w.button("button.none", talk.Tap{Do: talk.TapDrop, Question: question})
}
