package reading

import "strings"

// scope says why a match does not count; counts is the zero value.
type scope int

const (
	counts   scope = iota
	denied         // 没有人生病
	past           // 前年得的病
	others         // 邻居家着火
	policy         // 宣传大病保险
	asked          // 怎么办低保?
	supposed       // 要是房子漏了
	planned        // 打算明年去打工
)

// The marks that the scopes are made of; their words stand in data/scope.yaml.
const (
	markNo       = "no"                    // 没有: denies what follows within a few characters
	markNot      = "not"                   // 不: denies the next word only
	markPast     = "past"                  // 去年
	markStill    = "still"                 // 至今: what began in the past goes on
	markOver     = "over"                  // 治好了: what was said before is over
	markOthers   = "others"                // 邻居家
	markOwn      = "own"                   // 他家: back to the household
	markSpeech   = "speech"                // 讲: a neighbour who speaks is a source, not a subject
	markPolicy   = "policy"                // 宣传
	markPrevent  = "prevent"               // 防
	markSuppose  = "suppose"               // 如果
	markAsk      = "ask"                   // 怎么, 有没有
	markAskEnd   = "ask_end"               // 吗, at the end
	markIntend   = "intend"                // 打算
	denialReach  = 6                       // runes from 没有 to what it denies
	refusalReach = 1                       // runes from 不 to what it denies
	chainReach   = 3                       // runes from one denied word to the next
	overReach    = 14                      // runes from a trouble to 治好了
	refusals     = "没未不无"                  // right before a word, even inside another word
	breaks       = "了但就却还只是而"              // what ends the reach of a denial
	towards      = "讨借住搬去到向跟和给帮找靠由请托问往在回与" // before 邻居: an object, not the subject
)

// applyScope marks the matches that do not count.
func (l *lex) applyScope(runes []rune, clauses []clause, ms []match) {
	ofOthers, wasPast := false, false
	i := 0
	for c, cl := range clauses {
		j := i
		for j < len(ms) && ms[j].clause == c {
			j++
		}
		in := ms[i:j]
		l.deny(runes, in)
		ofOthers = ofOthersIn(runes, cl, in, ofOthers)
		wasPast = pastIn(runes, cl, in, wasPast)
		ahead(runes, cl, in)
		if cl.ends() {
			ofOthers, wasPast = false, false
		}
		i = j
	}
	settle(clauses, ms)
}

// deny follows 没有 and 不 through a clause.
func (l *lex) deny(runes []rune, ms []match) {
	reach := -1        // the last place where a word that begins is denied
	from, seen := 0, 0 // where the denial begins, and how far its reach was looked at
	for i := range ms {
		m := &ms[i]
		switch m.name {
		case markNo:
			from, seen, reach = m.end, m.end, m.end+denialReach
			continue
		case markNot:
			from, seen, reach = m.end, m.end, m.end+refusalReach
			continue
		}
		if l.events[m.name] == nil && m.name != markOver {
			continue
		}
		if m.start > 0 && strings.ContainsRune(refusals, runes[m.start-1]) {
			m.scope = denied
			continue
		}
		if m.start > reach || m.start < from {
			continue
		}
		if m.start > seen && strings.ContainsAny(string(runes[seen:m.start]), breaks) {
			reach = -1
			continue
		}
		m.scope = denied
		seen = max(seen, m.end)
		reach = max(reach, m.end+chainReach)
	}
}

// ofOthersIn sets aside what is said of other people's homes, until the text
// comes back to the household or the sentence ends.
func ofOthersIn(runes []rune, cl clause, ms []match, going bool) bool {
	for i := range ms {
		m := &ms[i]
		switch {
		case m.name == markOthers:
			object := m.start > cl.start && strings.ContainsRune(towards, runes[m.start-1])
			source := i+1 < len(ms) && ms[i+1].name == markSpeech && ms[i+1].start <= m.end+3
			going = going || !object && !source
			if m.start > cl.start && runes[m.start-1] == '是' {
				setAside(ms[:i], others) // 着火的是邻居家
			}
		case m.name == markOwn:
			// 隔壁老李家 is one house, and not the household's.
			near := i > 0 && ms[i-1].name == markOthers && m.start <= ms[i-1].end+1
			going = going && near
		case going && m.scope == counts:
			m.scope = others
		}
	}
	return going
}

// setAside gives a scope to what counts so far, back to what was set aside before.
func setAside(ms []match, s scope) {
	for i := len(ms) - 1; i >= 0 && ms[i].scope != s; i-- {
		if ms[i].scope == counts {
			ms[i].scope = s
		}
	}
}

// pastIn sets aside what a clause tells of earlier years. A clause that is only
// a time (去年的时候,) reaches into the next.
func pastIn(runes []rune, cl clause, ms []match, going bool) bool {
	from := -1
	if going {
		from = cl.start
	}
	still, only := false, false
	for i, m := range ms {
		if m.name == markPast && m.start > cl.start && runes[m.start-1] == '是' {
			setAside(ms[:i], past) // 房子垮是前年的事
		}
		if m.name == markPast && from < 0 {
			from, only = m.start, cl.end-m.end <= 2
		}
		still = still || m.name == markStill
	}
	if from < 0 || still {
		return false
	}
	for i := range ms {
		if ms[i].start >= from && ms[i].scope == counts {
			ms[i].scope = past
		}
	}
	return only
}

// ahead sets aside what a clause only teaches, asks, supposes or plans.
func ahead(runes []rune, cl clause, ms []match) {
	now := counts
	question := cl.mark == '?'
	for _, m := range ms {
		question = question || m.name == markAskEnd && m.end == cl.end || m.name == markAsk && m.start <= cl.start+3
	}
	for i := range ms {
		m := &ms[i]
		if question && m.scope == counts {
			m.scope = asked
			continue
		}
		switch m.name {
		case markPolicy, markPrevent:
			now = policy
		case markSuppose:
			now = supposed
		case markAsk:
			now = asked
		case markIntend:
			now = planned
		default:
			if m.scope == counts {
				m.scope = now
			}
		}
	}
}

// settle marks what is called over in the same clause or soon after.
func settle(clauses []clause, ms []match) {
	for i, m := range ms {
		if m.name != markOver || m.scope == denied {
			continue
		}
		for j := i - 1; j >= 0 && ms[j].clause >= m.clause-2 && m.start-ms[j].end <= overReach; j-- {
			ms[j].settled = true
		}
	}
}
