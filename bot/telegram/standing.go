package telegram

import (
	"context"
	"time"

	"github.com/go-telegram/bot"

	"ringkeeper/model"
)

// standingWait is how long it may take to find out what the bot may do in a group:
// whoever bound it looks on, and what comes next from the chat waits.
const standingWait = 5 * time.Second

// Standing returns what the bot may do in a group now: by its own standing there,
// by what the group lets its members do, and by whether it is in privacy mode.
func (c *Client) Standing(ctx context.Context, chat int64) (model.Standing, error) {
	ctx, cancel := context.WithTimeout(ctx, standingWait)
	defer cancel()
	me, err := c.api.GetMe(ctx)
	if err != nil {
		return "", c.failed("getMe", err)
	}
	m, err := c.api.GetChatMember(ctx, &bot.GetChatMemberParams{ChatID: chat, UserID: me.ID})
	if err != nil {
		return "", c.failed("getChatMember", err)
	}
	switch {
	case m.Administrator != nil:
		return model.HearsAll, nil
	case m.Restricted != nil && !m.Restricted.CanSendMessages:
		return model.Mute, nil
	}
	g, err := c.api.GetChat(ctx, &bot.GetChatParams{ChatID: chat})
	switch {
	case err != nil:
		return "", c.failed("getChat", err)
	case g.Permissions != nil && !g.Permissions.CanSendMessages:
		return model.Mute, nil
	case me.CanReadAllGroupMessages:
		return model.HearsAll, nil
	}
	return model.HearsMeant, nil
}
