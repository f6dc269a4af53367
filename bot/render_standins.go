package bot

import (
	"context"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// renderDelegates lists who records for the reader and for whom the reader
// records, each with a button that ends it, and says how to name somebody.
func renderDelegates(ctx context.Context, w *wording, _ struct{}) (page text.Page, err error) {
	c, err := w.store.Cadre(ctx, w.reader.CadreID)
	if err != nil {
		return page, err
	}
	if !model.NamesDelegates(c) {
		page.Rows = text.Rows(w.say.Say("delegate.only_leaders", nil))
		page.Keyboard = [][]text.Button{{w.button("button.leave", talk.Tap{Do: talk.TapLeave})}}
		return page, w.coversIn(ctx, &page)
	}
	page.Rows = text.Rows(w.say.Say("delegate.title", model.Args{"name": c.Name}))
	own, err := w.store.StandIns(ctx, store.StandInFilter{ForID: c.ID, From: w.today})
	if err != nil {
		return page, err
	}
	for _, s := range own {
		if s.Leave {
			continue
		}
		by, err := w.store.Cadre(ctx, s.ByID)
		if err != nil {
			return page, err
		}
		page.Rows = append(page.Rows, text.Rows(w.say.Say("delegate.row", model.Args{"name": by.Name, "unit": by.Unit, "from": s.FromDay}))...)
		w.endButton(&page, "delegate.end_of", s, by)
	}
	page.Rows = append(page.Rows, text.Rows(w.say.Say("delegate.ask", nil))...)
	return page, w.coversIn(ctx, &page)
}

// renderLeaves lists the reader's leaves that are not over, each with a button
// that ends it, and offers days for another.
func renderLeaves(ctx context.Context, w *wording, _ struct{}) (page text.Page, err error) {
	own, err := w.store.StandIns(ctx, store.StandInFilter{ForID: w.reader.CadreID, From: w.today})
	if err != nil {
		return page, err
	}
	for _, s := range own {
		if !s.Leave {
			continue
		}
		key := "leave.row"
		if s.Pause() {
			key = "leave.row_paused"
		}
		by, err := w.store.Cadre(ctx, s.ByID)
		if err != nil {
			return page, err
		}
		page.Rows = append(page.Rows, text.Rows(w.say.Say(key, model.Args{"days": w.leaveDays(s), "name": by.Name, "unit": by.Unit}))...)
		w.endButton(&page, "leave.end_of", s, by)
	}
	page.Rows = append(page.Rows, text.Rows(w.say.Say("leave.ask", nil))...)
	page.Keyboard = append(page.Keyboard, w.leaveChoices()...)
	return page, w.coversIn(ctx, &page)
}

func (w *wording) endButton(page *text.Page, key string, s model.StandIn, c model.Cadre) {
	button := w.button(key, talk.Tap{Do: talk.TapEnd, ID: s.ID}, model.Args{"name": c.Name, "days": w.leaveDays(s)})
	page.Keyboard = append(page.Keyboard, []text.Button{button})
}

// coversIn lists for whom the reader stands in now or later.
func (w *wording) coversIn(ctx context.Context, page *text.Page) error {
	covers, err := w.store.StandIns(ctx, store.StandInFilter{ByID: w.reader.CadreID, From: w.today})
	if err != nil {
		return err
	}
	for _, s := range covers {
		c, err := w.store.Cadre(ctx, s.ForID)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, text.Rows(w.say.Say(of(s, "delegate.other", "leave.other"), model.Args{"name": c.Name, "unit": c.Unit, "days": w.leaveDays(s)}))...)
		w.endButton(page, of(s, "delegate.decline_of", "leave.decline_of"), s, c)
	}
	return nil
}

// leaveChoices are the days that are pressed most.
func (w *wording) leaveChoices() [][]text.Button {
	choice := func(key string, from, until model.Day) text.Button {
		return w.button(key, talk.Tap{Do: talk.TapLeave, Word: talk.Days(from, until)}, model.Args{"until": until})
	}
	today := w.today
	return [][]text.Button{
		{choice("leave.today", today, today), choice("leave.tomorrow", today+1, today+1)},
		{choice("leave.three_days", today, today+2), choice("leave.week", today, today+6)},
		{choice("leave.two_weeks", today, today+13), choice("leave.month", today, today+29)},
	}
}
