package bot

import (
	"context"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/bot/telegram"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// forwarded answers what somebody else wrote: it is no report of this person's,
// and one of our own lists that is forwarded to us least of all. Others' words
// become one by a press.
func (b *Bot) forwarded(r *request) {
	if r.WrittenByBot {
		r.tell("forwarded.ours", nil)
		return
	}
	key := "forwarded.plain"
	if read := reading.Read(r.Text, r.written()); read.Outcome == model.EmergencyFound || read.Doubt {
		key = "forwarded.emergency"
	}
	r.tell(key, nil, said{Key: "button.as_mine", Tap: talk.Tap{Do: talk.TapForwarded, ID: r.ID}})
}

// written is the day on which words were first written.
func (r *request) written() model.Day {
	if !r.WrittenAt.IsZero() {
		return model.DayOf(r.WrittenAt, r.zone)
	}
	return r.day
}

// asMine takes forwarded words as the person's own. They are read as a text of
// that day on which they were written, and go the way of any text.
func (b *Bot) asMine(ctx context.Context, r *request, update int64) error {
	u, _, err := b.earlier(ctx, r, update)
	if err != nil {
		return err
	}
	if !u.Forwarded || u.WrittenByBot || u.Text == "" {
		r.toast("button.over", nil)
		return nil
	}
	before, err := b.store.ContactsOfMessage(ctx, r.ChatID, u.MessageID)
	if err != nil {
		return err
	}
	if len(before) > 0 {
		r.toast("recorded.already", nil)
		return nil
	}
	b.speakAs(r, u)
	r.day = r.written()
	r.ReplyTo, r.ReplyToBot = 0, false
	r.state = talk.State{Pieces: r.state.Pieces, Question: r.state.Question} // they are no words that anything else waits for
	return b.record(ctx, r)
}

// earlier returns what the person wrote in this chat with an earlier update, the
// zero Update where it is not kept any more, or is not theirs.
func (b *Bot) earlier(ctx context.Context, r *request, update int64) (telegram.Update, store.Update, error) {
	kept, err := b.store.Update(ctx, update)
	if err != nil || len(kept.Raw) == 0 {
		return telegram.Update{}, kept, err
	}
	u, err := telegram.Parse(kept.Raw, b.username)
	if err != nil || u.PersonID != r.PersonID || u.ChatID != r.ChatID {
		return telegram.Update{}, kept, nil // no button of ours speaks of such
	}
	return u, kept, nil
}

// speakAs has a press handled as the message that it stands for.
func (b *Bot) speakAs(r *request, u telegram.Update) {
	r.said, r.Text, r.Body, r.Date, r.WrittenAt = u.MessageID, u.Text, u.Body, u.Date, u.WrittenAt
	r.Media, r.MediaGroup, r.Attached, r.ReplyTo, r.ReplyToBot = u.Media, u.MediaGroup, u.Attached, u.ReplyTo, u.ReplyToBot
	if !u.Date.IsZero() {
		r.day = model.DayOf(u.Date, r.zone)
	}
}
