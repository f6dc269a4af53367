package bot

import (
	"context"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
)

// procedureShown is a procedure as it is shown, or asks why it is refused.
type procedureShown struct {
	Source   string `json:"source"`
	Refusing bool   `json:"refusing,omitempty"`
}

func subjectOfProcedure(source string) string { return "procedure:" + source }

// proceeding is a procedure before somebody's eyes.
type proceeding struct {
	model.Procedure
	emergency model.Emergency // that it came from
	as        []model.Maker   // what the person is to it
	follows   bool            // the person may look at it
}

// proceed looks at a procedure with somebody's eyes.
func (b *Bot) proceed(ctx context.Context, c model.Cadre, p model.Procedure, day model.Day) (s proceeding, err error) {
	s.Procedure = p
	if p.EmergencyID != 0 {
		if s.emergency, err = b.store.Emergency(ctx, p.EmergencyID); err != nil {
			return s, err
		}
	}
	if s.as, err = b.makers(ctx, c, s, day); err != nil {
		return s, err
	}
	s.follows = c.ID != 0 && (len(s.as) > 0 || c.ID == p.OpenedBy || c.ID == s.emergency.ReportedBy)
	return s, nil
}

// makers says what a person is to a procedure.
func (b *Bot) makers(ctx context.Context, c model.Cadre, p proceeding, day model.Day) (as []model.Maker, err error) {
	if c.ID == 0 {
		return nil, nil
	}
	if c.Role == model.RoleOffice {
		as = append(as, model.MakerOffice)
	} else {
		leads, err := b.leads(ctx, c, p.Procedure)
		if err != nil {
			return nil, err
		}
		if leads {
			as = append(as, model.MakerLeader)
		}
	}
	if c.Role == model.RoleLeader && p.TownshipID != 0 && c.TownshipID == p.TownshipID {
		as = append(as, model.MakerTownship)
	}
	if c.ID == p.emergency.AcknowledgedBy {
		as = append(as, model.MakerHandler)
	}
	answers := c.ID == p.ResponsibleID
	if !answers && p.ResponsibleID != 0 {
		answers, err = b.store.StandsIn(ctx, c.ID, p.ResponsibleID, day)
	}
	if answers {
		as = append(as, model.MakerResponsible)
	}
	return as, err
}

// leads says whether a procedure is of a household that a leader may look at, or
// of a family of the leader's township.
func (b *Bot) leads(ctx context.Context, c model.Cadre, p model.Procedure) (bool, error) {
	scope := beyondOwn(c)
	switch {
	case scope.Empty():
		return false, nil
	case scope.All, p.TownshipID != 0 && scope.TownshipID == p.TownshipID:
		return true, nil
	case p.HouseholdID == 0:
		return false, nil
	}
	return b.store.InScope(ctx, scope, p.HouseholdID)
}

// showProcedure shows a procedure, in the place of the message of it that was
// pressed.
func (b *Bot) showProcedure(ctx context.Context, r *request, p model.Procedure, refusing bool) error {
	seen, err := b.proceed(ctx, r.cadre, p, r.asked)
	if err != nil {
		return err
	}
	if !seen.follows {
		r.toast("denied", nil)
		return nil
	}
	d := procedureShown{Source: p.Source, Refusing: refusing}
	_, _, kind, subject, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.MessageID)
	if err != nil {
		return err
	}
	if kind == kindProcedure && subject == subjectOfProcedure(p.Source) {
		r.turn.Redraws = append(r.turn.Redraws, model.Redraw{ChatID: r.ChatID, MessageID: r.MessageID, Data: encode(d)})
		return nil
	}
	r.reply(kindProcedure, subjectOfProcedure(p.Source), d)
	return nil
}

// tapProcedure takes a press that is about a procedure: what it asks for is done
// where it is still to be done, by who may.
func (b *Bot) tapProcedure(ctx context.Context, r *request, t talk.Tap) error {
	p, err := b.store.Procedure(ctx, t.ID)
	if err != nil {
		return err
	}
	if p.ID == 0 {
		r.toast("button.over", nil)
		return nil
	}
	if t.Do == talk.TapProcedure {
		return b.showProcedure(ctx, r, p, false)
	}
	seen, err := b.proceed(ctx, r.cadre, p, r.asked)
	if err != nil {
		return err
	}
	step := p.Next()
	if t.Do == talk.TapMade {
		step = model.ProcedureStep(t.Word)
	}
	if t.Do == talk.TapFill {
		step = model.StepEntered
	}
	switch made := p.MadeOf(step); {
	case !seen.follows:
		r.toast("denied", nil)
		return nil
	case p.Status != model.ProcedureRunning:
		r.toast("procedure.over", nil)
		return nil
	case made.Step != "":
		by, err := b.store.Cadre(ctx, made.ByID)
		r.toast("procedure.already", model.Args{"step": stepOf(r.say, p.Kind, made.Step), "name": by.Name, "on": made.OnDay})
		return err
	case !step.MadeBy(seen.as):
		r.toast("denied", nil)
		return nil
	case t.Do != talk.TapRefuse && step != p.Next():
		r.toast("button.over", nil)
		return nil
	case t.Do == talk.TapFill:
		return b.fill(ctx, r, seen, t.Word)
	case t.Do == talk.TapRefuse && t.Word == "":
		return b.showProcedure(ctx, r, p, true)
	case t.Do == talk.TapRefuse:
		return b.refuseProcedure(ctx, r, seen, model.RefusalReason(t.Word))
	}
	return b.step(ctx, r, seen, step)
}
