package bot

import (
	"context"
	"strings"
	"time"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/bot/telegram"
	"ringkeeper/model"
)

// revisable is how long a message may be changed and still changes its records,
// as long as people's phones let them.
const revisable = 48 * time.Hour

// edited takes a changed message. What became the report of an emergency, and
// filed none before, is filed at once, however old the message is. What answers a
// message about a case is added to it as it reads now. Of another private message the
// records may change.
func (b *Bot) edited(ctx context.Context, r *request) error {
	if r.Command != "" && r.Command != "emergency" {
		return nil
	}
	words, report := strings.TrimSpace(r.Body), true
	switch {
	case r.Command != "":
	case r.private() || r.Mentioned || r.ReplyToBot:
		words, report = reading.IsEmergencyReport(words)
	case r.place == model.InBoundGroup:
		words, report = reading.IsReportInTalk(words, r.day)
	default:
		return nil
	}
	if report {
		before, err := b.filedBefore(ctx, r)
		switch {
		case err != nil:
			return err
		case !before:
			return b.emergency(ctx, r, words)
		case r.private():
			r.tell("edited.filed", nil)
		}
		return nil
	}
	if r.Text != "" {
		if done, err := b.aboutCase(ctx, r); done || err != nil {
			return err
		}
	}
	if !r.private() || r.Text == "" || r.Forwarded { // a place that moves, a caption taken away
		return nil
	}
	return b.reread(ctx, r)
}

// reread reads a changed message as it would a new one. What differs from its
// records is offered; an emergency among it is not waited with.
func (b *Bot) reread(ctx context.Context, r *request) error {
	r.revise = r.ID
	rev, err := b.revised(ctx, r)
	switch {
	case err != nil:
		return err
	case rev.empty() && rev.filed:
		r.tell("edited.filed", nil)
		return nil
	case rev.empty():
		if len(rev.standing) > 0 && !rev.read {
			r.tell("edited.unread", nil)
		}
		return nil
	case r.turn.At > r.sent().Add(revisable) && !rev.urgent():
		r.tell("edited.old", nil)
		return nil
	case len(rev.standing) == 0:
		return b.take(ctx, r, rev.step, rev.list)
	case rev.urgent():
		return b.apply(ctx, r, rev)
	}
	r.reply(kindRevision, "", rev.offer(r.ID))
	return nil
}

// apply makes what the words say of it stand: what differs is corrected, what is
// new recorded, what they do not tell of any more taken back.
func (b *Bot) apply(ctx context.Context, r *request, v revision) error {
	replaced, alarmStands := v.gone, false
	for _, c := range v.gone {
		r.do(model.WithdrawContact{ID: c.ID})
	}
	for _, c := range v.step.Records {
		if was, ok := v.was[c.HouseholdID]; ok {
			replaced = append(replaced, was)
			alarmStands = alarmStands || was.Outcome == model.EmergencyFound && c.Outcome != model.EmergencyFound
		}
	}
	for _, c := range replaced {
		if err := b.refresh(ctx, r, c); err != nil {
			return err
		}
	}
	if err := b.take(ctx, r, v.step, v.list); err != nil {
		return err
	}
	if alarmStands {
		r.tell("recorded.alarm_stands", nil)
	}
	return nil
}

// revision takes the press under an offer to change records. Only the newest
// change of a message counts, and only what it changes now.
func (b *Bot) revision(ctx context.Context, r *request, t talk.Tap) error {
	u, kept, err := b.earlier(ctx, r, t.ID)
	if err != nil {
		return err
	}
	later, err := b.changedAgain(ctx, u, kept.Seq)
	switch {
	case err != nil:
		return err
	case u.Kind != telegram.EditedMessage || later:
		r.toast("button.over", nil)
		r.redraw(offered{Over: "button.over"})
		return nil
	case t.Word == talk.Leave:
		r.toast("edited.left", nil)
		r.redraw(offered{Over: "edited.left"})
		return nil
	}
	r.redraw(offered{Over: "edited.done"})
	b.speakAs(r, u)
	r.Attached, r.revise = nil, t.ID // what came with the message is kept since
	v, err := b.revised(ctx, r)
	if err != nil {
		return err
	}
	if len(v.standing) == 0 || v.empty() {
		r.toast("recorded.already", nil)
		return nil
	}
	return b.apply(ctx, r, v)
}

// changedAgain says whether a message was changed once more after an update.
func (b *Bot) changedAgain(ctx context.Context, u telegram.Update, seq int64) (bool, error) {
	if u.Kind != telegram.EditedMessage {
		return false, nil
	}
	since, err := b.store.UpdatesOfChat(ctx, u.ChatID, seq)
	for _, s := range since {
		later, wrong := telegram.Parse(s.Raw, b.username)
		if wrong == nil && later.Kind == telegram.EditedMessage && later.MessageID == u.MessageID {
			return true, err
		}
	}
	return false, err
}

// redraw shows the message whose button was pressed with other data.
func (r *request) redraw(data any) {
	r.turn.Redraws = append(r.turn.Redraws, model.Redraw{ChatID: r.ChatID, MessageID: r.MessageID, Data: encode(data)})
}
