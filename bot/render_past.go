package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// toldLines and answerLines are how much of who was told, and of what was
// answered, an explanation shows.
const (
	toldLines   = 5
	answerLines = 3
)

// reasons tells why the due days are these, who was told when, and what was
// answered.
func (s sheet) reasons() []string {
	h := s.household
	lines := []string{s.say.Say("why.of", model.Args{"head": model.MaskName(h.Head), "village": h.Village})}
	history := s.why.History
	for _, k := range model.Kinds {
		due := s.bot.config.Policy.Due(k, history, s.today)
		key := "card.due"
		switch {
		case due.On == 0:
			key = "why.none"
		case due.DaysOverdue(s.today) > 0:
			key = "card.overdue"
		}
		lines = append(lines, "<b>"+s.say.Say(key, model.Args{"kind": k, "due": due.On, "days": due.DaysOverdue(s.today)})+"</b>")
		for _, r := range due.Reasons {
			lines = append(lines, s.say.Say("why.reason", model.Args{"why": text.HTML(s.say.Reason(r))}))
		}
	}
	lines = append(lines, s.told()...)
	return append(lines, s.newest("why.answers", answerLines)...)
}

// told are the newest reminders that named the household, one line for each.
func (s sheet) told() []string {
	lines := []string{s.say.Say("why.reminders", nil)}
	for i := 0; i < len(s.why.Told) && len(lines) <= toldLines; {
		t := s.why.Told[i]
		var kinds []string
		for ; i < len(s.why.Told) && s.why.Told[i].OutboxID == t.OutboxID; i++ {
			if k := s.say.Word(s.why.Told[i].Kind).(string); !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
		key := "why.reminded"
		if t.State != model.DeliverySent {
			key = "why.not_reached"
		}
		at := t.SentAt
		if at == 0 {
			at = t.BegunAt
		}
		lines = append(lines, s.say.Say(key, model.Args{"at": at, "name": t.Cadre, "kinds": text.HTML(s.say.List(kinds))}))
	}
	if len(lines) == 1 {
		lines = append(lines, s.say.Say("why.no_reminders", nil))
	}
	return lines
}

// recordsOnPage is how many records stand on a page of a household's history.
const recordsOnPage = 10

// past is a page of all records, newest first; what does not count any more is
// struck out.
func (s sheet) past() (lines []string, keyboard [][]text.Button) {
	h, all := s.household, s.why.Contacts
	lines = []string{s.say.Say("history.of", model.Args{"head": model.MaskName(h.Head), "village": h.Village, "n": len(all)})}
	if alone := s.attached[0]; alone != "" {
		lines = append(lines, s.say.Say("media.alone", model.Args{"kept": alone}))
	}
	if len(all) == 0 {
		return append(lines, s.say.Say("card.no_records", nil)), [][]text.Button{s.views(talk.TapHistory)}
	}
	pages := (len(all) + recordsOnPage - 1) / recordsOnPage
	at := min(s.shown.Page, pages-1)
	for _, c := range s.pageOf(all) {
		line := s.record(c)
		if words := s.words(c); words != "" {
			line += "\n" + words
		}
		if c.WithdrawnAt != 0 {
			line = "<s>" + line + "</s>" + s.ended(c)
		}
		lines = append(lines, line)
	}
	if pages > 1 {
		keyboard = append(keyboard, s.turner(at, pages, func(to int) talk.Tap {
			return talk.Tap{Do: talk.TapHistory, ID: h.ID, Word: strconv.Itoa(to)}
		}))
	}
	return lines, append(keyboard, s.views(talk.TapHistory))
}

// pageOf are the records on the page that is shown.
func (s sheet) pageOf(all []store.ContactRow) []store.ContactRow {
	from := min(s.shown.Page*recordsOnPage, max(len(all)-1, 0)/recordsOnPage*recordsOnPage)
	return all[from:min(from+recordsOnPage, len(all))]
}

// findNamed finds the heads of other households whom the words on the page name:
// one message often tells of several.
func (s *sheet) findNamed(ctx context.Context) error {
	for _, c := range s.pageOf(s.why.Contacts) {
		if c.Text == "" {
			continue
		}
		found, err := s.store.HouseholdsOfHeads(ctx, names(c.Text))
		if err != nil {
			return err
		}
		for _, h := range longest(found) {
			if stands(c.Text, h.Head) {
				s.named = append(s.named, h.Head)
			}
		}
	}
	return nil
}

// record words one record: the day it counts for, the day it was entered where
// that is another, what was found, by whom and for whom.
func (s sheet) record(c store.ContactRow) string {
	what := s.say.Say("recorded.what", model.Args{"means": c.Means, "outcome": c.Outcome})
	if c.Outcome == model.EmergencyFound && c.Means == model.Unspecified {
		what = s.say.Word(c.Outcome).(string)
	}
	if len(c.Causes) > 0 {
		what += s.say.Say("recorded.causes", model.Args{"causes": text.HTML(s.say.Causes(c.Causes))})
	}
	if incomeSaid(c.ContactRecord) {
		what += s.say.Say("history.income", model.Args{"income": c.IncomeChange})
	}
	if c.Corrects != 0 {
		what += s.say.Say("history.correction", nil)
	}
	by := s.say.Say("history.by", model.Args{"name": c.By})
	if c.OnBehalfOf != "" {
		by = s.say.Say("history.by_for", model.Args{"name": c.By, "for": c.OnBehalfOf})
	}
	if entered := model.DayOf(c.RecordedAt.In(s.bot.config.Zone.Location), s.bot.config.Zone.Location); entered != c.HappenedOn {
		by += s.say.Say("history.late", model.Args{"day": entered})
	}
	return s.say.Say("history.record", model.Args{"day": c.HappenedOn, "what": text.HTML(what + s.attached[c.ID]), "by": text.HTML(by)})
}

// longestWords is how much of a record's words the history shows.
const longestWords = 80

// words are those of a record, with names masked.
func (s sheet) words(c store.ContactRow) string {
	if c.Text == "" {
		return ""
	}
	words := []rune(s.masked(c.Text))
	if len(words) > longestWords {
		words = append(words[:longestWords], '…')
	}
	return s.say.Say("history.words", model.Args{"text": string(words)})
}

// masked are words on one line, with the names masked of the family and of other
// households.
func (s sheet) masked(words string) string {
	var names []string
	for _, m := range append(s.why.Facts.Members, model.Member{Name: s.household.Head}) {
		if len([]rune(m.Name)) > 1 {
			names = append(names, m.Name, model.MaskName(m.Name))
		}
	}
	for _, head := range s.named {
		names = append(names, head, model.MaskName(head))
	}
	return strings.Join(strings.Fields(strings.NewReplacer(names...).Replace(model.StrikeIDs(words))), " ")
}

// ended says what became of a record that does not count any more.
func (s sheet) ended(c store.ContactRow) string {
	if c.SupersededBy != 0 {
		return s.say.Say("history.corrected", model.Args{"at": c.WithdrawnAt})
	}
	return s.say.Say("history.withdrawn", model.Args{"at": c.WithdrawnAt})
}
