// Package hook is the second way out: where Telegram reaches nobody with an
// emergency, or always, a robot of WeCom or DingTalk, an HTTP receiver or a command
// is told of it. What is told names the case, its place and its causes; nobody's
// name and nothing that was typed leaves the house this way.
package hook

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"ringkeeper/bot/text"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Store is what the hooks ask of what is kept.
type Store interface {
	DueHookCalls(ctx context.Context, hook string, at model.Instant, limit int) ([]store.HookCall, error)
	BeginHookCalls(ctx context.Context, ids []int64) error
	FinishHookCall(ctx context.Context, id int64, o store.HookOutcome) error
	RecoverHookCalls(ctx context.Context, hook string) error
}

// Options are what a Caller is made of.
type Options struct {
	Store     Store
	Words     *text.Catalogue
	Config    config.Config
	Transport http.RoundTripper // nil for the network, through the proxy that HTTPS_PROXY names
	Now       func() time.Time
	Log       *slog.Logger
}

// lookEvery is how often the queue of a hook is looked at. A hook is called a few
// times a year: to look is cheaper than to be woken by everything that queues.
const lookEvery = 5 * time.Second

// Caller makes the calls that wait in the queue.
type Caller struct {
	Options
	http *http.Client
}

// New makes a Caller that does nothing until Run.
func New(o Options) *Caller {
	return &Caller{o, &http.Client{
		Transport: o.Transport,
		// A redirect would tell the case, and the key, somewhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Run makes calls until the context ends, which is no error. Calls that were cut
// off when the program ended last are made again, so that one may arrive twice.
// Only the holder of the sender's lock may run it.
func (c *Caller) Run(ctx context.Context) error {
	work := errgroup.Group{}
	for _, h := range c.Config.Hooks {
		l := line{Caller: c, hook: h}
		work.Go(func() error { l.run(ctx); return nil })
	}
	return work.Wait()
}

// run looks at the queue of one hook again and again.
func (l *line) run(ctx context.Context) {
	recovered, failing := false, false
	for {
		var err error
		if !recovered {
			err = l.Store.RecoverHookCalls(ctx, l.hook.Name)
			recovered = err == nil
		}
		if err == nil {
			err = l.look(ctx)
		}
		if err != nil && ctx.Err() == nil && !failing {
			l.Log.Error("the queue of a hook cannot be worked off", "hook", l.hook.Name, "error", err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-time.After(lookEvery):
		}
	}
}
