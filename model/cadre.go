package model

// Tier is the level of the person answerable for a household (包保层级).
type Tier string

// The tiers, highest first.
const (
	TierDistrictLeader   Tier = "district_leader"   // 区级挂联镇(街道)领导
	TierBureauHead       Tier = "bureau_head"       // 乡村振兴局主要领导
	TierUnitHead         Tier = "unit_head"         // 领导小组成员单位主要负责人
	TierDepartmentLeader Tier = "department_leader" // 区级部门班子成员
	TierPairedCadre      Tier = "paired_cadre"      // 结对帮扶干部
)

// Tiers lists the tiers, highest first.
var Tiers = []Tier{TierDistrictLeader, TierBureauHead, TierUnitHead, TierDepartmentLeader, TierPairedCadre}

// Role is what a person may do.
type Role string

// The roles.
const (
	RoleCadre  Role = "cadre"  // 干部
	RoleLeader Role = "leader" // 领导
	RoleOffice Role = "office" // 办公室
)

// Cadre is a person of the cadres' list. Every household's responsible person
// is one, whatever the rank.
type Cadre struct {
	ID         int64 `gorm:"primaryKey"`
	Name       string
	Unit       string
	Post       string
	Phone      string // unique
	Tier       Tier
	Role       Role
	SuperiorID int64 // 0 for none
	// Domain is the township of 辖区; DistrictWide is 全区.
	TownshipID   int64
	DistrictWide bool
	TelegramID   int64 // of the person and of the private chat; 0 while not bound
	Language     string
	// LanguageChosen: the person chose the language, so that their Telegram's
	// does not change it.
	LanguageChosen bool
	BoundAt        Instant
	Blocked        bool // the person blocked the bot
	Version        int64
}

// Bound says whether a Telegram account is bound to the cadre.
func (c Cadre) Bound() bool { return c.TelegramID != 0 }

// Group is a Telegram group that the office bound to a scope.
type Group struct {
	ChatID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Title   string
	Scope   Scope `gorm:"embedded;embeddedPrefix:scope_"`
	Office  bool  // receives emergencies as a chat of the office
	Leading bool  // the leading group's chat, which hears of emergencies that wait too long
	BoundBy int64
	BoundAt Instant
	Version int64
}
