package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/search"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// answersFor says whether a cadre answers for a household on a day, or stands in
// for whoever does.
func (b *Bot) answersFor(ctx context.Context, cadre int64, h model.Household, today model.Day) (bool, error) {
	if h.ID == 0 || h.ResponsibleID == 0 || h.ArchivedOn != 0 && h.ArchivedOn <= today {
		return false, nil
	}
	if h.ResponsibleID == cadre {
		return true, nil
	}
	return b.store.StandsIn(ctx, cadre, h.ResponsibleID, today)
}

// sight returns a household that a cadre may look at, none if it is not theirs
// and lies in no scope of theirs; own says that they answer for it.
func (b *Bot) sight(ctx context.Context, c model.Cadre, today model.Day, id int64) (h model.Household, own bool, err error) {
	if h, err = b.store.Household(ctx, id); err != nil {
		return h, false, err
	}
	if own, err = b.answersFor(ctx, c.ID, h, today); own || err != nil {
		return h, own, err
	}
	if within, err := b.store.InScope(ctx, beyondOwn(c), id); err != nil || !within {
		return model.Household{}, false, err
	}
	return h, false, nil
}

// beyondOwn is what a leader or the office may look at beside the households
// that they answer for; of a cadre it is nothing.
func beyondOwn(c model.Cadre) model.Scope {
	if s := model.ScopeOf(c); s.CadreID == 0 {
		return s
	}
	return model.Scope{}
}

// find returns the households that fit best what was typed, of those that the
// person may look at.
func (b *Bot) find(ctx context.Context, c model.Cadre, today model.Day, typed string) ([]model.Household, error) {
	own, err := b.store.HouseholdsFor(ctx, c.ID, today)
	if err != nil {
		return nil, err
	}
	scope := beyondOwn(c)
	found, rank := search.Find(typed, own)
	if rank == search.Number || scope.Empty() {
		return found, nil
	}
	clues := search.CluesOf(typed)
	for _, clues := range []store.Clues{
		{Number: clues.Number, Heads: clues.Heads, Begins: clues.Begins},
		{Like: clues.Like}, // the wider look only where the other finds nothing
	} {
		more, err := b.store.HouseholdsLike(ctx, scope, clues)
		if err != nil {
			return nil, err
		}
		more = slices.DeleteFunc(more, func(h model.Household) bool {
			return slices.ContainsFunc(own, func(o model.Household) bool { return o.ID == h.ID })
		})
		if found, rank = search.Find(typed, append(slices.Clone(own), more...)); rank != search.None {
			break
		}
	}
	return found, nil
}

// looker returns what one of the look-up commands does: it shows a household by
// the verb, which is that of the button that shows it.
func looker(verb talk.Verb) func(*Bot, context.Context, *request) error {
	return func(b *Bot, ctx context.Context, r *request) error {
		if r.Args != "" && r.CallbackID == "" {
			return b.lookUp(ctx, r, verb, r.Args)
		}
		return b.askWhich(ctx, r, verb)
	}
}

// lookUp shows the household that fits what was typed, or asks which.
func (b *Bot) lookUp(ctx context.Context, r *request, verb talk.Verb, typed string) error {
	found, err := b.find(ctx, r.cadre, r.today, typed)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		r.tell("find.none", model.Args{"text": quoted(typed)})
		r.waitForName(verb)
		return nil
	}
	r.waitForName("")
	if len(found) == 1 {
		return b.show(ctx, r, card{HouseholdID: found[0].ID, View: verb})
	}
	c := choice{View: verb, Text: quoted(typed)}
	for _, h := range found[:min(len(found), choices)] {
		c.Households = append(c.Households, h.ID)
	}
	c.More = len(found) > choices
	r.reply(kindChoice, "", c)
	return nil
}

// askWhich shows a cadre's own households to choose from. Whoever has none, or
// too many for buttons, types a name; so may everybody.
func (b *Bot) askWhich(ctx context.Context, r *request, verb talk.Verb) error {
	own, err := b.store.HouseholdsFor(ctx, r.cadre.ID, r.today)
	if err != nil {
		return err
	}
	r.waitForName(verb)
	if len(own) == 0 {
		if beyondOwn(r.cadre).Empty() {
			r.waitForName("")
			r.tell("today.nobody", nil)
			return nil
		}
		r.tell("find.ask", nil)
		return nil
	}
	c := choice{View: verb, More: len(own) > choices}
	for _, h := range own[:min(len(own), choices)] {
		c.Households = append(c.Households, h.ID)
	}
	r.reply(kindChoice, "", c)
	return nil
}

// waitForName keeps that the next words name a household, "" that they do not.
func (r *request) waitForName(verb talk.Verb) {
	if s := r.state; s.Find != verb {
		s.Find = verb
		r.remember(s)
	}
}

// longestName is how many characters a household is named with at most; more
// are a sentence.
const longestName = 24

// quoted is what was typed as it is repeated: without identity numbers, and not
// at any length.
func quoted(typed string) string {
	words := []rune(model.StrikeIDs(typed))
	if len(words) > longestName {
		return string(words[:longestName]) + "…"
	}
	return string(words)
}

// reports says whether words are a record rather than a name: by words that are
// known, or since they are too many for a name.
func reports(words string, day model.Day) bool {
	read := reading.Read(words, day)
	return read.Plain() || read.Outcome != model.Unclear && len([]rune(words)) > longestHead
}

// longestHead is how many characters a name has at most, with its village.
const longestHead = 8

// named takes the words that a look-up waits for. What reads as a record is one,
// and is none of it.
func (b *Bot) named(ctx context.Context, r *request) (done bool, err error) {
	if r.state.Find == "" || r.ReplyTo != 0 || len([]rune(r.Text)) > longestName || talk.Courteous(r.Text) || reports(r.Text, r.day) {
		return false, nil
	}
	if talk.Declines(r.Text) {
		r.waitForName("")
		r.tell("find.dropped", nil)
		return true, nil
	}
	return true, b.lookUp(ctx, r, r.state.Find, r.Text)
}
