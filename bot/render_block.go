package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// offer is a duty of a household that was tried in vain so often that it may be
// excused.
type offer struct {
	household model.Household
	kind      model.Kind
	tries     int
}

// offers says under what was recorded which duties may be excused, which are, and
// which excuse might end since somebody was reached; it returns the buttons for it.
func (w *wording) offers(ctx context.Context, page *text.Page, records []told) (buttons [][]text.Button, err error) {
	var open []offer
	var reached []store.BlockRow
	households := map[int64]model.Household{}
	for n, c := range records {
		if c.WithdrawnAt != 0 || c.gone {
			continue
		}
		households[c.HouseholdID] = c.household
		holding, err := w.store.BlocksInForce(ctx, c.HouseholdID, w.today)
		if err != nil {
			return nil, err
		}
		for _, k := range []model.Kind{model.Contact, model.Visit} {
			tried, settled := c.Tries(k), w.bot.config.Policy.Settles(c.ContactRecord, k)
			if !tried && !settled {
				continue
			}
			block := lasting(holding, k)
			row := &page.Rows[n+1].HTML // behind the title
			switch args := (model.Args{"kind": k, "until": block.Until(), "why": block.Why}); {
			case block.ID != 0 && settled:
				*row += "\n" + w.say.Say("block.reached", args)
				reached = append(reached, block)
			case block.ID != 0:
				*row += "\n" + w.say.Say("block.still", args)
			case tried:
				tries, err := w.store.Tries(ctx, c.HouseholdID, k, c.household.Due(k).Period, w.today)
				if err != nil {
					return nil, err
				}
				if len(tries) >= model.TriesBeforeBlock && tries[len(tries)-1].ID == c.ID && c.household.Due(k).On != 0 {
					open = append(open, offer{c.household, k, len(tries)})
				}
			}
		}
	}
	for _, o := range open {
		key := "block.offer"
		if o.kind == model.Visit {
			key = "block.offer_visit"
		}
		page.Rows = append(page.Rows, text.Rows(w.say.Say(key, model.Args{
			"head": model.MaskName(o.household.Head), "village": o.household.Village, "tries": o.tries,
		}))...)
	}
	if len(open) == 1 {
		buttons = w.reasons(open[0].household.ID, open[0].kind)
	} else {
		for _, o := range open[:min(len(open), mostButtons)] {
			buttons = append(buttons, []text.Button{w.button("button.block_of",
				talk.Tap{Do: talk.TapBlock, ID: o.household.ID, Word: talk.Excuse{Kind: o.kind}.String()},
				model.Args{"kind": o.kind, "head": model.MaskName(o.household.Head)})})
		}
	}
	for _, b := range reached[:min(len(reached), mostButtons)] {
		buttons = append(buttons, []text.Button{w.button("button.end_block_of", talk.Tap{Do: talk.TapUnblock, ID: b.ID},
			model.Args{"kind": b.Kind, "head": model.MaskName(households[b.HouseholdID].Head)})})
	}
	return buttons, nil
}

// reasons are the buttons that say why a duty is to be excused.
func (w *wording) reasons(household int64, kind model.Kind) (rows [][]text.Button) {
	for some := range slices.Chunk(model.BlockReasons, buttonsLine) {
		var row []text.Button
		for _, why := range some {
			tap := talk.Tap{Do: talk.TapBlock, ID: household, Word: talk.Excuse{Kind: kind, Why: why}.String()}
			row = append(row, text.Button{Label: text.Plain(w.say.Word(why).(string)), Data: tap.String()})
		}
		rows = append(rows, row)
	}
	return rows
}

// renderExcuse asks why, and until when, a duty is excused; once it is, it says so.
func renderExcuse(ctx context.Context, w *wording, d excuseShown) (text.Page, error) {
	h, err := w.store.Household(ctx, d.HouseholdID)
	if err != nil {
		return text.Page{}, err
	}
	if own, err := w.bot.answersFor(ctx, w.reader.CadreID, h, w.today); err != nil || !own {
		w.drop = "the household is not the reader's any more"
		return text.Page{}, err
	}
	args := model.Args{"head": model.MaskName(h.Head), "village": h.Village, "kind": d.Kind, "why": d.Why, "latest": model.LatestBlock(w.today)}
	block, err := w.store.BlockGiven(ctx, h.ID, d.Kind, d.Given)
	if err == nil && block.ID == 0 {
		block, err = inForce(ctx, w.store, h.ID, d.Kind, w.today)
	}
	if err != nil {
		return text.Page{}, err
	}
	if block.ID != 0 {
		return w.blocked(h, block, args), nil
	}
	tries, err := w.store.Tries(ctx, h.ID, d.Kind, h.Due(d.Kind).Period, w.today)
	switch {
	case err != nil:
		return text.Page{}, err
	case len(tries) < model.TriesBeforeBlock:
		return text.Page{Rows: text.Rows(w.say.Say("block.not_now", nil))}, nil
	case d.Why == "":
		return text.Page{Rows: text.Rows(w.say.Say("block.why", args)), Keyboard: w.reasons(h.ID, d.Kind)}, nil
	}
	page := text.Page{Rows: text.Rows(w.say.Say("block.until", args)), Keyboard: [][]text.Button{nil}}
	tap := func(e talk.Excuse) talk.Tap { return talk.Tap{Do: talk.TapBlock, ID: h.ID, Word: e.String()} }
	for _, until := range model.BlockEnds(w.today) {
		page.Keyboard[0] = append(page.Keyboard[0], text.Button{
			Label: text.Plain(w.say.Word(until).(string)), Data: tap(talk.Excuse{Kind: d.Kind, Why: d.Why, Until: until}).String(),
		})
	}
	page.Keyboard = append(page.Keyboard, []text.Button{w.button("button.other_day", tap(talk.Excuse{Kind: d.Kind, Why: d.Why, Typed: true}))})
	return page, nil
}

// blocked says that a duty is excused, or was and is not any more.
func (w *wording) blocked(h model.Household, b store.BlockRow, args model.Args) (page text.Page) {
	args["why"], args["until"], args["due"] = b.Why, b.Until(), h.Due(b.Kind).On
	key := "block.done"
	switch {
	case b.Until() < b.FromDay:
		key = "block.taken_back"
	case b.Until() < w.today:
		key = "block.ended"
	default:
		args["next"] = text.HTML(w.say.Say("block.next", args))
		page.Keyboard = [][]text.Button{{w.button("button.end_block", talk.Tap{Do: talk.TapUnblock, ID: b.ID})}}
	}
	page.Rows = text.Rows(w.say.Say(key, args))
	return page
}

// countExcused says beneath what is overdue how many households are excused. Who
// and why is shown in the private chat alone.
func (w *wording) countExcused(ctx context.Context, page *text.Page, d overduePage) error {
	excused, err := w.store.Excused(ctx, d.Scope, w.today, 0, 0)
	if err != nil || excused.Households == 0 {
		return err
	}
	page.Rows = append(page.Rows, text.Rows(w.say.Say("block.excused", model.Args{"n": excused.Households}))...)
	if !w.group {
		page.Keyboard = append(page.Keyboard, []text.Button{w.button("button.excused", talk.Tap{Do: talk.TapExcused})})
	}
	return nil
}

// renderExcused shows one page of what is excused in a scope: who, why, until
// when, and who answers for it.
func renderExcused(ctx context.Context, w *wording, d overduePage) (text.Page, error) {
	list, err := w.store.Excused(ctx, d.Scope, w.today, d.Page, overdueRows)
	if err != nil {
		return text.Page{}, err
	}
	if list.Households == 0 {
		return text.Page{Rows: text.Rows(w.say.Say("block.none", nil))}, nil
	}
	page := text.Page{Rows: text.Rows(w.say.Say("block.list", model.Args{"scope": w.scope(d), "day": w.today, "n": list.Households}))}
	for _, row := range list.Rows {
		responsible := text.HTML(text.Escape(row.Responsible))
		if responsible == "" {
			responsible = text.HTML(w.say.Say("block.nobody", nil))
		}
		page.Rows = append(page.Rows, text.Rows(w.say.Say("block.row", model.Args{
			"ring": row.Household.Ring, "head": model.MaskName(row.Household.Head), "village": row.Household.Village,
			"kind": row.Block.Kind, "why": row.Block.Why, "until": row.Block.Until(), "name": responsible,
		}))...)
	}
	if list.Pages > 1 {
		page.Keyboard = [][]text.Button{w.turner(list.Page, list.Pages, func(to int) talk.Tap { return talk.Tap{Do: talk.TapExcused, ID: int64(to)} })}
	}
	return page, nil
}
