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
	MediaGroupID    string       `json:"media_group_id,omitempty"`
	ForwardOrigin   *wireOrigin  `json:"forward_origin,omitempty"`
	*wireMedia
	*wireService
	ReplyMarkup *wireKeyboard `json:"reply_markup,omitempty"`
}

// wireService is what makes a message a service message.
type wireService struct {
	NewChatMembers    []wireUser `json:"new_chat_members,omitempty"`
	MigrateToChatID   int64      `json:"migrate_to_chat_id,omitempty"`
	MigrateFromChatID int64      `json:"migrate_from_chat_id,omitempty"`
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
	*wirePermissions
	*wireRights
	IsMember *bool `json:"is_member,omitempty"` // of somebody restricted
}

// wirePermissions are those of a group's members, or of one who is restricted.
type wirePermissions struct {
	Messages   bool `json:"can_send_messages"`
	Audios     bool `json:"can_send_audios"`
	Documents  bool `json:"can_send_documents"`
	Photos     bool `json:"can_send_photos"`
	Videos     bool `json:"can_send_videos"`
	VideoNotes bool `json:"can_send_video_notes"`
	VoiceNotes bool `json:"can_send_voice_notes"`
	Polls      bool `json:"can_send_polls"`
	Other      bool `json:"can_send_other_messages"`
	Previews   bool `json:"can_add_web_page_previews"`
}

// wireRights are an administrator's.
type wireRights struct {
	Edited    bool `json:"can_be_edited"`
	Anonymous bool `json:"is_anonymous"`
	Manage    bool `json:"can_manage_chat"`
	Delete    bool `json:"can_delete_messages"`
	Video     bool `json:"can_manage_video_chats"`
	Restrict  bool `json:"can_restrict_members"`
	Promote   bool `json:"can_promote_members"`
	Info      bool `json:"can_change_info"`
	Invite    bool `json:"can_invite_users"`
}

type wireMemberUpdate struct {
	Chat wireChat   `json:"chat"`
	From wireUser   `json:"from"`
	Date int64      `json:"date"`
	Old  wireMember `json:"old_chat_member"`
	New  wireMember `json:"new_chat_member"`
}
