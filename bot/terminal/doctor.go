package terminal

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ringkeeper/bot/telegram"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/store"
)

// Doctor is `ringkeeper doctor`. The holidays, and how the scheduled backups are,
// it is handed.
type Doctor struct {
	AsOf
	Offline bool
	Live    bool
}

// Examine looks at everything that the bot needs, and says what to do. Offline it
// makes no call; live it looks only whether serve does its work, for whoever asks
// every minute. The faults of the settings, and the error of the calendar, are among
// what it finds.
func (c Doctor) Examine(ctx context.Context, d *Desk, faults error, holidays interface{ MissingYear(model.Day) (int, bool) }, calendar error, backups func(context.Context, *store.Store, time.Time) (report.Backups, error)) error {
	at, err := c.Time(d)
	if err != nil {
		return err
	}
	options := telegram.Options{Token: d.Config.Token.Reveal(), APIURL: d.Config.APIURL}
	_, malformed := telegram.New(options)
	x := report.Doctor{
		Live: c.Live, Folder: d.Config.Backup.Folder,
		Settings: report.Settings{File: cmp.Or(d.Config.File, config.DefaultFile), There: d.Config.File != "", Faults: config.Words(faults, d.Say)},
		At:       at, Now: d.Now(), Zone: d.Zone(), Policy: d.Config.Policy, Limits: d.Config.Emergencies, Database: d.Config.Database,
		Holidays: holidays, Calendar: calendar, Backups: backups, Explain: d.Explain,
	}
	for _, h := range d.Config.CalledHooks() {
		x.Hooks = append(x.Hooks, h.Name)
	}
	switch {
	case !d.Config.Token.Set():
		x.Token = &report.Fault{Key: "error.no_token"}
	case malformed != nil:
		x.Token = &report.Fault{Key: "error.token", Err: malformed}
	}
	// In an address that is faulty the token may stand.
	nowhere := slices.ContainsFunc(config.Faults(faults), func(f *config.Fault) bool { return f.Where == "TELEGRAM_API_URL" })
	if !c.Offline && !c.Live && !nowhere {
		reach := telegram.Probe(ctx, options, d.Now)
		x.Reach = &reach
	}
	return x.Run(ctx, d.Printer(c.JSON, at))
}
