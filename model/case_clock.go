package model

import (
	"slices"
	"time"
)

// CaseStep is a step of a case that has to be taken in time.
type CaseStep string

// The steps with a limit.
const (
	StepNone        CaseStep = ""
	StepAcknowledge CaseStep = "acknowledge"
	StepOnSite      CaseStep = "on_site"
	StepClose       CaseStep = "close"
	StepStrikeOff   CaseStep = "strike_off" // it is solved, and the office has to close it (销号)
	StepIdentify    CaseStep = "identify"
)

// Steps are what an emergency in a state waits for, the next one first. The limits of
// those behind it run, too: nobody is at the home of a case that nobody took on.
func (s EmergencyStatus) Steps() []CaseStep {
	switch s {
	case Reported:
		return []CaseStep{StepAcknowledge, StepOnSite, StepClose}
	case Acknowledged, OnTheWay:
		return []CaseStep{StepOnSite, StepClose}
	case OnSite:
		return []CaseStep{StepClose}
	case Solved:
		return []CaseStep{StepStrikeOff}
	case Identifying:
		return []CaseStep{StepIdentify}
	}
	return nil
}

// NextStep is the step that an emergency in a state waits for next.
func (s EmergencyStatus) NextStep() CaseStep {
	for _, next := range s.Steps() {
		return next
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
	case StepClose, StepStrikeOff:
		return l.Close
	case StepIdentify:
		return l.Identify
	}
	return CaseLimit{}
}

// Deadline returns by when the next step of an emergency is to be taken, 0 when it
// waits for none.
func (l CaseLimits) Deadline(e Emergency) Instant { return l.deadline(e, e.Status.NextStep()) }

// deadline returns by when a step is to be taken. Whoever takes a case on late has
// some hours to get there all the same [D].
func (l CaseLimits) deadline(e Emergency, step CaseStep) Instant {
	limit := l.Of(step)
	within := time.Duration(limit.Hours) * time.Hour
	switch step {
	case StepNone:
		return 0
	case StepIdentify:
		return e.IdentifyingAt.Add(within)
	case StepOnSite:
		if e.AcknowledgedAt != 0 {
			return max(e.ReportedAt.Add(within), e.AcknowledgedAt.Add(time.Duration(limit.ThenHours)*time.Hour))
		}
	}
	return e.ReportedAt.Add(within)
}

// Late says whether the next step of an emergency should have been taken by an
// instant.
func (l CaseLimits) Late(e Emergency, at Instant) bool {
	deadline := l.Deadline(e)
	return deadline != 0 && at > deadline
}

// Wind sets the clock of an emergency after a change: a step that is new starts with
// the first level that hears of it, and once all have heard of one the limit of the
// next runs.
func (l CaseLimits) Wind(e *Emergency, chain []CaseLink) {
	steps := e.Status.Steps()
	if !slices.Contains(steps, e.Step) {
		e.Step, e.Escalated = e.Status.NextStep(), 0
	}
	for i := slices.Index(steps, e.Step); i >= 0 && i+1 < len(steps) && e.Escalated >= len(e.Step.Levels(chain)); i++ {
		e.Step, e.Escalated = steps[i+1], 0
	}
	e.EscalateAt = 0
	if e.Escalated < len(e.Step.Levels(chain)) {
		e.EscalateAt = l.HearsAt(*e, e.Escalated)
	}
}

// HearsAt returns when a level, counted from 0 over those that hear of the present
// step, is to hear that it was not taken.
func (l CaseLimits) HearsAt(e Emergency, level int) Instant {
	return l.deadline(e, e.Step).Add(time.Duration(level*l.Of(e.Step).ThenHours) * time.Hour)
}
