package bot_test

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot"
	"ringkeeper/bot/simulator"
	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/config"
)

// TestEverybodySeesAMenuOfCommands: whoever's Telegram speaks another language
// gets the configured one.
func TestEverybodySeesAMenuOfCommands(t *testing.T) {
	tg := simulator.New(simulator.Options{})
	client, err := telegram.New(telegram.Options{Token: tg.Token(), HTTP: tg, PollHTTP: tg})
	if err != nil {
		t.Fatal(err)
	}
	words, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	bot.NewService(bot.ServiceOptions{
		Client: client, Words: words, Config: config.Default(), Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}).Introduce(t.Context())
	for language, want := range map[string]string{"": "看逾期", "zh": "看逾期", "en": "what is overdue"} {
		for _, scope := range []string{"all_private_chats", "all_group_chats"} {
			body := strings.NewReader(`{"language_code": "` + language + `", "scope": {"type": "` + scope + `"}}`)
			r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, telegram.OfficialAPI+"/bot"+tg.Token()+"/getMyCommands", body)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			answer, err := tg.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			var menu strings.Builder
			if err := answer.Write(&menu); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(menu.String(), want) {
				t.Errorf("%q in %s: %s", language, scope, menu.String())
			}
		}
	}
}
