package reminders

import (
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/model"
)

// TestWhatIsLongOpenIsToldAloneOnceAMonth: an item rides on whatever digest goes
// out; where none does it makes one by itself, thirty days apart.
func TestWhatIsLongOpenIsToldAloneOnceAMonth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := one()
		f.items = map[int64]model.Day{1: on("2026-03-02")}
		f.until("2026-03-02 07:00")
		stop := run(t, office(t, f), time.Now, func() {})
		f.until("2026-06-12 12:00")
		stop()
		expect(t, f, "04-01 08:30", "05-06 08:30", "06-08 08:30")
		if d := digestOf(f.notices[0]); !d.Items {
			t.Errorf("the digest does not say what it is for: %+v", d)
		}
	})
}

func TestAnItemMakesNoDigestWhereOneWentOut(t *testing.T) {
	f := one()
	f.items = map[int64]model.Day{1: on("2026-09-01")}
	for _, c := range []struct {
		sent string
		want Reason
	}{{"2026-10-25 08:30", NothingOpen}, {"2026-10-20 08:30", ItemsOpen}, {"", ItemsOpen}} {
		f.queued, f.sent = map[int64]model.Instant{}, map[int64]model.Instant{}
		if c.sent != "" {
			f.queued[1], f.sent[1] = model.InstantOf(at(c.sent)), model.InstantOf(at(c.sent))
		}
		planned, err := office(t, f).Preview(t.Context(), at("2026-11-20 08:30"))
		if err != nil {
			t.Fatal(err)
		}
		if d := decisionOf(t, planned, 1); d.Reason != c.want || d.Send != (c.want == ItemsOpen) {
			t.Errorf("the last digest was sent at %q: %s", c.sent, d.Reason)
		}
	}
}
