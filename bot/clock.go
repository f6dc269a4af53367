package bot

import (
	"context"
	"slices"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// setsClock says whether a Turn may set the clock of a case.
func setsClock(effects []model.Effect) bool {
	return slices.ContainsFunc(effects, func(e model.Effect) bool {
		switch e.(type) {
		case model.FileEmergency, model.AdvanceEmergency, model.ReopenEmergency, model.PlaceEmergency, model.SetBlocked,
			model.BindGroup, model.BindCadre:
			return true
		}
		return false
	})
}

// outboxOf lets the sender keep what became of a delivery. That somebody blocked
// the bot may set the clocks of cases.
type outboxOf struct {
	*store.Store
	wakeCases func()
}

// Finish keeps how a try to send or edit a delivery ended.
func (o outboxOf) Finish(ctx context.Context, delivery int64, f store.Finish) error {
	err := o.Store.Finish(ctx, delivery, f)
	if err == nil && f.Gone {
		o.wakeCases()
	}
	return err
}
