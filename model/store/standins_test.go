package store

import (
	"slices"
	"testing"

	"ringkeeper/model"
)

// standIns is a district of a leader with two households, and two cadres with
// one each.
func standIns(t *testing.T) (o *office, leader, wang, li int64) {
	o = newOffice(t)
	p := o.cadres(person("赵", model.RoleLeader), person("王", model.RoleCadre), person("李", model.RoleCadre))
	o.roster(family("1", model.Red, p[0]), family("2", model.Red, p[1]), family("3", model.Blue, p[0]), family("4", model.Blue, p[2]))
	return o, p[0], p[1], p[2]
}

func (o *office) numbersFor(cadre int64, on model.Day) (numbers []string) {
	o.t.Helper()
	for _, h := range must[[]model.Household](o.t)(o.HouseholdsFor(ctx, cadre, on)) {
		numbers = append(numbers, h.Number)
	}
	return numbers
}

// named names a stand-in in the name of the one who is stood in for.
func (o *office) named(s model.StandIn) {
	o.t.Helper()
	t := turn(s.FromDay, model.NameStandIn{StandIn: s})
	t.Actor = s.ForID
	o.ok(o.Commit(ctx, t))
}

// ended ends what a source named.
func (o *office) ended(source string, by int64, on model.Day) {
	o.t.Helper()
	found := must[[]model.StandIn](o.t)(o.StandIns(ctx, StandInFilter{Source: source}))
	t := turn(on, model.EndStandIn{ID: found[0].ID})
	t.Actor = by
	o.ok(o.Commit(ctx, t))
}

func TestADelegateHasTheLeadersHouseholdsAfterTheOwnUntilItIsEnded(t *testing.T) {
	o, leader, wang, _ := standIns(t)
	day := firstDay + 3
	o.named(model.StandIn{Source: "a", ForID: leader, ByID: wang, FromDay: day})
	o.named(model.StandIn{Source: "b", ForID: leader, ByID: wang, FromDay: day}) // named again: once
	for _, c := range []struct {
		cadre int64
		on    model.Day
		want  []string
	}{
		{wang, day - 1, []string{"2"}},
		{wang, day, []string{"2", "1", "3"}},
		{wang, day + 400, []string{"2", "1", "3"}},
		{leader, day, []string{"1", "3"}},
	} {
		if got := o.numbersFor(c.cadre, c.on); !slices.Equal(got, c.want) {
			t.Errorf("on %s: %q, want %q", c.on, got, c.want)
		}
	}
	o.ended("a", wang, day+1)
	o.ended("a", leader, day+2) // twice: who was first stays
	if got := o.numbersFor(wang, day+1); !slices.Equal(got, []string{"2"}) {
		t.Errorf("after the end: %q", got)
	}
	kept := must[[]model.StandIn](t)(o.StandIns(ctx, StandInFilter{ForID: leader}))
	if len(kept) != 1 || kept[0].EndedBy != wang || kept[0].EndedAt != instant(day+1) {
		t.Errorf("kept: %+v", kept)
	}
	var actions []string
	for _, l := range must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditDelegateNamed, AuditDelegateEnded}, 0)) {
		actions = append(actions, l.Action)
	}
	if !slices.Equal(actions, []string{AuditDelegateNamed, AuditDelegateEnded}) {
		t.Errorf("audit: %q", actions)
	}
}

func TestALeaveHoldsForItsDaysAndTheNewestTakesThePlaceOfThoseItOverlaps(t *testing.T) {
	o, leader, wang, li := standIns(t)
	day := firstDay + 3
	leave := func(source string, by int64, from, until model.Day) {
		o.named(model.StandIn{Source: source, ForID: leader, ByID: by, Leave: true, FromDay: from, UntilDay: until})
	}
	leave("a", wang, day, day+9)
	leave("b", 0, day+20, day+25)
	leave("c", li, day+5, day+12)
	leave("c", li, day+5, day+12) // handled again: once
	for _, c := range []struct {
		cadre int64
		on    model.Day
		may   bool
	}{
		{wang, day + 1, false}, {wang, day + 6, false}, {li, day + 4, false}, {li, day + 5, true}, {li, day + 12, true}, {li, day + 13, false},
		{0, day + 21, false},
	} {
		if may := must[bool](t)(o.StandsIn(ctx, c.cadre, leader, c.on)); may != c.may {
			t.Errorf("cadre %d on %s: %t", c.cadre, c.on, may)
		}
	}
	coming := must[[]model.StandIn](t)(o.StandIns(ctx, StandInFilter{ForID: leader, From: day}))
	if len(coming) != 2 || coming[0].Source != "c" || !coming[1].Pause() {
		t.Errorf("coming: %+v", coming)
	}
}

func TestAHouseholdThatIsNotOnTheRosterAnyMoreIsNoDelegates(t *testing.T) {
	o, leader, wang, _ := standIns(t)
	o.named(model.StandIn{Source: "a", ForID: leader, ByID: wang, FromDay: firstDay})
	o.ok(o.Commit(ctx, turn(firstDay+1, model.ArchiveHousehold{HouseholdID: o.byNumber("1").ID, On: firstDay + 1})))
	if got := o.numbersFor(wang, firstDay+1); !slices.Equal(got, []string{"2", "3"}) {
		t.Errorf("got %q", got)
	}
}
