package talk

import (
	"slices"
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
)

// The days that a button offers for a record, as the Word of a tap: counted back
// from the day on which it is pressed.
const (
	WordToday     = "today"
	WordYesterday = "yesterday"
	WordBefore    = "before" // 前天
)

var daysBack = map[string]int{WordToday: 0, WordYesterday: 1, WordBefore: 2}

// Amended is the record that takes the place of another when a button says one
// thing of it anew: its means, its outcome or its day. It has the same words.
func Amended(of model.ContactRecord, tap Tap, today model.Day) model.ContactRecord {
	r := instead(of)
	switch {
	case tap.Means != "":
		r.Means = tap.Means
	case tap.Word != "":
		r.HappenedOn = today - model.Day(daysBack[tap.Word])
	case tap.Outcome == model.Normal:
		r.Outcome, r.Causes, r.MemberChange, r.IncomeChange = model.Normal, nil, false, model.IncomeSame
	case tap.Outcome == model.Unreached:
		r.Outcome, r.Causes, r.MemberChange, r.IncomeChange = model.Unreached, nil, false, model.IncomeUnknown
	case tap.Outcome != "":
		r.Outcome = tap.Outcome
	}
	return r
}

// Reworded is the record that takes the place of another when somebody says it
// anew in words; what the words leave out stays as it was. future says that they
// name a day that has not come.
func Reworded(of model.ContactRecord, text string, day model.Day) (r model.ContactRecord, future bool) {
	r = instead(of)
	read := reading.Read(text, day)
	if read.Outcome != model.Unclear && !read.Bare {
		r.Outcome, r.Causes, r.MemberChange, r.IncomeChange = read.Outcome, read.Causes, read.MemberChange, read.IncomeChange
		r.Text = strings.TrimSpace(text)
	}
	means, happened, future := reading.How(text, day)
	if means != model.Unspecified {
		r.Means = means
	}
	if happened != 0 {
		r.HappenedOn = happened
	}
	return r, future
}

// Carried is a record of changed words with what buttons said of the record
// before it: its means and its day, where neither the old words nor the new say
// them.
func Carried(r, of model.ContactRecord, day model.Day) model.ContactRecord {
	before, happenedBefore, _ := reading.How(of.Text, day)
	means, happened, _ := reading.How(r.Text, day)
	if before == model.Unspecified && means == model.Unspecified {
		r.Means = of.Means
	}
	if happenedBefore == 0 && happened == 0 {
		r.HappenedOn = of.HappenedOn
	}
	return r
}

// Rewords says whether a text can be what a record is to say instead: it says
// something of the outcome, the means or the day, and names no other household.
func Rewords(text string, day model.Day, lines []Line, household int64) bool {
	for _, item := range reading.ReadReply(text, day, withAnyOther(lines)).Items {
		if line, ok := lineOf(lines, item.N); !ok || line.HouseholdID != household {
			return false
		}
	}
	means, happened, future := reading.How(text, day)
	return reading.Read(text, day).Outcome != model.Unclear || means != model.Unspecified || happened != 0 || future
}

// Cancels says whether a text calls off what the bot is waiting for.
func Cancels(text string) bool {
	switch bare(text) {
	case "取消", "算了", "不改了", "不用了", "cancel", "never mind":
		return true
	}
	return false
}

// instead is a record that corrects another and says the same.
func instead(of model.ContactRecord) model.ContactRecord {
	r := of
	r.ID, r.RecordedAt, r.ByID, r.UpdateID, r.MessageID, r.SupersededBy, r.Corrects = 0, 0, 0, 0, 0, 0, of.ID
	return r
}

// Hardship says whether a change may be an emergency, so that a report of it is
// offered: something bad happened and has a cause.
func Hardship(c model.ContactRecord) bool {
	return c.Outcome == model.Change && slices.ContainsFunc(c.Causes, func(cause model.Cause) bool {
		return cause != model.CauseSchooling && cause != model.CauseNoLabour
	})
}

// Doubtful says whether a record of a change may be an emergency, so that it is
// asked about: its words nearly read as one, or read as one by themselves and only
// not beside the household that they name.
func Doubtful(c model.ContactRecord, day model.Day) bool {
	if c.Outcome != model.Change {
		return false
	}
	read := reading.Read(c.Text, day)
	return read.Doubt || read.Outcome == model.EmergencyFound
}

// vague are days that were meant and not named.
var vague = []string{"前几天", "前两天", "前些天", "这几天", "这两天", "那天", "上周", "上个星期", "上星期", "上礼拜", "月初", "月底", "周末"}

// DayInDoubt says whether a text speaks of a day that nobody could tell: of its
// record the day of writing is kept.
func DayInDoubt(text string, day model.Day) bool {
	_, happened, _ := reading.How(text, day)
	return happened == 0 && slices.ContainsFunc(vague, func(w string) bool { return strings.Contains(text, w) })
}
