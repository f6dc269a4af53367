package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// TestAfterAnHourWithoutTelegramTheEmergencyComesFirstAndNothingTwice: the
// report came in and could not go out, the digest fell due meanwhile, and
// people went on writing.
func TestAfterAnHourWithoutTelegramTheEmergencyComesFirstAndNothingTwice(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:10", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.telegram.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.Refused, Times: -1})
		w.until("2026-11-20 08:25")
		wang.Say("急报 河湾村张春明家房子着火")
		w.pass(5 * time.Second)
		w.telegram.Down(true)
		w.until("2026-11-20 08:50")
		wang.Say("急报 东村白文亮家断粮")
		li.Say("全部正常")
		w.until("2026-11-20 09:25")
		w.telegram.Heal()
		w.telegram.Down(false)
		w.pass(3 * time.Minute)

		if a, d := order(li, "【急难 #1】"), order(li, "待办"); a < 0 || a > d {
			t.Errorf("the emergency is message %d, the digest %d", a, d)
		}
		for _, p := range []*simulator.Person{li, zhou} {
			for _, words := range []string{"【急难 #1】", "【急难 #2】"} {
				if n := times(p, words); n != 1 {
					t.Errorf("%s has %s %d times", p.Name, words, n)
				}
			}
		}
		if n := times(li, "待办"); n != 1 {
			t.Errorf("%d digests", n)
		}
		if n := times(wang, "已上报"); n != 2 {
			t.Errorf("the reporter has %d answers", n)
		}
		if strings.Contains(w.telegram.Transcript(li.ID)+w.telegram.Transcript(zhou.ID), "重发") {
			t.Error("what was refused was not sent, and is not marked")
		}
	})
}

// TestWhatMayHaveArrivedIsSentAgainMarkedButADigestIsNot: nobody can know
// whether a message came that was cut off before its answer.
func TestWhatMayHaveArrivedIsSentAgainMarkedButADigestIsNot(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:10", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		lose := func(p *simulator.Person) {
			w.telegram.Inject(simulator.Fault{Method: "sendMessage", Chat: p.ID, Kind: simulator.LostAnswer})
		}
		lose(li)
		w.until("2026-11-20 08:40")
		if n := times(li, "待办"); n != 1 {
			t.Errorf("%d digests", n)
		}
		ambiguous, err := w.store.OutboxRows(w.ctx, store.OutboxFilter{States: []model.DeliveryState{model.DeliveryAmbiguous}})
		if err != nil || len(ambiguous) != 1 || ambiguous[0].Kind != "digest" {
			t.Errorf("ambiguous: %v, %v", ambiguous, err)
		}
		// The reply finds its households although nobody knows of the digest.
		lose(li)
		lose(zhou)
		li.Say("1 正常 2 房子昨晚烧光了")
		w.pass(3 * time.Minute)
		for _, c := range []struct {
			p     *simulator.Person
			words string
		}{{li, "急难 #1 已上报"}, {zhou, "【急难 #1】"}} {
			var got []bool
			for _, m := range c.p.Inbox() {
				if strings.Contains(m.Text, c.words) {
					got = append(got, strings.HasPrefix(m.Text, "（重发）\n"))
				}
			}
			if !slices.Equal(got, []bool{false, true}) {
				t.Errorf("%s has %q, marked as sent again: %v", c.p.Name, c.words, got)
			}
		}
		if n := len(w.cases()); n != 1 {
			t.Errorf("%d cases", n)
		}
		// What the digest said comes again on the next workday, and the office
		// hears that one cannot be confirmed, and that another, to the leader of a
		// case that waits, had nowhere to go.
		w.until("2026-11-23 08:40")
		w.expect(li, "11月23日 待办", "白*亮")
		w.expect(zhou, "3 条消息没有送达或无法确认")
	})
}
