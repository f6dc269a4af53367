package bot

import (
	"context"
	"strconv"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// renderItems lists what is open of the reader's households, or of one, with the
// buttons that settle it.
func renderItems(ctx context.Context, w *wording, d itemList) (text.Page, error) {
	own, err := w.store.HouseholdsFor(ctx, w.reader.CadreID, w.today)
	if err != nil {
		return text.Page{}, err
	}
	if d.HouseholdID != 0 {
		own = only(own, d.HouseholdID)
	}
	items, err := w.itemsByHousehold(ctx, own)
	if err != nil {
		return text.Page{}, err
	}
	if len(items) == 0 {
		return text.Page{Rows: text.Rows(w.say.Say("item.none", nil))}, nil
	}
	page := text.Page{Rows: text.Rows(w.say.Say("item.title", model.Args{"n": len(items)}), w.say.Say("item.how", nil))}
	n, left := 0, mostListed
	for _, h := range own {
		of := items[h.ID]
		if len(of) == 0 {
			continue
		}
		if left <= 0 {
			page.Rows = append(page.Rows, text.Rows(w.say.Say("item.more_households", model.Args{"n": len(items) - n}))...)
			break
		}
		n++
		left -= len(of)
		row := w.say.Say("item.household", model.Args{"number": n, "head": model.MaskName(h.Head), "village": h.Village})
		for _, line := range w.openOf(of, h) {
			row += "\n" + line
		}
		page.Rows = append(page.Rows, text.Row{HTML: row, N: n, HouseholdID: h.ID})
		page.Keyboard = append(page.Keyboard, w.settlers(of, strconv.Itoa(n))...)
	}
	return page, nil
}

func only(households []model.Household, id int64) []model.Household {
	for _, h := range households {
		if h.ID == id {
			return []model.Household{h}
		}
	}
	return nil
}

// itemsByHousehold is what is open of households.
func (w *wording) itemsByHousehold(ctx context.Context, households []model.Household) (map[int64][]store.ItemRow, error) {
	ids := make([]int64, len(households))
	for i, h := range households {
		ids[i] = h.ID
	}
	open, err := w.store.OpenItems(ctx, ids)
	of := map[int64][]store.ItemRow{}
	for _, i := range open {
		of[i.HouseholdID] = append(of[i.HouseholdID], i)
	}
	return of, err
}

// withOpen adds to the question how a household is what is open there, and the
// buttons that settle it.
func (w *wording) withOpen(ctx context.Context, page *text.Page, h model.Household) error {
	open, err := w.store.OpenItems(ctx, []int64{h.ID})
	open = open[:min(len(open), mostButtons)]
	for _, line := range w.openOf(open, h) {
		page.Rows[0].HTML += "\n" + line
	}
	page.Keyboard = append(page.Keyboard, w.settlers(open, "")...)
	return err
}

// linesInDigest is how much of what is open stands in a digest: of one household,
// and households beside those that owe something.
const linesInDigest = 3

// digestItems puts what is open beneath the households of a digest, and names
// those that have something open and owe nothing. They have no number: 全部正常
// speaks of what is owed.
func (w *wording) digestItems(ctx context.Context, page *text.Page) (found bool, err error) {
	own, err := w.store.HouseholdsFor(ctx, w.reader.CadreID, w.today)
	if err != nil {
		return false, err
	}
	items, err := w.itemsByHousehold(ctx, own)
	if err != nil || len(items) == 0 {
		return false, err
	}
	beneath := func(h model.Household) (lines string) {
		of := items[h.ID]
		for _, line := range w.openOf(of[:min(len(of), linesInDigest)], h) {
			lines += "\n" + line
		}
		if more := len(of) - linesInDigest; more > 0 {
			lines += "\n" + w.say.Say("item.more", model.Args{"n": more})
		}
		return lines
	}
	byID := map[int64]model.Household{}
	for _, h := range own {
		byID[h.ID] = h
	}
	for i, row := range page.Rows {
		if h, ok := byID[row.HouseholdID]; ok && len(items[h.ID]) > 0 {
			page.Rows[i].HTML += beneath(h)
			delete(byID, h.ID)
		}
	}
	var rows []text.Row
	more := 0
	for _, h := range own {
		if _, left := byID[h.ID]; !left || len(items[h.ID]) == 0 {
			continue
		}
		if len(rows) == linesInDigest {
			more++
			continue
		}
		rows = append(rows, text.Row{HTML: w.say.Say("item.open_household", model.Args{"head": model.MaskName(h.Head), "village": h.Village}) + beneath(h)})
	}
	if len(rows) > 0 {
		page.Rows = append(append(page.Rows, text.Rows(w.say.Say("item.digest", nil))...), rows...)
	}
	if more > 0 {
		page.Rows = append(page.Rows, text.Rows(w.say.Say("item.more_households", model.Args{"n": more}))...)
	}
	page.Keyboard = append(page.Keyboard, []text.Button{w.button("shortcut.items", talk.Tap{Do: talk.TapCommand, Word: "items"})})
	return true, nil
}
