package bot_test

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model/roster/sample/sized"
)

// BenchmarkServe runs the real program beside a local Telegram: how long it takes
// from its start to its first poll, and how much memory it has taken at most
// when it has planned a day on which everything is overdue, and people have
// asked for what is overdue meanwhile.
func BenchmarkServe(b *testing.B) {
	program := filepath.Join(b.TempDir(), "ringkeeper")
	if out, err := exec.Command("go", "build", "-o", program, "ringkeeper").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, n := range sized.Sizes(b) {
		b.Run(fmt.Sprintf("%d_households", n), func(b *testing.B) {
			s := newServing(b, program, sized.District(b, n))
			var started time.Duration
			quiet, heavy := 0, 0
			for b.Loop() {
				took, peak := s.run(b, "2026-01-10T12:00", nil) // a Saturday
				started, quiet = started+took, max(quiet, peak)
				_, peak = s.run(b, "2027-01-15T09:00", s.busy)
				heavy = max(heavy, peak)
			}
			b.ReportMetric(started.Seconds()*1e3/float64(b.N), "start-ms")
			b.ReportMetric(float64(quiet)/1e3, "quiet-MB")
			b.ReportMetric(float64(heavy)/1e3, "heavy-MB")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// asking is how many people ask on the heavy day, each several times; those
// of the office for what is overdue in the whole district.
const (
	asking   = 100
	askEach  = 4
	ofOffice = 6 // who come first on the list
)

// serving is the program with its database and its Telegram.
type serving struct {
	program, database string
	tg                *simulator.Server
	url               string
	people            []*simulator.Person
	polled            chan struct{}
}

func newServing(b *testing.B, program, database string) *serving {
	s := &serving{program: program, database: database, tg: simulator.New(simulator.Options{}), polled: make(chan struct{}, 1)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/getUpdates") {
			select {
			case s.polled <- struct{}{}:
			default:
			}
		}
		s.tg.ServeHTTP(w, r)
	}))
	b.Cleanup(server.Close)
	s.url = server.URL
	for i := range asking {
		p := s.tg.Person(fmt.Sprintf("干部%d", i), "zh")
		sized.Exec(b, database, `UPDATE cadres SET telegram_id = ? WHERE id = ?`, p.ID, i+1)
		s.people = append(s.people, p)
	}
	return s
}

// run starts the program at a moment, works it, and stops it. It answers how
// long it took to the first poll and how many kilobytes it held at most.
func (s *serving) run(b *testing.B, at string, work func(*testing.B)) (took time.Duration, peak int) {
	c := exec.Command(s.program, "serve", "--at", at)
	c.Env = append(os.Environ(), "TELEGRAM_BOT_TOKEN="+s.tg.Token(), "TELEGRAM_API_URL="+s.url, "DATABASE_URL="+s.database, "NO_PROXY=*")
	logs, err := c.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	select {
	case <-s.polled:
	default:
	}
	began := time.Now()
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	<-s.polled
	took = time.Since(began)
	planned := make(chan struct{}, 1)
	go func() {
		for lines := bufio.NewScanner(logs); lines.Scan(); {
			if strings.Contains(lines.Text(), "msg=planned") {
				select {
				case planned <- struct{}{}:
				default:
				}
			}
		}
	}()
	if work != nil {
		work(b)
	}
	<-planned
	peak = highWater(b, c.Process.Pid)
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		b.Fatal(err)
	}
	return took, peak
}

// busy has people ask for what is overdue while the day is planned, and waits for
// their answers.
func (s *serving) busy(b *testing.B) {
	var answers atomic.Int64
	answered := make(chan struct{})
	s.tg.OnMessage(func(m simulator.Message) {
		if m.ByBot && answers.Add(1) == asking*askEach {
			close(answered)
		}
	})
	for range askEach {
		for i, p := range s.people {
			if i < ofOffice {
				p.Say("/overdue")
			} else {
				p.Say("/help")
			}
		}
	}
	<-answered
}

// highWater is the most memory that a process has had, in kilobytes.
func highWater(b *testing.B, pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		b.Fatal("the system does not tell how much memory a process had")
	}
	n, err := strconv.Atoi(string(found[1]))
	if err != nil {
		b.Fatal(err)
	}
	return n
}
