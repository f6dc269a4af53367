package telegram

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind is what an update is about.
type Kind string

// The kinds of update. Other is what nobody has to answer: service messages,
// and kinds of update that were not asked for.
const (
	Message       Kind = "message"
	EditedMessage Kind = "edited_message"
	Callback      Kind = "callback"   // a button was pressed
	Membership    Kind = "membership" // the bot's own standing in a chat changed
	Migration     Kind = "migration"  // a group got another id
	Joined        Kind = "joined"     // somebody, perhaps the bot, came into a group
	Other         Kind = "other"
)

// Update is one update of Telegram in our words. Fields that a kind does not
// have are zero.
type Update struct {
	ID        int64
	Kind      Kind
	ChatID    int64
	ChatKind  string // private, group, supergroup, channel
	ChatTitle string

	PersonID    int64
	PersonName  string
	Language    string // IETF tag of the person's Telegram, often empty
	PersonIsBot bool

	MessageID    int       // of a callback: the message under which the button stands
	Date         time.Time // when the message was first sent; a callback has none
	Text         string    // text or caption as it was written
	Body         string    // Text without the command and without mentions of this bot
	Media        string    // photo, voice, sticker, location …, "" for none
	MediaGroup   string    // the album that the message belongs to
	Attached     *Attached // of a picture, a file or a place; nil for none
	Forwarded    bool
	WrittenAt    time.Time // when what is forwarded was first written, where that is told
	WrittenByBot bool      // it was written by this bot
	ReplyTo      int       // message id within the chat, 0 for none
	ReplyToBot   bool
	Mentioned    bool

	Command         string // lower case, without the slash and the bot's name
	CommandForOther bool   // a command for another bot; Command is empty then
	Args            string // what follows the command

	CallbackID, Data string

	MigratedTo, MigratedFrom int64
	BotJoined                bool   // the bot is among those who joined
	NewStatus                string // of the bot: member, kicked, left, administrator, restricted
}

// Parse reads an update as it came over the wire. The username is the bot's
// own, without the @; mentions and commands are compared with it.
func Parse(raw []byte, username string) (Update, error) { return Decode(raw).Update(username) }

// Update reads what was decoded; see Parse.
func (d *Decoded) Update(username string) (Update, error) {
	in := &d.in
	if d.err != nil {
		return Update{}, fmt.Errorf("update: %w", shape(d.err))
	}
	if in.ID == nil {
		return Update{}, errors.New("update: it has no update_id")
	}
	username = strings.TrimPrefix(username, "@")
	u := Update{ID: *in.ID, Kind: Other}
	switch {
	case in.Message != nil:
		u.Kind = Message
		u.message(in.Message, username)
	case in.Edited != nil:
		u.Kind = EditedMessage
		u.message(in.Edited, username)
	case in.Press != nil:
		u.callback(in.Press)
	case in.Member != nil:
		u.Kind = Membership
		u.chat(in.Member.Chat)
		u.person(in.Member.From)
		u.Date = date(in.Member.Date)
		u.NewStatus = in.Member.New.Status
	default:
		u.ChatID = Lane(d.raw)
	}
	return u, nil
}

func (u *Update) chat(c inChat) {
	u.ChatID, u.ChatKind, u.ChatTitle = c.ID, c.Type, c.Title
}

func (u *Update) person(p *inUser) {
	if p == nil {
		return
	}
	u.PersonID, u.PersonIsBot, u.Language = p.ID, p.IsBot, p.Language
	u.PersonName = strings.TrimSpace(p.FirstName + " " + p.LastName)
}

func (u *Update) callback(c *inCallback) {
	u.Kind = Callback
	u.person(&c.From)
	u.CallbackID, u.Data = c.ID, c.Data
	if c.Message != nil {
		u.chat(c.Message.Chat)
		u.MessageID = c.Message.ID
	}
}

func (u *Update) message(m *inMessage, username string) {
	u.chat(m.Chat)
	u.person(m.From)
	u.MessageID, u.Date, u.MediaGroup = m.ID, date(m.Date), m.MediaGroup
	u.Forwarded = given(m.ForwardOrigin) || m.ForwardDate != 0
	origin := m.origin()
	u.WrittenAt, u.WrittenByBot = date(origin.Date), origin.Sender.is(username)
	if r := m.ReplyTo; r != nil && !given(r.TopicCreated) {
		u.ReplyTo = r.ID
		u.ReplyToBot = r.From.is(username)
	}
	media, raw := m.media()
	u.Media, u.Attached = media, attached(media, raw)
	u.Text = m.Text
	entities := m.Entities
	if u.Text == "" {
		u.Text, entities = m.Caption, m.CaptionEntities
	}
	u.read(entities, username)
	switch {
	case m.MigrateTo != 0 || m.MigrateFrom != 0:
		u.Kind, u.MigratedTo, u.MigratedFrom = Migration, m.MigrateTo, m.MigrateFrom
	case len(m.NewMembers) > 0:
		u.Kind = Joined
		for _, p := range m.NewMembers {
			u.BotJoined = u.BotJoined || p.is(username)
		}
	case u.Text == "" && u.Media == "":
		// What has neither words nor anything to look at is a line that
		// Telegram itself wrote, such as "the title was changed".
		u.Kind = Other
	}
}

func date(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}
