package bot

import (
	"context"
	"strconv"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
)

// card is a household as it is shown: the card itself, why its due days are
// these, or a page of its records. All is looked up when it is shown.
type card struct {
	HouseholdID int64     `json:"household"`
	View        talk.Verb `json:"view"`
	Page        int       `json:"page,omitempty"`
}

// look shows a household upon a press. Under a card it takes the card's place.
func (b *Bot) look(ctx context.Context, r *request, t talk.Tap) error {
	c := card{HouseholdID: t.ID, View: t.Do}
	if page, err := strconv.Atoi(t.Word); err == nil {
		c.Page = max(page, 0)
	}
	return b.show(ctx, r, c)
}

// show shows a household that the person may look at. What is not their own is
// a look-up that the audit log keeps.
func (b *Bot) show(ctx context.Context, r *request, c card) error {
	h, own, err := b.sight(ctx, r.cadre, r.today, c.HouseholdID)
	if err != nil {
		return err
	}
	if h.ID == 0 {
		r.refuse("find.gone")
		return nil
	}
	if !own {
		r.do(model.Audit{Action: "see_household", Subject: "household " + h.Number})
	}
	if r.CallbackID != "" {
		_, _, kind, _, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.MessageID)
		if err != nil {
			return err
		}
		if kind == kindCard {
			r.turn.Redraws = append(r.turn.Redraws, model.Redraw{ChatID: r.ChatID, MessageID: r.MessageID, Data: encode(c)})
			return nil
		}
	}
	r.reply(kindCard, "", c)
	return nil
}

// phone tells a household's telephone numbers, in a message that can be called
// from, and never without a line of the audit log.
func (b *Bot) phone(ctx context.Context, r *request, id int64) error {
	h, _, err := b.sight(ctx, r.cadre, r.today, id)
	if err != nil {
		return err
	}
	if h.ID == 0 {
		r.refuse("find.gone")
		return nil
	}
	r.do(model.Audit{Action: "phone_shown", Subject: "household " + h.Number})
	r.reply(kindPhone, "", picking{HouseholdID: id})
	return nil
}

// refuse says no where it was asked: beside the button, or in a message.
func (r *request) refuse(key string) {
	if r.CallbackID != "" {
		r.toast(key, nil)
		return
	}
	r.tell(key, nil)
}
