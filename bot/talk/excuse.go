package talk

import (
	"slices"
	"strings"

	"ringkeeper/model"
)

// Excuse is a duty that is to be excused, as far as it was said: of which kind,
// why, and until when. It travels as the Word of a TapBlock.
type Excuse struct {
	Kind  model.Kind        `json:"kind"`
	Why   model.BlockReason `json:"why,omitempty"`
	Until model.Day         `json:"until,omitempty"`
	Typed bool              `json:"-"` // the day is going to be typed
}

// typedDay stands in the place of the day.
const typedDay = "day"

// String gives the word: contact.moved_away.2026-12-31.
func (e Excuse) String() string {
	parts := []string{string(e.Kind)}
	if e.Why != "" {
		parts = append(parts, string(e.Why))
	}
	switch {
	case e.Typed:
		parts = append(parts, typedDay)
	case e.Until != 0:
		parts = append(parts, e.Until.String())
	}
	return strings.Join(parts, ".")
}

// ParseExcuse reads a word; ok is false for what no button of ours says.
func ParseExcuse(word string) (e Excuse, ok bool) {
	parts := strings.Split(word, ".")
	e.Kind = model.Kind(parts[0])
	if len(parts) > 1 {
		e.Why = model.BlockReason(parts[1])
	}
	if len(parts) > 2 {
		e.Typed = parts[2] == typedDay
		if until, err := model.ParseDay(parts[2]); err == nil {
			e.Until = until
		}
	}
	known := (e.Kind == model.Contact || e.Kind == model.Visit) && (e.Why == "" || slices.Contains(model.BlockReasons, e.Why))
	return e, known && e.String() == word
}
