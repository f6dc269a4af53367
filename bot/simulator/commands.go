package simulator

import (
	"regexp"
	"slices"
	"strings"
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

// scope is for whom a list of commands is.
type scope struct {
	Type     string `json:"type"`
	ChatID   int64  `json:"chat_id"`
	UserID   int64  `json:"user_id"`
	language string
}

// scope reads for whom a call's list is, and refuses chats that the bot cannot
// see. Of a private chat only the whole can have a list.
func (s *Server) scope(q *request) (to scope, err error) {
	to.language = q.values["language_code"]
	if !languageCode.MatchString(to.language) {
		return to, bad("invalid language code specified")
	}
	given, err := q.object("scope", &to)
	if err != nil {
		return to, err
	}
	if !given {
		to.Type = "default"
	}
	inChat := slices.Contains(words("chat chat_administrators chat_member"), to.Type)
	wide := slices.Contains(words("default all_private_chats all_group_chats all_chat_administrators"), to.Type)
	if !inChat && !wide || inChat != (to.ChatID != 0) || (to.Type == "chat_member") != (to.UserID != 0) {
		return to, bad("can't parse BotCommandScope: type %q with chat_id %d and user_id %d", to.Type, to.ChatID, to.UserID)
	}
	if wide {
		return to, nil
	}
	c := s.chats[to.ChatID]
	switch {
	case c == nil || c.kind == "private" && !c.began:
		return to, bad("chat not found")
	case c.kind != "private":
		if err := c.open(); err != nil {
			return to, err
		}
	case to.Type != "chat":
		return to, bad("can't use specified scope in private chats")
	}
	if to.Type == "chat_member" && s.persons[to.UserID] == nil {
		return to, bad("user not found")
	}
	return to, nil
}

// Menu is what the person is offered in the private chat: the names of the
// commands in order, each with its description. Without a menu it is empty.
func (p *Person) Menu() []string {
	return p.server.menu(p, scope{Type: "chat", ChatID: p.ID}, scope{Type: "all_private_chats"}, scope{Type: "default"})
}

// MenuIn is what the person is offered in a group.
func (p *Person) MenuIn(g *Group) []string {
	id := g.ID
	order := []scope{{Type: "chat_member", ChatID: id, UserID: p.ID}}
	boss := len(g.chat.members) > 0 && g.chat.members[0] == p
	if boss {
		order = append(order, scope{Type: "chat_administrators", ChatID: id})
	}
	order = append(order, scope{Type: "chat", ChatID: id})
	if boss {
		order = append(order, scope{Type: "all_chat_administrators"})
	}
	return p.server.menu(p, append(order, scope{Type: "all_group_chats"}, scope{Type: "default"})...)
}

// menu is the first list that there is: of each scope the one in the person's
// language goes before the one for everybody.
func (s *Server) menu(p *Person, order ...scope) (offered []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	language, _, _ := strings.Cut(p.Language, "-")
	for _, to := range order {
		for _, to.language = range []string{language, ""} {
			for _, c := range s.commands[to] {
				offered = append(offered, c.Command+" "+c.Description)
			}
			if offered != nil {
				return offered
			}
		}
	}
	return nil
}

func (s *Server) setMyCommands(q *request) (any, error) {
	key, err := s.scope(q)
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
	if len(list) == 0 { // the same as none
		delete(s.commands, key)
	} else {
		s.commands[key] = list
	}
	return true, nil
}

func (s *Server) getMyCommands(q *request) (any, error) {
	key, err := s.scope(q)
	if err != nil {
		return nil, err
	}
	return append([]command{}, s.commands[key]...), nil
}

func (s *Server) deleteMyCommands(q *request) (any, error) {
	key, err := s.scope(q)
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
