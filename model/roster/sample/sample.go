// Package sample makes rosters of people who do not exist, in the shape and the
// size of Qilin District's: for the demo, for tests and for benchmarks. The
// same size always gives the same roster.
//
// Streets and townships are the district's own names. Everything else is
// invented: villages, people, units. Identity numbers have a valid check digit
// and begin with 530399, which is no district; phones of households begin with
// 100, which no network uses.
package sample

import (
	"math/rand/v2"

	"ringkeeper/model"
)

// The district's households and people as it published them on 2023-11-07: 脱贫
// and 监测对象. In the sample no household counts as both: the 3,365 are those
// that are not monitored.
const (
	QilinLifted          = 3365
	QilinMonitored       = 385
	QilinLiftedPeople    = 11995
	QilinMonitoredPeople = 1164
	qilinHouseholds      = QilinLifted + QilinMonitored
)

// Roster is an invented district.
type Roster struct {
	Households []Household // by township, village and number
	Cadres     []Cadre     // the office first, then by tier, highest first
}

// Household is an invented household. Ring is the one that the method's default
// figures give it.
type Household struct {
	Number      string
	Facts       model.Facts
	Ring        model.Ring
	Responsible int // index in Roster.Cadres
	township    int
}

// Cadre is an invented cadre. Domain is a township's name or 全区.
type Cadre struct {
	Name          string
	Unit          string
	Post          string
	Phone         string
	Tier          model.Tier
	Role          model.Role
	SuperiorPhone string
	Domain        string
}

// Qilin is the district in its real size: 3,750 households, 13,159 people and
// some 420 cadres.
func Qilin() Roster { return Scaled(qilinHouseholds) }

// Scaled is a district of n households in Qilin's shares.
func Scaled(n int) Roster {
	m := maker{rng: rand.New(rand.NewPCG(20231107, 53))} // the same roster each time is what is wanted
	m.taken = map[string]bool{}
	m.places()
	m.makeHouseholds(n)
	m.makeCadres(n)
	return m.roster
}

type maker struct {
	rng      *rand.Rand
	roster   Roster
	villages [][]string // by township
	taken    map[string]bool
	births   map[string]int
	reds     int // red households so far
}

func pick[T any](m *maker, from []T) T { return from[m.rng.IntN(len(from))] }

// chance is true in p of 100 cases.
func (m *maker) chance(p int) bool { return m.rng.IntN(100) < p }

// between gives a number from lo to hi, both included.
func (m *maker) between(lo, hi int) int { return lo + m.rng.IntN(hi-lo+1) }

// share is part of n as whole is of Qilin's households, rounded.
func share(n, part int) int { return (n*part + qilinHouseholds/2) / qilinHouseholds }
