package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

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
