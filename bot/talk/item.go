package talk

import (
	"slices"

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
	return read.Outcome != model.EmergencyFound && !read.Doubt && !read.Bare && Details(text, day, lines, household)
}

// Drop drops a piece that is dealt with otherwise; what is asked is then asked of
// the one behind it.
func (s *Step) Drop(i int) {
	s.Next.Pieces = slices.Delete(slices.Clone(s.Next.Pieces), i, i+1)
	s.Ask, s.Piece = AskNothing, Piece{}
	s.ask()
}
