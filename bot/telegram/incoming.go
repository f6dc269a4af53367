package telegram

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strings"
)

// The structs in this file are the little of Telegram's updates that we read.
// They are our own because a field that we do not read, of whatever type it
// becomes one day, must not make an update unreadable.

type inUser struct {
	ID        int64  `json:"id"`
	IsBot     bool   `json:"is_bot"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Username  string `json:"username"`
	Language  string `json:"language_code"`
}

// is says whether the user is the bot of this name.
func (p *inUser) is(username string) bool {
	return p != nil && p.IsBot && username != "" && strings.EqualFold(p.Username, username)
}

type inChat struct {
	ID    int64  `json:"id"`
	Type  string `json:"type"`
	Title string `json:"title"`
}

// inEntity marks a piece of the text; offset and length count UTF-16 units.
type inEntity struct {
	Type   string  `json:"type"`
	Offset int     `json:"offset"`
	Length int     `json:"length"`
	User   *inUser `json:"user"`
}

type inMessage struct {
	ID              int             `json:"message_id"`
	From            *inUser         `json:"from"`
	Chat            inChat          `json:"chat"`
	Date            int64           `json:"date"`
	Text            string          `json:"text"`
	Entities        []inEntity      `json:"entities"`
	Caption         string          `json:"caption"`
	CaptionEntities []inEntity      `json:"caption_entities"`
	MediaGroup      string          `json:"media_group_id"`
	ForwardOrigin   json.RawMessage `json:"forward_origin"`
	ForwardDate     int64           `json:"forward_date"`
	ReplyTo         *inMessage      `json:"reply_to_message"`
	TopicCreated    json.RawMessage `json:"forum_topic_created"`
	NewMembers      []inUser        `json:"new_chat_members"`
	MigrateTo       int64           `json:"migrate_to_chat_id"`
	MigrateFrom     int64           `json:"migrate_from_chat_id"`
	inMedia
}

// inOrigin is who wrote first what is forwarded, and when.
type inOrigin struct {
	Date   int64   `json:"date"`
	Sender *inUser `json:"sender_user"`
}

// origin returns what is told of the first writer; the older form tells the time
// alone.
func (m *inMessage) origin() inOrigin {
	var o inOrigin
	if json.Unmarshal(m.ForwardOrigin, &o) != nil {
		return inOrigin{Date: m.ForwardDate}
	}
	return o
}

// inMedia only looks which of the fields is there; attached reads the one.
type inMedia struct {
	Animation json.RawMessage `json:"animation"`
	Audio     json.RawMessage `json:"audio"`
	Document  json.RawMessage `json:"document"`
	PaidMedia json.RawMessage `json:"paid_media"`
	Photo     json.RawMessage `json:"photo"`
	Sticker   json.RawMessage `json:"sticker"`
	Story     json.RawMessage `json:"story"`
	Video     json.RawMessage `json:"video"`
	VideoNote json.RawMessage `json:"video_note"`
	Voice     json.RawMessage `json:"voice"`
	Checklist json.RawMessage `json:"checklist"`
	Contact   json.RawMessage `json:"contact"`
	Dice      json.RawMessage `json:"dice"`
	Game      json.RawMessage `json:"game"`
	Poll      json.RawMessage `json:"poll"`
	Venue     json.RawMessage `json:"venue"`
	Location  json.RawMessage `json:"location"`
}

// media names what the message carries, and gives it as it came. An animation
// comes with a document and a venue with a location, so the more telling one
// stands first.
func (m *inMedia) media() (name string, raw json.RawMessage) {
	for _, f := range []struct {
		name  string
		value json.RawMessage
	}{
		{"animation", m.Animation}, {"audio", m.Audio}, {"document", m.Document}, {"paid_media", m.PaidMedia},
		{"photo", m.Photo}, {"sticker", m.Sticker}, {"story", m.Story}, {"video", m.Video},
		{"video_note", m.VideoNote}, {"voice", m.Voice}, {"checklist", m.Checklist}, {"contact", m.Contact},
		{"dice", m.Dice}, {"game", m.Game}, {"poll", m.Poll}, {"venue", m.Venue}, {"location", m.Location},
	} {
		if given(f.value) {
			return f.name, f.value
		}
	}
	return "", nil
}

type inCallback struct {
	ID      string     `json:"id"`
	From    inUser     `json:"from"`
	Message *inMessage `json:"message"`
	Data    string     `json:"data"`
}

type inMember struct {
	Chat inChat  `json:"chat"`
	From *inUser `json:"from"`
	Date int64   `json:"date"`
	New  struct {
		Status string `json:"status"`
	} `json:"new_chat_member"`
}

func given(raw json.RawMessage) bool {
	return len(raw) > 0 && !bytes.Equal(raw, []byte("null"))
}

type inUpdate struct {
	ID      *int64      `json:"update_id"`
	Message *inMessage  `json:"message"`
	Edited  *inMessage  `json:"edited_message"`
	Press   *inCallback `json:"callback_query"`
	Member  *inMember   `json:"my_chat_member"`
}

// Decoded is an update whose JSON was read, so that whoever kept it and whoever
// handles it need not read it twice.
type Decoded struct {
	raw []byte
	in  inUpdate
	err error
}

// Decode reads the JSON of an update as it came over the wire. What is wrong
// with it is told by Update.
func Decode(raw []byte) *Decoded {
	d := &Decoded{raw: raw}
	d.err = json.Unmarshal(raw, &d.in)
	return d
}

// id returns the number of the update; false: it has none.
func (d *Decoded) id() (int64, bool) {
	if d.in.ID == nil {
		return 0, false
	}
	return *d.in.ID, true
}

// lane returns the chat that the update belongs to, so that the inbox can keep
// the order of a chat; 0 where it cannot be told. What could be read of it
// counts even when the rest could not.
func (d *Decoded) lane() int64 {
	switch in := &d.in; {
	case in.Message != nil && in.Message.Chat.ID != 0:
		return in.Message.Chat.ID
	case in.Press != nil && in.Press.Message != nil && in.Press.Message.Chat.ID != 0:
		return in.Press.Message.Chat.ID
	}
	return Lane(d.raw)
}

// Lane returns the chat that an update of any kind belongs to, 0 where it cannot
// be told.
func Lane(raw []byte) int64 {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return 0
	}
	for name, body := range fields {
		if name == "update_id" {
			continue
		}
		var in struct {
			chatted
			Message chatted `json:"message"`
		}
		// What of it could be read stays even when the rest fails.
		_ = json.Unmarshal(body, &in)
		if lane := cmp.Or(in.Chat.ID, in.Message.Chat.ID); lane != 0 {
			return lane
		}
	}
	return 0
}

type chatted struct {
	Chat struct {
		ID int64 `json:"id"`
	} `json:"chat"`
}
