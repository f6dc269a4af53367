package bot

import (
	"cmp"
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"ringkeeper/bot/hook"
	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Service is the bot with all that it hears and speaks through: poller, handler,
// sender and hooks around one store.
type Service struct {
	bot    *Bot
	client *telegram.Client
	store  *store.Store
	poller *telegram.Poller
	sender *telegram.Sender
	menus  *menus
	hooks  *hook.Caller
	log    *slog.Logger
	now    func() time.Time
}

// ServiceOptions are what a Service is made of.
type ServiceOptions struct {
	Store    *store.Store
	Client   *telegram.Client
	Words    *text.Catalogue
	Username string // of the bot, without @
	Config   config.Config
	Limits   telegram.Limits
	Now      func() time.Time
	Log      *slog.Logger
	// LookEvery is how often the outbox is looked at for what another process
	// queued; 0 means never.
	LookEvery time.Duration
	// Watch counts what happens; its zero value counts nothing.
	Watch Watch
	// HookTransport carries the calls of the hooks; nil for the network.
	HookTransport http.RoundTripper
}

// Watch is told what happens, for figures about the running program. A function
// that is nil is not called.
type Watch struct {
	Polled     func()               // Telegram answered a poll
	PollFailed func(outcome string) // a poll failed: conflict, not_sent, …
	Turned     func(result string)  // a try to handle an update ended: handled, failed, aside
	Called     func(outcome string) // a call for a message ended: sent, retry_later, …
}

// NewService wires a service that does nothing until Run.
func NewService(o ServiceOptions) *Service {
	s := &Service{client: o.Client, store: o.Store, log: o.Log, now: o.Now}
	s.menus = &menus{
		client: o.Client, store: o.Store, words: o.Words, spoken: o.Config.Language, username: o.Username, log: o.Log, wake: make(chan struct{}, 1),
	}
	s.hooks = hook.New(hook.Options{Store: o.Store, Words: o.Words, Config: o.Config, Transport: o.HookTransport, Now: o.Now, Log: o.Log})
	jitter := telegram.NewJitter(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	s.bot = New(Options{
		Store: o.Store, Words: o.Words, Telegram: o.Client, Username: o.Username, Config: o.Config, Now: o.Now, Log: o.Log,
		Send:    func(due []store.Delivery) { s.sender.Take(due) },
		WakeOut: s.Wake, WakeMenus: s.menus.changed, Turned: o.Watch.Turned,
	})
	s.sender = telegram.NewSender(telegram.SenderOptions{
		Client: o.Client, Outbox: o.Store, Renderer: s.bot, Now: o.Now, Log: o.Log, Limits: o.Limits, Jitter: jitter,
		ResendMark: s.bot.resendMark, LookEvery: o.LookEvery, Called: o.Watch.Called,
	})
	s.poller = &telegram.Poller{Client: o.Client, Inbox: inboxOf{o.Store, s.bot}, Polled: o.Watch.Polled, Failed: o.Watch.PollFailed, Now: o.Now, Jitter: jitter, Log: o.Log}
	return s
}

// Wake says that the outbox has something new.
func (s *Service) Wake() { s.sender.Wake() }

// Run works until ctx ends, and then finishes what it holds. It answers
// telegram.ErrToken when Telegram refuses the token.
func (s *Service) Run(ctx context.Context) error {
	work, ctx := errgroup.WithContext(ctx)
	for _, run := range []func(context.Context) error{s.poller.Run, s.bot.Run, s.sender.Run, s.menus.run, s.hooks.Run} {
		work.Go(func() error { return run(ctx) })
	}
	return work.Wait()
}

// Introduce makes sure that updates are polled. It is best effort: where there
// is a webhook all the same, the poller says so.
func (s *Service) Introduce(ctx context.Context) {
	if err := s.client.DropWebhook(ctx); err != nil {
		s.log.Warn("webhook not dropped", "error", err)
	}
}

// SendOnce sends what is due and ends when everything was tried once. It answers
// store.ErrHeld where nothing may be sent.
func (s *Service) SendOnce(ctx context.Context) error {
	if hold, err := s.store.Hold(ctx); err != nil || hold.Held {
		return cmp.Or(err, store.ErrHeld)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error { return s.sender.Run(ctx) })
	work.Go(func() error {
		defer stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(time.Second / 5):
			}
			waiting, err := s.store.Untried(ctx, model.InstantOf(s.now()))
			if err != nil || waiting == 0 {
				return err
			}
		}
	})
	return work.Wait()
}
