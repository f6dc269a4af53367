package simulator

import (
	"slices"
	"time"
)

// chat is a private chat or a group with everything that was written in it.
type chat struct {
	id    int64
	kind  string // Telegram's: private, group, supergroup
	title string

	// Of a private chat.
	person  *Person
	began   bool // the person has written to the bot
	blocked bool

	// Of a group.
	members []*Person
	inside  map[int64]bool
	bot     string // the bot's status: member, administrator, restricted, left, kicked
	all     bool   // the bot was not in privacy mode when it came, so that it hears everything
	silent  bool   // only administrators may write
	movedTo *chat

	log  []*message // the message with id n is at n-1
	pace pace
}

func (c *chat) wire() wireChat {
	if c.kind == "private" {
		return wireChat{ID: c.id, Type: c.kind, FirstName: c.person.Name}
	}
	return wireChat{ID: c.id, Type: c.kind, Title: c.title}
}

// message is nil when there is none with this id any more.
func (c *chat) message(id int) *message {
	if id < 1 || id > len(c.log) || c.log[id-1].gone {
		return nil
	}
	return c.log[id-1]
}

// open refuses what the bot cannot reach.
func (c *chat) open() error {
	switch {
	case c.kind == "private" && c.blocked:
		return forbidden("bot was blocked by the user")
	case c.kind == "private" && !c.began:
		return forbidden("bot can't initiate conversation with a user")
	case c.movedTo != nil:
		return &refusal{code: 400, text: "Bad Request: group chat was upgraded to a supergroup chat", migrateTo: c.movedTo.id}
	case c.bot == "kicked":
		return forbidden("bot was kicked from the " + c.kind + " chat")
	case c.bot == "left":
		return forbidden("bot is not a member of the " + c.kind + " chat")
	}
	return nil
}

// here are the statuses in which the bot is in a group.
var here = []string{"member", "administrator", "restricted"}

// has says whether the bot is in the group.
func (c *chat) has() bool { return slices.Contains(here, c.bot) }

// permit refuses what the bot may not write. The simulator restricts nobody to less
// than silence.
func (c *chat) permit() error {
	if c.bot == "restricted" || c.silent && c.bot != "administrator" {
		return bad("not enough rights to send text messages to the chat")
	}
	return nil
}

// chat finds the chat of a call, reachable or not.
func (s *Server) chat(q *request) (*chat, error) {
	if !q.has("chat_id") {
		return nil, bad("chat_id is empty")
	}
	c := s.chats[q.chatID()]
	if c == nil {
		return nil, bad("chat not found")
	}
	return c, nil
}

// openChat finds the chat of a call and refuses one that the bot cannot reach.
func (s *Server) openChat(q *request) (*chat, error) {
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	return c, c.open()
}

// add writes the message into the chat. The bot's own messages make no update.
func (s *Server) add(c *chat, m *message) *message {
	m.chat = c
	m.ID = len(c.log) + 1
	m.Chat = c.id
	m.At = s.now()
	if m.author == nil {
		m.ByBot, m.From, m.FromName = true, s.botID, s.username
	} else {
		m.From, m.FromName = m.author.ID, m.author.Name
	}
	if m.Kind == "" {
		m.Kind = "text"
	}
	if m.replyTo != nil {
		m.ReplyTo = m.replyTo.ID
	}
	c.log = append(c.log, m)
	s.note(m)
	if !m.ByBot && s.sees(m) {
		s.emit("message", s.wire(m, false))
	}
	return m
}

// change sets the bot's own standing in a chat and reports it as my_chat_member.
func (s *Server) change(c *chat, by *Person, from, to string) {
	if c.kind == "private" {
		c.blocked = to == "kicked"
	} else {
		c.bot = to
	}
	s.emit("my_chat_member", wireMemberUpdate{
		Chat: c.wire(),
		From: s.user(by),
		Date: s.now().Unix(),
		Old:  s.botMember(from),
		New:  s.botMember(to),
	})
}

func (s *Server) botMember(status string) wireMember {
	w := wireMember{User: s.user(nil), Status: status}
	switch status {
	case "kicked":
		w.UntilDate = new(int64) // 0: for ever
	case "restricted":
		w.UntilDate, w.IsMember, w.wirePermissions = new(int64), new(bool), &wirePermissions{}
		*w.IsMember = true
	case "administrator":
		w.wireRights = &wireRights{Manage: true, Invite: true}
	}
	return w
}

// edited marks the message as changed now.
func (s *Server) edited(m *message) {
	m.Edited, m.editedAt = true, s.now()
	s.note(m)
}

// old tells whether the message is older than the age.
func (s *Server) old(m *message, age time.Duration) bool { return s.now().Sub(m.At) > age }
