package roster

import (
	"strings"
	"testing"

	"ringkeeper/model"
)

func TestIncomesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, yuan := range map[string]float64{
		"12300": 12300, "12,300": 12300, "１２，３００": 12300, "1.2万": 12000, "1.2万元": 12000, "9800元": 9800, "９８００元": 9800,
		"9800.5": 9800.5, "9999.999999999998": 10000, "12300.0": 12300, "1.23E4": 12300, "¥9,800": 9800, "￥9,800.00元": 9800,
		" 9 800 ": 9800, "-1200": -1200, "0": 0, "9800元/年": 9800, `="9800"`: 9800, "'9800": 9800, "9.8千": 9800, "12,300.55": 12300.55,
		"8049.99": 8049.99, "1,234,567": 1234567, "人民币9800元整": 9800,
	} {
		got, ok := readIncome(text, 1)
		if !ok || !got.Known || got.Fen != model.Fen(yuan*100+0.5*sign(yuan)) {
			t.Errorf("%q: %v %v, want %v yuan", text, got, ok, yuan)
		}
	}
	if got, ok := readIncome("1.2", 10_000); !ok || got.Fen != model.Yuan(12000) {
		t.Errorf("1.2 in a column of 万元: %v", got)
	}
}

func sign(x float64) float64 {
	if x < 0 {
		return -1
	}
	return 1
}

func TestBlankIncomeIsNotKnownAndNoFault(t *testing.T) {
	for _, text := range []string{"", " ", "-", "—", "——", "无", "未享受", "不详", "　"} {
		if got, ok := readIncome(text, 1); !ok || got.Known {
			t.Errorf("%q: %v %v", text, got, ok)
		}
	}
}

func TestIncomesThatCannotBeReadAreNotGuessed(t *testing.T) {
	for _, text := range []string{
		"约1万", "九千八", "9000-10000", "1万2千", "1,2300", "12,30", ",300", "abc", "inf", "NaN元", "0x1p4", "1_000", "13900000001",
		"530321199001011234", "1.2.3", "--5", "9800左右", "1e400", "(1200)", "+-3", "万", "元",
	} {
		if got, ok := readIncome(text, 1); ok {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

// withCheck puts the right check digit behind 17 digits.
func withCheck(id17 string) string { return id17 + string(checkDigit(id17)) }

func TestIdentityNumbersAreCheckedAndKept(t *testing.T) {
	good := withCheck("53039919900101123")
	var x string // a number whose check digit is X
	for i := 100; x == ""; i++ {
		if id := withCheck("53039919900101" + itoa(i)); id[17] == 'X' {
			x = id
		}
	}
	wide := strings.Map(func(r rune) rune { return r - '0' + '０' }, good[:17])
	wrong := byte('0')
	if good[17] == '0' {
		wrong = '1'
	}
	for _, c := range []struct {
		text, id string
		code     Code
	}{
		{good, good, ""}, {" " + good + " ", good, ""}, {x, x, ""}, {strings.ToLower(x), x, ""},
		{`="` + good + `"`, good, ""}, {"'" + good, good, ""},
		{good + "43", good + "43", ""}, {good + "43B1", good + "43B1", ""}, {good + "43b1", good + "43B1", ""},
		{good[:6] + " " + good[6:14] + " " + good[14:], good, ""},
		{wide + good[17:], good, ""},
		{good[:17] + string(wrong), good[:17] + string(wrong), CodeIDCheckDigit},
		{withCheck("53039919901301123"), withCheck("53039919901301123"), CodeIDBirthDate},
		{withCheck("53039918990101123"), withCheck("53039918990101123"), CodeIDBirthDate},
		{good[:15], good[:15], CodeIDForm}, {good + "4", good + "4", CodeIDForm}, {"出生证P53", "出生证P53", CodeIDForm},
		{"", "", ""}, {"-", "", ""}, {"无", "", ""},
		{"5.30321E+17", "", CodeLostDigits}, {"5.30321199001011E+17", "", CodeLostDigits}, {"5.30321e+17", "", CodeLostDigits},
		{"530399199001011200.0", "", CodeLostDigits}, {"5.30321199001011E17", "", CodeLostDigits}, {"５．３０３２１Ｅ＋１７", "", CodeLostDigits},
	} {
		if id, code := readID(c.text); id != c.id || code != c.code {
			t.Errorf("%q: %q %q, want %q %q", c.text, id, code, c.id, c.code)
		}
	}
	cut := "530399199001011000"
	if checkDigit(cut[:17]) == '0' {
		cut = "530399199001012000"
	}
	if _, code := readID(cut); code != CodeLostDigits {
		t.Errorf("%s, cut to 15 digits: %q", cut, code)
	}
}

func TestNumbersSurviveWhatSpreadsheetsDoToThem(t *testing.T) {
	for _, c := range []struct {
		text, want string
		lost       bool
	}{
		{"5303021001", "5303021001", false}, {"5303021001.0", "5303021001", false}, {"５３０３０２１００１", "5303021001", false},
		{`="005303021001"`, "005303021001", false}, {"HH-001", "HH-001", false}, {"5.303021001E+09", "5303021001", false},
		{"5.30302E+11", "", true}, {"5.30302123456E+11", "530302123456", false}, {"1E5", "1E5", false},
		{"530302100100000100.0", "", true}, {"", "", false}, {"-", "", false}, {"1.5", "1.5", false},
	} {
		got, lost := number(c.text)
		if lost != c.lost || !lost && got != c.want {
			t.Errorf("%q: %q lost %v, want %q %v", c.text, got, lost, c.want, c.lost)
		}
	}
}

func TestPhonesAreElevenDigitsHoweverTheyAreWritten(t *testing.T) {
	for _, text := range []string{"19900000001", "199 0000 0001", "199-0000-0001", "+86 19900000001", "8619900000001", "１９９０００００００１", "19900000001.0", "1.9900000001E+10", "0086-19900000001"} {
		if got, ok, lost := readMobile(text); got != "19900000001" || !ok || lost {
			t.Errorf("%q: %q %v %v", text, got, ok, lost)
		}
	}
	for _, text := range []string{"1990000000", "29900000001", "abc", "199000000012"} {
		if got, ok, _ := readMobile(text); ok {
			t.Errorf("%q: %q", text, got)
		}
	}
	if _, ok, lost := readMobile("1.99E+10"); ok || !lost {
		t.Error("1.99E+10 lost its digits")
	}
	for text, want := range map[string]string{"0874-3123456": "0874-3123456", "19900000001、19900000002": "19900000001", "": ""} {
		if got, ok := readPhone(text); got != want || !ok {
			t.Errorf("%q: %q %v", text, got, ok)
		}
	}
}

func TestCodedColumnsAreMatchedOnTheirStems(t *testing.T) {
	for text, want := range map[string]model.Category{
		"脱贫户": model.Lifted, "脱贫户（享受政策）": model.Lifted, "普通农户": model.Ordinary, "一般农户": model.Ordinary, "边缘易致贫户": model.Ordinary, "-": "",
	} {
		if got, _, ok := readCategory(text); got != want || !ok {
			t.Errorf("category %q: %q %v", text, got, ok)
		}
	}
	for text, want := range map[string]model.Monitored{
		"脱贫不稳定户": model.Unstable, "脱贫不稳定": model.Unstable, "边缘易致贫户": model.Marginal, "突发严重困难户": model.Sudden,
		"突发严重困难": model.Sudden, "": "", "无": "", "-": "", "—": "", "非监测对象": "", "否": "",
	} {
		if got, ok := readMonitored(text); got != want || !ok {
			t.Errorf("monitored %q: %q %v", text, got, ok)
		}
	}
	for text, want := range map[string]model.Labour{
		"技能劳动力": model.LabourSkilled, "普通劳动力": model.LabourCommon, "弱劳动力或半劳动力": model.LabourWeak, "弱劳动力": model.LabourWeak,
		"半劳动力": model.LabourWeak, "丧失劳动力": model.LabourLost, "无劳动力": model.LabourNone, "无": model.LabourNone, "": "", "-": "", "有": model.LabourCommon,
	} {
		if got, ok := readLabour(text); got != want || !ok {
			t.Errorf("labour %q: %q %v", text, got, ok)
		}
	}
	for text, want := range map[string]bool{"是": true, "否": false, "": false, "-": false, "未享受": false, "兜底户": true, "整户无劳动能力兜底保障户": true, "√": true, "无": false, "非兜底户": false} {
		if got, ok := readSafetyNet(text); got != want || !ok {
			t.Errorf("safety net %q: %v %v", text, got, ok)
		}
	}
	for text, want := range map[string]model.Answer{"是": model.Yes, "已消除": model.Yes, "未消除": model.No, "否": model.No, "": "", "—": "", "有": model.Yes, "无": model.No, "√": model.Yes, "有条件无意愿": model.No} {
		if got, ok := readAnswer(text); got != want || !ok {
			t.Errorf("answer %q: %q %v", text, got, ok)
		}
	}
	for text, want := range map[string]model.Ring{
		"红色": model.Red, "红": model.Red, "红圈": model.Red, "橙色圈层": model.Orange, "黄": model.Yellow, "蓝色": model.Blue, "待研判": model.Undecided, "": model.NoRing, "Blue": model.Blue,
	} {
		if got, ok := readRing(text); got != want || !ok {
			t.Errorf("ring %q: %q %v", text, got, ok)
		}
	}
	for text, want := range map[string]model.Tier{
		"区级挂联镇(街道)领导": model.TierDistrictLeader, "区级领导": model.TierDistrictLeader, "乡村振兴局主要领导": model.TierBureauHead,
		"乡村振兴局主要负责人": model.TierBureauHead, "成员单位主要负责人": model.TierUnitHead, "单位主要领导": model.TierUnitHead,
		"部门班子成员": model.TierDepartmentLeader, "区级部门班子成员": model.TierDepartmentLeader, "班子成员": model.TierDepartmentLeader,
		"结对帮扶干部": model.TierPairedCadre, "帮扶干部": model.TierPairedCadre, "帮扶责任人": model.TierPairedCadre, "": "",
	} {
		if got, ok := readTier(text); got != want || !ok {
			t.Errorf("tier %q: %q %v", text, got, ok)
		}
	}
	for text, want := range map[string]model.Role{"干部": model.RoleCadre, "": model.RoleCadre, "领导": model.RoleLeader, "办公室": model.RoleOffice} {
		if got, ok := readRole(text); got != want || !ok {
			t.Errorf("role %q: %q %v", text, got, ok)
		}
	}
	if _, ok := readRing("红转蓝"); ok {
		t.Error("a text with two rings is none")
	}
	if _, _, ok := readCategory("外星户"); ok {
		t.Error("外星户 is no category")
	}
	for text, want := range map[string]int{"4": 4, "4人": 4, "4.0": 4, "４": 4, "": 0} {
		if got, ok := readSize(text); got != want || !ok {
			t.Errorf("size %q: %d %v", text, got, ok)
		}
	}
}

func TestIdentityNumbersAreMaskedWhereverTheyStand(t *testing.T) {
	id := withCheck("53039919900101123")
	for _, f := range []Field{FieldID, FieldHeadID, FieldNumber, FieldIncome, FieldName} {
		if got := shown(f, id); strings.Contains(got, id[5:14]) {
			t.Errorf("%s shows %s", f, got)
		}
	}
	if got := shown(FieldID, id) + shown(FieldNumber, id); got != "" {
		t.Errorf("shown: %s", got)
	}
	if got := shown(FieldNumber, "530302001001000100"); got != "530302001001000100" {
		t.Errorf("a household's number is hidden: %s", got)
	}
}

func TestColumnsAreNamedAsExcelNamesThem(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := columnLetters(i); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
}
