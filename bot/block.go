package bot

import (
	"context"
	"fmt"
	"slices"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// excuseShown asks why, and until when, a duty of a household is excused, or says
// that it is. Given is when it was excused, and tells the block that is shown.
type excuseShown struct {
	HouseholdID int64             `json:"household"`
	Kind        model.Kind        `json:"kind"`
	Why         model.BlockReason `json:"why,omitempty"`
	Given       model.Instant     `json:"given,omitempty"`
}

// excuse goes a step further in excusing a duty of a household that was tried in
// vain: it asks why, then until when, then excuses it. Whether there is still
// something to excuse is looked up at each press.
func (b *Bot) excuse(ctx context.Context, r *request, t talk.Tap) error {
	e, _ := talk.ParseExcuse(t.Word)
	h, err := b.excusable(ctx, r, t.ID, e.Kind)
	if err != nil || h.ID == 0 {
		return err
	}
	switch {
	case e.Typed:
		s := r.state
		e.Typed = false
		s.Excuse, s.Excused = &e, h.ID
		r.remember(s)
		b.askDay(r)
	case e.Until != 0:
		return b.block(ctx, r, h, e)
	default:
		return b.showExcuse(ctx, r, excuseShown{HouseholdID: h.ID, Kind: e.Kind, Why: e.Why})
	}
	return nil
}

func (b *Bot) askDay(r *request) {
	r.tell("block.day", model.Args{"latest": r.say.Word(model.LatestBlock(r.today))})
}

// excusable returns a household of the person's of which a kind of duty was tried
// in vain often enough and is not excused; where there is none it says so.
func (b *Bot) excusable(ctx context.Context, r *request, id int64, kind model.Kind) (model.Household, error) {
	h, err := b.ownHousehold(ctx, r, id)
	if err != nil {
		return h, err
	}
	if h.ID == 0 {
		r.refuse("ask.gone")
		return h, nil
	}
	tries, err := b.store.Tries(ctx, h.ID, kind, h.Due(kind).Period, r.today)
	if err != nil {
		return h, err
	}
	in, err := inForce(ctx, b.store, h.ID, kind, r.today)
	if err != nil {
		return h, err
	}
	if in.ID != 0 || len(tries) < model.TriesBeforeBlock || h.Due(kind).On == 0 {
		r.refuse("block.not_now")
		return model.Household{}, nil
	}
	return h, nil
}

// inForce returns the block of a kind of duty that holds on a day, the one that
// ends last.
func inForce(ctx context.Context, s Store, household int64, kind model.Kind, at model.Day) (store.BlockRow, error) {
	all, err := s.BlocksInForce(ctx, household, at)
	return lasting(all, kind), err
}

// lasting returns the block of a kind that ends last, of those that hold.
func lasting(all []store.BlockRow, kind model.Kind) store.BlockRow {
	if i := slices.IndexFunc(all, func(b store.BlockRow) bool { return b.Kind == kind }); i >= 0 {
		return all[i] // they come in that order
	}
	return store.BlockRow{}
}

// block excuses a duty from today on. A day that is not to be had is refused.
func (b *Bot) block(ctx context.Context, r *request, h model.Household, e talk.Excuse) error {
	latest := model.LatestBlock(r.today)
	if e.Until < r.today || e.Until > latest {
		r.tell("block.day_wrong", model.Args{"today": r.say.Word(r.today), "latest": r.say.Word(latest)})
		return nil
	}
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "households", ID: h.ID, Version: h.Version})
	r.do(model.BlockDuty{HouseholdID: h.ID, Block: model.Block{Kind: e.Kind, From: r.today, Until: e.Until}, Why: e.Why})
	if err := b.refreshOffer(ctx, r, h, e.Kind); err != nil {
		return err
	}
	return b.showExcuse(ctx, r, excuseShown{HouseholdID: h.ID, Kind: e.Kind, Given: r.turn.At})
}

// refreshOffer shows the message anew that offered to excuse a duty, that of the
// newest try. The period that is owed is another while it is excused.
func (b *Bot) refreshOffer(ctx context.Context, r *request, h model.Household, kind model.Kind) error {
	lately := h.Due(kind).Period.Cadence.Period(r.today)
	tries, err := b.store.Tries(ctx, h.ID, kind, lately, r.today)
	if err != nil || len(tries) == 0 {
		return err
	}
	origin, err := b.origin(ctx, tries[len(tries)-1])
	r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(origin))
	return err
}

// showExcuse shows how far it has come: in the place of the question that was
// pressed, else in a message.
func (b *Bot) showExcuse(ctx context.Context, r *request, d excuseShown) error {
	if r.CallbackID != "" {
		_, _, kind, _, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.MessageID)
		if err != nil {
			return err
		}
		if kind == kindExcuse {
			r.turn.Redraws = append(r.turn.Redraws, model.Redraw{ChatID: r.ChatID, MessageID: r.MessageID, Data: encode(d)})
			return nil
		}
	}
	r.reply(kindExcuse, fmt.Sprintf("excuse:%d:%s", d.HouseholdID, d.Kind), d)
	return nil
}

// typedDay takes the day until which a duty is excused. done is false where the
// text is something else.
func (b *Bot) typedDay(ctx context.Context, r *request, l list) (done bool, err error) {
	until, ok := reading.Until(r.Text, r.day)
	if !ok {
		other := talk.Courteous(r.Text) || len(talk.About(r.Text, r.day, all(l))) > 0 || reading.Read(r.Text, r.day).Plain()
		if !other {
			b.askDay(r)
		}
		return !other, nil
	}
	e := *r.state.Excuse
	h, err := b.excusable(ctx, r, r.state.Excused, e.Kind)
	s := r.state
	if h.ID == 0 || until >= r.today && until <= model.LatestBlock(r.today) {
		s.Excuse, s.Excused = nil, 0
	}
	r.remember(s)
	if err != nil || h.ID == 0 {
		return true, err
	}
	e.Until = until
	return true, b.block(ctx, r, h, e)
}

// unblock ends a block, so that the duty is owed again from today on: as before
// where the block began today, else anew.
func (b *Bot) unblock(ctx context.Context, r *request, id int64) error {
	block, err := b.store.Block(ctx, id)
	if err != nil {
		return err
	}
	h, err := b.ownHousehold(ctx, r, block.HouseholdID)
	if err != nil {
		return err
	}
	switch {
	case block.ID == 0:
		r.toast("button.over", nil)
		return nil
	case h.ID == 0:
		r.toast("ask.gone", nil)
		return nil
	case block.Until() < r.today:
		r.toast("block.over", nil)
		return nil
	}
	r.do(model.EndBlock{ID: id, From: r.today})
	r.turn.Refresh = append(r.turn.Refresh, fmt.Sprintf("excuse:%d:%s", h.ID, block.Kind))
	if err := b.refreshOffer(ctx, r, h, block.Kind); err != nil {
		return err
	}
	_, _, kind, subject, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.MessageID)
	if err != nil {
		return err
	}
	switch kind { // the button stood …
	case kindRecorded: // … under what was recorded
		r.turn.Refresh = append(r.turn.Refresh, subject)
	case kindCard:
		r.turn.Redraws = append(r.turn.Redraws, model.Redraw{ChatID: r.ChatID, MessageID: r.MessageID})
		r.toast("block.over", nil)
		return nil
	}
	return b.showExcuse(ctx, r, excuseShown{HouseholdID: h.ID, Kind: block.Kind, Given: block.RecordedAt})
}

// excused shows a page of what is excused in the scope of whoever asks, in the
// private chat: why is nobody else's business.
func (b *Bot) excused(ctx context.Context, r *request, page int) error {
	scope, name, ok, err := b.overdueScope(ctx, r)
	if err != nil {
		return err
	}
	if !ok {
		r.toast("denied", nil)
		return nil
	}
	d := overduePage{Scope: scope, Name: name, Page: page}
	_, _, kind, _, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.MessageID)
	if err != nil {
		return err
	}
	if kind == kindExcused {
		r.turn.Redraws = append(r.turn.Redraws, model.Redraw{ChatID: r.ChatID, MessageID: r.MessageID, Data: encode(d)})
		return nil
	}
	r.reply(kindExcused, "", d)
	r.do(model.Audit{Action: "see_excused", Subject: name})
	return nil
}
