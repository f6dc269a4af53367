package model

import "time"

// Taken returns when a step of an emergency was taken, or left behind by a later
// one; 0 while it waits, and where it is none of this emergency's.
func (e Emergency) Taken(s CaseStep) Instant {
	later := []Instant{e.IdentifyingAt, e.ClosedAt}
	switch s {
	case StepAcknowledge:
		later = append([]Instant{e.AcknowledgedAt, e.OnTheWayAt, e.OnSiteAt, e.SolvedAt}, later...)
	case StepOnSite:
		later = append([]Instant{e.OnSiteAt, e.SolvedAt}, later...)
	case StepIdentify:
		later = later[1:]
	case StepNone:
		return 0
	}
	for _, at := range later {
		if at != 0 {
			return at
		}
	}
	return 0
}

// Missed lists the steps of an emergency that were taken after their time, or wait
// though it has passed, as of an instant.
func (l CaseLimits) Missed(e Emergency, at Instant) (missed []CaseStep) {
	for _, s := range []CaseStep{StepAcknowledge, StepOnSite, StepClose, StepIdentify} {
		from := e.ReportedAt
		if s == StepIdentify {
			from = e.IdentifyingAt
		}
		until := e.Taken(s)
		if until == 0 {
			until = at
		}
		if from != 0 && until > from.Add(time.Duration(l.Of(s).Hours)*time.Hour) {
			missed = append(missed, s)
		}
	}
	return missed
}
