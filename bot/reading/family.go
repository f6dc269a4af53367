package reading

import (
	"strings"
	"unicode"
)

// Family is what the beginning of an emergency report tells of where it
// happened; whatever cannot be told is empty.
type Family struct {
	Village string // without 村 or 社区, so that it begins every way of writing it
	Head    string
	Number  string // the household number
	Rest    string // what happened
}

// placeEnds are the endings of places, the wider ones first. kept says that the
// place is the village.
var placeEnds = []struct {
	word string
	kept bool
}{{"街道办事处", false}, {"街道办", false}, {"街道", false}, {"镇", false}, {"乡", false}, {"村民委员会", true}, {"居民委员会", true}, {"村委会", true}, {"居委会", true}, {"社区", true},
	{"村", true}, {"小组", false}, {"组", false}, {"寨", false}, {"屯", false}}

// notPlace are characters that no name of a place holds: 去了趟村里 names none.
const notPlace = "了去到趟忙们我你您这哪把被着"

// notVillage are characters after 村 with which it is another word.
const notVillage = "里头上中口民子干医道长边外内"

const (
	placeReach  = 8  // the longest name of a place, with its ending
	numberFrom  = 6  // the shortest household number
	numberUpTo  = 22 // the longest
	phoneLength = 11
)

// ReadFamily reads who an emergency report is about: a household number, or a
// place and a name, at its beginning. It takes only what it is sure of; the
// text that tells what happened is left whole in Rest.
func ReadFamily(s string) Family { return standard().Family(s) }

// Family is ReadFamily by this reader.
func (by *Reader) Family(s string) Family {
	t := by.normalise(s)
	p := &pointer{text: t}
	p.skip()
	for p.number() || p.led() || p.place() || p.head() {
		p.skip()
	}
	p.family.Rest = t.source(p.at, len(t.runes))
	if p.family.Rest == "" && p.at > 0 {
		p.family.Rest = strings.TrimSpace(s)
	}
	return p.family
}

// pointer walks along the beginning of a report.
type pointer struct {
	text
	at     int
	placed bool // a place was taken
	family Family
}

// led takes what stands behind a word that only leads to it: 在河湾村, 是张春明家.
func (p *pointer) led() bool {
	for _, w := range []string{"我在", "就在", "就是", "在", "是"} {
		if !hasPrefix(p.left(), w) {
			continue
		}
		next := *p
		next.at += len([]rune(w))
		if next.place() || next.head() {
			*p = next
			return true
		}
	}
	return false
}

func (p *pointer) left() []rune { return p.runes[p.at:] }

// skip passes over what only separates.
func (p *pointer) skip() {
	for p.at < len(p.runes) && strings.ContainsRune(" ,。.:;!、\n-—()", p.runes[p.at]) {
		p.at++
	}
}

// number takes a household number. Eleven digits beginning with 1 are a phone,
// and eighteen with a date of birth within are a person's id; neither is taken.
func (p *pointer) number() bool {
	if p.family.Number != "" || p.family.Head != "" {
		return false
	}
	start := p.at
	for _, w := range []string{"户编号", "户号", "编号", "家庭编号"} {
		if hasPrefix(p.left(), w) {
			start += len([]rune(w))
			break
		}
	}
	for start < len(p.runes) && strings.ContainsRune(": 为是", p.runes[start]) {
		start++
	}
	end, digits := start, 0
	for end < len(p.runes) && p.runes[end] < unicode.MaxASCII && (unicode.IsLetter(p.runes[end]) || isDigit(p.runes[end])) {
		if isDigit(p.runes[end]) {
			digits++
		}
		end++
	}
	found := string(p.runes[start:end])
	if digits < numberFrom || end-start > numberUpTo || isPhone(found) || isPersonID(found) {
		return false
	}
	p.family.Number = strings.ToUpper(found)
	p.at = end
	for _, w := range []string{"这户", "那户", "户", "家"} {
		if hasPrefix(p.left(), w) {
			p.at += len([]rune(w))
			break
		}
	}
	return true
}

func isPhone(s string) bool { return len(s) == phoneLength && s[0] == '1' && s[1] >= '3' }

func isPersonID(s string) bool {
	if len(s) != 18 {
		return false
	}
	century, month, day := s[6:8], s[10:12], s[12:14]
	return (century == "19" || century == "20") && month >= "01" && month <= "12" && day >= "01" && day <= "31"
}

// place takes a town, a village or a group; a bare word before a blank is a
// village too, where a name follows it (河湾 张春明).
func (p *pointer) place() bool {
	if p.family.Head != "" {
		return false
	}
	left := p.left()
	for i := 1; i < len(left) && i < placeReach && (isHan(left[i]) || isDigit(left[i])); i++ {
		for _, e := range placeEnds {
			if !hasPrefix(left[i:], e.word) || e.word == "组" && i > 4 || p.by.lex.tells(left[:i]) {
				continue
			}
			after := left[i+len([]rune(e.word)):]
			if strings.ContainsAny(string(left[:i]), notPlace) || e.word == "村" && strings.ContainsRune(notVillage, runeAt(after, 0)) && !hasPrefix(after, "民") || endsVillage(after) {
				continue
			}
			name := string(left[:i])
			if e.kept && p.family.Village == "" {
				p.family.Village = village(name)
			}
			p.placed = true
			p.at += i + len([]rune(e.word))
			return true
		}
	}
	word := p.word()
	if p.family.Village != "" || len(word) < 2 || len(word) > 4 || p.by.lex.tells(word) || runeAt(left, len(word)) != ' ' {
		return false
	}
	next := &pointer{text: p.text, at: p.at + len(word)}
	next.skip()
	if !next.head() {
		return false
	}
	p.family.Village = village(string(word))
	p.at += len(word)
	return true
}

// endsVillage says whether runes begin with the ending of a village, so that
// the ending before belongs to its name: 水寨社区 is 水寨.
func endsVillage(runes []rune) bool {
	for _, e := range placeEnds {
		if e.kept && hasPrefix(runes, e.word) {
			return true
		}
	}
	return false
}

// village keeps 东村 whole, which is nothing without its 村.
func village(name string) string {
	if len([]rune(name)) < 2 {
		return name + "村"
	}
	if short := strings.TrimSuffix(name, "村"); len([]rune(short)) > 1 {
		return short
	}
	return name
}

// word returns the characters up to the next separator.
func (p *pointer) word() []rune {
	left := p.left()
	for i, r := range left {
		if !isHan(r) {
			return left[:i]
		}
	}
	return left
}

// head takes a name: two to four characters that begin with a surname and end
// before 家, a separator, or a word that tells what happened.
func (p *pointer) head() bool {
	if p.family.Head != "" {
		return false
	}
	for _, w := range []string{"户主", "农户", "脱贫户", "监测户", "监测对象", "村民"} {
		if hasPrefix(p.left(), w) {
			p.at += len([]rune(w))
			p.skip()
		}
	}
	word := p.word()
	if len(word) < 2 {
		return false
	}
	if !p.by.lex.surnames[p.by.lex.surnameOf(word)] {
		return p.placed && p.stranger(word)
	}
	width := len([]rune(p.by.lex.surnameOf(word)))
	for _, ends := range []func([]rune) bool{endsSurely, p.by.lex.endsBeforeWord} {
		for length := width + 1; length <= width+2 && length <= len(word); length++ {
			name, after := word[:length], word[length:]
			if !ends(after) || p.by.lex.tells(name) || p.by.lex.isThing(name) {
				continue
			}
			p.family.Head = string(name)
			p.at += length + houseWord(after)
			return true
		}
	}
	return false
}

// notName are characters that no name holds, and notBeforeHome those with which
// 家 is another word: 一户人家, 大家.
const (
	notName       = "的了是有我你他她们这那哪某户村人家每各全几两一二三四五六七八九十0123456789"
	notBeforeHome = "大专自搬回在到离"
)

// stranger takes what stands between a place and 家, whatever its surname:
// 双坝村赖勇云家, 河湾村老王家.
func (p *pointer) stranger(word []rune) bool {
	for length := 2; length <= 4 && length < len(word); length++ {
		name := word[:length]
		if word[length] != '家' {
			continue
		}
		if strings.ContainsAny(string(name), notName) || strings.ContainsRune(notBeforeHome, name[length-1]) || p.by.lex.tells(name) || p.by.lex.isThing(name) {
			return false
		}
		p.family.Head = string(name)
		p.at += length + houseWord(word[length:])
		return true
	}
	return false
}

// endsSurely says whether a name ends before these characters.
func endsSurely(after []rune) bool {
	return len(after) == 0 || houseWord(after) > 0 || after[0] == '的'
}

// endsBeforeWord says whether a word begins here, so that a name can end before.
func (l *lex) endsBeforeWord(after []rune) bool { return l.inWord(after, 0) }

// isThing says whether a supposed name is another word: 房子 is no Mr 房.
func (l *lex) isThing(name []rune) bool {
	for _, m := range l.find(l.words, name, []clause{{0, len(name), 0}}) {
		if size(m) > 1 && m.name != "money" {
			return true
		}
	}
	return false
}

// tells says whether runes hold an event of the lexicon, so that they are no
// name.
func (l *lex) tells(runes []rune) bool {
	for _, m := range l.find(l.words, runes, []clause{{0, len(runes), 0}}) {
		if l.events[m.name] != nil {
			return true
		}
	}
	return false
}
