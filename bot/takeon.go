package bot

import (
	"context"
	"fmt"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// acknowledge takes an emergency on: one press wins, the others see who it was.
func (b *Bot) acknowledge(ctx context.Context, r *request, id int64) error {
	if !model.May(r.cadre, model.ActAcknowledge, r.place) {
		r.toast("denied", nil)
		return nil
	}
	e, told, err := b.toldOf(ctx, r, id)
	if err != nil {
		return err
	}
	switch {
	case !told:
		r.toast("denied", nil)
	case e.ID == 0:
		r.toast("button.over", nil)
	case e.Status == model.Reported:
		r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
		r.do(model.AdvanceEmergency{ID: e.ID, Status: model.Acknowledged})
		r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
		if e.ReportedBy != r.cadre.ID {
			r.turn.Notices = append(r.turn.Notices, model.Notice{
				Priority: model.PriorityAnswer, Kind: kindAcknowledged, CadreID: e.ReportedBy, Data: encode(filed{Source: e.Source}),
			})
		}
		r.toast("emergency.you", nil)
	case e.AcknowledgedBy == r.cadre.ID:
		r.toast("emergency.you", nil)
	case e.AcknowledgedBy != 0 && e.Status != model.Withdrawn:
		by, err := b.store.Cadre(ctx, e.AcknowledgedBy)
		if err != nil {
			return err
		}
		r.toast("emergency.taken", model.Args{"name": by.Name, "at": e.AcknowledgedAt})
	default:
		r.toast("emergency.over", nil)
	}
	return nil
}

// toldOf returns an emergency and whether this person, or this group, was told
// of it: only who was told can take it on.
func (b *Bot) toldOf(ctx context.Context, r *request, id int64) (e model.Emergency, told bool, err error) {
	if e, err = b.store.Emergency(ctx, id); err != nil || e.ID == 0 {
		return e, err == nil, err
	}
	alerts, err := b.alerts(ctx, e.Source)
	return e, slices.ContainsFunc(alerts, func(a store.OutboxRow) bool {
		return a.ChatID == r.ChatID || r.private() && a.CadreID == r.cadre.ID
	}), err
}

// alerts are the messages by which people and groups are told of a case, or were to
// be: at once, or since it waited too long.
func (b *Bot) alerts(ctx context.Context, source string) ([]store.OutboxRow, error) {
	rows, err := b.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(source)})
	return slices.DeleteFunc(rows, func(r store.OutboxRow) bool { return r.Kind != kindAlert && r.Kind != kindEscalated }), err
}

// confirm takes the answer that a doubtful report is an emergency: it goes out at
// once, and the record that came with it says so.
func (b *Bot) confirm(ctx context.Context, r *request, id int64) error {
	e, err := b.store.Emergency(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case e.ID == 0 || e.ReportedBy != r.cadre.ID:
		r.toast("undo.not_yours", nil)
		return nil
	case e.Status == model.Withdrawn || e.Status == model.Closed:
		r.toast("emergency.over", nil)
		return nil
	case !e.Unconfirmed:
		r.toast("emergency.confirmed", nil)
		return nil
	}
	if err := b.beyondDoubt(ctx, r, e); err != nil {
		return err
	}
	r.toast("emergency.confirmed", nil)
	return nil
}

// beyondDoubt has a doubtful report go out at once, and the record that came with it
// say that it is an emergency.
func (b *Bot) beyondDoubt(ctx context.Context, r *request, e model.Emergency) error {
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
	r.do(model.ConfirmEmergency{ID: e.ID, Subject: subjectOfCase(e.Source)})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
	since, err := b.store.Contacts(ctx, store.ContactFilter{ByID: r.cadre.ID, Since: e.ReportedAt})
	if err != nil {
		return err
	}
	for _, c := range since {
		if c.HouseholdID == e.HouseholdID && c.Outcome == model.Change && c.Text == e.Text && !r.corrects(c.ID) {
			better := talk.Amended(c.ContactRecord, talk.Tap{Outcome: model.EmergencyFound}, r.day)
			better.UpdateID, better.ByID = r.ID, r.cadre.ID
			r.do(model.RecordContact{Record: better})
			r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(c.UpdateID))
		}
	}
	return nil
}

// corrects says whether the Turn corrects a record already.
func (r *request) corrects(id int64) bool {
	return slices.ContainsFunc(r.turn.Effects, func(e model.Effect) bool {
		c, ok := e.(model.RecordContact)
		return ok && c.Record.Corrects == id
	})
}

// callOff withdraws a report that was none; everyone who was told is told.
func (b *Bot) callOff(ctx context.Context, r *request, id int64) error {
	e, err := b.store.Emergency(ctx, id)
	if err != nil {
		return err
	}
	if e.ID == 0 || e.ReportedBy != r.cadre.ID {
		r.toast("undo.not_yours", nil)
		return nil
	}
	if e.Status == model.Withdrawn || e.Status == model.Closed {
		r.toast("emergency.over", nil)
		return nil
	}
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
	r.do(model.AdvanceEmergency{ID: e.ID, Status: model.Withdrawn})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
	told, err := b.alerts(ctx, e.Source)
	if err != nil {
		return err
	}
	for _, to := range told {
		unsent := e.Unconfirmed && to.State == model.DeliveryPending // and dropped when its time comes
		if unsent || to.State == model.DeliveryFailed || to.CadreID == r.cadre.ID && to.CadreID != 0 {
			continue // who never heard of it need not hear that it is over, nor who says so
		}
		r.turn.Notices = append(r.turn.Notices, model.Notice{
			Key:      fmt.Sprintf("calledoff:%s:%d:%d", e.Source, to.CadreID, to.ChatID),
			Priority: model.PriorityEmergency, Kind: kindCalledOff, CadreID: to.CadreID, ChatID: to.ChatID,
			Data: encode(filed{Source: e.Source}),
		})
	}
	if err := b.noEmergency(ctx, r, e); err != nil {
		return err
	}
	r.toast("emergency.taken_back", nil)
	return nil
}
