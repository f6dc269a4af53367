package store

import (
	"context"
	"fmt"

	"ringkeeper/model"
)

func emergencySubject(id int64) string { return fmt.Sprintf("emergency %d", id) }

// EmergencyRow is an emergency with the names that a list shows.
type EmergencyRow struct {
	model.Emergency
	Number       string // of the household, empty for a family that is not on the roster
	Head         string
	Township     string
	Reporter     string
	Acknowledger string
}

// EmergencyFilter chooses emergencies; what is left zero does not restrict. An
// empty Scope does not either: lists for people in a chat must name theirs.
type EmergencyFilter struct {
	Open  bool // only those neither closed nor withdrawn
	Scope model.Scope
	Area  model.Scope
	Since model.Instant // reported since
	Limit int           // 0 means all
}

// Emergencies lists emergencies, newest first.
func (s *Store) Emergencies(ctx context.Context, f EmergencyFilter) (rows []EmergencyRow, err error) {
	var where conditions
	if f.Open {
		where.and("e.closed_at = 0")
	}
	for _, sc := range []model.Scope{f.Scope, f.Area} {
		if !sc.Empty() {
			condition, args := emergenciesOfScope(sc)
			where.and(condition, args...)
		}
	}
	if f.Since != 0 {
		where.and("e.reported_at >= ?", f.Since)
	}
	if f.Limit == 0 {
		f.Limit = -1
	}
	err = s.query(ctx).find("emergencies", &rows, `
		SELECT e.*, COALESCE(h.number, '') AS number, COALESCE(h.head, '') AS head, COALESCE(t.name, '') AS township,
			COALESCE(b.name, '') AS reporter, COALESCE(k.name, '') AS acknowledger
		FROM emergencies e LEFT JOIN households h ON h.id = e.household_id LEFT JOIN areas t ON t.id = e.township_id
		LEFT JOIN cadres b ON b.id = e.reported_by LEFT JOIN cadres k ON k.id = e.acknowledged_by
		WHERE `+where.text()+` ORDER BY e.id DESC LIMIT ?`, append(where.args, f.Limit)...)
	return rows, err
}

// Emergency returns an emergency by its case number.
func (s *Store) Emergency(ctx context.Context, id int64) (model.Emergency, error) {
	return s.emergency(ctx, `id = ?`, id)
}

// EmergencyBySource returns the emergency that was filed from a source.
func (s *Store) EmergencyBySource(ctx context.Context, source string) (model.Emergency, error) {
	return s.emergency(ctx, `source = ? AND source <> ''`, source)
}

// SimilarEmergency returns the newest emergency that the same person reported
// with the same text since an instant and did not withdraw.
func (s *Store) SimilarEmergency(ctx context.Context, reporter int64, text string, since model.Instant) (model.Emergency, error) {
	return s.emergency(ctx, `reported_by = ? AND text = ? AND reported_at >= ? AND status <> 'withdrawn'`, reporter, text, since)
}

func (s *Store) emergency(ctx context.Context, where string, args ...any) (e model.Emergency, err error) {
	err = s.query(ctx).find("emergency", &e, `SELECT * FROM emergencies WHERE `+where+` ORDER BY id DESC LIMIT 1`, args...)
	return e, err
}

// CaseEvents returns the timeline of a case, oldest first.
func (s *Store) CaseEvents(ctx context.Context, id int64) (events []model.CaseEvent, err error) {
	err = s.query(ctx).find("timeline of a case", &events, `SELECT * FROM case_events WHERE emergency_id = ? ORDER BY id`, id)
	return events, err
}

// CaseChain returns along whom a case goes up.
func (s *Store) CaseChain(ctx context.Context, id int64) ([]model.CaseLink, error) {
	return s.query(ctx).chain(id)
}

func (q session) chain(id int64) (chain []model.CaseLink, err error) {
	err = q.find("chain of a case", &chain, `SELECT level, cadre_id, chat_id FROM case_chain WHERE emergency_id = ? ORDER BY cadre_id, chat_id`, id)
	return chain, err
}
