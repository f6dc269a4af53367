package telegram

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"syscall"
	"time"

	"ringkeeper/model/report"
)

// Probe asks Telegram who the bot is and whether a webhook is set, and says what
// keeps the answer away. It calls the API itself, because the library hides at
// which step a call failed. A token of a wrong form is not sent; whether the API
// can be reached is found out all the same. Our clock is now.
func Probe(ctx context.Context, o Options, now func() time.Time) report.Reach {
	if !tokenShape.MatchString(o.Token) {
		o.Token = "0:none"
	}
	o.APIURL = strings.TrimRight(cmp.Or(o.APIURL, OfficialAPI), "/")
	p := probe{o: o, http: NewHTTP(), now: now}
	base, err := url.Parse(o.APIURL)
	if err != nil {
		return report.Reach{Trouble: report.TroubleForeign, Cause: errors.New("the API's address cannot be understood")}
	}
	p.reach.API = base.Host
	if !p.through(base) {
		return p.reach
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(o.Timeout, 15*time.Second))
	defer cancel()
	var me struct {
		Username string `json:"username"`
	}
	if !p.ask(ctx, "getMe", &me) {
		return p.reach
	}
	p.reach.Bot = me.Username
	var hook struct {
		URL string `json:"url"`
	}
	if p.ask(ctx, "getWebhookInfo", &hook) && hook.URL != "" {
		p.reach.Webhook = "?"
		if u, err := url.Parse(hook.URL); err == nil {
			p.reach.Webhook = u.Host
		}
	}
	return p.reach
}

type probe struct {
	o     Options
	http  *http.Client
	now   func() time.Time
	reach report.Reach
}

// through finds out which proxy is in force and makes its refusals known.
func (p *probe) through(api *url.URL) bool {
	transport := p.http.Transport.(*http.Transport)
	via, err := transport.Proxy(&http.Request{URL: api})
	if err != nil {
		return p.trouble(report.TroubleProxyName, err)
	}
	if via != nil {
		p.reach.Proxy = via.Scheme + "://" + via.Host
	}
	transport.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
		if answer.StatusCode != http.StatusOK {
			return proxyRefusal(answer.StatusCode)
		}
		return nil
	}
	return true
}

// proxyRefusal is the status with which a proxy does not let a call through.
type proxyRefusal int

func (r proxyRefusal) Error() string {
	return fmt.Sprintf("the proxy answers %d %s", int(r), http.StatusText(int(r)))
}

// ask makes one call and says whether it got a good answer.
func (p *probe) ask(ctx context.Context, method string, result any) bool {
	var at step
	address := p.o.APIURL + "/bot" + p.o.Token + "/" + method
	r, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, at.trace()), http.MethodGet, address, nil)
	if err != nil {
		return p.trouble(report.TroubleForeign, err)
	}
	began := p.now()
	answer, err := p.http.Do(r)
	if err != nil {
		return p.trouble(p.diagnose(err, at), err)
	}
	defer answer.Body.Close()
	ended := p.now()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err != nil {
		return p.trouble(p.diagnose(err, at), err)
	}
	var e struct {
		envelope
		Result json.RawMessage `json:"result"`
	}
	if err := json.Unmarshal(body, &e); err != nil || e.OK == nil {
		// A proxy in between answers in Telegram's stead where the call is
		// not encrypted.
		if code := answer.StatusCode; p.reach.Proxy != "" && (code == http.StatusProxyAuthRequired || code == http.StatusForbidden || code == http.StatusBadGateway) {
			return p.trouble(report.TroubleRefusal, proxyRefusal(code))
		}
		return p.trouble(report.TroubleForeign, fmt.Errorf("HTTP status %d", answer.StatusCode))
	}
	if date, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		// The header has whole seconds; half of one is the likeliest.
		p.reach.Clock, p.reach.Ours = date.Add(time.Second/2), began.Add(ended.Sub(began)/2)
	}
	if *e.OK {
		if err := json.Unmarshal(e.Result, result); err != nil {
			return p.trouble(report.TroubleForeign, errors.New("the answer cannot be understood"))
		}
		return true
	}
	f := e.refusal()
	switch f.Outcome.Kind {
	case Unauthorized:
		return p.trouble(report.TroubleToken, f)
	case Conflict:
		return p.trouble(report.TroubleConflict, f)
	}
	return p.trouble(report.TroubleForeign, f)
}

// step is how far a call got.
type step struct{ shaking, shook bool }

func (s *step) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		TLSHandshakeStart: func() { s.shaking = true },
		TLSHandshakeDone:  func(_ tls.ConnectionState, err error) { s.shook = err == nil },
	}
}

// diagnose says at which step a call failed.
func (p *probe) diagnose(err error, at step) report.Trouble {
	var refusal proxyRefusal
	var op *net.OpError
	var dns *net.DNSError
	var slow net.Error
	proxied := errors.As(err, &op) && (op.Op == "proxyconnect" || op.Op == "socks connect")
	switch {
	case errors.As(err, &refusal):
		return report.TroubleRefusal
	case proxied && op.Op == "proxyconnect":
		return report.TroubleProxy
	case proxied:
		// The connection to a SOCKS proxy stands before it is asked.
		return report.TroubleRefusal
	case errors.As(err, &dns):
		return report.TroubleDNS
	case errors.As(err, &slow) && slow.Timeout():
		return report.TroubleTimeout
	case at.shaking && !at.shook:
		return report.TroubleTLS
	case errors.Is(err, syscall.ECONNREFUSED):
		return report.TroubleRefused
	}
	return report.TroubleBroken
}

func (p *probe) trouble(t report.Trouble, err error) bool {
	var f *Failure
	if !errors.As(err, &f) {
		f = (&wire{token: p.o.Token}).failure("probe", "call", err, NotSent)
	}
	p.reach.Trouble, p.reach.Cause = t, f
	return false
}
