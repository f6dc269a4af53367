package telegram

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model/report"
)

// elsewhere is a host that only a proxy can find; the proxies of these tests
// take whatever is asked for to the local Telegram.
const elsewhere = "http://telegram.invalid"

func served(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// withoutProxy keeps the proxies of the machine away.
func withoutProxy(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"} {
		t.Setenv(name, "")
		t.Setenv(strings.ToLower(name), "")
	}
}

func TestAProbeNamesWhatKeepsTelegramAway(t *testing.T) {
	tg := simulator.New(simulator.Options{Token: secret})
	says := func(status int, words string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			fmt.Fprint(w, words)
		}
	}
	hang := make(chan struct{})
	defer close(hang)
	secure := httptest.NewTLSServer(tg)
	defer secure.Close()
	for name, c := range map[string]struct {
		api, proxy string
		want       report.Trouble
	}{
		"it answers":                       {served(t, tg.ServeHTTP), "", report.NoTrouble},
		"the name is not found":            {elsewhere, "", report.TroubleDNS},
		"nobody listens":                   {"http://127.0.0.1:1", "", report.TroubleRefused},
		"a certificate nobody vouches for": {secure.URL, "", report.TroubleTLS},
		"not encrypted at all":             {strings.Replace(served(t, tg.ServeHTTP), "http:", "https:", 1), "", report.TroubleTLS},
		"no answer":                        {served(t, func(_ http.ResponseWriter, r *http.Request) { <-hang }), "", report.TroubleTimeout},
		"the line is cut":                  {served(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), "", report.TroubleBroken},
		"a page of somebody else":          {served(t, says(200, "<html>")), "", report.TroubleForeign},
		"telegram is ill":                  {served(t, says(500, `{"ok":false,"error_code":500,"description":"Internal Server Error"}`)), "", report.TroubleForeign},
		"the token is unknown":             {served(t, simulator.New(simulator.Options{}).ServeHTTP), "", report.TroubleToken},
		"somebody else polls":              {served(t, says(409, `{"ok":false,"error_code":409,"description":"Conflict"}`)), "", report.TroubleConflict},
		"through a proxy":                  {elsewhere, served(t, tg.ServeHTTP), report.NoTrouble},
		"through a socks proxy":            {elsewhere, socks(t, served(t, tg.ServeHTTP), 0), report.NoTrouble},
		"a socks proxy that refuses":       {elsewhere, socks(t, "", 2), report.TroubleRefusal},
		"a proxy that is not there":        {elsewhere, "http://127.0.0.1:1", report.TroubleProxy},
		"a socks proxy that is not there":  {elsewhere, "socks5://127.0.0.1:1", report.TroubleProxy},
		"a proxy that wants a password":    {elsewhere, served(t, says(407, "")), report.TroubleRefusal},
		"no tunnel through a proxy":        {"https://telegram.invalid", served(t, says(403, "")), report.TroubleRefusal},
		"an address that is none":          {elsewhere, "http://user:sesame@%zz", report.TroubleProxyName},
	} {
		t.Run(name, func(t *testing.T) {
			withoutProxy(t)
			proxy := strings.Replace(c.proxy, "://", "://user:sesame@", 1)
			t.Setenv("ALL_PROXY", proxy)
			got := Probe(t.Context(), Options{Token: secret, APIURL: c.api, Timeout: 2 * time.Second}, time.Now)
			if got.Trouble != c.want || (got.Cause == nil) != (c.want == report.NoTrouble) {
				t.Errorf("%q (%v), want %q", got.Trouble, got.Cause, c.want)
			}
			if c.want == report.NoTrouble && (got.Bot != "ringkeeper_bot" || got.Clock.Sub(got.Ours).Abs() > time.Minute || got.Clock.IsZero()) {
				t.Errorf("%+v", got)
			}
			if c.want != report.TroubleProxyName && got.Proxy != c.proxy {
				t.Errorf("the proxy in force is %q, want %q", got.Proxy, c.proxy)
			}
			if all := fmt.Sprintf("%+v", got); strings.Contains(all, "sesame") || strings.Contains(all, secret) {
				t.Errorf("a secret stands in %s", all)
			}
		})
	}
}

func TestAProbeFindsAWebhookAndLeavesAFaultyTokenAtHome(t *testing.T) {
	withoutProxy(t)
	tg := simulator.New(simulator.Options{Token: secret})
	api := served(t, tg.ServeHTTP)
	if r, err := http.Get(api + "/bot" + secret + "/setWebhook?url=https://elsewhere.example/hidden-path"); err != nil || r.Body.Close() != nil {
		t.Fatal(err)
	}
	if got := Probe(t.Context(), Options{Token: secret, APIURL: api}, time.Now); got.Webhook != "elsewhere.example" || got.Trouble != report.NoTrouble {
		t.Errorf("%+v", got)
	}
	var asked string
	api = served(t, func(w http.ResponseWriter, r *http.Request) { asked = r.URL.Path; w.WriteHeader(404) })
	Probe(t.Context(), Options{Token: "not/a token", APIURL: api}, time.Now)
	if asked != "/bot0:none/getMe" {
		t.Errorf("asked for %s", asked)
	}
}

// socks is a SOCKS5 proxy that takes a name and a password and then answers each
// request with a status: 0 goes to the host of target whatever was asked for.
func socks(t *testing.T, target string, status byte) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	read := func(c net.Conn, n int) []byte {
		b := make([]byte, n)
		if _, err := io.ReadFull(c, b); err != nil {
			return make([]byte, n)
		}
		return b
	}
	serve := func(c net.Conn) {
		defer c.Close()
		read(c, int(read(c, 2)[1]))
		c.Write([]byte{5, 2}) // a name and a password are wanted
		read(c, int(read(c, 2)[1]))
		read(c, int(read(c, 1)[0]))
		c.Write([]byte{1, 0})
		read(c, int(read(c, 5)[4])) // a name, which the proxy is to find
		_ = binary.BigEndian.Uint16(read(c, 2))
		c.Write([]byte{5, status, 0, 1, 0, 0, 0, 0, 0, 0})
		if status != 0 {
			return
		}
		out, err := net.Dial("tcp", strings.TrimPrefix(target, "http://"))
		if err != nil {
			return
		}
		defer out.Close()
		go func() { _, _ = io.Copy(out, c) }()
		_, _ = io.Copy(c, out)
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	return "socks5://" + l.Addr().String()
}
