package hook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ringkeeper/config"
)

// The moment of the signatures: 1795145400 seconds since 1970.
var signedAt = time.Date(2026, 11, 20, 3, 30, 0, 0, time.UTC)

func requested(t *testing.T, h config.Hook, m Message) (*http.Request, string) {
	t.Helper()
	l := line{Caller: &Caller{}, hook: h}
	q, err := l.request(t.Context(), m, signedAt)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(q.Body)
	if err != nil {
		t.Fatal(err)
	}
	return q, string(body)
}

// DingTalk publishes: the timestamp in milliseconds, a line feed and the secret are
// signed by HMAC-SHA256 with the secret; base64; URL-encoded. Python's hmac says of
// 1795145400000 and SECsesame: q+5j3/iSwH0CGbkGgowl2prfcNju465wl2U+t+FN9fg=
func TestACallIsSignedAsDingTalkAsks(t *testing.T) {
	q, body := requested(t, config.Hook{Kind: config.HookDingTalk, URL: config.NewSecret("https://oapi.example.com/robot/send?access_token=abc"), Secret: config.NewSecret("SECsesame")}, Message{Text: "<急难>"})
	if want := "https://oapi.example.com/robot/send?access_token=abc&sign=q%2B5j3%2FiSwH0CGbkGgowl2prfcNju465wl2U%2Bt%2BFN9fg%3D&timestamp=1795145400000"; q.URL.String() != want {
		t.Errorf("to %s", q.URL)
	}
	var said struct {
		Type string                   `json:"msgtype"`
		Text struct{ Content string } `json:"text"`
	}
	if err := json.Unmarshal([]byte(body), &said); err != nil || said.Type != "text" || said.Text.Content != "<急难>" || q.Method != "POST" || q.Header.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("%s %s, %v", q.Method, body, err)
	}
	plain, _ := requested(t, config.Hook{Kind: config.HookDingTalk, URL: config.NewSecret("https://oapi.example.com/robot/send?access_token=abc")}, Message{})
	if plain.URL.String() != "https://oapi.example.com/robot/send?access_token=abc" {
		t.Errorf("without a secret to %s", plain.URL)
	}
}

func TestACallOfJSONIsSignedWithItsTime(t *testing.T) {
	q, body := requested(t, config.Hook{Kind: config.HookJSON, URL: config.NewSecret("https://gate.example.com/x"), Secret: config.NewSecret("sesame")}, Message{Text: "x", Hook: "a", Cases: []Case{}})
	// Python's hmac of 1795145400.{"text":"x","hook":"a","cases":[]} with sesame.
	const want = "sha256=21c9e6b246d571b171add51977a6e0c0b542d8b2dc524606bbd7b535dc665fd9"
	if q.Header.Get("X-Ringkeeper-Signature") != want || q.Header.Get("X-Ringkeeper-Timestamp") != "1795145400" {
		t.Errorf("%s: %v", body, q.Header)
	}
	if q, _ := requested(t, config.Hook{Kind: config.HookJSON, URL: config.NewSecret("https://gate.example.com/x")}, Message{}); len(q.Header) != 1 {
		t.Errorf("without a secret: %v", q.Header)
	}
}

// TestOverRealHTTP: the case for programs arrives, and the address stands in no error.
func TestOverRealHTTP(t *testing.T) {
	var heard Message
	gate := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&heard); err != nil {
			t.Error(err)
		}
	}))
	c := New(Options{Now: time.Now})
	l := line{Caller: c, hook: config.Hook{Kind: config.HookJSON, URL: config.NewSecret(gate.URL + "/?key=sesame")}}
	m := Message{Text: "急难 #3", Hook: "gate", Cases: []Case{{ID: 3, Event: "late", Township: "越州镇", ReportedAt: signedAt}}}
	if err := l.call(t.Context(), m); err != nil || heard.Text != m.Text || len(heard.Cases) != 1 || !heard.Cases[0].ReportedAt.Equal(signedAt) || heard.Cases[0].ID != 3 {
		t.Errorf("heard %+v, %v", heard, err)
	}
	gate.Close()
	if err := l.call(t.Context(), m); err == nil || strings.Contains(fmt.Sprint(err), "key") {
		t.Errorf("closed: %v", err)
	}
}

// script is a program that can be run.
func script(t *testing.T, lines string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "send-sms")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+lines), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestACommandIsGivenTheMessageAndNoToken(t *testing.T) {
	t.Setenv("TELEGRAM_BOT_TOKEN", "7:sesame")
	out := filepath.Join(t.TempDir(), "out")
	sms := script(t, `{ cat; echo "|$RINGKEEPER_TEXT|$2|$TELEGRAM_BOT_TOKEN|"; } >"$1"`)
	l := line{hook: config.Hook{Kind: config.HookCommand, Command: []string{sms, out, "138 0000; rm -rf"}}}
	if err := l.call(t.Context(), Message{Text: "急难 #1\n河湾村", Hook: "sms", Cases: []Case{}}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if want := `{"text":"急难 #1\n河湾村","hook":"sms","cases":[]}|急难 #1` + "\n河湾村|138 0000; rm -rf||\n"; err != nil || string(got) != want {
		t.Errorf("it got %s, %v", got, err)
	}
}

func TestACommandThatFails(t *testing.T) {
	m := Message{Hook: strings.Repeat("x", 100_000)} // which it does not read
	if err := run(t.Context(), []string{script(t, "echo sesame >&2; exit 3\n")}, m); err == nil || err.Error() != "command: exit status 3" {
		t.Errorf("%v", err)
	}
	if err := run(t.Context(), []string{"/nowhere/send-sms", "sesame"}, m); err == nil || strings.Contains(err.Error(), "sesame") {
		t.Errorf("%v", err)
	}
}

// TestACommandIsEndedWithWhatItStarted: whoever holds the pipe open is alive.
func TestACommandIsEndedWithWhatItStarted(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "alive")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		f, err := os.Open(pipe)
		if err == nil {
			_, err = io.ReadFull(f, make([]byte, 1)) // it has started another
		}
		cancel()
		if err == nil {
			_, err = io.Copy(io.Discard, f)
		}
		ended <- err
	}()
	if err := run(ctx, []string{script(t, fmt.Sprintf("exec 3>%s\nsleep 60 &\necho >&3\nwait\n", pipe))}, Message{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("what it started goes on")
	}
}
