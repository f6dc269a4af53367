package simulator

import "slices"

// Person plays a human with a phone. Its methods return the Message that they made. What the real
// app does not let a person do (editing another's message, say) panics, because a test that asks
// for it is wrong. The fields are for reading.
type Person struct {
	ID       int64 // user id, and the id of the private chat with the bot
	Name     string
	Language string // IETF tag, such as "zh-hans"

	server *Server
	chat   *chat
}

// Person makes a human who has not started the bot.
func (s *Server) Person(name, language string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastPerson++
	p := &Person{ID: s.lastPerson, Name: name, Language: language, server: s}
	p.chat = &chat{id: p.ID, kind: "private", person: p}
	s.persons[p.ID] = p
	s.chats[p.ID] = p.chat
	return p
}

// Start presses the start button, with the payload of a link if there is one. It opens the chat
// and ends a block.
func (p *Person) Start(payload string) Message {
	if payload != "" {
		return p.Say("/start " + payload)
	}
	return p.Say("/start")
}

// Say writes to the bot. As with Start, this opens the chat and ends a block.
func (p *Person) Say(text string) Message {
	return p.write(p.chat, &message{Message: Message{Text: text}})
}

// SayIn writes into a group, the supergroup if it has become one. Who is not in it joins first.
func (p *Person) SayIn(g *Group, text string) Message {
	return p.write(g.chat, &message{Message: Message{Text: text}})
}

// Reply answers a message in its chat. If that message is gone, it is written all the same and
// replies to nothing.
func (p *Person) Reply(to Message, text string) Message {
	s := p.server
	s.mu.Lock()
	c := s.chats[to.Chat]
	s.mu.Unlock()
	if c == nil {
		panic("simulator: a reply to a message of no chat")
	}
	return p.write(c, &message{Message: Message{Text: text, ReplyTo: to.ID}})
}

// write puts the person's message into the chat where that person's app would.
func (p *Person) write(c *chat, m *message) Message {
	s := p.server
	var out Message
	s.locked(func() {
		target := m.ReplyTo
		m.ReplyTo = 0
		for c.movedTo != nil {
			c, target = c.movedTo, 0
		}
		m.replyTo = c.message(target)
		m.author = p
		if !slices.Contains(titled, m.Kind) {
			m.entities = findEntities(m.Text)
		}
		switch {
		case c.kind != "private":
			s.join(c, p)
		case c.person != p:
			panic("simulator: " + p.Name + " cannot write in the private chat of " + c.person.Name)
		default:
			c.began = true
			p.unblock()
		}
		out = s.add(c, m).Message
	})
	return out
}

// Block stops the bot from writing to this person, who must have started it.
func (p *Person) Block() {
	p.server.locked(func() {
		if p.chat.began && !p.chat.blocked {
			p.server.change(p.chat, p, "member", "kicked")
		}
	})
}

// Unblock lets the bot write again.
func (p *Person) Unblock() { p.server.locked(p.unblock) }

func (p *Person) unblock() {
	if p.chat.blocked {
		p.server.change(p.chat, p, "kicked", "member")
	}
}

// Inbox is what the bot wrote to this person and is still there, in order, each in its latest state.
func (p *Person) Inbox() []Message {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return snapshots(p.chat.log, func(m *message) bool { return m.ByBot })
}

// Last is the newest message of the bot in the private chat; the zero Message when there is none.
func (p *Person) Last() Message {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return newest(p.chat.log)
}
