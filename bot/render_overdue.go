package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// renderOverdue shows one page of what is overdue in a scope: totals first, then
// by responsible cadre, masked.
func renderOverdue(ctx context.Context, w *wording, d overduePage) (text.Page, error) {
	list, err := w.store.TurnOverdue(ctx, d.Scope, w.today, d.Page, overdueRows)
	if err != nil {
		return text.Page{}, err
	}
	page := text.Page{Rows: text.Rows(w.say.Say("overdue.title", model.Args{"scope": w.scope(d), "day": w.today}))}
	if list.Totals.Duties == 0 {
		page.Rows = append(page.Rows, text.Rows(w.say.Say("overdue.none", nil))...)
		return page, w.countExcused(ctx, &page, d)
	}
	page.Rows = append(page.Rows, text.Rows(w.totals(list.Totals)...)...)
	households := make([]model.Household, len(list.Rows))
	for i, row := range list.Rows {
		households[i] = row.Household
	}
	told := alike(households)
	away, err := w.leavesBy(ctx)
	if err != nil {
		return text.Page{}, err
	}
	var last int64 = -1
	for _, row := range list.Rows {
		if row.Household.ResponsibleID != last {
			last = row.Household.ResponsibleID
			line := w.responsible(list.Totals, last)
			if leave, ok := away[last]; ok {
				if line, err = w.away(ctx, line, leave); err != nil {
					return text.Page{}, err
				}
			}
			page.Rows = append(page.Rows, text.Rows(line)...)
		}
		page.Rows = append(page.Rows, text.Rows(w.overdueRow(row, told))...)
	}
	if list.Pages > 1 {
		page.Keyboard = [][]text.Button{w.pager(list.Page, list.Pages)}
	}
	return page, w.countExcused(ctx, &page, d)
}

func (w *wording) scope(d overduePage) text.HTML {
	switch {
	case d.Name != "":
		return text.HTML(text.Escape(d.Name))
	case d.Scope.All:
		return text.HTML(w.say.Say("scope.all", nil))
	default:
		return text.HTML(w.say.Say("scope.own", nil))
	}
}

func (w *wording) totals(t store.OverdueTotals) []string {
	var kinds, rings []string
	count := func(what any, n int) string {
		return w.say.Say("overdue.count", model.Args{"what": what, "n": n})
	}
	byKind := map[model.Kind]int{}
	for _, r := range model.Rings {
		n := 0
		for k, of := range t.ByRing[r] {
			byKind[k] += of
			n += of
		}
		if n > 0 {
			rings = append(rings, count(r, n))
		}
	}
	for _, k := range model.Kinds {
		if n := byKind[k]; n > 0 {
			kinds = append(kinds, count(k, n))
		}
	}
	return []string{
		w.say.Say("overdue.totals", model.Args{"households": t.Households, "n": t.Duties, "kinds": text.HTML(w.say.List(kinds))}),
		w.say.List(rings),
	}
}

func (w *wording) responsible(t store.OverdueTotals, cadre int64) string {
	i := slices.IndexFunc(t.ByCadre, func(c store.CadreOverdue) bool { return c.CadreID == cadre })
	if cadre == 0 {
		return w.say.Say("overdue.nobody", model.Args{"n": t.ByCadre[i].Duties})
	}
	return w.say.Say("overdue.responsible", model.Args{"name": t.ByCadre[i].Name, "n": t.ByCadre[i].Duties})
}

func (w *wording) overdueRow(row store.OverdueRow, told map[int64]string) string {
	key, missed := "overdue.row", row.Due.PeriodsMissed(w.today)
	if missed > 1 {
		key = "overdue.row_missed"
	}
	return w.say.Say(key, model.Args{
		"ring": row.Household.Ring, "head": model.MaskName(row.Household.Head), "village": w.place(row.Household, told),
		"kind": row.Kind, "days": row.Due.DaysOverdue(w.today), "missed": missed,
	})
}

func (w *wording) pager(at, pages int) []text.Button {
	return w.turner(at, pages, func(to int) talk.Tap { return talk.Tap{Do: talk.TapPage, ID: int64(to)} })
}

// turner are the buttons that turn the pages of a list.
func (w *wording) turner(at, pages int, tap func(to int) talk.Tap) []text.Button {
	var row []text.Button
	turn := func(key string, to int) {
		row = append(row, w.button(key, tap(to), model.Args{"page": at + 1, "pages": pages}))
	}
	if at > 0 {
		turn("button.previous", at-1)
	}
	turn("overdue.page", at)
	if at+1 < pages {
		turn("button.next", at+1)
	}
	return row
}
