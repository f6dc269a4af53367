package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// owners finds what a picture without words belongs to: what the others of its
// album belong to, what the message is about that it replies to, or what its
// sender recorded last, where that is one household and not long ago. readBack
// is the message of ours that reads it back, where there is one. In a group, where
// only cases are spoken of, nothing else is guessed.
func (b *Bot) owners(ctx context.Context, r *request) (owners []model.Owner, readBack string, err error) {
	if r.MediaGroup != "" {
		owners, readBack, err = b.ownersOfAlbum(ctx, r)
	}
	if err == nil && owners == nil && r.ReplyToBot {
		owners, err = b.ownersByReply(ctx, r)
	}
	if !r.private() {
		return owners, "", err
	}
	if err == nil && owners == nil {
		if owners, err = b.store.NewestMade(ctx, r.cadre.ID, min(r.sent(), r.turn.At).Add(-model.PlacedWithin)); len(owners) > 1 {
			owners = nil // one cannot tell which of them
		}
	}
	if err != nil {
		return nil, "", err
	}
	owners, err = b.ownOwners(ctx, r, owners)
	return owners, readBack, err
}

// ownersOfAlbum returns what the pictures of the album belong to that came
// before; where one of them came with the words of a record, that record is read
// back with all of them.
func (b *Bot) ownersOfAlbum(ctx context.Context, r *request) (owners []model.Owner, readBack string, err error) {
	before, err := b.store.Attachments(ctx, store.AttachmentFilter{ChatID: r.ChatID, Album: r.MediaGroup})
	if err != nil || len(before) == 0 {
		return nil, "", err
	}
	last := slices.DeleteFunc(slices.Clone(before), func(a model.Attachment) bool { return a.MessageID != before[0].MessageID })
	owners = ownersOf(last)
	for _, o := range owners {
		if o.ContactID == 0 {
			continue
		}
		record, err := b.store.Contact(ctx, o.ContactID)
		if err != nil {
			return nil, "", err
		}
		if slices.ContainsFunc(before, func(a model.Attachment) bool { return a.MessageID == record.MessageID }) {
			return owners, subjectOfUpdate(record.UpdateID), nil
		}
	}
	return owners, "", nil
}

// ownersOf returns the owners of what was kept of one message, none where it
// belongs to nothing yet.
func ownersOf(kept []model.Attachment) (owners []model.Owner) {
	for _, a := range kept {
		if a.Owner != (model.Owner{}) {
			owners = append(owners, a.Owner)
		}
	}
	return owners
}

// aboutOne are the kinds of messages that may be about one household of the
// reader's.
var aboutOne = []model.NoticeKind{kindPick, kindDigest, kindToday, kindCard}

// ownersByReply returns what one of our messages is about: the records that it
// reads back, a case, or its only household.
func (b *Bot) ownersByReply(ctx context.Context, r *request) ([]model.Owner, error) {
	lines, _, kind, subject, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.ReplyTo)
	if err != nil {
		return nil, err
	}
	if update, ok := strings.CutPrefix(subject, subjectOfUpdate(0)[:len("update:")]); ok && kind == kindRecorded {
		id, err := strconv.ParseInt(update, 10, 64)
		if err != nil {
			return nil, nil
		}
		records, err := b.ownRecords(ctx, r, id)
		var owners []model.Owner
		for _, c := range records {
			owners = append(owners, model.Owner{ContactID: c.ID, HouseholdID: c.HouseholdID})
		}
		return owners, err
	}
	if source, ok := strings.CutPrefix(subject, subjectOfCase("")); ok {
		e, err := b.store.EmergencyBySource(ctx, source)
		if err != nil || e.ID == 0 {
			return nil, err
		}
		return []model.Owner{{HouseholdID: e.HouseholdID, CaseSource: source}}, nil
	}
	if len(lines) == 1 && slices.Contains(aboutOne, kind) {
		return b.ownersOfHousehold(ctx, r, lines[0].HouseholdID)
	}
	return nil, nil
}

// ownersOfHousehold returns the record of a household that its cadre made a
// short while ago, else the household.
func (b *Bot) ownersOfHousehold(ctx context.Context, r *request, household int64) ([]model.Owner, error) {
	h, err := b.ownHousehold(ctx, r, household)
	if err != nil || h.ID == 0 {
		return nil, err
	}
	since := min(r.sent(), r.turn.At).Add(-model.PlacedWithin)
	made, err := b.store.Contacts(ctx, store.ContactFilter{Number: h.Number, ByID: r.cadre.ID, Since: since, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(made) == 1 {
		return []model.Owner{{ContactID: made[0].ID, HouseholdID: h.ID}}, nil
	}
	return []model.Owner{{HouseholdID: h.ID}}, nil
}

// ownOwners leaves out the records of households that are not the person's any
// more. What was reported of any family stays.
func (b *Bot) ownOwners(ctx context.Context, r *request, owners []model.Owner) (own []model.Owner, err error) {
	for _, o := range owners {
		if o.HouseholdID != 0 && o.CaseSource == "" {
			h, err := b.ownHousehold(ctx, r, o.HouseholdID)
			if err != nil {
				return nil, err
			}
			if h.ID == 0 {
				continue
			}
		}
		own = append(own, o)
	}
	return own, nil
}
