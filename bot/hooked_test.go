package bot_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ringkeeper/bot/hook"
	"ringkeeper/bot/simulator"
	"ringkeeper/config"
	"ringkeeper/model"
)

// gate is the receiver of the hooks: it notes what each is told, and when.
type gate struct {
	mu   sync.Mutex
	told []string
}

func (g *gate) RoundTrip(q *http.Request) (*http.Response, error) {
	var m hook.Message
	if err := json.NewDecoder(io.LimitReader(q.Body, 1<<20)).Decode(&m); err != nil {
		return nil, err
	}
	at := time.Now().In(config.Default().Zone.Location).Format("15:04")
	g.mu.Lock()
	defer g.mu.Unlock()
	g.told = append(g.told, fmt.Sprintf("%s → %s\n%s\n", at, m.Hook, m.Text))
	return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
}

// hooked starts the bot anew with two hooks: one is always called, the other where
// Telegram reaches nobody.
func (w *world) hooked(language string) *gate {
	g := &gate{}
	w.hooks = g
	of := func(name string, when model.HookWhen) config.Hook {
		return config.Hook{Name: name, When: when, Kind: config.HookJSON, URL: config.NewSecret("https://gate.example.com/?key=sesame"), After: config.Duration{Duration: 5 * time.Minute}, PerMinute: 20}
	}
	w.config.Hooks, w.config.Language = []config.Hook{of("robot", model.HookAlways), of("sms", model.HookUnreached)}, language
	w.restart()
	return g
}

// called holds which hooks were called so far; those of one minute stand in the order
// of their names.
func (w *world) called(g *gate, want ...string) {
	w.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	var got []string
	for _, t := range g.told {
		first, _, _ := strings.Cut(t, "\n")
		got = append(got, first)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		w.Errorf("called: %q, want %q", got, want)
	}
}

// TestWhereTelegramIsAwayTheSecondWayOutIsTaken, once, five minutes after the report;
// when Telegram is back the alerts arrive, and nothing is told twice.
func TestWhereTelegramIsAwayTheSecondWayOutIsTaken(t *testing.T) {
	for _, language := range []string{"zh-CN", "en"} {
		liveSince(t, onRoster, "2026-11-14 23:00", func(w *world) {
			wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
			g := w.hooked(language)
			w.until("2026-11-14 23:40")
			w.telegram.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.Refused, Times: -1})
			wang.Say("急报 河湾村张春明家房子着火了，电话13900000001")
			w.pass(4*time.Minute + 50*time.Second)
			w.called(g, "23:40 → robot")
			w.pass(20 * time.Second)
			w.called(g, "23:40 → robot", "23:45 → sms")
			w.until("2026-11-14 23:55")
			w.telegram.Heal()
			w.pass(5 * time.Minute)
			if n := times(zhou, "【急难 #1】待受理"); n != 1 {
				t.Errorf("the office has %d alerts", n)
			}
			w.says(wang, "急报 西村杜丽芬家断粮") // which arrives over Telegram
			w.pass(10 * time.Minute)
			w.called(g, "23:40 → robot", "23:45 → sms", "00:00 → robot")
			told := strings.Join(g.told, "")
			for _, private := range []string{"张", "杜", "王芳", "房子着火了", "1390"} {
				if strings.Contains(told, private) {
					t.Errorf("%s is told: %s", private, told)
				}
			}
			w.keeps("hooks."+language, told)
			if strings.Contains(w.logs.String(), "sesame") {
				t.Error("a key stands in the log")
			}
		})
	}
}

// TestWhereNobodyCanBeReachedTheSecondWayOutIsTakenAtOnce: there is nothing to wait for.
func TestWhereNobodyCanBeReachedTheSecondWayOutIsTakenAtOnce(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang, zhou := w.bind("王芳", "zh"), w.bind("周静", "zh")
		g := w.hooked("zh-CN")
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: zhou.ID, Kind: simulator.Forbidden, Times: -1})
		w.says(wang, "急报 河湾村张春明家断水")
		w.pass(10 * time.Second)
		w.called(g, "10:00 → robot", "10:00 → sms")
	})
}

// TestAReportInDoubtIsToldWhenItGoesOut: when nobody answered, or as soon as somebody
// said that it is one; not at all when it is called off.
func TestAReportInDoubtIsToldWhenItGoesOut(t *testing.T) {
	for press, want := range map[string][]string{"": {"08:50 → robot"}, "是急难，马上上报": {"08:41 → robot"}, "不是急难": nil} {
		liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
			li := w.bind("李明", "zh")
			w.bind("周静", "zh")
			g := w.hooked("zh-CN")
			w.until("2026-11-20 08:40")
			w.says(li, doubted)
			w.pass(time.Minute)
			if press != "" {
				w.press(li, w.find(li, "这是急难吗"), press)
			}
			w.pass(20 * time.Minute)
			w.called(g, want...)
		})
	}
}
