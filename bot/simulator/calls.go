package simulator

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Call is one API call as the server saw it. The token is in none of its fields.
type Call struct {
	At      time.Time
	Method  string
	Chat    int64  // 0 when the method has no chat
	Text    string // text or caption as it was sent
	Status  int    // HTTP status; 0 when the caller got no answer
	Outcome string // "ok", the refusal, or what happened to the connection
}

// Calls is the log of API calls in the order of their answers. Calls with a wrong token, calls
// while the API was down and polls that found nothing are not in it.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

func (s *Server) record(c Call) {
	c.At = s.now()
	c.Method = strings.ReplaceAll(c.Method, s.token, "***")
	c.Text = strings.ReplaceAll(c.Text, s.token, "***")
	c.Outcome = strings.ReplaceAll(c.Outcome, s.token, "***")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, c)
}

func (q *request) call(status int, outcome string) Call {
	text := q.values["text"]
	if text == "" {
		text = q.values["caption"]
	}
	return Call{Method: q.method, Chat: q.chatID(), Text: text, Status: status, Outcome: outcome}
}

// chatID is 0 when the parameter is absent or no number; a method that needs it refuses by itself.
func (q *request) chatID() int64 {
	n, err := strconv.ParseInt(q.values["chat_id"], 10, 64)
	if err != nil {
		return 0
	}
	return n
}
