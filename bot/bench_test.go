package bot_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	library "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"ringkeeper/bot"
	"ringkeeper/bot/simulator"
	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

const (
	benchChats = 400
	benchEach  = 5 // messages of each chat
)

// BenchmarkUpdates handles the same messages twice against the same local API:
// once with an echo bot of the library with its default settings, which keeps
// nothing, and once with ours, which keeps every update before it is confirmed
// and every answer before it is sent. The ratio is ours to the echo's.
func BenchmarkUpdates(b *testing.B) {
	var echoes, ours time.Duration
	for range b.N {
		echoes += benchEcho(b)
		ours += benchOurs(b)
	}
	n := float64(b.N * benchChats * benchEach)
	b.ReportMetric(n/echoes.Seconds(), "echo/s")
	b.ReportMetric(n/ours.Seconds(), "ours/s")
	b.ReportMetric(echoes.Seconds()/ours.Seconds(), "ours/echo")
	b.ReportMetric(0, "ns/op")
}

// crowd is people who are about to write, and a count of what they are told.
type crowd struct {
	*simulator.Server
	people   []*simulator.Person
	answered chan struct{}
}

func newCrowd() *crowd {
	c := &crowd{Server: simulator.New(simulator.Options{}), answered: make(chan struct{})}
	for i := range benchChats {
		p := c.Person(fmt.Sprintf("干部%d", i), "zh")
		p.Start("")
		c.people = append(c.people, p)
	}
	return c
}

// await tells when so many messages of the bot have arrived from now on.
func (c *crowd) await(n int64) {
	var seen atomic.Int64
	c.OnMessage(func(m simulator.Message) {
		if m.ByBot && seen.Add(1) == n {
			close(c.answered)
		}
	})
}

func (c *crowd) write(words string) {
	for range benchEach {
		for _, p := range c.people {
			p.Say(words)
		}
	}
}

func benchEcho(b *testing.B) time.Duration {
	c := newCrowd()
	server := httptest.NewServer(c)
	defer server.Close()
	c.await(benchChats * (benchEach + 1))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	echo, err := library.New(c.Token(), library.WithServerURL(server.URL), library.WithDefaultHandler(
		func(ctx context.Context, echo *library.Bot, u *models.Update) {
			_, err := echo.SendMessage(ctx, &library.SendMessageParams{ChatID: u.Message.Chat.ID, Text: u.Message.Text})
			if err != nil && ctx.Err() == nil {
				b.Error(err)
			}
		}))
	if err != nil {
		b.Fatal(err)
	}
	c.write("/help")
	began := time.Now()
	go echo.Start(ctx)
	<-c.answered
	return time.Since(began)
}

func benchOurs(b *testing.B) time.Duration {
	c := newCrowd()
	server := httptest.NewServer(c)
	defer server.Close()
	conf := config.Default()
	st, err := store.Open(context.Background(), filepath.Join(b.TempDir(), "ringkeeper.db"), store.Options{Policy: conf.Policy, Zone: conf.Zone.Location})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	benchBind(b, st, c.people)
	client, err := telegram.New(telegram.Options{Token: c.Token(), APIURL: server.URL})
	if err != nil {
		b.Fatal(err)
	}
	words, err := text.Load()
	if err != nil {
		b.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	ours := bot.NewService(bot.ServiceOptions{
		Store: st, Client: client, Words: words, Username: "ringkeeper_bot", Config: conf, Now: time.Now, Log: log,
	})
	c.await(benchChats * (benchEach + 1)) // /start was sent too
	c.write("/help")
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	began := time.Now()
	go func() { ended <- ours.Run(ctx) }()
	<-c.answered
	took := time.Since(began)
	cancel()
	if err := <-ended; err != nil {
		b.Error(err)
	}
	return took
}

func benchBind(b *testing.B, st *store.Store, people []*simulator.Person) {
	b.Helper()
	at := time.Now()
	var cadres []store.RosterCadre
	for i, p := range people {
		cadres = append(cadres, store.RosterCadre{Cadre: model.Cadre{Name: p.Name, Phone: fmt.Sprintf("139%08d", i), Role: model.RoleCadre}})
	}
	if err := st.ApplyCadres(b.Context(), cadres, at, "bench"); err != nil {
		b.Fatal(err)
	}
	for _, p := range people {
		found, err := st.CadresByName(b.Context(), p.Name)
		if err != nil {
			b.Fatal(err)
		}
		if err := bindDirectly(b.Context(), st, found[0], p); err != nil {
			b.Fatal(err)
		}
	}
}
