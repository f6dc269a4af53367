package reading

import (
	"testing"

	"ringkeeper/model"
)

// TestAmongPeopleALooseCallNeedsAFamilyOrHardship: work groups are full of what is
// only pressing.
func TestAmongPeopleALooseCallNeedsAFamilyOrHardship(t *testing.T) {
	day := model.Date(2026, 11, 21)
	for said, want := range map[string]string{
		"急报 石坎村老人走失":      "石坎村老人走失",
		"【急报】张春明家":        "张春明家",
		"急报":              "-",
		"紧急：东村房子着火了":      "东村房子着火了",
		"紧急！和丽英家":         "和丽英家",
		"紧急：请各村今天下班前交表":   "",
		"紧急情况：今晚有大风，注意防火": "",
		"急，下午三点开会":        "",
		"急报怎么用？":          "",
		"急忙赶到":            "",
		"大家辛苦了":           "",
		"石坎村房子着火了":        "",
	} {
		rest, ok := IsReportInTalk(said, day)
		if got := map[bool]string{true: "-"}[ok && rest == ""] + rest; got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", said, rest, ok)
		}
	}
}
