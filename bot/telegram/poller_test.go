package telegram

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot/simulator"
)

// tray is an inbox in memory.
type tray struct {
	mu      sync.Mutex
	offset  int64
	got     []Received
	broken  bool
	looking func() // called inside Receive
}

func (b *tray) Offset(context.Context) (int64, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken {
		return 0, errors.New("the disk is full")
	}
	return b.offset, nil
}

func (b *tray) Receive(_ context.Context, updates []Received, offset int64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.looking != nil {
		b.looking()
	}
	if b.broken {
		return errors.New("the disk is full")
	}
	b.offset = offset
	for _, u := range updates {
		if !slices.ContainsFunc(b.got, func(x Received) bool { return x.ID == u.ID }) {
			b.got = append(b.got, u)
		}
	}
	return nil
}

func (b *tray) fail(broken bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.broken = broken
}

func (b *tray) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.got)
}

// book is a log that can be read.
type book struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *book) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *book) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (l *book) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// polling runs a poller inside a bubble; f is the test, and its end is the
// poller's.
func polling(t *testing.T, f func(t *testing.T, s *simulator.Server, p *simulator.Person, in *tray, log *book)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server, person, client := phone(t, simulator.Options{})
		in, log := &tray{}, &book{}
		ctx, cancel := context.WithCancel(t.Context())
		poller := &Poller{Client: client, Inbox: in, Now: time.Now, Jitter: NewJitter(nil), Log: log.logger()}
		done := make(chan error, 1)
		go func() { done <- poller.Run(ctx) }()
		f(t, server, person, in, log)
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the poller ended with %v", err)
		}
		if strings.Contains(log.String(), secret) {
			t.Errorf("the token stands in the log: %s", log)
		}
	})
}

func TestWhatComesInIsKeptBeforeItIsConfirmed(t *testing.T) {
	polling(t, func(t *testing.T, s *simulator.Server, p *simulator.Person, in *tray, _ *book) {
		synctest.Wait()
		in.mu.Lock()
		in.looking = func() {
			if s.Pending() == 0 {
				t.Error("Telegram was told that it is received while it was not")
			}
		}
		in.mu.Unlock()
		for range 250 {
			p.Say("已联系")
		}
		synctest.Wait()
		if n := in.count(); n != 251 {
			t.Errorf("%d kept", n)
		}
		for i, u := range in.got {
			if u.ID != int64(i+1) || u.Chat != p.ID || u.At == 0 {
				t.Fatalf("update %d: %+v", i, u)
			}
		}
		if s.Pending() != 0 {
			t.Errorf("%d still unconfirmed", s.Pending())
		}
	})
}

func TestAFullDiskLosesNoUpdate(t *testing.T) {
	polling(t, func(t *testing.T, s *simulator.Server, p *simulator.Person, in *tray, log *book) {
		synctest.Wait() // /start is kept
		in.fail(true)
		p.Say("已联系")
		<-time.After(10 * time.Minute)
		if s.Pending() != 1 || in.count() != 1 {
			t.Errorf("%d unconfirmed, %d kept", s.Pending(), in.count())
		}
		in.fail(false)
		<-time.After(2 * time.Minute)
		if s.Pending() != 0 || in.count() != 2 {
			t.Errorf("afterwards %d unconfirmed, %d kept", s.Pending(), in.count())
		}
		if n := strings.Count(log.String(), "\n"); n != 2 {
			t.Errorf("%d lines of log instead of two:\n%s", n, log)
		}
	})
}

func TestWhenTelegramIsAwayItIsSaidOnceAndNothingIsLost(t *testing.T) {
	polling(t, func(t *testing.T, s *simulator.Server, p *simulator.Person, in *tray, log *book) {
		synctest.Wait()
		s.Down(true)
		<-time.After(time.Hour)
		p.Say("已联系")
		s.Down(false)
		<-time.After(2 * time.Minute)
		if in.count() != 2 {
			t.Errorf("%d kept", in.count())
		}
		if l := log.String(); strings.Count(l, "telegram does not answer") != 1 || strings.Count(l, "telegram answers again") != 1 || strings.Count(l, "\n") != 2 {
			t.Errorf("log:\n%s", l)
		}
	})
}

func TestAFloodOfPollsWaitsAsLongAsAsked(t *testing.T) {
	polling(t, func(t *testing.T, s *simulator.Server, p *simulator.Person, in *tray, _ *book) {
		s.Inject(simulator.Fault{Method: "getUpdates", Kind: simulator.TooManyRequests, RetryAfter: 300})
		p.Say("已联系")
		<-time.After(299 * time.Second)
		if n := len(slices.DeleteFunc(s.Calls(), func(c simulator.Call) bool { return c.Method != "getUpdates" || c.Status == 200 })); n != 1 {
			t.Errorf("%d refused polls", n)
		}
		<-time.After(2 * time.Minute)
		if in.count() != 2 {
			t.Errorf("%d kept", in.count())
		}
	})
}

func TestASecondPollerIsNamedInTheLog(t *testing.T) {
	polling(t, func(t *testing.T, s *simulator.Server, p *simulator.Person, in *tray, log *book) {
		synctest.Wait()
		other := mustClient(t, Options{HTTP: s})
		if _, err := other.Updates(t.Context(), 0, 1, 0); err != nil {
			t.Error(err)
		}
		p.Say("已联系")
		<-time.After(2 * time.Minute)
		if in.count() != 2 || !strings.Contains(log.String(), "another program polls") {
			t.Errorf("%d kept, log:\n%s", in.count(), log)
		}
	})
}

func TestAnUnreadableUpdateIsKeptAndUpdateIDsMayStartAnew(t *testing.T) {
	polling(t, func(t *testing.T, s *simulator.Server, p *simulator.Person, in *tray, _ *book) {
		s.PushRaw([]byte(`{"message":"what is this"}`))
		s.PushRaw([]byte(`{"update_id":900000,"message":{"text":"x"}}`))
		synctest.Wait()
		if in.count() != 3 || in.got[1].Chat != 0 {
			t.Errorf("%+v", in.got)
		}
		s.RestartUpdateIDs(500)
		p.Say("已联系")
		synctest.Wait()
		if in.count() != 4 || in.got[3].ID != 500 || in.offset != 501 {
			t.Errorf("offset %d: %+v", in.offset, in.got)
		}
	})
}

func TestAWrongTokenEndsThePoller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := mustClient(t, Options{HTTP: simulator.New(simulator.Options{})})
		log := &book{}
		poller := &Poller{Client: client, Inbox: &tray{}, Now: time.Now, Jitter: NewJitter(nil), Log: log.logger()}
		err := poller.Run(t.Context())
		if !errors.Is(err, ErrToken) {
			t.Errorf("%v", err)
		}
		noSecret(t, "poller", err)
	})
}
