package roster

import "errors"

// HouseholdHeader is the header of the real export, one row a person, and after
// it what the ring method needs beside it. It is what the template and the
// sample are written with.
var HouseholdHeader = []string{
	"序号", "数据日期", "县(市、区、旗)", "乡(镇)", "行政村", "自然村", "户编号", "人编号", "姓名", "证件号码", "人数", "与户主关系",
	"民族", "文化程度", "在校生状况", "健康状况", "劳动技能", "务工时间（月）", "是否参加大病保险", "致贫原因1", "危房户",
	"是否解决安全饮用水", "人均纯收入", "户联系电话", "人联系电话", "首次识别时间", "人员识别时间", "户类型",
	"易返贫致贫户(监测对象)类型", "风险是否消除", "风险识别时间", "风险消除时间",
	"是否兜底户", "圈层", "包保责任人", "包保责任人电话", "有产业发展条件和意愿", "是否双绑",
}

// CadreHeader is the header of the cadres' list.
var CadreHeader = []string{"姓名", "单位", "职务", "联系电话", "包保层级", "角色", "上级电话", "辖区"}

// WriteTemplate writes an empty sheet to fill in, .xlsx or .csv by the path's
// extension. Every column is text, so that a spreadsheet keeps long numbers
// whole. An existing file is not overwritten.
func WriteTemplate(path string, kind Kind) error {
	header, sheet := HouseholdHeader, "花名册"
	if kind == Cadres {
		header, sheet = CadreHeader, "干部"
	}
	w, err := Create(path, sheet)
	if err != nil {
		return err
	}
	return errors.Join(w.Row(header), w.Close())
}
