package talk

import (
	"slices"
	"strconv"
	"strings"

	"ringkeeper/model"
)

// Tap is what a pressed button asks for. It travels as the button's data, at
// most 64 bytes, and is checked again when it comes back: what a button asks
// for may no longer be right.
type Tap struct {
	Do       Verb
	ID       int64 // a household, an update, an emergency or a page
	Means    model.Means
	Outcome  model.Outcome
	Question int64  // that a TapPiece or TapDrop answers
	Word     string // what else the verb needs, one of few words
}

// Verb is the kind of a tap.
type Verb string

// The verbs.
const (
	TapHousehold   Verb = "h" // how is household ID?
	TapRecord      Verb = "r" // record Outcome by Means for household ID
	TapUndo        Verb = "u" // take back what update ID recorded
	TapPiece       Verb = "p" // the piece that is asked about is of household ID, with Outcome
	TapDrop        Verb = "d" // the piece that is asked about is nothing; nothing is to be reported
	TapAcknowledge Verb = "a" // take on emergency ID
	TapCallOff     Verb = "w" // emergency ID is none
	TapPage        Verb = "o" // page ID of the overdue list

	TapCard     Verb = "card"     // show household ID
	TapWhy      Verb = "why"      // … why its due days are these
	TapHistory  Verb = "history"  // … its records; Word is the page
	TapPhone    Verb = "phone"    // … its telephone
	TapCommand  Verb = "command"  // what the command Word does without further words
	TapLanguage Verb = "language" // speak Word

	TapChange  Verb = "change"  // what is to be changed in record ID?
	TapChoose  Verb = "choose"  // which record of update ID is to be changed?
	TapAmend   Verb = "amend"   // record ID has Means, Outcome, or the day of Word
	TapSpecify Verb = "specify" // what update ID recorded has Means, or the day of Word
	TapConfirm Verb = "confirm" // emergency ID is one
	TapUnjoin  Verb = "unjoin"  // line ID of a case, an addition, is none

	TapSettle  Verb = "settle"  // open item ID has the status Word
	TapBlock   Verb = "block"   // excuse household ID as Word, an Excuse, says
	TapUnblock Verb = "unblock" // block ID ends
	TapExcused Verb = "excused" // page ID of what is excused

	TapCases   Verb = "cases"   // page ID of the open cases
	TapCase    Verb = "case"    // show case ID
	TapFigures Verb = "figures" // of this year's cases

	TapForwarded Verb = "forwarded" // what update ID forwarded is the person's own report
	TapRevision  Verb = "revision"  // Word: apply what update ID changed of a message, or leave it
)

// The verbs of a case.
const (
	TapStep     Verb = "step"     // emergency ID moves on to the state Word
	TapTakeOver Verb = "takeover" // the person has emergency ID in hand from now on
	TapReopen   Verb = "reopen"   // emergency ID is not solved
	TapExplain  Verb = "explain"  // emergency ID was withdrawn for the reason Word
)

// The verbs of standing in for somebody.
const (
	TapDelegate Verb = "delegate" // cadre ID is to be a delegate; 0: who is?
	TapLeave    Verb = "away"     // leave for the days of Word, with cadre ID standing in, 0 for nobody; no Word: which days?
	TapStandIn  Verb = "standin"  // who is to stand in during the leave of Word?
	TapEnd      Verb = "end"      // end the standing in ID, by either of the two
)

// The verbs of procedures: 监测对象识别 and 风险消除.
const (
	TapIdentify  Verb = "identify"  // begin to identify the family of emergency ID
	TapEliminate Verb = "eliminate" // begin to eliminate the risk of household ID
	TapProcedure Verb = "procedure" // show procedure ID
	TapMade      Verb = "made"      // procedure ID: the step Word is made
	TapFill      Verb = "fill"      // … Word is its subtype or cause, or it has no number yet
	TapRefuse    Verb = "refuse"    // … is refused for the reason Word; no Word: for which?
)

// Unnumbered is the word of a TapFill for a household without a number.
const Unnumbered = "unnumbered"

// The words of a TapRevision.
const (
	Apply = "apply"
	Leave = "leave"
)

// String gives the button's data.
func (t Tap) String() string {
	parts := []string{string(t.Do), strconv.FormatInt(t.ID, 10), string(t.Means), string(t.Outcome), "", t.Word}
	if t.Question != 0 {
		parts[4] = strconv.FormatInt(t.Question, 10)
	}
	return strings.TrimRight(strings.Join(parts, ":"), ":")
}

// ParseTap reads a button's data; ok is false for what no button of ours says.
func ParseTap(data string) (t Tap, ok bool) {
	parts := strings.Split(data, ":")
	if len(parts) < 2 || len(parts) > 6 {
		return Tap{}, false
	}
	for len(parts) < 6 {
		parts = append(parts, "")
	}
	id, err := strconv.ParseInt(parts[1], 10, 64)
	t = Tap{Do: Verb(parts[0]), ID: id, Means: model.Means(parts[2]), Outcome: model.Outcome(parts[3]), Word: parts[5]}
	if parts[4] != "" && err == nil {
		t.Question, err = strconv.ParseInt(parts[4], 10, 64)
	}
	// What reads well but was written otherwise (+7, 007) is none of ours.
	if err != nil || id < 0 || t.Question < 0 || t.String() != data || !t.known() {
		return Tap{}, false
	}
	return t, true
}

// known says whether the tap has what its verb needs and nothing else.
func (t Tap) known() bool {
	if !t.wordFits() {
		return false
	}
	switch t.Do {
	case TapAmend:
		return t.Question == 0 && one(validMeans(t.Means), validOutcome(t.Outcome), t.Word != "")
	case TapSpecify:
		return t.Question == 0 && t.Outcome == "" && one(validMeans(t.Means), t.Word != "")
	case TapHousehold, TapUndo, TapAcknowledge, TapCallOff, TapPage, TapChange, TapChoose, TapConfirm, TapUnjoin, TapCard, TapWhy, TapPhone, TapHistory,
		TapStep, TapTakeOver, TapReopen, TapExplain, TapCommand, TapLanguage, TapDelegate, TapEnd, TapForwarded, TapRevision, TapSettle, TapBlock, TapUnblock, TapExcused,
		TapCases, TapCase, TapFigures, TapIdentify, TapEliminate, TapProcedure, TapMade, TapFill, TapRefuse:
		return t.Means == "" && t.Outcome == "" && t.Question == 0
	case TapLeave, TapStandIn:
		whichDays := t == Tap{Do: TapLeave}
		return (t.Word != "" || whichDays) && t.Means == "" && t.Outcome == "" && t.Question == 0
	case TapRecord:
		return validMeans(t.Means) && validOutcome(t.Outcome) && t.Question == 0
	case TapDrop:
		return t.Means == "" && t.Outcome == ""
	case TapPiece:
		return t.Means == "" && (t.Outcome == "" || validOutcome(t.Outcome))
	}
	return false
}

// validWord says whether a word may be one of ours; which verb takes which, its
// handler knows.
func validWord(w string) bool {
	for _, r := range w {
		if !(r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z') {
			return false
		}
	}
	return len(w) >= 1 && len(w) <= 16
}

// steps are the states to which a button moves a case on.
var steps = []model.EmergencyStatus{model.OnTheWay, model.OnSite, model.Solved, model.Closed}

// one says that exactly one of some things is so.
func one(things ...bool) bool {
	n := 0
	for _, t := range things {
		if t {
			n++
		}
	}
	return n == 1
}

// wordFits says whether the word is one that the verb takes.
func (t Tap) wordFits() bool {
	if t.Word == "" {
		switch t.Do {
		case TapCommand, TapLanguage, TapRevision, TapSettle, TapBlock, TapStep, TapExplain, TapMade, TapFill:
			return false
		}
		return true
	}
	switch t.Do {
	case TapHistory, TapCommand, TapLanguage:
		return validWord(t.Word)
	case TapStep:
		return slices.Contains(steps, model.EmergencyStatus(t.Word))
	case TapExplain:
		return model.WithdrawReason(t.Word).Known()
	case TapSettle:
		return model.ItemStatus(t.Word).Known()
	case TapBlock:
		_, excuse := ParseExcuse(t.Word)
		return excuse
	case TapRevision:
		return t.Word == Apply || t.Word == Leave
	case TapAmend, TapSpecify:
		_, day := daysBack[t.Word]
		return day
	case TapMade:
		return slices.Contains(model.ProcedureSteps, model.ProcedureStep(t.Word))
	case TapFill:
		return t.Word == Unnumbered || slices.Contains(model.Causes, model.Cause(t.Word)) || slices.Contains(model.Subtypes(model.CategoryUnknown), model.Monitored(t.Word))
	case TapRefuse:
		return model.RefusalReason(t.Word).Known() && model.RefusalReason(t.Word) != model.CaseEnded
	case TapLeave, TapStandIn:
		_, _, days := ParseDays(t.Word)
		return days
	}
	return false
}

func validMeans(m model.Means) bool {
	switch m {
	case model.ByPhone, model.ByWeChat, model.ByVisit, model.ByOther, model.Unspecified:
		return true
	}
	return false
}

func validOutcome(o model.Outcome) bool {
	switch o {
	case model.Normal, model.Change, model.EmergencyFound, model.Unreached:
		return true
	}
	return false
}
