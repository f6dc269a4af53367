package reminders

import (
	"context"
	"testing"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// district is an office, a bureau's head for the whole district, a leader of a
// township, a leader with one cadre below, and that cadre, whose household is
// overdue since 31 October 2026, a Saturday.
func district(t testing.TB) (*fake, *Planner) {
	f := newFake()
	f.cadres = []model.Cadre{
		bound(1, model.RoleOffice), bound(2, model.RoleLeader), bound(3, model.RoleLeader), bound(4, model.RoleLeader), bound(5, model.RoleCadre),
	}
	f.cadres[1].Tier, f.cadres[1].DistrictWide = model.TierBureauHead, true
	f.cadres[2].TownshipID = 7
	f.cadres[4].SuperiorID = 4
	h := red(f, 1, 5, "2026-01-01", "2026-09-08")
	h.TownshipID, h.VisitDue = 7, 0
	return f, office(t, f)
}

func decideOn(t *testing.T, p *Planner, moment string) map[int64]Decision {
	t.Helper()
	planned, err := p.Preview(context.Background(), at(moment))
	if err != nil {
		t.Fatal(err)
	}
	of := map[int64]Decision{}
	for _, d := range planned.Decisions {
		of[d.CadreID] = d
	}
	return of
}

func TestALeaderHearsOnceAWeekOfWhatWaitsBelow(t *testing.T) {
	// Three workdays after 31 October: Monday the 2nd, Tuesday, Wednesday. So
	// on Monday 9 November it counts, and not before.
	f, p := district(t)
	for _, c := range []struct {
		what, at string
		reason   Reason
	}{
		{"not overdue for three workdays on Monday", "2026-11-02 08:30", NothingOpen},
		{"nor when the week began", "2026-11-06 08:30", NothingOpen},
		{"on the next Monday", "2026-11-09 08:30", LeaderSummary},
		{"that Monday passed without the program", "2026-11-10 08:30", LeaderSummary},
		{"on the weekend", "2026-11-14 08:30", RestDay},
	} {
		got := decideOn(t, p, c.at)
		for _, leader := range []int64{2, 3, 4} {
			if d := got[leader]; d.Reason != c.reason || d.Send != (c.reason == LeaderSummary) {
				t.Errorf("%s: leader %d: %s", c.what, leader, d.Reason)
			}
		}
		if d := got[5]; d.Below != (Below{}) {
			t.Errorf("%s: a cadre is told of those below: %+v", c.what, d)
		}
	}
	f.sent[4] = model.InstantOf(at("2026-11-09 08:30"))
	f.queued[4] = f.sent[4]
	if d := decideOn(t, p, "2026-11-12 08:30")[4]; d.Send || d.Reason != NothingOpen {
		t.Errorf("told on Monday, and again: %+v", d)
	}
	if d := decideOn(t, p, "2026-11-16 08:30")[4]; !d.Send || d.Below.Overdue != 1 {
		t.Errorf("the week after: %+v", d)
	}
}

func TestTheFirstWorkdayOfAWeekOfHolidays(t *testing.T) {
	c := calendar(t, "")
	for day, want := range map[string]string{
		"2026-11-27": "2026-11-23",
		"2026-10-08": "2026-10-08", // a Thursday after National Day
		"2026-10-10": "2026-10-08", // the make-up Saturday
		"2026-02-26": "2026-02-24", // Monday the 23rd still was a holiday
		"2026-09-20": "2026-09-14", // a make-up Sunday ends its week
	} {
		if got := firstWorkday(c, on(day)); got != on(want) {
			t.Errorf("%s: %v, want %s", day, got, want)
		}
	}
}

func TestHowLongIsOverdueLongEnough(t *testing.T) {
	c := calendar(t, "")
	for _, x := range []struct {
		day      string
		workdays int
		want     string
	}{
		{"2026-11-09", 0, "2026-11-08"}, // overdue at all
		{"2026-11-09", 1, "2026-11-08"}, // Monday itself is the first
		{"2026-11-09", 2, "2026-11-05"}, // Friday, Monday
		{"2026-11-09", 3, "2026-11-04"},
		{"2026-10-09", 3, "2026-09-29"}, // over National Day: 30 September, 8 and 9 October
	} {
		if got := overdueFor(c, on(x.day), x.workdays); got != on(x.want) {
			t.Errorf("%d workdays by %s: due by %v, want %s", x.workdays, x.day, got, x.want)
		}
	}
}

func TestALeaderWaitsWhileTheCadreIsNew(t *testing.T) {
	f, p := district(t)
	f.households[0].AssignedOn = on("2026-11-03")
	if d := decideOn(t, p, "2026-11-09 08:30")[4]; d.Send || d.Reason != GraceAfterHandover || d.Below.New != 1 {
		t.Errorf("six days after the handover: %+v", d)
	}
	if d := decideOn(t, p, "2026-11-09 08:30")[5]; !d.Send || d.Reason != StepDue {
		t.Errorf("the new cadre hears at once: %+v", d)
	}
	if d := decideOn(t, p, "2026-11-18 08:30")[4]; !d.Send || d.Below.Overdue != 1 {
		t.Errorf("fifteen days after: %+v", d)
	}
}

func TestALeadersOwnHouseholdsStandInTheOwnDigest(t *testing.T) {
	f, p := district(t)
	f.households[0].ResponsibleID = 3
	d := decideOn(t, p, "2026-11-09 08:30")[3]
	if !d.Send || d.Reason != StepDue || d.Below.Overdue != 0 {
		t.Errorf("%+v", d)
	}
}

func TestARingOfSuperiorsEndsSomewhere(t *testing.T) {
	f, p := district(t)
	f.cadres[3].SuperiorID = 5
	if d := decideOn(t, p, "2026-11-09 08:30")[4]; d.Below.Overdue != 1 {
		t.Errorf("counted %d times", d.Below.Overdue)
	}
}

func TestTheOfficeHearsWhatIsNew(t *testing.T) {
	const told, now = "2026-11-23 08:30", "2026-11-24 08:30" // Monday, Tuesday
	line := func(action, when string) func(*fake) {
		return func(f *fake) {
			f.audit = append(f.audit, store.AuditLine{Action: action, At: model.InstantOf(at(when))})
		}
	}
	undecided := func(f *fake) { f.undecided = make([]store.HouseholdRow, 2) }
	all := func(sets ...func(*fake)) func(*fake) {
		return func(f *fake) {
			for _, set := range sets {
				set(f)
			}
		}
	}
	since := model.InstantOf(at(told))
	for _, c := range []struct {
		what string
		at   string
		set  func(*fake)
		want OfficeNews
	}{
		{"nothing", now, func(*fake) {}, OfficeNews{}},
		{"somebody bound since", now, line(store.AuditCadreBound, "2026-11-23 15:00"), OfficeNews{Since: since, Bindings: 1}},
		{"somebody bound before", now, line(store.AuditCadreBound, "2026-11-23 08:00"), OfficeNews{}},
		{"somebody changed the account", now, line(store.AuditCadreMoved, "2026-11-23 15:00"), OfficeNews{Since: since, Moves: 1}},
		{"somebody blocked the bot", now, line(store.AuditCadreBlocked, "2026-11-23 15:00"), OfficeNews{Since: since, Blocked: 1}},
		{"an update was set aside", now, line(store.AuditUpdateSetAside, "2026-11-24 03:00"), OfficeNews{Since: since, SetAside: 1}},
		{"a message did not arrive", now, func(f *fake) {
			f.rows = []store.OutboxRow{{State: model.DeliveryAmbiguous, CreatedAt: model.InstantOf(at("2026-11-23 09:00"))}, {State: model.DeliverySent, CreatedAt: model.InstantOf(at("2026-11-23 09:00"))}}
		}, OfficeNews{Since: since, Undelivered: 1}},
		{"an emergency waits too long, told on Monday", now, func(f *fake) { f.pressing = make([]store.PressingCase, 2) }, OfficeNews{Since: since, Pressing: 2}},
		{"undecided households, told on Monday", now, undecided, OfficeNews{}},
		{"undecided households on the next Monday", "2026-11-30 08:30", undecided, OfficeNews{Since: since, Undecided: 2}},
		{"undecided households after an import", now, all(undecided, line(store.AuditRosterImported, "2026-11-23 15:00")), OfficeNews{Since: since, Undecided: 2, Imports: 1}},
		{"an import that left nothing to do", now, line(store.AuditRosterImported, "2026-11-23 15:00"), OfficeNews{}},
		{"never told before", now, all(undecided, func(f *fake) { delete(f.sent, 1) }), OfficeNews{Undecided: 2}},
		{"procedures that run, one of them past its 15 days", "2026-11-30 08:30", func(f *fake) {
			f.procedures = []model.Day{model.Date(2026, 11, 14), model.Date(2026, 11, 15)}
		}, OfficeNews{Since: since, Procedures: 2, Late: 1}},
		{"a cadre with something due has no account", "2026-11-30 08:30", func(f *fake) {
			f.cadres = append(f.cadres, model.Cadre{ID: 9, Role: model.RoleCadre})
			red(f, 9, 9, "2026-01-01", "2026-10-08")
		}, OfficeNews{Since: since, Unreached: 1}},
	} {
		t.Run(c.what, func(t *testing.T) {
			f := newFake()
			f.cadres = []model.Cadre{bound(1, model.RoleOffice)}
			f.queued[1], f.sent[1] = since, since
			c.set(f)
			p := office(t, f)
			// The year 2027 is another matter.
			p.Calendar = calendar(t, file(t, `{"year": 2027, "days": [{"date": "2027-01-01", "isOffDay": true}, {"date": "2027-05-01", "isOffDay": true}, {"date": "2027-10-01", "isOffDay": true}]}`))
			d := decideOn(t, p, c.at)[1]
			if d.Office != c.want {
				t.Errorf("%+v, want %+v", d.Office, c.want)
			}
			if d.Send != (c.want != OfficeNews{}) || d.Send != (d.Reason == OfficeHasNews) {
				t.Errorf("send %v because of %s", d.Send, d.Reason)
			}
		})
	}
}

func TestTheOfficeHearsOnceAWeekThatAYearIsMissing(t *testing.T) {
	f := newFake()
	f.cadres = []model.Cadre{bound(1, model.RoleOffice)}
	p := office(t, f)
	told := 0
	for d := on("2026-11-02"); d <= on("2026-11-15"); d++ {
		planned, err := p.Plan(context.Background(), d.At(8, 30, zone))
		if err != nil {
			t.Fatal(err)
		}
		told += planned.Queued
	}
	if told != 2 {
		t.Errorf("told %d times in two weeks", told)
	}
	if n := digestOf(f.notices[0]); n.Office == nil || n.Office.MissingYear != 2027 {
		t.Errorf("%+v", n)
	}
}

func TestALeadersDigestSaysSo(t *testing.T) {
	f, p := district(t)
	if _, err := p.Plan(context.Background(), at("2026-11-09 08:30")); err != nil {
		t.Fatal(err)
	}
	for _, n := range f.notices {
		if digestOf(n).Leader != (n.CadreID < 5) { // the office too: it sees all
			t.Errorf("%+v of %d", digestOf(n), n.CadreID)
		}
	}
	if len(f.notices) != 5 {
		t.Errorf("%d digests", len(f.notices))
	}
}
