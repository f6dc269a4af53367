package telegram

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// urgents are so many emergencies for one chat.
func urgents(chat int64, n int, name string) (all []model.Notice) {
	for i := range n {
		all = append(all, notice(chat, urgent, fmt.Sprint(name, i)))
	}
	return all
}

func TestFewEmergenciesForAChatComeOneByOneAndManyInOneMessage(t *testing.T) {
	for n, want := range map[int]string{3: "u0 u1 u2", 4: "u0", 150: "u0 u100"} {
		atDesk(t, DefaultLimits(), simulator.Options{Limits: true}, func(t *testing.T, d *desk) {
			d.sender.o.Together = "test"
			d.start()
			d.queueAll(urgents(d.person.ID, n, "u"))
			<-time.After(20 * time.Second)
			d.expect(strings.TrimSpace(strings.Repeat("sent ", n)), want)
			if calls := len(d.calls("sendMessage")); calls != strings.Count(want, "u") {
				t.Errorf("%d calls for %d", calls, n)
			}
		})
	}
}

// TestManyAlertsForOneChatKeepNoneOfOthersWaiting, nor does what changed.
func TestManyAlertsForOneChatKeepNoneOfOthersWaiting(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{Limits: true}, func(t *testing.T, d *desk) {
		group := d.server.Group("办公室", d.person)
		d.start() // nothing is told together here
		d.queueAll(urgents(group.ID, 1000, "g"))
		<-time.After(10 * time.Second)
		for _, m := range group.Messages() {
			if m.ByBot {
				d.refresh(m.Text)
			}
		}
		d.queue(d.person.ID, urgent, "u1")
		<-time.After(time.Second)
		if got := d.inbox(); got != "u1" {
			t.Errorf("on the phone %q", got)
		}
	})
}

func TestAnEmergencyGoesBeforeThoseThatChanged(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{Limits: true}, func(t *testing.T, d *desk) {
		d.start()
		d.queue(d.person.ID, urgent, "u1")
		synctest.Wait()
		d.words.set(func(w *words) { w.other["u1"] = "changed" })
		d.refresh("u1")
		d.queue(d.person.ID, urgent, "u2")
		<-time.After(1500 * time.Millisecond)
		d.expect("sent sent", "u1 u2")
		<-time.After(time.Second)
		d.expect("sent sent", "changed u2")
	})
}

// TestWhereEmergenciesCrowdWhoWasToldOfAllComesAfterWhoWasNot: two hundred people
// get one each, while a few get one after the other.
func TestWhereEmergenciesCrowdWhoWasToldOfAllComesAfterWhoWasNot(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{Limits: true}, func(t *testing.T, d *desk) {
		d.sender.o.Together = "test"
		var people []*simulator.Person
		for i := range 200 {
			p := d.server.Person(fmt.Sprint("干部", i), "zh")
			p.Start("")
			people = append(people, p)
		}
		d.start()
		for i := range 10 {
			all := urgents(d.person.ID, 1, fmt.Sprint("o", i, "-"))
			for _, p := range people[20*i : 20*i+20] {
				all = append(all, notice(p.ID, urgent, "u"))
			}
			for _, p := range people[:15] {
				all = append(all, notice(p.ID, urgent, fmt.Sprint("again", i)))
			}
			d.queueAll(all)
			<-time.After(time.Second / 2)
		}
		<-time.After(3 * time.Second)
		for i, p := range people {
			if p.Last().Text == "/start " || p.Last().Text == "/start" {
				t.Fatalf("%d of 200 were told", i)
			}
		}
	})
}

func TestAPageFitsAsLongAsItMakesOneMessageWhenItGrows(t *testing.T) {
	page := text.Page{Rows: text.Rows(strings.Repeat("长", 1000), strings.Repeat("长", 1000), strings.Repeat("长", 1000))}
	for grow, want := range map[int]bool{0: true, 332: true, 333: false} {
		if Fits(page, grow) != want {
			t.Errorf("grown by %d it fits: %t", grow, !want)
		}
	}
}
