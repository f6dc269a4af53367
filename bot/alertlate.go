package bot

import (
	"context"
	"slices"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// alertLate tells somebody whom the bot can reach from now on of the cases that
// nobody took on yet: an office's group or person of all, anybody else of those
// that they answer for. What failed to reach them before the store sends again.
func (b *Bot) alertLate(ctx context.Context, r *request, to caseReader) error {
	open, err := b.store.Emergencies(ctx, store.EmergencyFilter{Open: true})
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(open) {
		if e.Status != model.Reported || e.ReportedBy == to.cadreID && to.cadreID != 0 {
			continue
		}
		concerned := to.chatID != 0 || r.cadre.Role == model.RoleOffice
		if !concerned {
			chain, err := b.store.CaseChain(ctx, e.ID)
			if err != nil {
				return err
			}
			concerned = slices.Contains(chain, model.CaseLink{Level: model.LevelCadre, CadreID: to.cadreID})
		}
		if concerned {
			var notBefore model.Instant
			if e.Unconfirmed {
				notBefore = e.ReportedAt.Add(model.ConfirmWithin)
			}
			late := audience{readers: []caseReader{to}}
			late.alert(r, e.Source, notBefore)
		}
	}
	return nil
}
