package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ringkeeper/model"
)

// spoil writes another due day than the history gives, as a fault of the program
// or a hand in the database would.
func (o *office) spoil(numbers ...string) {
	o.t.Helper()
	for _, n := range numbers {
		o.ok(o.writes.Exec(`UPDATE households SET contact_due = '2031-01-01', responsible_id = NULL WHERE number = ?`, n).Error)
	}
}

func TestARecheckMendsWhatDiffersAndSaysSoInTheAuditLog(t *testing.T) {
	o := newOffice(t)
	li := o.cadres(person("李", model.RoleCadre))[0]
	var sheet []RosterHousehold
	for i := range 2*atOnce + 3 {
		sheet = append(sheet, family(fmt.Sprint(10_000+i), model.Red, li))
	}
	ids := o.roster(sheet...)
	at := morning(firstDay + 1)
	must[int](t)(o.CatchUp(ctx, at))
	if differs := must[[]string](t)(o.Recheck(ctx, at)); len(differs) > 0 {
		t.Errorf("differ without a fault: %v", differs)
	}
	before := must[model.Household](t)(o.Household(ctx, ids[700]))
	o.spoil("10003", "10700", "11002")
	if differs := must[[]string](t)(o.Recheck(ctx, at)); !slices.Equal(differs, []string{"10003", "10700", "11002"}) {
		t.Errorf("differ: %v", differs)
	}
	after := must[model.Household](t)(o.Household(ctx, ids[700]))
	if after.ContactDue != before.ContactDue || after.ResponsibleID != li || after.Version <= before.Version {
		t.Errorf("not mended: %+v", after)
	}
	lines := must[[]AuditLine](t)(o.Audit(ctx, AuditFilter{Actions: []string{AuditDueMended}}))
	want := fmt.Sprintf(`{"cadre":%d,"contact_due":"%s","was_contact_due":"2031-01-01"}`, li, before.ContactDue)
	if len(lines) != 3 || lines[1].Subject != "household 10700" || lines[1].Detail != want || lines[1].At != model.InstantOf(at) {
		t.Errorf("the audit log has %+v, want %q", lines, want)
	}
	if differs := must[[]string](t)(o.Recheck(ctx, at)); len(differs) > 0 {
		t.Errorf("still differ: %v", differs)
	}
}

// What takes effect on the day is applied first and is none of the differences.
func TestARecheckAppliesWhatTakesEffectToday(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Blue, 0))[0]
	o.ok(o.Commit(ctx, turn(firstDay, model.ChangeRing{HouseholdID: id, Ring: model.Red, Pace: model.Red, From: firstDay + 5})))
	if differs := must[[]string](t)(o.Recheck(ctx, morning(firstDay+5))); len(differs) > 0 {
		t.Errorf("differ: %v", differs)
	}
	if h := must[model.Household](t)(o.Household(ctx, id)); h.Ring != model.Red {
		t.Errorf("the ring is %s", h.Ring)
	}
}

func TestSamplesChangeNothingAndSeeEveryHouseholdInTurn(t *testing.T) {
	o := newOffice(t)
	var sheet []RosterHousehold
	for i := range 95 {
		sheet = append(sheet, family(fmt.Sprint(1000+i), model.Red, 0))
	}
	o.roster(sheet...)
	must[int](t)(o.CatchUp(ctx, morning(firstDay)))
	o.spoil("1000", "1017", "1094")
	seen := map[string]int{}
	for day := range 10 {
		at := morning(firstDay + model.Day(day))
		sample := must[Sample](t)(o.Sample(ctx, at, 10))
		if again := must[Sample](t)(o.Sample(ctx, at, 10)); !slices.Equal(sample.Differs, again.Differs) {
			t.Errorf("one day, two samples: %v, %v", sample, again)
		}
		if sample.Looked < 9 || sample.Looked > 10 {
			t.Errorf("%d households are looked at", sample.Looked)
		}
		for _, n := range sample.Differs {
			seen[n]++
		}
	}
	if len(seen) != 3 || seen["1000"] != 1 || seen["1017"] != 1 || seen["1094"] != 1 {
		t.Errorf("seen within ten days: %v", seen)
	}
}

func TestWhatIsBehindIsToldAndIsNoDifference(t *testing.T) {
	o := newOffice(t)
	id := o.roster(family("1", model.Blue, 0))[0]
	must[int](t)(o.CatchUp(ctx, morning(firstDay)))
	o.ok(o.Commit(ctx, turn(firstDay, model.ChangeRing{HouseholdID: id, Ring: model.Red, Pace: model.Red, From: firstDay + 5})))
	for day, want := range map[model.Day]int{firstDay + 4: 0, firstDay + 5: 1} {
		waiting, other, err := o.Behind(ctx, morning(day))
		if err != nil || waiting != want || other {
			t.Errorf("%s: %d wait, another policy %v, %v", day, waiting, other, err)
		}
		if sample := must[Sample](t)(o.Sample(ctx, morning(day), 10)); len(sample.Differs) > 0 {
			t.Errorf("%s: %+v", day, sample)
		}
	}
	o.policy.VisitSettlesContact = false
	if _, other, err := o.Behind(ctx, morning(firstDay)); err != nil || !other {
		t.Errorf("another policy is not told: %v", err)
	}
}

func TestLookingAtADatabaseMakesAndChangesNothing(t *testing.T) {
	o := newOffice(t)
	o.roster(family("1", model.Red, 0))
	r := must[*Store](t)(OpenReadOnly(ctx, o.path, Options{Policy: o.policy, Zone: o.zone}))
	defer r.Close()
	found, known, err := r.Schema(ctx)
	if err != nil || found != known || found == 0 {
		t.Errorf("schema %d of %d, %v", found, known, err)
	}
	if problem := must[string](t)(r.Damage(ctx)); problem != "" {
		t.Error(problem)
	}
	if err := r.query(ctx).setMeta("a", "b"); err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Errorf("it was written to: %v", err)
	}
	if _, err := OpenReadOnly(ctx, o.path+"x", Options{}); err == nil {
		t.Error("opened what is not there")
	}
}
