package model

import "time"

// Attachment is a picture, a file or a place that a cadre sent along. Only what
// finds it again is kept; the file itself stays with Telegram. It is never asked
// for, and a record is as good without it.
type Attachment struct {
	ID           int64 `gorm:"primaryKey"`
	Kind         AttachmentKind
	FileID       string // by which the bot could fetch it; empty for a place, and for what was refused
	FileUniqueID string
	MIME         string `gorm:"column:mime"`
	Name         string // of a file, or of a place
	Size         int64  // in bytes
	Latitude     float64
	Longitude    float64
	ChatID       int64
	MessageID    int
	Album        string // the pictures that were sent as one, "" for none
	ByID         int64  // the cadre who sent it
	SentAt       Instant
	Answer       string // names the answer that speaks of it, "" where none does
	Refused      Refusal
	Taken        bool // by a record that came later and read it back
	Owner        `gorm:"embedded"`
}

// AttachmentKind is what is attached.
type AttachmentKind string

// The kinds of attachments.
const (
	Photo    AttachmentKind = "photo"
	Video    AttachmentKind = "video"
	Document AttachmentKind = "document"
	Location AttachmentKind = "location"
)

// Refusal is why only it is known that something was sent, "" where it is kept.
type Refusal string

// The refusals.
const (
	TooLarge Refusal = "too_large"
	TooMany  Refusal = "too_many"
)

// Owner is what an attachment belongs to: a record and its household, a
// household alone, and a case beside these or alone. The zero Owner is nothing
// yet.
type Owner struct {
	ContactID   int64
	HouseholdID int64
	CaseSource  string
}

// UnplacedFor is how long something that was sent without words waits for the
// record that takes it.
const UnplacedFor = 24 * time.Hour

// PlacedWithin is how long after a record something without words is taken to
// belong to it.
const PlacedWithin = 30 * time.Minute
