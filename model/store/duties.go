package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"ringkeeper/model"
)

// OpenQuery asks for the duties that are open on a day.
type OpenQuery struct {
	CadreID int64 // 0: those of every cadre
	At      model.Day
	Steps   model.Steps
	// Ahead widens the horizon by some days, for steps that move to a
	// workday before.
	Ahead int
	// Unassigned includes households for which nobody is responsible.
	Unassigned bool
}

// Duty is something owed to a household that its cadre should hear of.
type Duty struct {
	Household model.Household
	Kind      model.Kind
	Due       model.Due // day and period
	// NamedOn is the day of the newest digest that was sent to the reader and
	// named this duty with this due day; zero when none was.
	NamedOn model.Day
}

// namedAt is when the newest digest that was sent to a reader, a column, named a
// duty, 0 for never. What somebody else was told this person has not heard.
func namedAt(reader string) string {
	return `COALESCE((SELECT MAX(x.sent_at) FROM named_duties n JOIN outbox x ON x.id = n.delivery_id
		WHERE n.household_id = h.id AND n.kind = '{kind}' AND n.due = h.{kind}_due AND x.cadre_id = ` + reader + `), 0) AS named_at`
}

// stepped are the kinds of duty of which somebody is reminded.
func stepped(steps model.Steps) (kinds []model.Kind) {
	for _, k := range model.Kinds {
		if len(steps.Before[k]) > 0 {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// open is the query for columns of what is open: all that is due by At plus its
// longest step, overdue or not. A kind for which there are no steps is never in
// it.
func (o OpenQuery) open(columns string) dutyQuery {
	d := dutyQuery{columns: columns, ofCadres: o.CadreID != 0}
	d.ranges = dueRanges(stepped(o.Steps), func(k model.Kind, c model.Cadence) model.Day {
		return o.At + model.Day(o.Steps.Longest(k, c)+o.Ahead)
	})
	switch {
	case o.CadreID != 0:
		d.where.and("h.responsible_id = ?", o.CadreID)
	case !o.Unassigned:
		d.where.and("h.responsible_id IS NOT NULL")
	}
	return d
}

// OpenDuties lists what is open, ordered by responsible cadre, due day, ring,
// number and kind.
func (s *Store) OpenDuties(ctx context.Context, o OpenQuery) (duties []Duty, err error) {
	open := o.open(householdColumns + `, '{kind}' AS kind, ` + namedAt("h.responsible_id") + `, h.{kind}_due AS due_on`)
	if len(open.ranges) == 0 {
		return nil, nil
	}
	query, args := open.union()
	err = s.query(ctx).each("open duties", func(r *sql.Rows) error {
		var d Duty
		var named model.Instant
		if err := scanHousehold(r, &d.Household, &d.Kind, &named, new(model.Day)); err != nil {
			return err
		}
		d.Due = d.Household.Due(d.Kind)
		if named != 0 {
			d.NamedOn = s.day(named)
		}
		duties = append(duties, d)
		return nil
	}, `SELECT * FROM (`+query+`) ORDER BY responsible_id, due_on, `+rank("ring")+`, number, kind`, args...)
	return duties, err
}

// Owed are duties of one cadre that are alike: of one kind, due on one day, in
// one township, and heard of alike. It is what decides whether somebody is
// reminded.
type Owed struct {
	Kind       model.Kind
	Cadence    model.Cadence
	Due        model.Day
	NamedOn    model.Day // see Duty
	AssignedOn model.Day // the day the cadre took the households over
	TownshipID int64
	Households []int64 // their ids
}

// EachOwing calls f with every cadre of whom something is open and with what it
// is; with the zero cadre for what nobody is responsible for. However large the
// district, it holds what few of them owe.
func (s *Store) EachOwing(ctx context.Context, o OpenQuery, f func(model.Cadre, []Owed) error) error {
	open := o.open(owedColumns("h.responsible_id"))
	if len(open.ranges) == 0 {
		return nil
	}
	return s.snapshot(ctx, func(q session) error {
		waiting := owing{session: q, f: f}
		if err := s.eachOwed(q, open, waiting.add); err != nil {
			return err
		}
		return waiting.hand()
	})
}

// OwedWhereStoodIn tells by who stands in on the day what those owe for whom they
// do. What a stand-in was told counts as heard, not what the responsible cadre
// was. It looks at the households of those few alone.
func (s *Store) OwedWhereStoodIn(ctx context.Context, o OpenQuery) (owed map[int64][]Owed, err error) {
	open := o.open(owedColumns("s.by_id"))
	open.from = fmt.Sprintf(`(SELECT DISTINCT for_id, by_id FROM stand_ins WHERE by_id IS NOT NULL AND ended_at = 0
		AND from_day <= '%[1]s' AND (until_day IS NULL OR until_day >= '%[1]s')) s CROSS JOIN households h ON h.responsible_id = s.for_id`, o.At)
	open.ofCadres = true
	owed = map[int64][]Owed{}
	if len(open.ranges) == 0 {
		return owed, nil
	}
	err = s.eachOwed(s.query(ctx), open, func(cadre int64, d Owed) error {
		owed[cadre] = append(owed[cadre], d)
		return nil
	})
	return owed, err
}

// owedColumns are what Owed is made from, for a reader that is a column.
func owedColumns(reader string) string {
	return reader + ` AS reader, {range} AS part, h.{kind}_due AS due, h.assigned_on, h.township_id, ` + namedAt(reader) + `, h.id`
}

// eachOwed calls f with what each reader has open, by reader.
func (s *Store) eachOwed(q session, open dutyQuery, f func(cadre int64, d Owed) error) error {
	query, args := open.union()
	var cadre sql.NullInt64
	var part int
	var named model.Instant
	var households sql.RawBytes
	var d Owed
	return q.each("open duties", func(r *sql.Rows) (err error) {
		if err := r.Scan(&cadre, &part, &d.Due, &d.AssignedOn, &d.TownshipID, &named, &households); err != nil {
			return err
		}
		d.Kind, d.Cadence, d.NamedOn = open.ranges[part].kind, open.ranges[part].cadence, 0
		if named != 0 {
			d.NamedOn = s.day(named)
		}
		if d.Households, err = ids(households); err != nil {
			return err
		}
		return f(cadre.Int64, d)
	}, `SELECT reader, part, due, assigned_on, township_id, named_at, group_concat(id)
		FROM (`+query+`) GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6`, args...)
}

// ids reads what group_concat made of ids.
func ids(list []byte) ([]int64, error) {
	ids := make([]int64, 0, bytes.Count(list, []byte{','})+1)
	for id := range bytes.SplitSeq(list, []byte{','}) {
		n, err := strconv.ParseInt(string(id), 10, 64)
		if err != nil {
			return nil, err
		}
		ids = append(ids, n)
	}
	return ids, nil
}

// owing gathers what cadres owe until it is worth looking them up.
type owing struct {
	session
	f      func(model.Cadre, []Owed) error
	cadres []int64
	duties map[int64][]Owed
}

func (w *owing) add(cadre int64, d Owed) error {
	if w.duties == nil {
		w.duties = map[int64][]Owed{}
	}
	if _, known := w.duties[cadre]; !known {
		if len(w.cadres) == atOnce {
			if err := w.hand(); err != nil {
				return err
			}
		}
		w.cadres = append(w.cadres, cadre)
	}
	w.duties[cadre] = append(w.duties[cadre], d)
	return nil
}

// hand hands on what was gathered.
func (w *owing) hand() error {
	found, err := w.cadresOf(w.cadres)
	if err != nil {
		return err
	}
	if nobody := w.duties[0]; len(nobody) > 0 {
		found = append(found, model.Cadre{})
	}
	for _, c := range found {
		if err := w.f(c, w.duties[c.ID]); err != nil {
			return err
		}
	}
	w.cadres = w.cadres[:0]
	clear(w.duties)
	return nil
}
