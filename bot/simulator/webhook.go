package simulator

import (
	"regexp"
	"strings"
)

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]{0,256}$`)

// setWebhook remembers the address, so that polling is refused as Telegram does. Nothing is
// delivered to it. An empty address takes the webhook away.
func (s *Server) setWebhook(q *request) (any, error) {
	address := q.values["url"]
	if address != "" && !strings.HasPrefix(address, "https://") {
		return nil, bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if !secretToken.MatchString(q.values["secret_token"]) {
		return nil, bad("secret token contains unallowed characters")
	}
	var kinds []string
	given, err := q.object("allowed_updates", &kinds)
	if err != nil {
		return nil, err
	}
	if given {
		s.allow(kinds)
	}
	return s.useWebhook(q, address)
}

func (s *Server) deleteWebhook(q *request) (any, error) { return s.useWebhook(q, "") }

func (s *Server) useWebhook(q *request, address string) (any, error) {
	drop, err := q.boolean("drop_pending_updates")
	if err != nil {
		return nil, err
	}
	if drop {
		s.queue.drop(len(s.queue.waiting))
	}
	s.webhook = address
	if address != "" {
		s.endPoll(&refusal{code: 409, text: "Conflict: terminated by setWebhook request"})
	}
	return true, nil
}

func (s *Server) getWebhookInfo(*request) (any, error) {
	s.queue.expire(s.now())
	return struct {
		URL     string `json:"url"`
		Custom  bool   `json:"has_custom_certificate"`
		Pending int    `json:"pending_update_count"`
	}{s.webhook, false, len(s.queue.waiting)}, nil
}
