package model

import (
	"slices"
	"testing"
)

// TestWhoMayDoWhatInACase by what they are to it; whoever is nothing to it may
// nothing.
func TestWhoMayDoWhatInACase(t *testing.T) {
	for _, c := range []struct {
		act  CaseAct
		want []CaseRole
	}{
		{CaseAct(Acknowledged), []CaseRole{CaseTold, CaseResponsible, CaseOffice}},
		{CaseAct(OnTheWay), []CaseRole{CaseInHand, CaseResponsible, CaseOffice}},
		{CaseAct(OnSite), []CaseRole{CaseInHand, CaseResponsible, CaseOffice}},
		{CaseAct(Solved), []CaseRole{CaseInHand, CaseResponsible, CaseOffice}},
		{CaseAct(Identifying), []CaseRole{CaseInHand, CaseResponsible, CaseOffice}},
		{CaseAct(Closed), []CaseRole{CaseOffice}},
		{CaseAct(Withdrawn), []CaseRole{CaseReporter, CaseOffice}},
		{CaseTakeOver, []CaseRole{CaseResponsible, CaseLeader, CaseOffice}},
		{CaseReopen, []CaseRole{CaseOffice}},
		{CaseTell, []CaseRole{CaseTold, CaseReporter, CaseInHand, CaseResponsible, CaseOffice}},
	} {
		for _, role := range []CaseRole{CaseTold, CaseReporter, CaseInHand, CaseResponsible, CaseLeader, CaseOffice} {
			if got, want := MayInCase([]CaseRole{role}, c.act), slices.Contains(c.want, role); got != want {
				t.Errorf("%s by %s: %v", c.act, role, got)
			}
		}
		if MayInCase(nil, c.act) {
			t.Errorf("%s by anybody", c.act)
		}
	}
}

// TestNothingIsSolvedBeforeSomebodyWasAtTheHome and a step back is none.
func TestNothingIsSolvedBeforeSomebodyWasAtTheHome(t *testing.T) {
	leads := map[EmergencyStatus][]EmergencyStatus{
		Reported:     {Acknowledged, OnTheWay, OnSite, Withdrawn},
		Acknowledged: {OnTheWay, OnSite, Withdrawn},
		OnTheWay:     {OnSite, Withdrawn},
		OnSite:       {Solved, Identifying, Closed, Withdrawn},
		Solved:       {Identifying, Closed, Withdrawn},
		Identifying:  {Withdrawn},
	}
	for _, s := range EmergencyStatuses {
		for _, to := range EmergencyStatuses {
			if got := s.Leads(to); got != slices.Contains(leads[s], to) {
				t.Errorf("%s leads to %s: %v", s, to, got)
			}
		}
		if want := !slices.Contains([]EmergencyStatus{Reported, Acknowledged, OnTheWay}, s); s.AtHome() != want {
			t.Errorf("%s: somebody has been at the home: %v", s, s.AtHome())
		}
	}
}
