package model

import "slices"

// RefusalReason is why a procedure was refused: one of the reasons, or words of
// whoever refused it.
type RefusalReason string

// The reasons. Whoever's income is unsteady, whose spending is out of control or
// whose 三保障 are not settled is not relieved of monitoring [S].
const (
	IncomeAbove      RefusalReason = "income_above"
	NotEligible      RefusalReason = "not_eligible"
	CoveredElsewhere RefusalReason = "covered"
	GivenUp          RefusalReason = "given_up"
	IncomeUnsteady   RefusalReason = "income_unsteady"
	SpendingGrave    RefusalReason = "spending"
	NotSecured       RefusalReason = "not_secured"
	CaseEnded        RefusalReason = "case_ended" // the case was withdrawn or closed; nobody presses it
)

// RefusalReasons lists the reasons in the order in which they are offered.
func RefusalReasons(k ProcedureKind) []RefusalReason {
	if k == EliminateRisk {
		return []RefusalReason{IncomeUnsteady, SpendingGrave, NotSecured, GivenUp}
	}
	return []RefusalReason{IncomeAbove, NotEligible, CoveredElsewhere, GivenUp}
}

// Known says whether it is one of the reasons.
func (r RefusalReason) Known() bool {
	return r == CaseEnded || slices.Contains(RefusalReasons(IdentifyMonitored), r) || slices.Contains(RefusalReasons(EliminateRisk), r)
}
