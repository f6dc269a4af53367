package telegram

import (
	"context"
	"fmt"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Scope is where, and to whom, a list of commands is shown. Of several that fit,
// Telegram takes the narrowest.
type Scope struct {
	kind       string
	chat, user int64
}

// The scopes for all.
var (
	ScopeDefault = Scope{kind: "default"} // wherever there is no other
	ScopePrivate = Scope{kind: "private"} // every private chat
	ScopeGroups  = Scope{kind: "groups"}  // every group
)

// ScopeChat is one chat.
func ScopeChat(chat int64) Scope { return Scope{kind: "chat", chat: chat} }

// ScopeMember is one person in one group.
func ScopeMember(group, user int64) Scope { return Scope{kind: "member", chat: group, user: user} }

// String names the scope; ParseScope reads it.
func (s Scope) String() string { return fmt.Sprintf("%s %d %d", s.kind, s.chat, s.user) }

// ParseScope reads the name of a scope.
func ParseScope(name string) (s Scope, err error) {
	_, err = fmt.Sscanf(name, "%s %d %d", &s.kind, &s.chat, &s.user)
	return s, err
}

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

// DropCommands takes the menu of a scope away, so that a wider one is shown.
func (c *Client) DropCommands(ctx context.Context, where Scope, language string) error {
	_, err := c.api.DeleteMyCommands(ctx, &bot.DeleteMyCommandsParams{Scope: where.model(), LanguageCode: language})
	return c.failed("deleteMyCommands", err)
}

func (s Scope) model() models.BotCommandScope {
	switch s.kind {
	case "private":
		return &models.BotCommandScopeAllPrivateChats{}
	case "groups":
		return &models.BotCommandScopeAllGroupChats{}
	case "chat":
		return &models.BotCommandScopeChat{ChatID: s.chat}
	case "member":
		return &models.BotCommandScopeChatMember{ChatID: s.chat, UserID: s.user}
	default:
		return &models.BotCommandScopeDefault{}
	}
}

// DropWebhook ends a webhook that was set for this token, because Telegram
// answers no poll as long as there is one. Waiting updates stay.
func (c *Client) DropWebhook(ctx context.Context) error {
	_, err := c.api.DeleteWebhook(ctx, &bot.DeleteWebhookParams{})
	return c.failed("deleteWebhook", err)
}
