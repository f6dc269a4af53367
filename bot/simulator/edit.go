package simulator

import (
	"reflect"
	"time"
)

// deletable is how long the bot may delete a message.
const deletable = 48 * time.Hour

// target finds the message of a call in a chat that the bot reaches.
func (s *Server) target(q *request, toWhat string) (*message, error) {
	c, err := s.openChat(q)
	if err != nil {
		return nil, err
	}
	id, err := q.integer("message_id", 0)
	if err != nil {
		return nil, err
	}
	m := c.message(int(id))
	if m == nil {
		return nil, bad("message to %s not found", toWhat)
	}
	return m, nil
}

// editable finds a message that the bot may edit: its own, and not one that asked for a reply.
func (s *Server) editable(q *request) (*message, error) {
	m, err := s.target(q, "edit")
	if err != nil {
		return nil, err
	}
	if !m.ByBot || m.ForceReply || m.Kind == "service" {
		return nil, bad("message can't be edited")
	}
	return m, nil
}

// inline reads a reply_markup that can only be an inline keyboard.
func (q *request) inline() (markup, error) {
	k, err := q.markup()
	if err == nil && k.forceReply {
		err = bad("can't parse reply markup: an inline keyboard is expected")
	}
	return k, err
}

// editMessageText replaces text and buttons; without a reply_markup the buttons go.
func (s *Server) editMessageText(q *request) (any, error) {
	text, entities, err := q.text()
	if err != nil {
		return nil, err
	}
	k, err := q.inline()
	if err != nil {
		return nil, err
	}
	m, err := s.editable(q)
	if err != nil {
		return nil, err
	}
	if m.Kind != "text" {
		return nil, bad("there is no text in the message to edit")
	}
	same := m.Text == text && (len(m.entities)+len(entities) == 0 || reflect.DeepEqual(m.entities, entities))
	if same && reflect.DeepEqual(m.keyboard, k.keyboard) {
		return nil, notModified()
	}
	m.Text, m.HTML, m.entities = text, q.values["text"], entities
	m.keyboard, m.Buttons = k.keyboard, k.buttons()
	s.edited(m)
	return s.wire(m, false), nil
}

func (s *Server) editMessageReplyMarkup(q *request) (any, error) {
	k, err := q.inline()
	if err != nil {
		return nil, err
	}
	m, err := s.editable(q)
	if err != nil {
		return nil, err
	}
	if reflect.DeepEqual(m.keyboard, k.keyboard) {
		return nil, notModified()
	}
	m.keyboard, m.Buttons = k.keyboard, k.buttons()
	// People are not shown "edited" for this.
	s.note(m)
	return s.wire(m, false), nil
}

func notModified() error {
	return bad("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
}

// deleteMessage takes a message away: the bot's own, and in private chats the person's also.
func (s *Server) deleteMessage(q *request) (any, error) {
	m, err := s.target(q, "delete")
	if err != nil {
		return nil, err
	}
	if s.old(m, deletable) || !m.ByBot && m.chat.kind != "private" {
		return nil, bad("message can't be deleted for everyone")
	}
	m.gone = true
	return true, nil
}
