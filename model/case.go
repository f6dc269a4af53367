package model

import "slices"

// CaseLevel is a level of the chain along which a case that waits too long goes up.
type CaseLevel string

// The levels, in the order in which they hear of it.
const (
	LevelCadre        CaseLevel = "cadre"         // who answers for the household, or took the case on
	LevelLeader       CaseLevel = "leader"        // whom that cadre reports to
	LevelOffice       CaseLevel = "office"        // the leading group's office
	LevelLeadingGroup CaseLevel = "leading_group" // the leading group's chat
)

// CaseLevels lists the levels in their order.
var CaseLevels = []CaseLevel{LevelCadre, LevelLeader, LevelOffice, LevelLeadingGroup}

// CaseLink is one reader of one level of a case's chain, which is fixed when the
// case opens and kept with it: a person, or a group (CadreID 0).
type CaseLink struct {
	Level   CaseLevel
	CadreID int64
	ChatID  int64
}

// LevelsOf lists the levels that a chain has, in the order in which they hear.
func LevelsOf(chain []CaseLink) (levels []CaseLevel) {
	for _, l := range CaseLevels {
		if slices.ContainsFunc(chain, func(link CaseLink) bool { return link.Level == l }) {
			levels = append(levels, l)
		}
	}
	return levels
}

// CaseEventKind is what a line of a case's timeline tells.
type CaseEventKind string

// The kinds of lines.
const (
	CaseFiled     CaseEventKind = "filed"     // reported; Text in its own words
	CaseConfirmed CaseEventKind = "confirmed" // no longer in doubt
	CasePlaced    CaseEventKind = "placed"    // the household was named, or put right
	CaseJoined    CaseEventKind = "joined"    // another report about the same family
	CaseUnjoined  CaseEventKind = "unjoined"  // … which was none
	CaseAdvanced  CaseEventKind = "advanced"  // Detail.Status; Text is a reason
	CaseTakenOver CaseEventKind = "taken_over"
	CaseReopened  CaseEventKind = "reopened" // solved, it was said, and is not; Text why
	CaseNoted     CaseEventKind = "noted"    // Text
	CaseCauses    CaseEventKind = "causes"   // Detail.Causes are named
	CaseAttached  CaseEventKind = "attached" // something was sent along
	CaseEscalated CaseEventKind = "escalated"
)

// CaseEvent is a line of a case's timeline.
type CaseEvent struct {
	ID          int64 `gorm:"primaryKey"`
	EmergencyID int64
	At          Instant
	ByID        int64 // cadre, 0 for the program
	Kind        CaseEventKind
	Text        string
	Detail      CaseDetail `gorm:"serializer:json"`
}

// CaseDetail is what a line tells beside its words.
type CaseDetail struct {
	Status      EmergencyStatus `json:"status,omitempty"`
	Causes      []Cause         `json:"causes,omitempty"`
	HouseholdID int64           `json:"household,omitempty"`
	Step        CaseStep        `json:"step,omitempty"`
	Level       CaseLevel       `json:"level,omitempty"`
	Withdrawn   bool            `json:"withdrawn,omitempty"` // of a joined report: it was none
}
