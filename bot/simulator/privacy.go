package simulator

import "strings"

// sees tells whether the bot is told about a message. In groups it is in privacy mode: it gets
// commands that are not for another bot, messages that mention it, replies to it, and what
// Telegram itself writes.
func (s *Server) sees(m *message) bool {
	if m.chat.kind == "private" {
		return true
	}
	if m.chat.bot != "member" {
		return false
	}
	if m.Kind == "service" || m.replyTo != nil && m.replyTo.ByBot {
		return true
	}
	units := utf16Of(m.Text)
	for _, e := range m.entities {
		word := units.cut(e)
		switch e.Type {
		case "bot_command":
			if _, name, addressed := strings.Cut(word, "@"); e.Offset == 0 && (!addressed || strings.EqualFold(name, s.username)) {
				return true
			}
			if strings.HasSuffix(strings.ToLower(word), "@"+strings.ToLower(s.username)) {
				return true
			}
		case "mention":
			if strings.EqualFold(word, "@"+s.username) {
				return true
			}
		}
	}
	return false
}
