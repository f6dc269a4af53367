package telegram

import (
	"errors"
	"net/http"
	"testing"

	"golang.org/x/net/http/httpproxy"
)

func TestTheProxyOfTheEnvironmentIsUsed(t *testing.T) {
	r, err := http.NewRequest(http.MethodPost, "https://api.telegram.org/botX/getMe", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		config httpproxy.Config
		all    string
		want   string // empty for none, "?" for an address that cannot be understood
	}{
		{httpproxy.Config{}, "", ""},
		{httpproxy.Config{HTTPSProxy: "foo://p:1"}, "", "?"},
		{httpproxy.Config{HTTPSProxy: "https://p:1"}, "", "https://p:1"},
		{httpproxy.Config{}, "socks5h://s:2", "socks5h://s:2"},
		{httpproxy.Config{}, "p:1", "http://p:1"},
		{httpproxy.Config{}, "ftp://s:2", "?"},
		{httpproxy.Config{HTTPSProxy: "http://p:1"}, "socks5://s:2", "http://p:1"},
		{httpproxy.Config{}, "socks5://s:2", "socks5://s:2"},
		{httpproxy.Config{NoProxy: "api.telegram.org"}, "socks5://s:2", ""},
	} {
		u, err := proxy(&c.config, func(name string) string {
			if name == "ALL_PROXY" {
				return c.all
			}
			return ""
		})(r)
		got := ""
		if u != nil {
			got = u.String()
		}
		if errors.Is(err, errProxy) {
			got, err = "?", nil
		}
		if err != nil || got != c.want {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
	}
}
