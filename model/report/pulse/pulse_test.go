package pulse

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/store"
)

var at = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

var outcomes = Outcomes{Polls: []string{"conflict"}, Sends: []string{"sent", "ambiguous"}}

// office is a store whose figures are given.
type office struct {
	figures store.Figures
	fault   error
	asked   int
}

func (o *office) Figures(context.Context, time.Time) (store.Figures, error) {
	o.asked++
	return o.figures, o.fault
}

func (o *office) OldestUpdate(context.Context) (model.Instant, error) {
	return o.figures.InboxOldest, o.fault
}

func ago(d time.Duration) model.Instant { return model.InstantOf(at.Add(-d)) }

func TestHealthNamesWhatKeepsServeFromItsWork(t *testing.T) {
	for name, c := range map[string]struct {
		oldest  model.Instant
		silent  time.Duration
		fault   error
		reasons []string
	}{
		"all is well":                   {0, 0, nil, []string{}},
		"updates are being handled":     {ago(time.Minute), 2 * time.Minute, nil, []string{}},
		"telegram has not answered":     {0, 2*time.Minute + time.Second, nil, []string{"telegram"}},
		"an update waits":               {ago(5*time.Minute + time.Second), 0, nil, []string{"inbox"}},
		"the database does not answer":  {0, 0, errors.New("disk 张三"), []string{"database"}},
		"everything at once goes wrong": {ago(time.Hour), time.Hour, errors.New("x"), []string{"database", "telegram", "inbox"}},
	} {
		clock := at.Add(-c.silent)
		p := New(&office{figures: store.Figures{InboxOldest: c.oldest}, fault: c.fault}, func() time.Time { return clock }, outcomes)
		clock = at
		answer := httptest.NewRecorder()
		p.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/healthz", nil))
		var h Health
		if err := json.Unmarshal(answer.Body.Bytes(), &h); err != nil {
			t.Fatal(err)
		}
		if status := answer.Code; !slices.Equal(h.Reasons, c.reasons) || (status == 200) != (h.Status == "ok") || (status == 200) != (len(c.reasons) == 0) || status != 200 && status != 503 {
			t.Errorf("%s: %d %s", name, status, answer.Body)
		}
	}
}

func TestTheFiguresAreServedAsPrometheusWantsThem(t *testing.T) {
	o := &office{figures: store.Figures{
		InboxOldest: ago(30 * time.Second),
		Outbox:      map[model.Priority]store.Waiting{model.PriorityAnswer: {N: 3, Oldest: ago(time.Minute)}},
		Due:         map[model.Kind]int{model.Contact: 7},
		Overdue:     map[model.Ring]map[model.Kind]int{model.Red: {model.Visit: 2}},
		Held:        true,
		Cases:       store.CaseCounts{N: 5, Late: 2, Unreached: 1, Oldest: ago(3 * time.Hour)},
		Backup:      model.InstantOf(time.Unix(1764556200, 0)),
	}}
	clock := at
	p := New(o, func() time.Time { return clock }, outcomes)
	p.Turned("handled")
	p.Called("ambiguous")
	p.PollFailed("conflict")
	p.PollFailed("not_sent")
	want := `# HELP ringkeeper_backup_last_success_timestamp_seconds When the newest scheduled backup was taken, 0 for never.
# TYPE ringkeeper_backup_last_success_timestamp_seconds gauge
ringkeeper_backup_last_success_timestamp_seconds 1.7645562e+09
# HELP ringkeeper_emergencies_late Open emergencies whose next step should have been taken.
# TYPE ringkeeper_emergencies_late gauge
ringkeeper_emergencies_late 2
# HELP ringkeeper_emergencies_oldest_seconds Age of the oldest open emergency, 0 for none.
# TYPE ringkeeper_emergencies_oldest_seconds gauge
ringkeeper_emergencies_oldest_seconds 10800
# HELP ringkeeper_emergencies_open Emergencies that are neither closed nor withdrawn.
# TYPE ringkeeper_emergencies_open gauge
ringkeeper_emergencies_open 5
# HELP ringkeeper_emergencies_unreached Open emergencies of which no alert has arrived.
# TYPE ringkeeper_emergencies_unreached gauge
ringkeeper_emergencies_unreached 1
# HELP ringkeeper_held 1 while a restore waits to be confirmed and nothing is sent, else 0.
# TYPE ringkeeper_held gauge
ringkeeper_held 1
# HELP ringkeeper_due Duties whose last day is today or within the next ten days.
# TYPE ringkeeper_due gauge
ringkeeper_due{kind="assessment"} 0
ringkeeper_due{kind="contact"} 7
ringkeeper_due{kind="visit"} 0
# HELP ringkeeper_inbox_oldest_seconds Age of the oldest update that was not handled yet, 0 for none.
# TYPE ringkeeper_inbox_oldest_seconds gauge
ringkeeper_inbox_oldest_seconds 30
# HELP ringkeeper_outbox_oldest_seconds For how long the oldest message of a priority has been due and not sent, for whatever reason, 0 for none.
# TYPE ringkeeper_outbox_oldest_seconds gauge
ringkeeper_outbox_oldest_seconds{priority="answer"} 60
ringkeeper_outbox_oldest_seconds{priority="digest"} 0
ringkeeper_outbox_oldest_seconds{priority="emergency"} 0
# HELP ringkeeper_outbox_waiting Messages that are due and not sent, for whatever reason; after a restore they wait for its confirmation.
# TYPE ringkeeper_outbox_waiting gauge
ringkeeper_outbox_waiting{priority="answer"} 3
ringkeeper_outbox_waiting{priority="digest"} 0
ringkeeper_outbox_waiting{priority="emergency"} 0
`
	names := []string{"ringkeeper_backup_last_success_timestamp_seconds", "ringkeeper_held", "ringkeeper_emergencies_open", "ringkeeper_emergencies_late", "ringkeeper_emergencies_unreached", "ringkeeper_emergencies_oldest_seconds", "ringkeeper_due", "ringkeeper_inbox_oldest_seconds", "ringkeeper_outbox_oldest_seconds", "ringkeeper_outbox_waiting"}
	if err := testutil.GatherAndCompare(p.all, strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
	problems, err := testutil.GatherAndLint(p.all)
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
	answer := httptest.NewRecorder()
	p.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, line := range []string{
		`ringkeeper_overdue{kind="visit",ring="red"} 2`, `ringkeeper_overdue{kind="contact",ring="undecided"} 0`,
		`ringkeeper_turns_total{result="handled"} 1`, `ringkeeper_turns_total{result="aside"} 0`,
		`ringkeeper_sends_total{outcome="ambiguous"} 1`, `ringkeeper_sends_total{outcome="sent"} 0`,
		`ringkeeper_poll_failures_total{outcome="conflict"} 1`, `ringkeeper_poll_failures_total{outcome="not_sent"} 1`, "go_build_info{", "process_open_fds ", "go_goroutines ",
	} {
		if !strings.Contains(answer.Body.String(), "\n"+line) {
			t.Errorf("%s is not served", line)
		}
	}
	if o.asked != 1 {
		t.Errorf("the database was asked %d times for figures of one moment", o.asked)
	}
	clock = at.Add(fresh)
	if n, err := testutil.GatherAndCount(p.all, "ringkeeper_overdue"); err != nil || n != 15 || o.asked != 2 {
		t.Errorf("%d series of 5 rings and 3 kinds, %v, asked %d times", n, err, o.asked)
	}
	// Without the database what is counted is served all the same.
	o.fault, clock = errors.New("张三"), at.Add(time.Hour)
	answer = httptest.NewRecorder()
	p.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if body := answer.Body.String(); answer.Code != 200 || !strings.Contains(body, `outcome="ambiguous"} 1`) || strings.Contains(body, "ringkeeper_due") || strings.Contains(body, "张三") {
		t.Errorf("%d\n%s", answer.Code, body)
	}
}

func TestOnlyTheTwoPagesAreServedAndOnlyToBeRead(t *testing.T) {
	p := New(&office{}, func() time.Time { return at }, outcomes)
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/healthz", 200}, {"HEAD", "/metrics", 200}, {"POST", "/metrics", 405}, {"DELETE", "/healthz", 405},
		{"GET", "/", 404}, {"GET", "/debug/pprof/", 404}, {"GET", "/healthz/x", 404},
	} {
		answer := httptest.NewRecorder()
		p.Handler().ServeHTTP(answer, httptest.NewRequest(c.method, c.path, nil))
		if answer.Code != c.want {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, answer.Code, c.want)
		}
	}
}

func TestItIsServedUntilTheProgramStops(t *testing.T) {
	l, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var taken *report.Fault
	if _, err := Listen(l.Addr().String()); !errors.As(err, &taken) || taken.Key != "error.listen" {
		t.Errorf("the address is taken: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- New(&office{}, time.Now, outcomes).Serve(ctx, l) }()
	r, err := http.Get("http://" + l.Addr().String() + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(r.Body)
	if r.Body.Close() != nil || string(body) != `{"status":"ok","reasons":[]}`+"\n" {
		t.Errorf("%s", body)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if c, err := net.Dial("tcp", l.Addr().String()); err == nil {
		c.Close()
		t.Error("still served")
	}
}
