package bot

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
)

// foreignFrom numbers households that a text names and that are none of the
// person's.
const foreignFrom = 2_000_000

// foreign returns whom a private text names and who is none of the person's, so
// that what is said of them is not kept for somebody else.
func (b *Bot) foreign(ctx context.Context, words string, l list) (lines []talk.Line, err error) {
	own := slices.Concat(l.lines, l.others)
	add := func(head, village string, aka ...string) {
		if !slices.ContainsFunc(lines, func(o talk.Line) bool { return o.Head == head && slices.Equal(o.Aka, aka) }) {
			lines = append(lines, talk.Line{N: foreignFrom + len(lines), Head: head, Village: village, Aka: aka, Aside: true, Foreign: true})
		}
	}
	named, err := b.store.HouseholdsOfHeads(ctx, names(words))
	if err != nil {
		return nil, err
	}
	for _, h := range named {
		if !slices.ContainsFunc(own, func(o talk.Line) bool { return o.HouseholdID == h.ID || meant(words, o, h) }) && stands(words, h.Head) {
			add(h.Head, h.Village)
		}
	}
	family := reading.ReadFamily(words)
	if head := family.Head; head != "" && strings.Contains(words, head) && stands(words, head) &&
		!slices.ContainsFunc(own, func(o talk.Line) bool {
			return strings.Contains(o.Head, head) || o.Head != "" && strings.Contains(head, o.Head)
		}) {
		add(head, family.Village)
	}
	if number := family.Number; number != "" && !slices.ContainsFunc(own, func(o talk.Line) bool { return slices.Contains(o.Aka, number) }) {
		add("", "", number)
	}
	return lines, nil
}

// meant says whether words that hold another household's name mean one of the
// person's own: it has the same name, or a longer one that holds it, and the
// words do not name the other's village.
func meant(words string, own talk.Line, h model.Household) bool {
	if own.Head == "" || !strings.Contains(own.Head, h.Head) || !strings.Contains(words, own.Head) {
		return false
	}
	return own.Head != h.Head || place(own.Village) == place(h.Village) || !strings.Contains(words, place(h.Village))
}

// stands says whether a name stands in words as one: a short one is as often
// part of another word.
func stands(words, name string) bool {
	_, after, _ := strings.Cut(words, name)
	if utf8.RuneCountInString(name) > 2 {
		return true
	}
	next, _ := utf8.DecodeRuneInString(after)
	return after == "" || next == '家' || next == '户' || !unicode.IsLetter(next)
}
