package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Doer is an HTTP client: *http.Client, or a simulated Telegram in process.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// maxAnswer bounds what one answer may hold: a hundred updates of the largest
// kind are far below.
const maxAnswer = 32 << 20

// wire carries a call to Telegram and brings back the answer, or a *Failure
// that says what became of it. It stands below go-telegram's library, which
// sees only answers that succeeded: whether a request went out whole can be
// told here alone.
type wire struct {
	http    Doer
	token   string
	timeout time.Duration
}

// Do makes wire an HTTP client for the library.
func (w *wire) Do(r *http.Request) (*http.Response, error) {
	method := path.Base(r.URL.Path)
	ctx, cancel := context.WithTimeout(r.Context(), w.timeout)
	defer cancel()
	r = r.WithContext(ctx)
	content, err := whole(r)
	if err != nil {
		return nil, w.failure(method, "build the request", err, Permanent)
	}
	// With the whole body in hand the transport can send it again over a new
	// connection where nothing went out over the old one, and we can tell
	// whether it was read to its end.
	body := &countedBody{}
	r.ContentLength = int64(len(content))
	r.GetBody = func() (io.ReadCloser, error) { return body.reader(content), nil }
	r.Body, _ = r.GetBody()

	resp, err := w.http.Do(r)
	if err != nil {
		kind := Ambiguous
		if neverConnected(err) || !body.wentOut.Load() {
			kind = NotSent
		}
		return nil, w.failure(method, "no answer", err, kind)
	}
	answer, err := read(resp)
	if err != nil {
		return nil, w.failure(method, "read the answer", err, Ambiguous)
	}
	if f := examine(resp, answer); f != nil {
		f.Method, f.Text = method, w.clean(f.Text)
		return nil, f
	}
	answer = shortened(r, answer)
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	resp.ContentLength = int64(len(answer))
	return resp, nil
}

// saidYes is how Telegram's answers begin that say yes.
var saidYes = []byte(`{"ok":true,`)

// examine finds out whether an answer is Telegram's and says yes.
func examine(resp *http.Response, answer []byte) *Failure {
	if bytes.HasPrefix(answer, saidYes) {
		// Whoever reads the result will find out whether it is whole.
		return nil
	}
	var e envelope
	if err := json.Unmarshal(answer, &e); err == nil && e.OK != nil {
		if *e.OK {
			return nil
		}
		if e.Code == 0 {
			e.Code = resp.StatusCode
		}
		return e.refusal()
	}
	// Something between us and Telegram answered. Its words are not repeated:
	// such pages like to quote the address that was asked for.
	f := &Failure{Text: fmt.Sprintf("an answer that is not Telegram's, HTTP status %d", resp.StatusCode)}
	switch code := resp.StatusCode; {
	case code == http.StatusTooManyRequests:
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		f.Outcome = Outcome{Kind: RetryLater, After: time.Duration(min(max(seconds, 1), 3600)) * time.Second}
	case code == http.StatusRequestEntityTooLarge:
		f.Outcome.Kind = Permanent
	case code >= 300 && code < 500:
		f.Outcome.Kind = NotSent
	default:
		f.Outcome.Kind = Ambiguous
	}
	return f
}

// neverConnected says whether an error shows that no connection came about: the
// name was not found, the port was closed, the proxy refused.
func neverConnected(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) {
		switch op.Op {
		case "dial", "proxyconnect", "socks connect":
			return true
		}
	}
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.Is(err, syscall.ECONNREFUSED)
}

func (w *wire) failure(method, doing string, err error, kind OutcomeKind) *Failure {
	f := &Failure{Method: method, Outcome: Outcome{Kind: kind}, said: said(err)}
	// The outermost error of net/http names the URL, which says nothing new.
	var named *url.Error
	for errors.As(err, &named) {
		err = named.Err
	}
	f.Text = w.clean(fmt.Sprintf("%s: %v", doing, err))
	return f
}

// clean strikes the token out of a text.
func (w *wire) clean(text string) string {
	text = strings.ReplaceAll(text, w.token, "***")
	return strings.ReplaceAll(text, url.QueryEscape(w.token), "***")
}
