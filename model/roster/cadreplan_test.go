package roster_test

import (
	"reflect"
	"testing"

	"ringkeeper/model"
	"ringkeeper/model/roster"
)

var cadreList = rows("姓名|单位|职务|联系电话|包保层级|角色|上级电话|辖区",
	"王主任|区委农办|主任|19900000001||办公室||全区",
	"李领导|麒麟区|副区长|19900000002|区级挂联镇(街道)领导|领导||越州镇",
	"赵干部|区水务局|干部|199-0000-0003|结对帮扶干部||19900000002|-",
)

func knownCadres(p roster.CadrePlan) []roster.KnownCadre {
	var known []roster.KnownCadre
	ids := map[string]int64{}
	for i, c := range p.Changes {
		ids[c.Cadre.Phone] = int64(i + 1)
	}
	for _, c := range p.Changes {
		c.Cadre.ID, c.Cadre.SuperiorID = ids[c.Cadre.Phone], ids[c.SuperiorPhone]
		known = append(known, roster.KnownCadre{Cadre: c.Cadre, Domain: c.Domain})
	}
	return known
}

func planCadres(t *testing.T, known []roster.KnownCadre, sheet table) roster.CadrePlan {
	t.Helper()
	f := readSheet(t, sheet)
	if len(f.Findings) > 0 {
		t.Fatalf("%+v", f.Findings)
	}
	return roster.NewCadrePlan(f.Cadres, known, []string{"越州镇", "东山镇"})
}

func TestTheCadresListIsReadColumnByColumn(t *testing.T) {
	p := planCadres(t, nil, cadreList)
	if p.Added != 3 || len(p.Findings) > 0 {
		t.Fatalf("%+v", p)
	}
	want := []model.Cadre{
		{Name: "王主任", Unit: "区委农办", Post: "主任", Phone: "19900000001", Role: model.RoleOffice, DistrictWide: true},
		{Name: "李领导", Unit: "麒麟区", Post: "副区长", Phone: "19900000002", Tier: model.TierDistrictLeader, Role: model.RoleLeader},
		{Name: "赵干部", Unit: "区水务局", Post: "干部", Phone: "19900000003", Tier: model.TierPairedCadre, Role: model.RoleCadre},
	}
	for i, c := range p.Changes {
		if c.Cadre != want[i] {
			t.Errorf("%+v, want %+v", c.Cadre, want[i])
		}
	}
	if p.Changes[1].Domain != "越州镇" || p.Changes[2].SuperiorPhone != "19900000002" || p.Changes[2].Domain != "" {
		t.Errorf("%+v", p.Changes)
	}
}

func TestTheSameCadresTwiceChangeNothingAndBindingsStay(t *testing.T) {
	known := knownCadres(planCadres(t, nil, cadreList))
	known[2].Cadre.TelegramID, known[2].Cadre.Version = 77, 4
	if p := planCadres(t, known, cadreList); p.Unchanged != 3 || len(p.Absent) > 0 {
		t.Errorf("%+v", p)
	}
	short := rows("姓名|联系电话|职务", "赵干部|19900000003|科长")
	p := planCadres(t, known, short)
	c := p.Changes[0]
	if !reflect.DeepEqual(c.Fields, []string{"post"}) || c.Cadre.TelegramID != 77 || c.Cadre.Version != 4 || c.Cadre.Tier != model.TierPairedCadre ||
		c.SuperiorPhone != "19900000002" || c.Cadre.Post != "科长" {
		t.Errorf("%+v", c)
	}
	if len(p.Absent) != 2 || p.Absent[0].Cadre.Name != "王主任" {
		t.Errorf("absent: %+v", p.Absent)
	}
}

func TestASuperiorMustBeListedOrKnownAndNotStandBelow(t *testing.T) {
	head := "姓名|联系电话|上级电话"
	p := planCadres(t, nil, rows(head, "赵干部|19900000003|19900000009"))
	if x := only(t, p.Findings, roster.CodeSuperiorUnknown); x.Row != 2 || x.Column != "C 上级电话" || !x.Fault() {
		t.Errorf("%+v", x)
	}
	known := []roster.KnownCadre{{Cadre: model.Cadre{ID: 9, Name: "旧领导", Phone: "19900000009"}}}
	if p := planCadres(t, known, rows(head, "赵干部|19900000003|19900000009")); len(p.Findings) > 0 {
		t.Errorf("%+v", p.Findings)
	}
	loop := planCadres(t, nil, rows(head, "甲某|19900000001|19900000002", "乙某|19900000002|19900000001", "丙某|19900000003|19900000001"))
	if len(loop.Findings) != 2 || loop.Findings[0].Code != roster.CodeSuperiorLoop || loop.Findings[1].Row != 3 {
		t.Errorf("%+v", loop.Findings)
	}
}

func TestAPhoneThatPassesToAnotherNameIsNamed(t *testing.T) {
	known := []roster.KnownCadre{{Cadre: model.Cadre{ID: 3, Name: "赵干部", Phone: "19900000003", TelegramID: 5, Role: model.RoleCadre}}}
	p := planCadres(t, known, rows("姓名|联系电话|单位", "钱干部|19900000003|区水务局"))
	x := only(t, p.Findings, roster.CodeCadreRenamed)
	if x.Fault() || x.Row != 2 || x.Column != "A 姓名" || x.Detail["known"] != "赵干部" || x.Detail["bound"] != "true" {
		t.Errorf("%+v", x)
	}
}

func TestADomainIsATownshipOfTheRoster(t *testing.T) {
	p := planCadres(t, nil, rows("姓名|联系电话|辖区", "李领导|19900000002|月球镇"))
	if x := only(t, p.Findings, roster.CodeUnknownTownship); x.Fault() || x.Column != "C 辖区" || x.Value != "月球镇" {
		t.Errorf("%+v", x)
	}
}

func TestOneCadreInTwoFilesIsPlannedOnce(t *testing.T) {
	head := "姓名|联系电话|单位"
	first := read(t, file(t, "a.csv", csvOf(t, rows(head, "赵干部|19900000003|区水务局")))).Cadres
	same := read(t, file(t, "b.csv", csvOf(t, rows(head, "赵干部|19900000003|区水务局")))).Cadres
	other := read(t, file(t, "b.csv", csvOf(t, rows(head, "钱干部|19900000003|区水务局")))).Cadres
	p := roster.NewCadrePlan(append(first, same...), nil, nil)
	if x := only(t, p.Findings, roster.CodeCadreTwice); p.Added != 1 || x.File != "b.csv" || x.Detail["first_file"] != "a.csv" {
		t.Errorf("%+v", p)
	}
	p = roster.NewCadrePlan(append(first, other...), nil, nil)
	if x := only(t, p.Findings, roster.CodePhoneTwice); !x.Fault() || x.Detail["first"] != "赵干部" {
		t.Errorf("%+v", p)
	}
}
