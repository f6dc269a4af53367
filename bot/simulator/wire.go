package simulator

// The structs in this file are what goes over the wire, with Telegram's own field names.

type wireUser struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type wireChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	FirstName string `json:"first_name,omitempty"`
}

type wireMessage struct {
	MessageID       int          `json:"message_id"`
	From            wireUser     `json:"from"`
	Chat            wireChat     `json:"chat"`
	Date            int64        `json:"date"`
	EditDate        int64        `json:"edit_date,omitempty"`
	ReplyToMessage  *wireMessage `json:"reply_to_message,omitempty"`
	Text            string       `json:"text,omitempty"`
	Entities        []entity     `json:"entities,omitempty"`
	Caption         string       `json:"caption,omitempty"`
	CaptionEntities []entity     `json:"caption_entities,omitempty"`
	*wireMedia
	*wireService
	ReplyMarkup *wireKeyboard `json:"reply_markup,omitempty"`
}

// wireMedia is what a message carries beside text; one field of it is set.
type wireMedia struct {
	Photo    []wirePhoto   `json:"photo,omitempty"`
	Voice    *wireVoice    `json:"voice,omitempty"`
	Sticker  *wireSticker  `json:"sticker,omitempty"`
	Location *wireLocation `json:"location,omitempty"`
	Document *wireDocument `json:"document,omitempty"`
	Contact  *wireContact  `json:"contact,omitempty"`
	Poll     *wirePoll     `json:"poll,omitempty"`
}

// wireService is what makes a message a service message.
type wireService struct {
	NewChatMembers    []wireUser `json:"new_chat_members,omitempty"`
	MigrateToChatID   int64      `json:"migrate_to_chat_id,omitempty"`
	MigrateFromChatID int64      `json:"migrate_from_chat_id,omitempty"`
}

type wireFile struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int    `json:"file_size,omitempty"`
}

type wirePhoto struct {
	wireFile
	Width  int `json:"width"`
	Height int `json:"height"`
}

type wireVoice struct {
	wireFile
	Duration int    `json:"duration"`
	MimeType string `json:"mime_type"`
}

type wireSticker struct {
	wireFile
	Type       string `json:"type"`
	Width      int    `json:"width"`
	Height     int    `json:"height"`
	IsAnimated bool   `json:"is_animated"`
	IsVideo    bool   `json:"is_video"`
	Emoji      string `json:"emoji,omitempty"`
}

type wireLocation struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type wireDocument struct {
	wireFile
	FileName string `json:"file_name,omitempty"`
	MimeType string `json:"mime_type,omitempty"`
}

type wireContact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	UserID      int64  `json:"user_id,omitempty"`
}

type wirePoll struct {
	ID              string           `json:"id"`
	Question        string           `json:"question"`
	Options         []wirePollOption `json:"options"`
	TotalVoterCount int              `json:"total_voter_count"`
	IsClosed        bool             `json:"is_closed"`
	IsAnonymous     bool             `json:"is_anonymous"`
	Type            string           `json:"type"`
	AllowsMultiple  bool             `json:"allows_multiple_answers"`
}

type wirePollOption struct {
	Text       string `json:"text"`
	VoterCount int    `json:"voter_count"`
}

type wireKeyboard struct {
	InlineKeyboard [][]wireButton `json:"inline_keyboard"`
}

type wireButton struct {
	Text         string `json:"text"`
	URL          string `json:"url,omitempty"`
	CallbackData string `json:"callback_data,omitempty"`
}

type wireCallback struct {
	ID           string       `json:"id"`
	From         wireUser     `json:"from"`
	Message      *wireMessage `json:"message"`
	ChatInstance string       `json:"chat_instance"`
	Data         string       `json:"data"`
}

type wireMember struct {
	User      wireUser `json:"user"`
	Status    string   `json:"status"`
	UntilDate *int64   `json:"until_date,omitempty"`
}

type wireMemberUpdate struct {
	Chat wireChat   `json:"chat"`
	From wireUser   `json:"from"`
	Date int64      `json:"date"`
	Old  wireMember `json:"old_chat_member"`
	New  wireMember `json:"new_chat_member"`
}
