package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// ownRecords returns what an update of this person recorded and still stands.
func (b *Bot) ownRecords(ctx context.Context, r *request, update int64) ([]model.ContactRecord, error) {
	all, err := b.store.ContactsOfUpdate(ctx, update)
	var newest model.Instant // Telegram may number its updates anew after a quiet week
	for _, c := range all {
		newest = max(newest, c.RecordedAt)
	}
	return slices.DeleteFunc(all, func(c model.ContactRecord) bool {
		return c.ByID != r.cadre.ID || c.WithdrawnAt != 0 || c.RecordedAt != newest
	}), err
}

// undo takes back what one message recorded. The records stay, marked; the due
// days move back, and what they had corrected counts again.
func (b *Bot) undo(ctx context.Context, r *request, update int64) error {
	records, err := b.ownRecords(ctx, r, update)
	if err != nil {
		return err
	}
	if len(records) == 0 {
		r.toast("undo.nothing", nil)
		return nil
	}
	r.do(model.WithdrawContacts{UpdateID: update})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(update))
	for _, rec := range records {
		if rec.Corrects == 0 {
			continue
		}
		corrected, err := b.store.Contact(ctx, rec.Corrects)
		if err != nil {
			return err
		}
		r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(corrected.UpdateID))
	}
	r.toast("undo.done", nil)
	return nil
}

// noEmergency puts right the record that came with a report which was none:
// words that were misread stay, as a change; a press that slipped is taken back.
func (b *Bot) noEmergency(ctx context.Context, r *request, e model.Emergency) error {
	if e.HouseholdID == 0 {
		return nil
	}
	h, err := b.store.Household(ctx, e.HouseholdID)
	if err != nil {
		return err
	}
	since, err := b.store.Contacts(ctx, store.ContactFilter{Number: h.Number, ByID: r.cadre.ID, Since: e.ReportedAt})
	if err != nil {
		return err
	}
	for _, c := range since {
		if c.Outcome != model.EmergencyFound || c.RecordedAt != e.ReportedAt {
			continue
		}
		r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(c.UpdateID))
		if c.Text == "" {
			r.do(model.WithdrawContacts{UpdateID: c.UpdateID})
			continue
		}
		rec := talk.NoEmergency(c.ContactRecord)
		rec.UpdateID = r.ID
		r.do(model.RecordContact{Record: rec})
		r.reply(kindRecorded, subjectOfUpdate(r.ID), recorded{UpdateID: r.ID})
	}
	return nil
}
