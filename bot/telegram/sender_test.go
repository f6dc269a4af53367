package telegram

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

const (
	urgent = model.PriorityEmergency
	answer = model.PriorityAnswer
	digest = model.PriorityDigest
)

func TestWhatIsQueuedIsSentInItsOrder(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{Limits: true}, func(t *testing.T, d *desk) {
		d.start()
		synctest.Wait()
		d.queueAll([]model.Notice{notice(d.person.ID, digest, "d1"), notice(d.person.ID, answer, "a1"), notice(d.person.ID, answer, "a2"), notice(d.person.ID, urgent, "u1")})
		<-time.After(10 * time.Second)
		d.expect("sent sent sent sent", "u1 a1 a2 d1")
		begin := time.Now()
		d.queue(d.person.ID, answer, "a3")
		synctest.Wait()
		if time.Since(begin) != 0 || d.person.Last().Text != "a3" {
			t.Error("an answer in a quiet chat waited")
		}
	})
}

func TestTelegramAwayAndBackLosesNothingAndSendsNothingTwice(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		d.server.Down(true)
		d.queueAll([]model.Notice{notice(d.person.ID, digest, "d1"), notice(d.person.ID, answer, "a1"), notice(d.person.ID, urgent, "u1")})
		<-time.After(3 * time.Hour)
		d.server.Down(false)
		<-time.After(2 * time.Minute)
		d.expect("sent sent sent", "u1 a1 d1")
		if l := d.log.String(); strings.Count(l, "messages do not reach telegram") != 1 || strings.Count(l, "messages reach telegram again") != 1 || strings.Count(l, "\n") != 2 {
			t.Errorf("log:\n%s", l)
		}
	})
}

func TestAnAmbiguousDigestIsNotSentAgainAnAnswerIsMarked(t *testing.T) {
	for _, kind := range []simulator.FaultKind{simulator.LostAnswer, simulator.BadGateway, simulator.Hang} {
		atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
			d.server.Inject(simulator.Fault{Method: "sendMessage", Kind: kind})
			d.start()
			d.queue(d.person.ID, digest, "d1")
			<-time.After(5 * time.Minute)
			arrived := map[bool]string{true: "d1"}[kind == simulator.LostAnswer]
			d.expect("ambiguous", arrived)

			d.server.Inject(simulator.Fault{Method: "sendMessage", Kind: kind})
			d.queue(d.person.ID, urgent, "u1")
			<-time.After(5 * time.Minute)
			if got := d.person.Last().Text; d.states() != "ambiguous sent" || got != "（重发）\nu1" {
				t.Errorf("states %q, the last message %q", d.states(), got)
			}
		})
	}
}

func TestABadGatewayCostsFewDigests(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		var all []model.Notice
		for i := range 200 {
			p := d.server.Person(fmt.Sprint(i), "zh")
			p.Start("")
			all = append(all, notice(p.ID, digest, "d"))
		}
		d.server.Inject(simulator.Fault{Method: "sendMessage", Times: -1, Kind: simulator.BadGateway})
		d.start()
		d.queueAll(all)
		<-time.After(10 * time.Minute)
		d.server.Heal()
		<-time.After(2 * time.Minute)
		if s := d.states(); strings.Count(s, "ambiguous") > 20 || strings.Contains(s, "pending") {
			t.Errorf("after ten minutes of bad gateways: %d ambiguous, %d sent", strings.Count(s, "ambiguous"), strings.Count(s, "sent"))
		}
	})
}

func TestAPersonWhoBlockedTheBotGetsNoMore(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.person.Block()
		d.start()
		d.queue(d.person.ID, answer, "a1")
		<-time.After(time.Hour)
		d.expect("stale", "")
		if n := len(d.calls("sendMessage")); n != 1 {
			t.Errorf("%d tries", n)
		}
	})
}

func TestAGroupThatMovedIsFollowed(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		group := d.server.Group("龙头镇", d.person)
		moved := group.Migrate()
		d.start()
		d.queueAll([]model.Notice{notice(group.ID, urgent, "u1"), notice(group.ID, digest, "d1")})
		<-time.After(time.Minute)
		if got := moved.Last().Text; d.states() != "sent sent" || got != "d1" {
			t.Errorf("states %q, last in the new group %q\n%s", d.states(), got, d.log)
		}
	})
}

func TestARefusedMessageIsADeadLetterAndStopsNobody(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		d.queueAll([]model.Notice{notice(d.person.ID, urgent, "<b>张三"), notice(d.person.ID, answer, "a1")})
		<-time.After(time.Minute)
		d.expect("failed sent", "a1")
		if l := d.log.String(); !strings.Contains(l, "refuses a message for good") || strings.Contains(l, "张三") {
			t.Errorf("log:\n%s", l)
		}
	})
}

func TestWhatWentStaleIsNotSent(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.words.set(func(w *words) { w.drop = "contacted meanwhile" })
		d.start()
		d.queue(d.person.ID, digest, "d1")
		<-time.After(time.Minute)
		d.expect("stale", "")
	})
}

func TestANoticeWithoutWordsStopsNobody(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.words.set(func(w *words) { w.panic = true })
		d.start()
		d.queue(d.person.ID, digest, "d1")
		<-time.After(time.Hour)
		d.expect("pending", "")
		d.words.set(func(w *words) { w.panic = false })
		d.queue(d.person.ID, digest, "d2")
		<-time.After(7 * time.Minute)
		d.expect("sent sent", "d2 d1")
	})
}

func TestAWrongTokenEndsTheSenderAndLosesNothing(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		good := d.sender.o.Client
		d.sender.o.Client = mustClient(t, Options{HTTP: d.server, Token: "1:other"})
		d.start()
		d.queue(d.person.ID, answer, "a1")
		err := <-d.ended
		d.stop = nil
		if OutcomeOf(err).Kind != Unauthorized {
			t.Errorf("%v", err)
		}
		d.expect("pending", "")
		d.sender.o.Client = good
		d.restart()
		<-time.After(10 * time.Second)
		d.expect("sent", "a1")
	})
}

func TestWhatIsForLaterIsSentThen(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		n := notice(d.person.ID, digest, "d1")
		n.NotBefore = model.InstantOf(time.Now().Add(24 * time.Hour))
		d.queueAll([]model.Notice{n})
		<-time.After(24*time.Hour - time.Second)
		d.expect("pending", "")
		<-time.After(time.Second)
		synctest.Wait()
		d.expect("sent", "d1")
	})
}

func TestWhatAnotherProcessQueuesIsFound(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.sender.o.LookEvery = 5 * time.Second
		d.start()
		synctest.Wait()
		if _, err := d.store.Queue(context.Background(), []model.Notice{notice(d.person.ID, digest, "d1")}, model.InstantOf(time.Now())); err != nil {
			t.Error(err)
		}
		<-time.After(6 * time.Second)
		d.expect("sent", "d1")
	})
}
