package bot

import (
	"context"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"
)

// stopWithin is how long the parts of a program that was told to stop may take.
// The sender gives calls under way five seconds, so it comes to an end before.
const stopWithin = 9 * time.Second

// Serve runs the parts of the program side by side until ctx ends, which is no
// error, or one of them fails. Each finishes what it holds. What has not ended by
// then is left behind: every commit is whole, and the next start sorts it out.
func Serve(ctx context.Context, log *slog.Logger, parts ...func(context.Context) error) error {
	work, ctx := errgroup.WithContext(ctx)
	for _, part := range parts {
		work.Go(func() error { return part(ctx) })
	}
	ended := make(chan error, 1)
	go func() { ended <- work.Wait() }()
	<-ctx.Done() // also when a part failed
	log.Info("stopping")
	select {
	case err := <-ended:
		log.Info("stopped")
		return err
	case <-time.After(stopWithin):
		log.Warn("stopped before everything had ended")
		return nil
	}
}
