package simulator

// wireMedia is what a message carries beside text. One field of it is set, but an animation comes
// with its document, and a venue with its location.
type wireMedia struct {
	Photo     []wirePhoto    `json:"photo,omitempty"`
	Video     *wireVideo     `json:"video,omitempty"`
	Animation *wireVideo     `json:"animation,omitempty"`
	VideoNote *wireVideoNote `json:"video_note,omitempty"`
	Voice     *wireVoice     `json:"voice,omitempty"`
	Audio     *wireVoice     `json:"audio,omitempty"`
	Sticker   *wireSticker   `json:"sticker,omitempty"`
	Location  *wireLocation  `json:"location,omitempty"`
	Venue     *wireVenue     `json:"venue,omitempty"`
	Document  *wireDocument  `json:"document,omitempty"`
	Contact   *wireContact   `json:"contact,omitempty"`
	Poll      *wirePoll      `json:"poll,omitempty"`
	Dice      *wireDice      `json:"dice,omitempty"`
	Game      *wireGame      `json:"game,omitempty"`
	Story     *wireStory     `json:"story,omitempty"`
	Checklist *wireChecklist `json:"checklist,omitempty"`
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

type wireVideo struct {
	wireFile
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	Duration int    `json:"duration"`
	FileName string `json:"file_name,omitempty"`
	MimeType string `json:"mime_type,omitempty"`
}

type wireVideoNote struct {
	wireFile
	Length   int `json:"length"`
	Duration int `json:"duration"`
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
	Latitude   float64 `json:"latitude"`
	Longitude  float64 `json:"longitude"`
	LivePeriod int     `json:"live_period,omitempty"`
}

type wireVenue struct {
	Location wireLocation `json:"location"`
	Title    string       `json:"title"`
	Address  string       `json:"address"`
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

type wireDice struct {
	Emoji string `json:"emoji"`
	Value int    `json:"value"`
}

type wireGame struct {
	Title       string      `json:"title"`
	Description string      `json:"description"`
	Photo       []wirePhoto `json:"photo"`
}

type wireStory struct {
	Chat wireChat `json:"chat"`
	ID   int      `json:"id"`
}

type wireChecklist struct {
	Title string              `json:"title"`
	Tasks []wireChecklistTask `json:"tasks"`
}

type wireChecklistTask struct {
	ID   int    `json:"id"`
	Text string `json:"text"`
}

// wireOrigin tells who wrote first what is forwarded.
type wireOrigin struct {
	Type           string    `json:"type"`
	Date           int64     `json:"date"`
	SenderUser     *wireUser `json:"sender_user,omitempty"`
	SenderUserName string    `json:"sender_user_name,omitempty"`
}
