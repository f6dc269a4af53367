package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// recordsOf returns what an update of this person recorded, withdrawn or not.
func (b *Bot) recordsOf(ctx context.Context, r *request, update int64) ([]model.ContactRecord, error) {
	all, err := b.store.ContactsOfUpdate(ctx, update)
	var newest model.Instant // Telegram may number its updates anew after a quiet week
	for _, c := range all {
		newest = max(newest, c.RecordedAt)
	}
	return slices.DeleteFunc(all, func(c model.ContactRecord) bool { return c.ByID != r.cadre.ID || c.RecordedAt != newest }), err
}

// ownRecords returns what an update of this person recorded and still stands.
func (b *Bot) ownRecords(ctx context.Context, r *request, update int64) ([]model.ContactRecord, error) {
	all, err := b.recordsOf(ctx, r, update)
	return slices.DeleteFunc(all, func(c model.ContactRecord) bool { return c.WithdrawnAt != 0 }), err
}

// undo takes back what one message recorded, with all that buttons made of it
// since. The records stay, marked; the due days move back, and what they had
// corrected counts again.
func (b *Bot) undo(ctx context.Context, r *request, update int64) error {
	standing, err := b.standing(ctx, r, update)
	if err != nil {
		return err
	}
	if len(standing) == 0 {
		r.toast("undo.nothing", nil)
		return nil
	}
	var updates []int64 // the newest first, so that each gives back what the next one takes
	shown := []int64{update}
	for _, c := range standing {
		for c.UpdateID != update {
			if !slices.Contains(updates, c.UpdateID) {
				updates = append(updates, c.UpdateID)
			}
			if c, err = b.store.Contact(ctx, c.Corrects); err != nil {
				return err
			}
		}
		if c.Corrects != 0 {
			corrected, err := b.store.Contact(ctx, c.Corrects)
			if err != nil {
				return err
			}
			origin, err := b.origin(ctx, corrected)
			if err != nil {
				return err
			}
			shown = append(shown, corrected.UpdateID, origin)
		}
	}
	slices.Sort(updates)
	for _, u := range slices.Backward(updates) {
		r.do(model.WithdrawContacts{UpdateID: u})
		shown = append(shown, u)
	}
	r.do(model.WithdrawContacts{UpdateID: update})
	for _, u := range shown {
		r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(u))
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
		same := c.Text == e.Text && (c.Text != "" || c.RecordedAt == e.ReportedAt)
		if c.Outcome != model.EmergencyFound || !same {
			continue
		}
		if c.Text == "" {
			r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(c.UpdateID))
			r.do(model.WithdrawContacts{UpdateID: c.UpdateID})
			continue
		}
		if err := b.correct(ctx, r, c.ContactRecord, talk.NoEmergency(c.ContactRecord)); err != nil {
			return err
		}
	}
	return nil
}
