package bot

import (
	"context"
	"fmt"
	"slices"

	"ringkeeper/model"
)

// caseStep is a step that was made in a case, as those hear of it whom it concerns.
type caseStep struct {
	Source string                `json:"source"`
	Kind   model.CaseEventKind   `json:"kind"`
	Status model.EmergencyStatus `json:"status,omitempty"`
	By     int64                 `json:"by"`
	At     model.Instant         `json:"at"`
}

// tellStep tells of a step, since a message that changes does not notify: who
// reported, has it in hand or answers for the household; the leader who was alerted,
// of what says that the family is helped; the office of what it has to close, and of
// what ends.
func (b *Bot) tellStep(ctx context.Context, r *request, e model.Emergency, s caseStep) error {
	s.Source, s.By, s.At = e.Source, r.cadre.ID, r.turn.At
	readers, err := b.concerned(ctx, r, e)
	if err != nil {
		return err
	}
	if slices.Contains(leadersHear, s.Status) {
		leaders, err := b.alertedLeaders(ctx, e)
		if err != nil {
			return err
		}
		readers = append(readers, leaders...)
	}
	if slices.Contains(officeHears, s.Status) {
		office, err := b.officeNow(ctx)
		if err != nil {
			return err
		}
		readers = append(readers, office...)
	}
	name := string(s.Status)
	if s.Kind != model.CaseAdvanced {
		name = string(s.Kind)
	}
	r.tellAbout(e, kindStep, fmt.Sprintf("step:%s:%s:%d", e.Source, name, e.Version), readers, s)
	return nil
}

// What is more than these an alert shows, and nobody is woken for it.
var (
	leadersHear = []model.EmergencyStatus{model.Acknowledged, model.OnSite, model.Identifying, model.Closed}
	officeHears = []model.EmergencyStatus{model.Solved, model.Identifying, model.Closed}
)

// tellAbout tells each of some readers once of a case, but not whoever acts.
func (r *request) tellAbout(e model.Emergency, kind model.NoticeKind, key string, readers []caseReader, data any) {
	told := map[caseReader]bool{{cadreID: r.cadre.ID}: true}
	for _, to := range readers {
		if told[to] {
			continue
		}
		told[to] = true
		r.turn.Notices = append(r.turn.Notices, model.Notice{
			Key: fmt.Sprintf("%s:%d:%d", key, to.cadreID, to.chatID), Subject: subjectOfCase(e.Source), Priority: model.PriorityAnswer, Kind: kind,
			CadreID: to.cadreID, ChatID: to.chatID, Data: encode(data),
		})
	}
}
