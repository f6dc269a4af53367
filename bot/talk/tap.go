package talk

import (
	"strconv"
	"strings"

	"ringkeeper/model"
)

// Tap is what a pressed button asks for. It travels as the button's data, at
// most 64 bytes, and is checked again when it comes back: what a button asks
// for may no longer be right.
type Tap struct {
	Do      Verb
	ID      int64 // a household, an update, an emergency or a page
	Means   model.Means
	Outcome model.Outcome
}

// Verb is the kind of a tap.
type Verb string

// The verbs.
const (
	TapHousehold   Verb = "h" // how is household ID?
	TapRecord      Verb = "r" // record Outcome by Means for household ID
	TapUndo        Verb = "u" // take back what update ID recorded
	TapPiece       Verb = "p" // the piece that is asked about is of household ID, with Outcome
	TapDrop        Verb = "d" // the piece that is asked about is nothing
	TapAcknowledge Verb = "a" // take on emergency ID
	TapCallOff     Verb = "w" // emergency ID is none
	TapPage        Verb = "o" // page ID of the overdue list
)

// String gives the button's data.
func (t Tap) String() string {
	return strings.TrimRight(strings.Join([]string{string(t.Do), strconv.FormatInt(t.ID, 10), string(t.Means), string(t.Outcome)}, ":"), ":")
}

// ParseTap reads a button's data; ok is false for what no button of ours says.
func ParseTap(data string) (t Tap, ok bool) {
	parts := strings.Split(data, ":")
	for len(parts) < 4 {
		parts = append(parts, "")
	}
	id, err := strconv.ParseInt(parts[1], 10, 64)
	t = Tap{Verb(parts[0]), id, model.Means(parts[2]), model.Outcome(parts[3])}
	if err != nil || len(parts) > 4 || id < 0 {
		return Tap{}, false
	}
	switch t.Do {
	case TapHousehold, TapUndo, TapDrop, TapAcknowledge, TapCallOff, TapPage:
		return t, t.Means == "" && t.Outcome == ""
	case TapRecord:
		return t, validMeans(t.Means) && validOutcome(t.Outcome)
	case TapPiece:
		return t, t.Means == "" && (t.Outcome == "" || validOutcome(t.Outcome))
	}
	return Tap{}, false
}

func validMeans(m model.Means) bool { return m == model.Unspecified || m == model.ByVisit }

func validOutcome(o model.Outcome) bool {
	switch o {
	case model.Normal, model.Change, model.EmergencyFound, model.Unreached:
		return true
	}
	return false
}
