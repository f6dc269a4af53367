// Package talk is what the bot and a cadre say to each other, as data: a step
// takes the state of the conversation and what came in, and gives the next
// state, what is to be recorded and what is to be asked. It does no I/O and
// reads no clock; states are JSON, versioned, and expire.
package talk

import (
	"encoding/json"
	"time"

	"ringkeeper/model"
)

// How long a conversation waits for an answer. The words of an emergency come
// at once or not at all: whoever pressed the command by mistake and answers the
// next day's digest must not raise the alarm. So do those of a correction.
const (
	life      = 24 * time.Hour
	shortLife = time.Hour
)

// version is raised when the form of a state changes; older states are dropped,
// which only means that a question is not waited for any more.
const version = 3

// State is what a conversation waits for. The zero State waits for nothing.
type State struct {
	V int `json:"v,omitempty"`
	// Pieces are parts of a message that were not understood; the first is
	// being asked about.
	Pieces []Piece `json:"pieces,omitempty"`
	// Question is the update upon which the first piece was asked about. Only
	// the buttons of that question answer it: those of an earlier one, or a
	// second press, would give the words to a wrong household.
	Question int64 `json:"question,omitempty"`
	// Detail is a record of a change whose words are still to come.
	Detail int64 `json:"detail,omitempty"`
	// Change is a record of which was asked what is to stand instead.
	Change int64 `json:"change,omitempty"`
	// Report waits for the words of an emergency.
	Report bool `json:"report,omitempty"`
	// Item is a settled item of which was asked what came of it.
	Item int64 `json:"item,omitempty"`
	// Excuse is one that waits for its day to be typed, of household Excused.
	Excuse  *Excuse `json:"excuse,omitempty"`
	Excused int64   `json:"excused,omitempty"`
	// Find waits for the words by which a household is to be found, and is the
	// button that then would show it.
	Find Verb `json:"find,omitempty"`
	// Naming waits for who is to stand in, or for the days of a leave.
	Naming *Naming `json:"naming,omitempty"`
}

// Piece is a part of a message that was not understood, kept as typed.
type Piece struct {
	Text        string    `json:"text"`
	Day         model.Day `json:"day"`               // the message's own day
	Message     int       `json:"message,omitempty"` // in which it was written
	Lines       []Line    `json:"lines,omitempty"`
	Digest      int64     `json:"digest,omitempty"`    // the delivery whose lines these are
	HouseholdID int64     `json:"household,omitempty"` // once it is known
	Foreign     bool      `json:"foreign,omitempty"`   // it names somebody who is none of the person's
}

// Idle says that nothing is waited for.
func (s State) Idle() bool {
	return len(s.Pieces) == 0 && s.Detail == 0 && s.Change == 0 && !s.Report && s.Find == "" && s.Naming == nil && s.Item == 0 && s.Excuse == nil
}

// Life is how long the state is waited in.
func (s State) Life() time.Duration {
	if s.Report || s.Change != 0 || s.Naming != nil || s.Find != "" && len(s.Pieces) == 0 && s.Detail == 0 {
		return shortLife
	}
	return life
}

// Decode reads a kept state; one of another version counts as none.
func Decode(raw json.RawMessage) State {
	var s State
	if json.Unmarshal(raw, &s) != nil || s.V != version {
		return State{}
	}
	return s
}

// Encode writes a state to be kept, nil when nothing is waited for.
func (s State) Encode() json.RawMessage {
	if s.Idle() {
		return nil
	}
	s.V = version
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // plain data always marshals
	}
	return raw
}
