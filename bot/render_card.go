package bot

import (
	"context"
	"strings"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// sheet is a household on its way to words.
type sheet struct {
	*wording
	household model.Household
	own       bool // the reader answers for it
	why       store.Why
	named     []string         // heads of other households in the words of records
	attached  map[int64]string // by record, what came with it; under 0 what came with none
	shown     card
}

// renderCard shows a household as it stands now.
func renderCard(ctx context.Context, w *wording, d card) (text.Page, error) {
	reader, err := w.store.Cadre(ctx, w.reader.CadreID)
	if err != nil {
		return text.Page{}, err
	}
	s := sheet{wording: w, shown: d}
	if s.household, s.own, err = w.bot.sight(ctx, reader, w.today, d.HouseholdID); err != nil {
		return text.Page{}, err
	}
	if s.household.ID == 0 {
		w.drop = "the household is not the reader's any more"
		return text.Page{}, nil
	}
	if s.why, err = w.store.Why(ctx, d.HouseholdID); err != nil {
		return text.Page{}, err
	}
	if err := s.findAttached(ctx); err != nil {
		return text.Page{}, err
	}
	var lines []string
	var keyboard [][]text.Button
	switch d.View {
	case talk.TapWhy:
		lines, keyboard = s.reasons(), [][]text.Button{s.views(talk.TapWhy)}
	case talk.TapHistory:
		if err := s.findNamed(ctx); err != nil {
			return text.Page{}, err
		}
		lines, keyboard = s.past()
	default:
		lines = s.card()
		if s.own {
			keyboard = append(w.recorders(s.household.ID), s.pendingButtons()...)
		}
		keyboard = append(keyboard, s.procedureButtons()...)
		keyboard = append(keyboard, s.views(talk.TapCard))
	}
	return text.Page{Rows: []text.Row{{HTML: strings.Join(lines, "\n"), N: 1, HouseholdID: s.household.ID}}, Keyboard: keyboard}, nil
}

// recordsOnCard is how many of its newest records stand on a household's card.
const recordsOnCard = 3

func (s sheet) card() []string {
	h := s.household
	lines := []string{
		s.say.Say("card.title", model.Args{"head": model.MaskName(h.Head), "village": h.Village, "ring": h.Ring}),
		s.say.Say("card.number", model.Args{"number": h.Number}),
		s.say.Reason(s.bot.config.Policy.Judge(s.why.Facts, s.today.Year()).Reason),
	}
	if h.SuggestedRing != h.Ring && h.SuggestedRing != model.NoRing {
		lines = append(lines, s.say.Say("card.suggested", model.Args{"ring": h.SuggestedRing}))
	}
	if s.why.Responsible.ID != 0 {
		lines = append(lines, s.say.Say("card.responsible", model.Args{"name": s.why.Responsible.Name, "unit": s.why.Responsible.Unit}))
	} else {
		lines = append(lines, s.say.Say("card.nobody", nil))
	}
	lines = append(lines, s.dates()...)
	lines = append(lines, s.procedures()...)
	lines = append(lines, s.pending()...)
	lines = append(lines, s.members()...)
	return append(lines, s.newest("card.records", recordsOnCard)...)
}

// dates are the next due days.
func (s sheet) dates() (lines []string) {
	if on := s.household.ArchivedOn; on != 0 && on <= s.today {
		return []string{s.say.Say("card.archived", model.Args{"on": on})}
	}
	for _, k := range model.Kinds {
		due := s.household.Due(k)
		switch days := due.DaysOverdue(s.today); {
		case due.On == 0:
		case days > 0:
			lines = append(lines, s.say.Say("card.overdue", model.Args{"kind": k, "due": due.On, "days": days}))
		default:
			lines = append(lines, s.say.Say("card.due", model.Args{"kind": k, "due": due.On}))
		}
	}
	return lines
}

// members are told by relation, masked name, labour and health.
func (s sheet) members() []string {
	f := s.why.Facts
	n := len(f.Members)
	if n == 0 {
		n = f.Size
	}
	if n == 0 {
		return nil
	}
	lines := []string{s.say.Say("card.members", model.Args{"n": n})}
	for _, m := range f.Members {
		var about []string
		for _, word := range []string{s.say.Word(m.Labour).(string), text.Escape(model.StrikeIDs(m.Health))} {
			if word != "" {
				about = append(about, word)
			}
		}
		lines = append(lines, s.say.Say("card.member", model.Args{
			"relation": model.StrikeIDs(m.Relation), "name": model.MaskName(m.Name), "about": text.HTML(s.say.List(about)),
		}))
	}
	return lines
}

// newest are the newest records that stand, under a heading.
func (s sheet) newest(heading string, n int) []string {
	lines := []string{s.say.Say(heading, nil)}
	for _, c := range s.why.Contacts {
		if c.WithdrawnAt == 0 && len(lines) <= n {
			lines = append(lines, s.record(c))
		}
	}
	if len(lines) == 1 {
		lines = append(lines, s.say.Say("card.no_records", nil))
	}
	return lines
}

// views are the buttons that show the household otherwise.
func (s sheet) views(now talk.Verb) (row []text.Button) {
	for _, v := range []struct {
		verb talk.Verb
		key  string
	}{{talk.TapCard, "button.card"}, {talk.TapWhy, "button.why"}, {talk.TapHistory, "button.history"}, {talk.TapPhone, "button.phone"}} {
		if v.verb != now {
			row = append(row, s.button(v.key, talk.Tap{Do: v.verb, ID: s.household.ID}))
		}
	}
	return row
}
