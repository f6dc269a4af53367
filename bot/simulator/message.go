package simulator

import (
	"slices"
	"time"
)

// Message is a message as a person sees it: a copy that does not change when the message does.
type Message struct {
	ID       int
	Chat     int64
	From     int64 // user id; the bot has one, too
	FromName string
	ByBot    bool
	// Kind is "text", one of those that Sending knows, or "service" for what Telegram itself writes
	// into a group.
	Kind string
	// Text is the plain text or caption, without markup.
	Text string
	// HTML is the text or caption as the bot sent it.
	HTML       string
	ReplyTo    int // message id within the chat; 0: none
	Buttons    [][]Button
	ForceReply bool // the phone opens a reply to this message
	Silent     bool // arrived without a sound
	At         time.Time
	Edited     bool
	FileName   string // of a document or a photo that was sent as a file
	File       []byte
}

// Button is one inline button. Either Data or URL is set.
type Button struct {
	Label, Data, URL string
}

// message is the server's own, changing record of a message.
type message struct {
	Message
	chat     *chat
	author   *Person // nil: the bot
	entities []entity
	media    *wireMedia
	service  *wireService
	keyboard *wireKeyboard
	replyTo  *message
	album    string
	origin   *wireOrigin // of what is forwarded
	editedAt time.Time
	gone     bool
}

// wire is the message as Telegram describes it. A quoted message quotes nothing itself.
func (s *Server) wire(m *message, quoted bool) *wireMessage {
	w := &wireMessage{
		MessageID:   m.ID,
		From:        s.user(m.author),
		Chat:        m.chat.wire(),
		Date:        m.At.Unix(),
		wireMedia:   m.media,
		wireService: m.service,
		ReplyMarkup: m.keyboard,

		MediaGroupID:  m.album,
		ForwardOrigin: m.origin,
	}
	if m.Edited {
		w.EditDate = m.editedAt.Unix()
	}
	switch {
	case m.Kind == "text":
		w.Text, w.Entities = m.Text, m.entities
	case slices.Contains(titled, m.Kind): // the words are in the thing itself
	case m.Kind != "service":
		w.Caption, w.CaptionEntities = m.Text, m.entities
	}
	if m.replyTo != nil && !quoted {
		w.ReplyToMessage = s.wire(m.replyTo, true)
	}
	return w
}

// user is the person on the wire, or the bot for nil.
func (s *Server) user(p *Person) wireUser {
	if p == nil {
		return wireUser{ID: s.botID, IsBot: true, FirstName: s.username, Username: s.username}
	}
	return wireUser{ID: p.ID, FirstName: p.Name, LanguageCode: p.Language}
}

// snapshots copies the messages that are there and wanted, in their latest state.
func snapshots(log []*message, want func(*message) bool) []Message {
	var out []Message
	for _, m := range log {
		if !m.gone && want(m) {
			out = append(out, m.Message)
		}
	}
	return out
}

// newest is the last of the bot's messages that is there; the zero Message when there is none.
func newest(log []*message) Message {
	for i := len(log) - 1; i >= 0; i-- {
		if m := log[i]; !m.gone && m.ByBot {
			return m.Message
		}
	}
	return Message{}
}
