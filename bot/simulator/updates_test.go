package simulator_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot/simulator"
)

func TestAPollWaitsUntilSomebodyWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegram()
		p := s.Person("王芳", "zh-hans")
		begin := time.Now()
		time.AfterFunc(20*time.Second, func() { p.Start("") })
		got := updates(t, s, params{"timeout": 50})
		if len(got) != 1 || time.Since(begin) != 20*time.Second {
			t.Errorf("%d updates after %v", len(got), time.Since(begin))
		}
	})
}

func TestAPollThatHearsNothingEndsAtItsTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegram()
		begin := time.Now()
		got := updates(t, s, params{"timeout": 30})
		if len(got) != 0 || time.Since(begin) != 30*time.Second {
			t.Errorf("%d updates after %v", len(got), time.Since(begin))
		}
		if calls := s.Calls(); len(calls) != 0 {
			t.Errorf("an empty poll was logged: %v", calls)
		}
	})
}

func TestAPollEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegram()
		ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
		defer cancel()
		begin := time.Now()
		_, err := s.Do(request(ctx, t, "getUpdates", params{"timeout": 50}))
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) != 7*time.Second {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
	})
}

func TestACancelledRequestWhoseBodyNeverEndsIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegram()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		body, w := io.Pipe()
		defer w.Close()
		r := request(ctx, t, "sendMessage", nil)
		r.Body = body
		if _, err := s.Do(r); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestUpdatesStayUntilAnOffsetConfirmsThem(t *testing.T) {
	s := simulator.New(simulator.Options{Token: token, FirstUpdateID: 500})
	p := s.Person("王芳", "zh-hans")
	for _, text := range []string{"a", "b", "c"} {
		p.Say(text)
	}
	if got := texts(updates(t, s, params{"limit": 2})); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("first: %v", got)
	}
	if got := texts(updates(t, s, params{"offset": 501})); !slices.Equal(got, []string{"b", "c"}) {
		t.Errorf("after one: %v", got)
	}
	if got := texts(updates(t, s, params{"offset": -1})); !slices.Equal(got, []string{"c"}) {
		t.Errorf("the last: %v", got)
	}
	if s.Pending() != 1 {
		t.Errorf("%d pending", s.Pending())
	}
	updates(t, s, params{"offset": 503})
	if s.Pending() != 0 {
		t.Errorf("%d pending", s.Pending())
	}
}

func TestAnOffsetFromBeforeARestartOfIDsConfirmsNothing(t *testing.T) {
	s := simulator.New(simulator.Options{Token: token, FirstUpdateID: 1_000_000})
	s.RestartUpdateIDs(10)
	p := s.Person("王芳", "zh-hans")
	p.Say("here")
	for range 2 {
		if got := texts(updates(t, s, params{"offset": 1_000_000})); !slices.Equal(got, []string{"here"}) {
			t.Errorf("got %v", got)
		}
	}
}

func TestUpdatesAreKeptForADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegram()
		p := s.Person("王芳", "zh-hans")
		p.Say("old")
		<-time.After(23 * time.Hour)
		p.Say("new")
		if s.Pending() != 2 {
			t.Errorf("%d pending within the day", s.Pending())
		}
		<-time.After(90 * time.Minute)
		if got := texts(updates(t, s, nil)); !slices.Equal(got, []string{"new"}) {
			t.Errorf("got %v", got)
		}
	})
}

func TestASecondPollEndsTheFirstWithAConflict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegram()
		first := make(chan reply)
		go func() { first <- call(t, s, "getUpdates", params{"timeout": 50}) }()
		synctest.Wait()
		second := make(chan reply)
		go func() { second <- call(t, s, "getUpdates", params{"timeout": 50}) }()
		if got := <-first; got.Code != 409 || !strings.HasPrefix(got.Description, "Conflict: terminated by other getUpdates request") {
			t.Errorf("first got %d %s", got.Code, got.Description)
		}
		s.Person("王芳", "zh-hans").Start("")
		if got := <-second; !got.OK {
			t.Errorf("second got %d %s", got.Code, got.Description)
		}
	})
}

func TestOnlyTheKindsThatWereAskedForAreQueued(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	updates(t, s, params{"allowed_updates": []string{"message"}})
	m := p.Say("one")
	p.Edit(m, "two")
	p.Block()
	got := updates(t, s, nil)
	if len(got) != 1 || at(got[0], "message", "text") != "one" {
		t.Errorf("got %v", got)
	}
}

func TestPollingIsRefusedWhileAWebhookIsSet(t *testing.T) {
	s := telegram()
	refuse(t, s, "setWebhook", params{"url": "http://x.example"}, 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
	must(t, s, "setWebhook", params{"url": "https://x.example/hook"})
	if got := call(t, s, "getUpdates", nil); got.Code != 409 {
		t.Errorf("got %d %s", got.Code, got.Description)
	}
	must(t, s, "deleteWebhook", params{"drop_pending_updates": true})
	updates(t, s, nil)
}

func TestRawUpdatesArriveAsTheyAre(t *testing.T) {
	s := telegram()
	s.PushRaw([]byte(`{"message":"no object"}`))
	s.PushRaw([]byte(`{}`))
	s.PushRaw([]byte(`{"update_id":40,"weather":{}}`))
	s.Person("王芳", "zh-hans").Say("after")
	got := updates(t, s, nil)
	ids := []any{}
	for _, u := range got {
		ids = append(ids, u["update_id"])
	}
	if !slices.Equal(ids, []any{1.0, 2.0, 40.0, 41.0}) || got[0]["message"] != "no object" {
		t.Errorf("got %v", got)
	}
	s.PushRaw([]byte(`{broken`))
	resp, err := s.Do(request(t.Context(), t, "getUpdates", params{"offset": 42}))
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := io.ReadAll(resp.Body); string(b) != `{"ok":true,"result":[{broken]}` {
		t.Errorf("got %s", b)
	}
}
