package model

import (
	"slices"
	"time"
)

// EmergencyStatus is how far an emergency has got.
type EmergencyStatus string

// The states of an emergency in this order. Solved means that the family is out of
// distress and the office has still to close the case; Identifying, that it goes on
// as an identification of a household to be monitored (监测对象识别). Withdrawn ends
// it at any time.
const (
	Reported     EmergencyStatus = "reported"
	Acknowledged EmergencyStatus = "acknowledged"
	OnTheWay     EmergencyStatus = "on_the_way"
	OnSite       EmergencyStatus = "on_site" // at the home
	Solved       EmergencyStatus = "solved"
	Identifying  EmergencyStatus = "identification"
	Closed       EmergencyStatus = "closed"
	Withdrawn    EmergencyStatus = "withdrawn"
)

// EmergencyStatuses lists the states in their order.
var EmergencyStatuses = []EmergencyStatus{Reported, Acknowledged, OnTheWay, OnSite, Solved, Identifying, Closed, Withdrawn}

// Before says whether a state comes earlier than another.
func (s EmergencyStatus) Before(other EmergencyStatus) bool {
	return slices.Index(EmergencyStatuses, s) < slices.Index(EmergencyStatuses, other)
}

// Over says that a case in this state is followed no longer.
func (s EmergencyStatus) Over() bool { return s == Closed || s == Withdrawn }

// Emergency is a hardship report (急难报告) of a household of the roster or of any
// family: a case, which is followed until it is closed.
type Emergency struct {
	ID             int64  `gorm:"primaryKey"` // the case number
	Source         string // what it was filed from, unique: the same report is never filed twice
	HouseholdID    int64  // 0 for a family that is not on the roster
	Family         string // as reported, for such a family
	Village        string
	TownshipID     int64
	Status         EmergencyStatus
	Causes         []Cause `gorm:"serializer:json"`
	Text           string
	Unconfirmed    bool  // nobody has said whether it is one; see ConfirmWithin
	ReportedBy     int64 // cadre
	ReportedIn     int64 // chat
	ReportedAt     Instant
	AcknowledgedBy int64 // who has it in hand
	AcknowledgedAt Instant
	OnTheWayAt     Instant
	OnSiteAt       Instant
	OnSiteBy       int64
	SolvedAt       Instant
	IdentifyingAt  Instant
	ClosedAt       Instant // or withdrawn
	Reason         string  // why it was withdrawn, or what came of it
	// The clock: how many levels of the chain heard that the present step is
	// late, and when the next one is to hear; 0 when none is left.
	Step       CaseStep `gorm:"column:escalated_step"`
	Escalated  int
	EscalateAt Instant
	Version    int64
}

// ConfirmWithin is how long the bot waits for an answer where it is not sure
// whether words tell of an emergency. Then the report goes out, unconfirmed.
const ConfirmWithin = 10 * time.Minute

// JoinWithin is for how long a report about a family is joined to the open case of
// the same family [D].
const JoinWithin = 48 * time.Hour
