package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot"
)

func TestTheProgramStopsInTimeWhateverItsPartsDo(t *testing.T) {
	obeys := func(ctx context.Context) error { <-ctx.Done(); return nil }
	ended := func(context.Context) error { return nil }
	fault := errors.New("the token is refused")
	fails := func(context.Context) error { <-time.After(time.Minute); return fault }
	for name, c := range map[string]struct {
		parts []func(context.Context) error
		took  time.Duration // from the beginning; it is told to stop after an hour
		err   error
		said  string
	}{
		"all obey":                {[]func(context.Context) error{obeys, ended, obeys}, time.Hour, nil, "stopped"},
		"one takes three seconds": {[]func(context.Context) error{obeys, func(ctx context.Context) error { <-ctx.Done(); <-time.After(3 * time.Second); return nil }}, time.Hour + 3*time.Second, nil, "stopped"},
		"one does not hear":       {[]func(context.Context) error{obeys, func(ctx context.Context) error { <-ctx.Done(); <-time.After(time.Hour); return nil }}, time.Hour + 9*time.Second, nil, "stopped before everything had ended"},
		"one fails":               {[]func(context.Context) error{obeys, fails}, time.Minute, fault, "stopped"},
	} {
		synctest.Test(t, func(t *testing.T) {
			var log strings.Builder
			ctx, stop := context.WithTimeout(t.Context(), time.Hour)
			defer stop()
			defer func() { <-time.After(2 * time.Hour) }() // until the last part has ended too
			began := time.Now()
			err := bot.Serve(ctx, slog.New(slog.NewTextHandler(&log, nil)), c.parts...)
			if took := time.Since(began); took != c.took || !errors.Is(err, c.err) {
				t.Errorf("%s: %v after %s, want %v after %s", name, err, took, c.err, c.took)
			}
			lines := strings.Split(log.String(), "\n")
			if len(lines) != 3 || !strings.Contains(lines[0], "msg=stopping") || !strings.Contains(lines[1], c.said) {
				t.Errorf("%s: logged %q", name, lines)
			}
		})
	}
}
