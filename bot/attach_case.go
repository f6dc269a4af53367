package bot

import (
	"context"

	"ringkeeper/model"
)

// keepWithCase keeps what came with a reply about a case, or says why it is not kept.
func (b *Bot) keepWithCase(ctx context.Context, r *request, e model.Emergency) error {
	a := b.attachment(r)
	owners := []model.Owner{{HouseholdID: e.HouseholdID, CaseSource: e.Source}}
	full, err := b.full(ctx, a, owners)
	if err != nil {
		return err
	}
	if full && a.Refused == "" {
		refuse(&a, model.TooMany)
	}
	r.do(model.KeepAttachment{Attachment: a, Owners: owners})
	r.show(e)
	r.onCase = true
	switch a.Refused {
	case model.TooLarge:
		r.tell("media.too_large", model.Args{"mb": b.config.Attachments.LargestMB})
	case model.TooMany:
		r.tell("media.too_many", model.Args{"most": b.config.Attachments.PerRecord})
	}
	return nil
}

// tellAttached shows with the cases that something belongs to that there is more of
// them.
func (b *Bot) tellAttached(ctx context.Context, r *request, owners []model.Owner) error {
	for _, o := range owners {
		if o.CaseSource == "" {
			continue
		}
		e, err := b.store.EmergencyBySource(ctx, o.CaseSource)
		if err != nil {
			return err
		}
		r.show(e)
		if err := b.tellNote(ctx, r, e); err != nil {
			return err
		}
	}
	return nil
}
