package telegram

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// NewHTTP returns an HTTP client tuned for the Bot API: it keeps connections
// for many calls at once, and goes through the proxy that HTTPS_PROXY or else
// ALL_PROXY names, socks5:// included.
func NewHTTP() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:               proxy(httpproxy.FromEnvironment(), os.Getenv),
			DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			ForceAttemptHTTP2:   true,
			MaxIdleConns:        128,
			MaxIdleConnsPerHost: defaultWorkers,
			// Telegram closes idle connections after a while. A request that is
			// written onto one just then has an unknown fate, so ours goes first.
			IdleConnTimeout:     30 * time.Second,
			TLSHandshakeTimeout: 10 * time.Second,
		},
		// A redirect would repeat the call somewhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// proxy picks the proxy for a request. net/http itself does not look at
// ALL_PROXY, which is what socks users commonly set.
func proxy(c *httpproxy.Config, getenv func(string) string) func(*http.Request) (*url.URL, error) {
	for _, name := range []string{"ALL_PROXY", "all_proxy"} {
		if all := getenv(name); all != "" {
			if c.HTTPSProxy == "" {
				c.HTTPSProxy = all
			}
			if c.HTTPProxy == "" {
				c.HTTPProxy = all
			}
		}
	}
	pick := c.ProxyFunc()
	return func(r *http.Request) (*url.URL, error) {
		u, err := pick(r.URL)
		if u != nil && !slices.Contains(proxySchemes, u.Scheme) {
			return nil, errProxy // net/http would speak HTTP to it
		}
		if err == nil && u == nil && !exempt(c, r.URL) {
			// httpproxy leaves out an address that it cannot understand. To
			// go without a proxy would tell the network what it should not see.
			return nil, errProxy
		}
		return u, err
	}
}

// proxySchemes are the kinds of proxies that net/http speaks to.
var proxySchemes = []string{"http", "https", "socks5", "socks5h"}

// errProxy does not repeat the address, which may hold a password.
var errProxy = errors.New("the address of the proxy cannot be understood: want http://host:port or socks5://host:port")

// exempt says that a request goes without a proxy because none is set for it, or
// because it is to go without.
func exempt(c *httpproxy.Config, u *url.URL) bool {
	if u.Scheme == "https" && c.HTTPSProxy == "" || u.Scheme == "http" && c.HTTPProxy == "" {
		return true
	}
	sound := httpproxy.Config{HTTPProxy: "http://proxy", HTTPSProxy: "http://proxy", NoProxy: c.NoProxy}
	found, _ := sound.ProxyFunc()(u)
	return found == nil
}
