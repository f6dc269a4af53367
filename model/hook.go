package model

import "time"

// HookWhen says when a hook is called.
type HookWhen string

// The times at which a hook is called: at each report and each escalation to the
// office or above, or only for a report of which no alert was handed to Telegram.
const (
	HookAlways    HookWhen = "always"
	HookUnreached HookWhen = "unreached"
)

// Hook is a way out beside Telegram, as far as it decides whether it is called.
type Hook struct {
	Name  string // unique
	When  HookWhen
	After time.Duration // how long HookUnreached waits for an alert to be handed over
}

// HookReported is the step of a case at which it was reported. Any other step is
// an escalation, and is named by whoever escalates.
const HookReported = "reported"

// CallsOfReport are the calls of a report that was filed from a source and whose
// alerts may go out from an instant on; they stand in the outbox under a subject.
func CallsOfReport(hooks []Hook, source, alerts string, at Instant) (calls []Effect) {
	for _, h := range hooks {
		c := CallHook{Hook: h.Name, Source: source, Step: HookReported, At: at}
		if h.When == HookUnreached {
			c.Alerts, c.After = alerts, h.After
		}
		calls = append(calls, c)
	}
	return calls
}

// CallsOfEscalation are the calls of an escalation to the office or above. A step
// of a case is told once.
func CallsOfEscalation(hooks []Hook, source, step string, at Instant) (calls []Effect) {
	for _, h := range hooks {
		if h.When == HookAlways {
			calls = append(calls, CallHook{Hook: h.Name, Source: source, Step: step, At: at})
		}
	}
	return calls
}
