package store

import (
	"context"
	"fmt"

	"ringkeeper/model"
)

func (c *change) fileEmergency(e model.Emergency) error {
	if e.Source != "" {
		var filed int64
		if err := c.find("emergency", &filed, `SELECT id FROM emergencies WHERE source = ? AND source <> ''`, e.Source); err != nil || filed != 0 {
			return err
		}
	}
	if e.Status == "" {
		e.Status = model.Reported
	}
	if e.ReportedAt == 0 {
		e.ReportedAt = c.turn.At
	}
	if e.ReportedBy == 0 {
		e.ReportedBy = c.turn.Actor
	}
	if e.HouseholdID != 0 && e.TownshipID == 0 {
		var h model.Household
		if err := c.find("household", &h, `SELECT * FROM households WHERE id = ?`, e.HouseholdID); err != nil {
			return err
		}
		e.TownshipID, e.Village = h.TownshipID, h.Village
	}
	err := c.find("emergency", &e.ID, `INSERT INTO emergencies (source, household_id, family, village, township_id, status, causes, text,
			unconfirmed, reported_by, reported_in, reported_at, acknowledged_by, acknowledged_at, on_site_at, closed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		e.Source, orNull(e.HouseholdID), e.Family, e.Village, orNull(e.TownshipID), e.Status, jsonList(e.Causes), e.Text,
		e.Unconfirmed, e.ReportedBy, e.ReportedIn, e.ReportedAt, e.AcknowledgedBy, e.AcknowledgedAt, e.OnSiteAt, e.ClosedAt)
	if err != nil {
		return err
	}
	c.madeCase(e)
	return c.audit(AuditEmergencyFiled, emergencySubject(e.ID), details(model.Args{"source": e.Source}))
}

// advanceEmergency moves an emergency forward. A step back, or one that was
// already made, changes nothing: two who press the same button are told apart
// by the versions that their Turns read.
func (c *change) advanceEmergency(a model.AdvanceEmergency) error {
	var e model.Emergency
	if err := c.find("emergency", &e, `SELECT * FROM emergencies WHERE id = ?`, a.ID); err != nil {
		return err
	}
	if e.ID == 0 {
		return fmt.Errorf("emergency %d: %w", a.ID, ErrUnknown)
	}
	if stage(a.Status) <= stage(e.Status) || e.Status == model.Closed {
		return nil
	}
	before := e.Status
	e.Status = a.Status
	acknowledged := a.Status == model.Acknowledged || a.Status == model.OnSite
	if acknowledged && e.AcknowledgedAt == 0 {
		e.AcknowledgedBy, e.AcknowledgedAt = c.turn.Actor, c.turn.At
	}
	switch a.Status {
	case model.OnSite:
		e.OnSiteAt = c.turn.At
	case model.Closed, model.Withdrawn:
		e.ClosedAt = c.turn.At
	}
	err := c.exec("emergency", `UPDATE emergencies SET status = ?, acknowledged_by = ?, acknowledged_at = ?, on_site_at = ?, closed_at = ?,
			version = version + 1 WHERE id = ?`,
		e.Status, e.AcknowledgedBy, e.AcknowledgedAt, e.OnSiteAt, e.ClosedAt, e.ID)
	if err != nil {
		return err
	}
	return c.audit(AuditEmergencyAdvanced, emergencySubject(e.ID), details(model.Args{"was_status": before, "status": e.Status}))
}

// placeEmergency gives an emergency its household. One that has a household keeps
// it.
func (c *change) placeEmergency(a model.PlaceEmergency) error {
	var h model.Household
	if err := c.find("household", &h, `SELECT * FROM households WHERE id = ?`, a.HouseholdID); err != nil {
		return err
	}
	if h.ID == 0 {
		return fmt.Errorf("household %d: %w", a.HouseholdID, ErrUnknown)
	}
	err := c.exec("emergency", `UPDATE emergencies SET household_id = ?, village = ?, township_id = ?, family = '', version = version + 1
			WHERE id = ? AND COALESCE(household_id, 0) = 0`, h.ID, h.Village, h.TownshipID, a.ID)
	if err != nil {
		return err
	}
	if err := c.placeProcedure(a.ID, h); err != nil {
		return err
	}
	return c.audit(AuditEmergencyPlaced, emergencySubject(a.ID), details(model.Args{"household": h.Number}))
}

// confirmEmergency drops the doubt about an emergency, and has its alerts, which
// waited for the answer, sent at once.
func (c *change) confirmEmergency(a model.ConfirmEmergency) error {
	var e model.Emergency
	if err := c.find("emergency", &e, `SELECT * FROM emergencies WHERE id = ?`, a.ID); err != nil {
		return err
	}
	if e.ID == 0 {
		return fmt.Errorf("emergency %d: %w", a.ID, ErrUnknown)
	}
	if !e.Unconfirmed {
		return nil
	}
	if err := c.exec("emergency", `UPDATE emergencies SET unconfirmed = 0, version = version + 1 WHERE id = ?`, a.ID); err != nil {
		return err
	}
	err := c.exec("alerts that waited", `UPDATE outbox SET not_before = 0 WHERE subject = ? AND state = 'pending' AND attempts = 0`, a.Subject)
	if err != nil {
		return err
	}
	return c.audit(AuditEmergencyConfirmed, emergencySubject(a.ID), "")
}

// stage orders the states; an unknown one lies before all.
func stage(s model.EmergencyStatus) int {
	for i, x := range []model.EmergencyStatus{model.Reported, model.Acknowledged, model.OnSite, model.Closed, model.Withdrawn} {
		if s == x {
			return i
		}
	}
	return -1
}

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
		where.and("e.status IN ('reported', 'acknowledged', 'on_site')")
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
