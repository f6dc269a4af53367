package sample

import (
	"fmt"

	"ringkeeper/model"
)

// role is a place in a family and the ages that go with it.
type role struct {
	relation string
	lo, hi   int
}

var roles = []role{
	{"户主", 35, 68}, {"配偶", 33, 66}, {"之子", 6, 32}, {"之女", 4, 30}, {"之父", 66, 88}, {"之母", 64, 86}, {"之孙子", 1, 12}, {"之孙女", 1, 12},
}

// members makes the people of a household: where it is to have labour, at least
// the head does; where not, nobody.
func (m *maker) members(f *model.Facts, p plan, size int) {
	surname := pick(m, surnames)
	f.Members = make([]model.Member, size)
	for i := range f.Members {
		r := roles[i%len(roles)]
		family := surname
		if r.relation == "配偶" || r.relation == "之母" {
			family = pick(m, surnames)
		}
		age := m.between(r.lo, r.hi)
		f.Members[i] = model.Member{
			Name: m.person(family), IDNumber: m.id(age), Relation: r.relation,
			Labour: m.labour(age, p.labour, i == 0), Health: m.health(age),
		}
	}
}

func (m *maker) labour(age int, has, head bool) model.Labour {
	switch {
	case !has && age > 16 && age < 75:
		return model.LabourLost
	case !has || age <= 16 || age >= 75 && !head:
		return model.LabourNone
	case m.chance(15):
		return model.LabourSkilled
	case m.chance(18):
		return model.LabourWeak
	}
	return model.LabourCommon
}

func (m *maker) health(age int) string {
	switch {
	case m.chance(max(age-40, 0)):
		return "长期慢性病"
	case m.chance(4):
		return "残疾"
	case m.chance(2):
		return "患有大病"
	}
	return "健康"
}

// id makes an identity number that nobody has: 530399 is no district. Each day of
// birth counts its own people, so that no number comes twice.
func (m *maker) id(age int) string {
	birth := fmt.Sprintf("%04d%02d%02d", 2023-age, m.between(1, 12), m.between(1, 28))
	m.births[birth]++
	id := fmt.Sprintf("530399%s%03d", birth, m.births[birth]%1000)
	sum, weight := 0, [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	for i, w := range weight {
		sum += int(id[i]-'0') * w
	}
	return id + string("10X98765432"[sum%11])
}
