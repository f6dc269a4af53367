package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"ringkeeper/model"
)

// touch marks a household as changed by the Turn and returns how the audit log
// names it.
func (c *change) touch(id int64) (subject string, err error) {
	var number string
	if err := c.find("household", &number, `SELECT number FROM households WHERE id = ?`, id); err != nil {
		return "", err
	}
	if number == "" {
		return "", fmt.Errorf("household %d: %w", id, ErrUnknown)
	}
	c.touched.add(id)
	return "household " + number, nil
}

func (c *change) changeRing(e model.ChangeRing) error {
	if e.From == 0 {
		e.From = c.turn.Today
	}
	subject, err := c.touch(e.HouseholdID)
	if err != nil {
		return err
	}
	err = c.exec("ring spell", `INSERT INTO ring_spells (household_id, from_day, ring, pace, why, recorded_at, by_id) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		e.HouseholdID, e.From, e.Ring, e.Pace, e.Why, c.turn.At, c.turn.Actor)
	if err != nil {
		return err
	}
	return c.audit(AuditRingChanged, subject, details(model.Args{"ring": e.Ring, "from": e.From, "why": e.Why}))
}

func (c *change) assignCadre(e model.AssignCadre) error {
	if e.From == 0 {
		e.From = c.turn.Today
	}
	subject, err := c.touch(e.HouseholdID)
	if err != nil {
		return err
	}
	err = c.exec("assignment", `INSERT INTO assignments (household_id, cadre_id, from_day, recorded_at, by_id) VALUES (?, ?, ?, ?, ?)`,
		e.HouseholdID, orNull(e.CadreID), e.From, c.turn.At, c.turn.Actor)
	if err != nil {
		return err
	}
	return c.audit(AuditHouseholdAssigned, subject, details(model.Args{"cadre": e.CadreID, "from": e.From}))
}

func (c *change) archiveHousehold(e model.ArchiveHousehold) error {
	if e.On == 0 {
		e.On = c.turn.Today
	}
	subject, err := c.touch(e.HouseholdID)
	if err != nil {
		return err
	}
	if err := c.exec("household", `UPDATE households SET archived_on = ? WHERE id = ?`, e.On, e.HouseholdID); err != nil {
		return err
	}
	return c.audit(AuditHouseholdArchived, subject, details(model.Args{"on": e.On, "why": e.Why}))
}

// onRoster leaves the archived households out. One that is to be archived on a
// later day still has its duties: that day is then among what next_change tells.
const onRoster = `(archived_on IS NULL OR archived_on >= next_change)`

// HouseholdRow is a household with the person answerable for it.
type HouseholdRow struct {
	model.Household
	Responsible      string
	ResponsiblePhone string
}

// householdRows selects rows of HouseholdRow, where h is the household and r
// its responsible cadre.
const householdRows = `SELECT h.*, COALESCE(r.name, '') AS responsible, COALESCE(r.phone, '') AS responsible_phone
	FROM households h LEFT JOIN cadres r ON r.id = h.responsible_id `

// HouseholdFilter chooses households; what is left zero does not restrict,
// except that an empty Scope holds nothing.
type HouseholdFilter struct {
	Scope    model.Scope
	Area     model.Scope // see Area.Scope; only what lies in it as well
	Rings    []model.Ring
	Archived bool // the archived ones too
	Offset   int
	Limit    int // 0 means all
}

// Households lists households by number.
func (s *Store) Households(ctx context.Context, f HouseholdFilter) (rows []HouseholdRow, err error) {
	where := within(f.Scope, f.Area)
	if len(f.Rings) > 0 {
		where.and("h.ring IN ?", f.Rings)
	}
	if !f.Archived {
		where.and(onRoster)
	}
	if f.Limit == 0 {
		f.Limit = -1
	}
	err = s.query(ctx).find("households", &rows, householdRows+`WHERE `+where.text()+` ORDER BY h.number LIMIT ? OFFSET ?`,
		append(where.args, f.Limit, f.Offset)...)
	return rows, err
}

// within is the condition that a household h lies in a scope and in an area.
func within(sc, area model.Scope) conditions {
	var where conditions
	condition, args := ofScope(sc)
	where.and(condition, args...)
	if !area.Empty() {
		condition, args = ofScope(area)
		where.and(condition, args...)
	}
	return where
}

// Household returns a household by its id.
func (s *Store) Household(ctx context.Context, id int64) (model.Household, error) {
	return s.household(ctx, `id = ?`, id)
}

// HouseholdByNumber returns a household by its 户编号.
func (s *Store) HouseholdByNumber(ctx context.Context, number string) (model.Household, error) {
	return s.household(ctx, `number = ?`, number)
}

func (s *Store) household(ctx context.Context, where string, arg any) (h model.Household, err error) {
	err = s.query(ctx).find("household", &h, `SELECT * FROM households WHERE `+where, arg)
	return h, err
}

// HouseholdsOf lists the households for which a cadre is answerable, by number,
// without the archived.
func (s *Store) HouseholdsOf(ctx context.Context, cadreID int64) (rows []model.Household, err error) {
	err = s.query(ctx).find("households of a cadre", &rows, ownHouseholds, cadreID)
	return rows, err
}

const ownHouseholds = `SELECT * FROM households WHERE responsible_id = ? AND ` + onRoster + ` ORDER BY number`

// FindHouseholds lists the households of a scope whose head has exactly that
// name; place, where given, is the beginning of the village's or the township's
// name.
func (s *Store) FindHouseholds(ctx context.Context, sc model.Scope, head, place string) (rows []model.Household, err error) {
	where := within(sc, model.Scope{})
	where.and("h.head = ? AND "+onRoster, head)
	if place != "" {
		where.and("(substr(h.village, 1, length(?)) = ? OR substr(h.township, 1, length(?)) = ?)", place, place, place, place)
	}
	err = s.query(ctx).find("households by head", &rows, `SELECT h.* FROM households h WHERE `+where.text()+` ORDER BY h.number`, where.args...)
	return rows, err
}

// HouseholdsOfHeads returns the households, archived ones apart, whose head has
// one of these names.
func (s *Store) HouseholdsOfHeads(ctx context.Context, heads []string) (rows []model.Household, err error) {
	for chunk := range slices.Chunk(heads, atOnce) {
		var some []model.Household
		if err := s.query(ctx).find("households", &some, `SELECT * FROM households WHERE head IN ? AND `+onRoster+` ORDER BY number`, chunk); err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	return rows, nil
}

// CountUndecided counts the households of the roster whose ring is still to be
// decided.
func (s *Store) CountUndecided(ctx context.Context) (n int, err error) {
	err = s.query(ctx).find("undecided households", &n, `SELECT COUNT(*) FROM households WHERE ring = 'undecided' AND `+onRoster)
	return n, err
}

// HouseholdNumbers returns the 户编号 of households by their ids.
func (s *Store) HouseholdNumbers(ctx context.Context, ids []int64) (map[int64]string, error) {
	numbers := make(map[int64]string, len(ids))
	for some := range slices.Chunk(ids, atOnce) {
		err := s.query(ctx).each("households", func(r *sql.Rows) error {
			var id int64
			var number string
			err := r.Scan(&id, &number)
			numbers[id] = number
			return err
		}, `SELECT id, number FROM households WHERE id IN ?`, some)
		if err != nil {
			return nil, err
		}
	}
	return numbers, nil
}
