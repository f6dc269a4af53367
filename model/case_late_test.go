package model

import (
	"slices"
	"testing"
	"time"
)

// TestWhichStepsOfACaseWereMissed: taken too late, or waiting though their time has
// passed; what a later step left behind waits no more.
func TestWhichStepsOfACaseWereMissed(t *testing.T) {
	l := DefaultCaseLimits()
	const began = Instant(1_000_000_000)
	hour := func(n int) Instant { return began.Add(time.Duration(n) * time.Hour) }
	for what, c := range map[string]struct {
		e    Emergency
		at   Instant
		want []CaseStep
	}{
		"new":                              {Emergency{}, hour(2), nil},
		"nobody took it on":                {Emergency{}, hour(2) + 1, []CaseStep{StepAcknowledge}},
		"nobody ever did":                  {Emergency{}, hour(241), []CaseStep{StepAcknowledge, StepOnSite, StepClose}},
		"taken on in time":                 {Emergency{AcknowledgedAt: hour(1)}, hour(24), nil},
		"taken on too late":                {Emergency{AcknowledgedAt: hour(3)}, hour(24), []CaseStep{StepAcknowledge}},
		"on the way too long":              {Emergency{AcknowledgedAt: hour(1), OnTheWayAt: hour(2)}, hour(25), []CaseStep{StepOnSite}},
		"at the home in time":              {Emergency{AcknowledgedAt: hour(1), OnSiteAt: hour(24)}, hour(240), nil},
		"at the home too late":             {Emergency{AcknowledgedAt: hour(1), OnSiteAt: hour(25)}, hour(240), []CaseStep{StepOnSite}},
		"closed at once":                   {Emergency{ClosedAt: hour(1)}, hour(999), nil},
		"solved, and closed too late":      {Emergency{AcknowledgedAt: hour(1), SolvedAt: hour(5), ClosedAt: hour(241)}, hour(999), []CaseStep{StepClose}},
		"an identification in time":        {Emergency{AcknowledgedAt: hour(1), OnSiteAt: hour(5), IdentifyingAt: hour(200), ClosedAt: hour(560)}, hour(999), nil},
		"an identification that waits":     {Emergency{AcknowledgedAt: hour(1), OnSiteAt: hour(5), IdentifyingAt: hour(200)}, hour(561), []CaseStep{StepIdentify}},
		"an identification begun too late": {Emergency{AcknowledgedAt: hour(1), OnSiteAt: hour(5), IdentifyingAt: hour(241), ClosedAt: hour(300)}, hour(999), []CaseStep{StepClose}},
	} {
		c.e.ReportedAt = began
		if got := l.Missed(c.e, c.at); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
	if got := (Emergency{ClosedAt: 5}).Taken(StepNone); got != 0 {
		t.Errorf("no step was taken at %d", got)
	}
}
