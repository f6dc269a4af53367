package telegram

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// BenchmarkSending is the whole way of a message without limits: rendered,
// kept, sent, written down.
func BenchmarkSending(b *testing.B) {
	s, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), store.Options{Policy: model.DefaultPolicy()})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	server, _, client := phone(b, simulator.Options{})
	all := make([]model.Notice, b.N)
	people := make([]int64, 500)
	for i := range people {
		p := server.Person(fmt.Sprint(i), "zh")
		p.Start("")
		people[i] = p.ID
	}
	for i := range all {
		all[i] = notice(people[i%len(people)], digest, fmt.Sprint(i))
	}
	if _, err := s.Queue(b.Context(), all, model.InstantOf(time.Now())); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	var sent atomic.Int64
	server.OnMessage(func(m simulator.Message) {
		if m.ByBot && sent.Add(1) == int64(b.N) {
			cancel()
		}
	})
	sender := NewSender(SenderOptions{Client: client, Outbox: s, Renderer: &words{}, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	b.ResetTimer()
	if err := sender.Run(ctx); err != nil {
		b.Fatal(err)
	}
}
