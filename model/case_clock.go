package model

import "time"

// CaseStep is a step of a case that has to be taken in time.
type CaseStep string

// The steps with a limit.
const (
	StepNone        CaseStep = ""
	StepAcknowledge CaseStep = "acknowledge"
	StepOnSite      CaseStep = "on_site"
	StepClose       CaseStep = "close"
	StepIdentify    CaseStep = "identify"
)

// NextStep is the step that an emergency in a state waits for.
func (s EmergencyStatus) NextStep() CaseStep {
	switch s {
	case Reported:
		return StepAcknowledge
	case Acknowledged, OnTheWay:
		return StepOnSite
	case OnSite, Solved:
		return StepClose
	case Identifying:
		return StepIdentify
	}
	return StepNone
}

// CaseLimit is how long a step may take.
type CaseLimit struct {
	// Hours is within how many hours of the report, or of the beginning of an
	// identification, the step is to be taken.
	Hours int `yaml:"hours"`
	// ThenHours is after how many more hours the next level of the chain hears
	// that it was not.
	ThenHours int `yaml:"then_hours"`
}

// CaseLimits are how long the steps of a case may take. The source says "at once"
// (第一时间); these hours are this project's decision [D].
type CaseLimits struct {
	Acknowledge CaseLimit `yaml:"acknowledge"` // somebody takes it on
	OnSite      CaseLimit `yaml:"on_site"`     // somebody is at the home
	Close       CaseLimit `yaml:"close"`       // it is closed or goes on as an identification
	Identify    CaseLimit `yaml:"identify"`    // an identification comes to its end
	// PostDays is for how many days at least an identification is posted in the
	// village (公示).
	PostDays int `yaml:"post_days"`
}

// DefaultCaseLimits are 2 hours, 24 hours, 10 days and 15 days [D].
func DefaultCaseLimits() CaseLimits {
	return CaseLimits{
		Acknowledge: CaseLimit{Hours: 2, ThenHours: 1},
		OnSite:      CaseLimit{Hours: 24, ThenHours: 3},
		Close:       CaseLimit{Hours: 10 * 24, ThenHours: 24},
		Identify:    CaseLimit{Hours: 15 * 24, ThenHours: 24},
		PostDays:    5,
	}
}

// Of returns the limit of a step.
func (l CaseLimits) Of(s CaseStep) CaseLimit {
	switch s {
	case StepAcknowledge:
		return l.Acknowledge
	case StepOnSite:
		return l.OnSite
	case StepClose:
		return l.Close
	case StepIdentify:
		return l.Identify
	}
	return CaseLimit{}
}

// Deadline returns by when the next step of an emergency is to be taken, 0 when it
// waits for none.
func (l CaseLimits) Deadline(e Emergency) Instant {
	step := e.Status.NextStep()
	from := e.ReportedAt
	switch step {
	case StepNone:
		return 0
	case StepIdentify:
		from = e.IdentifyingAt
	}
	return from.Add(time.Duration(l.Of(step).Hours) * time.Hour)
}

// Late says whether the next step of an emergency should have been taken by an
// instant.
func (l CaseLimits) Late(e Emergency, at Instant) bool {
	deadline := l.Deadline(e)
	return deadline != 0 && at > deadline
}

// Wind sets the clock of an emergency after a change: a step that is new starts
// with the first level of a chain that has so many.
func (l CaseLimits) Wind(e *Emergency, levels int) {
	if step := e.Status.NextStep(); step != e.Step {
		e.Step, e.Escalated = step, 0
	}
	e.EscalateAt = 0
	if e.Step != StepNone && e.Escalated < levels {
		e.EscalateAt = l.Deadline(*e).Add(time.Duration(e.Escalated*l.Of(e.Step).ThenHours) * time.Hour)
	}
}
