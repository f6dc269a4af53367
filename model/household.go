package model

import (
	"fmt"
	"strings"
)

// Category is the registered kind of a household (户类型).
type Category string

// The categories.
const (
	Lifted          Category = "lifted"   // 脱贫户
	Ordinary        Category = "ordinary" // 普通农户, 一般农户
	CategoryUnknown Category = ""
)

// Monitored is the subtype of a household at risk (监测对象). A household can be
// lifted and monitored: two fields.
type Monitored string

// The subtypes.
const (
	NotMonitored Monitored = ""
	Unstable     Monitored = "unstable" // 脱贫不稳定户
	Marginal     Monitored = "marginal" // 边缘易致贫户
	Sudden       Monitored = "sudden"   // 突发严重困难户
)

// Answer is yes, no, or not known.
type Answer string

// The answers.
const (
	Unknown Answer = ""
	Yes     Answer = "yes"
	No      Answer = "no"
)

// Labour is a member's ability to work (劳动技能).
type Labour string

// The degrees of labour; the last two do not make a household one with labour.
const (
	LabourUnknown Labour = ""
	LabourSkilled Labour = "skilled" // 技能劳动力
	LabourCommon  Labour = "common"  // 普通劳动力
	LabourWeak    Labour = "weak"    // 弱劳动力或半劳动力
	LabourLost    Labour = "lost"    // 丧失劳动力
	LabourNone    Labour = "none"    // 无劳动力
)

// Fen is an amount of money in fen (1 yuan = 100 fen).
type Fen int64

// Yuan returns n yuan.
func Yuan(n int64) Fen { return Fen(n * 100) }

// String returns the amount in yuan, with two decimals only where needed.
func (f Fen) String() string {
	if f%100 == 0 {
		return fmt.Sprint(int64(f) / 100)
	}
	return strings.TrimRight(fmt.Sprintf("%.2f", float64(f)/100), "0")
}

// Income is the yearly net income per head (家庭年人均纯收入), which may not be
// known.
type Income struct {
	Fen   Fen  `json:"fen,omitempty"`
	Known bool `json:"known,omitempty"`
}

// Facts are what a roster says of a household. They are kept as versions and
// never overwritten, so that any past day can be rebuilt.
type Facts struct {
	Head           string    `json:"head"`
	Phone          string    `json:"phone,omitempty"`
	Township       string    `json:"township"`
	Village        string    `json:"village"`
	Group          string    `json:"group,omitempty"`
	Category       Category  `json:"category,omitempty"`
	Monitored      Monitored `json:"monitored,omitempty"`
	RiskEliminated bool      `json:"risk_eliminated,omitempty"`
	RiskCauses     []Cause   `json:"risk_causes,omitempty"` // why it was identified as monitored; no sheet has them
	SafetyNet      bool      `json:"safety_net,omitempty"`
	Income         Income    `json:"income"`
	Size           int       `json:"size,omitempty"`
	Labour         Answer    `json:"labour,omitempty"` // of the household, where the sheet has no persons
	Wish           Answer    `json:"wish,omitempty"`   // 有产业发展条件和意愿
	DoubleBound    Answer    `json:"double_bound,omitempty"`
	SheetRing      Ring      `json:"sheet_ring,omitempty"` // 圈层 as the sheet gives it
	Members        []Member  `json:"members,omitempty"`
}

// Member is one person of a household. IDNumber never leaves the store.
type Member struct {
	Number   string `json:"number,omitempty"`
	Name     string `json:"name"`
	IDNumber string `json:"id_number,omitempty"`
	Relation string `json:"relation,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Labour   Labour `json:"labour,omitempty"`
	Health   string `json:"health,omitempty"`
}

// HasLabour says whether any member has labour (普通, 技能, 弱劳动力或半劳动力); unknown
// when a member's labour is not told and none is known to have it.
func (f Facts) HasLabour() Answer {
	if f.Labour != Unknown {
		return f.Labour
	}
	known := No
	if len(f.Members) == 0 {
		known = Unknown
	}
	for _, m := range f.Members {
		switch m.Labour {
		case LabourSkilled, LabourCommon, LabourWeak:
			return Yes
		case LabourUnknown:
			known = Unknown
		}
	}
	return known
}

// Household is a household of the roster as it stands now. The due days are the
// value of Policy.Due over its history and are written with it.
type Household struct {
	ID            int64  `gorm:"primaryKey"`
	Number        string // 户编号, unique
	Head          string
	TownshipID    int64
	VillageID     int64
	Township      string
	Village       string
	Ring          Ring
	Pace          Ring
	SuggestedRing Ring
	Flags         []Flag `gorm:"serializer:json"`
	ResponsibleID int64  // cadre answerable for it, 0 for none
	AssignedOn    Day    // the day the responsible cadre took it over
	RosterSince   Day
	ArchivedOn    Day
	ContactDue    Day
	VisitDue      Day
	AssessmentDue Day
	// The periods that the due days stand for; their cadence decides the
	// steps of the reminders.
	ContactPeriod Period `gorm:"embedded;embeddedPrefix:contact_period_"`
	VisitPeriod   Period `gorm:"embedded;embeddedPrefix:visit_period_"`
	NextChange    Day    // the next day on which something already stored takes effect
	Version       int64
}

// Due returns the household's stored due day and period for one kind of duty.
func (h Household) Due(k Kind) Due {
	switch k {
	case Contact:
		return Due{On: h.ContactDue, Period: h.ContactPeriod}
	case Visit:
		return Due{On: h.VisitDue, Period: h.VisitPeriod}
	default:
		return Due{On: h.AssessmentDue, Period: Year.Period(h.AssessmentDue)}
	}
}

// SetDue stores what Policy.Due gave for one kind of duty.
func (h *Household) SetDue(k Kind, d Due) {
	switch k {
	case Contact:
		h.ContactDue, h.ContactPeriod = d.On, d.Period
	case Visit:
		h.VisitDue, h.VisitPeriod = d.On, d.Period
	default:
		h.AssessmentDue = d.On
	}
}
