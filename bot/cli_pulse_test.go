package bot_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"ringkeeper/bot/simulator"
	"ringkeeper/model/roster/sample"
)

// page fetches a page that serve shows, with its status.
func page(address, path string) (int, string) {
	r, err := http.Get("http://" + address + path)
	if err != nil {
		return 0, err.Error()
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return 0, err.Error()
	}
	return r.StatusCode, string(body)
}

// listens says whether a process waits for connections, as Linux tells it;
// elsewhere nobody knows.
func listens(pid int) bool {
	sockets, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	for _, net := range []string{"tcp", "tcp6"} {
		table, _ := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", pid, net))
		for line := range strings.Lines(string(table)) {
			const listening, state, inode = "0A", 3, 9
			fields := strings.Fields(line)
			if len(fields) > inode && fields[state] == listening && slices.ContainsFunc(sockets, func(fd string) bool {
				target, _ := os.Readlink(fd)
				return target == "socket:["+fields[inode]+"]"
			}) {
				return true
			}
		}
	}
	return false
}

func servesFigures(o *operator) {
	o.withRoster()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		o.t.Fatal(err)
	}
	address := l.Addr().String()
	tg := o.telegram()
	quiet := o.serves(onARest)
	if listens(quiet.Process.Pid) {
		o.t.Error("it listens though nobody asked it to")
	}
	o.stops(quiet)
	o.file("ringkeeper.yaml", fmt.Sprintf("listen: %q\n", address))
	api := strings.TrimPrefix(o.env[1], "TELEGRAM_API_URL=")
	o.fails(o.run("serve"), 1, "不能在 "+address+" 上提供服务", "请改设置里的 listen")
	l.Close()
	people := crashDistrict(o.t, filepath.Join(o.dir, "ringkeeper.db"), tg)
	serve := o.serves("2026-11-25T07:00")
	if runtime.GOOS == "linux" && !listens(serve.Process.Pid) {
		o.t.Error("where it listens cannot be told")
	}
	tg.PushRaw([]byte(`{"message":"x"}`))
	tg.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.BadRequest})
	people[1].Say("/help")
	o.soon("the figures", func() bool {
		_, metrics := page(address, "/metrics")
		return regexp.MustCompile(`ringkeeper_turns_total{result="aside"} 1\n`).MatchString(metrics) &&
			strings.Contains(metrics, `ringkeeper_sends_total{outcome="permanent"} 1`)
	})
	if status, health := page(address, "/healthz"); status != 200 || health != `{"status":"ok","reasons":[]}`+"\n" {
		o.t.Errorf("%d %s", status, health)
	}
	o.soon("another program polls with the token", func() bool {
		r, err := http.Get(api + "/bot" + tg.Token() + "/getUpdates?timeout=1")
		if err != nil || r.Body.Close() != nil {
			return false
		}
		_, metrics := page(address, "/metrics")
		return regexp.MustCompile(`ringkeeper_poll_failures_total{outcome="conflict"} [1-9]`).MatchString(metrics)
	})
	_, metrics := page(address, "/metrics")
	for _, want := range []string{
		`ringkeeper_held 0`, `ringkeeper_backup_last_success_timestamp_seconds 0`, `ringkeeper_poll_failures_total{outcome="unauthorized"} 0`, `ringkeeper_sends_total{outcome="unauthorized"} 0`,
		`ringkeeper_sends_total{outcome="sent"} [1-9]`, `ringkeeper_turns_total{result="handled"} [1-9]`, `ringkeeper_turns_total{result="failed"} 3`,
		`ringkeeper_due{kind="visit"} \d`, `ringkeeper_overdue{kind="contact",ring="red"} [1-9]`, `ringkeeper_inbox_oldest_seconds \d`,
	} {
		if !regexp.MustCompile(`(?m)^` + want).MatchString(metrics) {
			o.t.Errorf("%s is not served:\n%s", want, metrics)
		}
	}
	district := sample.Scaled(40)
	for _, secret := range []string{district.Households[0].Facts.Head, district.Households[0].Number, district.Cadres[0].Name, "5303", "干部", "SIMULATED"} {
		if strings.Contains(metrics, secret) {
			o.t.Errorf("%s stands in the figures", secret)
		}
	}
	o.stops(serve)
	if status, body := page(address, "/healthz"); status != 0 {
		o.t.Errorf("still served: %d %s", status, body)
	}
}
