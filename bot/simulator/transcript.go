package simulator

import (
	"fmt"
	"strings"
)

// Transcript is the chat as a person scrolls through it: a line for each message with the time in
// the clock's zone, the number, who, and what; further lines and the buttons are indented. It is
// the same for the same messages.
func (s *Server) Transcript(chat int64) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chat]
	if c == nil {
		return ""
	}
	var out strings.Builder
	for _, m := range c.log {
		if !m.gone {
			m.transcribe(&out)
		}
	}
	return out.String()
}

func (m *message) transcribe(out *strings.Builder) {
	fmt.Fprintf(out, "%s #%d %s", m.At.Format("2006-01-02 15:04:05"), m.ID, m.FromName)
	if m.ReplyTo != 0 {
		fmt.Fprintf(out, " ↪#%d", m.ReplyTo)
	}
	if m.origin != nil {
		out.WriteString(" (forwarded)")
	}
	out.WriteString(":")
	if m.Kind != "text" {
		fmt.Fprintf(out, " (%s)", strings.TrimSpace(m.Kind+" "+m.FileName))
	}
	if m.Text != "" {
		out.WriteString(" " + strings.ReplaceAll(m.Text, "\n", "\n    "))
	}
	if m.Edited {
		out.WriteString(" (edited)")
	}
	out.WriteString("\n")
	for _, row := range m.Buttons {
		labels := make([]string, len(row))
		for i, b := range row {
			labels[i] = "[" + b.Label + "]"
		}
		out.WriteString("    " + strings.Join(labels, " ") + "\n")
	}
}
