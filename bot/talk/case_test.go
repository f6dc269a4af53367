package talk

import (
	"slices"
	"testing"

	"ringkeeper/model"
)

func TestWhatAReplyAboutACaseDoes(t *testing.T) {
	step := func(s model.EmergencyStatus) model.CaseAct { return model.CaseAct(s) }
	for _, c := range []struct {
		text string
		act  model.CaseAct
		rest string
	}{
		{"我来受理", step(model.Acknowledged), ""}, {"收到，我去", step(model.Acknowledged), ""}, {"收到我去", step(model.Acknowledged), ""}, {"好的 我马上去！", step(model.Acknowledged), ""},
		{"已出发", step(model.OnTheWay), ""}, {"我在路上了。", step(model.OnTheWay), ""}, {"on my way!", step(model.OnTheWay), ""},
		{"on my way, the road is blocked", step(model.OnTheWay), "the road is blocked"},
		{"到了", step(model.OnSite), ""}, {"已到家", step(model.OnSite), ""}, {"已入户，人没事", step(model.OnSite), "人没事"},
		{"我马上过去", step(model.Acknowledged), ""}, {"正在赶去", step(model.OnTheWay), ""}, {"办完了", step(model.Solved), ""}, {"过去，他家就困难", "", ""},
		{"已解决", step(model.Solved), ""}, {"处理好了", step(model.Solved), ""}, {"转识别", step(model.Identifying), ""},
		{"销号", step(model.Closed), ""}, {"同意销号：已安置在村委会", step(model.Closed), "已安置在村委会"},
		{"撤回", step(model.Withdrawn), ""}, {"撤回 重复上报", step(model.Withdrawn), "重复上报"}, {"撤回＋是隔壁家", step(model.Withdrawn), "是隔壁家"},
		{"误报", step(model.Withdrawn), ""}, {"转由我办", model.CaseTakeOver, ""}, {"未解决，没有住处", model.CaseReopen, "没有住处"},
		{"", "", ""}, {"收到", "", ""}, {"谢谢！", "", ""}, {"到了才知道，房子全烧了", "", ""}, {"两人受伤，已出发去医院", "", ""}, {"什么时候能到", "", ""},
	} {
		act, rest, ok := CaseStep(c.text)
		if act != c.act || rest != c.rest || ok != (c.act != "") {
			t.Errorf("%q: %q, %q, %v", c.text, act, rest, ok)
		}
	}
}

func TestWhyACaseIsWithdrawn(t *testing.T) {
	for text, want := range map[string]string{
		"误报": "false_report", "重复上报了": "duplicate", "情况已缓解。": "eased", "不是急难": "no_emergency", " 是隔壁家 ": "是隔壁家",
	} {
		if got := WithdrawReason(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestATextThatNamesOnlyCauses(t *testing.T) {
	for text, want := range map[string][]model.Cause{
		"因病": {model.CauseIllness}, "因病、因火灾": {model.CauseIllness, model.CauseAccident}, "原因：自然灾害，缺劳动力": {model.CauseDisaster, model.CauseNoLabour},
		"因水灾": {model.CauseDisaster}, "因残和因学": {model.CauseDisability, model.CauseSchooling}, "因病因学": {model.CauseIllness, model.CauseSchooling},
		"因病住院，已交押金": nil, "病了": nil, "因为路断了": nil, "": nil, "因病花了很多钱还借了不少": nil,
	} {
		if got := OnlyCauses(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v", text, got)
		}
	}
}
