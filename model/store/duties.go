package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

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
	// NamedOn is the day of the newest digest that was sent and named this
	// duty with this due day; zero when none was.
	NamedOn model.Day
}

// OpenDuties lists every duty due by At plus its longest step, overdue ones
// included, ordered by responsible cadre, due day, ring, number and kind. A kind
// for which there are no steps is never in it.
func (s *Store) OpenDuties(ctx context.Context, o OpenQuery) ([]Duty, error) {
	var arms []string
	var args []any
	for _, k := range model.Kinds {
		if len(o.Steps.Before[k]) == 0 {
			continue
		}
		column := dueColumn(k)
		arm := fmt.Sprintf(`SELECT '%s' AS kind, h.%s AS due_on, h.*,
			(SELECT MAX(x.sent_at) FROM named_duties n JOIN outbox x ON x.id = n.delivery_id
				WHERE n.household_id = h.id AND n.kind = '%s' AND n.due = h.%s) AS named_at
			FROM households h WHERE h.%s <= ?`, k, column, k, column, column)
		args = append(args, o.At+model.Day(o.Steps.Horizon(k)+o.Ahead))
		switch {
		case o.CadreID != 0:
			arm += ` AND h.responsible_id = ?`
			args = append(args, o.CadreID)
		case !o.Unassigned:
			arm += ` AND h.responsible_id IS NOT NULL`
		}
		arms = append(arms, arm)
	}
	if len(arms) == 0 {
		return nil, nil
	}
	var rows []struct {
		model.Household
		Kind    model.Kind
		NamedAt model.Instant
	}
	err := s.query(ctx).find("open duties", &rows, `SELECT * FROM (`+strings.Join(arms, " UNION ALL ")+`) o
		ORDER BY o.responsible_id, o.due_on, `+rank("o.ring")+`, o.number, o.kind`, args...)
	if err != nil {
		return nil, err
	}
	duties := make([]Duty, 0, len(rows))
	for _, r := range rows {
		d := Duty{Household: r.Household, Kind: r.Kind, Due: r.Household.Due(r.Kind)}
		if d.Due.On-model.Day(o.Steps.Longest(r.Kind, d.Due.Period.Cadence)+o.Ahead) > o.At {
			continue
		}
		if r.NamedAt != 0 {
			d.NamedOn = s.day(r.NamedAt)
		}
		duties = append(duties, d)
	}
	return slices.Clip(duties), nil
}
