package telegram

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

// say lets a text be said in other words from now on, and shown so.
func (d *desk) say(was, is string) {
	d.words.set(func(w *words) { w.other[was] = is })
	d.refresh(was)
}

func TestAMessageIsShownAnewWhereItDiffers(t *testing.T) {
	atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		d.queue(d.person.ID, answer, long(3))
		synctest.Wait()
		lines := strings.Split(long(3), "\n")
		lines[1] = "new"
		d.say(long(3), strings.Join(lines, "\n"))
		<-time.After(time.Second)
		// The second part is short now, so that the third moves into it.
		if got := d.heads(); !strings.HasPrefix(got, "1") || d.states() != "sent" || len(d.person.Inbox()) != 2 {
			t.Errorf("on the phone %.80q", got)
		}
		if e, r := len(d.calls("editMessageText")), len(d.calls("deleteMessage")); e+r != 3 {
			t.Errorf("%d edits, %d removed", e, r)
		}
		d.say(long(3), strings.Join(lines, "\n"))
		<-time.After(time.Second)
		if e := len(d.calls("editMessageText")); e > 2 {
			t.Errorf("%d edits of what shows already what it should", e)
		}
	})
}

func TestAMessageThatGrewGetsAnotherPart(t *testing.T) {
	atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		d.queue(d.person.ID, answer, "a1")
		synctest.Wait()
		d.say("a1", long(2))
		<-time.After(time.Second)
		if got := d.heads(); got != "1 2" || d.states() != "sent" {
			t.Errorf("on the phone %q", got)
		}
	})
}

func TestAnEditIsTriedUntilItIsShown(t *testing.T) {
	for _, kind := range []simulator.FaultKind{simulator.LostAnswer, simulator.BadGateway, simulator.Refused, simulator.TooManyRequests} {
		atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
			d.start()
			d.queue(d.person.ID, answer, "a1")
			synctest.Wait()
			d.server.Inject(simulator.Fault{Method: "editMessageText", Kind: kind, Times: 2})
			d.say("a1", "a2")
			<-time.After(10 * time.Minute)
			d.expect("sent", "a2")
		})
	}
}

func TestAnEditThatAnEarlierProgramBeganIsMade(t *testing.T) {
	atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		d.queue(d.person.ID, answer, "a1")
		synctest.Wait()
		d.server.Inject(simulator.Fault{Method: "editMessageText", Kind: simulator.BadGateway})
		d.say("a1", "a2")
		synctest.Wait()
		d.restart()
		<-time.After(time.Minute)
		d.expect("sent", "a2")
	})
}

func TestAnEditOfWhatIsGoneIsDone(t *testing.T) {
	atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		d.queue(d.person.ID, answer, "a1")
		synctest.Wait()
		if err := d.sender.o.Client.Delete(context.Background(), d.person.ID, d.person.Last().ID); err != nil {
			t.Fatal(err)
		}
		d.say("a1", "a2")
		<-time.After(time.Hour)
		d.expect("sent", "")
		d.queue(d.person.ID, digest, "d1")
		synctest.Wait()
		d.person.Block()
		d.say("d1", "d2")
		<-time.After(time.Hour)
		if n := len(d.calls("editMessageText")); n != 2 {
			t.Errorf("%d edits", n)
		}
	})
}

func TestARefreshWhileAMessageIsUnderWayIsNotLost(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		d.queue(d.person.ID, model.PriorityAnswer, long(2))
		synctest.Wait()
		d.say(long(2), "new")
		<-time.After(10 * time.Second)
		d.expect("sent", "new")
	})
}
