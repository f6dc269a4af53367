package reminders

import (
	"slices"

	"ringkeeper/model"
)

// KindEscalated is the notice that a case waits too long, before it has words.
const KindEscalated model.NoticeKind = "escalated"

// Escalation is the data of such a notice. How the case stands it does not hold:
// that is looked up when it is sent.
type Escalation struct {
	Source string          `json:"source"` // of the case
	Step   model.CaseStep  `json:"step"`   // that was not taken
	Level  model.CaseLevel `json:"level"`  // at which the reader hears of it
	// Holder is who has the case in hand and gets no messages, where the notice
	// is about that.
	Holder int64 `json:"holder,omitempty"`
}

// escalate decides up to which level, counted over those that hear of the present
// step of a case, everybody has heard at an instant that it was not taken, and who
// hears it now. After downtime these are all levels whose time has come. Whoever
// stands in several of them hears once, at the highest.
func escalate(e model.Emergency, chain []model.CaseLink, at model.Instant, limits model.CaseLimits) (levels int, now []model.CaseLink) {
	all := e.Step.Levels(chain)
	levels = e.Escalated
	for levels < len(all) && limits.HearsAt(e, levels) <= at {
		levels++
	}
	for i := levels - 1; i >= e.Escalated; i-- {
		now = add(now, e.Hearers(chain, all[i]))
	}
	return levels, now
}

// aboutHolder are those who hear that whoever has a case in hand gets no messages:
// who answers for the household, the leader and the office [D].
func aboutHolder(e model.Emergency, chain []model.CaseLink) (now []model.CaseLink) {
	for _, level := range []model.CaseLevel{model.LevelOffice, model.LevelLeader, model.LevelCadre} {
		now = add(now, e.Hearers(chain, level))
	}
	return slices.DeleteFunc(now, func(l model.CaseLink) bool { return l.CadreID == e.AcknowledgedBy })
}

// add adds the readers who are not among them at another level.
func add(readers, more []model.CaseLink) []model.CaseLink {
	for _, l := range more {
		if !slices.ContainsFunc(readers, func(r model.CaseLink) bool { return r.CadreID == l.CadreID && r.ChatID == l.ChatID }) {
			readers = append(readers, l)
		}
	}
	return readers
}
