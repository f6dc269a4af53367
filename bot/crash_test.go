package bot_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// kills is how often the plug is pulled; the first times while digests go out.
const (
	kills       = 26
	digestKills = 6
)

func kill(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	c.Wait()
}

// TestWhateverTheInstantOfAPowerCutNothingIsLostOrDoneTwice kills the real
// program under load, again and again, and then counts everything that people
// wrote and everything that they were told.
func TestWhateverTheInstantOfAPowerCutNothingIsLostOrDoneTwice(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	program := filepath.Join(dir, "ringkeeper")
	if out, err := exec.Command("go", "build", "-o", program, "ringkeeper").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	tg := simulator.New(simulator.Options{})
	server := httptest.NewServer(tg)
	defer server.Close()
	db := filepath.Join(dir, "ringkeeper.db")
	people := crashDistrict(t, db, tg)
	reporters := people[1:]

	began := time.Now()
	start := func() *exec.Cmd {
		at := model.Date(2026, time.November, 24).At(8, 30, config.Default().Zone.Location).Add(time.Since(began))
		c := exec.Command(program, "serve", "--at", at.Format(time.RFC3339))
		c.Env = append(os.Environ(), "TELEGRAM_BOT_TOKEN="+tg.Token(), "TELEGRAM_API_URL="+server.URL, "DATABASE_URL="+db, "NO_PROXY=*")
		logs, err := c.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		serving := make(chan bool, 1)
		go func() {
			lines := bufio.NewScanner(logs)
			for lines.Scan() {
				if strings.Contains(lines.Text(), "serving") {
					serving <- true
				}
			}
		}()
		select {
		case <-serving:
		case <-time.After(30 * time.Second):
			t.Fatal("the program does not start")
		}
		return c
	}

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	said, recorded := 0, 0
	load := func(n int) {
		for range n {
			p := reporters[random.IntN(len(reporters))]
			if random.IntN(6) > 0 {
				recorded++
				p.Say(fmt.Sprintf("1 正常 第%d次", recorded))
				continue
			}
			said++
			p.Say(fmt.Sprintf("急报 河湾村第%d号房子着火", said))
		}
	}
	for i := range kills {
		c := start()
		if i < digestKills {
			// The digests of the day are being sent.
			<-time.After(time.Duration(random.IntN(120)) * time.Millisecond)
			kill(t, c)
			continue
		}
		if i == digestKills {
			digestsCame(reporters)
		}
		load(6)
		<-time.After(time.Duration(random.IntN(250)) * time.Millisecond)
		load(4)
		<-time.After(time.Duration(random.IntN(60)) * time.Millisecond)
		kill(t, c)
	}
	c := start()
	settled(t, tg, db)
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Errorf("a graceful stop: %v", err)
	}

	st := reopen(t, db)
	defer st.Close()
	for _, state := range []string{store.UpdateNew, store.UpdateAside} {
		left, err := st.Updates(t.Context(), state, 0)
		if err != nil || len(left) > 0 {
			t.Errorf("%d updates are %s, %v", len(left), state, err)
		}
	}
	filed, err := st.Emergencies(t.Context(), store.EmergencyFilter{})
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]int{}
	for _, e := range filed {
		cases[e.Text]++
	}
	for i := 1; i <= said; i++ {
		if n := cases[fmt.Sprintf("河湾村第%d号房子着火", i)]; n != 1 {
			t.Errorf("report %d was filed %d times", i, n)
		}
	}
	contacts, err := st.Contacts(t.Context(), store.ContactFilter{Withdrawn: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(contacts) != recorded {
		t.Errorf("%d replies became %d records", recorded, len(contacts))
	}
	updates := map[int64]int{}
	for _, c := range contacts {
		updates[c.UpdateID]++
	}
	for id, n := range updates {
		if n != 1 {
			t.Errorf("update %d recorded %d contacts", id, n)
		}
	}
	t.Logf("%d kills, %d reports, %d records of %d replies", kills, said, len(contacts), recorded)
	countMessages(t, tg, people, st)
}

// countMessages holds what stands on the phones against what was decided: each
// answer and each alert once, or once more and marked; each digest once a day.
func countMessages(t *testing.T, tg *simulator.Server, people []*simulator.Person, st *store.Store) {
	t.Helper()
	rows, err := st.OutboxRows(t.Context(), store.OutboxFilter{})
	if err != nil {
		t.Fatal(err)
	}
	ambiguous, owed, alerts := 0, map[int64]int{}, map[int64]int{}
	for _, r := range rows {
		if r.Kind == "arrival" && (r.State == model.DeliveryPending || r.State == model.DeliveryStale) {
			continue // nobody hears that alerts arrived
		}
		switch r.State {
		case model.DeliverySent:
			if r.ToldIn == 0 || r.ToldIn == r.ID { // else it has no message of its own
				owed[r.ChatID]++
			}
			if r.Kind == "alert" {
				alerts[r.ChatID]++
			}
		case model.DeliveryAmbiguous:
			ambiguous++
		default:
			t.Errorf("message %d (%s) is %s: %s", r.ID, r.Kind, r.State, r.Error)
		}
	}
	again := 0
	for _, p := range people {
		seen, digests, told := map[string]int{}, 0, map[string]bool{}
		for _, m := range p.Inbox() {
			for _, n := range numbered.FindAllStringSubmatch(m.Text, -1) {
				told[n[1]+n[2]] = true
			}
			switch {
			case strings.Contains(m.Text, "（重发）"):
				again++
			case strings.Contains(m.Text, "待办"):
				digests++
			case strings.Contains(m.Text, "急难 #"):
				seen[m.Text]++
			}
		}
		if len(told) != alerts[p.ID] {
			t.Errorf("%s was told of %d cases of %d", p.Name, len(told), alerts[p.ID])
		}
		for text, n := range seen {
			if n > 1 {
				t.Errorf("%s got %d times, unmarked: %s", p.Name, n, text)
			}
		}
		if digests > 1 {
			t.Errorf("%s got %d digests", p.Name, digests)
		}
		if got := len(p.Inbox()); got < owed[p.ID] {
			t.Errorf("%s got %d messages of %d that are called sent", p.Name, got, owed[p.ID])
		}
	}
	t.Logf("%d messages sent again and marked, %d digests ambiguous", again, ambiguous)
}

// digestsCame waits until everybody has a digest, or until it is clear that
// one was cut off: replies find their households all the same.
func digestsCame(people []*simulator.Person) {
	for range 50 {
		waiting := 0
		for _, p := range people {
			if !strings.Contains(p.Last().Text, "待办") {
				waiting++
			}
		}
		if waiting == 0 {
			return
		}
		<-time.After(100 * time.Millisecond)
	}
}

// settled waits until nothing is left to receive, to handle or to send.
func settled(t *testing.T, tg *simulator.Server, db string) {
	t.Helper()
	deadline := time.After(60 * time.Second)
	for {
		select {
		case <-deadline:
			t.Fatalf("not settled: %d updates wait", tg.Pending())
		case <-time.After(200 * time.Millisecond):
		}
		if tg.Pending() > 0 {
			continue
		}
		st := reopen(t, db)
		left, err := st.Updates(t.Context(), store.UpdateNew, 0)
		waiting, err2 := st.OutboxRows(t.Context(), store.OutboxFilter{States: []model.DeliveryState{model.DeliveryPending, model.DeliverySending}})
		st.Close()
		waiting = slices.DeleteFunc(waiting, func(r store.OutboxRow) bool { return r.Kind == "arrival" }) // which looks in a minute
		if err == nil && err2 == nil && len(left)+len(waiting) == 0 {
			return
		}
	}
}

func reopen(t *testing.T, db string) *store.Store {
	t.Helper()
	c := config.Default()
	st, err := store.Open(context.Background(), db, store.Options{Policy: c.Policy, Zone: c.Zone.Location})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// crashDistrict makes an office and eight cadres with a household each, all
// bound; the first person returned is the office.
func crashDistrict(t *testing.T, db string, tg *simulator.Server) (people []*simulator.Person) {
	t.Helper()
	st := reopen(t, db)
	defer st.Close()
	begin := model.Date(2026, time.October, 1).At(9, 0, config.Default().Zone.Location)
	var cadres []store.RosterCadre
	for i := range 9 {
		c := store.RosterCadre{Cadre: model.Cadre{Name: fmt.Sprintf("干部%d", i), Phone: fmt.Sprintf("1390000000%d", i), Role: model.RoleCadre}}
		if i == 0 {
			c.Cadre.Role = model.RoleOffice
		}
		cadres = append(cadres, c)
	}
	if err := st.ApplyCadres(t.Context(), cadres, begin, "test"); err != nil {
		t.Fatal(err)
	}
	all, err := st.Cadres(t.Context(), store.CadreFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var families []store.RosterHousehold
	for i, c := range all {
		p := tg.Person(c.Name, "zh")
		p.Start("")
		if err := bindDirectly(t.Context(), st, c, p); err != nil {
			t.Fatal(err)
		}
		people = append(people, p)
		if c.Role == model.RoleCadre {
			families = append(families, store.RosterHousehold{
				Number: fmt.Sprintf("53030200%04d", i), ResponsibleID: c.ID, Ring: model.Red, Pace: model.Red, Suggested: model.Red, SetRing: true,
				Facts: model.Facts{Head: fmt.Sprintf("户主%d", i), Township: "越州镇", Village: "河湾村", Category: model.Lifted},
			})
		}
	}
	if err := st.ApplyRoster(t.Context(), families, begin, "test"); err != nil {
		t.Fatal(err)
	}
	return people
}

func bindDirectly(ctx context.Context, st *store.Store, c model.Cadre, p *simulator.Person) error {
	at := model.InstantOf(model.Date(2026, time.October, 1).At(9, 0, time.UTC))
	hash := "invitation of " + c.Name
	if err := st.CreateInvite(ctx, c.ID, hash, at.Add(time.Hour), at); err != nil {
		return err
	}
	return st.Apply(ctx, model.Turn{At: at, Actor: c.ID, Effects: []model.Effect{
		model.BindCadre{CadreID: c.ID, InviteHash: hash, TelegramID: p.ID, Language: "zh-CN"},
	}})
}
