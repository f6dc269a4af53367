package bot

import (
	"context"
	"fmt"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// itemShown is one item as a message shows it. Ask says that it asks what came of
// it.
type itemShown struct {
	ID  int64 `json:"id"`
	Ask bool  `json:"ask,omitempty"`
}

// itemList is what is open of one household, of all own ones where none is named.
type itemList struct {
	HouseholdID int64 `json:"household,omitempty"`
}

func subjectOfItem(id int64) string { return fmt.Sprintf("item:%d", id) }

// withItems reads from the words of a record the difficulties and needs that they
// name, however the record came about. A try that reached nobody names none; an
// emergency is followed as a case.
func withItems(effects []model.Effect) []model.Effect {
	for i, e := range effects {
		rec, ok := e.(model.RecordContact)
		if !ok || rec.Record.Outcome != model.Normal && rec.Record.Outcome != model.Change {
			continue
		}
		rec.Items = reading.Items(rec.Record.Text)
		effects[i] = rec
	}
	return effects
}

// items answers with what is open of the own households.
func (b *Bot) items(_ context.Context, r *request) error {
	r.reply(kindItems, "", itemList{})
	return nil
}

// ownItem returns an item of a household that the person answers for, whose record
// stands. Where there is none it says so.
func (b *Bot) ownItem(ctx context.Context, r *request, id int64) (i store.ItemRow, err error) {
	if i, err = b.store.Item(ctx, id); err != nil || i.ID == 0 {
		r.toast("button.over", nil)
		return store.ItemRow{}, err
	}
	h, err := b.ownHousehold(ctx, r, i.HouseholdID)
	switch {
	case err != nil:
	case h.ID == 0:
		r.toast("ask.gone", nil)
		return store.ItemRow{}, nil
	case !i.Stands:
		r.toast("item.gone", nil)
		return store.ItemRow{}, nil
	}
	return i, err
}

// settle gives an item another status upon a press. What came of it may follow in
// one line, or not.
func (b *Bot) settle(ctx context.Context, r *request, t talk.Tap) error {
	status := model.ItemStatus(t.Word)
	i, err := b.ownItem(ctx, r, t.ID)
	if err != nil || i.ID == 0 {
		return err
	}
	if i.Status == status || !status.Known() {
		r.toast("item_status."+string(i.Status), nil)
		return nil
	}
	if err := b.settled(ctx, r, i, model.SettleItem{ID: i.ID, Status: status}); err != nil {
		return err
	}
	r.toast("item_status."+string(status), nil)
	_, _, kind, _, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.MessageID)
	if err != nil {
		return err
	}
	switch kind {
	case kindItems, kindPick, kindCard:
		r.turn.Redraws = append(r.turn.Redraws, model.Redraw{ChatID: r.ChatID, MessageID: r.MessageID})
	}
	s := r.state
	s.Item = 0
	if status == model.ItemSolved || status == model.ItemUnsolvable {
		s.Item = i.ID
		r.reply(kindItem, subjectOfItem(i.ID), itemShown{ID: i.ID, Ask: true})
	}
	r.remember(s)
	return nil
}

// settled gives an item another status, and shows it wherever it is shown.
func (b *Bot) settled(ctx context.Context, r *request, i store.ItemRow, e model.SettleItem) error {
	r.do(e)
	c, err := b.store.Contact(ctx, i.ContactID)
	if err != nil {
		return err
	}
	origin, err := b.origin(ctx, c)
	r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(origin), subjectOfItem(i.ID))
	return err
}

// awaited takes a text that was asked for: what came of an item, or the day until
// which a duty is excused. done is false where the text is about something else.
func (b *Bot) awaited(ctx context.Context, r *request, l list) (done bool, err error) {
	if r.state.Excuse != nil {
		if done, err = b.typedDay(ctx, r, l); done || err != nil {
			return done, err
		}
	}
	if r.state.Item == 0 {
		return false, nil
	}
	i, err := b.store.Item(ctx, r.state.Item)
	if err != nil || !i.Stands || i.Status == model.ItemOpen || !talk.Outcome(r.Text, r.day, all(l), i.HouseholdID) {
		return false, err
	}
	h, err := b.ownHousehold(ctx, r, i.HouseholdID)
	if err != nil || h.ID == 0 {
		return false, err
	}
	s := r.state
	s.Item = 0
	r.remember(s)
	r.tell("item.kept", nil)
	return true, b.settled(ctx, r, i, model.SettleItem{ID: i.ID, Status: i.Status, Outcome: r.Text})
}

// all are the households that a text may be about.
func all(l list) []talk.Line { return append(append([]talk.Line{}, l.lines...), l.others...) }
