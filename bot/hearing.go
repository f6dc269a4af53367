package bot

import (
	"context"
	"slices"
	"strings"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// testsHearing says whether a bound person answers that the bot's message was
// received, in a group of which it is not known yet that the bot hears there.
// Nobody else is waited for: a group may write 收到 twenty times. Who answers an
// emergency means that, and was heard as well.
func (b *Bot) testsHearing(ctx context.Context, r *request) (bool, error) {
	if r.place != model.InBoundGroup || !r.group.Alarmed() || r.group.HeardAt != 0 || r.Command != "" {
		return false, nil
	}
	if e, _, err := b.repliedCase(ctx, r); err != nil || e.ID != 0 {
		r.do(model.HearGroup{ChatID: r.ChatID})
		return false, err
	}
	words := strings.TrimSpace(r.Body)
	if r.Mentioned || r.ReplyToBot {
		return words != "" && talk.Courteous(words), nil
	}
	return talk.SameWords(words, "收到") && r.turn.At < r.group.BoundAt.Add(model.HeardWithin), nil
}

// heard keeps that the bot hears in the group, and says so.
func (r *request) heard() {
	r.do(model.HearGroup{ChatID: r.ChatID})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfGroup(r.ChatID))
	r.tell("hearing.yes", nil)
}

// overheard says whether people only spoke to each other in a group where the bot
// hears everything: nothing of it is kept.
func (r *request) overheard() bool {
	spoken := r.Kind == telegram.Message || r.Kind == telegram.EditedMessage || r.Kind == telegram.Other && r.ChatKind != "" // a line about a pinned message quotes it
	return spoken && !r.private() && r.Command == "" && !r.Mentioned && !r.ReplyToBot && len(r.turn.Effects) == 0 && len(r.turn.Notices) == 0
}

// standings are the sentences that say what the bot may do in a group where it may
// write.
var standings = map[model.Standing]string{
	"": "hearing.unknown", model.HearsMeant: "hearing.meant", model.HearsAll: "hearing.all",
}

// renderBound says to what a group was bound that hears of emergencies, what the
// bot may do there, and how to test that it hears.
func renderBound(ctx context.Context, w *wording, d bound) (text.Page, error) {
	g, err := w.boundGroup(ctx, d)
	if err != nil || w.drop != "" {
		return text.Page{}, err
	}
	name, err := w.bot.bindingName(ctx, g)
	if err != nil {
		return text.Page{}, err
	}
	key := "group.bound_township"
	switch {
	case g.Office:
		key = "group.bound_office"
	case g.Leading:
		key = "group.bound_leading"
	}
	lines := []string{w.say.Say(key, model.Args{"scope": name}), w.say.Say(standings[g.Standing], nil)}
	if g.HeardAt != 0 {
		lines = append(lines, w.say.Say("hearing.tested", model.Args{"at": g.HeardAt}))
	} else {
		lines = append(lines, w.say.Say("hearing.test", nil))
	}
	return text.Page{Rows: text.Rows(lines...)}, nil
}

// renderUnheard says what to look at where nobody was heard.
func renderUnheard(ctx context.Context, w *wording, d bound) (text.Page, error) {
	g, err := w.boundGroup(ctx, d)
	if err == nil && g.HeardAt != 0 {
		w.drop = "somebody was heard"
	}
	if err != nil || w.drop != "" {
		return text.Page{}, err
	}
	// In the middle of a fire nobody asks for a test.
	since, err := w.store.Emergencies(ctx, store.EmergencyFilter{Since: d.At})
	if err != nil || slices.ContainsFunc(since, func(e store.EmergencyRow) bool { return e.ReportedIn == g.ChatID }) {
		w.drop = "a report was heard"
		return text.Page{}, err
	}
	return text.Page{Rows: text.Rows(w.say.Say("hearing.none", model.Args{"n": int(model.HeardWithin.Minutes())}))}, nil
}

// boundGroup returns the reader's group; nothing is said where it is not bound as
// it was, or the bot may not write.
func (w *wording) boundGroup(ctx context.Context, d bound) (model.Group, error) {
	g, err := w.store.Group(ctx, w.reader.ChatID)
	switch {
	case g.BoundAt != d.At:
		w.drop = "the group is not bound as it was"
	case g.Standing == model.Mute:
		w.drop = "the bot may not write there"
	}
	return g, err
}
