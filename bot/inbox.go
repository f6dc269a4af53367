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

// arrival is an update of the inbox on its way to a handler. One that is read
// from the inbox was not decoded yet.
type arrival struct {
	store.Update
	decoded *telegram.Decoded
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
	arrived := make([]arrival, 0, len(updates))
	for n, u := range updates {
		if u.Seq != 0 {
			arrived = append(arrived, arrival{u, received[n].Decoded})
		}
	}
	select {
	case i.bot.arrivals <- arrived:
	case <-ctx.Done(): // they wait for the next start
	}
	return nil
}
