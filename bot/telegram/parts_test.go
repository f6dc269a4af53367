package telegram

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

// heads are the first signs of what stands on the phone.
func (d *desk) heads() string {
	var out []string
	for _, m := range d.person.Inbox() {
		out = append(out, strings.Trim(strings.ReplaceAll(m.Text, "\n", "/"), "长"))
	}
	return strings.Join(out, " ")
}

func TestALongMessageGoesOnWhereItWasCutOff(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		d.queue(d.person.ID, digest, long(3))
		synctest.Wait()
		d.server.Down(true)
		<-time.After(time.Hour)
		// What was said must go on as it began.
		d.words.set(func(w *words) { w.other[long(3)] = "something else" })
		d.server.Down(false)
		<-time.After(2 * time.Minute)
		if got := d.heads(); got != "1 2 3" || d.states() != "sent" {
			t.Errorf("states %q, on the phone %q\n%s", d.states(), got, d.log)
		}
		if b := d.person.Last().Buttons; len(b) != 1 || b[0][0].Data != "ok" {
			t.Errorf("the buttons of the last part: %v", b)
		}
	})
}

func TestAStopBetweenTwoPartsLosesNoneAndMarksNone(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		d.queue(d.person.ID, urgent, long(3))
		synctest.Wait()
		d.restart()
		<-time.After(10 * time.Second)
		if got := d.heads(); got != "1 2 3" || d.states() != "sent" {
			t.Errorf("states %q, on the phone %q", d.states(), got)
		}
	})
}

func TestAnEmergencyPassesBetweenThePartsOfADigest(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		d.queueAll([]model.Notice{notice(d.person.ID, digest, long(3)), notice(d.person.ID, digest, "d2")})
		synctest.Wait()
		d.queue(d.person.ID, urgent, "u1")
		<-time.After(10 * time.Second)
		if got := d.heads(); got != "1 u1 2 3 d2" {
			t.Errorf("on the phone %q", got)
		}
	})
}

func TestALostAnswerOfALaterPart(t *testing.T) {
	for _, c := range []struct {
		priority      model.Priority
		heads, states string
	}{
		{digest, "1 2", "ambiguous"},
		{answer, "1 2 （重发）/2 3", "sent"},
	} {
		atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
			d.start()
			d.queue(d.person.ID, c.priority, long(3))
			synctest.Wait()
			d.server.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.LostAnswer})
			<-time.After(5 * time.Minute)
			if got := d.heads(); got != c.heads || d.states() != c.states {
				t.Errorf("priority %d: states %q, on the phone %q", c.priority, d.states(), got)
			}
		})
	}
}

func TestAKilledProgramSendsAnswersAgainAndDigestsNot(t *testing.T) {
	atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
		// The answer of Telegram is there, and the outbox cannot be written
		// until the program is dead.
		d.outbox.fails("mark", true)
		d.start()
		d.queueAll([]model.Notice{notice(d.person.ID, answer, "a1"), notice(d.server.Group("组", d.person).ID, digest, "d1")})
		synctest.Wait()
		d.end()
		d.expect("sending sending", "a1")
		d.outbox.fails("mark", false)
		d.restart()
		<-time.After(time.Minute)
		d.expect("sent ambiguous", "a1 （重发）/a1")
		if !strings.Contains(d.log.String(), "cut off") {
			t.Error("nobody was told")
		}
	})
}

// Only the part that was under way may stand there twice, and says so; those
// behind it were never tried.
func TestAfterACutOnlyThePartThatWasUnderWayIsMarked(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		d.queue(d.person.ID, answer, long(3))
		synctest.Wait()
		d.outbox.fails("mark", true)
		<-time.After(2 * time.Second) // the second part arrives, and nobody can write it down
		d.end()
		d.outbox.fails("mark", false)
		d.restart()
		synctest.Wait()
		d.restart() // before the chat may get the third
		<-time.After(10 * time.Second)
		if got := d.heads(); got != "1 2 （重发）/2 3" || d.states() != "sent" {
			t.Errorf("states %q, on the phone %q", d.states(), got)
		}
	})
}

func TestAStopLetsACallUnderWayComeToItsEnd(t *testing.T) {
	atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
		d.server.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.Hang})
		d.start()
		d.queue(d.person.ID, answer, "a1")
		synctest.Wait()
		begin := time.Now()
		d.end()
		if took := time.Since(begin); took < 4*time.Second || took > 6*time.Second {
			t.Errorf("the stop took %v", took)
		}
		d.expect("pending", "")
	})
}

func TestAFullDiskStopsSendingAndSendsNothingTwice(t *testing.T) {
	for _, method := range []string{"due", "begin", "mark"} {
		atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
			d.start()
			synctest.Wait()
			d.outbox.fails(method, true)
			d.queue(d.person.ID, answer, "a1")
			<-time.After(time.Hour)
			if n := len(d.calls("sendMessage")); method != "mark" && n != 0 || n > 1 {
				t.Errorf("%s: %d calls", method, n)
			}
			d.outbox.fails(method, false)
			<-time.After(2 * time.Minute)
			d.expect("sent", "a1")
			if n := strings.Count(d.log.String(), "\n"); n > 2 {
				t.Errorf("%s: %d lines of log:\n%s", method, n, d.log)
			}
		})
	}
}
