package bot

import (
	"fmt"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
)

// The kinds of notices that the bot words; each has its data beside it.
const (
	kindSay           model.NoticeKind = "say"            // one sentence
	kindRecorded      model.NoticeKind = "recorded"       // what was recorded, what is open
	kindPick          model.NoticeKind = "pick"           // how is this household?
	kindChange        model.NoticeKind = "change"         // what is to be changed in a record?
	kindDoubt         model.NoticeKind = "doubt"          // is this an emergency?
	kindWhich         model.NoticeKind = "which"          // which household is this of?
	kindAlert         model.NoticeKind = "alert"          // an emergency, to who is to act
	kindFiled         model.NoticeKind = "filed"          // an emergency, to who reported it
	kindAgain         model.NoticeKind = "again"          // the same report came before
	kindJoined        model.NoticeKind = "joined"         // … which was added to an open case
	kindAddition      model.NoticeKind = "addition"       // to who was told: somebody else reported it too
	kindArrival       model.NoticeKind = "arrival"        // to the reporter: an alert is late
	kindStep          model.NoticeKind = "step"           // to whom it concerns: a step was made in a case
	kindNote          model.NoticeKind = "note"           // … something was added to it
	kindCalledOff     model.NoticeKind = "called_off"     // to who was told: it was none
	kindEscalated     model.NoticeKind = "escalated"      // a case waits too long, to the next level of its chain
	kindOverdue       model.NoticeKind = "overdue"        // a page of what is overdue
	kindDigest        model.NoticeKind = "digest"         // the reminder of a workday
	kindToday         model.NoticeKind = "today"          // the households of a trip
	kindCard          model.NoticeKind = "card"           // a household, why, or its records
	kindChoice        model.NoticeKind = "choice"         // which household is to be shown?
	kindPhone         model.NoticeKind = "phone"          // a household's telephone numbers
	kindMe            model.NoticeKind = "me"             // how one's own households fared
	kindUndo          model.NoticeKind = "undo"           // is this record to be taken back?
	kindItem          model.NoticeKind = "item"           // what became of an open item
	kindItems         model.NoticeKind = "items"          // what is open
	kindExcuse        model.NoticeKind = "excuse"         // why, and until when, is a duty excused?
	kindExcused       model.NoticeKind = "excused"        // a page of what is excused
	kindAttached      model.NoticeKind = "attached"       // what became of pictures without words
	kindBound         model.NoticeKind = "bound"          // where a group hears of emergencies: what the bot may do there
	kindUnheard       model.NoticeKind = "unheard"        // nobody was heard there
	kindRevision      model.NoticeKind = "revision"       // what would stand by a changed message
	kindCases         model.NoticeKind = "cases"          // a page of the open emergencies
	kindCase          model.NoticeKind = "case"           // all about an emergency
	kindCaseFigures   model.NoticeKind = "case_figures"   // how emergencies were dealt with
	kindProcedure     model.NoticeKind = "procedure"      // how far an identification, or the elimination of a risk, has got
	kindProcedureNews model.NoticeKind = "procedure_news" // to whom it concerns: a step of it was made
)

// sentence is a sentence of the catalogue with plain arguments.
type sentence struct {
	Key     string     `json:"key"`
	Args    model.Args `json:"args,omitempty"`
	Then    string     `json:"then,omitempty"` // key of a second paragraph
	Buttons []said     `json:"buttons,omitempty"`
}

// said is a button with a word of the catalogue.
type said struct {
	Key string   `json:"key"`
	Tap talk.Tap `json:"tap"`
}

type recorded struct {
	UpdateID int64         `json:"update"`
	Digest   int64         `json:"digest,omitempty"`  // the delivery that was answered
	Numbers  map[int64]int `json:"numbers,omitempty"` // household → number in the digest
	Kept     []int         `json:"kept,omitempty"`    // numbers left as the emergencies that they are
	Quote    bool          `json:"quote,omitempty"`   // the words were written some time ago
}

type picking struct {
	HouseholdID int64  `json:"household"`
	Text        string `json:"text,omitempty"` // the words that are asked about
	Question    int64  `json:"question,omitempty"`
}

type which struct {
	Text     string      `json:"text"`
	Lines    []talk.Line `json:"lines"`
	Foreign  bool        `json:"foreign,omitempty"`
	Question int64       `json:"question,omitempty"`
}

type filed struct {
	Source string      `json:"source"`
	Told   []recipient `json:"told,omitempty"`
	Short  bool        `json:"short,omitempty"` // who was told is said elsewhere
	Alone  bool        `json:"alone,omitempty"` // there is no record of it
}

// recipient is who was told of an emergency, or could not be.
type recipient struct {
	As      string `json:"as"` // key of the sentence that names the role
	Name    string `json:"name"`
	Unbound bool   `json:"unbound,omitempty"`
	Alert   string `json:"alert,omitempty"` // key of the notice that tells them
}

type overduePage struct {
	Scope model.Scope `json:"scope"`
	Name  string      `json:"name,omitempty"`
	Page  int         `json:"page,omitempty"`
}

// attached names the pictures, files and places that are answered together.
type attached struct {
	Answer string `json:"answer"`
}

// bound names a binding of the group to which it goes; one that was bound anew
// since is another.
type bound struct {
	At model.Instant `json:"at"`
}

func subjectOfAnswer(answer string) string { return "attached:" + answer }
func subjectOfGroup(chat int64) string     { return fmt.Sprintf("group:%d", chat) }
func subjectOfUpdate(id int64) string      { return fmt.Sprintf("update:%d", id) }
func subjectOfCase(source string) string   { return model.Emergency{Source: source}.Subject() }
func subjectOfReply(source string) string  { return "case:" + source }   // an answer to who did something in it
func subjectOfReason(source string) string { return "reason:" + source } // the question why a case is withdrawn
