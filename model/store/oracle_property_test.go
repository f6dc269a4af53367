package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ringkeeper/model"
)

// chronicle is a few households to which things happen, told to the store and
// written into ledgers beside it.
type chronicle struct {
	*office
	rt      *rapid.T
	today   model.Day
	cadres  []int64
	ids     []int64
	ledgers map[int64]*ledger
	records []told
	chains  int
	update  int64
	touched []int64 // the households that the last event may have changed
}

var paces = rapid.SampledFrom([]ringFrom{
	{ring: model.Red, pace: model.Red}, {ring: model.Orange, pace: model.Orange}, {ring: model.Yellow, pace: model.Yellow},
	{ring: model.Blue, pace: model.Blue}, {ring: model.Undecided, pace: model.Orange}, {ring: model.Undecided, pace: model.NoRing},
})

// Whatever happens, in whatever order it is told, what is stored is what a
// simple reading of all that was told says.
func TestWhatIsStoredIsWhatASimpleReadingOfTheEventsSays(t *testing.T) {
	dir, runs := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		path := filepath.Join(dir, fmt.Sprint(runs, ".db"))
		s, err := Open(ctx, path, Options{Policy: model.DefaultPolicy(), Zone: shanghai, Readers: 1})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		c := &chronicle{office: &office{s, t, path}, rt: rt, today: firstDay, ledgers: map[int64]*ledger{}}
		c.ok(s.writes.Exec(`PRAGMA synchronous = OFF`).Error) // nobody pulls the plug here
		c.cadres = c.office.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre))
		for n := range 2 {
			c.imports(fmt.Sprint(n))
		}
		c.check()
		events := []func(){
			c.pass, func() { c.commit(c.record(0), c.record(0)) }, c.correct, c.takeBack, c.changeRing, c.pause, c.handOver, c.archive,
			func() { c.imports(fmt.Sprint(rapid.IntRange(0, 3).Draw(rt, "number"))) }, c.decideOtherwise,
		}
		for range rapid.IntRange(1, 18).Draw(rt, "events") {
			events[rapid.IntRange(0, len(events)-1).Draw(rt, "event")]()
			c.check()
		}
	})
}

func (c *chronicle) household() int64 {
	id := rapid.SampledFrom(c.ids).Draw(c.rt, "household")
	c.touched = append(c.touched, id)
	return id
}

func (c *chronicle) day(back, ahead int) model.Day {
	return c.today + model.Day(rapid.IntRange(-back, ahead).Draw(c.rt, "day"))
}

// commit commits effects as one Turn, which may count its days from a message
// that is some days old.
func (c *chronicle) commit(effects ...model.Effect) {
	tn := turn(c.today, effects...)
	tn.Today = c.day(3, 0)
	if err := c.Commit(ctx, tn); err != nil {
		c.rt.Fatal(err)
	}
}

func (c *chronicle) pass() {
	c.touched = c.ids
	c.today += model.Day(rapid.IntRange(1, 100).Draw(c.rt, "days"))
	if _, err := c.CatchUp(ctx, morning(c.today)); err != nil {
		c.rt.Fatal(err)
	}
}

// decideOtherwise goes on with another policy, as if the program was started
// with another configuration.
func (c *chronicle) decideOtherwise() {
	c.touched = c.ids
	p := model.DefaultPolicy()
	if rapid.Bool().Draw(c.rt, "stricter") {
		p.Cadence[model.Blue][model.Contact] = model.Month
		p.Grace[model.Contact], p.VisitSettlesContact = 0, false
	}
	c.policy = p
	if _, err := c.CatchUp(ctx, morning(c.today)); err != nil {
		c.rt.Fatal(err)
	}
}

func (c *chronicle) record(corrects int64) model.Effect {
	c.update++
	r := told{
		household: c.household(), update: c.update, on: c.day(150, 0),
		means:   rapid.SampledFrom([]model.Means{model.ByPhone, model.ByVisit, model.ByVisit, model.Unspecified}).Draw(c.rt, "means"),
		outcome: rapid.SampledFrom([]model.Outcome{model.Normal, model.Change, model.EmergencyFound, model.Unreached}).Draw(c.rt, "outcome"),
	}
	c.chains++
	r.chain = c.chains
	for _, before := range c.records {
		// A record that was taken back leaves nothing to correct.
		if before.update == corrects && !before.takenBack {
			r.chain = before.chain
		}
	}
	c.records = append(c.records, r)
	return model.RecordContact{Record: model.ContactRecord{HouseholdID: r.household, UpdateID: r.update, HappenedOn: r.on, Means: r.means, Outcome: r.outcome}}
}

// correct corrects any record, corrected or taken back or not, perhaps of
// another household.
func (c *chronicle) correct() {
	if len(c.records) == 0 {
		return
	}
	c.touched = slices.Clone(c.ids)
	update := rapid.SampledFrom(c.records).Draw(c.rt, "corrected").update
	before := must[[]model.ContactRecord](c.t)(c.ContactsOfUpdate(ctx, update))
	e := c.record(update).(model.RecordContact)
	e.Record.Corrects = before[0].ID
	c.commit(e)
}

func (c *chronicle) takeBack() {
	if c.update == 0 {
		return
	}
	c.touched = c.ids
	update := rapid.Int64Range(1, c.update).Draw(c.rt, "update")
	for i := range c.records {
		c.records[i].takenBack = c.records[i].takenBack || c.records[i].update == update
	}
	c.commit(model.WithdrawContacts{UpdateID: update})
}

func (c *chronicle) changeRing() {
	id, r := c.household(), paces.Draw(c.rt, "ring")
	r.from = c.day(60, 90)
	c.ledgers[id].rings = append(c.ledgers[id].rings, r)
	c.commit(model.ChangeRing{HouseholdID: id, Ring: r.ring, Pace: r.pace, From: r.from})
}

func (c *chronicle) pause() {
	id, b := c.household(), model.Block{Kind: rapid.SampledFrom(model.Kinds).Draw(c.rt, "kind"), From: c.day(60, 60)}
	b.Until = b.From + model.Day(rapid.IntRange(0, 90).Draw(c.rt, "long"))
	c.ledgers[id].blocks = append(c.ledgers[id].blocks, b)
	c.commit(model.BlockDuty{HouseholdID: id, Block: b})
}

func (c *chronicle) handOver() {
	id, a := c.household(), assignedFrom{c.day(10, 40), rapid.SampledFrom(append(c.cadres, 0)).Draw(c.rt, "cadre")}
	c.ledgers[id].assigned = append(c.ledgers[id].assigned, a)
	c.commit(model.AssignCadre{HouseholdID: id, CadreID: a.cadre, From: a.from})
}

func (c *chronicle) archive() {
	id, on := c.household(), c.day(2, 60)
	c.ledgers[id].archived = on
	c.commit(model.ArchiveHousehold{HouseholdID: id, On: on})
}

// imports applies a sheet with one household, new or known.
func (c *chronicle) imports(number string) {
	r := paces.Draw(c.rt, "sheet's ring")
	r.from = c.today
	f := family(number, r.ring, rapid.SampledFrom(append(c.cadres, 0)).Draw(c.rt, "responsible"))
	f.Pace, f.SetRing = r.pace, rapid.Bool().Draw(c.rt, "set ring")
	f.Facts.Income.Fen = model.Fen(rapid.Int64Range(0, 2).Draw(c.rt, "income"))
	before := must[model.Household](c.t)(c.HouseholdByNumber(ctx, number))
	if err := c.ApplyRoster(ctx, []RosterHousehold{f}, morning(c.today), "office"); err != nil {
		c.rt.Fatal(err)
	}
	id := must[model.Household](c.t)(c.HouseholdByNumber(ctx, number)).ID
	if before.ID == 0 {
		c.ids, c.ledgers[id] = append(c.ids, id), &ledger{}
	}
	c.touched = append(c.touched, id)
	l := c.ledgers[id]
	if now := l.ring(c.today); before.ID == 0 || f.SetRing && (now.ring != r.ring || now.pace != r.pace) {
		l.rings = append(l.rings, r)
	}
	if f.ResponsibleID != 0 && l.cadre(c.today).cadre != f.ResponsibleID {
		l.assigned = append(l.assigned, assignedFrom{c.today, f.ResponsibleID})
	}
}

// check compares the households that may have changed with their ledgers, and
// with the policy's own reading of the stored history.
func (c *chronicle) check() {
	f := figuresOf(c.policy)
	touched := c.touched
	c.touched = nil
	for _, id := range touched {
		h, history, l := must[model.Household](c.t)(c.Household(ctx, id)), must[model.History](c.t)(c.History(ctx, id)), *c.ledgers[id]
		contact, visit := f.newest(c.records, id)
		if history.LastContact != contact || history.LastVisit != visit {
			c.rt.Fatalf("household %s was called on %s and visited on %s, the events say %s and %s", h.Number, history.LastContact, history.LastVisit, contact, visit)
		}
		for k, last := range map[model.Kind]model.Day{model.Contact: contact, model.Visit: visit, model.Assessment: 0} {
			got, policys := h.Due(k), c.policy.Due(k, history, c.today)
			due, start, months := l.due(f, k, last, c.today)
			if got.On != due || got.On != policys.On {
				c.rt.Fatalf("on %s %s of household %s is due %s, the events say %s, the policy %s", c.today, k, h.Number, got.On, due, policys.On)
			}
			if k != model.Assessment && (got.Period != policys.Period || got.Period.Start != start || figure[got.Period.Cadence] != months) {
				c.rt.Fatalf("on %s %s of household %s is due for %v, the events say %s and %d months, the policy %v", c.today, k, h.Number, got.Period, start, months, policys.Period)
			}
		}
		ring, cadre := l.ring(c.today), l.cadre(c.today)
		if h.Ring != ring.ring || h.Pace != ring.pace || h.ResponsibleID != cadre.cadre || h.AssignedOn != cadre.from {
			c.rt.Fatalf("on %s household %s is %s at %q, cadre %d's since %s; the events say %+v and %+v", c.today, h.Number, h.Ring, h.Pace, h.ResponsibleID, h.AssignedOn, ring, cadre)
		}
		if next := l.nextChange(c.today); h.NextChange != next || h.ArchivedOn != l.archived {
			c.rt.Fatalf("on %s household %s changes next on %s and is archived on %s, the events say %s and %s", c.today, h.Number, h.NextChange, h.ArchivedOn, next, l.archived)
		}
	}
}
