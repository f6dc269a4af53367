package simulator

import (
	"slices"
	"time"
)

// changeable is how long a person may change a message of their own.
const changeable = 48 * time.Hour

// Edit changes the text or the caption of one of the person's own messages. The same text again
// changes nothing.
func (p *Person) Edit(m Message, text string) {
	s := p.server
	s.locked(func() {
		own := p.own(m)
		if own.Kind != "text" && !slices.Contains(captioned, own.Kind) || own.origin != nil || s.old(own, changeable) || own.Kind == "text" && text == "" {
			panic("simulator: " + p.Name + " cannot change this " + own.Kind)
		}
		if own.Text == text {
			return
		}
		own.Text, own.entities = text, findEntities(text)
		s.editedBy(own)
	})
}

// Walk moves the point of a live location, as the app does every few seconds by itself.
func (p *Person) Walk(m Message, latitude, longitude float64) {
	s := p.server
	s.locked(func() {
		own := p.own(m)
		if own.Kind != "live_location" || s.old(own, livePeriod*time.Second) {
			panic("simulator: the location is not live")
		}
		own.media = &wireMedia{Location: &wireLocation{latitude, longitude, livePeriod}}
		s.editedBy(own)
	})
}

// own finds a message of the person's own.
func (p *Person) own(m Message) *message {
	var own *message
	if c := p.server.chats[m.Chat]; c != nil {
		own = c.message(m.ID)
	}
	if own == nil || own.author != p || own.Kind == "service" {
		panic("simulator: " + p.Name + " can edit only messages of their own")
	}
	return own
}

// editedBy tells the bot that somebody changed a message.
func (s *Server) editedBy(m *message) {
	s.edited(m)
	if s.sees(m) {
		s.emit("edited_message", s.wire(m, false))
	}
}

// Forward forwards a message of any chat that the person sees to the bot.
func (p *Person) Forward(m Message) Message {
	s := p.server
	copied := &message{}
	s.locked(func() {
		c := s.chats[m.Chat]
		if c == nil || c.message(m.ID) == nil || c.kind == "private" && c.person != p || c.kind != "private" && !c.inside[p.ID] {
			panic("simulator: " + p.Name + " does not see what is to be forwarded")
		}
		of := c.message(m.ID)
		if of.Kind == "service" {
			panic("simulator: nobody can forward what Telegram wrote")
		}
		by := s.user(of.author)
		copied.Message = Message{Kind: of.Kind, Text: of.Text, FileName: of.FileName, File: of.File}
		copied.media, copied.origin = of.media, &wireOrigin{Type: "user", Date: of.At.Unix(), SenderUser: &by}
	})
	return p.write(p.chat, copied)
}

// ForwardWords forwards what somebody wrote elsewhere who hides their account.
func (p *Person) ForwardWords(author, words string) Message {
	origin := &wireOrigin{Type: "hidden_user", Date: p.server.now().Unix(), SenderUserName: author}
	return p.write(p.chat, &message{Message: Message{Text: words}, origin: origin})
}
