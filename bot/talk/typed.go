package talk

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
)

// none are the words that answer a question like its last button.
var none = []string{"都不是", "不是", "没有", "取消", "算了", "none", "no"}

// undoing are the words of who wants something taken back.
var undoing = []string{
	"撤销", "撤回", "取消", "删除", "记错了", "错了", "报错了", "不是急难", "误报", "弄错了", "搞错了", "写错了", "发错了", "说错了", "不对", "改", "改一下", "更正",
	"不算", "刚才那条不算", "上一条不算", "刚才的不算", "undo", "cancel",
}

// slips are words within a short text that takes something back: 3不对，是4.
var slips = []string{"不对", "错了", "不算数"}

// longestSlip is the length from which a text is more than that.
const longestSlip = 12

func undoes(text string) bool {
	return slices.Contains(undoing, bare(text)) ||
		len([]rune(text)) <= longestSlip && slices.ContainsFunc(slips, func(w string) bool { return strings.Contains(text, w) }) && !asks(text)
}

// noAlarm is how a text says that an emergency is none.
var noAlarm = []string{"不是急难", "误报", "报错了", "虚惊"}

// CallsOff says whether a text only takes an emergency back: 误报, 报错了，不是急难.
func CallsOff(text string) bool {
	return len([]rune(text)) <= longestSlip && !strings.ContainsAny(text, "0123456789") && !asks(text) &&
		slices.ContainsFunc(noAlarm, func(w string) bool { return strings.HasPrefix(bare(text), w) })
}

// Declines says whether a text only drops what is waited for.
func Declines(text string) bool { return slices.Contains(none, bare(text)) }

// Typed takes a text that answers the question about the first piece as its
// buttons would: a number or a name and nothing else but politeness, or the
// outcome of the household asked about. ok is false where the text is something
// else: a plan to go there (1 明天去) answers nothing.
func Typed(state State, text string, day model.Day) (step Step, ok bool) {
	if len(state.Pieces) == 0 {
		return step, false
	}
	if slices.Contains(none, bare(text)) || slices.Contains(none, strings.Join(matter(text), "")) {
		return Answer(state, Tap{Do: TapDrop}), true
	}
	p := state.Pieces[0]
	read := reading.Read(text, day)
	said := reading.ReadReply(text, day, withAnyOther(p.Lines)).Items
	if p.HouseholdID == 0 {
		// What becomes a report of one household by 正常 behind it names that
		// household and says nothing of it.
		named := reading.ReadReply(text+" 正常", day, withAnyOther(p.Lines)).Items
		if len(said) > 0 || read.Outcome != model.Unclear || len(named) != 1 {
			return step, false
		}
		line, found := lineOf(p.Lines, named[0].N)
		if !found || !refers(text, line) {
			return step, false
		}
		return Answer(state, Tap{Do: TapPiece, ID: line.HouseholdID}), true
	}
	if len(said) > 0 || read.Outcome == model.Unclear || read.Future {
		return step, false
	}
	p.Text += "\n" + text
	state.Pieces = append([]Piece{p}, state.Pieces[1:]...)
	return Answer(state, Tap{Do: TapPiece, ID: p.HouseholdID, Outcome: read.Outcome}), true
}

// Refers says which household a text names and says nothing of: 和丽英家, 3号.
func Refers(text string, day model.Day, lines []Line) (line Line, ok bool) {
	if reading.Read(text, day).Outcome != model.Unclear {
		return line, false
	}
	named := reading.ReadReply(text+" 正常", day, withAnyOther(lines)).Items
	if len(named) != 1 {
		return line, false
	}
	line, ok = lineOf(lines, named[0].N)
	return line, ok && !line.Gone && !line.Foreign && refers(text, line)
}

// around are what may stand at a number or a name that answers which household.
var around = []string{"", "是", "就是", "应该是", "第", "号", "号户", "户", "户主", "家", "家的", "的", "那户", "这户", "那家", "这家", "吧"}

// refers says whether a text is a reference to a household and nothing else
// but politeness: 3, 3号，谢谢, 白文亮家.
func refers(text string, line Line) bool {
	for _, name := range []string{line.Village, strings.TrimSuffix(line.Village, "村"), line.Head} {
		if name != "" {
			text = strings.ReplaceAll(text, name, " ")
		}
	}
	words := strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsNumber(r) || strings.ContainsRune("一二两三四五六七八九十百零〇", r)
	})
	return !slices.ContainsFunc(matter(strings.Join(words, " ")), func(w string) bool { return !slices.Contains(around, w) })
}

// matter is what a text says beside politeness, word by word.
func matter(text string) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsSpace(r) })
	return slices.DeleteFunc(words, courteous)
}

// detailFrom is the length from which words that are not understood are kept
// as the detail that was asked for, rather than taken for small talk.
const detailFrom = 4

// Details says whether a text can be the detail of a change of a household: it
// reports something, or at least tells something, and names no other household.
func Details(text string, day model.Day, lines []Line, household int64) bool {
	for _, item := range reading.ReadReply(text, day, withAnyOther(lines)).Items {
		if line, ok := lineOf(lines, item.N); !ok || line.HouseholdID != household {
			return false
		}
	}
	if reading.Read(text, day).Outcome != model.Unclear {
		return true
	}
	return utf8.RuneCountInString(bare(text)) >= detailFrom && !courteous(text) && !asks(text)
}

// Routine says whether a text is an everyday report, sent by somebody who was
// asked for the words of an emergency and has other things to tell.
func Routine(text string, day model.Day, lines []Line) bool {
	items := reading.ReadReply(text, day, readable(lines)).Items
	for _, i := range items {
		if i.Outcome != model.Normal && i.Outcome != model.Unreached {
			return false
		}
	}
	return len(items) > 0 || reading.Read(text, day).Outcome == model.Normal
}

var questions = []string{"?", "？", "吗", "请问", "怎么", "什么", "为啥", "为何", "如何", "多少", "能不能", "可以不"}

func asks(text string) bool {
	return slices.ContainsFunc(questions, func(w string) bool { return strings.Contains(text, w) })
}

var courtesies = []string{
	"收到", "好", "好的", "好嘞", "谢谢", "谢谢你", "谢谢您", "多谢", "辛苦了", "知道了", "明白", "明白了", "嗯", "嗯嗯", "哦", "行", "可以", "了解", "你好", "您好", "早", "早上好", "在吗", "在",
	"ok", "okay", "thanks", "thank you", "hi", "hello", "got it", "yes",
}

// Courteous says whether a text is only polite, sent by somebody who was asked
// for something.
func Courteous(text string) bool { return courteous(text) }

// courteous finds what is only polite: 收到, 谢谢！
func courteous(text string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) || r == '\n' })
	for _, w := range words {
		if w = bare(w); w != "" && !slices.Contains(courtesies, w) {
			return false
		}
	}
	return true
}

// bare is a text without what surrounds its words.
func bare(text string) string {
	return strings.ToLower(strings.TrimFunc(text, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsSpace(r) }))
}

// SameWords says whether two texts differ in nothing but signs and blanks.
func SameWords(a, b string) bool {
	words := func(s string) string {
		return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsSpace(r) }), "")
	}
	return words(a) == words(b)
}
