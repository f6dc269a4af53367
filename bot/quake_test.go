package bot_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// quake is an earthquake: many report within a short time while reminders wait.
type quake struct {
	*world
	cadres  []*simulator.Person // each answers for one household
	told    []*simulator.Person // who hears of emergencies beside their own: leaders and the office
	groups  []*simulator.Group  // of the office and of townships
	reports int
}

const (
	quakeOffice     = 3
	quakeLeaders    = 40
	quakeTownships  = 10
	quakeHouseholds = 3750
)

// newQuake fills the district: as many cadres as reports, with their leaders, an
// office, and groups.
func newQuake(w *world, reports int) *quake {
	q := &quake{world: w, reports: reports}
	var sheet []store.RosterCadre
	add := func(name string, role model.Role, superior, domain string) string {
		phone := fmt.Sprintf("137%08d", len(sheet))
		sheet = append(sheet, store.RosterCadre{Cadre: model.Cadre{Name: name, Phone: phone, Unit: "区应急局", Role: role}, SuperiorPhone: superior, Domain: domain})
		return phone
	}
	var leaders []string
	for i := range quakeLeaders {
		leaders = append(leaders, add(fmt.Sprint("领导", i), model.RoleLeader, "", ""))
	}
	for i := range quakeOffice {
		add(fmt.Sprint("办公室", i), model.RoleOffice, "", "全区")
	}
	for i := range reports {
		add(fmt.Sprint("干部", i), model.RoleCadre, leaders[i%quakeLeaders], "")
	}
	w.must(w.store.ApplyCadres(w.ctx, sheet, w.moment(onRoster), "test"))
	all, err := w.store.Cadres(w.ctx, store.CadreFilter{})
	w.must(err)
	ids := map[string]model.Cadre{}
	for _, c := range all {
		ids[c.Name] = c
	}
	for _, c := range sheet {
		p := w.telegram.Person(c.Cadre.Name, "zh")
		p.Start("")
		w.must(bindDirectly(w.ctx, w.store, ids[c.Cadre.Name], p))
		if c.Cadre.Role == model.RoleCadre {
			q.cadres = append(q.cadres, p)
		} else {
			q.told = append(q.told, p)
		}
	}
	households := make([]store.RosterHousehold, quakeHouseholds*reports/1000)
	for i := range households {
		households[i] = w.family(1000+i, quakeHead(i), "大村", model.Red, "")
		households[i].Facts.Township = fmt.Sprintf("%c家镇", '甲'+rune(i%quakeTownships))
		households[i].ResponsibleID = ids[fmt.Sprint("干部", i%reports)].ID
	}
	w.families(w.moment(onRoster), households...)
	office := q.told[quakeLeaders]
	for i := range quakeTownships + 1 {
		scope := "办公室"
		if i > 0 {
			scope = fmt.Sprintf("%c家镇", '甲'+rune(i-1))
		}
		g := w.telegram.Group(scope+"群", office)
		w.pass(2 * time.Second)
		office.SayIn(g, "/bind "+scope)
		q.groups = append(q.groups, g)
	}
	w.pass(time.Minute)
	return q
}

func quakeHead(i int) string { return fmt.Sprintf("高%c林", '一'+rune(i)) }

// quakeDigest is what a digest of these says.
const quakeDigest = "好的。清单办完，回复一句就行，例如：1 3 正常。"

// remind has so many digests wait.
func (q *quake) remind(n int) {
	q.Helper()
	data, err := json.Marshal(map[string]string{"key": "courtesy"})
	q.must(err)
	all := make([]model.Notice, n)
	for i := range all {
		all[i] = model.Notice{Priority: model.PriorityDigest, Kind: "say", ChatID: q.cadres[i%len(q.cadres)].ID, Data: data}
	}
	_, err = q.store.Queue(q.ctx, all, model.InstantOf(time.Now()))
	q.must(err)
}

// shake has every cadre report the household of another within a time, and lets
// pass what follows.
func (q *quake) shake(within, after time.Duration) (first, last time.Time) {
	first = time.Now()
	for i, p := range q.cadres {
		last = first.Add(within * time.Duration(i) / time.Duration(q.reports))
		<-time.After(time.Until(last))
		p.Say(fmt.Sprintf("急报 大村%s家地震房子倒塌", quakeHead((i+1)%q.reports)))
	}
	q.pass(after)
	return first, last
}

// numbered finds the case numbers in an alert, and in one that tells of many.
var numbered = regexp.MustCompile(`(?m)^(?:【急难 #(\d+)】|#(\d+) )`)

// heard is what became of the alerts.
type heard struct {
	alerts, messages int       // how many cases were told to somebody, and in how many messages
	chats            int       // how many chats heard
	most             int       // of one chat: the cases
	last             time.Time // when the last was told
	lost, doubled    int
	slowest          time.Duration // from the report until somebody was told of it
	digests          int           // that came all the same
}

// hear compares the alerts that were to go out with what stands on the phones.
func (q *quake) hear() (h heard) {
	q.Helper()
	rows, err := q.store.OutboxRows(q.ctx, store.OutboxFilter{Kind: "alert"})
	q.must(err)
	wanted := map[string]bool{}
	perChat := map[int64]int{}
	number := map[string]int64{}
	reported := map[string]time.Time{}
	for _, e := range q.cases() {
		number[e.Source] = e.ID
		reported[fmt.Sprint(e.ID)] = e.ReportedAt.In(q.zone())
	}
	for _, r := range rows {
		source := strings.Split(r.Key, ":")
		id := number[strings.Join(source[1:len(source)-2], ":")]
		wanted[fmt.Sprint(r.ChatID, " ", id)] = true
		perChat[r.ChatID]++
		h.most = max(h.most, perChat[r.ChatID])
		if r.State != model.DeliverySent {
			h.lost++
		}
	}
	h.alerts, h.chats = len(wanted), len(perChat)
	found := map[string]int{}
	look := func(chat int64, messages []simulator.Message) {
		for _, m := range messages {
			said := numbered.FindAllStringSubmatch(m.Text, -1)
			if m.Text == quakeDigest {
				h.digests++
			}
			if !m.ByBot || len(said) == 0 {
				continue
			}
			h.messages++
			if m.At.After(h.last) {
				h.last = m.At
			}
			for _, n := range said {
				found[fmt.Sprint(chat, " ", n[1]+n[2])]++
				h.slowest = max(h.slowest, m.At.Sub(reported[n[1]+n[2]]))
			}
		}
	}
	for _, p := range append(q.cadres, q.told...) {
		look(p.ID, p.Inbox())
	}
	for _, g := range q.groups {
		look(g.ID, g.Messages())
	}
	for key, n := range found {
		if n > 1 {
			h.doubled++
		}
		if !wanted[key] {
			q.Errorf("%s was told and never queued", key)
		}
	}
	for key := range wanted {
		if found[key] == 0 {
			h.lost++
		}
	}
	return h
}

// bound is what Telegram's limits allow at the best: one message to each chat at
// least, twenty-eight a second, and no alert before its report.
func (h heard) bound(within time.Duration) time.Duration {
	return max(within, time.Duration(h.chats)*time.Second/28)
}

// TestInAnEarthquakeEveryAlertGoesOutBeforeTheDigests: none is lost, none comes
// twice, and who gets many gets them together.
func TestInAnEarthquakeEveryAlertGoesOutBeforeTheDigests(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		q := newQuake(w, 200)
		q.remind(1000)
		first, last := q.shake(12*time.Second, 2*time.Minute)
		h := q.hear()
		t.Logf("%+v, %v after the first, %v after the last", h, h.last.Sub(first), h.last.Sub(last))
		if n := len(q.cases()); n != 200 || h.lost+h.doubled > 0 || h.digests != 1000 {
			t.Errorf("%d cases, %+v", n, h)
		}
	})
}

// BenchmarkEarthquake lives through 1,000 reports in fake time while 10,000
// digests wait: within one minute, and at once.
func BenchmarkEarthquake(b *testing.B) {
	for _, c := range []struct {
		name   string
		within time.Duration
	}{{"within_a_minute", time.Minute}, {"at_once", 0}} {
		b.Run(c.name, func(b *testing.B) {
			var all heard
			var took, after time.Duration
			for range b.N {
				ok := testing.RunTests(func(string, string) (bool, error) { return true, nil }, []testing.InternalTest{{Name: b.Name(), F: func(t *testing.T) {
					liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
						q := newQuake(w, 1000)
						q.remind(10_000)
						first, last := q.shake(c.within, 3*time.Minute)
						all = q.hear()
						took, after = all.last.Sub(first), all.last.Sub(last)
						if all.lost+all.doubled > 0 || len(q.cases()) != 1000 {
							t.Errorf("%+v", all)
						}
					})
				}}})
				if !ok {
					b.FailNow()
				}
			}
			b.ReportMetric(took.Seconds(), "fake-s")
			b.ReportMetric(after.Seconds(), "fake-s-after-the-last-report")
			b.ReportMetric(took.Seconds()/all.bound(c.within).Seconds(), "ours/bound")
			b.ReportMetric(all.slowest.Seconds(), "slowest-s")
			b.ReportMetric(float64(all.alerts), "alerts")
			b.ReportMetric(float64(all.messages), "messages")
			b.ReportMetric(float64(all.chats), "chats")
		})
	}
}
