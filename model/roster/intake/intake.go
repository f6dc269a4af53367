// Package intake takes sheets into the store: read → plan of changes → apply,
// all or nothing. A file whose one row is faulty changes nothing, and neither
// do the files that came with it.
package intake

import (
	"context"
	"errors"
	"slices"
	"strings"
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
	Actor  string
}

// What Run answers when nothing was imported, as the cause of a report.Fault.
var (
	ErrFile   = errors.New("a file cannot be read, nothing was imported")
	ErrFaults = errors.New("there are faults, nothing was imported")
)

// Run imports files and prints what it finds and does. Lists of cadres go
// before rosters, whatever their order, since a household names its cadre.
func (i Import) Run(ctx context.Context, p report.Printer, paths []string) error {
	all, err := read(ctx, p, paths)
	if err != nil {
		return err
	}
	people, staff, err := i.planCadres(ctx, all.Cadres)
	if err != nil {
		return err
	}
	plan, err := i.planHouseholds(ctx, all.Households, staff)
	if err != nil {
		return err
	}
	faulty, err := report.PrintFindings(p, slices.Concat(all.Findings, people.Findings, plan.Findings), all.Dropped, len(paths) > 1)
	if err != nil {
		return err
	}
	if faulty {
		return &report.Fault{Key: "error.faults", Err: ErrFaults}
	}
	if !i.Dry {
		if err := i.apply(ctx, people, plan); err != nil {
			return err
		}
	}
	if len(all.Cadres) > 0 {
		if err := report.PrintCadrePlan(p, people, i.Dry); err != nil {
			return err
		}
	}
	if len(all.Households) > 0 {
		return report.PrintPlan(p, plan, i.Dry)
	}
	return nil
}

// read reads the files as one and says what each holds. Where one cannot be
// read, the others are looked at all the same, so that an operator hears of all
// at once.
func read(ctx context.Context, p report.Printer, paths []string) (all roster.File, err error) {
	var unread []string
	for _, path := range paths {
		f, err := roster.Read(ctx, path, roster.DefaultLimits())
		var refused *roster.Error
		if errors.As(err, &refused) {
			unread = append(unread, report.ExplainFile(p, err))
			continue
		}
		if err != nil {
			return all, err
		}
		if err := report.PrintFile(p, f); err != nil {
			return all, err
		}
		all.Households = append(all.Households, f.Households...)
		all.Cadres = append(all.Cadres, f.Cadres...)
		all.Findings = append(all.Findings, f.Findings...)
		all.Dropped += f.Dropped
	}
	if len(unread) > 0 {
		return all, &report.Fault{Key: "error.file", Args: model.Args{"files": strings.Join(unread, " ")}, Err: ErrFile}
	}
	return all, nil
}

// planCadres plans the cadres' list and returns it with everybody who will be
// on it. Those who are new have ids below zero until they are stored.
func (i Import) planCadres(ctx context.Context, rows []roster.CadreRow) (plan roster.CadrePlan, staff []model.Cadre, err error) {
	if staff, err = i.Store.Cadres(ctx, store.CadreFilter{}); err != nil || len(rows) == 0 {
		return plan, staff, err
	}
	areas, err := i.Store.Areas(ctx)
	if err != nil {
		return plan, nil, err
	}
	names := map[int64]string{}
	var townships []string
	for _, a := range areas {
		if a.ParentID == 0 {
			names[a.ID] = a.Name
			townships = append(townships, a.Name)
		}
	}
	known := make([]roster.KnownCadre, len(staff))
	at := map[string]int{}
	for n, c := range staff {
		known[n] = roster.KnownCadre{Cadre: c, Domain: names[c.TownshipID]}
		at[c.Phone] = n
	}
	plan = roster.NewCadrePlan(rows, known, townships)
	for n, c := range plan.Changes {
		if was, ok := at[c.Cadre.Phone]; ok {
			c.Cadre.ID = staff[was].ID
			staff[was] = c.Cadre
			continue
		}
		c.Cadre.ID = placeholder(n)
		staff = append(staff, c.Cadre)
	}
	return plan, staff, nil
}

func (i Import) planHouseholds(ctx context.Context, rows []roster.HouseholdRow, staff []model.Cadre) (plan roster.Plan, err error) {
	if len(rows) == 0 {
		return plan, nil
	}
	state, err := i.Store.RosterState(ctx)
	if err != nil {
		return plan, err
	}
	facts, err := i.Store.RosterFacts(ctx)
	if err != nil {
		return plan, err
	}
	known := make(map[string]roster.Known, len(state))
	for number, k := range state {
		known[number] = roster.Known{Facts: facts[number], Ring: k.Ring, Pace: k.Pace, Suggested: k.Suggested, ResponsibleID: k.ResponsibleID}
	}
	return roster.NewPlan(rows, known, staff, i.Policy, model.DayOf(i.At, i.Zone)), nil
}

// apply stores cadres and households in one transaction. Plans are told apart
// from what is stored by the ids below zero of those who are new.
func (i Import) apply(ctx context.Context, people roster.CadrePlan, plan roster.Plan) error {
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
			Number: c.Number, Facts: c.Facts, ResponsibleID: c.ResponsibleID, Ring: c.Ring, Pace: c.Pace,
			Suggested: c.Suggested, Flags: c.Flags, SetRing: c.SetRing,
		})
	}
	if len(list)+len(changed) == 0 {
		return nil
	}
	return i.Store.ApplySheets(ctx, list, changed, i.At, i.Actor)
}

// placeholder is the id of a cadre who is new, until the store gives one.
func placeholder(n int) int64 { return -1 - int64(n) }
