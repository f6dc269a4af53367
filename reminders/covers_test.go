package reminders

import (
	"context"
	"testing"

	"ringkeeper/model"
)

// covered is a leader with an overdue household, a cadre without any, and one
// more with one; the contact of either household is due on 30 November.
func covered(t *testing.T, standIns ...model.StandIn) (*fake, *Planner) {
	f := newFake()
	f.cadres = []model.Cadre{bound(1, model.RoleLeader), bound(2, model.RoleCadre), bound(3, model.RoleCadre)}
	for id, cadre := range map[int64]int64{1: 1, 2: 3} {
		red(f, id, cadre, "2026-01-01", "2026-10-08").VisitDue = 0
	}
	f.standIns = standIns
	return f, office(t, f)
}

func TestWhoHearsOfALeadersHouseholds(t *testing.T) {
	delegate := model.StandIn{ForID: 1, ByID: 2, FromDay: on("2026-11-01")}
	leave := model.StandIn{ForID: 1, ByID: 3, Leave: true, FromDay: on("2026-11-16"), UntilDay: on("2026-11-24")}
	pause := leave
	pause.ByID = 0
	ended := delegate
	ended.EndedAt = model.InstantOf(at("2026-11-19 10:00"))
	nothing := [3]Reason{StepDue, NothingOpen, StepDue}
	for _, c := range []struct {
		what   string
		given  []model.StandIn
		reason [3]Reason
		due    [3]int
	}{
		{"nobody stands in", nil, nothing, [3]int{1, 0, 1}},
		{"a delegate hears as well", []model.StandIn{delegate}, [3]Reason{StepDue, StepDue, StepDue}, [3]int{1, 1, 1}},
		{"one that was ended does not", []model.StandIn{ended}, nothing, [3]int{1, 0, 1}},
		{"a pause", []model.StandIn{pause}, [3]Reason{OnLeave, NothingOpen, StepDue}, [3]int{1, 0, 1}},
		{"a stand-in hears of both in one message", []model.StandIn{leave}, [3]Reason{OnLeave, NothingOpen, StepDue}, [3]int{1, 0, 2}},
		{"a delegate hears during a pause", []model.StandIn{pause, delegate}, [3]Reason{OnLeave, StepDue, StepDue}, [3]int{1, 1, 1}},
		{"a delegate who stands in hears of it once", []model.StandIn{
			delegate, {ForID: 1, ByID: 2, Leave: true, FromDay: on("2026-11-16"), UntilDay: on("2026-11-24")},
		}, [3]Reason{OnLeave, StepDue, StepDue}, [3]int{1, 1, 1}},
		{"a stand-in who is away too", []model.StandIn{leave, {ForID: 3, Leave: true, FromDay: on("2026-11-20"), UntilDay: on("2026-11-20")}},
			[3]Reason{OnLeave, NothingOpen, OnLeave}, [3]int{1, 0, 2}},
	} {
		t.Run(c.what, func(t *testing.T) {
			f, p := covered(t, c.given...)
			planned, err := p.Plan(context.Background(), at("2026-11-20 08:30"))
			if err != nil {
				t.Fatal(err)
			}
			told := 0
			for i, want := range c.reason {
				d := decisionOf(t, planned, int64(i+1))
				due := 0
				for _, alike := range d.Due {
					due += len(alike.Households)
				}
				if d.Reason != want || due != c.due[i] || d.Send != (want == StepDue) {
					t.Errorf("cadre %d: send %t because of %s, %d due; want %s, %d", i+1, d.Send, d.Reason, due, want, c.due[i])
				}
				if d.Send {
					told++
				}
			}
			if len(f.notices) != told {
				t.Errorf("%d digests for %d people", len(f.notices), told)
			}
		})
	}
}

// What the stand-in was told the returning cadre has not heard; what the cadre
// was told before the leave stays heard.
func TestTheDigestAfterALeaveTellsWhatHasComeToAStepMeanwhile(t *testing.T) {
	f, p := covered(t, model.StandIn{ForID: 1, ByID: 3, Leave: true, FromDay: on("2026-11-26"), UntilDay: on("2026-11-29")})
	for _, c := range []struct {
		day             string
		leader, standIn bool
	}{
		{"2026-11-20", true, true}, // ten days before
		{"2026-11-23", false, false},
		{"2026-11-26", false, true}, // of the leader's, of which 3 has not heard
		{"2026-11-27", false, true}, // three days before, which falls on Friday
		{"2026-11-30", true, true},  // on the day
	} {
		if _, err := p.Plan(context.Background(), at(c.day+" 08:30")); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[int64]bool{1: c.leader, 3: c.standIn} {
			if heard := model.DayOf(f.sent[id].In(zone), zone) == on(c.day); heard != want {
				t.Errorf("%s: cadre %d heard: %t", c.day, id, heard)
			}
		}
	}
}
