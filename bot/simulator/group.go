package simulator

import "time"

// Group is a chat of several people and the bot.
// The fields are for reading.
type Group struct {
	ID    int64
	Title string

	server *Server
	chat   *chat
}

// Group makes a basic group with these members, of whom the first is its creator, and adds the
// bot: an update of its standing, and a message about the new member. Without members there is a
// creator who never says anything.
func (s *Server) Group(title string, members ...*Person) *Group {
	if len(members) == 0 {
		members = []*Person{s.Person("Creator", "en")}
	}
	var g *Group
	s.locked(func() {
		s.lastGroup++
		g = s.newGroup(-s.lastGroup, "group", title)
		for _, p := range members {
			if !g.chat.inside[p.ID] {
				g.chat.inside[p.ID] = true
				g.chat.members = append(g.chat.members, p)
			}
		}
		s.addBot(g.chat)
	})
	return g
}

func (s *Server) newGroup(id int64, kind, title string) *Group {
	c := &chat{id: id, kind: kind, title: title, inside: map[int64]bool{}, bot: "left"}
	c.pace.group = window{size: 20, span: time.Minute}
	s.chats[id] = c
	return &Group{ID: id, Title: title, server: s, chat: c}
}

func (s *Server) addBot(c *chat) {
	by := c.members[0]
	c.all = s.public
	s.change(c, by, c.bot, "member")
	s.announce(c, by, &wireService{NewChatMembers: []wireUser{s.user(nil)}}, s.username+" joined")
}

// join makes somebody a member who is none, and says so in the group.
func (s *Server) join(c *chat, p *Person) {
	if c.inside[p.ID] {
		return
	}
	c.inside[p.ID] = true
	c.members = append(c.members, p)
	s.announce(c, p, &wireService{NewChatMembers: []wireUser{s.user(p)}}, p.Name+" joined")
}

// Kick removes the bot from the group.
func (g *Group) Kick() {
	g.server.locked(func() {
		c := g.latest()
		if c.has() {
			g.server.change(c, c.members[0], c.bot, "kicked")
		}
	})
}

// Readmit adds the bot again after it was kicked or has left.
func (g *Group) Readmit() {
	g.server.locked(func() {
		if c := g.latest(); !c.has() {
			g.server.addBot(c)
		}
	})
}

// Promote makes the bot an administrator, Demote a member again.
func (g *Group) Promote() { g.become("administrator") }

// Demote makes the bot a member as any other.
func (g *Group) Demote() { g.become("member") }

// Restrict forbids the bot to write, which only a supergroup can forbid to one member; Demote allows
// it again.
func (g *Group) Restrict() { g.become("restricted") }

// become gives the bot, which must be in the group, another status.
func (g *Group) become(status string) {
	g.server.locked(func() {
		c := g.latest()
		switch {
		case !c.has():
			panic("simulator: the bot is not in " + g.Title)
		case status == "restricted" && c.kind != "supergroup":
			panic("simulator: only a supergroup restricts one member")
		case c.bot != status:
			g.server.change(c, c.members[0], c.bot, status)
		}
	})
}

// Silence lets only administrators write, or everybody again. Nobody is told of it.
func (g *Group) Silence(on bool) {
	g.server.locked(func() { g.latest().silent = on })
}

// Migrate makes the group a supergroup, which is a new chat with a new id and starts empty; people
// go on writing there. What is sent to the old id is refused with the new one.
func (g *Group) Migrate() *Group {
	s := g.server
	var to *Group
	s.locked(func() {
		old := g.latest()
		if old.kind == "supergroup" {
			panic("simulator: " + g.Title + " is a supergroup already")
		}
		s.lastGroup++
		// Supergroups have ids below -1000000000000.
		to = s.newGroup(-1_000_000_000_000-s.lastGroup, "supergroup", g.Title)
		to.chat.members, to.chat.inside, to.chat.bot, to.chat.all, to.chat.silent = old.members, old.inside, old.bot, old.all, old.silent
		by := old.members[0]
		s.announce(old, by, &wireService{MigrateToChatID: to.ID}, "became a supergroup")
		old.movedTo, old.bot = to.chat, "left"
		s.announce(to.chat, by, &wireService{MigrateFromChatID: g.ID}, "became a supergroup")
	})
	return to
}

// Messages is everything that was written under this group's id and is still there, by people,
// the bot and Telegram.
func (g *Group) Messages() []Message {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	return snapshots(g.chat.log, func(*message) bool { return true })
}

// Last is the newest message of the bot; the zero Message when there is none.
func (g *Group) Last() Message {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	return newest(g.chat.log)
}

// latest is the chat that people write in.
func (g *Group) latest() *chat {
	c := g.chat
	for c.movedTo != nil {
		c = c.movedTo
	}
	return c
}

// announce writes a service message in somebody's name.
func (s *Server) announce(c *chat, by *Person, what *wireService, text string) {
	m := &message{author: by, service: what}
	m.Kind, m.Text = "service", text
	s.add(c, m)
}
