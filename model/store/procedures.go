package store

import (
	"context"
	"fmt"
	"slices"

	"ringkeeper/model"
)

// openProcedure begins a procedure. The rows that it is about get a new version,
// so that of two who begin it at once one is told.
func (c *change) openProcedure(p model.Procedure) error {
	if p.OpenedOn == 0 {
		p.OpenedOn = c.turn.Today
	}
	err := c.find("procedure", &p.ID, `INSERT INTO procedures (source, kind, emergency_id, household_id, family, village, township_id, causes,
			responsible_id, opened_by, opened_on, opened_at, status)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source) DO NOTHING RETURNING id`,
		p.Source, p.Kind, orNull(p.EmergencyID), orNull(p.HouseholdID), p.Family, p.Village, orNull(p.TownshipID), jsonList(p.Causes),
		orNull(p.ResponsibleID), c.turn.Actor, p.OpenedOn, c.turn.At, model.ProcedureRunning)
	if err != nil || p.ID == 0 {
		return err
	}
	if p.HouseholdID != 0 {
		if _, err := c.touch(p.HouseholdID); err != nil {
			return err
		}
	}
	if p.EmergencyID != 0 {
		if err := c.advanceEmergency(model.AdvanceEmergency{ID: p.EmergencyID, Status: model.Identifying}); err != nil {
			return err
		}
	}
	return c.audit(AuditProcedureOpened, procedureSubject(p.ID), details(model.Args{"procedure_kind": p.Kind, "emergency": p.EmergencyID}))
}

// running returns a procedure that has not ended; its ID is 0 where it has.
func (c *change) running(id int64) (model.Procedure, error) {
	p, err := c.procedure(`id = ?`, id)
	if err == nil && p.ID == 0 {
		err = fmt.Errorf("procedure %d: %w", id, ErrUnknown)
	}
	if p.Status != model.ProcedureRunning {
		p = model.Procedure{}
	}
	return p, err
}

// advanceProcedure makes a step, where it is the next.
func (c *change) advanceProcedure(e model.AdvanceProcedure) error {
	p, err := c.running(e.ID)
	if err != nil || p.Next() != e.Step {
		return err
	}
	return c.makeStep(p, e.Step)
}

func (c *change) makeStep(p model.Procedure, s model.ProcedureStep) error {
	err := c.exec("step of a procedure", `INSERT INTO procedure_steps (procedure_id, step, on_day, by_id, made_at) VALUES (?, ?, ?, ?, ?)`,
		p.ID, s, c.turn.Today, c.turn.Actor, c.turn.At)
	if err == nil {
		err = c.exec("procedure", `UPDATE procedures SET version = version + 1 WHERE id = ?`, p.ID)
	}
	if err != nil {
		return err
	}
	return c.audit(AuditProcedureAdvanced, procedureSubject(p.ID), details(model.Args{"step": s, "on": c.turn.Today}))
}

// redateProcedure corrects the day of the newest step. The day that was stays in
// the audit log.
func (c *change) redateProcedure(e model.RedateProcedure) error {
	p, err := c.running(e.ID)
	if err != nil || len(p.Made) == 0 {
		return err
	}
	last := p.Made[len(p.Made)-1]
	err = c.exec("step of a procedure", `UPDATE procedure_steps SET on_day = ? WHERE procedure_id = ? AND step = ?`, e.On, p.ID, last.Step)
	if err == nil {
		err = c.exec("procedure", `UPDATE procedures SET version = version + 1 WHERE id = ?`, p.ID)
	}
	if err != nil {
		return err
	}
	return c.audit(AuditProcedureRedated, procedureSubject(p.ID), details(model.Args{"step": last.Step, "was_on": last.OnDay, "on": e.On}))
}

// fillProcedure keeps what was said for the roster. A number names whom it
// belongs to and so stands in no line of the audit log.
func (c *change) fillProcedure(e model.FillProcedure) error {
	p, err := c.running(e.ID)
	if err != nil || p.ID == 0 {
		return err
	}
	causes := p.Causes
	if e.Cause != "" {
		causes = []model.Cause{e.Cause}
	}
	err = c.exec("procedure", `UPDATE procedures SET subtype = COALESCE(NULLIF(?, ''), subtype), causes = ?, family = COALESCE(NULLIF(?, ''), family),
			village = COALESCE(NULLIF(?, ''), village), township_id = COALESCE(?, township_id), number = COALESCE(NULLIF(?, ''), number),
			responsible_id = COALESCE(?, responsible_id), version = version + 1 WHERE id = ?`,
		e.Subtype, jsonList(causes), e.Family, e.Village, orNull(e.TownshipID), e.Number, orNull(e.ResponsibleID), p.ID)
	if err != nil {
		return err
	}
	return c.audit(AuditProcedureFilled, procedureSubject(p.ID), details(model.Args{"monitored": e.Subtype, "cause": e.Cause, "cadre": e.ResponsibleID}))
}

// followCase gives the procedure of a case, where it runs, the household and the
// causes of the case, and ends it with the case.
func (c *change) followCase(e model.Emergency) error {
	p, err := c.procedure(`emergency_id = ? AND status = 'running'`, e.ID)
	moved, more := e.HouseholdID != 0 && e.HouseholdID != p.HouseholdID, len(e.Causes) > 0 && !slices.Equal(e.Causes, p.Causes)
	switch {
	case err != nil || p.ID == 0:
		return err
	case e.Status.Over():
		err = c.markEnded(p, model.ProcedureRefused, model.CaseEnded)
	case moved:
		err = c.exec("procedure", `UPDATE procedures SET household_id = ?, village = ?, township_id = ?, family = '',
				responsible_id = COALESCE((SELECT responsible_id FROM households WHERE id = ?), responsible_id), version = version + 1 WHERE id = ?`,
			e.HouseholdID, e.Village, orNull(e.TownshipID), e.HouseholdID, p.ID)
	}
	if err == nil && more && !e.Status.Over() {
		err = c.exec("procedure", `UPDATE procedures SET causes = ?, version = version + 1 WHERE id = ?`, jsonList(e.Causes), p.ID)
	}
	if err != nil || !moved && !more && !e.Status.Over() {
		return err
	}
	return c.refresh("procedure:" + p.Source)
}

// refuseProcedure ends a procedure, and the case that it came from.
func (c *change) refuseProcedure(e model.RefuseProcedure) error {
	p, err := c.running(e.ID)
	if err != nil || p.ID == 0 {
		return err
	}
	if e.Why == "" {
		return fmt.Errorf("procedure %d: refused without a reason", e.ID)
	}
	return c.endProcedure(p, model.ProcedureRefused, e.Why, e.Words)
}

// endProcedure ends a procedure; what ends it ends its case.
func (c *change) endProcedure(p model.Procedure, s model.ProcedureStatus, why model.RefusalReason, words string) error {
	err := c.markEnded(p, s, why)
	if err == nil && p.EmergencyID != 0 {
		err = c.advanceEmergency(model.AdvanceEmergency{ID: p.EmergencyID, Status: model.Closed, Reason: words})
	}
	return err
}

func (c *change) markEnded(p model.Procedure, s model.ProcedureStatus, why model.RefusalReason) error {
	err := c.exec("procedure", `UPDATE procedures SET status = ?, refusal = ?, ended_by = ?, ended_at = ?, version = version + 1 WHERE id = ?`,
		s, why, c.turn.Actor, c.turn.At, p.ID)
	if err != nil || s != model.ProcedureRefused {
		return err
	}
	known := why
	if !why.Known() {
		known = "" // somebody's own words, which may name the family
	}
	return c.audit(AuditProcedureRefused, procedureSubject(p.ID), details(model.Args{"refusal": known}))
}

func procedureSubject(id int64) string { return fmt.Sprintf("procedure %d", id) }

// Procedure returns a procedure by its number.
func (s *Store) Procedure(ctx context.Context, id int64) (model.Procedure, error) {
	return s.procedure(ctx, `id = ?`, id)
}

// ProcedureBySource returns the procedure that came from a press.
func (s *Store) ProcedureBySource(ctx context.Context, source string) (model.Procedure, error) {
	return s.procedure(ctx, `source = ?`, source)
}

// ProcedureOfCase returns the procedure into which a case was turned.
func (s *Store) ProcedureOfCase(ctx context.Context, emergency int64) (model.Procedure, error) {
	return s.procedure(ctx, `emergency_id = ?`, emergency)
}

// RunningProcedure returns the procedure of a household that has not ended.
func (s *Store) RunningProcedure(ctx context.Context, household int64) (model.Procedure, error) {
	return s.procedure(ctx, `household_id = ? AND status = 'running'`, household)
}

func (s *Store) procedure(ctx context.Context, where string, args ...any) (p model.Procedure, err error) {
	err = s.snapshot(ctx, func(q session) error {
		p, err = q.procedure(where, args...)
		return err
	})
	return p, err
}

func (q session) procedure(where string, args ...any) (p model.Procedure, err error) {
	err = q.find("procedure", &p, `SELECT * FROM procedures WHERE `+where+` ORDER BY id DESC LIMIT 1`, args...)
	if err != nil || p.ID == 0 {
		return p, err
	}
	p.Made, err = q.madeSteps(p.ID)
	return p, err
}

// madeSteps are the steps of a procedure that were made, in their order.
func (q session) madeSteps(procedure int64) (made []model.MadeStep, err error) {
	err = q.find("steps of a procedure", &made, `SELECT step, on_day, by_id, made_at FROM procedure_steps WHERE procedure_id = ?
		ORDER BY INSTR('checked posted township county entered', step)`, procedure)
	return made, err
}

// CountProcedures counts the procedures that run, and of them those that were
// opened before a day.
func (s *Store) CountProcedures(ctx context.Context, before model.Day) (running, late int, err error) {
	var n struct{ Running, Late int }
	err = s.query(ctx).find("running procedures", &n,
		`SELECT COUNT(*) AS running, COALESCE(SUM(opened_on < ?), 0) AS late FROM procedures WHERE status = 'running'`, before)
	return n.Running, n.Late, err
}
