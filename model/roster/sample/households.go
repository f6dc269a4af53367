package sample

import (
	"cmp"
	"fmt"
	"slices"

	"ringkeeper/model"
)

// plan says what kind of household is to be made, and how many of Qilin's are
// such.
type plan struct {
	ring      model.Ring
	monitored bool
	income    func(*maker) model.Income
	safetyNet bool
	labour    bool
	of        int
}

// yuan draws an income, in one case of ten with jiao.
func yuan(lo, hi int) func(*maker) model.Income {
	return func(m *maker) model.Income {
		fen := model.Yuan(int64(m.between(lo, hi)))
		if m.chance(10) {
			fen += model.Fen(10 * m.between(1, 9))
		}
		return model.Income{Fen: fen, Known: true}
	}
}

func unknown(*maker) model.Income { return model.Income{} }

func exactly(n int64) func(*maker) model.Income {
	return func(*maker) model.Income { return model.Income{Fen: model.Yuan(n), Known: true} }
}

// plans are the shares of the rings: mostly blue, some of every other, and a few
// of each case that people must look at. The first row of each group takes what
// is left.
var plans = []plan{
	{ring: model.Blue, labour: true, income: yuan(10_100, 38_000)},
	{ring: model.Blue, safetyNet: true, income: yuan(10_100, 14_000), of: 40},
	{ring: model.Red, labour: true, income: yuan(8_750, 9_980), of: 75},
	{ring: model.Red, labour: true, income: yuan(7_200, 7_990), of: 6}, // below the standard, not monitored
	{ring: model.Red, labour: true, income: exactly(10_000), of: 3},
	{ring: model.Orange, safetyNet: true, income: yuan(8_750, 9_900), of: 44},
	{ring: model.Undecided, income: yuan(8_750, 9_900), of: 15}, // no labour and no 兜底
	{ring: model.Undecided, labour: true, income: unknown, of: 15},

	{ring: model.Yellow, monitored: true, labour: true, income: yuan(10_050, 16_000)},
	{ring: model.Red, monitored: true, labour: true, income: yuan(5_200, 9_900), of: 60},
	{ring: model.Orange, monitored: true, safetyNet: true, income: yuan(5_000, 9_500), of: 60},
	{ring: model.Undecided, monitored: true, income: yuan(5_200, 9_900), of: 5},
	{ring: model.Undecided, monitored: true, labour: true, income: unknown, of: 5},
}

// makeHouseholds makes n of them in Qilin's shares.
func (m *maker) makeHouseholds(n int) {
	m.births = map[string]int{}
	monitored := share(n, QilinMonitored)
	for _, group := range []struct {
		monitored         bool
		households, heads int
	}{
		{false, n - monitored, share(n, QilinLiftedPeople)},
		{true, monitored, share(n, QilinMonitoredPeople)},
	} {
		sizes := m.sizes(group.households, group.heads)
		var list []plan
		var rest plan
		for _, p := range plans {
			switch {
			case p.monitored != group.monitored:
			case p.of == 0:
				rest = p
			default:
				for range min(share(n, p.of), len(sizes)-len(list)) {
					list = append(list, p)
				}
			}
		}
		for len(list) < len(sizes) {
			list = append(list, rest)
		}
		for i, p := range list {
			m.roster.Households = append(m.roster.Households, m.household(p, sizes[i]))
		}
	}
	m.settle()
}

// sizes gives households their numbers of people, which add up to people.
func (m *maker) sizes(households, people int) []int {
	sizes, sum := make([]int, households), 0
	for i := range sizes {
		sizes[i] = m.between(1, 6)
		sum += sizes[i]
	}
	for sum != people && households > 0 {
		i := m.rng.IntN(households)
		if sum < people && sizes[i] < 8 {
			sizes[i]++
			sum++
		} else if sum > people && sizes[i] > 1 {
			sizes[i]--
			sum--
		} else if people < households || people > 8*households {
			break // no such district; the sizes stay as drawn
		}
	}
	return sizes
}

func (m *maker) household(p plan, size int) Household {
	h := Household{Ring: p.ring, township: m.township()}
	if p.ring == model.Red {
		// Evenly over the townships: each has one leader to answer for them.
		m.reds++
		h.township = m.reds % len(townships)
	}
	f := &h.Facts
	f.Township = townships[h.township]
	f.Village = pick(m, m.villages[h.township])
	f.Group = fmt.Sprintf("%d组", m.between(1, 9))
	f.Category, f.SafetyNet, f.SheetRing, f.Size = model.Lifted, p.safetyNet, p.ring, size
	f.Income = p.income(m)
	if p.monitored {
		f.Monitored = pick(m, []model.Monitored{model.Marginal, model.Marginal, model.Marginal, model.Unstable, model.Sudden})
		if f.Monitored != model.Unstable {
			f.Category = model.Ordinary
		}
	}
	f.Wish, f.DoubleBound = model.No, model.No
	if p.labour && m.chance(70) {
		f.Wish = model.Yes
		if m.chance(85) {
			f.DoubleBound = model.Yes
		}
	}
	m.members(f, p, size)
	f.Head = f.Members[0].Name
	return h
}

func (m *maker) township() int {
	x, sum := m.rng.IntN(100), 0
	for i, w := range weights {
		if sum += w; x < sum {
			return i
		}
	}
	return len(weights) - 1
}

// settle sorts the households and gives them their numbers and phones.
func (m *maker) settle() {
	list := m.roster.Households
	slices.SortStableFunc(list, func(a, b Household) int {
		return cmp.Or(cmp.Compare(a.township, b.township), cmp.Compare(a.Facts.Village, b.Facts.Village))
	})
	for i := range list {
		h := &list[i]
		h.Number = fmt.Sprintf("530399%02d%06d", h.township+1, i+1)
		h.Facts.Phone = fmt.Sprintf("100%08d", i+1)
		for j := range h.Facts.Members {
			h.Facts.Members[j].Number = fmt.Sprintf("%s%02d", h.Number, j+1)
		}
		h.Facts.Members[0].Phone = h.Facts.Phone
	}
}
