package talk

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ringkeeper/model"
)

// caseWords are how a step of a case is said, without 收到, 我 before and
// 了 behind.
var caseWords = map[model.CaseAct][]string{
	model.CaseAct(model.Acknowledged): {"来受理", "受理", "已受理", "来", "来办", "来处理", "去", "去看", "去看看", "去处理", "去办", "马上去", "这就去", "马上过去", "这就过去", "过去看看", "i take it"},
	model.CaseAct(model.OnTheWay):     {"已出发", "出发", "已经出发", "在路上", "正在路上", "已在路上", "路上", "正在赶来", "正赶过去", "正在赶过去", "正在赶去", "赶过去", "在赶过去", "在赶去", "on my way"},
	model.CaseAct(model.OnSite):       {"到", "已到", "已经到", "到家", "已到家", "到他家", "已入户", "入户", "已到户", "到户", "已到现场", "到现场", "at the home"},
	model.CaseAct(model.Solved):       {"已解决", "解决", "已经解决", "问题已解决", "已处理好", "处理好", "已处理", "处理完", "已处理完", "已办好", "办好", "已办完", "办完", "solved"},
	model.CaseAct(model.Identifying):  {"转识别", "转监测识别", "转监测", "转监测对象识别", "转入识别", "identification"},
	model.CaseAct(model.Closed):       {"销号", "已销号", "可以销号", "同意销号", "予以销号", "close"},
	model.CaseAct(model.Withdrawn):    {"撤回", "撤销", "withdraw", "不是急难", "误报", "报错", "虚惊", "虚惊一场"},
	model.CaseTakeOver:                {"转由我办", "转我办", "接手", "来接手", "take over"},
	model.CaseReopen:                  {"未解决", "没解决", "还没解决", "没有解决", "不同意销号", "not solved"},
}

// CaseStep reads what a reply about a case does by its first words: 已出发;
// 收到，我去; 撤回 重复上报. rest is what it says beside that: a reason or a note.
func CaseStep(text string) (act model.CaseAct, rest string, ok bool) {
	for _, ends := range []func(rune) bool{endsClause, endsWord} {
		for first, behind := cut(text, ends); first != ""; first, behind = cut(behind, ends) {
			if courteous(first) {
				continue
			}
			if act, ok := caseAct(first); ok {
				return act, behind, true
			}
			break
		}
	}
	return "", "", false
}

// cut parts a text behind its first word.
func cut(text string, ends func(rune) bool) (first, behind string) {
	text = strings.TrimFunc(text, endsWord)
	if at := strings.IndexFunc(text, ends); at >= 0 {
		return text[:at], strings.TrimLeftFunc(text[at:], endsWord)
	}
	return text, ""
}

// endsClause says whether a sign ends a clause of a reply, endsWord also a word.
func endsClause(r rune) bool { return strings.ContainsRune("，,。.;；:：!！、~～\n+＋", r) }
func endsWord(r rune) bool   { return r == ' ' || r == '　' || endsClause(r) }

func caseAct(said string) (model.CaseAct, bool) {
	said = strings.ToLower(said)
	for _, before := range []string{"收到", "好的", "我们", "我"} {
		said = strings.TrimPrefix(said, before)
	}
	if s := strings.TrimSuffix(strings.TrimSuffix(said, "啦"), "了"); s != "" {
		said = s
	}
	for act, words := range caseWords {
		if slices.Contains(words, said) {
			return act, true
		}
	}
	return "", false
}

// reasonWords are how the reasons are said for which there is a word.
var reasonWords = map[model.WithdrawReason][]string{
	model.NoEmergency: {"不是急难", "报错", "虚惊", "虚惊一场", "no emergency"},
	model.FalseReport: {"误报", "false report"},
	model.Duplicate:   {"重复", "重复上报", "重复报告", "重报", "duplicate"},
	model.Eased:       {"缓解", "已缓解", "情况已缓解", "情况缓解", "eased"},
}

// WithdrawReason reads why a case is withdrawn: one of the reasons, or the words
// themselves.
func WithdrawReason(text string) string {
	said := strings.TrimSuffix(bare(text), "了")
	for reason, words := range reasonWords {
		if slices.Contains(words, said) {
			return string(reason)
		}
	}
	return strings.TrimSpace(text)
}

// causeStems are the stems by which causes are known behind 因; wording varies.
var causeStems = []struct {
	stem  string
	cause model.Cause
}{
	{"自然灾害", model.CauseDisaster}, {"洪", model.CauseDisaster}, {"旱", model.CauseDisaster}, {"地震", model.CauseDisaster}, {"泥石流", model.CauseDisaster},
	{"滑坡", model.CauseDisaster}, {"水灾", model.CauseDisaster}, {"暴雨", model.CauseDisaster}, {"雹", model.CauseDisaster}, {"风灾", model.CauseDisaster},
	{"火", model.CauseAccident}, {"事故", model.CauseAccident}, {"意外", model.CauseAccident}, {"车祸", model.CauseAccident}, {"灾", model.CauseDisaster},
	{"病", model.CauseIllness}, {"学", model.CauseSchooling}, {"残", model.CauseDisability}, {"产业", model.CauseBusinessFailure},
	{"项目", model.CauseBusinessFailure}, {"务工", model.CauseUnstableJob}, {"就业", model.CauseUnstableJob}, {"失业", model.CauseUnstableJob},
	{"劳动力", model.CauseNoLabour}, {"住房", model.CauseHousing}, {"房", model.CauseHousing}, {"饮水", model.CauseWater}, {"缺水", model.CauseWater},
	{"断水", model.CauseWater}, {"其他", model.CauseOther},
}

// longestCause is how many characters a cause has at most; more tell a story.
const longestCause = 8

// OnlyCauses reads a text that names risk causes and nothing else: 因病、因火灾;
// 原因：因学. It answers none where there is more to it.
func OnlyCauses(text string) (causes []model.Cause) {
	text, labelled := strings.CutPrefix(strings.TrimSpace(text), "原因")
	for _, word := range strings.FieldsFunc(strings.ReplaceAll(text, "因", " 因"), func(r rune) bool { return endsWord(r) || r == '和' || r == '及' }) {
		said, because := strings.CutPrefix(word, "因")
		cause := causeOf(said)
		if !because && !labelled || cause == "" || utf8.RuneCountInString(said) > longestCause {
			return nil
		}
		if !slices.Contains(causes, cause) {
			causes = append(causes, cause)
		}
	}
	return causes
}

func causeOf(said string) model.Cause {
	for _, s := range causeStems {
		if strings.Contains(said, s.stem) {
			return s.cause
		}
	}
	return ""
}
