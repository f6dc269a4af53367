package talk

import (
	"slices"
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
)

// Step is what came of one message or tap: what to record, in which order, and
// what to ask next.
type Step struct {
	Next    State
	Records []model.ContactRecord
	Kept    []Line   // said to be normal with all others, and left as the emergency that they are
	Gone    []Line   // named, and not the person's any more
	Alarms  []Alarm  // emergencies that belong to no record
	Future  []string // pieces that name a day that has not come
	Ask     Ask
	Piece   Piece // what Ask is about
}

// Alarm is an emergency of a household that is not the person's, or of nobody
// knows which. It is filed before anything is asked.
type Alarm struct {
	Text        string
	HouseholdID int64 // 0: it has to be found by the words
	Doubtful    bool  // nobody can tell whether it is one; what is asked beside it is asked all the same
}

// Ask is what the bot asks back, or says where there is nothing to record.
type Ask string

// The questions.
const (
	AskNothing   Ask = ""
	AskWhich     Ask = "which"     // which household is Piece of?
	AskWhat      Ask = "what"      // what is the outcome of Piece for its household?
	AskDetail    Ask = "detail"    // what has changed?
	AskHousehold Ask = "household" // a report without a digest that it could belong to
	AskHelp      Ask = "help"      // not a report at all
	AskUndo      Ask = "undo"      // which record is to be taken back?
	Courtesy     Ask = "courtesy"  // 收到, 谢谢
)

// Message takes a private text of a cadre: the lines of the message that it
// answers, the others that it may name (the person's own, and such as are not),
// and the day on which it was written. Whatever it says of a household is recorded
// at once; the rest is asked about, once. A question that waits goes on
// waiting unless there is a new one.
func Message(state State, text string, day model.Day, lines, others []Line) Step {
	var step Step
	all := slices.Concat(lines, others)
	heard := reading.ReadReply(text, day, readable(all))
	if called := calledHalf(heard, text, day, all); called != nil {
		heard.Items = nil
		step.Next.Pieces = append(step.Next.Pieces, Piece{Text: text, Day: day, Lines: called})
	}
	if len(heard.Items) == 1 && len(heard.Unread) == 0 {
		heard.Items[0] = entire(heard.Items[0], text, day)
	}
	step.hear(heard.Items, day, all, saidOfAll(text, day, all))
	for _, piece := range heard.Unread {
		step.unread(piece, day, lines, others)
	}
	if len(heard.Items)+len(heard.Unread)+len(step.Next.Pieces) == 0 {
		step.whole(text, day, lines, own(others))
	}
	if len(step.Next.Pieces) == 0 {
		step.Next.Pieces, step.Next.Question = state.Pieces, state.Question
	} else if step.Ask == AskNothing {
		step.ask()
	}
	return step
}

// hear takes what was read of single households. all is the piece that speaks
// of all of them, or of the rest: it does not undo what was said of one.
func (s *Step) hear(items []reading.Item, day model.Day, lines []Line, all string) {
	for _, item := range items {
		line, ok := lineOf(lines, item.N)
		ofAll := all != "" && item.Text == all
		switch {
		case !ok, line.Gone && ofAll:
		case line.Foreign && item.Outcome == model.EmergencyFound:
			s.Alarms = append(s.Alarms, Alarm{Text: item.Text})
		case line.Foreign:
			s.foreign(item.Text, line.Head, day, own(lines))
			s.doubt(item.Reading, Alarm{Text: item.Text})
		case line.Gone:
			s.Gone = append(s.Gone, line)
			if item.Outcome == model.EmergencyFound {
				s.Alarms = append(s.Alarms, Alarm{Text: item.Text, HouseholdID: line.HouseholdID})
			}
			s.doubt(item.Reading, Alarm{Text: item.Text, HouseholdID: line.HouseholdID})
		case item.Future:
			if !slices.Contains(s.Future, item.Text) {
				s.Future = append(s.Future, item.Text)
			}
		case line.Urgent && ofAll && (item.Outcome == model.Normal || item.Outcome == model.Unreached):
			s.Kept = append(s.Kept, line)
		default:
			s.Records = append(s.Records, record(item.Reading, line.HouseholdID, day, item.Text))
		}
	}
}

// foreign asks about what was said of somebody who is none of the person's, or
// whose name was written wrong.
func (s *Step) foreign(text, head string, day model.Day, own []Line) {
	p := Piece{Text: text, Day: day, Lines: Resembling(head, own)}
	if len(p.Lines) == 0 {
		p.Lines, p.Foreign = own, true
	}
	s.Next.Pieces = append(s.Next.Pieces, p)
}

// unread asks about a piece of which it is not clear whom it is about; hardship
// does not wait for the answer.
func (s *Step) unread(piece string, day model.Day, lines, others []Line) {
	read := reading.Read(piece, day)
	if read.Outcome == model.EmergencyFound {
		s.Alarms = append(s.Alarms, Alarm{Text: piece})
		return
	}
	s.doubt(read, Alarm{Text: piece})
	p := Piece{Text: piece, Day: day, Lines: Resembling(piece, own(slices.Concat(lines, others)))}
	if len(p.Lines) == 0 {
		p.Lines = present(lines)
	}
	if len(p.Lines) == 0 { // there is no list
		p.Lines = own(others)
	}
	s.Next.Pieces = append(s.Next.Pieces, p)
}

// entire is what a text says of the only household that it names: what stands
// before the name and around it (今天去了白文亮家) says how and when, too.
func entire(item reading.Item, text string, day model.Day) reading.Item {
	item.Text = text
	means, happened, _ := reading.How(text, day)
	if item.Means == model.Unspecified {
		item.Means = means
	}
	uneventful := item.Outcome == model.Normal || item.Outcome == model.Unreached
	if item.HappenedOn == 0 && !item.Future && uneventful { // else the day may be the family's
		item.HappenedOn = happened
	}
	return item
}

// whole reads a text that names no household. It is of the only one of the list,
// or of the only one that the person has.
func (s *Step) whole(text string, day model.Day, lines, others []Line) {
	read := reading.Read(text, day)
	here := present(lines)
	if len(lines) == 0 && len(others) > 0 {
		lines, here = others, others
	}
	switch {
	case read.Outcome == model.Unclear && courteous(text):
		s.Ask = Courtesy
	case read.Outcome == model.Unclear && undoes(text):
		s.Ask = AskUndo
	case read.Outcome == model.Unclear:
		s.Ask = AskHelp
	case read.Future:
		s.Future = append(s.Future, text)
	case read.Outcome == model.EmergencyFound && (len(here) != 1 || len(lines) != 1):
		s.Alarms = append(s.Alarms, Alarm{Text: text})
	case len(here) == 1 && len(lines) == 1:
		s.Records = append(s.Records, record(read, here[0].HouseholdID, day, text))
	case len(here) == 0:
		s.Ask, s.Piece = AskHousehold, Piece{Text: text, Day: day}
		s.doubt(read, Alarm{Text: text})
	default:
		s.Next.Pieces = []Piece{{Text: text, Day: day, Lines: here}}
		s.doubt(read, Alarm{Text: text})
	}
}

// doubt keeps what may be an emergency from waiting for an answer that may never
// come.
func (s *Step) doubt(read reading.Reading, a Alarm) {
	if read.Outcome == model.Change && read.Doubt {
		a.Doubtful = true
		s.Alarms = append(s.Alarms, a)
	}
}

// ask turns to the first piece that waits.
func (s *Step) ask() {
	s.Next.Question = 0
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
	step := Step{Next: State{Pieces: state.Pieces}}
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
	step.Records[0].MessageID = p.Message
	step.Next.Pieces = state.Pieces[1:]
	step.ask()
	return step
}

// Tapped records the outcome that was pressed for one household. A question
// that waits goes on waiting.
func Tapped(state State, tap Tap, day model.Day) Step {
	step := Step{
		Next: State{Pieces: state.Pieces, Question: state.Question},
		Records: []model.ContactRecord{{
			HouseholdID: tap.ID, Means: tap.Means, Outcome: tap.Outcome, HappenedOn: day,
			IncomeChange: model.IncomeUnknown,
		}},
	}
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

// NoEmergency is the record that stands when a report that was read as an
// emergency turned out to be none.
func NoEmergency(of model.ContactRecord) model.ContactRecord {
	r := instead(of)
	r.Outcome = model.Change
	return r
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
