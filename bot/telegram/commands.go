package telegram

import (
	"context"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Scope is where a list of commands is shown.
type Scope struct {
	kind string
	chat int64
}

// The scopes.
var (
	ScopePrivate = Scope{kind: "private"} // every private chat
	ScopeGroups  = Scope{kind: "groups"}  // every group
)

// ScopeChat is one chat; its list stands before that of its kind.
func ScopeChat(chat int64) Scope { return Scope{kind: "chat", chat: chat} }

// Command is one line of the menu: the name without the slash.
type Command struct{ Name, Description string }

// SetCommands replaces the menu of a scope for people whose Telegram speaks the
// language, "" for everybody else. Telegram wants two letters.
func (c *Client) SetCommands(ctx context.Context, where Scope, language string, commands []Command) error {
	params := &bot.SetMyCommandsParams{Scope: where.model(), LanguageCode: language, Commands: []models.BotCommand{}}
	for _, x := range commands {
		params.Commands = append(params.Commands, models.BotCommand{Command: x.Name, Description: x.Description})
	}
	_, err := c.api.SetMyCommands(ctx, params)
	return c.failed("setMyCommands", err)
}

func (s Scope) model() models.BotCommandScope {
	switch s.kind {
	case "groups":
		return &models.BotCommandScopeAllGroupChats{}
	case "chat":
		return &models.BotCommandScopeChat{ChatID: s.chat}
	default:
		return &models.BotCommandScopeAllPrivateChats{}
	}
}

// DropWebhook ends a webhook that was set for this token, because Telegram
// answers no poll as long as there is one. Waiting updates stay.
func (c *Client) DropWebhook(ctx context.Context) error {
	_, err := c.api.DeleteWebhook(ctx, &bot.DeleteWebhookParams{})
	return c.failed("deleteWebhook", err)
}
