package bot

import (
	"context"

	"ringkeeper/bot/telegram"
	"ringkeeper/model/store"
)

// inboxOf lets the poller keep what it received.
type inboxOf struct{ *store.Store }

// Receive keeps updates and the offset that confirms them, in one transaction.
func (i inboxOf) Receive(ctx context.Context, received []telegram.Received, offset int64) error {
	updates := make([]store.Update, len(received))
	for n, r := range received {
		updates[n] = store.Update{ID: r.ID, Chat: r.Chat, Raw: r.Raw, ReceivedAt: r.At}
	}
	return i.Store.Receive(ctx, updates, offset)
}
