package model

import (
	"fmt"
	"slices"
	"strings"
)

// ProcedureKind is what a procedure decides of a household.
type ProcedureKind string

// The kinds.
const (
	IdentifyMonitored ProcedureKind = "identification" // 监测对象识别
	EliminateRisk     ProcedureKind = "elimination"    // 风险消除
)

// ProcedureStep is a step of a procedure. Both kinds have the same steps [S].
type ProcedureStep string

// The steps.
const (
	StepChecked  ProcedureStep = "checked"  // 入户核实
	StepPosted   ProcedureStep = "posted"   // 评议公示: discussed, and posted in the village from its day on
	StepTownship ProcedureStep = "township" // 乡镇审核
	StepCounty   ProcedureStep = "county"   // 县级审批
	StepEntered  ProcedureStep = "entered"  // 录入系统; of an elimination 系统标注风险消除
)

// ProcedureSteps lists the steps in their order.
var ProcedureSteps = []ProcedureStep{StepChecked, StepPosted, StepTownship, StepCounty, StepEntered}

// ProcedureStatus is how far a procedure has got.
type ProcedureStatus string

// The states; the last two end it.
const (
	ProcedureRunning ProcedureStatus = "running"
	ProcedureEntered ProcedureStatus = "entered"
	ProcedureRefused ProcedureStatus = "refused"
)

// Procedure identifies a household as monitored (监测对象识别) or eliminates its
// risk (风险消除), step by step.
type Procedure struct {
	ID          int64  `gorm:"primaryKey"`
	Source      string // the press that it came from, unique
	Kind        ProcedureKind
	EmergencyID int64 // the case that it came from, 0 for none
	HouseholdID int64 // 0 for a family that is not on the roster
	// Of such a family: the head as it was reported, and where it lives.
	Family     string
	Village    string
	TownshipID int64
	Causes     []Cause   `gorm:"serializer:json"`
	Subtype    Monitored // as what it is identified
	Number     string    // 户编号 that a new household gets
	// ResponsibleID is the cadre who answers for the household, or is going to.
	ResponsibleID int64
	OpenedBy      int64
	OpenedOn      Day
	OpenedAt      Instant
	Status        ProcedureStatus
	Refusal       RefusalReason
	EndedBy       int64
	EndedAt       Instant
	Version       int64
	Made          []MadeStep `gorm:"-"` // in the order of the steps
}

// MadeStep is a step that was made: of which day, and who said so.
type MadeStep struct {
	Step   ProcedureStep
	OnDay  Day
	ByID   int64
	MadeAt Instant
}

// MadeOf returns a step as it was made; its Step is empty where it was not.
func (p Procedure) MadeOf(s ProcedureStep) MadeStep {
	for _, m := range p.Made {
		if m.Step == s {
			return m
		}
	}
	return MadeStep{}
}

// Next returns the step that is to be made next, none of a procedure that has
// ended.
func (p Procedure) Next() ProcedureStep {
	if p.Status != ProcedureRunning || len(p.Made) >= len(ProcedureSteps) {
		return ""
	}
	return ProcedureSteps[len(p.Made)]
}

// Earliest returns the first day on which a step that is made now, or was made
// last, can be: not before the one before it, and no township decides on what was
// not posted long enough.
func (p Procedure) Earliest(s ProcedureStep, l CaseLimits) Day {
	i := slices.Index(ProcedureSteps, s)
	if i <= 0 || i > len(p.Made) {
		return p.OpenedOn
	}
	before := p.Made[i-1]
	if before.Step == StepPosted {
		return before.OnDay + Day(l.PostDays)
	}
	return before.OnDay
}

// Deadline is the last day on which the procedure should end, of either kind [D].
func (p Procedure) Deadline(l CaseLimits) Day { return p.OpenedOn + l.IdentifyDays() }

// IdentifyDays are the days within which a procedure should end; hours that make no
// whole day count as one.
func (l CaseLimits) IdentifyDays() Day { return Day((l.Identify.Hours + 23) / 24) }

// HelpFirst says whether help goes before papers: disaster and accident are plain
// facts (先行救助、后补手续) [D].
func (p Procedure) HelpFirst() bool {
	return p.Kind == IdentifyMonitored && (slices.Contains(p.Causes, CauseDisaster) || slices.Contains(p.Causes, CauseAccident))
}

// Maker is what somebody is to a procedure.
type Maker string

// The makers.
const (
	MakerResponsible Maker = "responsible" // answers for the household, or stands in for who does
	MakerHandler     Maker = "handler"     // took the case on from which it came
	MakerLeader      Maker = "leader"      // may look at the household as a leader
	MakerTownship    Maker = "township"    // leads its township
	MakerOffice      Maker = "office"
)

// makers is the table of who may make which step, and refuse in its place.
var makers = map[ProcedureStep][]Maker{
	StepChecked:  {MakerResponsible, MakerHandler, MakerLeader, MakerOffice},
	StepPosted:   {MakerResponsible, MakerHandler, MakerLeader, MakerOffice},
	StepTownship: {MakerTownship, MakerOffice},
	StepCounty:   {MakerOffice},
	StepEntered:  {MakerOffice},
}

// MadeBy says whether a step may be made by somebody who is these.
func (s ProcedureStep) MadeBy(as []Maker) bool {
	return slices.ContainsFunc(as, func(m Maker) bool { return slices.Contains(makers[s], m) })
}

// Missing is something that the roster needs and nobody has said.
type Missing string

// What may be missing.
const (
	MissingSubtype Missing = "subtype"
	MissingCause   Missing = "cause"
	MissingVillage Missing = "village"
	MissingHead    Missing = "head"
	MissingNumber  Missing = "number"
	MissingCadre   Missing = "cadre"
)

// Missing returns what is to be asked first before the household can be entered,
// "" where all is known. An elimination needs nothing.
func (p Procedure) Missing() Missing {
	isNew := p.HouseholdID == 0
	switch {
	case p.Kind == EliminateRisk:
		return ""
	case p.Subtype == NotMonitored:
		return MissingSubtype
	case len(p.Causes) == 0:
		return MissingCause
	case isNew && p.TownshipID == 0:
		return MissingVillage
	case isNew && p.Family == "":
		return MissingHead
	case isNew && p.Number == "":
		return MissingNumber
	case p.ResponsibleID == 0:
		return MissingCadre
	}
	return ""
}

// provisional begins the number of a household that has none of the national
// system yet.
const provisional = "P-"

// Provisional is the number that a new household has until the national system
// gives it one. An import that brings it puts it in the place of this one [D].
func (p Procedure) Provisional() string { return fmt.Sprint(provisional, p.ID) }

// IsProvisional says whether a household's number stands for one that is to come.
func IsProvisional(number string) bool {
	n, ok := strings.CutPrefix(number, provisional)
	return ok && n != "" && strings.Trim(n, "0123456789") == ""
}

// Subtypes are those that a household of a category can be identified as: 脱贫不稳定户
// are lifted by their name, 边缘易致贫户 are not.
func Subtypes(c Category) []Monitored {
	switch c {
	case Lifted:
		return []Monitored{Unstable, Sudden}
	case Ordinary:
		return []Monitored{Marginal, Sudden}
	}
	return []Monitored{Unstable, Marginal, Sudden}
}

// CategoryOf is the category of a new household by its subtype; where the subtype
// does not tell it, the next import will.
func CategoryOf(m Monitored) Category {
	switch m {
	case Unstable:
		return Lifted
	case Marginal:
		return Ordinary
	}
	return CategoryUnknown
}

// AtRisk says whether the household is monitored and its risk is not eliminated.
func (f Facts) AtRisk() bool { return f.Monitored != NotMonitored && !f.RiskEliminated }
