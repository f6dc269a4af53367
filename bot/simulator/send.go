package simulator

import (
	"slices"
	"strings"
)

// The longest text and caption, in UTF-16 units after the markup is taken out.
const (
	longestText    = 4096
	longestCaption = 1024
)

// getMe describes the bot.
func (s *Server) getMe(*request) (any, error) {
	return struct {
		wireUser
		CanJoinGroups  bool `json:"can_join_groups"`
		CanReadAll     bool `json:"can_read_all_group_messages"`
		SupportsInline bool `json:"supports_inline_queries"`
		CanBusiness    bool `json:"can_connect_to_business"`
		HasMainWebApp  bool `json:"has_main_web_app"`
	}{wireUser: s.user(nil), CanJoinGroups: true, CanReadAll: s.public}, nil
}

// body reads a text or caption with its parse mode.
func (q *request) body(name string, longest int, tooLong string) (string, []entity, error) {
	sent := q.values[name]
	var text string
	var entities []entity
	switch strings.ToLower(q.values["parse_mode"]) {
	case "":
		text, entities = sent, nil
	case "html":
		var err error
		if text, entities, err = parseHTML(sent); err != nil {
			return "", nil, err
		}
	default:
		return "", nil, bad("unsupported parse_mode")
	}
	text, entities = trim(text, entities)
	if utf16Len(text) > longest {
		return "", nil, bad("%s is too long", tooLong)
	}
	if q.values["parse_mode"] == "" {
		entities = findEntities(text)
	}
	return text, entities, nil
}

// text is the body of a text message, which may not be empty.
func (q *request) text() (string, []entity, error) {
	if !q.has("text") {
		return "", nil, bad("message text is empty")
	}
	if q.has("link_preview_options") {
		var options struct {
			IsDisabled       bool   `json:"is_disabled"`
			URL              string `json:"url"`
			PreferSmallMedia bool   `json:"prefer_small_media"`
			PreferLargeMedia bool   `json:"prefer_large_media"`
			ShowAboveText    bool   `json:"show_above_text"`
		}
		if _, err := q.object("link_preview_options", &options); err != nil {
			return "", nil, err
		}
	}
	text, entities, err := q.body("text", longestText, "message")
	if err == nil && text == "" {
		err = bad("message text is empty")
	}
	return text, entities, err
}

func (s *Server) sendMessage(q *request) (any, error) {
	text, entities, err := q.text()
	if err != nil {
		return nil, err
	}
	return s.send(q, &message{Message: Message{Text: text, HTML: q.values["text"]}, entities: entities})
}

// send delivers what a send method has made of its own parameters.
func (s *Server) send(q *request, m *message) (any, error) {
	markup, err := q.markup()
	if err != nil {
		return nil, err
	}
	if m.Silent, err = q.boolean("disable_notification"); err != nil {
		return nil, err
	}
	if _, err = q.boolean("protect_content"); err != nil {
		return nil, err
	}
	c, err := s.openChat(q)
	if err != nil {
		return nil, err
	}
	if err := c.permit(); err != nil {
		return nil, err
	}
	if m.replyTo, err = s.replyTarget(q, c); err != nil {
		return nil, err
	}
	if err := s.admit(c); err != nil {
		return nil, err
	}
	m.keyboard, m.Buttons, m.ForceReply = markup.keyboard, markup.buttons(), markup.forceReply
	return s.wire(s.add(c, m), false), nil
}

// replyTarget is the message that reply_parameters name; nil when there is none.
func (s *Server) replyTarget(q *request, c *chat) (*message, error) {
	var reply struct {
		MessageID int   `json:"message_id"`
		ChatID    int64 `json:"chat_id"`
		Allow     bool  `json:"allow_sending_without_reply"`
	}
	given, err := q.object("reply_parameters", &reply)
	if err != nil || !given {
		return nil, err
	}
	if reply.ChatID != 0 && reply.ChatID != c.id {
		return nil, bad("replies to another chat are not played")
	}
	m := c.message(reply.MessageID)
	if m == nil && !reply.Allow {
		return nil, bad("message to be replied not found")
	}
	return m, nil
}

// chatActions are the signs that sendChatAction can show.
var chatActions = words("typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location record_video_note upload_video_note")

func (s *Server) sendChatAction(q *request) (any, error) {
	if !slices.Contains(chatActions, q.values["action"]) {
		return nil, bad("wrong parameter action in request")
	}
	if _, err := s.openChat(q); err != nil {
		return nil, err
	}
	return true, nil
}
