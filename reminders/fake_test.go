package reminders

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing/synctest"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

var zone = time.FixedZone("CST", 8*3600)

// fake keeps in memory what reminders ask for. Digests are sent the moment that
// they are queued, unless lost says otherwise.
//
// Nothing orders the test and the alarm's jobs but time, which the race detector
// does not take for an order; so both take the lock.
type fake struct {
	sync.Mutex
	cadres     []model.Cadre
	households []*home
	undecided  []store.HouseholdRow
	pressing   []store.PressingCase
	standIns   []model.StandIn
	audit      []store.AuditLine
	rows       []store.OutboxRow
	steps      model.Steps
	procedures []model.Day         // on which they were opened
	items      map[int64]model.Day // cadre → since when something is open

	notices []model.Notice
	keys    map[string]bool
	queued  map[int64]model.Instant
	sent    map[int64]model.Instant
	named   map[naming]model.Day
	lost    func(model.Notice) bool
	onSent  func(model.Notice, []store.Duty)

	hold    store.Hold
	kept    map[string]string // by name
	broken  error
	panics  int
	catches []time.Time
}

type home struct {
	model.Household
	history model.History
}

type naming struct {
	household int64
	kind      model.Kind
	due       model.Day
	reader    int64
}

func newFake() *fake {
	return &fake{steps: model.DefaultSteps(), keys: map[string]bool{}, queued: map[int64]model.Instant{}, sent: map[int64]model.Instant{}, named: map[naming]model.Day{}, kept: map[string]string{}}
}

// keep writes the due days of a household, as the store does with every change.
func (f *fake) keep(h *home, at model.Day) {
	for _, k := range model.Kinds {
		h.SetDue(k, model.DefaultPolicy().Due(k, h.history, at))
	}
}

func (f *fake) Cadres(_ context.Context, filter store.CadreFilter) (cadres []model.Cadre, err error) {
	f.Lock()
	defer f.Unlock()
	if f.panics > 0 {
		f.panics--
		panic("a fault of ours")
	}
	for _, c := range f.cadres {
		if (filter.Roles == nil || slices.Contains(filter.Roles, c.Role)) && (filter.Townships == nil || slices.Contains(filter.Townships, c.TownshipID)) &&
			(!filter.District || c.DistrictWide) {
			cadres = append(cadres, c)
		}
	}
	return cadres, f.broken
}

func (f *fake) CadresOf(_ context.Context, ids []int64) (cadres []model.Cadre, err error) {
	f.Lock()
	defer f.Unlock()
	for _, c := range f.cadres {
		if slices.Contains(ids, c.ID) {
			cadres = append(cadres, c)
		}
	}
	return cadres, f.broken
}

// EachOwing takes what a cadre owes who is on no list for what nobody is
// responsible for.
func (f *fake) EachOwing(ctx context.Context, q store.OpenQuery, each func(model.Cadre, []store.Owed) error) error {
	f.Lock()
	owed, of := map[int64][]store.Owed{}, map[int64]model.Cadre{}
	for _, c := range f.cadres {
		of[c.ID] = c
	}
	for _, d := range f.open(q) {
		id := of[d.Household.ResponsibleID].ID
		owed[id] = append(owed[id], store.Owed{
			Kind: d.Kind, Cadence: d.Due.Period.Cadence, Due: d.Due.On, NamedOn: d.NamedOn, AssignedOn: d.Household.AssignedOn,
			TownshipID: d.Household.TownshipID, Households: []int64{d.Household.ID},
		})
	}
	broken := f.broken
	f.Unlock()
	for _, id := range slices.Sorted(maps.Keys(owed)) {
		if err := each(of[id], owed[id]); err != nil {
			return err
		}
	}
	return broken
}

func (f *fake) open(q store.OpenQuery) (duties []store.Duty) {
	for _, h := range f.households {
		if q.CadreID != 0 && h.ResponsibleID != q.CadreID || h.ResponsibleID == 0 && !q.Unassigned {
			continue
		}
		for _, k := range []model.Kind{model.Contact, model.Visit} {
			due := h.Due(k)
			if due.On == 0 || due.On-model.Day(q.Steps.Longest(k, due.Period.Cadence)+q.Ahead) > q.At {
				continue
			}
			duties = append(duties, store.Duty{Household: h.Household, Kind: k, Due: due, NamedOn: f.named[naming{h.ID, k, due.On, h.ResponsibleID}]})
		}
	}
	slices.SortStableFunc(duties, func(a, b store.Duty) int {
		return cmp.Compare(a.Household.ResponsibleID, b.Household.ResponsibleID)
	})
	return duties
}

func (f *fake) ItemsWaiting(_ context.Context, since model.Day) (map[int64]int, error) {
	f.Lock()
	defer f.Unlock()
	waiting := map[int64]int{}
	for cadre, opened := range f.items {
		if opened <= since {
			waiting[cadre]++
		}
	}
	return waiting, f.broken
}

func (f *fake) OwedWhereStoodIn(_ context.Context, q store.OpenQuery) (map[int64][]store.Owed, error) {
	f.Lock()
	defer f.Unlock()
	owed := map[int64][]store.Owed{}
	type pair struct{ by, of int64 }
	seen := map[pair]bool{}
	for _, s := range f.standIns {
		p := pair{s.ByID, s.ForID}
		if s.ByID == 0 || !s.Holds(q.At) || seen[p] {
			continue
		}
		seen[p] = true
		q.CadreID = s.ForID
		for _, d := range f.open(q) {
			owed[s.ByID] = append(owed[s.ByID], store.Owed{
				Kind: d.Kind, Cadence: d.Due.Period.Cadence, Due: d.Due.On, AssignedOn: d.Household.AssignedOn, TownshipID: d.Household.TownshipID,
				NamedOn: f.named[naming{d.Household.ID, d.Kind, d.Due.On, s.ByID}], Households: []int64{d.Household.ID},
			})
		}
	}
	return owed, f.broken
}

func (f *fake) StandIns(_ context.Context, filter store.StandInFilter) (holding []model.StandIn, err error) {
	f.Lock()
	defer f.Unlock()
	for _, s := range f.standIns {
		if s.Holds(filter.On) {
			holding = append(holding, s)
		}
	}
	return holding, f.broken
}

func (f *fake) CountProcedures(_ context.Context, before model.Day) (running, late int, err error) {
	f.Lock()
	defer f.Unlock()
	for _, opened := range f.procedures {
		if running++; opened < before {
			late++
		}
	}
	return running, late, f.broken
}

func (f *fake) CountUndecided(context.Context) (int, error) {
	f.Lock()
	defer f.Unlock()
	return len(f.undecided), nil
}

func (f *fake) PressingCases(context.Context, model.Scope, model.Instant) ([]store.PressingCase, error) {
	f.Lock()
	defer f.Unlock()
	return f.pressing, f.broken
}

func (f *fake) AuditSince(_ context.Context, actions []string, since model.Instant) (lines []store.AuditLine, err error) {
	f.Lock()
	defer f.Unlock()
	for _, l := range f.audit {
		if l.At >= since && slices.Contains(actions, l.Action) {
			lines = append(lines, l)
		}
	}
	return lines, nil
}

func (f *fake) OutboxRows(_ context.Context, filter store.OutboxFilter) (rows []store.OutboxRow, err error) {
	f.Lock()
	defer f.Unlock()
	for _, r := range f.rows {
		if r.CreatedAt >= filter.Since && slices.Contains(filter.States, r.State) {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

func (f *fake) LastDigests(_ context.Context, since model.Instant) (queued, sent map[int64]model.Instant, err error) {
	f.Lock()
	defer f.Unlock()
	queued, sent = map[int64]model.Instant{}, map[int64]model.Instant{}
	for id, at := range f.queued {
		if at >= since {
			queued[id] = at
			if s := f.sent[id]; s >= since {
				sent[id] = s
			}
		}
	}
	return queued, sent, nil
}

func (f *fake) Queue(_ context.Context, notices []model.Notice, at model.Instant) (queued int, err error) {
	f.Lock()
	defer f.Unlock()
	for _, n := range notices {
		if f.keys[n.Key] {
			continue
		}
		f.keys[n.Key] = true
		f.notices = append(f.notices, n)
		f.queued[n.CadreID] = at
		queued++
		if f.lost == nil || !f.lost(n) {
			f.send(n, at)
		}
	}
	return queued, nil
}

// send names everything that is open, as the renderer does.
func (f *fake) send(n model.Notice, at model.Instant) {
	d, day := digestOf(n), model.DayOf(at.In(zone), zone)
	duties := f.open(store.OpenQuery{CadreID: n.CadreID, At: day, Steps: f.steps, Ahead: d.Ahead})
	for _, s := range f.standIns {
		if s.ByID == n.CadreID && s.Holds(day) {
			duties = append(duties, f.open(store.OpenQuery{CadreID: s.ForID, At: day, Steps: f.steps, Ahead: d.Ahead})...)
		}
	}
	for _, d := range duties {
		f.named[naming{d.Household.ID, d.Kind, d.Due.On, n.CadreID}] = day
	}
	f.sent[n.CadreID] = at
	if f.onSent != nil {
		f.onSent(n, duties)
	}
}

func (f *fake) CatchUp(_ context.Context, at time.Time) (int, error) {
	f.Lock()
	defer f.Unlock()
	f.catches = append(f.catches, at)
	return 0, f.broken
}

func (f *fake) Hold(context.Context) (store.Hold, error) {
	f.Lock()
	defer f.Unlock()
	return f.hold, nil
}

func (f *fake) Meta(_ context.Context, name string) (string, error) {
	f.Lock()
	defer f.Unlock()
	return f.kept[name], nil
}

func (f *fake) SetMeta(_ context.Context, name, value string) error {
	f.Lock()
	defer f.Unlock()
	f.kept[name] = value
	return nil
}

// until lets the bubble's time pass to a moment.
func (f *fake) until(moment string) { f.pass(time.Until(at(moment))) }

func (f *fake) pass(d time.Duration) {
	f.Lock()
	//lint:ignore SA2001 what the test wrote comes before what the jobs read
	f.Unlock()
	<-time.After(d)
	synctest.Wait()
	f.Lock()
	//lint:ignore SA2001 and the other way round
	f.Unlock()
}

var errBroken = errors.New("the disk is full")
