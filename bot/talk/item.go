package talk

import (
	"slices"
	"unicode/utf8"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
)

// Own leaves of lines the person's households, listed or not.
func Own(lines []Line) []Line { return own(lines) }

// About returns the households that a piece names, whatever it says of them: what
// becomes a report by 正常 behind it names a household.
func About(piece string, day model.Day, lines []Line) (about []Line) {
	for _, item := range reading.ReadReply(piece+" 正常", day, withAnyOther(lines)).Items {
		if line, ok := lineOf(lines, item.N); ok {
			about = append(about, line)
		}
	}
	return about
}

// Outcome says whether a text can be what came of an item of a household: it tells
// something, of no other household, and is neither a report by itself nor
// anything that must not wait.
func Outcome(text string, day model.Day, lines []Line, household int64) bool {
	read := reading.Read(text, day)
	if read.Outcome == model.EmergencyFound || read.Doubt || read.Bare || courteous(text) || asks(text) {
		return false
	}
	for _, item := range reading.ReadReply(text, day, withAnyOther(lines)).Items {
		line, named := lineOf(lines, item.N)
		ofAll := !named && item.Outcome != model.Change
		if ofAll || named && line.HouseholdID != household {
			return false
		}
	}
	return read.Outcome != model.Unclear || utf8.RuneCountInString(bare(text)) >= detailFrom
}

// OnlySettles says whether a text that settles an item tells nothing else: neither
// a word nor a means makes it a record.
func OnlySettles(text string, day model.Day) bool {
	read := reading.Read(text, day)
	return len(read.Words) == 0 && read.Means == model.Unspecified
}

// Drop drops a piece that is dealt with otherwise; what is asked is then asked of
// the one behind it.
func (s *Step) Drop(i int) {
	s.Next.Pieces = slices.Delete(slices.Clone(s.Next.Pieces), i, i+1)
	s.Ask, s.Piece = AskNothing, Piece{}
	s.ask()
}
