package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"ringkeeper/model"
)

// Known is what a plan of changes compares a sheet with. A hash stands for the
// facts, so that a large roster fits in memory.
type Known struct {
	ID            int64
	Ring          model.Ring
	Pace          model.Ring
	Suggested     model.Ring
	Flags         []model.Flag
	ResponsibleID int64
	ArchivedOn    model.Day
	FactsHash     string
}

// FactsHash identifies facts, members included: the same facts have the same
// hash in every run and on every machine.
func FactsHash(f model.Facts) string {
	b, err := json.Marshal(f)
	if err != nil {
		panic(err) // plain data always marshals
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// RosterState returns every household of the roster by number, the archived
// ones too; those that were forgotten have none.
func (s *Store) RosterState(ctx context.Context) (map[string]Known, error) {
	state := map[string]Known{}
	err := s.query(ctx).each("roster", func(r *sql.Rows) error {
		var number, flags string
		var k Known
		err := r.Scan(&number, &k.ID, &k.Ring, &k.Pace, &k.Suggested, &flags, &k.ResponsibleID, &k.ArchivedOn, &k.FactsHash)
		if err != nil {
			return err
		}
		if flags != "[]" {
			if err := json.Unmarshal([]byte(flags), &k.Flags); err != nil {
				return fmt.Errorf("flags of household %s: %w", number, err)
			}
		}
		state[number] = k
		return nil
	}, `SELECT number, id, ring, pace, suggested_ring, flags, COALESCE(responsible_id, 0), archived_on, facts_hash FROM households
		WHERE number <> '`+forgottenPrefix+`' || id`)
	return state, err
}

// RosterHousehold is a household as a sheet gives it.
type RosterHousehold struct {
	Number        string
	Provisional   string // the number that Number takes the place of, "" for none
	Facts         model.Facts
	ResponsibleID int64 // 0: the sheet names nobody, and whoever is responsible stays
	Ring, Pace    model.Ring
	Suggested     model.Ring
	Flags         []model.Flag
	// Before is what the plan was made from; where that is no longer so, nothing
	// is written and the answer is ErrMoved. nil asks nothing.
	Before *Known
	// SetRing gives the household Ring and Pace officially, from the day of
	// the import on; a new household always gets them.
	SetRing bool
}

// still says that a household is as it was planned for. What people record about
// it in the meantime is not asked: no plan depends on it.
func (k Known) still(h present) bool {
	return k.ID == h.ID && k.Ring == h.Ring && k.Pace == h.Pace && k.Suggested == h.SuggestedRing && slices.Equal(k.Flags, h.Flags) &&
		k.ResponsibleID == h.ResponsibleID && k.ArchivedOn == h.ArchivedOn && k.FactsHash == h.FactsHash
}

// application is a roster while it is being applied. Rows are collected and
// inserted many at a time, parents before children.
type application struct {
	session
	store       *Store
	at          model.Instant
	today       model.Day
	actor       string
	areas       areaBook
	known       map[string]present
	fresh       map[string]bool // numbers that this import added
	lastID      int64
	lastVersion int64
	added       int
	held        int // households of which rows wait
	changed     householdSet
	households  batch
	versions    batch
	members     batch
	spells      batch
	assignments batch
	audits      batch
}

// present is a household that is already there.
type present struct {
	model.Household
	FactsHash string
}

func (s *Store) application(q session, sheet []RosterHousehold, at model.Instant, today model.Day, actor string) (*application, error) {
	a := &application{session: q, store: s, at: at, today: today, actor: actor, known: map[string]present{}, fresh: map[string]bool{}}
	var err error
	if a.areas, err = q.areas(); err != nil {
		return nil, err
	}
	for chunk := range slices.Chunk(sheet, atOnce) {
		numbers := make([]string, 0, len(chunk))
		for _, r := range chunk {
			numbers = append(numbers, r.Number)
			if r.Provisional != "" {
				numbers = append(numbers, r.Provisional)
			}
		}
		var rows []present
		if err := q.find("households", &rows, `SELECT * FROM households WHERE number IN ?`, numbers); err != nil {
			return nil, err
		}
		for _, p := range rows {
			a.known[p.Number] = p
		}
	}
	if err := q.find("households", &a.lastID, `SELECT COALESCE(MAX(id), 0) FROM households`); err != nil {
		return nil, err
	}
	if err := q.find("household versions", &a.lastVersion, `SELECT COALESCE(MAX(id), 0) FROM household_versions`); err != nil {
		return nil, err
	}
	a.households = q.batch("households", `INSERT INTO households (id, number, head, township_id, village_id, township, village, ring, pace,
		suggested_ring, flags, responsible_id, assigned_on, roster_since, contact_due, visit_due, assessment_due, contact_period_cadence,
		contact_period_start, visit_period_cadence, visit_period_start, next_change, facts_hash) VALUES`)
	a.versions = q.batch("household versions", `INSERT INTO household_versions (id, household_id, valid_from, recorded_at, facts, hash) VALUES`)
	a.members = q.batch("members", `INSERT INTO members (version_id, position, number, name, id_number, relation, phone, labour, health) VALUES`)
	a.spells = q.batch("ring spells", `INSERT INTO ring_spells (household_id, from_day, ring, pace, why, recorded_at) VALUES`)
	a.assignments = q.batch("assignments", `INSERT INTO assignments (household_id, cadre_id, from_day, recorded_at) VALUES`)
	a.audits = q.batch("audit lines", `INSERT INTO audit (at, actor, action, subject, detail) VALUES`)
	return a, nil
}

// heldAtOnce is of how many households the rows wait to be inserted together.
const heldAtOnce = 1000

func (a *application) household(r RosterHousehold) error {
	if a.held++; a.held > heldAtOnce {
		if err := a.insert(); err != nil {
			return err
		}
	}
	hash := FactsHash(r.Facts)
	township, err := a.areas.id(0, r.Facts.Township)
	if err != nil {
		return err
	}
	village, err := a.areas.id(township, r.Facts.Village)
	if err != nil {
		return err
	}
	if r.Provisional != "" {
		if err := a.renumber(r); err != nil {
			return err
		}
	}
	h, ok := a.known[r.Number]
	if r.Before != nil && !r.Before.still(h) {
		return ErrMoved
	}
	if !ok && !a.fresh[r.Number] {
		return a.add(r, township, village, hash)
	}
	if !ok { // the same number once more in one sheet meets what the first left
		if err := a.insert(); err != nil {
			return err
		}
		if err := a.find("household", &h, `SELECT * FROM households WHERE number = ?`, r.Number); err != nil {
			return err
		}
	}
	if err := a.update(h, r, township, village, hash); err != nil {
		return err
	}
	if r.SetRing && (h.Ring != r.Ring || h.Pace != r.Pace) {
		a.changed.add(h.ID)
		a.spells.add(h.ID, a.today, r.Ring, r.Pace, a.actor, a.at)
		a.audits.add(a.at, a.actor, AuditRingChanged, "household "+r.Number, details(model.Args{"was_ring": h.Ring, "ring": r.Ring, "from": a.today}))
		h.Ring, h.Pace = r.Ring, r.Pace
	}
	if r.ResponsibleID != 0 && h.ResponsibleID != r.ResponsibleID {
		a.changed.add(h.ID)
		a.assignments.add(h.ID, r.ResponsibleID, a.today, a.at)
		a.audits.add(a.at, a.actor, AuditHouseholdAssigned, "household "+r.Number, details(model.Args{"was_cadre": h.ResponsibleID, "cadre": r.ResponsibleID, "from": a.today}))
		h.ResponsibleID = r.ResponsibleID
	}
	h.SuggestedRing, h.Flags, h.FactsHash = r.Suggested, r.Flags, hash
	a.known[r.Number] = h
	return nil
}

// renumber gives a household the number that it waited for. It answers ErrMoved
// where it has one by now, or another household has this.
func (a *application) renumber(r RosterHousehold) error {
	h, waits := a.known[r.Provisional]
	if _, taken := a.known[r.Number]; taken || !waits {
		return ErrMoved
	}
	a.changed.add(h.ID)
	a.audits.add(a.at, a.actor, AuditHouseholdNumbered, "household "+r.Number, details(model.Args{"was_number": r.Provisional}))
	h.Number = r.Number
	delete(a.known, r.Provisional)
	a.known[r.Number] = h
	return a.exec("household", `UPDATE households SET number = ? WHERE id = ?`, r.Number, h.ID)
}

// add makes a new household with all that its history, one spell, decides.
func (a *application) add(r RosterHousehold, township, village int64, hash string) error {
	a.lastID++
	a.added++
	p := past{rings: []ringFrom{{a.today, r.Ring, r.Pace}}}
	p.Spells = []model.Spell{{From: a.today, Pace: r.Pace}}
	a.spells.add(a.lastID, a.today, r.Ring, r.Pace, a.actor, a.at)
	if r.ResponsibleID != 0 {
		p.assignments = []assignedFrom{{a.today, r.ResponsibleID}}
		a.assignments.add(a.lastID, r.ResponsibleID, a.today, a.at)
	}
	h := p.present(a.store.policy, model.Household{
		ID: a.lastID, Number: r.Number, Head: r.Facts.Head, TownshipID: township, VillageID: village,
		Township: r.Facts.Township, Village: r.Facts.Village, SuggestedRing: r.Suggested, Flags: r.Flags, RosterSince: a.today,
	}, a.today)
	a.households.add(h.ID, h.Number, h.Head, h.TownshipID, h.VillageID, h.Township, h.Village, h.Ring, h.Pace,
		h.SuggestedRing, jsonList(h.Flags), orNull(h.ResponsibleID), h.AssignedOn, h.RosterSince, h.ContactDue, h.VisitDue, h.AssessmentDue,
		int(h.ContactPeriod.Cadence), h.ContactPeriod.Start, int(h.VisitPeriod.Cadence), h.VisitPeriod.Start, h.NextChange, hash)
	a.fresh[r.Number] = true
	return a.version(h.ID, r.Facts, hash)
}

// update brings the row of a household up to the sheet, ring and cadre apart.
func (a *application) update(h present, r RosterHousehold, township, village int64, hash string) error {
	if h.FactsHash == hash && h.SuggestedRing == r.Suggested && slices.Equal(h.Flags, r.Flags) {
		return nil
	}
	a.changed.add(h.ID)
	if h.FactsHash != hash {
		if err := a.version(h.ID, r.Facts, hash); err != nil {
			return err
		}
	}
	return a.exec("household", `UPDATE households SET head = ?, township_id = ?, village_id = ?, township = ?, village = ?,
		suggested_ring = ?, flags = ?, facts_hash = ? WHERE id = ?`,
		r.Facts.Head, township, village, r.Facts.Township, r.Facts.Village, r.Suggested, jsonList(r.Flags), hash, h.ID)
}

// version keeps facts as a new version that holds from the day of the import.
func (a *application) version(household int64, f model.Facts, hash string) error {
	a.lastVersion++
	for i, m := range f.Members {
		a.members.add(a.lastVersion, i+1, m.Number, m.Name, m.IDNumber, m.Relation, m.Phone, m.Labour, m.Health)
	}
	f.Members = nil // kept in a table of their own
	facts, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("facts: %w", err)
	}
	a.versions.add(a.lastVersion, household, a.today, a.at, string(facts), hash)
	return nil
}

// insert writes what was collected, parents before children.
func (a *application) insert() error {
	a.held = 0
	for _, b := range []*batch{&a.households, &a.versions, &a.members, &a.spells, &a.assignments, &a.audits} {
		if err := b.flush(); err != nil {
			return err
		}
	}
	return nil
}

func (a *application) finish() error {
	if a.added == 0 && len(a.changed.ids) == 0 {
		return nil
	}
	a.audits.add(a.at, a.actor, AuditRosterImported, "roster", details(model.Args{"added": a.added, "changed": len(a.changed.ids)}))
	if err := a.insert(); err != nil {
		return err
	}
	if _, err := a.store.recompute(a.session, a.changed.ids, a.today); err != nil {
		return err
	}
	for ids := range slices.Chunk(a.changed.ids, atOnce) {
		if err := a.exec("household version", `UPDATE households SET version = version + 1 WHERE id IN ?`, ids); err != nil {
			return err
		}
	}
	return nil
}
