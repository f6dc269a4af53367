package sample

import (
	"errors"
	"strconv"

	"ringkeeper/model"
	"ringkeeper/model/roster"
)

// householdHeader is the header of the real export, one row a person, and after
// it what the ring method needs beside it.
var householdHeader = []string{
	"序号", "数据日期", "县(市、区、旗)", "乡(镇)", "行政村", "自然村", "户编号", "人编号", "姓名", "证件号码", "人数", "与户主关系",
	"民族", "文化程度", "在校生状况", "健康状况", "劳动技能", "务工时间（月）", "是否参加大病保险", "致贫原因1", "危房户",
	"是否解决安全饮用水", "人均纯收入", "户联系电话", "人联系电话", "首次识别时间", "人员识别时间", "户类型",
	"易返贫致贫户(监测对象)类型", "风险是否消除", "风险识别时间", "风险消除时间",
	"是否兜底户", "圈层", "包保责任人", "包保责任人电话", "有产业发展条件和意愿", "是否双绑",
}

var cadreHeader = []string{"姓名", "单位", "职务", "联系电话", "包保层级", "角色", "上级电话", "辖区"}

// WriteHouseholds writes the households, one row a person, under the header of
// the real export: .xlsx or .csv by the path's extension. The file must not
// exist.
func (r Roster) WriteHouseholds(path string) error {
	return write(path, "花名册", householdHeader, func(row func([]string) error) error {
		n := 0
		for _, h := range r.Households {
			for _, p := range h.Facts.Members {
				n++
				if err := row(personRow(n, h, p, r.Cadres[h.Responsible])); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// WriteCadres writes the cadres' list, .xlsx or .csv by the path's extension.
func (r Roster) WriteCadres(path string) error {
	return write(path, "干部", cadreHeader, func(row func([]string) error) error {
		for _, c := range r.Cadres {
			if err := row([]string{c.Name, c.Unit, c.Post, c.Phone, tierWords[c.Tier], roleWords[c.Role], c.SuperiorPhone, c.Domain}); err != nil {
				return err
			}
		}
		return nil
	})
}

func write(path, sheet string, header []string, rows func(func([]string) error) error) error {
	w, err := roster.Create(path, roster.Layout{Sheet: sheet, Header: 1})
	if err != nil {
		return err
	}
	if err = w.Row(header); err == nil {
		err = rows(w.Row)
	}
	return errors.Join(err, w.Close())
}

// personRow follows householdHeader column by column.
func personRow(n int, h Household, p model.Member, c Cadre) []string {
	f, income, identified, eliminated := h.Facts, "", "", ""
	if f.Income.Known {
		income = f.Income.Fen.String()
	}
	if f.Monitored != model.NotMonitored {
		identified, eliminated = "202206", "否"
	}
	return []string{
		strconv.Itoa(n), "202311", "麒麟区", f.Township, f.Village, f.Group, h.Number, p.Number, p.Name, p.IDNumber, strconv.Itoa(f.Size),
		p.Relation, "汉族", "小学", "", p.Health, labourWords[p.Labour], "", "是", "", "否", "是", income, f.Phone, p.Phone,
		"201401", "201401", categoryWords[f.Category], monitoredWords[f.Monitored], eliminated, identified, "",
		yesNo(f.SafetyNet), ringWords[f.SheetRing], c.Name, c.Phone, yesNo(f.Wish == model.Yes), yesNo(f.DoubleBound == model.Yes),
	}
}

func yesNo(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

var (
	categoryWords  = map[model.Category]string{model.Lifted: "脱贫户", model.Ordinary: "一般农户"}
	monitoredWords = map[model.Monitored]string{model.Unstable: "脱贫不稳定户", model.Marginal: "边缘易致贫户", model.Sudden: "突发严重困难户"}
	labourWords    = map[model.Labour]string{
		model.LabourSkilled: "技能劳动力", model.LabourCommon: "普通劳动力", model.LabourWeak: "弱劳动力或半劳动力",
		model.LabourLost: "丧失劳动力", model.LabourNone: "无劳动力",
	}
	ringWords = map[model.Ring]string{
		model.Red: "红色", model.Orange: "橙色", model.Yellow: "黄色", model.Blue: "蓝色", model.Undecided: "待研判",
	}
	tierWords = map[model.Tier]string{
		model.TierDistrictLeader: "区级挂联镇(街道)领导", model.TierBureauHead: "乡村振兴局主要负责人",
		model.TierUnitHead: "成员单位主要负责人", model.TierDepartmentLeader: "部门班子成员", model.TierPairedCadre: "结对帮扶干部",
	}
	roleWords = map[model.Role]string{model.RoleCadre: "干部", model.RoleLeader: "领导", model.RoleOffice: "办公室"}
)
