package sample

import (
	"fmt"

	"ringkeeper/model"
)

// each is how many households a cadre answers for, as near as the numbers allow.
const each = 9

// makeCadres makes the office, the leaders and the cadres, and makes one whose
// tier fits the ring answerable for every household.
func (m *maker) makeCadres(n int) {
	for i := range 6 {
		post := "工作人员"
		if i == 0 {
			post = "主任"
		}
		m.cadre(Cadre{Unit: "区委农村工作领导小组办公室", Post: post, Role: model.RoleOffice, Domain: "全区"})
	}
	// Every eighth red household is the bureau's, the others the district
	// leaders' who are in charge of the township.
	var bureau, undecided, yellow []int
	red, blue := make([][]int, len(townships)), make([][]int, len(townships))
	reds := 0
	for i, h := range m.roster.Households {
		switch h.Ring {
		case model.Red:
			if reds++; reds%8 == 0 {
				bureau = append(bureau, i)
			} else {
				red[h.township] = append(red[h.township], i)
			}
		case model.Yellow:
			yellow = append(yellow, i)
		case model.Blue:
			blue[h.township] = append(blue[h.township], i)
		default:
			undecided = append(undecided, i)
		}
	}
	leaderOf := make([]string, len(townships))
	for t, list := range red {
		first := len(m.roster.Cadres)
		m.answer(list, Cadre{
			Unit: "麒麟区", Post: "区级领导", Tier: model.TierDistrictLeader, Role: model.RoleLeader, Domain: townships[t],
		}, 12)
		leaderOf[t] = m.roster.Cadres[first].Phone
	}
	head := len(m.roster.Cadres)
	m.answer(bureau, Cadre{
		Unit: "区乡村振兴局", Post: "局长", Tier: model.TierBureauHead, Role: model.RoleLeader, Domain: "全区",
	}, each)
	superior := m.roster.Cadres[head].Phone
	unitHeads := len(m.roster.Cadres)
	m.answer(undecided, Cadre{Post: "主要负责人", Tier: model.TierUnitHead, Role: model.RoleLeader, SuperiorPhone: superior}, each)
	m.nameUnits(unitHeads)
	departments := len(m.roster.Cadres)
	m.answer(yellow, Cadre{Post: "副局长", Tier: model.TierDepartmentLeader, Role: model.RoleLeader}, each)
	m.nameUnits(departments)
	for i := departments; i < len(m.roster.Cadres); i++ {
		m.roster.Cadres[i].SuperiorPhone = m.roster.Cadres[unitHeads+(i-departments)%(departments-unitHeads)].Phone
	}
	for t, list := range blue {
		first := len(m.roster.Cadres)
		m.answer(list, Cadre{Post: "干部", Tier: model.TierPairedCadre, Role: model.RoleCadre, SuperiorPhone: leaderOf[t]}, each)
		m.nameUnits(first)
	}
}

// answer makes as many cadres like c as the households need, at least one, and
// shares the households out evenly, neighbours to one cadre.
func (m *maker) answer(households []int, c Cadre, most int) {
	n := max((len(households)+most/2)/most, 1)
	for i := range n {
		who := m.cadre(c)
		for _, h := range households[i*len(households)/n : (i+1)*len(households)/n] {
			m.roster.Households[h].Responsible = who
		}
	}
}

func (m *maker) cadre(c Cadre) int {
	c.Name = m.cadreName()
	c.Phone = fmt.Sprintf("199%08d", len(m.roster.Cadres)+1)
	m.roster.Cadres = append(m.roster.Cadres, c)
	return len(m.roster.Cadres) - 1
}

// nameUnits gives the cadres from an index on their units in turn.
func (m *maker) nameUnits(from int) {
	for i := from; i < len(m.roster.Cadres); i++ {
		m.roster.Cadres[i].Unit = units[(i-from)%len(units)]
	}
}
