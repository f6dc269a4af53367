// Package terminal is what an operator types: the commands that ask, import and
// keep, and what every command has in common: the moment as of which it works,
// its words, its database, and its errors in one line.
//
// The terminal belongs to whoever owns the database: names stand in full, id
// numbers never.
package terminal

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"

	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/store"
)

// Desk is what every command works with.
type Desk struct {
	Config config.Config
	Words  *text.Catalogue
	In     io.Reader
	Out    io.Writer
	Errs   io.Writer // where errors are told, and how far a long work is
	Log    *slog.Logger
	Now    func() time.Time
}

// Zone is the district's time zone.
func (d *Desk) Zone() *time.Location { return d.Config.Zone.Location }

// Say says a sentence of the catalogue in the configured language, without
// markup.
func (d *Desk) Say(key string, args model.Args) string {
	return text.Plain(d.speaker(d.Now()).Say(key, args))
}

// speaker speaks the configured language, as of the day of a moment.
func (d *Desk) speaker(at time.Time) text.Speaker {
	return d.Words.In(d.Config.Language, model.DayOf(at, d.Zone()), d.Zone())
}

// Printer prints as of a moment, as tables or as JSON.
func (d *Desk) Printer(json bool, at time.Time) report.Printer {
	return report.NewPrinter(d.Out, json, d.Zone(), d.speaker(at), text.Plain)
}

// Open opens the database and brings it up to the day. There must be one: a
// mistyped path is told, and does not read as a district in which nothing is.
func (d *Desk) Open(ctx context.Context, at time.Time) (*store.Store, error) {
	if err := d.exists(); err != nil {
		return nil, err
	}
	return d.Begin(ctx, at)
}

func (d *Desk) exists() error {
	if _, err := os.Stat(d.Config.Database); errors.Is(err, fs.ErrNotExist) {
		return &report.Fault{Key: "error.no_database", Args: model.Args{"path": d.Config.Database}, Err: err}
	}
	return nil
}

// Begin opens the database as Open does, and makes one where there is none.
func (d *Desk) Begin(ctx context.Context, at time.Time) (*store.Store, error) {
	return d.begin(ctx, at, 0)
}

// begin waits so long for another program that has the database, 0 for as long as
// the store does.
func (d *Desk) begin(ctx context.Context, at time.Time, busy time.Duration) (*store.Store, error) {
	st, err := store.Open(ctx, d.Config.Database, store.Options{Policy: d.Config.Policy, Limits: d.Config.Emergencies, Zone: d.Zone(), BusyTimeout: busy})
	if err != nil {
		return nil, report.Unopened(d.Config.Database, err)
	}
	if _, err := st.CatchUp(ctx, at); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// Telegram returns the client of the bot's token and the bot's name, once
// Telegram has answered.
func (d *Desk) Telegram(ctx context.Context) (client *telegram.Client, username string, err error) {
	if !d.Config.Token.Set() {
		return nil, "", &report.Fault{Key: "error.no_token"}
	}
	if client, err = telegram.New(telegram.Options{Token: d.Config.Token.Reveal(), APIURL: d.Config.APIURL}); err != nil {
		return nil, "", &report.Fault{Key: "error.token", Err: err} // its form is wrong
	}
	username, _, err = client.Me(ctx)
	return client, username, err
}

// BotName returns the bot's name as Telegram told it, and keeps it. Where Telegram
// could not be asked it is the one that was told last, so that a restart meanwhile
// stops neither the clocks of emergencies nor the hooks; asked says why it could not,
// and is the error where no name is known.
func (d *Desk) BotName(ctx context.Context, st *store.Store, told string, asked error) (string, error) {
	id, _, _ := strings.Cut(d.Config.Token.Reveal(), ":") // the rest is the secret
	kept, err := st.Meta(ctx, "bot "+id)
	switch {
	case err != nil:
		return "", err
	case asked == nil && told != kept:
		return told, st.SetMeta(ctx, "bot "+id, told)
	case asked == nil:
		return told, nil
	case kept == "":
		return "", asked
	}
	d.Log.Warn("telegram cannot be asked who the bot is", "bot", kept, "error", asked)
	return kept, nil
}

// TellHeld says that a restore waits to be confirmed, if one does.
func (d *Desk) TellHeld(ctx context.Context, st *store.Store, at time.Time) error {
	hold, err := st.Hold(ctx)
	if err != nil || !hold.Held {
		return err
	}
	d.Log.Warn("nothing is sent until the restore is confirmed")
	return report.PrintHeld(d.Printer(false, at))
}
