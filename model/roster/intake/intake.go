// Package intake takes sheets into the store: read → plan of changes → apply,
// in one transaction after everything was read. It is all or nothing: a file
// whose one row is faulty changes nothing, and neither do the files that came
// with it – unless the faulty rows are asked to be left out.
package intake

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/roster"
	"ringkeeper/model/store"
)

// Import is an import of some files as of a moment: the day from which the
// duties of new households begin.
type Import struct {
	Store  *store.Store
	Policy model.Policy
	Zone   *time.Location
	At     time.Time
	Dry    bool // say what would change and change nothing
	// SkipBad imports what no fault touches and writes the rest to a sheet
	// beside its file.
	SkipBad bool
	Actor   string
	Watch   func(part float64) // told how much of 1 is written; nil: nobody watches
	Waits   func()             // told each time that another program has the database; nil: likewise
}

// What is the cause of a report.Fault when nothing was imported.
var (
	ErrFile   = errors.New("a file cannot be read, nothing was imported")
	ErrFaults = errors.New("there are faults, nothing was imported")
)

// work is what an import comes to.
type work struct {
	people roster.CadrePlan
	plan   roster.Plan
	left   *roster.LeftOut // nil where nothing is left out
	asides []report.Aside
	faults []roster.Finding // of rows that are left out, found while planning
	state  map[string]store.Known
}

// before is what the plan took for what is known of a household.
func (w work) before(number string) *store.Known {
	if k, known := w.state[number]; known {
		return &k
	}
	return &stranger
}

// stranger is what is known of a household that is new.
var stranger store.Known

// Run imports sheets and prints what it finds and does. Lists of cadres go
// before rosters, whatever their order, since a household names its cadre.
func (i Import) Run(ctx context.Context, p report.Printer, s Sheets) error {
	for _, f := range s.files {
		if err := report.PrintFile(p, f); err != nil {
			return err
		}
	}
	w, failed := i.settle(ctx, p, s)
	if failed != nil && !errors.Is(failed, ErrFaults) {
		return failed
	}
	found := report.Found{
		Findings: slices.Concat(s.findings(), w.faults, w.people.Findings, w.plan.Findings), Dropped: s.dropped(),
		Several: len(s.files) > 1, LeftOut: w.left != nil,
	}
	if err := errors.Join(report.PrintFindings(p, found), failed); err != nil {
		return err
	}
	return i.tell(p, s, w)
}

// attempts is how often a plan is made anew when somebody else changed what it
// was made from.
const attempts = 3

// settle plans and, unless the run is dry, applies the plan. What is left out is
// written first: no row may be in neither place.
func (i Import) settle(ctx context.Context, p report.Printer, s Sheets) (w work, err error) {
	for range attempts {
		if w, err = i.prepare(ctx, s); err != nil {
			return w, err
		}
		if w.left != nil {
			if w.asides, err = i.setAside(ctx, p, s, w.left); err != nil {
				return w, err
			}
		}
		if i.Dry {
			return w, nil
		}
		err = Patiently(ctx, i.Waits, func() error { return i.apply(ctx, w) })
		if err == nil {
			return w, nil
		}
		if err = errors.Join(err, discard(w.asides)); !errors.Is(err, store.ErrMoved) {
			return w, err
		}
	}
	return w, err
}

// asks is how often a database that another program has is asked for, each time
// for as long as store.Options.BusyTimeout says.
const asks = 30

// Patiently does something with a database that another program may have for a
// while, such as an import of a whole province. waits may be nil.
func Patiently(ctx context.Context, waits func(), do func() error) error {
	for n := 1; ; n++ {
		err := do()
		if !errors.Is(err, store.ErrBusy) || n == asks || ctx.Err() != nil {
			return err
		}
		if waits != nil {
			waits()
		}
	}
}

// prepare plans what can be imported. Its error is ErrFaults, with the findings
// in the work, where nothing is to be imported.
func (i Import) prepare(ctx context.Context, s Sheets) (w work, err error) {
	known, err := i.known(ctx, s)
	if err != nil {
		return w, err
	}
	w.state = known.state
	left := roster.NewLeftOut(s.files)
	households, cadres := s.rows()
	w.people, w.plan = i.plan(known, households, cadres)
	planned := slices.Concat(w.people.Findings, w.plan.Findings)
	if !roster.HasFault(s.findings()) && !roster.HasFault(planned) {
		return w, nil
	}
	faults := &report.Fault{Key: "error.faults", Err: ErrFaults}
	switch {
	case left.Unreadable():
		return w, faults
	case !i.SkipBad:
		return w, &report.Fault{Key: "error.faults_skip", Err: ErrFaults}
	}
	whole, rows := w, -1
	// What is left out may be what others lean on: a superior, a cadre.
	for {
		households, cadres = left.Sound()
		if n := len(households) + len(cadres); n == 0 || n == rows {
			return whole, faults
		}
		rows = len(households) + len(cadres)
		w.people, w.plan = i.plan(known, households, cadres)
		planned = slices.Concat(w.people.Findings, w.plan.Findings)
		if !left.Add(planned) {
			break
		}
		w.faults = append(w.faults, slices.DeleteFunc(planned, func(f roster.Finding) bool { return !f.Fault() })...)
	}
	w.left = left
	w.plan.Absent = slices.DeleteFunc(w.plan.Absent, left.Household)
	w.people.Absent = slices.DeleteFunc(w.people.Absent, func(k roster.KnownCadre) bool { return left.Cadre(k.Cadre.Phone, k.Cadre.Name) })
	return w, nil
}

// tell says what was done.
func (i Import) tell(p report.Printer, s Sheets, w work) error {
	if s.part() { // the others are in already
		w.plan.Absent, w.people.Absent = nil, nil
	}
	households, cadres := s.rows()
	if len(cadres) > 0 {
		if err := report.PrintCadrePlan(p, w.people, i.Dry); err != nil {
			return err
		}
	}
	if len(households) > 0 {
		if err := report.PrintPlan(p, w.plan, i.Dry); err != nil {
			return err
		}
	}
	return report.PrintAsides(p, w.asides, i.Dry, len(w.plan.Absent) > 0)
}

// known is what is there before an import.
type known struct {
	staff      []model.Cadre
	townships  []string
	names      map[int64]string // of the townships, by id
	households map[string]roster.Known
	state      map[string]store.Known
}

func (i Import) known(ctx context.Context, s Sheets) (k known, err error) {
	if k.staff, err = i.Store.Cadres(ctx, store.CadreFilter{}); err != nil {
		return k, err
	}
	areas, err := i.Store.Areas(ctx)
	if err != nil {
		return k, err
	}
	k.names = map[int64]string{}
	for _, a := range areas {
		if a.ParentID == 0 {
			k.names[a.ID] = a.Name
			k.townships = append(k.townships, a.Name)
		}
	}
	if households, _ := s.rows(); len(households) == 0 {
		return k, nil
	}
	if k.state, err = i.Store.RosterState(ctx); err != nil {
		return k, err
	}
	facts, err := i.Store.RosterFacts(ctx)
	if err != nil {
		return k, err
	}
	k.households = make(map[string]roster.Known, len(k.state))
	for number, h := range k.state {
		k.households[number] = roster.Known{
			Facts: facts[number], Ring: h.Ring, Pace: h.Pace, Suggested: h.Suggested, Flags: h.Flags, ResponsibleID: h.ResponsibleID,
		}
	}
	return k, nil
}

// plan plans cadres, then households with everybody who will be on the list.
func (i Import) plan(k known, households []roster.HouseholdRow, cadres []roster.CadreRow) (people roster.CadrePlan, plan roster.Plan) {
	people, staff := planCadres(k, cadres)
	if len(households) > 0 {
		plan = roster.NewPlan(households, k.households, staff, i.Policy, model.DayOf(i.At, i.Zone))
	}
	return people, plan
}

// planCadres plans the cadres' list and returns it with everybody who will be on
// it. Those who are new have ids below zero until they are stored.
func planCadres(k known, rows []roster.CadreRow) (plan roster.CadrePlan, staff []model.Cadre) {
	staff = slices.Clone(k.staff)
	if len(rows) == 0 {
		return plan, staff
	}
	listed := make([]roster.KnownCadre, len(staff))
	at := map[string]int{}
	for n, c := range staff {
		listed[n] = roster.KnownCadre{Cadre: c, Domain: k.names[c.TownshipID]}
		at[c.Phone] = n
	}
	plan = roster.NewCadrePlan(rows, listed, k.townships)
	for n, c := range plan.Changes {
		if was, ok := at[c.Cadre.Phone]; ok {
			c.Cadre.ID = staff[was].ID
			staff[was] = c.Cadre
			continue
		}
		c.Cadre.ID = placeholder(n)
		staff = append(staff, c.Cadre)
	}
	return plan, staff
}

// apply stores cadres and households in one transaction. Plans are told apart
// from what is stored by the ids below zero of those who are new.
func (i Import) apply(ctx context.Context, w work) error {
	people, plan := w.people, w.plan
	list := make([]store.RosterCadre, len(people.Changes))
	for n, c := range people.Changes {
		list[n] = store.RosterCadre{Cadre: c.Cadre, SuperiorPhone: c.SuperiorPhone, Domain: c.Domain}
		if c.Cadre.DistrictWide {
			list[n].Domain = "全区"
		}
		// The plan has put what holds into Domain; the township of
		// before would outlive a 辖区 that was taken away.
		list[n].Cadre.TownshipID = 0
		if c.What == roster.Added {
			list[n].Cadre.ID = placeholder(n)
		}
	}
	changed := make([]store.RosterHousehold, 0, plan.Added+plan.Changed)
	for _, c := range plan.Changes {
		if c.What == roster.Unchanged {
			continue
		}
		changed = append(changed, store.RosterHousehold{
			Number: c.Number, Provisional: c.Provisional, Facts: c.Facts, ResponsibleID: c.ResponsibleID, Ring: c.Ring, Pace: c.Pace,
			Suggested: c.Suggested, Flags: c.Flags, SetRing: c.SetRing, Before: w.before(cmp.Or(c.Provisional, c.Number)),
		})
	}
	if len(list)+len(changed) == 0 {
		return nil
	}
	return i.Store.ApplySheets(ctx, list, changed, i.At, i.Actor, i.Watch)
}

// placeholder is the id of a cadre who is new, until the store gives one.
func placeholder(n int) int64 { return -1 - int64(n) }
