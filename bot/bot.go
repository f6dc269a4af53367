// Package bot is what happens when a person writes or presses: update → person
// → talk → Turn → commit. There is one file for each job that a person comes
// with; a handler reads, decides and says what is to be done, and holds no
// transaction and sends nothing.
package bot

import (
	"context"
	"log/slog"
	"time"

	"ringkeeper/bot/text"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Bot handles what comes in and words what goes out.
type Bot struct {
	store    Store
	words    *text.Catalogue
	telegram Telegram
	username string
	config   config.Config
	now      func() time.Time
	log      *slog.Logger
	arrivals chan []arrival         // which the inbox has kept
	send     func([]store.Delivery) // at once, as far as that may be
	wakeOut  func()                 // the outbox has something else that is new
	rights   func()                 // who may do what has changed
	cases    func()                 // a case has changed, or who can be told of it
	turned   func(result string)
}

// Telegram is what is asked of it while an update is handled. It is best effort:
// what matters is told by a message.
type Telegram interface {
	// AnswerCallback answers the press of a button.
	AnswerCallback(ctx context.Context, id, text string, alert bool) error
	// Standing returns what the bot may do in a group.
	Standing(ctx context.Context, chat int64) (model.Standing, error)
}

// Options are what a Bot is made of.
type Options struct {
	Store    Store
	Words    *text.Catalogue
	Telegram Telegram
	Username string // of the bot, without @
	Config   config.Config
	Now      func() time.Time
	Log      *slog.Logger
	// Send is given the answers of a Turn that was committed.
	Send func([]store.Delivery)
	// WakeOut is called when the outbox has something else that is new.
	WakeOut func()
	// WakeMenus is called after a Turn was committed that changes who may do what.
	WakeMenus func()
	// WakeCases is called after a Turn was committed that may set the clock of a
	// case.
	WakeCases func()
	// Turned is told how a try to handle an update ended: handled, failed or
	// aside; nil for nobody.
	Turned func(result string)
}

// New returns a Bot.
func New(o Options) *Bot {
	if o.Turned == nil {
		o.Turned = func(string) {}
	}
	return &Bot{
		store: o.Store, words: o.Words, telegram: o.Telegram, username: o.Username, config: o.Config,
		now: o.Now, log: o.Log, arrivals: make(chan []arrival), send: o.Send, wakeOut: o.WakeOut, rights: o.WakeMenus, cases: o.WakeCases, turned: o.Turned,
	}
}

// resendMark is the line above a message that may have arrived before.
func (b *Bot) resendMark(lang string) string {
	if lang == "" {
		lang = b.config.Language
	}
	return b.words.In(lang, 0, time.UTC).Say("resent", nil)
}
