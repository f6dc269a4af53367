package simulator

import "strings"

// PrivacyOff lets the bot hear everything in the groups to which it is added from then on, as
// @BotFather does; in those in which it is already nothing changes.
func (s *Server) PrivacyOff() {
	s.locked(func() { s.public = true })
}

// sees tells whether the bot is told about a message. In groups it is in privacy mode, unless that
// was turned off or it is an administrator: it gets commands that are not for another bot, messages
// that mention it, replies to it, and what Telegram itself writes.
func (s *Server) sees(m *message) bool {
	if m.chat.kind == "private" {
		return true
	}
	if !m.chat.has() {
		return false
	}
	if m.chat.all || m.chat.bot == "administrator" {
		return true
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
