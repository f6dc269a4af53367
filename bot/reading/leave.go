package reading

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"ringkeeper/model"
)

// Leave is what a text says of a leave.
type Leave struct {
	From, Until model.Day // both days included
	// StandIn is who is said to stand in, as typed: 王芳, or 区教育局 王芳.
	StandIn string
	// Rest is what else the text says, such as a reason.
	Rest string
}

// ReadLeave reads the days of a leave: 12月1日–12月10日, 12.1-12.10, 明天到周五,
// 下周一至周三, 3天, 明天起一周; and who stands in: 由 王芳 代. Unlike the day of a
// record these days lie ahead, so that 周三 is the coming one. ok is false where
// the text names no days, or days that are no range.
func ReadLeave(s string, today model.Day) (l Leave, ok bool) {
	t := standard().normalise(s)
	scan := leaveScan{text: string(t.runes), today: today, base: today}
	scan.dashes = dashedRange.MatchString(scan.text)
	scan.run()
	switch n := len(scan.days); {
	case n == 2 && scan.length == (leaveLength{}) && !scan.apart():
		l.From, l.Until = scan.days[0].day, scan.days[1].day
	case n == 1 && scan.length != (leaveLength{}):
		l.From = scan.days[0].day
		l.Until = scan.length.from(l.From)
	case n == 1:
		l.From, l.Until = scan.days[0].day, scan.days[0].day
	case n == 0 && scan.length != (leaveLength{}):
		l.From, l.Until = today, scan.length.from(today)
	default:
		return Leave{}, false
	}
	l.StandIn, l.Rest = scan.standIn(t)
	return l, true
}

// ReadStandIn reads who is to stand in, where that alone was asked: 王芳, 由王芳代.
func ReadStandIn(s string) string {
	t := standard().normalise(s)
	scan := leaveScan{text: string(t.runes)}
	if name, _ := scan.standIn(t); name != "" {
		return name
	}
	return strings.TrimSpace(s)
}

// leaveDay is a day at its place in the text, in bytes.
type leaveDay struct {
	day        model.Day
	start, end int
}

// leaveScan reads the days one after another; those that are not named in full
// count from the one before.
type leaveScan struct {
	text   string
	today  model.Day
	base   model.Day
	dashes bool // 12-1到12-10
	days   []leaveDay
	length leaveLength
	said   []leaveDay // every place that is read, lengths as well
}

func (s *leaveScan) run() {
	for i := 0; i < len(s.text) && len(s.days) < 3; { // three days are no range
		if n := s.at(i); n > 0 {
			i += n
			continue
		}
		_, n := utf8.DecodeRuneInString(s.text[i:])
		i += n
	}
}

// at reads what begins at a place and says how many bytes it takes.
func (s *leaveScan) at(i int) int {
	if i > 0 && isDigit(rune(s.text[i])) && isDigit(rune(s.text[i-1])) {
		return 0
	}
	rest := s.text[i:]
	if l, n := lengthAt(rest); n > 0 && s.length == (leaveLength{}) {
		s.length, s.said = l, append(s.said, leaveDay{0, i, i + n})
		return n
	}
	for _, f := range dayForms {
		m := f.form.FindStringSubmatch(rest)
		if m == nil || f.when != nil && !f.when(s, i) {
			continue
		}
		day := f.day(m[1:], s.base, s.today)
		if day == 0 {
			continue
		}
		n := len(m[0])
		if f.head {
			n = len(m[1])
		}
		d := leaveDay{day, i, i + n}
		s.days, s.said, s.base = append(s.days, d), append(s.said, d), day
		return n
	}
	return 0
}

// afterNoMonth says that no month of a date that is none stands before a place.
func (s *leaveScan) afterNoMonth(i int) bool { return !strings.HasSuffix(s.text[:i], "月") }

// apart says that the two days are named one by one, with others between them.
func (s *leaveScan) apart() bool {
	between := s.text[s.days[0].end:s.days[1].start]
	return strings.ContainsAny(between, "和跟、,;及") && s.days[1].day-s.days[0].day > 1
}

// rangeMark is what stands between the first and the last day.
var rangeMark = regexp.MustCompile(`^\s*(?:-|–|—|~|到|至)+\s*$`)

// afterMark says that only a range's mark stands between the first day and a
// place.
func (s *leaveScan) afterMark(i int) bool {
	return len(s.days) == 1 && rangeMark.MatchString(s.text[s.days[0].end:i])
}

// What a text about a leave says beside its days: words that tell nothing, and
// what joins words to a day, which in another place may belong to a name (李从军).
var (
	leaveWords = regexp.MustCompile(`请\s*假|休\s*假|出差|事假|病假|年假|公休|[,.;:!?()，．；：！？（）。、\s]+`)
	afterDay   = regexp.MustCompile(`^(?:起|开始|到|至|为止|止|结束|假|to\b|until\b|[-–—~～－\s])+`)
	beforeDay  = regexp.MustCompile(`(?:请|从|自|到|至|\bfrom|\bto|\buntil|[-–—~～－\s])+$`)
)

// standInForms are how it is said who stands in.
var standInForms = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(?:由|请|让|交给|委托|麻烦|\bby\b)\s*(.+?)\s*(?:代办|代管|代理|代替|顶班|帮忙|负责|代|替|顶)?$`),
	regexp.MustCompile(`代办人[:：]?\s*(.+)$`),
	regexp.MustCompile(`^(.+?)\s*(?:代办|代管|代理|代替|顶班|代|替)$`),
}

// standIn is who stands in by what is left when the days are taken out, in the
// writer's own characters.
func (s *leaveScan) standIn(t text) (name, rest string) {
	var left strings.Builder
	at := 0
	for _, said := range append(s.said, leaveDay{0, len(s.text), len(s.text)}) {
		from := utf8.RuneCountInString(s.text[:at])
		words := t.source(from, from+utf8.RuneCountInString(s.text[at:said.start]))
		if at > 0 {
			words = afterDay.ReplaceAllString(words, "")
		}
		if said.end > said.start {
			words = beforeDay.ReplaceAllString(words, "")
		}
		left.WriteString(" " + words + " ")
		at = said.end
	}
	words := strings.TrimSpace(leaveWords.ReplaceAllString(left.String(), " "))
	for _, form := range standInForms {
		if m := form.FindStringSubmatchIndex(words); m != nil {
			return strings.TrimSpace(words[m[2]:m[3]]), strings.TrimSpace(words[:m[0]])
		}
	}
	return "", words
}
