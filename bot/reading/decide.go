package reading

import (
	"slices"
	"strings"

	"ringkeeper/model"
)

// The marks and events that the decision itself asks for.
const (
	markMild      = "mild"       // 不严重: takes a grave reading back to a change
	markAck       = "ack"        // 知道了
	markShortGood = "short_good" // 好: an answer only where a household is named
	markMeta      = "meta"       // 这个功能不错: about the bot
	markUndone    = "undone"     // 还没去: no contact was made
)

// wordsShown is how many deciding words are named at most.
const wordsShown = 12

// finding is what one event came to mean.
type finding struct {
	*verdict
	outcome model.Outcome
	match   int
}

// rank orders outcomes by gravity; the gravest finding decides.
var rank = map[model.Outcome]int{
	model.EmergencyFound: 4, model.Change: 3, model.Normal: 2, model.Unreached: 1, model.Unclear: 0,
}

// decide weighs the findings.
func (v *view) decide(named bool) Reading {
	r := Reading{Outcome: model.Unclear, IncomeChange: model.IncomeUnknown}
	found, reassured := v.findings()
	for _, f := range found {
		if rank[f.outcome] > rank[r.Outcome] {
			r.Outcome = f.outcome
		}
	}
	if r.Outcome == model.Normal && v.said[markMeta] && !v.speaksOfHome() {
		return Reading{Outcome: model.Unclear, IncomeChange: model.IncomeUnknown}
	}
	tried := v.lastTry(found)
	if reassured >= 0 && rank[r.Outcome] < rank[model.Normal] && tried < 0 {
		r.Outcome = model.Normal
		r.Words = append(r.Words, v.words(reassured))
	}
	if r.Outcome == model.Change && tried >= 0 && !v.reachedAnybody(tried, found) {
		// Nobody was there to tell it: the words are kept, the contact is still to be made.
		r.Outcome = model.Unreached
		for _, f := range found {
			if f.outcome == model.Change {
				r.Words = append(r.Words, v.words(f.match))
			}
		}
	}
	if r.Outcome == model.Normal && tried >= 0 && !v.reachedAfter(tried, found) {
		r.Outcome = model.Unreached
	}
	if r.Outcome == model.Unclear {
		r.Outcome, r.Words, r.Bare = v.withoutFindings(named)
	}
	v.collect(&r, found)
	r.Doubt = r.Outcome == model.Change && slices.ContainsFunc(found, v.belittled)
	if r.Outcome == model.Normal && r.IncomeChange == model.IncomeUnknown && (reassured >= 0 || v.assures(found, named)) {
		r.IncomeChange = model.IncomeSame
	}
	return r
}

// findings reads every event that counts. reassured is the first trouble that
// was expressly denied or is of earlier years, -1 for none.
func (v *view) findings() (found []finding, reassured int) {
	reassured = -1
	for i, m := range v.matches {
		e := v.by.lex.events[m.name]
		if e == nil {
			continue
		}
		if (m.scope == denied || m.scope == past) && !e.Routine && reassured < 0 {
			reassured = i
		}
		// A plan is no change yet, but a danger that is only to come counts.
		danger := e.Readings[0].Outcome == model.EmergencyFound
		if m.scope != counts && !(m.scope == planned && danger) {
			continue
		}
		for _, reading := range e.Readings {
			if !v.fits(i, reading) {
				continue
			}
			if reading.Outcome != "" && !v.passed(m, reading) {
				found = append(found, finding{reading, v.weigh(m, reading), i})
			}
			break
		}
	}
	return found, reassured
}

// fits says whether the conditions of a reading hold for match i.
func (v *view) fits(i int, r *verdict) bool {
	all := func(names []string, holds func(string) bool) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return !holds(n) })
	}
	none := func(names []string, holds func(string) bool) bool { return !slices.ContainsFunc(names, holds) }
	beside := func(n string) bool { return v.beside(i, n) }
	return all(r.With, beside) && all(r.Text, v.anywhere) && none(r.Without, beside) && none(r.Unless, v.anywhere)
}

// weigh takes an emergency back to a change where it is over, or where a grave
// one is called mild.
func (v *view) weigh(m match, r *verdict) model.Outcome {
	if r.Outcome == model.EmergencyFound && (m.settled || r.Grave && v.said[markMild]) {
		return model.Change
	}
	return r.Outcome
}

// belittled says whether something grave is only a change because the writer
// calls it mild; whether it is, a person has to say.
func (v *view) belittled(f finding) bool {
	m := v.matches[f.match]
	return f.verdict.Outcome == model.EmergencyFound && f.outcome == model.Change && m.scope == counts && !m.settled
}

// passed says whether a change is over and the writer says beside it that all
// is well; money that was spent on it stays a change.
func (v *view) passed(m match, r *verdict) bool {
	return m.settled && r.Outcome == model.Change && !r.Member && v.said["well"] && !v.said["money"]
}

// collect gathers what the findings say beside the outcome. Causes count only
// where something happened.
func (v *view) collect(r *Reading, found []finding) {
	happened := r.Outcome == model.Change || r.Outcome == model.EmergencyFound
	for _, f := range found {
		if f.outcome == r.Outcome {
			if w := v.words(f.match); len(r.Words) < wordsShown && !slices.Contains(r.Words, w) {
				r.Words = append(r.Words, w)
			}
		}
		if happened {
			r.MemberChange = r.MemberChange || f.Member
			for _, c := range f.Causes {
				if !slices.Contains(r.Causes, c) {
					r.Causes = append(r.Causes, c)
				}
			}
		}
		if r.Outcome != model.Unreached {
			r.IncomeChange = incomeOf(r.IncomeChange, f.Income)
		}
	}
	if len(r.Causes) > 1 {
		// 其他 says that nothing better is known.
		r.Causes = slices.DeleteFunc(r.Causes, func(c model.Cause) bool { return c == model.CauseOther })
	}
}

// incomeOf keeps the weightier of two words about income: a loss, a gain, none.
func incomeOf(a, b model.IncomeChange) model.IncomeChange {
	for _, c := range []model.IncomeChange{model.IncomeDown, model.IncomeUp, model.IncomeSame} {
		if a == c || b == c {
			return c
		}
	}
	return model.IncomeUnknown
}

// assures says whether a normal finding speaks of the household, rather than
// only of the contact.
func (v *view) assures(found []finding, named bool) bool {
	for _, f := range found {
		if f.outcome == model.Normal {
			return true
		}
	}
	return named && v.shortGood() >= 0
}

// lastTry returns where the last try ends that reached nobody, -1 for none.
func (v *view) lastTry(found []finding) int {
	end := -1
	for _, f := range found {
		if f.outcome == model.Unreached {
			end = max(end, v.matches[f.match].end)
		}
	}
	return end
}

// reachedAfter says whether somebody was reached after all: another word of
// contact stands after the failed try, and good news with it.
func (v *view) reachedAfter(tried int, found []finding) bool {
	goodNews := slices.ContainsFunc(found, func(f finding) bool {
		return f.outcome == model.Normal && v.matches[f.match].start >= tried
	})
	for _, m := range v.matches {
		if m.start < tried || m.scope != counts {
			continue
		}
		if m.name == "reached" || goodNews && slices.Contains([]string{markSpeech, "visit", "wechat", "phone"}, m.name) {
			return true
		}
	}
	return false
}

// reachedAnybody says whether somebody was met or spoke, or whether the failed
// try may not have been the contact at all: 儿子不回 is no call.
func (v *view) reachedAnybody(tried int, found []finding) bool {
	if v.said["reached"] || v.said[markSpeech] || v.said["looked"] || v.reachedAfter(tried, found) {
		return true
	}
	failed := map[int]bool{} // the clauses of failed tries
	sure, called := false, true
	for _, f := range found {
		if f.outcome == model.Unreached {
			failed[v.matches[f.match].clause] = true
			sure = sure || strings.ContainsAny(v.words(f.match), "联找见遇碰人")
		}
	}
	for _, m := range v.matches {
		if failed[m.clause] && m.scope == counts {
			sure = sure || slices.Contains([]string{"visit", "phone", "wechat"}, m.name)
			called = called && m.name != "visit"
		}
	}
	for i, m := range v.matches {
		if failed[m.clause] || m.scope != counts {
			continue
		}
		asked := m.name == "contacted" && !strings.Contains(v.words(i), "联系")
		if asked || m.name == "visit" && called {
			return true
		}
	}
	return !sure
}

// withoutFindings reads a text in which nothing happened: a contact that was
// made is normal, talk is no record.
func (v *view) withoutFindings(named bool) (o model.Outcome, words []string, bare bool) {
	if i := v.shortGood(); named && i >= 0 && !v.said[markUndone] {
		return model.Normal, []string{v.words(i)}, false
	}
	if v.said[markUndone] || v.acknowledges() || v.onlyAsks() {
		return model.Unclear, nil, false
	}
	if o, words := v.hinted(); o != model.Unclear {
		return o, words, false
	}
	for _, n := range []string{"visit", "looked", "phone", "wechat", "contacted", markPolicy} {
		if v.said[n] {
			return model.Normal, v.wordsOf(n), true
		}
	}
	return model.Unclear, nil, false
}

// shortGood returns the match that makes up a clause (都好, 好的), -1 for none.
func (v *view) shortGood() int {
	return slices.IndexFunc(v.matches, func(m match) bool {
		c := v.clauses[m.clause]
		return m.name == markShortGood && m.scope == counts && c.end-c.start <= m.end-m.start+2
	})
}

// acknowledges says whether the text is little more than 收到.
func (v *view) acknowledges() bool {
	length := 0
	for _, c := range v.clauses {
		length += c.end - c.start
	}
	for _, m := range v.matches {
		if m.name == markAck && length <= 2*(m.end-m.start)+2 {
			return true
		}
	}
	return false
}

// onlyAsks says whether a clause is a question and none is a statement with a
// word of contact.
func (v *view) onlyAsks() bool {
	asks := false
	for c := range v.clauses {
		if v.contactIn(c) && !v.askedIn(c) {
			return false
		}
		asks = asks || v.askedIn(c) || v.clauses[c].mark == '?'
	}
	return asks
}

// words returns the writer's own characters of match i.
func (v *view) words(i int) string { return v.source(v.matches[i].start, v.matches[i].end) }

func (v *view) wordsOf(name string) (out []string) {
	for i, m := range v.matches {
		if m.name == name && m.scope == counts {
			out = append(out, v.words(i))
		}
	}
	return out
}
