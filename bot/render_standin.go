package bot

import (
	"context"

	"ringkeeper/model"
)

// onBehalf says for whom a stand-in recorded something, nothing where it was
// recorded by the responsible cadre.
func (w *wording) onBehalf(ctx context.Context, c model.ContactRecord) (string, error) {
	if c.OnBehalfOfID == 0 {
		return "", nil
	}
	responsible, err := w.store.Cadre(ctx, c.OnBehalfOfID)
	return w.say.Say("recorded.for", model.Args{"name": responsible.Name}), err
}
