package store

import (
	"context"
	"slices"

	"ringkeeper/model"
)

// CaseThatTakes returns the newest open case, but for some, that takes a report as an
// addition, see model.Emergency.Takes.
func (s *Store) CaseThatTakes(ctx context.Context, report model.Emergency, at model.Instant, but ...int64) (model.Emergency, error) {
	return s.query(ctx).caseThatTakes(report, at, but...)
}

func (q session) caseThatTakes(report model.Emergency, at model.Instant, but ...int64) (model.Emergency, error) {
	where, args := `household_id = ?`, []any{report.HouseholdID}
	switch {
	case report.HouseholdID != 0:
	case report.Family == "":
		return model.Emergency{}, nil
	default:
		where, args = `family = ? AND family <> '' AND village = ?`, []any{report.Family, report.Village}
	}
	var found []model.Emergency
	err := q.find("cases of a family", &found, `SELECT * FROM emergencies WHERE `+where+` AND closed_at = 0 ORDER BY id DESC`, args...)
	for _, e := range found {
		if e.Takes(report, at) && !slices.Contains(but, e.ID) {
			return e, err
		}
	}
	return model.Emergency{}, err
}

// reportStands is the condition that a joined report, a line v of a timeline, was
// not called off.
const reportStands = `v.kind = 'joined' AND json_extract(v.detail, '$.withdrawn') IS NULL`

// CaseReporters returns who reported a case, the first of them first: whoever filed
// it, and whoever added a report that stands.
func (s *Store) CaseReporters(ctx context.Context, id int64) (cadres []int64, err error) {
	err = s.query(ctx).find("reporters of a case", &cadres, `SELECT cadre FROM (
			SELECT reported_by AS cadre, 0 AS n FROM emergencies WHERE id = ?
			UNION ALL SELECT v.by_id, v.id FROM case_events v WHERE v.emergency_id = ? AND `+reportStands+`)
		WHERE cadre <> 0 GROUP BY cadre ORDER BY MIN(n)`, id, id)
	return cadres, err
}

// JoinedReports returns the reports of a cadre that were joined to a case since an
// instant and stand, newest first.
func (s *Store) JoinedReports(ctx context.Context, cadre int64, since model.Instant) (reports []model.CaseEvent, err error) {
	err = s.query(ctx).find("joined reports", &reports, `SELECT v.* FROM case_events v WHERE v.by_id = ? AND v.at >= ? AND `+reportStands+` ORDER BY v.id DESC`, cadre, since)
	return reports, err
}

// CaseEvent returns a line of a timeline, with ID 0 where there is none.
func (s *Store) CaseEvent(ctx context.Context, id int64) (v model.CaseEvent, err error) {
	err = s.query(ctx).find("line of a case", &v, `SELECT * FROM case_events WHERE id = ?`, id)
	return v, err
}
