package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// step makes the next step of a procedure today.
func (b *Bot) step(ctx context.Context, r *request, p proceeding, step model.ProcedureStep) error {
	if from := p.Earliest(step, b.config.Emergencies); r.today < from {
		r.toast("procedure.not_yet", model.Args{"n": b.config.Emergencies.PostDays, "from": from, "step": stepOf(r.say, p.Kind, step)})
		return nil
	}
	if step == model.StepEntered {
		return b.enter(ctx, r, p)
	}
	r.onProcedure(p)
	r.do(model.AdvanceProcedure{ID: p.ID, Step: step})
	r.toast("procedure.done", model.Args{"step": stepOf(r.say, p.Kind, step)})
	return b.tellOfProcedure(ctx, r, p, procedureNews{Source: p.Source, Step: step})
}

// enter ends a procedure with the household on the roster, once all is known that
// the roster needs.
func (b *Bot) enter(ctx context.Context, r *request, p proceeding) error {
	if p.Missing() != "" {
		r.toast("procedure.missing", nil)
		return nil
	}
	if p.Kind == model.EliminateRisk {
		facts, err := b.store.Facts(ctx, p.HouseholdID)
		if err != nil || r.withoutLabour(facts) {
			return err
		}
	}
	if p.HouseholdID == 0 {
		if free, err := b.numberFree(ctx, r, p.Number); err != nil || !free {
			return err
		}
	}
	r.onProcedure(p)
	r.do(model.EnterHousehold{ProcedureID: p.ID, Why: text.Plain(r.say.Say("procedure.ring_why", model.Args{"id": p.ID}))})
	r.toast("procedure.done", model.Args{"step": stepOf(r.say, p.Kind, model.StepEntered)})
	return b.tellOfProcedure(ctx, r, p, procedureNews{Source: p.Source, Step: model.StepEntered})
}

// refuseProcedure ends a procedure with a reason.
func (b *Bot) refuseProcedure(ctx context.Context, r *request, p proceeding, why model.RefusalReason) error {
	r.onProcedure(p)
	r.do(model.RefuseProcedure{ID: p.ID, Why: why, Words: text.Plain(r.say.Word(why).(string))})
	r.toast("procedure.refused_now", nil)
	return b.tellOfProcedure(ctx, r, p, procedureNews{Source: p.Source, Refused: true})
}

// onProcedure says that the Turn changes a procedure as it was read, and what
// shows it.
func (r *request) onProcedure(p proceeding) {
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "procedures", ID: p.ID, Version: p.Version})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfProcedure(p.Source))
	if p.EmergencyID != 0 {
		r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(p.emergency.Source))
	}
}

// fill keeps what a button says for the roster: the subtype, the cause, or that
// there is no number yet.
func (b *Bot) fill(ctx context.Context, r *request, p proceeding, word string) error {
	e := model.FillProcedure{ID: p.ID}
	switch {
	case word == talk.Unnumbered:
		e.Number = p.Provisional()
		if free, err := b.numberFree(ctx, r, e.Number); err != nil || !free {
			return err
		}
	case slices.Contains(model.Subtypes(model.CategoryUnknown), model.Monitored(word)):
		e.Subtype = model.Monitored(word)
	default:
		e.Cause = model.Cause(word)
	}
	r.onProcedure(p)
	r.do(e)
	return nil
}

// numberFree says whether no household has a number, and tells the person where
// one has.
func (b *Bot) numberFree(ctx context.Context, r *request, number string) (bool, error) {
	h, err := b.store.HouseholdByNumber(ctx, number)
	if err != nil || h.ID == 0 {
		return err == nil, err
	}
	r.tell("procedure.number_taken", model.Args{"number": number, "head": model.MaskName(h.Head), "village": h.Village})
	return false, nil
}
