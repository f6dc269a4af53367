package store

import (
	"fmt"
	"slices"

	"ringkeeper/model"
)

func (c *change) fileEmergency(f model.FileEmergency) error {
	e := f.Emergency
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
	open, err := c.caseThatTakes(e, c.turn.At)
	if err != nil {
		return err
	}
	if open.ID != 0 {
		return fmt.Errorf("emergency %d was reported first: %w", open.ID, model.ErrConflict)
	}
	if e.HouseholdID != 0 && e.TownshipID == 0 {
		var h model.Household
		if err := c.find("household", &h, `SELECT * FROM households WHERE id = ?`, e.HouseholdID); err != nil {
			return err
		}
		e.TownshipID, e.Village = h.TownshipID, h.Village
	}
	c.store.limits.Wind(&e, f.Chain)
	err = c.find("emergency", &e.ID, `INSERT INTO emergencies (source, household_id, family, village, township_id, status, causes, text,
			unconfirmed, reported_by, reported_in, reported_at, escalated_step, escalate_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		e.Source, orNull(e.HouseholdID), e.Family, e.Village, orNull(e.TownshipID), e.Status, jsonList(e.Causes), e.Text,
		e.Unconfirmed, e.ReportedBy, e.ReportedIn, e.ReportedAt, e.Step, e.EscalateAt)
	if err != nil {
		return err
	}
	c.madeCase(e)
	if err := c.keepChain(e.ID, f.Chain); err != nil {
		return err
	}
	if err := c.event(model.CaseEvent{EmergencyID: e.ID, Kind: model.CaseFiled, ByID: e.ReportedBy, Text: e.Text}); err != nil {
		return err
	}
	return c.audit(AuditEmergencyFiled, emergencySubject(e.ID), details(model.Args{"source": e.Source}))
}

func (c *change) keepChain(id int64, chain []model.CaseLink) error {
	for _, l := range chain {
		if err := c.exec("chain of a case", `INSERT OR IGNORE INTO case_chain (emergency_id, level, cadre_id, chat_id) VALUES (?, ?, ?, ?)`,
			id, l.Level, l.CadreID, l.ChatID); err != nil {
			return err
		}
	}
	return nil
}

// event writes a line of a case's timeline.
func (c *change) event(v model.CaseEvent) error {
	if v.ByID == 0 {
		v.ByID = c.turn.Actor
	}
	return c.exec("line of a case", `INSERT INTO case_events (emergency_id, at, by_id, kind, text, detail) VALUES (?, ?, ?, ?, ?, ?)`,
		v.EmergencyID, c.turn.At, v.ByID, v.Kind, v.Text, jsonObject(v.Detail))
}

// openCase returns an emergency that is about to be changed. It answers ErrUnknown
// where there is none of that number.
func (c *change) openCase(id int64) (e model.Emergency, err error) {
	if err := c.find("emergency", &e, `SELECT * FROM emergencies WHERE id = ?`, id); err != nil {
		return e, err
	}
	if e.ID == 0 {
		return e, fmt.Errorf("emergency %d: %w", id, ErrUnknown)
	}
	return e, nil
}

// keepCase writes what changes in an emergency, and winds its clock.
func (c *change) keepCase(e model.Emergency) error {
	chain, err := c.chain(e.ID)
	if err != nil {
		return err
	}
	if err := c.followCase(e); err != nil {
		return err
	}
	c.store.limits.Wind(&e, chain)
	return c.exec("emergency", `UPDATE emergencies SET household_id = ?, family = ?, village = ?, township_id = ?, status = ?, causes = ?, unconfirmed = ?,
			acknowledged_by = ?, acknowledged_at = ?, on_the_way_at = ?, on_site_at = ?, on_site_by = ?, solved_at = ?, identifying_at = ?, closed_at = ?,
			reason = ?, escalated_step = ?, escalated = ?, escalate_at = ?, version = version + 1 WHERE id = ?`,
		orNull(e.HouseholdID), e.Family, e.Village, orNull(e.TownshipID), e.Status, jsonList(e.Causes), e.Unconfirmed,
		e.AcknowledgedBy, e.AcknowledgedAt, e.OnTheWayAt, e.OnSiteAt, e.OnSiteBy, e.SolvedAt, e.IdentifyingAt, e.ClosedAt,
		e.Reason, e.Step, e.Escalated, e.EscalateAt, e.ID)
}

// advanceEmergency moves an emergency forward. A step back, or one that was
// already made, changes nothing: two who press the same button are told apart
// by the versions that their Turns read.
func (c *change) advanceEmergency(a model.AdvanceEmergency) error {
	e, err := c.openCase(a.ID)
	if err != nil {
		return err
	}
	if !e.Status.Before(a.Status) || e.Status.Over() {
		return nil
	}
	before := e.Status
	e.Status = a.Status
	if !a.Status.Over() && e.AcknowledgedAt == 0 {
		e.AcknowledgedBy, e.AcknowledgedAt = c.turn.Actor, c.turn.At
	}
	switch a.Status {
	case model.OnTheWay:
		e.OnTheWayAt = c.turn.At
	case model.OnSite:
		e.OnSiteAt, e.OnSiteBy = c.turn.At, c.turn.Actor
	case model.Solved:
		e.SolvedAt = c.turn.At
	case model.Identifying:
		e.IdentifyingAt = c.turn.At
	case model.Closed, model.Withdrawn:
		e.ClosedAt = c.turn.At
	}
	if a.Reason != "" {
		e.Reason = a.Reason
	}
	if err := c.keepCase(e); err != nil {
		return err
	}
	if err := c.event(model.CaseEvent{EmergencyID: e.ID, Kind: model.CaseAdvanced, Text: a.Reason, Detail: model.CaseDetail{Status: a.Status}}); err != nil {
		return err
	}
	return c.audit(AuditEmergencyAdvanced, emergencySubject(e.ID), details(model.Args{"was_status": before, "status": e.Status}))
}

func (c *change) takeOverEmergency(t model.TakeOverEmergency) error {
	e, err := c.openCase(t.ID)
	if err != nil || e.Status.Over() || e.AcknowledgedBy == c.turn.Actor {
		return err
	}
	e.AcknowledgedBy = c.turn.Actor
	if err := c.keepCase(e); err != nil {
		return err
	}
	if err := c.event(model.CaseEvent{EmergencyID: e.ID, Kind: model.CaseTakenOver}); err != nil {
		return err
	}
	return c.audit(AuditEmergencyTakenOver, emergencySubject(e.ID), "")
}

func (c *change) reopenEmergency(r model.ReopenEmergency) error {
	e, err := c.openCase(r.ID)
	if err != nil || e.Status != model.Solved {
		return err
	}
	e.Status, e.SolvedAt = model.OnSite, 0
	if err := c.keepCase(e); err != nil {
		return err
	}
	if err := c.event(model.CaseEvent{EmergencyID: e.ID, Kind: model.CaseReopened, Text: r.Reason, Detail: model.CaseDetail{Status: e.Status}}); err != nil {
		return err
	}
	return c.audit(AuditEmergencyAdvanced, emergencySubject(e.ID), details(model.Args{"was_status": model.Solved, "status": e.Status}))
}

// explainWithdrawal keeps why an emergency was withdrawn.
func (c *change) explainWithdrawal(x model.ExplainWithdrawal) error {
	e, err := c.openCase(x.ID)
	if err != nil || e.Status != model.Withdrawn {
		return err
	}
	e.Reason = x.Reason
	if err := c.keepCase(e); err != nil {
		return err
	}
	return c.event(model.CaseEvent{EmergencyID: e.ID, Kind: model.CaseExplained, Text: x.Reason})
}

// joinReport keeps another report about the family of an open emergency.
func (c *change) joinReport(j model.JoinReport) error {
	e, err := c.openCase(j.ID)
	if err != nil {
		return err
	}
	for _, cause := range j.Causes {
		if !slices.Contains(e.Causes, cause) {
			e.Causes = append(e.Causes, cause)
		}
	}
	if err := c.keepCase(e); err != nil {
		return err
	}
	c.madeCase(e)
	if err := c.event(model.CaseEvent{EmergencyID: e.ID, Kind: model.CaseJoined, Text: j.Text, Detail: model.CaseDetail{Source: j.Source, Causes: j.Causes}}); err != nil {
		return err
	}
	return c.audit(AuditEmergencyJoined, emergencySubject(e.ID), "")
}

// unjoinReport keeps that a joined report was none. Its words stay in the timeline.
func (c *change) unjoinReport(u model.UnjoinReport) error {
	var v model.CaseEvent
	if err := c.find("line of a case", &v, `SELECT * FROM case_events WHERE id = ? AND kind = 'joined'`, u.EventID); err != nil || v.ID == 0 || v.Detail.Withdrawn {
		return err
	}
	v.Detail.Withdrawn = true
	if err := c.exec("line of a case", `UPDATE case_events SET detail = ? WHERE id = ?`, jsonObject(v.Detail), v.ID); err != nil {
		return err
	}
	return c.caseTouched(v.EmergencyID, model.CaseEvent{Kind: model.CaseUnjoined})
}

func (c *change) noteEmergency(n model.NoteEmergency) error {
	return c.caseTouched(n.ID, model.CaseEvent{Kind: model.CaseNoted, Text: n.Text})
}

// caseTouched writes a line about an emergency that changes nothing else in it.
func (c *change) caseTouched(id int64, v model.CaseEvent) error {
	if err := c.exec("emergency", `UPDATE emergencies SET version = version + 1 WHERE id = ?`, id); err != nil {
		return err
	}
	v.EmergencyID = id
	return c.event(v)
}

func (c *change) nameCauses(n model.NameCauses) error {
	e, err := c.openCase(n.ID)
	if err != nil {
		return err
	}
	var more []model.Cause
	for _, cause := range n.Causes {
		if !slices.Contains(e.Causes, cause) {
			more = append(more, cause)
		}
	}
	if len(more) == 0 {
		return nil
	}
	e.Causes = append(e.Causes, more...)
	if err := c.keepCase(e); err != nil {
		return err
	}
	return c.event(model.CaseEvent{EmergencyID: e.ID, Kind: model.CaseCauses, Detail: model.CaseDetail{Causes: more}})
}

// placeEmergency gives an emergency its household, or another one, or a family that
// is not on the roster. Who answers for it then is first in the chain.
func (c *change) placeEmergency(a model.PlaceEmergency) error {
	e, err := c.openCase(a.ID)
	if err != nil || e.HouseholdID == a.HouseholdID && a.HouseholdID != 0 {
		return err
	}
	before, err := c.chain(e.ID)
	if err != nil {
		return err
	}
	var h model.Household
	e.HouseholdID, e.Family, e.Village, e.TownshipID = 0, a.Family, a.Village, a.TownshipID
	if a.HouseholdID != 0 {
		if err := c.find("household", &h, `SELECT * FROM households WHERE id = ?`, a.HouseholdID); err != nil {
			return err
		}
		if h.ID == 0 {
			return fmt.Errorf("household %d: %w", a.HouseholdID, ErrUnknown)
		}
		e.HouseholdID, e.Family, e.Village, e.TownshipID = h.ID, "", h.Village, h.TownshipID
	}
	if err := c.exec("chain of a case", `DELETE FROM case_chain WHERE emergency_id = ? AND level IN (?, ?)`, e.ID, model.LevelCadre, model.LevelLeader); err != nil {
		return err
	}
	if err := c.keepChain(e.ID, a.Chain); err != nil {
		return err
	}
	after, err := c.chain(e.ID)
	if err != nil {
		return err
	}
	e.Escalated = heardOf(e, before, after)
	if err := c.keepCase(e); err != nil {
		return err
	}
	if err := c.event(model.CaseEvent{EmergencyID: e.ID, Kind: model.CasePlaced, Detail: model.CaseDetail{HouseholdID: h.ID}}); err != nil {
		return err
	}
	return c.audit(AuditEmergencyPlaced, emergencySubject(a.ID), details(model.Args{"household": h.Number}))
}

// heardOf counts the levels of a chain that have heard of the present step, where
// those of another had: a level that is new below them is not told any more, since
// the alert tells it.
func heardOf(e model.Emergency, before, after []model.CaseLink) (n int) {
	if e.Escalated == 0 {
		return 0
	}
	last := e.Step.Levels(before)[e.Escalated-1]
	for _, l := range e.Step.Levels(after) {
		if slices.Index(model.CaseLevels, l) <= slices.Index(model.CaseLevels, last) {
			n++
		}
	}
	return n
}

// confirmEmergency drops the doubt about an emergency, and has its alerts, which
// waited for the answer, sent at once. Its hooks wait from now on.
func (c *change) confirmEmergency(a model.ConfirmEmergency) error {
	e, err := c.openCase(a.ID)
	if err != nil || !e.Unconfirmed {
		return err
	}
	e.Unconfirmed = false
	if err := c.keepCase(e); err != nil {
		return err
	}
	// What was to follow the alerts by some time follows them by that time now.
	if opens := e.ReportedAt.Add(model.ConfirmWithin); opens > c.turn.At {
		err := c.exec("alerts that waited", `UPDATE outbox SET not_before = not_before - ? WHERE subject = ? AND not_before >= ? AND state = 'pending' AND attempts = 0`,
			opens-c.turn.At, a.Subject, opens)
		if err != nil {
			return err
		}
	}
	if err := c.hastenHooks(a.ID); err != nil {
		return err
	}
	if err := c.event(model.CaseEvent{EmergencyID: e.ID, Kind: model.CaseConfirmed}); err != nil {
		return err
	}
	return c.audit(AuditEmergencyConfirmed, emergencySubject(a.ID), "")
}

// escalateEmergency keeps up to which level the case has gone up.
func (c *change) escalateEmergency(s model.EscalateEmergency) error {
	e, err := c.openCase(s.ID)
	if err != nil {
		return err
	}
	chain, err := c.chain(e.ID)
	if err != nil {
		return err
	}
	for i, l := range e.Step.Levels(chain) {
		if i < e.Escalated || i >= s.Levels {
			continue
		}
		if err := c.event(model.CaseEvent{EmergencyID: e.ID, Kind: model.CaseEscalated, Detail: model.CaseDetail{Step: e.Step, Level: l}}); err != nil {
			return err
		}
	}
	e.Escalated = max(e.Escalated, s.Levels)
	return c.keepCase(e)
}
