package bot

import (
	"context"

	"ringkeeper/model"
)

// identify turns a case that is at the home into the identification of its family
// as monitored.
func (b *Bot) identify(ctx context.Context, r *request, id int64) error {
	e, err := b.store.Emergency(ctx, id)
	if err != nil {
		return err
	}
	running, err := b.store.ProcedureOfCase(ctx, id)
	if err != nil {
		return err
	}
	if running.ID != 0 {
		return b.showProcedure(ctx, r, running, false)
	}
	p := model.Procedure{
		Source: r.source(0), Kind: model.IdentifyMonitored, EmergencyID: e.ID, HouseholdID: e.HouseholdID,
		Family: e.Family, Village: e.Village, TownshipID: e.TownshipID, Causes: e.Causes, ResponsibleID: e.AcknowledgedBy,
	}
	var h model.Household
	if e.HouseholdID != 0 {
		if h, err = b.store.Household(ctx, e.HouseholdID); err != nil {
			return err
		}
		if h.ResponsibleID != 0 {
			p.ResponsibleID = h.ResponsibleID
		}
	}
	seen, err := b.proceed(ctx, r.cadre, p, r.asked)
	switch {
	case err != nil:
		return err
	case e.ID == 0:
		r.toast("button.over", nil)
		return nil
	case !model.StepChecked.MadeBy(seen.as):
		r.toast("denied", nil)
		return nil
	case e.Status.Over():
		r.toast("emergency.over", nil)
		return nil
	case e.Status.Before(model.OnSite):
		r.toast("procedure.not_at_home", nil)
		return nil
	}
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
	if h.ID == 0 {
		return b.begin(ctx, r, seen)
	}
	facts, err := b.store.Facts(ctx, h.ID)
	if err != nil {
		return err
	}
	if facts.AtRisk() {
		r.tell("procedure.monitored_already", nil)
		return nil
	}
	return b.beginOf(ctx, r, seen, h)
}

// eliminate begins to eliminate the risk of a monitored household. One without
// labour is not relieved of monitoring, whatever its income [S].
func (b *Bot) eliminate(ctx context.Context, r *request, id int64) error {
	h, _, err := b.sight(ctx, r.cadre, r.asked, id)
	if err != nil {
		return err
	}
	if h.ID == 0 {
		r.toast("find.gone", nil)
		return nil
	}
	facts, err := b.store.Facts(ctx, h.ID)
	if err != nil {
		return err
	}
	if !facts.AtRisk() {
		r.toast("procedure.not_at_risk", nil)
		return nil
	}
	if r.withoutLabour(facts) {
		return nil
	}
	p := model.Procedure{
		Source: r.source(0), Kind: model.EliminateRisk, HouseholdID: h.ID, Village: h.Village, TownshipID: h.TownshipID,
		Causes: facts.RiskCauses, ResponsibleID: h.ResponsibleID,
	}
	seen, err := b.proceed(ctx, r.cadre, p, r.asked)
	if err != nil {
		return err
	}
	return b.beginOf(ctx, r, seen, h)
}

// withoutLabour says why a household without labour keeps its risk, and where
// nobody knows, that it must be known first.
func (r *request) withoutLabour(f model.Facts) bool {
	switch f.HasLabour() {
	case model.No:
		r.tell("procedure.no_labour", nil)
	case model.Unknown:
		r.tell("procedure.labour_unknown", nil)
	default:
		return false
	}
	return true
}

// beginOf begins a procedure of a household of the roster, or shows the one that
// runs.
func (b *Bot) beginOf(ctx context.Context, r *request, p proceeding, h model.Household) error {
	running, err := b.store.RunningProcedure(ctx, h.ID)
	if err != nil {
		return err
	}
	if running.ID != 0 {
		return b.showProcedure(ctx, r, running, false)
	}
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "households", ID: h.ID, Version: h.Version})
	return b.begin(ctx, r, p)
}

// begin begins a procedure. The card on which it was pressed shows that it runs.
func (b *Bot) begin(ctx context.Context, r *request, p proceeding) error {
	_, _, kind, _, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.MessageID)
	if err != nil {
		return err
	}
	if kind == kindCard {
		r.turn.Redraws = append(r.turn.Redraws, model.Redraw{ChatID: r.ChatID, MessageID: r.MessageID})
	}
	r.do(model.OpenProcedure{Procedure: p.Procedure})
	r.reply(kindProcedure, subjectOfProcedure(p.Source), procedureShown{Source: p.Source})
	return b.tellOfProcedure(ctx, r, p, procedureNews{Source: p.Source})
}
