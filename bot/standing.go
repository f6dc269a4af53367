package bot

import (
	"context"
	"fmt"

	"ringkeeper/model"
)

// groupStanding asks Telegram what the bot may do in the group of a request; where that
// cannot be found out it is not known.
func (b *Bot) groupStanding(ctx context.Context, r *request) model.Standing {
	s, err := b.telegram.Standing(ctx, r.ChatID)
	if err != nil {
		b.log.Warn("standing in a group not known", "update", r.ID, "error", err)
	}
	return s
}

// membership keeps whether the bot may write to a person, and what it may do in a
// group.
func (b *Bot) membership(ctx context.Context, r *request) error {
	gone := r.NewStatus == "kicked" || r.NewStatus == "left"
	switch {
	case r.private() && r.cadre.ID != 0 && r.cadre.Blocked && !gone:
		return b.comesBack(ctx, r)
	case r.private() && r.cadre.ID != 0 && !r.cadre.Blocked && gone:
		r.do(model.SetBlocked{CadreID: r.cadre.ID, Blocked: true})
	case r.place == model.InBoundGroup && gone:
		lost, err := b.lostGroup(ctx, r.ChatID, false)
		if err != nil {
			return err
		}
		r.do(model.UnbindGroup{ChatID: r.ChatID})
		r.turn.Notices = append(r.turn.Notices, lost...)
	case r.place == model.InBoundGroup:
		return b.standAnew(ctx, r)
	}
	return nil
}

// standAnew keeps what the bot may do from now on in a bound group. Only that nothing can be told there any more the office hears.
func (b *Bot) standAnew(ctx context.Context, r *request) error {
	now := b.groupStanding(ctx, r)
	r.do(model.StandInGroup{ChatID: r.ChatID, Standing: now})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfGroup(r.ChatID))
	if now != model.Mute {
		return nil
	}
	told, err := b.lostGroup(ctx, r.ChatID, true)
	r.turn.Notices = append(r.turn.Notices, told...)
	return err
}

// lostGroup is what the office hears of a group that cannot be reached any more, or
// in which the bot may not write, where emergencies were told in it. It is told
// once, and once a day, whether the group said so or a message did not arrive.
func (b *Bot) lostGroup(ctx context.Context, chat int64, mute bool) ([]model.Notice, error) {
	g, err := b.store.Group(ctx, chat)
	if err != nil || !g.Alarmed() {
		return nil, err
	}
	if mute {
		return b.tellOffice(ctx, g, "group.muted", fmt.Sprintf("muted:%d:%s", chat, model.DayOf(b.now(), b.config.Zone.Location)))
	}
	return b.tellOffice(ctx, g, "group.lost", fmt.Sprintf("lost:%d:%d", chat, g.BoundAt))
}

// tellOffice says a sentence about a group to each of the office's people, at most
// once for an occasion.
func (b *Bot) tellOffice(ctx context.Context, g model.Group, key, occasion string) (told []model.Notice, err error) {
	name, err := b.bindingName(ctx, g)
	if err != nil {
		return nil, err
	}
	chats, err := b.store.OfficeChats(ctx)
	for _, c := range chats {
		if c.CadreID != 0 {
			told = append(told, model.Notice{
				Key: fmt.Sprintf("%s:%d", occasion, c.CadreID), Priority: model.PriorityAnswer, Kind: kindSay, CadreID: c.CadreID,
				Data: encode(sentence{Key: key, Args: model.Args{"group": g.Title, "scope": name}}),
			})
		}
	}
	return told, err
}
