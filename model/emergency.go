package model

import "time"

// EmergencyStatus is how far an emergency has got.
type EmergencyStatus string

// The states of an emergency in this order; withdrawn ends it at any time.
const (
	Reported     EmergencyStatus = "reported"
	Acknowledged EmergencyStatus = "acknowledged"
	OnSite       EmergencyStatus = "on_site"
	Closed       EmergencyStatus = "closed"
	Withdrawn    EmergencyStatus = "withdrawn"
)

// Emergency is a hardship report (急难报告) of a household of the roster or of any
// family.
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
	AcknowledgedBy int64
	AcknowledgedAt Instant
	OnSiteAt       Instant
	ClosedAt       Instant
	Version        int64
}

// ConfirmWithin is how long the bot waits for an answer where it is not sure
// whether words tell of an emergency. Then the report goes out, unconfirmed.
const ConfirmWithin = 10 * time.Minute

// How long an emergency may take from its report [D]: somebody takes it on,
// somebody is at the home, it is closed.
const (
	AcknowledgeWithin = 2 * time.Hour
	OnSiteWithin      = 24 * time.Hour
	CloseWithin       = 10 * 24 * time.Hour
)

// Late says whether the next step of an open emergency should have been taken
// by an instant.
func (e Emergency) Late(at Instant) bool {
	switch e.Status {
	case Reported:
		return at > e.ReportedAt.Add(AcknowledgeWithin)
	case Acknowledged:
		return at > e.ReportedAt.Add(OnSiteWithin)
	case OnSite:
		return at > e.ReportedAt.Add(CloseWithin)
	}
	return false
}
