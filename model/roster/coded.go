package roster

import (
	"strconv"
	"strings"

	"ringkeeper/model"
)

// The readers of coded columns match on the stem, since the wording varies
// between offices. Each says whether the text was understood; what was not is
// kept out, and named to the person who imports.

func holds(text string, stems ...string) bool {
	for _, s := range stems {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// readCategory reads 户类型. Exports of the monitoring system put the monitored
// subtype into the same column, so both are told. Where a category and 监测 are
// named without the subtype, it is the one that goes with the category.
func readCategory(text string) (c model.Category, m model.Monitored, ok bool) {
	text = value(text)
	switch {
	case text == "":
		return model.CategoryUnknown, model.NotMonitored, true
	case holds(text, "不稳定"):
		return model.Lifted, model.Unstable, true
	case holds(text, "边缘"):
		return model.Ordinary, model.Marginal, true
	case holds(text, "突发"):
		return model.CategoryUnknown, model.Sudden, true
	case holds(text, "未脱贫"):
		return model.CategoryUnknown, model.NotMonitored, false
	case holds(text, "脱贫", "建档立卡"):
		if monitored(text) {
			return model.Lifted, model.Unstable, false
		}
		return model.Lifted, model.NotMonitored, true
	case holds(text, "普通农户", "一般农户", "普通户", "一般户", "非贫困户"):
		if monitored(text) {
			return model.Ordinary, model.Marginal, false
		}
		return model.Ordinary, model.NotMonitored, true
	}
	return model.CategoryUnknown, model.NotMonitored, false
}

// readMonitored reads the type of a monitored household. A value that says
// monitored and not which subtype is taken as the marginal one, so that the
// household is looked after; understood is then false.
func readMonitored(text string) (m model.Monitored, understood bool) {
	text = value(text)
	switch {
	case text == "", unmonitored(text), text == "否":
		return model.NotMonitored, true
	case holds(text, "不稳定"):
		return model.Unstable, true
	case holds(text, "边缘"):
		return model.Marginal, true
	case holds(text, "突发"):
		return model.Sudden, true
	case monitored(text), eliminated(text), text == "是":
		return model.Marginal, false
	}
	return model.NotMonitored, false
}

func monitored(text string) bool {
	return holds(text, "监测", "易返贫", "三类") && !unmonitored(text)
}

func unmonitored(text string) bool {
	return holds(text, "非监测", "未监测", "不监测", "无监测", "未纳入", "不是")
}

// eliminated says that a text about monitoring tells that the risk is eliminated.
func eliminated(text string) bool {
	text = strings.ReplaceAll(text, "不稳定", "") // part of a name, no denial
	return holds(text, "消除", "解除", "销号") && !holds(text, "未", "没", "不", "否", "无")
}

// readAnswer reads yes and no; hollow text is not known.
func readAnswer(text string) (model.Answer, bool) {
	text = strings.ToLower(clean(text))
	if hollow(text) && text != "未享受" {
		return model.Unknown, true
	}
	switch text {
	case "y", "yes", "true", "1", "√", "✓", "✔", "☑", "对", "已":
		return model.Yes, true
	case "n", "no", "false", "0", "×", "x", "✗", "✕", "没", "未":
		return model.No, true
	}
	switch {
	case holds(text, "否", "不", "无", "没", "未", "非"):
		return model.No, !holds(text, "不详", "不清", "不明")
	case holds(text, "是", "有", "已", "享受", "消除", "双绑", "绑定", "愿"):
		return model.Yes, true
	}
	return model.Unknown, false
}

// readSafetyNet reads 是否兜底户, in whose column offices also write what kind of
// safety net it is.
func readSafetyNet(text string) (bool, bool) {
	text = strings.ReplaceAll(clean(text), "无劳动能力", "") // part of the name, no denial
	if holds(text, "兜底", "低保", "特困") && !holds(text, "非", "不", "未", "否") {
		return true, true
	}
	a, ok := readAnswer(text)
	return a == model.Yes, ok
}

// readLabour reads 劳动技能. 无 says that there is none, blank says nothing.
func readLabour(text string) (model.Labour, bool) {
	text = strings.ReplaceAll(clean(text), " ", "")
	switch {
	case hollow(text):
		return model.LabourUnknown, true
	case holds(text, "丧失"):
		return model.LabourLost, true
	case text == "无", text == "否", text == "没有", holds(text, "无劳动", "无劳力", "没有劳动"):
		return model.LabourNone, true
	case holds(text, "弱", "半"):
		return model.LabourWeak, true
	case holds(text, "技能"):
		return model.LabourSkilled, true
	case holds(text, "普通"), text == "有", text == "是", text == "劳动力", text == "有劳动力", text == "有劳动能力":
		return model.LabourCommon, true
	}
	return model.LabourUnknown, false
}

// labourAnswer turns a degree of labour into whether the household has any.
func labourAnswer(l model.Labour) model.Answer {
	switch l {
	case model.LabourSkilled, model.LabourCommon, model.LabourWeak:
		return model.Yes
	case model.LabourLost, model.LabourNone:
		return model.No
	}
	return model.Unknown
}

// readRing reads 圈层; a text that names two rings is none.
func readRing(text string) (model.Ring, bool) {
	text = strings.ToLower(value(text))
	if text == "" {
		return model.NoRing, true
	}
	found, n := model.NoRing, 0
	for _, r := range []struct {
		ring  model.Ring
		stems []string
	}{
		{model.Red, []string{"红", "red"}}, {model.Orange, []string{"橙", "orange"}},
		{model.Yellow, []string{"黄", "yellow"}}, {model.Blue, []string{"蓝", "blue"}},
		{model.Undecided, []string{"待", "未定", "undecided"}},
	} {
		if holds(text, r.stems...) {
			found, n = r.ring, n+1
		}
	}
	if n != 1 {
		return model.NoRing, false
	}
	return found, true
}

// maxSize is more people than any household has.
const maxSize = 99

// readSize reads a number of people: 4, 4人, 4.0.
func readSize(text string) (int, bool) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(value(text), "人"), "口"))
	if text == "" {
		return 0, true
	}
	text, _ = number(text)
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > maxSize {
		return 0, false
	}
	return n, true
}

var unbracketed = strings.NewReplacer("(", "", ")", "", " ", "")

// isHead says that a relation makes the person the head of the household.
func isHead(relation string) bool {
	switch unbracketed.Replace(clean(relation)) {
	case "户主", "本人", "户主本人", "本人户主", "本人或户主":
		return true
	}
	return false
}

// readTier reads 包保层级.
func readTier(text string) (model.Tier, bool) {
	text = value(text)
	switch {
	case text == "":
		return "", true
	case holds(text, "班子"):
		return model.TierDepartmentLeader, true
	case holds(text, "挂联", "区级领导", "县级领导", "市级领导", "处级领导", "district_leader"):
		return model.TierDistrictLeader, true
	case holds(text, "乡村振兴局", "bureau_head"):
		return model.TierBureauHead, true
	case holds(text, "成员单位", "单位主要", "unit_head"):
		return model.TierUnitHead, true
	case holds(text, "department_leader"):
		return model.TierDepartmentLeader, true
	case holds(text, "结对", "帮扶", "paired_cadre"):
		return model.TierPairedCadre, true
	}
	return "", false
}

// readRole reads 角色; blank is a cadre.
func readRole(text string) (model.Role, bool) {
	text = strings.ToLower(value(text))
	switch {
	case holds(text, "办公室", "office"):
		return model.RoleOffice, true
	case holds(text, "领导", "leader"):
		return model.RoleLeader, true
	case text == "", holds(text, "干部", "cadre"):
		return model.RoleCadre, true
	}
	return "", false
}

// districtWide says that a domain is the whole district.
func districtWide(domain string) bool {
	return domain == "全区" || domain == "全县" || domain == "全市"
}
