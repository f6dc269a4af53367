package telegram

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// offer commits a Turn that says something and hands it over, as a handler does.
func (d *desk) offer(chat int64, p model.Priority, say string) {
	d.t.Helper()
	due, err := d.store.Conclude(context.Background(), model.Turn{At: model.InstantOf(time.Now()), Notices: []model.Notice{notice(chat, p, say)}})
	if err != nil || len(due) != 1 {
		d.t.Fatalf("%d are due, %v", len(due), err)
	}
	d.sender.Take(due)
}

func TestWhatIsOfferedGoesOutWithoutALook(t *testing.T) {
	atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
		d.start()
		synctest.Wait()
		d.outbox.fails("due", true)
		d.offer(d.person.ID, answer, "a1")
		synctest.Wait()
		d.expect("sent", "a1")
		if got := d.log.String(); got != "" {
			t.Errorf("the outbox was read: %s", got)
		}
	})
}

// A look that did not see everything leaves answers of the same chat unseen.
func TestWhatIsOfferedWaitsForThoseOfItsChatThatWereNotLookedAt(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{}, func(t *testing.T, d *desk) {
		group := d.server.Group("龙头镇", d.person)
		var all []model.Notice
		var want []string
		for i := range 3 * lookBatch / 2 {
			want = append(want, fmt.Sprint("a", i))
			all = append(all, notice(group.ID, answer, want[i]))
		}
		d.start()
		d.queueAll(all)
		synctest.Wait()
		d.offer(group.ID, answer, "last")
		<-time.After(10 * time.Minute)
		var got []string
		for _, m := range group.Messages() {
			if m.ByBot {
				got = append(got, m.Text)
			}
		}
		if !slices.Equal(got, append(want, "last")) {
			t.Errorf("the group reads %q", got)
		}
	})
}

// Nor does an offer overtake what somebody else has queued just before it.
func TestWhatIsOfferedWaitsForTheLookThatSomebodyAskedFor(t *testing.T) {
	atDesk(t, Limits{ChatEvery: time.Second}, simulator.Options{}, func(t *testing.T, d *desk) {
		other := d.server.Person("李四", "zh")
		other.Start("")
		var all []model.Notice
		for i := range 2 * glance {
			all = append(all, notice(other.ID, answer, fmt.Sprint(i)))
		}
		d.start()
		d.queueAll(all) // these wait for their chat, and are enough to go on with
		synctest.Wait()
		d.queue(d.person.ID, answer, "a1")
		d.offer(d.person.ID, answer, "a2")
		<-time.After(5 * time.Second)
		if got := d.inbox(); got != "a1 a2" {
			t.Errorf("on the phone %q", got)
		}
	})
}

func TestAnEmergencyThatIsOfferedOvertakesDigests(t *testing.T) {
	atDesk(t, DefaultLimits(), simulator.Options{Limits: true}, func(t *testing.T, d *desk) {
		var all []model.Notice
		for i := range 300 {
			p := d.server.Person(fmt.Sprint("干部", i), "zh")
			p.Start("")
			all = append(all, notice(p.ID, digest, fmt.Sprint("d", i)))
		}
		d.start()
		d.queueAll(all)
		<-time.After(2 * time.Second)
		d.offer(d.person.ID, urgent, "u1")
		<-time.After(time.Second / 10)
		if d.inbox() != "u1" {
			t.Error("the emergency waits")
		}
	})
}

func TestMoreThanASenderCanTakeIsFoundInTheOutbox(t *testing.T) {
	atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
		const n = 6 * defaultWorkers
		for i := range n {
			d.offer(d.person.ID, answer, fmt.Sprint(i))
		}
		d.start()
		<-time.After(time.Minute)
		inbox := d.person.Inbox()
		for i, m := range inbox {
			if m.Text != fmt.Sprint(i) {
				t.Fatalf("message %d is %q", i, m.Text)
			}
		}
		if len(inbox) != n {
			t.Errorf("%d arrived", len(inbox))
		}
	})
}

// Nothing is offered that a look would not find, and nothing twice.
func TestOnlyWhatMayBeSentAtOnceIsOffered(t *testing.T) {
	atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
		at := model.InstantOf(time.Now())
		once, later := notice(5, answer, "a"), notice(5, answer, "b")
		once.Key, later.NotBefore = "k", at+1
		nobody := model.Notice{Kind: "test", CadreID: 99}
		turn := model.Turn{At: at, Notices: []model.Notice{once, later, nobody}}
		for want := range 2 {
			due, err := d.store.Conclude(t.Context(), turn)
			if err != nil || len(due) != 1-want {
				t.Errorf("%d are due, %v", len(due), err)
			}
		}
		turn = model.Turn{At: at, Notices: []model.Notice{notice(5, answer, "c")}, Refresh: []string{"s:c"}}
		if due, err := d.store.Conclude(t.Context(), turn); err != nil || len(due) != 0 {
			t.Errorf("what is to be shown anew is due: %+v, %v", due, err)
		}
		read, err := d.store.DueDeliveries(t.Context(), at, 10)
		if err != nil {
			t.Fatal(err)
		}
		offered, err := d.store.Conclude(t.Context(), model.Turn{At: at, Notices: []model.Notice{notice(6, urgent, "d")}})
		if err != nil || len(offered) != 1 || len(read) != 2 {
			t.Fatalf("offered %+v, read %+v, %v", offered, read, err)
		}
		again, err := d.store.DueDeliveries(t.Context(), at, 1)
		if err != nil || fmt.Sprintf("%+v", again) != fmt.Sprintf("%+v", []store.Delivery(offered)) {
			t.Errorf("offered %+v, read %+v, %v", offered, again, err)
		}
	})
}

// A look may have sent it before it is handed over, and forgetting a household
// may have dropped it.
func TestWhatDoesNotWaitAnyMoreIsNotSentWhenItIsOffered(t *testing.T) {
	atDesk(t, Limits{}, simulator.Options{}, func(t *testing.T, d *desk) {
		turn := model.Turn{At: model.InstantOf(time.Now()), Notices: []model.Notice{notice(d.person.ID, answer, "a1")}}
		due, err := d.store.Conclude(t.Context(), turn)
		if err != nil {
			t.Fatal(err)
		}
		d.start()
		synctest.Wait()
		d.expect("sent", "a1")
		d.sender.Take(due)
		<-time.After(time.Minute)
		d.expect("sent", "a1")
		if len(d.calls("sendMessage")) != 1 {
			t.Errorf("%d calls", len(d.calls("sendMessage")))
		}
		d.queue(d.person.ID, answer, "a2") // and the chat is not held up
		synctest.Wait()
		d.expect("sent sent", "a1 a2")
	})
}
