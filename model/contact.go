package model

// Means is how a contact was made; a visit settles visits too.
type Means string

// The means. An unspecified contact settles a contact, never a visit.
const (
	ByPhone     Means = "phone"
	ByWeChat    Means = "wechat"
	ByVisit     Means = "visit"
	ByOther     Means = "other"
	Unspecified Means = "unspecified"
)

// Outcome is what a contact found.
type Outcome string

// The outcomes. Unclear is what a text gives that is no record at all; it is
// never stored.
const (
	Normal         Outcome = "normal"
	Change         Outcome = "change"
	EmergencyFound Outcome = "emergency"
	Unreached      Outcome = "unreached"
	Unclear        Outcome = "unclear"
)

// Cause is a risk cause (风险原因).
type Cause string

// The causes.
const (
	CauseIllness         Cause = "illness"
	CauseSchooling       Cause = "schooling"
	CauseDisability      Cause = "disability"
	CauseDisaster        Cause = "disaster"
	CauseAccident        Cause = "accident"
	CauseBusinessFailure Cause = "business_failure"
	CauseUnstableJob     Cause = "unstable_job"
	CauseNoLabour        Cause = "no_labour"
	CauseHousing         Cause = "housing"
	CauseWater           Cause = "water"
	CauseOther           Cause = "other"
)

// Causes lists the causes in the order in which they are offered.
var Causes = []Cause{
	CauseIllness, CauseSchooling, CauseDisability, CauseDisaster, CauseAccident, CauseBusinessFailure, CauseUnstableJob, CauseNoLabour, CauseHousing, CauseWater, CauseOther,
}

// IncomeChange is what a contact found of the income.
type IncomeChange string

// The changes of income; an expense alone leaves it unknown.
const (
	IncomeUp      IncomeChange = "up"
	IncomeDown    IncomeChange = "down"
	IncomeSame    IncomeChange = "none"
	IncomeUnknown IncomeChange = "unknown"
)

// ContactRecord is one contact or visit as it was recorded. It is never
// overwritten: a correction is a record of its own that names the one it
// corrects, and what is taken back stays, marked with when and by whom.
type ContactRecord struct {
	ID           int64 `gorm:"primaryKey"`
	HouseholdID  int64
	Means        Means
	Outcome      Outcome
	Causes       []Cause `gorm:"serializer:json"`
	MemberChange bool
	IncomeChange IncomeChange
	HappenedOn   Day // the day it counts for
	RecordedAt   Instant
	ByID         int64 // cadre who recorded it
	OnBehalfOfID int64 // the cadre for whom a delegate recorded it, else 0
	Text         string
	Corrects     int64 // the record that this one corrects, else 0
	UpdateID     int64 // the update it came with; all of one update can be taken back together
	ChatID       int64 // the chat and the message in which its words were written; 0 where none were
	MessageID    int
	WithdrawnAt  Instant
	WithdrawnBy  int64
	SupersededBy int64 // the correction that stands in its place, else 0
}

// Settles says whether the record settles a duty of a kind: anything but a try
// that reached nobody settles a contact, a visit settles visits, and the
// month's contact where the policy lets it.
func (p Policy) Settles(r ContactRecord, k Kind) bool {
	if r.WithdrawnAt != 0 || r.Outcome == Unreached || r.Outcome == Unclear {
		return false
	}
	switch k {
	case Contact:
		return r.Means != ByVisit || p.VisitSettlesContact
	case Visit:
		return r.Means == ByVisit
	default:
		return false
	}
}
