package model

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Policy is the part of the method that is figures rather than rules. It is
// data: a district that decides otherwise changes its configuration.
type Policy struct {
	// RingLine is the income per head that parts the lower rings from the
	// upper ones, by year [S: 10,000 yuan].
	RingLine ByYear `json:"ring_line" yaml:"ring_line"`
	// MonitoringStandard is the income per head below which a household is
	// to be monitored, by year. Not to be confused with the ring line.
	MonitoringStandard ByYear `json:"monitoring_standard" yaml:"monitoring_standard"`
	// Cadence is how often a household of a ring is contacted and visited [S].
	Cadence map[Ring]map[Kind]Cadence `json:"cadence" yaml:"cadence"`
	// Grace is how many days a new or stricter duty has at least [D].
	Grace map[Kind]int `json:"grace" yaml:"grace"`
	// Tiers says who is answerable for the households of a ring [S].
	Tiers map[Ring][]Tier `json:"tiers" yaml:"tiers"`
	// VisitSettlesContact lets a home visit settle the month's contact too [D].
	VisitSettlesContact bool `json:"visit_settles_contact" yaml:"visit_settles_contact"`
}

// ByYear is a table of amounts in yuan by year. It is never interpolated.
type ByYear map[int]int64

// Of returns the amount for a year: its own, else the latest known year's
// before it, else the earliest known [D].
func (t ByYear) Of(year int) Fen {
	y, _ := t.YearFor(year)
	return Yuan(t[y])
}

// YearFor returns the year whose amount Of uses, and whether it is the year
// that was asked for.
func (t ByYear) YearFor(year int) (used int, exact bool) {
	years := slices.Sorted(maps.Keys(t))
	if len(years) == 0 {
		return 0, false
	}
	used = years[0]
	for _, y := range years {
		if y <= year {
			used = y
		}
	}
	return used, used == year
}

// DefaultPolicy is the method as Qilin District published it [S], with this
// project's decisions where it is silent [D].
func DefaultPolicy() Policy {
	often := map[Kind]Cadence{Contact: Month, Visit: HalfYear}
	seldom := map[Kind]Cadence{Contact: HalfYear, Visit: Year}
	return Policy{
		RingLine:           ByYear{2023: 10000},
		MonitoringStandard: ByYear{2023: 8050, 2025: 8700},
		Cadence: map[Ring]map[Kind]Cadence{
			Red: maps.Clone(often), Orange: maps.Clone(often), Yellow: maps.Clone(often), Blue: seldom,
		},
		Grace: map[Kind]int{Contact: 15, Visit: 30},
		Tiers: map[Ring][]Tier{
			Red:    {TierDistrictLeader, TierBureauHead},
			Orange: {TierUnitHead},
			Yellow: {TierDepartmentLeader},
			Blue:   {TierPairedCadre},
		},
		VisitSettlesContact: true,
	}
}

// Fits says whether somebody of a tier may be answerable for households of a
// ring [S]; a ring that names no tier takes anybody.
func (p Policy) Fits(t Tier, r Ring) bool {
	return len(p.Tiers[r]) == 0 || slices.Contains(p.Tiers[r], t)
}

// cadence returns how often a household worked at a pace is owed kind, NoCadence
// when it is not.
func (p Policy) cadence(pace Ring, kind Kind) Cadence { return p.Cadence[pace][kind] }

// Validate reports everything in the policy that cannot be worked with, all at
// once.
func (p Policy) Validate() error {
	var wrong flaws
	amounts := func(name string, t ByYear) {
		if len(t) == 0 {
			wrong.add(name, "flaw.years", nil)
		}
		for _, y := range slices.Sorted(maps.Keys(t)) {
			if t[y] <= 0 || y < 2000 || y > 2200 {
				wrong.add(name, "flaw.amount", Args{"year": fmt.Sprint(y), "got": fmt.Sprint(t[y])})
			}
		}
	}
	amounts("ring_line", p.RingLine)
	amounts("monitoring_standard", p.MonitoringStandard)
	told := map[Kind]bool{} // rings with the same cadence have one fault
	for _, ring := range []Ring{Red, Orange, Yellow, Blue} {
		for _, kind := range []Kind{Contact, Visit} {
			c := p.cadence(ring, kind)
			if c < Month || c > Year {
				wrong.add(fmt.Sprintf("cadence.%s.%s", ring, kind), "flaw.cadence", nil)
			} else if days := c.shortest(); (p.Grace[kind] < 0 || p.Grace[kind] > days) && !told[kind] {
				told[kind] = true
				wrong.add("grace."+string(kind), "flaw.grace", Args{"got": p.Grace[kind], "cadence": c, "days": days})
			}
		}
	}
	for _, pair := range [][2]Ring{{Red, Orange}, {Orange, Yellow}, {Yellow, Blue}} {
		for _, kind := range []Kind{Contact, Visit} {
			if p.cadence(pair[0], kind) > p.cadence(pair[1], kind) {
				wrong.add(fmt.Sprintf("cadence.%s.%s", pair[0], kind), "flaw.looser", Args{"ring": pair[1]})
			}
		}
	}
	for _, ring := range slices.Sorted(maps.Keys(p.Cadence)) {
		if ring.Rank() >= len(Rings) || ring == Undecided {
			wrong.add("cadence", "flaw.ring", Args{"got": string(ring)})
		}
	}
	for _, ring := range slices.Sorted(maps.Keys(p.Tiers)) {
		for _, t := range p.Tiers[ring] {
			if !slices.Contains(Tiers, t) {
				wrong.add("tiers."+string(ring), "flaw.tier", Args{"got": string(t)})
			}
		}
	}
	return wrong.join()
}

// Fingerprint identifies the figures that due days follow from. When it
// differs from the stored one, all due days are recomputed.
func (p Policy) Fingerprint() string {
	b, err := json.Marshal(p) // maps are written in the order of their keys
	if err != nil {
		panic(err) // plain data always marshals
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
