package reading

import (
	"slices"
	"strings"

	"ringkeeper/model"
)

// Line is a numbered household of the message that is answered.
type Line struct {
	N             int
	Head, Village string
	// Aka are other words that name it, such as its 户编号 or the pinyin of the
	// head's name. They count where they stand alone.
	Aka []string
	// Aside: it is not of the message, and known by name alone: neither 全部 nor
	// 其余 is meant for it.
	Aside bool
}

// Item is what a reply says of one household.
type Item struct {
	N    int
	Text string // the clauses it was read from
	Reading
}

// Reply is what was read of all households, and what has to be asked about.
type Reply struct {
	Items  []Item
	Unread []string // pieces that named a household or seemed to report, but were not understood
}

// ReadReply reads an answer to a numbered message. A household that fits two,
// or of which no outcome is said, is not among the items; neither is one that
// the writer only means to see later. Items come in the order of the lines.
func ReadReply(s string, today model.Day, lines []Line) Reply {
	return standard().Reply(s, today, lines)
}

// Reply is ReadReply by this reader.
func (by *Reader) Reply(s string, today model.Day, lines []Line) Reply {
	h := &hearing{text: by.normalise(s), digest: newDigest(by, lines), today: today, items: map[int]*said{}}
	h.hear()
	return h.reply()
}

// hear reads the text.
func (h *hearing) hear() {
	if groups := group(h.runes, h.digest.references(h.runes)); len(groups) > 0 {
		h.sections(groups)
	} else {
		h.whole(h.text)
	}
}

// hearing gathers what a reply says while it is read.
type hearing struct {
	text
	digest *digest
	today  model.Day
	items  map[int]*said
	unread []string
	means  model.Means // said once for all, before the first household
	day    model.Day
	heard  func(v *view, ns []int) // of those who learn: told each piece instead of reading it
}

// said is what was read of one household so far.
type said struct {
	pieces []string
	Reading
	general bool // it was said of all, and gives way to what is said of one
	torn    bool // two pieces contradict each other
	reached bool // a piece tells that somebody was reached after all
}

func (h *hearing) reply() (out Reply) {
	for _, l := range h.digest.lines {
		it, ok := h.items[l.N]
		if !ok {
			continue
		}
		words := strings.Join(it.pieces, "\n")
		if !it.torn || it.Outcome == model.EmergencyFound {
			out.Items = append(out.Items, Item{l.N, words, it.Reading})
		} else if !slices.Contains(h.unread, words) {
			h.unread = append(h.unread, words)
		}
	}
	out.Unread = h.unread
	return out
}

// whole reads a reply that names no household: of all, if it says so; of the
// only one, if there is one.
func (h *hearing) whole(t text) {
	only := len(h.digest.listed) == 1
	v := look(t)
	r := v.reading(h.today, only || v.ofAll())
	switch all := h.digest.all(); {
	case r.Outcome == model.Unclear || len(all) == 0:
	case only:
		h.put(all, said{pieces: []string{t.source(0, len(t.runes))}, Reading: r}, false)
	case v.ofAll() && (r.Outcome == model.Normal || r.Outcome == model.Unreached):
		h.put(all, said{pieces: []string{t.source(0, len(t.runes))}, Reading: r}, false)
	default:
		h.ask(t)
	}
}

// ofAll says whether a text that names nobody speaks of all households: 都正常,
// but not 老两口都好.
func (v *view) ofAll() bool {
	for _, n := range []string{"earner", "elder", "spouse", "child"} {
		if v.said[n] {
			return false
		}
	}
	s := string(v.runes)
	for _, w := range []string{"大家都", "大家全", "没一家", "没一户", "没有一家", "没有一户", "无一家", "无一户", "清一色", "没有哪户", "没哪户", "没有哪家", "没哪家", "哪户都", "哪家都"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	for _, w := range []string{"都", "全部", "均", "全正常", "全好", "全没", "所有", "通通", "统统", "挨家", "逐户", "all", "皆", "俱", "一律", "一概", "全员", "全体", "个个"} {
		if i := strings.Index(s, w); i >= 0 && !endsInOneHouse(s[:i]) && !v.callsSomebody([]rune(s[:i])) {
			return true
		}
	}
	return false
}

// endsInOneHouse says whether what stands before 都 is one house, or two, and its
// people: 谢家都好, 家里都好, 他们一家人都好, 一家子都好.
func endsInOneHouse(before string) bool {
	return slices.ContainsFunc([]string{"家", "户", "家里", "家里头", "家人", "里人", "家里面", "家子", "屋里", "口人", "口子", "家老小"}, func(end string) bool {
		return strings.HasSuffix(before, end)
	})
}

// callsSomebody says whether runes call one person by the surname: 老周电话打了,都好
// speaks of nobody else.
func (v *view) callsSomebody(runes []rune) bool {
	for i := 0; i+1 < len(runes); i++ {
		if strings.ContainsRune("老小", runes[i]) && v.by.lex.surnames[string(runes[i+1])] && !v.by.lex.inWord(runes, i) {
			return true
		}
	}
	return false
}

// sections reads the pieces between the references.
func (h *hearing) sections(groups []mention) {
	secs := h.cut(groups)
	lead := h.slice(0, groups[0].start)
	lead, secs = h.labels(lead, secs)
	secs = h.labelsFirst(lead, secs)
	secs = h.corrected(secs)
	if len(secs) > 0 && !(secs[0].labelled && secs[0].body.at[0] == lead.at[0]) {
		h.lead(lead, &secs)
	}
	named := map[int]bool{}
	for _, s := range secs {
		// 1到6,只有3没打通,其他都好: the range only says of whom it speaks.
		if s.kind == byName && (len(s.body.runes) > 0 || s.silent) {
			for _, n := range s.ns {
				named[n] = true
			}
		}
	}
	var empty []section
	for i, s := range secs {
		if i > 0 && slices.Contains(likewise, string(s.body.runes)) {
			secs[i].body = secs[i-1].body
			s.body = secs[i].body
		}
		if s.kind == byRest {
			s.ns = h.digest.others(named)
			s.unsure = s.unsure || s.told == 1 && len(s.ns) > 1
		}
		if len(s.body.runes) == 0 && !s.silent {
			empty = append(empty, s)
			continue
		}
		h.section(s)
	}
	h.nothingSaid(empty)
}

// likewise are the words that say of a household what was said of the one before.
var likewise = []string{"也是", "也一样", "一样", "同上", "同样", "也是一样", "也同样", "也如此", "同前"}

// few households are named one by one; what is said of more at once gives way to
// what is said of one of them.
const few = 2

// nothingSaid asks about households that were named without a word, unless the
// reply speaks of them elsewhere.
func (h *hearing) nothingSaid(secs []section) {
	for _, s := range secs {
		for _, n := range s.ns {
			if h.items[n] == nil && s.kind != byAll {
				h.unread = append(h.unread, h.source(s.start, s.bodyEnd))
				break
			}
		}
	}
}

// section records what one piece says of its households.
func (h *hearing) section(s section) {
	source := s.body.source(0, len(s.body.runes))
	if !s.labelled {
		source = h.source(s.start, s.bodyEnd)
	}
	if s.silent {
		for _, n := range s.ns {
			delete(h.items, n) // 1-6号正常,除了4: nothing is said of it
		}
		return
	}
	v := look(s.body)
	if h.heard != nil {
		h.heard(v, s.ns)
		return
	}
	r := v.reading(h.today, true)
	switch {
	case r.Outcome == model.Unclear && (v.said[markUndone] || v.onlyAsks()), r.Outcome != model.EmergencyFound && v.inquires(), s.undone && !v.tells():
		// It is to be seen later, or a question: nothing to record, nothing to ask.
		if s.replaces {
			for _, n := range s.ns {
				delete(h.items, n)
			}
		}
	case r.Outcome == model.Unclear || s.unsure:
		h.unread = append(h.unread, source)
	default:
		if r.Means == model.Unspecified && h.means != "" {
			r.Means = h.means
		}
		if r.HappenedOn == 0 && !r.Future {
			r.HappenedOn = h.day
		}
		h.put(s.ns, said{pieces: []string{source}, Reading: r, general: s.kind == byAll || len(s.ns) > few, reached: v.said["reached"]}, s.replaces)
	}
}

// lead reads what stands before the first household: the means and the day for
// all of them, and 都正常 where only the exceptions are named after it.
func (h *hearing) lead(lead text, secs *[]section) {
	for n := len(lead.runes); n > 0 && strings.ContainsRune("但就只是惟唯除了有, ", lead.runes[n-1]); n-- {
		lead = lead.slice(0, n-1)
	}
	v := look(lead)
	r := v.reading(h.today, v.ofAll())
	h.means = v.means()
	if h.means == model.Unspecified {
		h.means = ""
	}
	h.day, _ = v.happenedOn(h.today, model.Normal)
	if last := len(v.clauses) - 1; last >= 0 && v.clauses[last].mark == 0 && v.undone(last) {
		(*secs)[0].undone = true // 本周内完成三户的走访
		return
	}
	if (r.Outcome == model.Normal || r.Outcome == model.Unreached) && v.ofAll() && v.tells() {
		*secs = append(*secs, section{mention: mention{kind: byRest}, body: lead, labelled: true})
	} else if r.Outcome != model.Unclear && v.tells() {
		h.ask(lead)
	}
}

// put records a reading for households. What is said twice of a household adds
// up, unless the later piece corrects the earlier one or contradicts it.
func (h *hearing) put(ns []int, now said, replaces bool) {
	for _, n := range ns {
		before := h.items[n]
		if before != nil && now.general && !before.general && now.Outcome != model.EmergencyFound {
			continue
		}
		if before == nil || replaces || before.general && !now.general && before.Outcome != model.EmergencyFound {
			one := now
			one.pieces = slices.Clone(now.pieces)
			h.items[n] = &one
			continue
		}
		before.torn = before.torn || contrary(*before, now)
		before.pieces = append(before.pieces, now.pieces...)
		before.Reading = sum(before.Reading, now.Reading)
		before.reached = before.reached || now.reached
	}
}

// contrary says whether of two pieces one tells that nobody was reached and the
// other that somebody was, without a word that it was so in the end. An
// emergency is never held back.
func contrary(a, b said) bool {
	if a.Outcome == model.EmergencyFound || b.Outcome == model.EmergencyFound || a.reached || b.reached {
		return false
	}
	return (a.Outcome == model.Unreached) != (b.Outcome == model.Unreached)
}

// sum joins two readings of one household: the graver outcome, all causes.
func sum(a, b Reading) Reading {
	if rank[b.Outcome] > rank[a.Outcome] {
		a, b = b, a
	}
	a.Causes = slices.Clone(a.Causes)
	for _, c := range b.Causes {
		if !slices.Contains(a.Causes, c) {
			a.Causes = append(a.Causes, c)
		}
	}
	if a.Means == model.Unspecified {
		a.Means = b.Means
	}
	a.HappenedOn = max(a.HappenedOn, b.HappenedOn)
	a.MemberChange = a.MemberChange || b.MemberChange
	a.IncomeChange = incomeOf(a.IncomeChange, b.IncomeChange)
	return a
}

// ask hands a piece back.
func (h *hearing) ask(t text) {
	if s := t.source(0, len(t.runes)); s != "" {
		h.unread = append(h.unread, s)
	}
}
