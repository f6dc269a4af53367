package terminal

import (
	"context"
	"time"

	"ringkeeper/bot"
	"ringkeeper/model"
	"ringkeeper/model/report"
)

// Invite makes the links that bind a person's Telegram account.
type Invite struct {
	Cadres []string `arg:"" optional:"" name:"cadre"`
	All    bool
	Listing
}

// Run makes an invitation for each cadre named by name or phone; a new one voids
// the old. With All everyone who is not bound yet gets one.
func (c Invite) Run(ctx context.Context, d *Desk) error {
	if c.All == (len(c.Cadres) > 0) {
		return report.Misuse("error.invite", nil)
	}
	return c.Ask(ctx, d, func(ctx context.Context, q report.Query) error {
		invited, err := report.Invited(ctx, q, c.Cadres)
		if err != nil {
			return err
		}
		_, username, err := d.Telegram(ctx)
		if err != nil {
			return err
		}
		links, err := bot.Invite(ctx, q.Store, username, invited, time.Duration(d.Config.InvitationDays)*24*time.Hour, model.InstantOf(q.Time))
		if err != nil {
			return err
		}
		return report.List(q.Printer, report.InviteColumns, report.Invites(invited, links))
	})
}
