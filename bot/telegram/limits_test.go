package telegram

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

func TestAnEmergencyOvertakesFiveHundredDigests(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{Limits: true}, func(t *testing.T, d *desk) {
		var all []model.Notice
		for i := range 500 {
			p := d.server.Person(fmt.Sprint("干部", i), "zh")
			p.Start("")
			all = append(all, notice(p.ID, digest, fmt.Sprint("d", i)))
		}
		d.start()
		d.queueAll(all)
		<-time.After(5 * time.Second)
		begin := time.Now()
		d.queue(d.person.ID, urgent, "u1")
		for d.person.Last().Text != "u1" {
			<-time.After(10 * time.Millisecond)
			if time.Since(begin) > time.Second {
				t.Fatal("the emergency waits")
			}
		}
		<-time.After(30 * time.Second)
		if n := strings.Count(d.states(), "sent"); n != 501 {
			t.Errorf("%d sent", n)
		}
		for _, c := range d.calls("sendMessage") {
			if c.Status != 200 {
				t.Errorf("%+v", c)
			}
		}
	})
}

func TestAGroupGetsAtMostTwentyMessagesAMinute(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{Limits: true}, func(t *testing.T, d *desk) {
		group := d.server.Group("龙头镇", d.person)
		var all []model.Notice
		for i := range 100 {
			all = append(all, notice(group.ID, answer, fmt.Sprint("a", i)))
		}
		d.start()
		// What stands behind a hundred that wait is not kept waiting.
		d.queueAll(append(all, notice(d.person.ID, digest, "d")))
		<-time.After(3 * time.Second)
		if d.person.Last().Text != "d" {
			t.Error("a full group keeps others waiting")
		}
		<-time.After(10 * time.Minute)
		var at []time.Time
		for _, c := range d.calls("sendMessage") {
			if c.Status != 200 {
				t.Errorf("%+v", c)
			}
			if c.Chat == group.ID {
				at = append(at, c.At)
			}
		}
		if n := most(at, time.Minute); len(at) != 100 || n != 20 {
			t.Errorf("%d sent, %d within a minute", len(at), n)
		}
		for i, m := range slices.DeleteFunc(group.Messages(), func(m simulator.Message) bool { return !m.ByBot }) {
			if m.Text != fmt.Sprint("a", i) {
				t.Fatalf("message %d is %q", i, m.Text)
			}
		}
	})
}

func TestWhenTelegramAsksToWaitItIsWaited(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.server.Inject(simulator.Fault{Method: "sendMessage", Chat: d.person.ID, Kind: simulator.TooManyRequests, RetryAfter: 60})
		d.start()
		d.queue(d.person.ID, answer, "a1")
		synctest.Wait()
		d.queue(d.person.ID, urgent, "u1")
		other := d.server.Person("李四", "zh")
		other.Start("")
		d.queue(other.ID, digest, "d1")
		<-time.After(59 * time.Second)
		if d.inbox() != "" || other.Last().Text != "d1" {
			t.Errorf("the chat got %q, another %q", d.inbox(), other.Last().Text)
		}
		<-time.After(20 * time.Second)
		d.expect("sent sent sent", "u1 a1")
		if c := d.calls("sendMessage"); c[0].Status != 429 || c[2].At.Sub(c[0].At) < time.Minute {
			t.Errorf("%+v", c)
		}
	})
}

func TestAFloodInTwoChatsStopsEverything(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.server.Inject(simulator.Fault{Method: "sendMessage", Times: 2, Kind: simulator.TooManyRequests, RetryAfter: 60})
		var all []model.Notice
		for i := range 5 {
			p := d.server.Person(fmt.Sprint(i), "zh")
			p.Start("")
			all = append(all, notice(p.ID, digest, "d"))
		}
		d.start()
		d.queueAll(all)
		<-time.After(55 * time.Second)
		if n := len(d.calls("sendMessage")); n > 3 {
			t.Errorf("%d calls although Telegram asked to wait", n)
		}
		<-time.After(time.Minute)
		d.expect("sent sent sent sent sent", "")
	})
}
