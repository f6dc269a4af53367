package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ringkeeper/model"
)

// life is a roster to which things happen, day after day.
type life struct {
	*office
	run     string // begins the numbers of its households
	today   model.Day
	ids     []int64
	cadres  []int64
	updates []int64
}

// After anything that may happen to a household, the stored due days are what
// the policy says of its history. The runs share a database, each with
// households and updates of its own.
func TestStoredDueDaysAreThePolicysWhateverHappened(t *testing.T) {
	o := newOffice(t)
	cadres := o.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre))
	runs := int64(0)
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		l := &life{office: o, run: fmt.Sprintf("%d-", runs), today: firstDay, cadres: cadres}
		l.ids = o.roster(family(l.run+"1", model.Red, cadres[0]), family(l.run+"2", model.Blue, 0), family(l.run+"3", model.Undecided, 0))
		for range rapid.IntRange(1, 14).Draw(rt, "events") {
			event := rapid.SampledFrom([]string{"day", "record", "correct", "withdraw", "ring", "block", "hand over", "archive", "import"}).Draw(rt, "event")
			l.happen(rt, event, runs)
			l.check(rt, event)
		}
	})
}

var rings = rapid.SampledFrom([]model.Ring{model.Red, model.Orange, model.Yellow, model.Blue})

// day draws a day around today.
func (l *life) day(rt *rapid.T, back, ahead int) model.Day {
	return l.today + model.Day(rapid.IntRange(-back, ahead).Draw(rt, "day"))
}

func (l *life) happen(rt *rapid.T, event string, run int64) {
	id := rapid.SampledFrom(l.ids).Draw(rt, "household")
	switch event {
	case "day":
		l.today += model.Day(rapid.IntRange(1, 120).Draw(rt, "days"))
		if _, err := l.CatchUp(ctx, morning(l.today)); err != nil {
			rt.Fatal(err)
		}
	case "record":
		l.do(rt, l.record(rt, id, 0, run))
	case "correct":
		if len(l.updates) > 0 {
			update := rapid.SampledFrom(l.updates).Draw(rt, "corrected")
			r := must[[]model.ContactRecord](l.t)(l.ContactsOfUpdate(ctx, update))[0]
			l.do(rt, l.record(rt, id, r.ID, run)) // perhaps it was another household
		}
	case "withdraw":
		if len(l.updates) > 0 {
			l.do(rt, model.WithdrawContacts{UpdateID: rapid.SampledFrom(l.updates).Draw(rt, "update")})
		}
	case "ring":
		ring := rings.Draw(rt, "ring")
		l.do(rt, model.ChangeRing{HouseholdID: id, Ring: ring, Pace: ring, From: l.day(rt, 60, 90)})
	case "block":
		from := l.day(rt, 60, 60)
		kind := rapid.SampledFrom(model.Kinds).Draw(rt, "kind")
		l.do(rt, model.BlockDuty{HouseholdID: id, Block: model.Block{Kind: kind, From: from, Until: l.day(rt, 0, 90)}})
	case "hand over":
		l.do(rt, model.AssignCadre{HouseholdID: id, CadreID: rapid.SampledFrom(l.cadres).Draw(rt, "cadre"), From: l.day(rt, 10, 40)})
	case "archive":
		l.do(rt, model.ArchiveHousehold{HouseholdID: id, On: l.day(rt, 5, 60)})
	case "import":
		f := family(l.run+rapid.SampledFrom([]string{"1", "2", "3", "4"}).Draw(rt, "number"), rings.Draw(rt, "ring"), 0)
		f.Facts.Head, f.SetRing = rapid.SampledFrom([]string{"张三", "李四"}).Draw(rt, "head"), rapid.Bool().Draw(rt, "set ring")
		if err := l.ApplyRoster(ctx, []RosterHousehold{f}, morning(l.today), "office"); err != nil {
			rt.Fatal(err)
		}
		if id := l.byNumber(f.Number).ID; !slices.Contains(l.ids, id) {
			l.ids = append(l.ids, id)
		}
	}
}

func (l *life) record(rt *rapid.T, id, corrects, run int64) model.Effect {
	update := run*1000 + int64(len(l.updates)) + 1
	l.updates = append(l.updates, update)
	return model.RecordContact{Record: model.ContactRecord{
		HouseholdID: id, HappenedOn: l.day(rt, 200, 0), Corrects: corrects, UpdateID: update,
		Means:   rapid.SampledFrom([]model.Means{model.ByPhone, model.ByVisit, model.Unspecified}).Draw(rt, "means"),
		Outcome: rapid.SampledFrom([]model.Outcome{model.Normal, model.Change, model.Unreached}).Draw(rt, "outcome"),
	}}
}

func (l *life) do(rt *rapid.T, e model.Effect) {
	if err := l.Commit(ctx, turn(l.today, e)); err != nil {
		rt.Fatal(err)
	}
}

func (l *life) check(rt *rapid.T, event string) {
	policy := model.DefaultPolicy()
	for _, id := range l.ids {
		w := must[Why](l.t)(l.Why(ctx, id))
		h := w.Household
		for _, k := range model.Kinds {
			want := policy.Due(k, w.History, l.today)
			if got := h.Due(k); got.On != want.On || k != model.Assessment && got.Period != want.Period {
				rt.Fatalf("after %q on %s: %s of household %s is due %s (%v), the policy says %s (%v) of %+v",
					event, l.today, k, h.Number, got.On, got.Period, want.On, want.Period, w.History)
			}
		}
		// The lists are newest first: what holds is the first that has begun.
		for _, r := range w.Rings {
			if r.FromDay <= l.today {
				if h.Ring != r.Ring || h.Pace != r.Pace {
					rt.Fatalf("household %s is %s, its spells say %s", h.Number, h.Ring, r.Ring)
				}
				break
			}
		}
		for _, a := range w.Assignments {
			if a.FromDay <= l.today {
				if h.ResponsibleID != a.CadreID || h.AssignedOn != a.FromDay {
					rt.Fatalf("household %s is cadre %d's since %s, its assignments say %d since %s", h.Number, h.ResponsibleID, h.AssignedOn, a.CadreID, a.FromDay)
				}
				break
			}
		}
	}
}

func TestARingOfALaterDayTakesEffectOnItsDayAndIsAuditedOnce(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Blue, 0))[0]
	must[int](t)(o.CatchUp(ctx, morning(firstDay)))
	newYear := model.Date(2027, 1, 1)
	o.ok(o.Commit(ctx, turn(firstDay, model.ChangeRing{HouseholdID: id, Ring: model.Red, Pace: model.Red, From: newYear})))
	if n := must[int](t)(o.CatchUp(ctx, morning(newYear-1))); n != 0 || o.household(id).Ring != model.Blue {
		t.Errorf("%d households changed a day early", n)
	}
	for _, want := range []int{1, 0} {
		if n := must[int](t)(o.CatchUp(ctx, morning(newYear+3))); n != want {
			t.Errorf("%d households changed, want %d", n, want)
		}
	}
	if h := o.household(id); h.Ring != model.Red || h.NextChange != 0 {
		t.Errorf("ring %s, next change %s", h.Ring, h.NextChange)
	}
	if lines := must[[]AuditLine](t)(o.AuditSince(ctx, []string{AuditChangesTookEffect}, 0)); len(lines) != 1 {
		t.Errorf("%d audit lines, want 1", len(lines))
	}
}

func TestAnotherPolicyMovesEveryDueDayOnce(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Red, 0), family("2", model.Blue, 0))[0]
	must[int](t)(o.CatchUp(ctx, morning(firstDay)))
	stricter := model.DefaultPolicy()
	stricter.Cadence[model.Red][model.Visit] = model.Month
	again := openOffice(t, o.path, stricter)
	for _, want := range []int{1, 0} {
		if n := must[int](t)(again.CatchUp(ctx, morning(firstDay))); n != want {
			t.Errorf("%d households changed, want %d", n, want)
		}
	}
	if got := again.household(id).VisitDue; got != firstDay+30 { // the month's end comes before the grace's
		t.Errorf("visit due %s", got)
	}
	if lines := must[[]AuditLine](t)(again.AuditSince(ctx, []string{AuditPolicyChanged}, 0)); len(lines) != 1 {
		t.Errorf("%d audit lines, want 1", len(lines))
	}
}

// Cost follows what is due: no list of duties may read every household.
func TestListsOfDutiesReadARangeOfTheirIndex(t *testing.T) {
	o := newOffice(t)
	everything, args := overdue(model.Scope{All: true}, firstDay, "h.*", "").union()
	scoped, scopedArgs := overdue(model.Scope{TownshipID: 1, LeaderID: 2}, firstDay, "h.*", "").union()
	for name, q := range map[string]struct {
		query string
		args  []any
	}{
		"overdue, all":    {everything, args},
		"overdue, leader": {scoped, scopedArgs},
		"changes":         {`SELECT id FROM households WHERE next_change <= ?`, []any{firstDay}},
		"undecided":       {`SELECT * FROM households h WHERE h.ring = 'undecided' AND h.archived_on IS NULL`, nil},
		"pending":         {`SELECT * FROM outbox o WHERE o.state = 'pending' AND o.not_before <= 5 ORDER BY o.priority, o.id LIMIT 9`, nil},
		"edits":           {`SELECT * FROM outbox o WHERE o.state = 'sent' AND o.edits_wanted > o.edits_done AND o.edit_begun = 0 ORDER BY o.priority, o.id`, nil},
	} {
		var steps []struct{ Detail string }
		o.ok(o.query(ctx).find("plan", &steps, `EXPLAIN QUERY PLAN `+q.query, q.args...))
		for _, s := range steps {
			for _, table := range []string{"h", "households", "o", "outbox"} {
				if s.Detail == "SCAN "+table {
					t.Errorf("%s reads every row: %s", name, s.Detail)
				}
			}
		}
		if name == "overdue, all" && !strings.Contains(fmt.Sprint(steps), "households_contact_due (contact_period_cadence=? AND contact_due<?)") {
			t.Errorf("%s does not use the range of due days: %v", name, steps)
		}
	}
}
