package simulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"ringkeeper/bot/simulator"
)

const token = "777:SECRET"

func telegram() *simulator.Server {
	return simulator.New(simulator.Options{Token: token, Username: "circle_bot"})
}

// client is the real library over the in-process connection.
func client(t *testing.T, s *simulator.Server) *bot.Bot {
	t.Helper()
	b, err := bot.New(token, bot.WithHTTPClient(time.Minute, s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type reply struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

type params map[string]any

// request is a call with a JSON body.
func request(ctx context.Context, t *testing.T, method string, p params) *http.Request {
	t.Helper()
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://telegram.invalid/bot"+token+"/"+method, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	return r
}

func call(t *testing.T, s *simulator.Server, method string, p params) reply {
	t.Helper()
	return read(t)(s.Do(request(t.Context(), t, method, p)))
}

func read(t *testing.T) func(*http.Response, error) reply {
	return func(resp *http.Response, err error) reply {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var out reply
		if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
			t.Fatal(err)
		}
		if !out.OK && out.Code != resp.StatusCode {
			t.Errorf("error_code %d in an answer with status %d", out.Code, resp.StatusCode)
		}
		return out
	}
}

// must is call for what should be accepted.
func must(t *testing.T, s *simulator.Server, method string, p params) reply {
	t.Helper()
	out := call(t, s, method, p)
	if !out.OK {
		t.Fatalf("%s: %d %s", method, out.Code, out.Description)
	}
	return out
}

// refuse is call for what should be refused with this description.
func refuse(t *testing.T, s *simulator.Server, method string, p params, code int, description string) reply {
	t.Helper()
	out := call(t, s, method, p)
	if out.OK || out.Code != code || out.Description != description {
		t.Errorf("%s: got %d %q, want %d %q", method, out.Code, out.Description, code, description)
	}
	return out
}

type object = map[string]any

// updates fetches what is waiting and confirms nothing.
func updates(t *testing.T, s *simulator.Server, p params) []object {
	t.Helper()
	return list(t, must(t, s, "getUpdates", p))
}

func list(t *testing.T, r reply) []object {
	t.Helper()
	var out []object
	if err := json.Unmarshal(r.Result, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// at walks into nested objects; nil when there is no such field.
func at(o any, path ...string) any {
	for _, p := range path {
		m, ok := o.(object)
		if !ok {
			return nil
		}
		o = m[p]
	}
	return o
}

// texts are the texts of the messages among the updates.
func texts(us []object) []string {
	out := []string{}
	for _, u := range us {
		if text, ok := at(u, "message", "text").(string); ok {
			out = append(out, text)
		}
	}
	return out
}
