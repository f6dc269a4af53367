package reading

import (
	"strings"

	"ringkeeper/model"
)

// calls are the words that open an emergency report. After a loose one a
// report follows only behind a separator, since 紧急 also begins other words.
var calls = []struct {
	word  string
	loose bool
}{
	{"急难报告", false}, {"急难情况", true}, {"急难", true}, {"急报", false}, {"紧急报告", false}, {"紧急情况", true}, {"紧急上报", false},
	{"紧急求助", false}, {"紧急", true}, {"十万火急", false}, {"加急", true}, {"急急急", false}, {"急", true},
}

// haste are words that begin like a call and only tell how somebody went.
var haste = []string{"急忙", "急急忙忙", "急匆匆", "急急匆匆", "急冲冲", "急着"}

// IsEmergencyReport says whether a private message asks to file an emergency:
// it begins with 急报, 紧急 or the like. rest is the report itself, empty where
// only the call was sent.
func IsEmergencyReport(s string) (rest string, ok bool) { return standard().EmergencyReport(s) }

// EmergencyReport is IsEmergencyReport by this reader.
func (by *Reader) EmergencyReport(s string) (rest string, ok bool) {
	rest, _, ok = by.call(s)
	return rest, ok
}

// IsReportInTalk is IsEmergencyReport of what people say to each other. 紧急 and the
// like also open what is only pressing (紧急：请今天交表), so behind a loose call a
// family has to be named, or hardship told.
func IsReportInTalk(s string, day model.Day) (rest string, ok bool) {
	by := standard()
	rest, loose, ok := by.call(s)
	if ok && loose && !by.Family(rest).known() && by.Read(rest, day).Outcome != model.EmergencyFound {
		return "", false
	}
	return rest, ok
}

// call looks for the call that opens a report, and says whether it is a loose one.
func (by *Reader) call(s string) (rest string, loose, ok bool) {
	t := by.normalise(s)
	start := 0
	for start < len(t.runes) && strings.ContainsRune(" !【[(#*", t.runes[start]) {
		start++
	}
	for _, w := range haste {
		if hasPrefix(t.runes[start:], w) {
			return "", false, false
		}
	}
	for _, c := range calls {
		if !hasPrefix(t.runes[start:], c.word) {
			continue
		}
		at := start + len([]rune(c.word))
		end := at
		for end < len(t.runes) && strings.ContainsRune(" ,。.:;!、】])\n-—~", t.runes[end]) {
			end++
		}
		if end < len(t.runes) && (c.loose && end == at && !by.Family(t.source(at, len(t.runes))).known() || asks(t.slice(end, len(t.runes)))) {
			return "", false, false
		}
		return t.source(end, len(t.runes)), c.loose, true
	}
	return "", false, false
}

func (f Family) known() bool { return f.Number != "" || f.Head != "" }

// asks says whether the report is a question about reports (急报怎么用?).
func asks(t text) bool {
	v := look(t)
	if len(v.clauses) == 0 {
		return runeAt(t.runes, 0) == '?'
	}
	for c := range v.clauses {
		if !v.askedIn(c) && v.clauses[c].mark != '?' {
			return false
		}
	}
	return true
}
