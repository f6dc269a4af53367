package model

// Scope is a part of the roster that somebody may see. The zero Scope holds
// nothing.
type Scope struct {
	All        bool
	TownshipID int64  // households of a township
	VillageID  int64  // households of a village
	Unit       string // households whose responsible cadre belongs to a unit
	LeaderID   int64  // households of this cadre and of everyone below by 上级电话
	CadreID    int64  // households of this cadre alone
}

// Empty says that the scope holds no household.
func (s Scope) Empty() bool { return s == Scope{} }

// ScopeOf returns what a person may see in the private chat: the office all; a
// leader the own households, those of everyone below, and the township named in
// 辖区; 全区 counts only for the office and the bureau's heads; a cadre the own.
func ScopeOf(c Cadre) Scope {
	switch {
	case c.Role == RoleOffice, c.DistrictWide && c.Tier == TierBureauHead:
		return Scope{All: true}
	case c.Role == RoleLeader:
		return Scope{LeaderID: c.ID, TownshipID: c.TownshipID}
	default:
		return Scope{CadreID: c.ID}
	}
}

// Action is something that a person asks the bot to do.
type Action string

// The actions.
const (
	ActRecord          Action = "record"           // record contacts of own households
	ActReportEmergency Action = "report_emergency" // any household, any family
	ActAcknowledge     Action = "acknowledge"      // take on an emergency
	ActSeeOverdue      Action = "see_overdue"      // /overdue
	ActSeeCases        Action = "see_cases"        // /emergencies
	ActSeeFigures      Action = "see_figures"      // of emergencies
	ActBindGroup       Action = "bind_group"       // /bind
	ActSeeHousehold    Action = "see_household"    // within the own scope
)

// Place is where something is asked.
type Place int

// The places.
const (
	InPrivate    Place = iota
	InBoundGroup       // a group that the office bound
	InOtherGroup
)

// may is the table of who may do what and where.
var may = map[Action]map[Place][]Role{
	ActRecord:          {InPrivate: {RoleCadre, RoleLeader, RoleOffice}},
	ActReportEmergency: {InPrivate: {RoleCadre, RoleLeader, RoleOffice}, InBoundGroup: {RoleCadre, RoleLeader, RoleOffice}},
	ActAcknowledge:     {InPrivate: {RoleCadre, RoleLeader, RoleOffice}, InBoundGroup: {RoleCadre, RoleLeader, RoleOffice}},
	ActSeeOverdue:      {InPrivate: {RoleLeader, RoleOffice}, InBoundGroup: {RoleCadre, RoleLeader, RoleOffice}},
	ActSeeCases:        {InPrivate: {RoleCadre, RoleLeader, RoleOffice}, InBoundGroup: {RoleCadre, RoleLeader, RoleOffice}},
	ActSeeFigures:      {InPrivate: {RoleLeader, RoleOffice}},
	ActBindGroup:       {InBoundGroup: {RoleOffice}, InOtherGroup: {RoleOffice}},
	ActSeeHousehold:    {InPrivate: {RoleCadre, RoleLeader, RoleOffice}},
}

// May says whether a bound person may do something in a place. A person who is
// not bound may nothing.
func May(c Cadre, a Action, where Place) bool {
	if c.ID == 0 {
		return false
	}
	for _, role := range may[a][where] {
		if role == c.Role {
			return true
		}
	}
	return false
}
