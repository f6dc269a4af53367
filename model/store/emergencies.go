package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

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
	Reached      bool // somebody was told of it
}

// Unreached says that a case reached nobody by an instant. One in doubt waits for
// an answer first, and may; of one that somebody took on somebody heard, however.
func (r EmergencyRow) Unreached(at model.Instant) bool {
	return !r.Reached && r.Status == model.Reported && !(r.Unconfirmed && at < r.ReportedAt.Add(model.ConfirmWithin))
}

// EmergencyFilter chooses emergencies; what is left zero does not restrict. An
// empty Scope does not either: lists for people in a chat must name theirs.
type EmergencyFilter struct {
	ID     int64
	Open   bool // only those neither closed nor withdrawn
	Scope  model.Scope
	Area   model.Scope
	Since  model.Instant // reported since
	Before model.Instant // reported before
	Limit  int           // 0 means all
	// Sources are those that the emergencies were filed from.
	Sources []string
}

// Emergencies lists emergencies, newest first.
func (s *Store) Emergencies(ctx context.Context, f EmergencyFilter) (rows []EmergencyRow, err error) {
	return s.query(ctx).emergencyRows(f)
}

// OpenEmergencies lists those that are open at an instant in the order in which
// they want attention: those that reached nobody, then the oldest.
func (s *Store) OpenEmergencies(ctx context.Context, f EmergencyFilter, at model.Instant) ([]EmergencyRow, error) {
	return s.query(ctx).openEmergencies(f, at)
}

func (q session) openEmergencies(f EmergencyFilter, at model.Instant) ([]EmergencyRow, error) {
	f.Open = true
	rows, err := q.emergencyRows(f)
	rank := func(r EmergencyRow) int {
		if r.Unreached(at) {
			return 0
		}
		return 1
	}
	slices.SortFunc(rows, func(a, b EmergencyRow) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.ReportedAt, b.ReportedAt), cmp.Compare(a.ID, b.ID))
	})
	return rows, err
}

func (q session) emergencyRows(f EmergencyFilter) (rows []EmergencyRow, err error) {
	var where conditions
	if f.ID != 0 {
		where.and("e.id = ?", f.ID)
	}
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
	if f.Before != 0 {
		where.and("e.reported_at < ?", f.Before)
	}
	if len(f.Sources) > 0 {
		where.and("e.source IN ? AND e.source <> ''", f.Sources)
	}
	if f.Limit == 0 {
		f.Limit = -1
	}
	err = q.find("emergencies", &rows, `
		SELECT e.*, COALESCE(h.number, '') AS number, COALESCE(h.head, '') AS head, COALESCE(t.name, '') AS township,
			COALESCE(b.name, '') AS reporter, COALESCE(k.name, '') AS acknowledger,
			`+wasHeard+` AS reached
		FROM emergencies e LEFT JOIN households h ON h.id = e.household_id LEFT JOIN areas t ON t.id = e.township_id
		LEFT JOIN cadres b ON b.id = e.reported_by LEFT JOIN cadres k ON k.id = e.acknowledged_by
		WHERE `+where.text()+` ORDER BY e.id DESC LIMIT ?`, append(where.args, f.Limit)...)
	return rows, err
}

// ofAlert is the condition that a row of the outbox (alias o) is an alert of an
// emergency (alias e).
const ofAlert = `o.subject = 'emergency:' || e.source AND o.subject <> '' AND o.kind = 'alert'`

// wasHeard is the condition that somebody was told of an emergency (alias e): by an
// alert, or since it waited too long.
const wasHeard = `EXISTS (SELECT 1 FROM outbox o WHERE o.subject = 'emergency:' || e.source AND o.subject <> '' AND o.kind IN ('alert', 'escalated') AND o.state = 'sent')`

// CaseAlert tells how an alert of a case fared.
type CaseAlert struct {
	EmergencyID int64
	CadreID     int64  // 0 for a group
	Name        string // of the person or the group
	State       model.DeliveryState
	SentAt      model.Instant
	Error       string
}

// AlertsOf returns the alerts of cases, of each in the order in which they went
// out.
func (s *Store) AlertsOf(ctx context.Context, ids ...int64) (map[int64][]CaseAlert, error) {
	var alerts []CaseAlert
	err := s.query(ctx).find("alerts of cases", &alerts, `
		SELECT e.id AS emergency_id, o.cadre_id, COALESCE(c.name, g.title, '') AS name, o.state, o.sent_at, o.error
		FROM emergencies e JOIN outbox o ON `+ofAlert+`
		LEFT JOIN cadres c ON c.id = o.cadre_id LEFT JOIN groups g ON o.cadre_id = 0 AND g.chat_id IN (o.chat_id, o.to_chat)
		WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY o.id`, jsonList(ids))
	of := map[int64][]CaseAlert{}
	for _, a := range alerts {
		of[a.EmergencyID] = append(of[a.EmergencyID], a)
	}
	return of, err
}

// Emergency returns an emergency by its case number.
func (s *Store) Emergency(ctx context.Context, id int64) (model.Emergency, error) {
	return s.emergency(ctx, `id = ?`, id)
}

// EmergencyBySource returns the emergency that was filed from a source.
func (s *Store) EmergencyBySource(ctx context.Context, source string) (model.Emergency, error) {
	return s.emergency(ctx, `source = ? AND source <> ''`, source)
}

// OpenCasesOf lists the open cases of households, the oldest first.
func (s *Store) OpenCasesOf(ctx context.Context, households []int64) (cases []model.Emergency, err error) {
	if len(households) == 0 {
		return nil, nil
	}
	err = s.query(ctx).find("open cases of households", &cases,
		`SELECT * FROM emergencies WHERE closed_at = 0 AND household_id IN (SELECT value FROM json_each(?)) ORDER BY id`, jsonList(households))
	return cases, err
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

// CaseEvents returns the timelines of cases, one after the other, each oldest
// first.
func (s *Store) CaseEvents(ctx context.Context, ids ...int64) (events []model.CaseEvent, err error) {
	err = s.query(ctx).find("timelines of cases", &events,
		`SELECT * FROM case_events WHERE emergency_id IN (SELECT value FROM json_each(?)) ORDER BY emergency_id, id`, jsonList(ids))
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
