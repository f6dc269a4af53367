package simulator

import (
	"fmt"
	"regexp"
	"slices"
)

// command is one entry of the bot's menu.
type command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

var (
	commandName  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageCode = regexp.MustCompile(`^([a-z]{2})?$`)
)

// scope tells for whom a list of commands is: the key under which it is kept.
func (q *request) scope() (string, error) {
	if !languageCode.MatchString(q.values["language_code"]) {
		return "", bad("invalid language code specified")
	}
	var to struct {
		Type   string `json:"type"`
		ChatID int64  `json:"chat_id"`
		UserID int64  `json:"user_id"`
	}
	given, err := q.object("scope", &to)
	if err != nil {
		return "", err
	}
	if !given {
		to.Type = "default"
	}
	chat := slices.Contains(words("chat chat_administrators chat_member"), to.Type)
	wide := slices.Contains(words("default all_private_chats all_group_chats all_chat_administrators"), to.Type)
	if !chat && !wide || chat != (to.ChatID != 0) || (to.Type == "chat_member") != (to.UserID != 0) {
		return "", bad("can't parse BotCommandScope: type %q with chat_id %d and user_id %d", to.Type, to.ChatID, to.UserID)
	}
	return fmt.Sprintf("%s %d %d %s", to.Type, to.ChatID, to.UserID, q.values["language_code"]), nil
}

func (s *Server) setMyCommands(q *request) (any, error) {
	key, err := q.scope()
	if err != nil {
		return nil, err
	}
	var list []command
	given, err := q.object("commands", &list)
	if err != nil {
		return nil, err
	}
	if !given {
		return nil, bad("parameter commands is required")
	}
	if len(list) > 100 {
		return nil, bad("BOT_COMMANDS_TOO_MUCH")
	}
	for _, c := range list {
		if !commandName.MatchString(c.Command) {
			return nil, bad("BOT_COMMAND_INVALID")
		}
		if n := utf16Len(c.Description); n < 1 || n > 256 {
			return nil, bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	s.commands[key] = list
	return true, nil
}

func (s *Server) getMyCommands(q *request) (any, error) {
	key, err := q.scope()
	if err != nil {
		return nil, err
	}
	return append([]command{}, s.commands[key]...), nil
}

func (s *Server) deleteMyCommands(q *request) (any, error) {
	key, err := q.scope()
	if err != nil {
		return nil, err
	}
	delete(s.commands, key)
	return true, nil
}

// describe checks one of the bot's self-descriptions, which nobody here reads.
func describe(name string, longest int) func(*Server, *request) (any, error) {
	return func(_ *Server, q *request) (any, error) {
		if !languageCode.MatchString(q.values["language_code"]) {
			return nil, bad("invalid language code specified")
		}
		if utf16Len(q.values[name]) > longest {
			return nil, bad("%s is too long", name)
		}
		return true, nil
	}
}
