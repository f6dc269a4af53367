package simulator

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// answerable is how long a callback query waits for its answer.
const answerable = 15 * time.Minute

// press is one callback query.
type press struct {
	at       time.Time
	answered bool
	text     string
}

// Press presses the inline button with this label, or else the first one whose label contains it,
// on what the message shows now. It returns at once with the id of the callback query; Pressed
// tells what the bot answered. A button that opens a link sends nothing and is an error.
func (p *Person) Press(m Message, label string) (id string, err error) {
	return p.press(m, label, (*message).button)
}

// Forge sends what a changed Telegram could send: the press of a button with this data, whether or
// not the message has one.
func (p *Person) Forge(m Message, data string) (id string, err error) {
	return p.press(m, data, func(*message, string) (wireButton, bool) { return wireButton{CallbackData: data}, true })
}

func (p *Person) press(m Message, label string, find func(*message, string) (wireButton, bool)) (id string, err error) {
	s := p.server
	s.locked(func() {
		c := s.chats[m.Chat]
		if c == nil {
			err = fmt.Errorf("press %q: there is no chat %d", label, m.Chat)
			return
		}
		id, err = s.press(p, c.message(m.ID), c, label, find)
	})
	return id, err
}

func (s *Server) press(p *Person, m *message, c *chat, label string, find func(*message, string) (wireButton, bool)) (string, error) {
	switch {
	case m == nil:
		return "", fmt.Errorf("press %q: the message is gone", label)
	case c.kind == "private" && (c.person != p || c.blocked), c.kind != "private" && !c.inside[p.ID]:
		return "", fmt.Errorf("press %q: %s cannot do so in chat %d", label, p.Name, c.id)
	case c.kind != "private" && (!c.has() || c.movedTo != nil):
		return "", fmt.Errorf("press %q: the bot is not in chat %d any more", label, c.id)
	}
	b, found := find(m, label)
	if !found {
		return "", fmt.Errorf("press %q: no such button on message %d of chat %d", label, m.ID, c.id)
	}
	if b.URL != "" {
		return "", fmt.Errorf("press %q: the button opens %s", label, b.URL)
	}
	s.lastPress++
	id := strconv.FormatInt(s.lastPress, 10)
	s.presses[id] = &press{at: s.now()}
	s.emit("callback_query", wireCallback{
		ID:           id,
		From:         s.user(p),
		Message:      s.wire(m, false),
		ChatInstance: strconv.FormatInt(-c.id, 10),
		Data:         b.CallbackData,
	})
	return id, nil
}

func (m *message) button(label string) (wireButton, bool) {
	if m.keyboard == nil || label == "" {
		return wireButton{}, false
	}
	for _, fits := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.Contains} {
		for _, row := range m.keyboard.InlineKeyboard {
			for _, b := range row {
				if fits(b.Text, label) {
					return b, true
				}
			}
		}
	}
	return wireButton{}, false
}

// Pressed tells what the bot answered to a press, and whether it did so yet.
func (p *Person) Pressed(id string) (text string, answered bool) {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	if b := p.server.presses[id]; b != nil {
		return b.text, b.answered
	}
	return "", false
}

func (s *Server) answerCallbackQuery(q *request) (any, error) {
	if _, err := q.boolean("show_alert"); err != nil {
		return nil, err
	}
	if _, err := q.integer("cache_time", 0); err != nil {
		return nil, err
	}
	if utf16Len(q.values["text"]) > 200 {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	b := s.presses[q.values["callback_query_id"]]
	if b == nil || b.answered || s.now().Sub(b.at) > answerable {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	b.answered, b.text = true, q.values["text"]
	return true, nil
}
