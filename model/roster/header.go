package roster

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// householdHeaders are the headers of household rosters, in the form that
// headerKey gives.
var householdHeaders = headers(map[Field][]string{
	FieldNumber:         {"户编号", "户号"},
	FieldHead:           {"户主姓名", "户主"},
	FieldHeadID:         {"户主证件号码", "户主身份证号", "户主身份证号码"},
	FieldName:           {"姓名", "成员姓名"},
	FieldID:             {"证件号码", "身份证号", "身份证号码", "公民身份号码", "公民身份证号码"},
	FieldRelation:       {"与户主关系"},
	FieldPersonNumber:   {"人口编号", "人编号"},
	FieldPhone:          {"户联系电话", "联系电话", "农户联系电话"},
	FieldPersonPhone:    {"家庭成员联系电话", "成员联系电话", "人联系电话"},
	FieldTownship:       {"乡", "镇", "乡镇", "镇街道", "乡镇街道"},
	FieldVillage:        {"村", "行政村", "村社区", "行政村社区"},
	FieldGroup:          {"自然村", "村民小组", "组", "村组"},
	FieldCategory:       {"户类型", "家庭类型"},
	FieldMonitored:      {"监测对象类别", "监测对象类型", "易返贫致贫户监测对象类型", "易返贫致贫户类型"},
	FieldRiskEliminated: {"风险是否已消除", "风险是否消除"},
	FieldSafetyNet:      {"整户无劳动能力兜底保障户", "是否兜底户", "兜底户", "是否兜底"},
	FieldIncome:         {"人均纯收入", "家庭人均纯收入", "家庭年人均纯收入"},
	FieldSize:           {"人数", "家庭人口数", "当前家庭人口数"},
	FieldLabour:         {"劳动技能", "劳动能力"},
	FieldHealth:         {"健康状况"},
	FieldRing:           {"圈层", "圈层类别"},
	FieldResponsible:    {"包保责任人", "包保领导", "帮扶责任人", "结对帮扶干部"},
	FieldResponsiblePhone: {"包保责任人电话", "包保领导电话", "帮扶责任人电话", "结对帮扶干部电话",
		"包保责任人联系电话", "包保领导联系电话", "帮扶责任人联系电话", "结对帮扶干部联系电话"},
	FieldWish:        {"有产业发展条件和意愿"},
	FieldDoubleBound: {"是否双绑"},
})

// cadreHeaders are the headers of the cadres' list.
var cadreHeaders = headers(map[Field][]string{
	FieldName:     {"姓名"},
	FieldUnit:     {"单位"},
	FieldPost:     {"职务"},
	FieldPhone:    {"联系电话"},
	FieldTier:     {"包保层级"},
	FieldRole:     {"角色"},
	FieldSuperior: {"上级电话"},
	FieldDomain:   {"辖区"},
})

// unneeded headers belong to the real export and are left out without a word.
var unneeded = headers(map[Field][]string{fieldCount: {
	"序号", "数据日期", "县市区旗", "县", "区", "省", "市", "民族", "文化程度", "在校生状况", "务工时间月",
	"是否参加大病保险", "致贫原因1", "致贫原因", "危房户", "是否解决安全饮用水", "首次识别时间", "人员识别时间",
	"风险识别时间", "风险消除时间", "备注",
}})

// reasonHeaders are the headers of the column that an import adds to a sheet of
// what it left out, in whatever language it spoke.
var reasonHeaders = []string{"未导入原因", "Whynotimported"}

func headers(by map[Field][]string) map[string]Field {
	m := map[string]Field{}
	for f, names := range by {
		for _, n := range names {
			m[n] = f
		}
	}
	return m
}

// headerKey brings a header into the form in which it is looked up: NFKC, no
// spaces, no brackets or marks, no leading year, no unit. Widths and brackets
// vary between files that mean the same.
func headerKey(text string) string {
	key := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`()[]{}【】〔〕〈〉《》*★※:、,'"`, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
	if len(key) > 7 && strings.HasPrefix(key[4:], "年") && strings.Trim(key[:4], "0123456789") == "" {
		key = strings.TrimPrefix(key[4+len("年"):], "度")
	}
	if strings.HasSuffix(key, "收入万元") {
		return strings.TrimSuffix(key, "万元")
	}
	if strings.HasSuffix(key, "收入元") {
		return strings.TrimSuffix(key, "元")
	}
	return key
}

// headerUnit is the number of yuan that an income of one means in the column.
func headerUnit(text string) int64 {
	if strings.Contains(norm.NFKC.String(text), "万元") {
		return 10_000
	}
	return 1
}
