package store

import (
	"fmt"
	"slices"

	"ringkeeper/model"
)

// enterHousehold makes the last step of a procedure. A family that was on no
// roster is on it from today on, with a ring as the policy judges it; any other
// gets another version of its facts.
func (c *change) enterHousehold(e model.EnterHousehold) error {
	p, err := c.running(e.ProcedureID)
	if err != nil || p.Next() != model.StepEntered || p.Missing() != "" {
		return err
	}
	if err := c.makeStep(p, model.StepEntered); err != nil {
		return err
	}
	if p.HouseholdID == 0 {
		err = c.enterNew(&p, e.Why)
	} else {
		err = c.enterKnown(p, e.Why)
	}
	if err != nil {
		return err
	}
	if err := c.endProcedure(p, model.ProcedureEntered, "", e.Why); err != nil {
		return err
	}
	subject, err := c.touch(p.HouseholdID)
	if err != nil {
		return err
	}
	action := AuditHouseholdMonitored
	if p.Kind == model.EliminateRisk {
		action = AuditRiskEliminated
	}
	return c.audit(action, subject, details(model.Args{"procedure": p.ID, "monitored": p.Subtype, "cadre": p.ResponsibleID}))
}

// applyOne hands the Turn's changes of one household to what applies rosters.
func (c *change) applyOne(r RosterHousehold) (*application, error) {
	a, err := c.store.application(c.session, []RosterHousehold{r}, c.turn.At, c.turn.Today, "")
	if err == nil {
		err = a.household(r)
	}
	if err == nil {
		err = a.insert()
	}
	return a, err
}

// enterNew puts a family on the roster, and its case where it belongs. It answers
// model.ErrConflict where another household has the number by now.
func (c *change) enterNew(p *model.Procedure, why string) error {
	var taken int64
	if err := c.find("household", &taken, `SELECT id FROM households WHERE number = ?`, p.Number); err != nil {
		return err
	}
	if taken != 0 {
		return fmt.Errorf("number of procedure %d is taken by household %d: %w", p.ID, taken, model.ErrConflict)
	}
	var township Area
	if err := c.find("township", &township, `SELECT * FROM areas WHERE id = ?`, p.TownshipID); err != nil {
		return err
	}
	f := model.Facts{
		Head: p.Family, Township: township.Name, Village: p.Village, Category: model.CategoryOf(p.Subtype), Monitored: p.Subtype, RiskCauses: p.Causes,
	}
	judged := c.store.policy.Judge(f, c.turn.Today.Year())
	a, err := c.applyOne(RosterHousehold{
		Number: p.Number, Facts: f, ResponsibleID: p.ResponsibleID, Ring: judged.Ring, Pace: judged.Pace, Suggested: judged.Ring, Flags: judged.Flags,
	})
	if err != nil {
		return err
	}
	p.HouseholdID = a.lastID
	for _, row := range []struct {
		noun, statement string
		args            []any
	}{
		{"ring spell", `UPDATE ring_spells SET why = ?, by_id = ? WHERE household_id = ?`, []any{why, c.turn.Actor, p.HouseholdID}},
		{"assignment", `UPDATE assignments SET by_id = ? WHERE household_id = ?`, []any{c.turn.Actor, p.HouseholdID}},
		{"procedure", `UPDATE procedures SET household_id = ?, family = '' WHERE id = ?`, []any{p.HouseholdID, p.ID}},
	} {
		if err := c.exec(row.noun, row.statement, row.args...); err != nil {
			return err
		}
	}
	if p.EmergencyID == 0 {
		return nil
	}
	return c.placeEmergency(model.PlaceEmergency{ID: p.EmergencyID, HouseholdID: p.HouseholdID})
}

// enterKnown gives a household of the roster its new facts. Its ring is changed
// where it had none, or where the county's approval makes it stricter; else the
// ring that the rule gives is only suggested [D].
func (c *change) enterKnown(p model.Procedure, why string) error {
	var h model.Household
	if err := c.find("household", &h, `SELECT * FROM households WHERE id = ?`, p.HouseholdID); err != nil {
		return err
	}
	f, err := c.wholeFacts(h.ID)
	if err != nil {
		return err
	}
	if p.Kind == model.EliminateRisk {
		f.RiskEliminated = true
	} else {
		f.Monitored, f.RiskEliminated, f.RiskCauses = p.Subtype, false, p.Causes
	}
	judged := c.store.policy.Judge(f, c.turn.Today.Year())
	flags := slices.Clone(judged.Flags)
	if f.SheetRing != model.NoRing && f.SheetRing != judged.Ring {
		flags = append(flags, model.FlagSheetRing)
	}
	if _, err := c.applyOne(RosterHousehold{Number: h.Number, Facts: f, Suggested: judged.Ring, Flags: flags}); err != nil {
		return err
	}
	if p.Kind == model.EliminateRisk {
		return nil
	}
	undecided := h.Ring == model.Undecided && (judged.Ring != h.Ring || judged.Pace != h.Pace)
	if undecided || judged.Ring.Rank() < h.Ring.Rank() {
		if err := c.changeRing(model.ChangeRing{HouseholdID: h.ID, Ring: judged.Ring, Pace: judged.Pace, Why: why}); err != nil {
			return err
		}
	}
	if p.ResponsibleID == h.ResponsibleID {
		return nil
	}
	return c.assignCadre(model.AssignCadre{HouseholdID: h.ID, CadreID: p.ResponsibleID})
}
