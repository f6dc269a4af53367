package model

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
	ReportedBy     int64 // cadre
	ReportedIn     int64 // chat
	ReportedAt     Instant
	AcknowledgedBy int64
	AcknowledgedAt Instant
	OnSiteAt       Instant
	ClosedAt       Instant
	Version        int64
}
