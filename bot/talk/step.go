package talk

import (
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
)

// Line is a numbered household of the message that is answered.
type Line struct {
	N           int    `json:"n"`
	HouseholdID int64  `json:"household"`
	Head        string `json:"head"`
	Village     string `json:"village"`
}

// Step is what came of one message or tap: what to record, in which order, and
// what to ask next.
type Step struct {
	Next    State
	Records []model.ContactRecord
	Ask     Ask
	Piece   Piece // what Ask is about
}

// Ask is what the bot asks back, or says where there is nothing to record.
type Ask string

// The questions.
const (
	AskNothing   Ask = ""
	AskWhich     Ask = "which"     // which household is Piece of?
	AskWhat      Ask = "what"      // what is the outcome of Piece for its household?
	AskFuture    Ask = "future"    // Piece names a day that has not come
	AskDetail    Ask = "detail"    // what has changed?
	AskHousehold Ask = "household" // a report without a digest that it could belong to
	AskHelp      Ask = "help"      // not a report at all
)

// Message takes a private text of a cadre, with the lines of the message that
// it answers and the day on which it was written. Whatever it says of a
// household is recorded at once; the rest is asked about, once.
func Message(text string, day model.Day, lines []Line) Step {
	heard := reading.ReadReply(text, day, readable(lines))
	var step Step
	for _, item := range heard.Items {
		line, ok := lineOf(lines, item.N)
		if !ok {
			continue
		}
		if item.Future {
			step.Ask, step.Piece = AskFuture, Piece{Text: item.Text, Day: day}
			continue
		}
		step.Records = append(step.Records, record(item.Reading, line.HouseholdID, day, item.Text))
	}
	for _, piece := range heard.Unread {
		step.Next.Pieces = append(step.Next.Pieces, Piece{Text: piece, Day: day, Lines: lines})
	}
	if len(heard.Items)+len(heard.Unread) == 0 {
		whole(&step, text, day, lines)
	}
	if step.Ask == AskNothing {
		step.ask()
	}
	return step
}

// whole reads a text that names no household of the lines.
func whole(step *Step, text string, day model.Day, lines []Line) {
	read := reading.Read(text, day)
	switch {
	case read.Outcome == model.Unclear:
		step.Ask = AskHelp
	case read.Future:
		step.Ask, step.Piece = AskFuture, Piece{Text: text, Day: day}
	case len(lines) == 1:
		step.Records = append(step.Records, record(read, lines[0].HouseholdID, day, text))
	case len(lines) == 0:
		step.Ask, step.Piece = AskHousehold, Piece{Text: text, Day: day}
	default:
		step.Next.Pieces = []Piece{{Text: text, Day: day, Lines: lines}}
	}
}

// ask turns to the first piece that waits.
func (s *Step) ask() {
	if len(s.Next.Pieces) == 0 {
		return
	}
	p := s.Next.Pieces[0]
	s.Piece, s.Ask = p, AskWhich
	if p.HouseholdID != 0 {
		s.Ask = AskWhat
	}
}

// Answer takes the tap that answers the question about the first piece.
func Answer(state State, tap Tap) Step {
	step := Step{Next: state}
	if len(state.Pieces) == 0 {
		return step
	}
	p := state.Pieces[0]
	if tap.Do == TapDrop {
		step.Next.Pieces = state.Pieces[1:]
		step.ask()
		return step
	}
	p.HouseholdID = tap.ID
	read := reading.Read(p.Text, p.Day)
	if tap.Outcome != "" {
		read.Outcome = tap.Outcome
	}
	if read.Outcome == model.Unclear {
		step.Next.Pieces = append([]Piece{p}, state.Pieces[1:]...)
		step.ask()
		return step
	}
	step.Records = []model.ContactRecord{record(read, p.HouseholdID, p.Day, p.Text)}
	step.Next.Pieces = state.Pieces[1:]
	step.ask()
	return step
}

// Tapped records the outcome that was pressed for one household.
func Tapped(tap Tap, day model.Day) Step {
	step := Step{Records: []model.ContactRecord{{
		HouseholdID: tap.ID, Means: tap.Means, Outcome: tap.Outcome, HappenedOn: day,
		IncomeChange: model.IncomeUnknown,
	}}}
	if tap.Outcome == model.Normal {
		step.Records[0].IncomeChange = model.IncomeSame
	}
	if tap.Outcome == model.Change {
		step.Ask = AskDetail
	}
	return step
}

// Detail takes the words for a change that was recorded by a tap: a record of
// its own that corrects the one without words and keeps its day and means.
func Detail(of model.ContactRecord, text string, day model.Day) model.ContactRecord {
	read := reading.Read(text, day)
	if read.Outcome != model.EmergencyFound {
		read.Outcome = of.Outcome
	}
	r := record(read, of.HouseholdID, of.HappenedOn, text)
	r.Corrects, r.Means, r.HappenedOn = of.ID, of.Means, of.HappenedOn
	return r
}

// Speaks says whether a text reports anything, so that it can be the detail
// that is waited for rather than a question.
func Speaks(text string, day model.Day) bool {
	return reading.Read(text, day).Outcome != model.Unclear
}

func record(read reading.Reading, household int64, day model.Day, text string) model.ContactRecord {
	happened := read.HappenedOn
	if happened == 0 {
		happened = day
	}
	return model.ContactRecord{
		HouseholdID: household, Means: read.Means, Outcome: read.Outcome, Causes: read.Causes,
		MemberChange: read.MemberChange, IncomeChange: read.IncomeChange, HappenedOn: happened,
		Text: strings.TrimSpace(text),
	}
}

func readable(lines []Line) []reading.Line {
	out := make([]reading.Line, len(lines))
	for i, l := range lines {
		out[i] = reading.Line{N: l.N, Head: l.Head, Village: l.Village}
	}
	return out
}

func lineOf(lines []Line, n int) (Line, bool) {
	for _, l := range lines {
		if l.N == n {
			return l, true
		}
	}
	return Line{}, false
}
