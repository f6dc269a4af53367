package telegram

import (
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
		want   string
	}{
		{httpproxy.Config{}, "", ""},
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
		if err != nil || got != c.want {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
	}
}
