package talk

import (
	"slices"
	"strings"
	"unicode"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
)

// Naming waits for the name of a delegate, for the days of a leave, or, where
// these are known, for the name of who stands in.
type Naming struct {
	Leave bool      `json:"leave,omitempty"`
	From  model.Day `json:"from,omitempty"`
	Until model.Day `json:"until,omitempty"`
}

// ForDays says that it is days that are waited for.
func (n Naming) ForDays() bool { return n.Leave && n.From == 0 }

// longestAnswer is the length from which a text answers no such question.
const longestAnswer = 40

// Answers says whether a text can be the answer to such a question: it is short
// and reports nothing. What reports something is a report, whatever was asked.
func (n Naming) Answers(text string, day model.Day) bool {
	if len([]rune(text)) > longestAnswer {
		return false
	}
	if l, ok := reading.ReadLeave(text, day); n.ForDays() && ok && l.Rest == "" {
		return true // days and nothing else, whatever they look like beside
	}
	return !reading.Read(text, day).Plain()
}

// MeantAsName says whether a text that names nobody looks like a name.
func MeantAsName(text string) bool {
	runes := []rune(bare(text))
	return len(runes) >= 2 && len(runes) <= 6 && !courteous(text) && !slices.ContainsFunc(runes, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

// MeantAsDays says whether a text that names no days looks as if it did.
func MeantAsDays(text string) bool { return strings.ContainsAny(text, "天日号月周假至到") }

// Days writes the days of a leave as the word of a button.
func Days(from, until model.Day) string { return from.String() + "_" + until.String() }

// ParseDays reads what Days wrote.
func ParseDays(word string) (from, until model.Day, ok bool) {
	first, last, _ := strings.Cut(word, "_")
	from, err := model.ParseDay(first)
	if err != nil {
		return 0, 0, false
	}
	until, err = model.ParseDay(last)
	return from, until, err == nil && Days(from, until) == word
}
