package bot

import (
	"context"
	"slices"
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

const (
	mostListed  = 20 // items in one list
	mostButtons = 3  // items with buttons under what was recorded, or under one household
	shortItem   = 8  // characters of an item on a button
)

// renderItem says what became of one item.
func renderItem(ctx context.Context, w *wording, d itemShown) (text.Page, error) {
	i, err := w.store.Item(ctx, d.ID)
	if err != nil {
		return text.Page{}, err
	}
	h, err := w.store.Household(ctx, i.HouseholdID)
	if err != nil || !i.Stands {
		w.drop = "its record was taken back"
		return text.Page{}, err
	}
	if own, err := w.bot.answersFor(ctx, w.reader.CadreID, h, w.today); err != nil || !own {
		w.drop = "the household is not the reader's any more"
		return text.Page{}, err
	}
	args := w.itemArgs(i, h)
	page := text.Page{Rows: text.Rows(w.say.Say("item.now", args))}
	switch {
	case i.Status == model.ItemOpen:
		page.Keyboard = [][]text.Button{w.settlers([]store.ItemRow{i}, "")[0]}
		return page, nil
	case i.Outcome != "":
		page.Rows = append(page.Rows, text.Rows(w.say.Say("item.outcome", args))...)
	case d.Ask:
		page.Rows = append(page.Rows, text.Rows(w.say.Say("item.ask_outcome", nil))...)
	}
	page.Keyboard = [][]text.Button{{w.button("button.reopen", settling(i, model.ItemOpen))}}
	return page, nil
}

func (w *wording) itemArgs(i store.ItemRow, h model.Household) model.Args {
	masked := func(words string) string {
		words = model.StrikeIDs(words)
		if h.Head != "" {
			words = strings.ReplaceAll(words, h.Head, model.MaskName(h.Head))
		}
		return strings.Join(strings.Fields(words), " ")
	}
	return model.Args{
		"head": model.MaskName(h.Head), "village": h.Village, "kind": i.Kind, "text": masked(i.Text), "on": i.OpenedOn, "status": i.Status, "outcome": masked(i.Outcome),
	}
}

func settling(i store.ItemRow, s model.ItemStatus) talk.Tap {
	return talk.Tap{Do: talk.TapSettle, ID: i.ID, Word: string(s)}
}

// settlers are the buttons that settle items, a line for each. Where there are
// several they say which, or begin with the number of the household.
func (w *wording) settlers(items []store.ItemRow, number string) (rows [][]text.Button) {
	for _, i := range items {
		var row []text.Button
		for _, b := range []struct {
			key    string
			status model.ItemStatus
		}{{"button.solved", model.ItemSolved}, {"button.unsolvable", model.ItemUnsolvable}} {
			label := w.say.Say(b.key, nil)
			if len(items) > 1 {
				label = w.say.Say("button.of_item", model.Args{"what": text.HTML(label), "text": short(i.Text)})
			}
			if number != "" {
				label = w.say.Say("button.of_number", model.Args{"number": number, "what": text.HTML(label)})
			}
			row = append(row, text.Button{Label: text.Plain(label), Data: settling(i, b.status).String()})
		}
		rows = append(rows, row)
	}
	return rows
}

func short(words string) string {
	runes := []rune(model.StrikeIDs(words))
	if len(runes) > shortItem {
		return string(runes[:shortItem-1]) + "…"
	}
	return string(runes)
}

// openOf is what is open of a household, in lines.
func (w *wording) openOf(items []store.ItemRow, h model.Household) (lines []string) {
	for _, i := range items {
		lines = append(lines, w.say.Say("item.line", w.itemArgs(i, h)))
	}
	return lines
}

// follow adds to what was recorded which difficulties and needs were noted, what
// was said of the income on a visit to a blue household, and what comes of tries
// in vain.
func (w *wording) follow(ctx context.Context, page *text.Page, records []told) error {
	var standing []int64
	for _, c := range records {
		if c.WithdrawnAt == 0 && !c.gone {
			standing = append(standing, c.ID)
		}
	}
	noted, err := w.store.ItemsOfContacts(ctx, standing)
	if err != nil {
		return err
	}
	var buttons [][]text.Button
	for n, c := range records {
		row := &page.Rows[n+1].HTML // behind the title
		if c.WithdrawnAt == 0 && c.household.Ring == model.Blue && c.Means == model.ByVisit && incomeSaid(c.ContactRecord) {
			*row += "\n" + w.say.Say("item.income", model.Args{"income": c.IncomeChange})
		}
		for _, i := range noted {
			if i.ContactID != c.ID {
				continue
			}
			args := w.itemArgs(i, c.household)
			sentence, button, status := "item.noted", "button.misread", model.ItemMisread
			if i.Status != model.ItemOpen {
				sentence, button, status = "item.settled", "button.reopen", model.ItemOpen
			}
			*row += "\n" + w.say.Say(sentence, args)
			if (i.Status == model.ItemOpen || i.Status == model.ItemMisread) && len(buttons) < mostButtons {
				label := w.say.Say(button, nil)
				if len(noted) > 1 {
					label = w.say.Say("button.of_item", model.Args{"what": text.HTML(label), "text": short(i.Text)})
				}
				buttons = append(buttons, []text.Button{{Label: text.Plain(label), Data: settling(i, status).String()}})
			}
		}
	}
	excuses, err := w.offers(ctx, page, records)
	last := len(page.Keyboard) - 1 // to change and take back stays last
	page.Keyboard = slices.Concat(page.Keyboard[:last], buttons, excuses, page.Keyboard[last:])
	return err
}

// incomeSaid says whether a record keeps what its words plainly say of the income.
func incomeSaid(c model.ContactRecord) bool {
	income, said := reading.IncomeSaid(c.Text)
	return said && income == c.IncomeChange
}
