package model

import "time"

// JoinWithin is for how long a report about a family is joined to the open case of
// the same family [D].
const JoinWithin = 48 * time.Hour

// SameFamily says whether two reports are about the same family: one household of
// the roster, or a head of the same name in the same village of the same township.
// What names nobody is about no family.
func (e Emergency) SameFamily(o Emergency) bool {
	if e.HouseholdID != 0 || o.HouseholdID != 0 {
		return e.HouseholdID == o.HouseholdID
	}
	return e.Family != "" && e.Village != "" && e.Family == o.Family && e.Village == o.Village && e.TownshipID == o.TownshipID
}

// Takes says whether a case takes a report of an instant as an addition.
func (e Emergency) Takes(report Emergency, at Instant) bool {
	return !e.Status.Over() && at <= e.ReportedAt.Add(JoinWithin) && e.SameFamily(report)
}
