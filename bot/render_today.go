package bot

import (
	"context"
	"slices"
	"strconv"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// todayButtons are the commands under the list, line by line.
var todayButtons = [][]string{{"household", "emergency", "undo"}, {"away", "delegate", "me"}, {"language", "help"}}

// renderToday shows what a person's households owe, village by village and
// numbered like a digest, so that a reply to it records.
func renderToday(ctx context.Context, w *wording, _ struct{}) (text.Page, error) {
	own, err := w.store.HouseholdsFor(ctx, w.reader.CadreID, w.today)
	if err != nil {
		return text.Page{}, err
	}
	names, err := w.others(ctx, own)
	if err != nil {
		return text.Page{}, err
	}
	all, idle := trips(own, w.bot.config.Steps, w.today)
	reader, err := w.store.Cadre(ctx, w.reader.CadreID)
	if err != nil {
		return text.Page{}, err
	}
	page := text.Page{Keyboard: w.commands(reader.Role, todayButtons)}
	if len(own) == 0 {
		page.Rows = text.Rows(w.say.Say("today.nobody", nil))
		return page, nil
	}
	owed := 0
	for _, t := range all {
		for _, s := range t.stops {
			owed += sign(len(s.owed))
		}
	}
	title := w.say.Say("today.title", model.Args{"day": w.today, "n": owed})
	if owed == 0 {
		title = w.say.Say("today.nothing", model.Args{"day": w.today})
	}
	page.Rows = text.Rows(title)
	if len(all) > 0 {
		page.Rows = append(page.Rows, text.Rows(w.say.Say("today.how", nil))...)
	}
	told, n := alike(own), 0
	several := slices.ContainsFunc(all, func(t trip) bool { return t.township != all[0].township })
	for _, t := range all {
		page.Rows = append(page.Rows, text.Rows(w.village(t, several))...)
		onTheWay := false
		for _, s := range t.stops {
			if len(s.owed) == 0 && !onTheWay {
				onTheWay = true
				page.Rows = append(page.Rows, text.Rows(w.onTheWay(t))...)
			}
			n++
			page.Rows = append(page.Rows, w.stopRow(n, s, told, names[s.household.ResponsibleID]))
		}
	}
	if idle > 0 {
		page.Rows = append(page.Rows, text.Rows(w.say.Say("today.idle", model.Args{"n": idle}))...)
	}
	return page, nil
}

// village is the heading of the households of one village.
func (w *wording) village(t trip, several bool) string {
	place := t.village
	if several {
		place = t.township + " " + t.village
	}
	if t.overdue > 0 {
		return w.say.Say("today.village_overdue", model.Args{"village": place, "n": t.overdue})
	}
	return w.say.Say("today.village", model.Args{"village": place})
}

// onTheWay stands above what could be settled while one is there; where nothing
// is owed yet in the village, it is what the period still asks for.
func (w *wording) onTheWay(t trip) string {
	if len(t.stops[0].owed) > 0 {
		return w.say.Say("today.on_the_way", nil)
	}
	return w.say.Say("today.later", nil)
}

// others names those, beside the reader, who answer for households.
func (w *wording) others(ctx context.Context, households []model.Household) (map[int64]string, error) {
	names := map[int64]string{w.reader.CadreID: ""}
	for _, h := range households {
		if _, known := names[h.ResponsibleID]; known {
			continue
		}
		c, err := w.store.Cadre(ctx, h.ResponsibleID)
		if err != nil {
			return nil, err
		}
		names[h.ResponsibleID] = c.Name
	}
	return names, nil
}

// stopRow is one household; of somebody else's it says for whom one goes there.
func (w *wording) stopRow(n int, s stop, told map[int64]string, other string) text.Row {
	h := s.household
	var owed []string
	for _, k := range s.owed {
		due := h.Due(k)
		key := "today.owed"
		switch {
		case due.On < w.today:
			key = "today.overdue"
		case due.On == w.today:
			key = "today.due_today"
		}
		owed = append(owed, w.say.Say(key, model.Args{"kind": k, "due": due.On, "days": due.DaysOverdue(w.today)}))
	}
	for _, k := range s.more {
		key := "today.owed"
		if len(s.owed) > 0 {
			key = "today.also"
		}
		owed = append(owed, w.say.Say(key, model.Args{"kind": k, "due": h.Due(k).On}))
	}
	head := text.Escape(model.MaskName(h.Head))
	if tail := told[h.ID]; tail != "" {
		head = w.say.Say("today.alike", model.Args{"head": text.HTML(head), "tail": tail})
	}
	if other != "" {
		head = w.say.Say("today.for", model.Args{"head": text.HTML(head), "name": other})
	}
	return text.Row{
		HTML: w.say.Say("today.row", model.Args{"number": n, "ring": h.Ring, "head": text.HTML(head), "owed": text.HTML(w.say.Clauses(owed))}),
		N:    n, HouseholdID: h.ID,
		Button: text.Button{Label: strconv.Itoa(n), Data: talk.Tap{Do: talk.TapCard, ID: h.ID}.String()},
	}
}

// commands are buttons that do what a command does. Whom to name as a delegate
// is for leaders.
func (w *wording) commands(role model.Role, names [][]string) (rows [][]text.Button) {
	for _, line := range names {
		var row []text.Button
		for _, name := range line {
			if name != "delegate" || role == model.RoleLeader {
				row = append(row, w.button("shortcut."+name, talk.Tap{Do: talk.TapCommand, Word: name}))
			}
		}
		rows = append(rows, row)
	}
	return rows
}
