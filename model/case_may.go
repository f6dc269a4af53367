package model

import "slices"

// CaseRole is what somebody is to a case; one person may be several.
type CaseRole string

// The roles.
const (
	CaseTold        CaseRole = "told"        // the person, or the group in which they speak, was alerted
	CaseReporter    CaseRole = "reporter"    // reported it, or joined a report to it
	CaseInHand      CaseRole = "in_hand"     // took it on
	CaseResponsible CaseRole = "responsible" // answers for the household or stands in; where nobody does, who reported it
	CaseLeader      CaseRole = "leader"      // of its chain
	CaseOffice      CaseRole = "office"      // of the office
)

// CaseAct is something that somebody does in a case.
type CaseAct string

// The acts. A step is named like the state that it leads to.
const (
	CaseTakeOver CaseAct = "take_over" // have it in hand instead of who has
	CaseReopen   CaseAct = "reopen"    // it is said to be solved, and is not
	CaseTell     CaseAct = "tell"      // notes, pictures, causes, another household
)

// mayInCase is the table of who may do what in a case [D].
var mayInCase = map[CaseAct][]CaseRole{
	CaseAct(Acknowledged): {CaseTold, CaseResponsible, CaseOffice},
	CaseAct(OnTheWay):     {CaseInHand, CaseResponsible, CaseOffice},
	CaseAct(OnSite):       {CaseInHand, CaseResponsible, CaseOffice},
	CaseAct(Solved):       {CaseInHand, CaseResponsible, CaseOffice},
	CaseAct(Identifying):  {CaseInHand, CaseResponsible, CaseOffice},
	CaseAct(Closed):       {CaseOffice},
	CaseAct(Withdrawn):    {CaseReporter, CaseOffice},
	CaseTakeOver:          {CaseResponsible, CaseLeader, CaseOffice},
	CaseReopen:            {CaseOffice},
	CaseTell:              {CaseTold, CaseReporter, CaseInHand, CaseResponsible, CaseOffice},
}

// MayInCase says whether somebody who has some roles in a case may do something in it.
func MayInCase(roles []CaseRole, a CaseAct) bool {
	return slices.ContainsFunc(mayInCase[a], func(r CaseRole) bool { return slices.Contains(roles, r) })
}

// from is from which states a case moves on to another [D]: nothing is solved
// before somebody was at the home. An identification ends by its own procedure.
var from = map[EmergencyStatus][]EmergencyStatus{
	Acknowledged: {Reported},
	OnTheWay:     {Reported, Acknowledged},
	OnSite:       {Reported, Acknowledged, OnTheWay},
	Solved:       {OnSite},
	Identifying:  {OnSite, Solved},
	Closed:       {OnSite, Solved},
	Withdrawn:    {Reported, Acknowledged, OnTheWay, OnSite, Solved, Identifying},
}

// Leads says whether a case in this state may move on to another by one step.
func (s EmergencyStatus) Leads(to EmergencyStatus) bool { return slices.Contains(from[to], s) }

// AtHome says that somebody has been at the home: from then on only the office
// withdraws the case.
func (s EmergencyStatus) AtHome() bool { return !s.Before(OnSite) }

// WithdrawReason is why a case was withdrawn: one of few, or in words of somebody's
// own.
type WithdrawReason string

// The reasons that are offered. NoEmergency is what who withdraws a report says of
// it anyway.
const (
	NoEmergency WithdrawReason = "no_emergency"
	FalseReport WithdrawReason = "false_report"
	Duplicate   WithdrawReason = "duplicate" // there is another report of it
	Eased       WithdrawReason = "eased"     // no help is needed any more
)

// WithdrawReasons lists the reasons that say more than that it was none.
var WithdrawReasons = []WithdrawReason{FalseReport, Duplicate, Eased}

// Known says whether it is one of the few.
func (r WithdrawReason) Known() bool { return r == NoEmergency || slices.Contains(WithdrawReasons, r) }
