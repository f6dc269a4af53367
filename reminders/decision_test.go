package reminders

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"ringkeeper/model"
)

func digestOf(n model.Notice) (d Digest) {
	if err := json.Unmarshal(n.Data, &d); err != nil {
		panic(err)
	}
	return d
}

// office returns a planner as Qilin would set it up.
func office(t testing.TB, f *fake) *Planner {
	return NewPlanner(Options{
		Store: f, Calendar: calendar(t, ""), Steps: f.steps, Zone: zone, DigestAt: Clock{8, 30},
		Hours: Hours{Clock{8, 0}, Clock{20, 0}}, Limits: model.DefaultCaseLimits(), LeaderAfter: 3, Handover: 15,
	})
}

// red is a red household on the roster since a day, last contacted on another,
// visited this half-year.
func red(f *fake, id, cadre int64, since, contacted string) *home {
	h := &home{Household: model.Household{ID: id, ResponsibleID: cadre, AssignedOn: on(since)}}
	h.history.Spells = []model.Spell{{From: on(since), Pace: model.Red}}
	h.history.LastVisit = on("2026-07-05")
	if contacted != "" {
		h.history.LastContact = on(contacted)
	}
	f.keep(h, on("2026-12-31"))
	f.households = append(f.households, h)
	return h
}

func bound(id int64, role model.Role) model.Cadre {
	return model.Cadre{ID: id, Name: "cadre", Role: role, TelegramID: 1000 + id}
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func decisionOf(t *testing.T, p Planned, cadre int64) Decision {
	t.Helper()
	for _, d := range p.Decisions {
		if d.CadreID == cadre {
			return d
		}
	}
	t.Fatalf("nothing was decided for cadre %d", cadre)
	return Decision{}
}

// Contacts of a household contacted in October are due on 30 November 2026, a
// Monday: steps on Friday the 20th, Friday the 27th and Monday the 30th; then on
// Tuesday 1 December and Friday 4 December.
func TestWhyACadreHearsOrNot(t *testing.T) {
	for _, c := range []struct {
		what   string
		at     string
		set    func(*fake)
		send   bool
		reason Reason
		due    int
	}{
		{"nothing within ten days", "2026-11-18 08:30", nil, false, NothingOpen, 0},
		{"ten days before", "2026-11-20 08:30", nil, true, StepDue, 1},
		{"the program was down that day", "2026-11-24 08:30", nil, true, StepDue, 1},
		{"named at that step already", "2026-11-24 08:30", named("2026-11-20"), false, NothingDue, 0},
		{"named at that step, the next has come", "2026-11-27 08:30", named("2026-11-20"), true, StepDue, 1},
		{"overdue since yesterday", "2026-12-01 08:30", named("2026-11-30"), true, StepDue, 1},
		{"overdue, named yesterday", "2026-12-02 08:30", named("2026-12-01"), false, NothingDue, 0},
		{"overdue, the third workday after", "2026-12-04 08:30", named("2026-12-01"), true, StepDue, 1},
		{"a Saturday", "2026-11-21 08:30", nil, false, RestDay, 0},
		{"before the hours", "2026-11-20 07:59", nil, false, OutsideHours, 1},
		{"when the hours begin", "2026-11-20 08:00", nil, true, StepDue, 1},
		{"the last minute", "2026-11-20 19:59", nil, true, StepDue, 1},
		{"after the hours", "2026-11-20 20:00", nil, false, OutsideHours, 1},
		{"no Telegram account", "2026-11-20 08:30", func(f *fake) { f.cadres[0].TelegramID = 0 }, false, NotBound, 1},
		{"the bot is blocked", "2026-11-20 08:30", func(f *fake) { f.cadres[0].Blocked = true }, false, Blocked, 1},
		{"not bound and nothing to say", "2026-11-18 08:30", func(f *fake) { f.cadres[0].TelegramID = 0 }, false, NothingOpen, 0},
		{"today's digest is in the outbox, not yet sent", "2026-11-20 10:00", func(f *fake) {
			f.queued[1] = model.InstantOf(at("2026-11-20 08:30"))
		}, false, AlreadyPlanned, 1},
		{"yesterday's digest was lost", "2026-11-23 08:30", func(f *fake) {
			f.queued[1] = model.InstantOf(at("2026-11-20 08:30"))
		}, true, StepDue, 1},
		{"taken over yesterday; the one before was told", "2026-11-24 08:30", func(f *fake) {
			named("2026-11-20")(f)
			f.households[0].AssignedOn = on("2026-11-23")
		}, true, StepDue, 1},
	} {
		t.Run(c.what, func(t *testing.T) {
			f := newFake()
			f.cadres = []model.Cadre{bound(1, model.RoleCadre)}
			red(f, 1, 1, "2026-01-01", "2026-10-08")
			f.households[0].VisitDue = 0
			if c.set != nil {
				c.set(f)
			}
			planned, err := office(t, f).Plan(context.Background(), at(c.at))
			if err != nil {
				t.Fatal(err)
			}
			d := decisionOf(t, planned, 1)
			if d.Send != c.send || d.Reason != c.reason || len(d.Due) != c.due {
				t.Errorf("send %v because of %s with %d due; want %v, %s, %d", d.Send, d.Reason, len(d.Due), c.send, c.reason, c.due)
			}
			if (planned.Queued == 1) != c.send || (len(f.notices) == 1) != c.send {
				t.Errorf("%d queued", planned.Queued)
			}
		})
	}
}

func named(day string) func(*fake) {
	return func(f *fake) { f.named[naming{1, model.Contact, on("2026-11-30"), 1}] = on(day) }
}

func TestADigestSaysWhichDayItIsForAndUntilWhen(t *testing.T) {
	f := newFake()
	f.cadres = []model.Cadre{bound(1, model.RoleCadre)}
	red(f, 1, 1, "2026-01-01", "2026-10-08")
	if _, err := office(t, f).Plan(context.Background(), at("2026-11-20 08:30")); err != nil {
		t.Fatal(err)
	}
	n := f.notices[0]
	if n.Key != "digest:1:2026-11-20" || n.Kind != KindDigest || n.Priority != model.PriorityDigest || n.CadreID != 1 || n.NotBefore != model.InstantOf(at("2026-11-20 08:30")) {
		t.Errorf("%+v", n)
	}
	if want := `{"day":"2026-11-20","until":1795176000000,"ahead":2}`; string(n.Data) != want {
		t.Errorf("%s, want %s", n.Data, want)
	}
}

func TestAPreviewQueuesNothing(t *testing.T) {
	f := newFake()
	f.cadres = []model.Cadre{bound(1, model.RoleCadre)}
	red(f, 1, 1, "2026-01-01", "2026-10-08")
	p := office(t, f)
	preview, err := p.Preview(context.Background(), at("2026-11-20 08:30"))
	if err != nil || len(f.notices) != 0 || preview.Queued != 0 {
		t.Fatalf("%+v, %v", f.notices, err)
	}
	if d := decisionOf(t, preview, 1); !d.Send || len(d.Due) != 1 || d.Due[0].Step != on("2026-11-20") {
		t.Errorf("%+v", d)
	}
	for i := range 2 {
		planned, err := p.Plan(context.Background(), at("2026-11-20 08:30"))
		if err != nil || planned.Queued != 1-i {
			t.Errorf("planned for the %d. time: %d queued, %v", i+1, planned.Queued, err)
		}
	}
}

func TestTheStepsOfAFestivalComeBeforeIt(t *testing.T) {
	// Due on 28 February: ten days before is 18 February, in the festival; the
	// last workday before is the make-up Saturday 14 February.
	f := newFake()
	f.cadres = []model.Cadre{bound(1, model.RoleCadre)}
	red(f, 1, 1, "2025-01-01", "2026-01-08")
	f.households[0].VisitDue = 0
	for day, send := range map[string]bool{"2026-02-13": false, "2026-02-14": true, "2026-02-16": false} {
		planned, err := office(t, f).Preview(context.Background(), at(day+" 08:30"))
		if d := decisionOf(t, planned, 1); err != nil || d.Send != send {
			t.Errorf("%s: %+v, %v", day, d, err)
		}
	}
}

func TestAHouseholdThatNobodyAnswersForIsNamed(t *testing.T) {
	f := newFake()
	f.cadres = []model.Cadre{bound(1, model.RoleOffice)}
	red(f, 1, 0, "2026-01-01", "2026-10-08")
	red(f, 2, 77, "2026-01-01", "2026-10-08") // a cadre who is on no list
	planned, err := office(t, f).Plan(context.Background(), at("2026-11-20 08:30"))
	if err != nil {
		t.Fatal(err)
	}
	if d := decisionOf(t, planned, 0); d.Send || d.Reason != NobodyResponsible || len(d.Due) == 0 {
		t.Errorf("%+v", d)
	}
	if d := decisionOf(t, planned, 1); !d.Send || d.Reason != OfficeHasNews || d.Office.Unassigned != 2 {
		t.Errorf("the office: %+v", d)
	}
}

func TestAFaultOfTheStoreIsToldWithTheDay(t *testing.T) {
	f := newFake()
	f.broken = errBroken
	if _, err := office(t, f).Plan(context.Background(), at("2026-11-20 08:30")); err == nil || err.Error() != "plan 2026-11-20: the disk is full" {
		t.Error(err)
	}
}

var _ Store = (*fake)(nil)
