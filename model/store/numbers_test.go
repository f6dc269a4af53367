package store

import (
	"testing"

	"ringkeeper/model"
)

// The numbers of a digest that nobody saw mean nothing to who replies.
func TestAReplyToNothingMeansTheNewestDigestThatMayHaveBeenSeen(t *testing.T) {
	for _, c := range []struct {
		name string
		then func(o *office, d Delivery)
		seen bool
	}{
		{"being sent", func(*office, Delivery) {}, true},
		{"sent", func(o *office, d Delivery) {
			o.ok(o.FinishSent(ctx, d.ID, 1, PartOutcome{State: model.DeliverySent, MessageID: 200, At: instant(firstDay)}))
		}, true},
		{"ambiguous", func(o *office, d Delivery) { o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryAmbiguous})) }, true},
		{"refused", func(o *office, d Delivery) { o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryFailed})) }, false},
		{"to be tried again", func(o *office, d Delivery) { o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryPending})) }, false},
		{"dropped", func(o *office, d Delivery) { o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryStale})) }, false},
		{"refused after its first message", func(o *office, d Delivery) {
			o.arrived(d, 1, 200)
			o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryFailed}))
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			ids := o.roster(family("1", model.Red, 0), family("2", model.Red, 0))
			digest := func(household int64) Delivery {
				o.queued(model.Notice{Kind: "digest", ChatID: 7, Priority: model.PriorityDigest})
				d := o.theOne()
				o.begin(d, Rendered{Lines: []Line{{N: 1, HouseholdID: household, Part: 1}}}, "一")
				return d
			}
			yesterday := digest(ids[0])
			o.ok(o.FinishSent(ctx, yesterday.ID, 1, PartOutcome{State: model.DeliverySent, MessageID: 100, At: instant(firstDay)}))
			d := digest(ids[1])
			c.then(o, d)
			want := map[bool]int64{true: ids[1], false: ids[0]}[c.seen]
			lines, _, _, _, err := o.HouseholdsInMessage(ctx, 7, 0)
			if err != nil || len(lines) != 1 || lines[0].HouseholdID != want {
				t.Errorf("number 1 is %+v, want household %d (%v)", lines, want, err)
			}
		})
	}
}

// A digest that is rendered anew says what it says then, and nothing else.
func TestADigestTriedAgainNamesWhatItSaysThen(t *testing.T) {
	o := newOffice(t)
	cadre := o.cadres(person("王", model.RoleCadre))[0]
	ids := o.roster(family("1", model.Red, cadre), family("2", model.Red, cadre))
	due := o.household(ids[0]).ContactDue
	o.queued(model.Notice{Kind: "digest", CadreID: cadre, ChatID: 7, Priority: model.PriorityDigest})
	d := o.theOne()
	o.begin(d, Rendered{Named: []Named{{ids[0], model.Contact, due}, {ids[1], model.Contact, due}}, Lines: []Line{{N: 1, HouseholdID: ids[0]}, {N: 2, HouseholdID: ids[1]}}}, "一", "二")
	o.ok(o.Finish(ctx, d.ID, Finish{State: model.DeliveryPending, Error: "429"}))
	d = o.theOne()
	if !d.Begun {
		t.Error("a second try that does not know of the first")
	}
	o.begin(d, Rendered{Named: []Named{{ids[1], model.Contact, due}}, Lines: []Line{{N: 1, HouseholdID: ids[1]}}}, "一")
	o.ok(o.FinishSent(ctx, d.ID, 1, PartOutcome{State: model.DeliverySent, MessageID: 100, At: instant(due - 3)}))
	for _, duty := range must[[]Duty](t)(o.OpenDuties(ctx, OpenQuery{At: due, Steps: model.DefaultSteps()})) {
		if named := duty.Household.ID == ids[1]; duty.Kind == model.Contact && (duty.NamedOn != 0) != named {
			t.Errorf("household %s was named on %q", duty.Household.Number, duty.NamedOn)
		}
	}
	lines, _, _, _, err := o.HouseholdsInMessage(ctx, 7, 100)
	if err != nil || len(lines) != 1 || lines[0] != (Line{N: 1, HouseholdID: ids[1], Part: 1}) {
		t.Errorf("lines %+v, %v", lines, err)
	}
	if row := o.outboxState(d.ID); row.Text != "一" || row.Attempts != 1 {
		t.Errorf("row %+v", row)
	}
}

func TestADigestThatMayHaveArrivedIsNotHeardUntilItIsKnownToBeSent(t *testing.T) {
	o := newOffice(t)
	cadre := o.cadres(person("王", model.RoleCadre))[0]
	id := o.roster(family("1", model.Red, cadre))[0]
	due := o.household(id).ContactDue
	named := func() model.Day {
		return must[[]Duty](t)(o.OpenDuties(ctx, OpenQuery{At: due, CadreID: cadre, Steps: model.DefaultSteps()}))[0].NamedOn
	}
	o.queued(model.Notice{Kind: "digest", CadreID: cadre, ChatID: 7, Priority: model.PriorityDigest})
	d := o.theOne()
	o.begin(d, Rendered{Named: []Named{{id, model.Contact, due}}}, "一")
	if named() != 0 {
		t.Error("named while it is being sent")
	}
	if n := must[int](t)(o.Recover(ctx, instant(firstDay+1))); n != 1 || named() != 0 {
		t.Errorf("%d cut off, named on %q by one of which nobody knows", n, named())
	}
	if r := o.outboxState(d.ID); r.State != model.DeliveryAmbiguous || r.Error == "" {
		t.Errorf("row %+v", r)
	}
	o.queued(model.Notice{Kind: "digest", CadreID: cadre, ChatID: 7, Priority: model.PriorityDigest})
	d = o.theOne()
	o.begin(d, Rendered{Named: []Named{{id, model.Contact, due}}}, "一")
	o.arrived(d, 1, 100)
	// The message arrived, and the program ended before it could say so.
	if n := must[int](t)(o.Recover(ctx, instant(firstDay+9))); n != 0 || named() != firstDay {
		t.Errorf("%d cut off, named on %q, want the day on which it was sent", n, named())
	}
}
