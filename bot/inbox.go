package bot

import (
	"context"

	"ringkeeper/bot/telegram"
	"ringkeeper/model/store"
)

// inboxOf lets the poller keep what it received.
type inboxOf struct {
	*store.Store
	bot *Bot
}

// Receive keeps updates and the offset that confirms them, in one transaction,
// and then hands over those that are new.
func (i inboxOf) Receive(ctx context.Context, received []telegram.Received, offset int64) error {
	updates := make([]store.Update, len(received))
	for n, r := range received {
		updates[n] = store.Update{ID: r.ID, Chat: r.Chat, Raw: r.Raw, ReceivedAt: r.At}
	}
	if err := i.Store.Receive(ctx, updates, offset); err != nil {
		return err
	}
	select {
	case i.bot.arrivals <- updates:
	case <-ctx.Done(): // they wait for the next start
	}
	return nil
}
