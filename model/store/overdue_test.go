package store

import (
	"fmt"
	"slices"
	"testing"

	"ringkeeper/model"
)

func TestOverdueDutiesStandInATotalOrderAndAddUp(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre))
	ids := o.roster(family("1", model.Blue, p[0]), family("2", model.Red, p[0]), family("3", model.Red, 0), family("4", model.Red, p[1]), family("5", model.Red, p[1]))
	o.ok(o.Commit(ctx, turn(firstDay, called(ids[3], firstDay), model.ArchiveHousehold{HouseholdID: ids[4]})))
	at, all := model.Date(2026, 7, 1), model.Scope{All: true}
	rows := must[[]OverdueRow](t)(o.Overdue(ctx, all, at))
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprintf("%s %s %s %d %d", r.Responsible, r.Household.Number, r.Kind, r.Due.DaysOverdue(at), r.Due.PeriodsMissed(at)))
	}
	want := []string{"王 2 contact 92 4", "王 2 visit 1 1", "王 1 contact 1 1", "李 4 contact 62 3", "李 4 visit 1 1", " 3 contact 92 4", " 3 visit 1 1"}
	if !slices.Equal(got, want) {
		t.Fatalf("overdue:\n%q, want\n%q", got, want)
	}
	for offset := range rows {
		page := must[[]OverdueRow](t)(o.OverduePage(ctx, all, at, offset, 1))
		if len(page) != 1 || page[0].Household.ID != rows[offset].Household.ID || page[0].Kind != rows[offset].Kind {
			t.Errorf("page %d: %+v", offset, page)
		}
	}
	totals := must[OverdueTotals](t)(o.OverdueTotals(ctx, all, at))
	if totals.Households != 4 || totals.Duties != 7 || totals.ByRing[model.Red][model.Contact] != 3 || totals.ByRing[model.Blue][model.Contact] != 1 ||
		len(totals.ByCadre) != 3 || totals.ByCadre[2].CadreID != 0 || totals.ByCadre[1].Duties != 3 {
		t.Errorf("totals %+v", totals)
	}
}

func TestAnOpenDutyKnowsWhenADigestThatWasSentNamedIt(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre))
	ids := o.roster(family("1", model.Red, p[0]), family("2", model.Blue, p[0]), family("3", model.Red, 0), family("4", model.Red, p[1]))
	steps := model.DefaultSteps()
	open := func(q OpenQuery) []Duty {
		t.Helper()
		q.Steps = steps
		return must[[]Duty](t)(o.OpenDuties(ctx, q))
	}
	due := o.household(ids[0]).ContactDue
	if duties := open(OpenQuery{At: due - 11}); len(duties) != 0 {
		t.Errorf("open before the first step: %+v", duties)
	}
	if duties := open(OpenQuery{At: due - 11, Ahead: 1}); len(duties) != 2 {
		t.Errorf("%d a day ahead, want 2", len(duties))
	}
	if duties := open(OpenQuery{At: due - 10, Unassigned: true}); len(duties) != 3 || duties[0].Household.ID != ids[2] {
		t.Errorf("with those nobody is responsible for: %+v", duties)
	}
	if duties := open(OpenQuery{At: due - 10}); len(duties) != 2 || duties[0].Household.ID != ids[0] || duties[0].Kind != model.Contact {
		t.Errorf("open: %+v", duties)
	}
	name := func(state model.DeliveryState, at model.Instant) {
		o.queued(model.Notice{Kind: "digest", CadreID: p[0], ChatID: 7, Priority: model.PriorityDigest})
		d := o.theOne()
		o.begin(d, Rendered{Named: []Named{{ids[0], model.Contact, due}}}, "一")
		o.ok(o.Finish(ctx, d.ID, Finish{State: state, At: at}))
	}
	named := func() model.Day { return open(OpenQuery{At: due, CadreID: p[0]})[0].NamedOn }
	name(model.DeliveryAmbiguous, instant(due-9))
	if got := named(); got != 0 {
		t.Errorf("named on %s by a digest that nobody knows to have arrived", got)
	}
	name(model.DeliverySent, instant(due-8))
	name(model.DeliverySent, instant(due-3))
	if got := named(); got != due-3 {
		t.Errorf("named on %s, want %s", got, due-3)
	}
	o.named(model.StandIn{Source: "a", ForID: p[0], ByID: p[1], FromDay: due - 5})
	o.named(model.StandIn{Source: "b", ForID: p[0], ByID: p[1], Leave: true, FromDay: due - 5, UntilDay: due})
	stoodIn := must[map[int64][]Owed](t)(o.OwedWhereStoodIn(ctx, OpenQuery{At: due, Steps: steps}))
	if owed := stoodIn[p[1]]; len(stoodIn) != 1 || len(owed) == 0 || owed[0].Households[0] != ids[0] || len(owed[0].Households) != 1 || owed[0].NamedOn != 0 {
		t.Errorf("of what the leader was told the stand-in has heard: %+v", stoodIn)
	}
	o.ok(o.Commit(ctx, turn(due, called(ids[0], due))))
	if duties := open(OpenQuery{At: due + 20, CadreID: p[0]}); len(duties) != 1 || duties[0].NamedOn != 0 {
		t.Errorf("after the call: %+v", duties)
	}
}

func TestUndecidedHouseholdsAreCountedForTheOffice(t *testing.T) {
	o := newOffice(t)
	ids := o.roster(family("1", model.Red, 0), family("2", model.Undecided, 0), family("3", model.Undecided, 0))
	o.ok(o.Commit(ctx, turn(firstDay, model.ArchiveHousehold{HouseholdID: ids[2]})))
	if n := must[int](t)(o.CountUndecided(ctx)); n != 1 {
		t.Errorf("%d undecided, want 1", n)
	}
}
