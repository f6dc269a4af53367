package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

const secret = "123456:SECRET-token_x"

// doer is an HTTP client that is a function.
type doer func(*http.Request) (*http.Response, error)

func (f doer) Do(r *http.Request) (*http.Response, error) { return f(r) }

// answers plays a server that reads the request and gives one answer.
func answers(status int, body string, header ...string) doer {
	return func(r *http.Request) (*http.Response, error) {
		_, _ = io.Copy(io.Discard, r.Body)
		resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}
		for i := 0; i+1 < len(header); i += 2 {
			resp.Header.Set(header[i], header[i+1])
		}
		return resp, nil
	}
}

// breaks plays a connection that fails, before or after the request was read.
func breaks(read bool, err error) doer {
	return func(r *http.Request) (*http.Response, error) {
		if read {
			_, _ = io.Copy(io.Discard, r.Body)
		}
		return nil, &url.Error{Op: "Post", URL: r.URL.String(), Err: err}
	}
}

func mustClient(t testing.TB, o Options) *Client {
	t.Helper()
	if o.Token == "" {
		o.Token = secret
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryFailureOfASendHasItsOutcome(t *testing.T) {
	refusal := func(code int, description, parameters string) doer {
		return answers(code, fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q%s}`, code, description, parameters))
	}
	reset := &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	for name, c := range map[string]struct {
		http doer
		want Outcome
	}{
		"sent":                      {answers(200, `{"ok":true,"result":{"message_id":5}}`), Outcome{Kind: Sent}},
		"flood":                     {refusal(429, "Too Many Requests: retry after 7", `,"parameters":{"retry_after":7}`), Outcome{Kind: RetryLater, After: 7 * time.Second}},
		"flood without a time":      {refusal(429, "Too Many Requests", ""), Outcome{Kind: RetryLater, After: time.Second}},
		"flood by a proxy":          {answers(429, "<html>", "Retry-After", "3"), Outcome{Kind: RetryLater, After: 3 * time.Second}},
		"blocked":                   {refusal(403, "Forbidden: bot was blocked by the user", ""), Outcome{Kind: Gone}},
		"muted":                     {refusal(403, "Forbidden: CHAT_WRITE_FORBIDDEN", ""), Outcome{Kind: Muted}},
		"chat not found":            {refusal(400, "Bad Request: chat not found", ""), Outcome{Kind: Gone}},
		"deactivated":               {refusal(400, "Bad Request: user is deactivated", ""), Outcome{Kind: Gone}},
		"migrated":                  {refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", `,"parameters":{"migrate_to_chat_id":-1001234567890}`), Outcome{Kind: Migrated, To: -1001234567890}},
		"bad markup":                {refusal(400, "Bad Request: can't parse entities", ""), Outcome{Kind: Permanent}},
		"too large for a proxy":     {answers(413, "<html>"), Outcome{Kind: Permanent}},
		"token revoked":             {refusal(401, "Unauthorized", ""), Outcome{Kind: Unauthorized}},
		"token misspelt":            {refusal(404, "Not Found", ""), Outcome{Kind: Unauthorized}},
		"second poller":             {refusal(409, "Conflict: terminated by other getUpdates request", ""), Outcome{Kind: Conflict}},
		"server error":              {refusal(500, "Internal Server Error", ""), Outcome{Kind: Ambiguous}},
		"bad gateway in HTML":       {answers(502, "<html>/bot"+secret+"/sendMessage"), Outcome{Kind: Ambiguous}},
		"gateway timeout":           {answers(504, ""), Outcome{Kind: Ambiguous}},
		"a proxy's 403":             {answers(403, "<html>/bot"+secret+"/sendMessage"), Outcome{Kind: NotSent}},
		"a redirect":                {answers(302, ""), Outcome{Kind: NotSent}},
		"half an answer":            {answers(200, `{"ok":true,"resu`), Outcome{Kind: Ambiguous}},
		"an answer of another kind": {answers(200, `{"ok":true,"result":"`+secret+`"}`), Outcome{Kind: Ambiguous}},
		"port closed":               {breaks(false, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), Outcome{Kind: NotSent}},
		"dial timed out":            {breaks(false, &net.OpError{Op: "dial", Err: context.DeadlineExceeded}), Outcome{Kind: NotSent}},
		"no such name":              {breaks(false, &net.DNSError{Name: "api.telegram.org"}), Outcome{Kind: NotSent}},
		"proxy refused":             {breaks(false, &net.OpError{Op: "proxyconnect", Err: errors.New("Forbidden")}), Outcome{Kind: NotSent}},
		"handshake failed":          {breaks(false, errors.New("tls: bad certificate")), Outcome{Kind: NotSent}},
		"reset after the request":   {breaks(true, reset), Outcome{Kind: Ambiguous}},
		"reset before the request":  {breaks(false, reset), Outcome{Kind: NotSent}},
		"timed out":                 {breaks(true, context.DeadlineExceeded), Outcome{Kind: Ambiguous}},
		"closed":                    {breaks(true, io.EOF), Outcome{Kind: Ambiguous}},
		"a talkative error":         {breaks(true, fmt.Errorf("cannot reach /bot%s/x and %s", secret, url.QueryEscape(secret))), Outcome{Kind: Ambiguous}},
	} {
		client := mustClient(t, Options{HTTP: c.http})
		_, err := client.Send(t.Context(), 1, Part{HTML: "x"}, 0)
		if got := OutcomeOf(err); got != c.want {
			t.Errorf("%s: %+v, want %+v (%v)", name, got, c.want, err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "sendMessage: ") {
			t.Errorf("%s: %v", name, err)
		}
		if got := errors.Is(err, ErrToken); got != (c.want.Kind == Unauthorized) {
			t.Errorf("%s: is ErrToken: %v", name, got)
		}
		noSecret(t, name, err)
		_, err = client.Updates(t.Context(), 0, 1, 0)
		noSecret(t, name, err)
	}
}

// noSecret looks into the error and all that it wraps.
func noSecret(t testing.TB, name string, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if text := fmt.Sprintf("%v %+v %#v %s", err, err, err, err.Error()); strings.Contains(text, secret) || strings.Contains(text, url.QueryEscape(secret)) {
		t.Errorf("%s: the token stands in the error: %s", name, text)
	}
	switch w := err.(type) {
	case interface{ Unwrap() error }:
		noSecret(t, name, w.Unwrap())
	case interface{ Unwrap() []error }:
		for _, e := range w.Unwrap() {
			noSecret(t, name, e)
		}
	}
}

func TestOverRealSocketsTheTokenStaysSecretAndTheOutcomeIsRight(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		panic(http.ErrAbortHandler)
	}))
	defer server.Close()
	client := mustClient(t, Options{HTTP: NewHTTP(), APIURL: server.URL})
	_, err := client.Send(t.Context(), 1, Part{HTML: "x"}, 0)
	if OutcomeOf(err).Kind != Ambiguous {
		t.Errorf("cut off after the request: %v", err)
	}
	noSecret(t, "cut off", err)

	server.Close()
	_, err = client.Send(t.Context(), 1, Part{HTML: "x"}, 0)
	if OutcomeOf(err).Kind != NotSent {
		t.Errorf("nobody listens: %v", err)
	}
	noSecret(t, "refused", err)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err = client.Updates(ctx, 0, 1, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("the end of the context cannot be found: %v", err)
	}
	noSecret(t, "cancelled", err)
}

func TestAWrongTokenOrAddressIsRefusedWithoutQuotingIt(t *testing.T) {
	for _, o := range []Options{{Token: ""}, {Token: secret + "\n"}, {Token: "bot/" + secret}, {Token: secret, APIURL: "api.telegram.org"}, {Token: secret, APIURL: "http://%zz" + secret}} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v was taken", o)
		} else {
			noSecret(t, "New", err)
		}
	}
}

// TestFiguresKnowEveryOutcome: of one that they do not know the first could not
// be seen.
func TestFiguresKnowEveryOutcome(t *testing.T) {
	source, err := os.ReadFile("outcome.go")
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	for _, m := range regexp.MustCompile(`OutcomeKind\s+= "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		declared = append(declared, m[1])
	}
	if !slices.Equal(Outcomes, declared) || len(declared) < 9 {
		t.Errorf("the figures know %v, declared are %v", Outcomes, declared)
	}
}
