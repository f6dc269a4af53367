package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
)

// callOff takes the press of who reported something that it was none.
func (b *Bot) callOff(ctx context.Context, r *request, id int64) error {
	e, err := b.store.Emergency(ctx, id)
	if err != nil {
		return err
	}
	if e.ID == 0 || e.ReportedBy != r.cadre.ID {
		r.toast("undo.not_yours", nil)
		return nil
	}
	v, err := b.withdraw(ctx, r, e, []model.CaseRole{model.CaseReporter}, string(model.NoEmergency))
	if err != nil {
		return err
	}
	r.toast(v.key, v.args)
	return nil
}

// withdraw ends a case for a reason; everyone who was told is told. Once somebody was
// at the home, or somebody else reported it too, only the office can.
func (b *Bot) withdraw(ctx context.Context, r *request, e model.Emergency, roles []model.CaseRole, reason string) (verdict, error) {
	office := model.MayInCase(roles, model.CaseReopen)
	switch {
	case e.Status.Over():
		return verdict{key: "emergency.over"}, nil
	case !model.MayInCase(roles, model.CaseAct(model.Withdrawn)):
		return verdict{key: "denied", denied: true}, nil
	case e.Status.AtHome() && !office:
		return verdict{key: "withdraw.at_home", args: model.Args{"id": e.ID}}, nil
	}
	reporters, err := b.store.CaseReporters(ctx, e.ID)
	if err != nil {
		return verdict{}, err
	}
	if !office && slices.ContainsFunc(reporters, func(id int64) bool { return id != r.cadre.ID }) {
		return verdict{key: "withdraw.others", args: model.Args{"id": e.ID}}, nil
	}
	r.touch(e, model.AdvanceEmergency{ID: e.ID, Status: model.Withdrawn, Reason: reason})
	told, err := b.alerts(ctx, e.Source)
	if err != nil {
		return verdict{}, err
	}
	hear, err := b.reachable(ctx, append(reporters, e.AcknowledgedBy))
	if err != nil {
		return verdict{}, err
	}
	for _, to := range told {
		unsent := e.Unconfirmed && to.State == model.DeliveryPending // and dropped when its time comes
		if unsent || to.State == model.DeliveryFailed {
			continue // who never heard of it need not hear that it is over
		}
		hear = append(hear, readerOf(to))
	}
	r.tellAbout(e, kindCalledOff, "calledoff:"+e.Source, hear, filed{Source: e.Source})
	return verdict{key: "emergency.taken_back", done: true}, b.noEmergency(ctx, r, e)
}

// explain takes the press that says why a report was withdrawn.
func (b *Bot) explain(ctx context.Context, r *request, t talk.Tap) error {
	e, err := b.store.Emergency(ctx, t.ID)
	if err != nil {
		return err
	}
	if e.ID == 0 || e.ReportedBy != r.cadre.ID || e.Status != model.Withdrawn {
		r.toast("undo.not_yours", nil)
		return nil
	}
	if e.Reason != string(model.NoEmergency) { // it was said why, and the buttons are gone
		r.toast("button.over", nil)
		return nil
	}
	r.touch(e, model.ExplainWithdrawal{ID: e.ID, Reason: t.Word})
	r.toast("withdraw.explained", model.Args{"reason": model.WithdrawReason(t.Word)})
	return nil
}
