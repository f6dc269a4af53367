package reading

import (
	"slices"
	"strings"

	"ringkeeper/model"
)

// labelReach is the longest label, 没有联系上的有:.
const labelReach = 12

// labelEnds are what a label ends with, that stands before its households.
var labelEnds = []string{":", "的", "的有", "的是", "的为", "户有"}

// answerEnds are what a short answer ends with that stands right before its
// households: 没联系上2和5.
var answerEnds = []string{"没联系上", "未联系上", "联系不上", "没打通", "打不通", "没接", "未接", "没通", "没人在家"}

// labels gives 没联系上的:3、5;没变化的:1 to the households behind them, where
// nothing else is said of those.
func (h *hearing) labels(lead text, secs []section) (text, []section) {
	before := func(i int) *text {
		if i == 0 {
			return &lead
		}
		return &secs[i-1].body
	}
	label := make([]text, len(secs))
	own := make([]text, len(secs)+1) // what is left of the words before a household
	for i := range secs {
		ends := labelEnds
		if at := secs[i].start; at > 0 && !separates(h.runes[at-1]) {
			ends = slices.Concat(labelEnds, answerEnds)
		}
		label[i], own[i] = h.label(*before(i), ends)
	}
	for i := range secs {
		rest := secs[i].body
		if i+1 < len(secs) {
			rest = own[i+1]
		}
		if len(label[i].runes) == 0 || len(trim(rest).runes) > 0 || secs[i].except || secs[i].kind != byName {
			continue
		}
		if i == 0 || !secs[i-1].labelled {
			*before(i) = trim(own[i])
		}
		secs[i].body, secs[i].labelled = label[i], true
	}
	return lead, secs
}

// label cuts the label off the end of words; there is none where the label tells
// no outcome.
func (h *hearing) label(words text, ends []string) (label, rest text) {
	start := len(words.runes)
	for start > 0 && !strings.ContainsRune(";。\n,", words.runes[start-1]) {
		start--
	}
	l := words.slice(start, len(words.runes))
	s := strings.TrimSpace(string(l.runes))
	if len(l.runes) > labelReach || !slices.ContainsFunc(ends, func(w string) bool { return strings.HasSuffix(s, w) }) {
		return text{}, words
	}
	if v := look(l); !v.said[markUndone] && (!v.tells() || v.reading(h.today, true).Outcome == model.Unclear) {
		return text{}, words
	}
	return trim(l), words.slice(0, start)
}
